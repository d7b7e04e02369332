"""Files on object storage: read from there, taken there, the pointer last. `file://` and `memory://` stand in for s3://."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl import storage, versions
from etl.errors import DataError, UsageError

Command = Callable[..., tuple[int, str, str]]
CSV = "population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,2018,5\n"


def kept(folder: Path, name: str = "made.csv") -> str:
    """A keyed table with its sidecar, and its address."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(CSV, encoding="utf-8")
    (folder / f"{name}.yaml").write_text("publisher: UNHCR\nsource: keyed\n", encoding="utf-8")
    return f"file://{(folder / name).as_posix()}"


def test_normalise_reads_and_writes_by_address(tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    code, _, _ = command("normalise", kept(tmp_path), "--format", "parquet", "-o", f"file://{out.as_posix()}")
    found = duckdb.sql(
        f"SELECT sum(value), any_value(publisher) FROM '{out}/figures.parquet' JOIN '{out}/documents.parquet' USING (document_key)"
    )
    assert (code, found.fetchall()) == (0, [(5, "UNHCR")])
    assert sorted(path.suffix for path in out.iterdir()) == [".parquet"] * 4


def test_extract_reads_by_address(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.md").write_text("Turkey already hosts more than 3.6 million Syrian refugees.")
    code, out, _ = command("extract", f"file://{tmp_path.as_posix()}/a.md", "--format", "jsonl")
    assert (code, json.loads(out)["value"], json.loads(out)["document"]) == (0, 3_600_000, "a.md")


def test_build_brings_what_is_new_and_publish_takes_the_version_there(
    tmp_path: Path, command: Command
) -> None:
    kept(tmp_path / "bucket" / "keyed")
    datasets, target = tmp_path / "datasets", tmp_path / "public"
    assert command("build", "--from", f"file://{tmp_path.as_posix()}/bucket", datasets=datasets)[0] == 0
    assert command("publish", f"file://{target.as_posix()}")[0] == 0
    version = versions.current(datasets / "tables")
    there = versions.current(target)
    assert version and there
    assert (there.name, there.manifest, there.doubt) == (version.name, version.manifest, "")
    assert not list(target.rglob("*.half"))


def test_a_version_that_does_not_arrive_whole_is_not_put_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    kept(tmp_path / "datasets" / "keyed")
    command("build", datasets=tmp_path / "datasets")
    version = versions.current(tmp_path / "datasets" / "tables")
    assert version
    target = tmp_path / "public"
    target.mkdir()
    (target / versions.POINTER).write_text("000001-before\n")
    monkeypatch.setattr(storage, "_same", lambda *_: False)
    with pytest.raises(DataError, match="does not read back as it was sent"):
        storage.publish(version, f"file://{target.as_posix()}")
    assert (target / versions.POINTER).read_text() == "000001-before\n"


def test_kinds_that_pyarrow_does_not_know_are_asked_of_fsspec(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\x00\x01" * 700_000)
    storage.sent(tmp_path, "memory://shelf/a")
    found = storage.fetched("memory://shelf/a/a.bin", tmp_path / "back")
    assert (
        hashlib.sha256(found.read_bytes()).digest()
        == hashlib.sha256((tmp_path / "a.bin").read_bytes()).digest()
    )


def test_what_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.csv: no such file"):
        storage.fetched(f"file://{tmp_path.as_posix()}/none.csv", tmp_path)
    with pytest.raises(UsageError, match=r"use s3://"):
        storage.fetched("nothing://a/b.csv", tmp_path)
