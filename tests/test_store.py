"""Publishing: readers see the old tables or the new ones, whole; the same input gives the same bytes."""

import hashlib
from pathlib import Path

import duckdb
import pytest

from etl import build, columns, normalise, schema, store, versions
from etl.errors import DataError
from etl.filters import Filter

ROWS = "population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,2018,{}\nrefugee,stock,TUR,SYR,2019,7\n"


def datasets(tmp_path: Path, value: int = 5) -> Path:
    folder = tmp_path / "datasets"
    (folder / "keyed").mkdir(parents=True, exist_ok=True)
    (folder / "keyed" / "a.csv").write_text(ROWS.format(value), encoding="utf-8")
    (folder / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\nlicence: CC-BY-4.0\n", encoding="utf-8")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_what_is_published_is_read_back(tmp_path: Path) -> None:
    version = build.build(datasets(tmp_path)).version
    rows = store.Reader(version.folder).figures()
    assert rows["value"].tolist() == [5, 7]
    assert rows["figure_id"].is_unique
    assert version.manifest["rows"] == {
        "documents": 1,
        "places": 1,
        "figures": 2,
        "procedures": 0,
        "rejects": 0,
    }


def test_the_same_input_gives_the_same_bytes_and_no_new_version(tmp_path: Path) -> None:
    first = build.build(datasets(tmp_path / "one")).version
    again = build.build(datasets(tmp_path / "one")).version
    elsewhere = build.build(datasets(tmp_path / "two")).version
    assert again.folder == first.folder
    assert elsewhere.name == first.name
    assert hashes(elsewhere.folder) == hashes(first.folder)


def test_another_input_makes_the_next_version_and_the_figure_keeps_its_id(tmp_path: Path) -> None:
    old = build.build(datasets(tmp_path, value=5)).version
    new = build.build(datasets(tmp_path, value=6)).version
    assert (old.name[:6], new.name[:6]) == ("000001", "000002")
    assert versions.current(tmp_path / "datasets" / "tables") == new
    before, after = (store.Reader(version.folder).figures() for version in (old, new))
    assert before["figure_id"].tolist() == after["figure_id"].tolist()
    assert after["value"].tolist() == [6, 7]


def test_old_versions_are_swept_but_for_the_last_few(tmp_path: Path) -> None:
    for value in range(1, 7):
        build.build(datasets(tmp_path, value))
    kept = sorted(path.name[:6] for path in (tmp_path / "datasets" / "tables").iterdir() if path.is_dir())
    assert kept == ["000004", "000005", "000006"]


def test_a_failed_build_leaves_the_tables_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build.build(datasets(tmp_path)).version

    def fail(frame: object) -> None:
        raise DataError("tables not published, they break the schema")

    monkeypatch.setattr(schema, "check", fail)
    with pytest.raises(DataError, match="break the schema"):
        build.build(datasets(tmp_path, value=6))
    tables = tmp_path / "datasets" / "tables"
    assert versions.current(tables) == good
    assert sorted(path.name for path in tables.iterdir()) == sorted([good.name, "CURRENT", ".lock"])


def test_the_reader_sees_its_version_and_nothing_else_on_the_machine(tmp_path: Path) -> None:
    reader = store.Reader(build.build(datasets(tmp_path)).version.folder)
    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.PermissionException):
        reader.query(f"SELECT * FROM '{outside}'")


def test_the_filter_selects_rows(tmp_path: Path) -> None:
    reader = store.Reader(build.build(datasets(tmp_path)).version.folder)
    assert len(reader.figures(Filter(country=("TUR",), publisher=("unhcr",)))) == 2
    assert len(reader.figures(Filter(country=("LBN",)))) == 0
    assert len(reader.figures(Filter(publisher=("'; DROP TABLE figures --",)))) == 0


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = datasets(tmp_path)
    (folder / "keyed" / "page.csv").write_text("<html>not found</html>", encoding="utf-8")
    outcome = build.build(folder)
    assert outcome.version.manifest["rows"]["figures"] == 2
    assert len(outcome.failures) == 1
    assert outcome.failures[0].startswith("page.csv: this is a web page")


def test_nothing_to_read_is_an_error_and_not_an_empty_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no reports, keyed or raw files"):
        build.build(tmp_path)


def test_a_newer_vintage_counts_and_the_older_stays_as_a_second_voice(tmp_path: Path) -> None:
    folder = datasets(tmp_path)
    text = ROWS.format(9)
    (folder / "keyed" / "b.csv").write_text(text, encoding="utf-8")
    (folder / "keyed" / "b.csv.yaml").write_text("publisher: UNHCR\ntaken: 2026-01-01\n", encoding="utf-8")
    rows = store.Reader(build.build(folder).version.folder).figures()
    roles = {(row.document, row.value): row.role for row in rows.itertuples()}
    assert roles[("b.csv", 9)] == "recommended"
    assert roles[("a.csv", 5)] == "triangulation"
    assert rows.loc[rows["document"] == "a.csv", "warning"].tolist() == ["also in b.csv, which counts"] * 2


def test_the_stored_tables_carry_no_absolute_path_and_no_clock(tmp_path: Path) -> None:
    version = build.build(datasets(tmp_path)).version
    written = b"".join(path.read_bytes() for path in version.folder.iterdir())
    assert str(tmp_path).encode() not in written


def test_the_workbench_starts_empty() -> None:
    con = normalise.workbench()
    assert con.execute("SELECT count(*) FROM figures").fetchone() == (0,)


def test_a_stored_row_names_one_figure_of_its_version(shipped: store.Reader) -> None:
    named = shipped.query("SELECT count(*), count(DISTINCT row), count(DISTINCT figure_id) FROM numbered")
    assert named.iloc[0].nunique() == 1
    assert list(shipped.query("SELECT * FROM canonical LIMIT 0")) == list(columns.NAMES)
