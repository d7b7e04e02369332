"""A build in pieces: cut, carried to readers elsewhere and put together again, it publishes what one process does."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

from etl import build, parts, pieces, versions
from etl.documents import describe
from etl.errors import DataError
from etl.parts import Part
from etl.pieces import Task


def line(number: int, **said: object) -> str:
    text = f"More than {number},000 people have been displaced in Idlib since 1 December 2019, according to the UN."
    return json.dumps(
        {"id": f"r{number}", "text": text, "published": "2020-02-07", **said}, ensure_ascii=False
    )


def many(datasets: Path) -> None:
    """A file of many reports, some of its lines broken."""
    (datasets / "reports").mkdir(parents=True, exist_ok=True)
    lines = [line(n) for n in range(1, 30)]
    lines[4:6] = ["no report", "", line(6, published="soon"), line(7, title="Überflutet")]
    (datasets / "reports" / "many.jsonl").write_text("\n".join([*lines, "broken", ""]), encoding="utf-8")
    (datasets / "reports" / "many.jsonl.yaml").write_text("publisher: OCHA\ntaken: 2020-02-08\n")


def mixed(datasets: Path) -> Path:
    """Reports and tables, some of them broken, in several files."""
    for folder in ("reports", "keyed"):
        (datasets / folder).mkdir(parents=True)
    for name in ("reports/2020-02-07-idlib-displacement.md", "keyed/syria_registered.csv"):
        for part in (name, f"{name}.yaml"):
            shutil.copy(REPOSITORY / "datasets" / part, datasets / part)
    many(datasets)
    (datasets / "reports" / "old.jsonl").write_bytes(
        "\n".join(line(n, title="Zürich") for n in range(40, 50)).encode("cp1252")
    )
    (datasets / "reports" / "none.jsonl").write_text(("nothing " * 90 + "\n") * 2)
    (datasets / "keyed" / "odd.csv").write_text(
        "population,measure,country,end_date,value\nidp,stock,XXX,2019,5\n"
    )
    (datasets / "keyed" / "mute.csv").write_text("a,b\n1,2\n")
    (datasets / "keyed" / "mute.csv.yaml").write_text("[")
    return datasets


def carried(tasks: list[Task], folder: Path) -> Iterator[Part]:
    return (parts.read([pieces.carrying(piece) for piece in task]) for task in tasks)


def test_a_build_in_pieces_publishes_the_same_bytes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    datasets = mixed(tmp_path / "datasets")
    whole = build.build(datasets)
    told = capsys.readouterr().err
    monkeypatch.setattr(pieces, "BYTES", 1500)
    shutil.rmtree(datasets / "tables")
    cut = build.build(datasets, elsewhere=carried)
    assert len(pieces.tasks([describe(datasets / "reports" / "many.jsonl", "report")])) == 3
    assert cut.version.manifest == whole.version.manifest
    assert cut.failures == whole.failures
    assert len(whole.failures) == 2
    assert capsys.readouterr().err == told
    assert "many.jsonl, line 5: rejected" in told


def test_a_folder_of_pages_travels_as_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "made.pages"
    folder.mkdir()
    for page in ("1.json", "2.json"):
        (folder / page).write_text(page)
    ((piece,),) = pieces.tasks([describe(folder)])
    there = pieces.carrying(piece)
    shutil.rmtree(folder)
    with pieces.at_hand(there) as document:
        assert document.path.name == "made.pages"
        assert [page.read_text() for page in sorted(document.path.iterdir())] == ["1.json", "2.json"]


def test_small_files_are_read_together_and_a_large_one_alone(tmp_path: Path) -> None:
    sizes = [10] * 60 + [pieces.BYTES] + [10]
    for number, size in enumerate(sizes):
        (tmp_path / f"{number:02}.md").write_text("x" * size)
    tasks = pieces.tasks(describe(path, "report") for path in sorted(tmp_path.iterdir()))
    assert [len(task) for task in tasks] == [20, 20, 20, 1, 1]


def test_what_stops_on_the_way_leaves_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = tmp_path
    (datasets / "reports").mkdir()
    monkeypatch.setattr(pieces, "BYTES", 50)
    for number in (1, 2):
        (datasets / "reports" / f"{number}.md").write_text(json.loads(line(number))["text"])

    seen: list[str] = []

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        for path in paths:
            seen.append(path.name)
            yield path

    def stops(tasks: list[Task], folder: Path) -> Iterator[Part]:
        yield parts.read(tasks[0])
        raise DataError("no worker is left")

    with pytest.raises(DataError, match="no worker is left"):
        build.build(datasets, progress, elsewhere=stops)
    assert seen == ["1.md", "2.md"]
    assert versions.current(datasets / "tables") is None
    assert list((datasets / "tables").glob("0*")) == []
