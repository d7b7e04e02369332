"""`verify`: tables and inputs against the manifest."""

from collections.abc import Callable
from pathlib import Path

from etl import build, versions

Command = Callable[..., tuple[int, str, str]]
ROW = "population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,2018,5\n"


def made(datasets: Path) -> Path:
    (datasets / "keyed").mkdir(parents=True)
    (datasets / "keyed" / "a.csv").write_text(ROW, encoding="utf-8")
    (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    return build.build(datasets).version.folder


def test_what_is_as_published_is_said_so(tmp_path: Path, command: Command) -> None:
    folder = made(tmp_path)
    assert command("verify", datasets=tmp_path) == (
        0,
        f"{folder.name}: 5 tables, 1 figures and 1 inputs are as published\n",
        "",
    )


def test_each_input_that_differs_is_named(tmp_path: Path, command: Command) -> None:
    made(tmp_path)
    (tmp_path / "keyed" / "b.csv").write_text(ROW, encoding="utf-8")
    (tmp_path / "keyed" / "a.csv").write_text(ROW.replace("5", "6"), encoding="utf-8")
    code, out, _ = command("verify", datasets=tmp_path)
    assert code == 1
    assert out.splitlines() == [
        "differs: keyed/a.csv: has changed since it was read: run `python -m etl build`",
        "differs: keyed/b.csv: is not in the tables yet: run `python -m etl build`",
    ]


def test_a_manifest_that_counts_otherwise_is_named(tmp_path: Path, command: Command) -> None:
    manifest = made(tmp_path) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"refugee stock": 5', '"refugee stock": 50'))
    code, out, _ = command("verify", datasets=tmp_path)
    assert code == 1
    assert "totals is {'refugee stock': 5}, the manifest says {'refugee stock': 50}" in out


def test_rollback_says_what_is_in_force(tmp_path: Path, command: Command) -> None:
    first = made(tmp_path)
    (tmp_path / "keyed" / "a.csv").write_text(ROW.replace("5", "6"), encoding="utf-8")
    build.build(tmp_path)
    code, out, _ = command("rollback", datasets=tmp_path)
    assert (code, out) == (
        0,
        f"{first.name} is in force, 1 figures; `python -m etl build` publishes what datasets/ holds again\n",
    )
    now = versions.current(tmp_path / "tables")
    assert now is not None
    assert now.folder == first
    assert command("rollback", "--to", "nowhere", datasets=tmp_path)[0] == 2
