"""What the build reads: files, and folders of pages as one document each."""

from pathlib import Path

from etl.build import input_files


def test_a_folder_of_pages_is_one_input_and_hidden_folders_are_none(tmp_path: Path) -> None:
    for name in (
        "raw/a.csv",
        "raw/a.csv.yaml",
        "raw/README.md",
        "raw/.hidden.csv",
        "raw/made/made-2026-11-27.pages/page-0001.json",
        "raw/made/made-2026-11-27.pages/page-0002.json",
        "raw/made/made-2026-11-27.pages.yaml",
        "raw/.fetching/made/made.pages/page-0001.json",
        "reports/b.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("[]")
    found = [path.relative_to(tmp_path).as_posix() for path in input_files(tmp_path)]
    assert found == ["reports/b.md", "raw/a.csv", "raw/made/made-2026-11-27.pages"]
