"""What the build reads: files, and folders of pages as one document each."""

from pathlib import Path

import duckdb
import pytest

from etl import normalise, versions
from etl.build import build, input_files, tables_folder
from etl.errors import DataError


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


def test_a_build_without_room_says_so_and_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raw").mkdir()
    rows = "".join(f"{1950 + n % 70},SYR,TUR,{n}\n" for n in range(300_000))
    (tmp_path / "raw" / "large.csv").write_text(f"year,coo_iso,coa_iso,refugees\n{rows}", encoding="utf-8")
    roomy = normalise.workbench

    def cramped() -> duckdb.DuckDBPyConnection:
        con = roomy()
        con.execute("SET memory_limit = '15MB'; SET max_temp_directory_size = '1MB'")
        return con

    monkeypatch.setattr(normalise, "workbench", cramped)
    with pytest.raises(DataError, match="make room on the disk"):
        build(tmp_path)
    assert versions.current(tables_folder(tmp_path)) is None
