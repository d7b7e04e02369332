"""docs/databases.md: what it shows to read the stored tables reads them."""

import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import REPOSITORY

from etl import versions
from etl.store import Reader

PAGE = (REPOSITORY / "docs" / "databases.md").read_text(encoding="utf-8")


def shown(kind: str, word: str) -> str:
    """The first block of a kind that has the word in it."""
    return next(block for block in re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) if word in block)


@pytest.fixture
def beside(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Stand where `datasets/tables` is; the name of the version in force."""
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "tables").symlink_to(built / "tables")
    monkeypatch.chdir(tmp_path)
    version = versions.current(built / "tables")
    assert version is not None
    return version.name


def test_duckdb_reads_them(beside: str, shipped: Reader) -> None:
    sql = shown("sql", "'datasets/").replace("000001-0123456789ab", beside)
    asked = shipped.figures()
    there = asked[(asked["country"] == "TUR") & (asked["measure"] == "stock")]
    assert len(duckdb.connect().execute(sql).fetchall()) == len(there)


def test_pandas_reads_them(beside: str, shipped: Reader) -> None:
    found: dict[str, pd.DataFrame] = {}
    exec(shown("python", "pandas"), found)
    assert len(found["rows"]) == len(shipped.figures())
    assert int(found["rows"]["value"].sum()) == int(shipped.figures()["value"].sum())


@pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java")
def test_spark_reads_them(beside: str, shipped: Reader) -> None:
    pytest.importorskip("pyspark")
    found: dict[str, object] = {}
    exec(shown("python", "pyspark"), found)
    assert found["rows"].count() == len(shipped.figures())  # type: ignore[attr-defined]
