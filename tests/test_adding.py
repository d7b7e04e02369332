"""`add` copies a file under a name of its own, with a sidecar, and never overwrites."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from etl import adding
from etl.errors import DataError

Command = Callable[..., tuple[int, str, str]]
TODAY = datetime.date(2026, 11, 22)
RDF = "year,coo_name,coo_iso,coa_name,coa_iso,refugees\n2019,Syria,SYR,Türkiye,TUR,{}\n"


def table(folder: Path, value: int = 100, name: str = "download.csv") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(RDF.format(value), encoding="utf-8")
    return path


def test_a_table_is_told_by_its_content_and_gets_a_sidecar(tmp_path: Path) -> None:
    target = adding.add(tmp_path / "datasets", table(tmp_path / "desk"), adding.Said(), TODAY)
    assert target == tmp_path / "datasets" / "raw" / "unhcr_rdf" / "download.csv"
    said = yaml.safe_load(target.with_name("download.csv.yaml").read_text(encoding="utf-8"))
    assert (said["source"], said["publisher"], said["licence"]) == ("unhcr_rdf", "UNHCR", "CC-BY-4.0")
    assert (said["taken"], said["dataset"]) == (TODAY, "unhcr_rdf/download.csv")


def test_the_same_bytes_are_there_already(tmp_path: Path) -> None:
    first = adding.add(tmp_path / "datasets", table(tmp_path / "desk"), adding.Said(), TODAY)
    again = table(tmp_path / "other desk", name="again.csv")
    assert adding.add(tmp_path / "datasets", again, adding.Said(), TODAY) == first


def test_other_bytes_of_one_name_are_the_next_vintage(tmp_path: Path) -> None:
    adding.add(tmp_path / "datasets", table(tmp_path / "desk"), adding.Said(), TODAY)
    later = TODAY + datetime.timedelta(days=30)
    second = adding.add(tmp_path / "datasets", table(tmp_path / "desk", 110), adding.Said(), later)
    assert second.name == "download-2026-12-22.csv"
    said = yaml.safe_load(second.with_name(second.name + ".yaml").read_text(encoding="utf-8"))
    assert said["dataset"] == "unhcr_rdf/download.csv"


def test_a_text_is_a_report(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("More than 520,000 people have been displaced in Idlib, Syria.", encoding="utf-8")
    target = adding.add(tmp_path / "datasets", note, adding.Said(publisher="OCHA"), TODAY)
    assert target.parent.name == "reports"
    assert (
        yaml.safe_load(target.with_name("note.txt.yaml").read_text(encoding="utf-8"))["publisher"] == "OCHA"
    )


def test_what_nobody_knows_is_refused_with_what_was_seen(tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("apples,pears\n1,2\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"odd.csv: no source recognises this file \(its columns: apples, pears\).*--source"
    ):
        adding.add(tmp_path / "datasets", odd, adding.Said(), TODAY)
    assert not (tmp_path / "datasets").exists()


def test_add_builds_and_answers(tmp_path: Path, command: Command) -> None:
    datasets = tmp_path / "datasets"
    code, out, error = command("add", str(table(tmp_path / "desk")), datasets=datasets)
    assert (code, "1 figures from 1 documents published" in out) == (0, True)
    assert "account: download.csv: 1 rows hold 1 cells = 1 figures + 0 rejected" in error
    code, out, _ = command("total", "--population", "refugee", "--country", "TUR", datasets=datasets)
    assert out.startswith("100 refugees in Türkiye, as of 2019-12-31 (UNHCR)")


def test_a_file_without_a_good_row_is_not_kept(tmp_path: Path, command: Command) -> None:
    datasets = tmp_path / "datasets"
    command("add", str(table(tmp_path / "desk")), datasets=datasets)
    bad = table(tmp_path / "desk", -5, "bad.csv")
    code, out, error = command("add", str(bad), datasets=datasets)
    assert code == 1
    assert "error: bad.csv: no row of it is good" in error and "negative count -5" in error
    assert [path.name for path in (datasets / "raw" / "unhcr_rdf").iterdir() if "bad" in path.name] == []
    assert "1 figures from 1 documents" in out
