"""Replies of APIs read like CSV: every value as text, page after page."""

import json
from pathlib import Path

import duckdb
import pytest

from etl.errors import DataError
from etl.tabular.files import head
from etl.tabular.items import read_items


def reply(path: Path, said: object) -> Path:
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def test_values_of_any_kind_arrive_as_text(tmp_path: Path) -> None:
    path = reply(tmp_path / "a.json", {"data": {"list": [{"n": 5, "m": "0"}, {"n": None, "o": 1}]}})
    con = duckdb.connect()
    read_items(con, head(path), "t", ["n", "m"], at="data.list")
    assert con.execute("SELECT record, n, m FROM t").fetchall() == [(1, "5", "0"), (2, None, None)]


def test_a_folder_of_pages_is_one_reply(tmp_path: Path) -> None:
    folder = tmp_path / "made.pages"
    folder.mkdir()
    for number, value in ((1, "a"), (2, "b")):
        reply(folder / f"page-{number:04d}.json", [{"v": value}])
    con = duckdb.connect()
    read_items(con, head(folder), "t", ["v"])
    assert con.execute("SELECT record, v FROM t").fetchall() == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("said", [{"error": "no key"}, {"items": "none"}])
def test_a_page_without_its_list_is_refused(tmp_path: Path, said: object) -> None:
    with pytest.raises(DataError, match="has no list items"):
        read_items(duckdb.connect(), head(reply(tmp_path / "a.json", said)), "t", ["v"], at="items")


def test_a_reply_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"items": [{"v": 1}, {"v"')
    with pytest.raises(DataError, match=r"not readable as JSON .*download it again"):
        read_items(duckdb.connect(), head(path), "t", ["v"], at="items")
