"""One flat table in any wrapping: the header is found, columns are taken by name, cells are text."""

from pathlib import Path

import duckdb
import pytest

from etl.errors import DataError
from etl.tabular import flat
from etl.tabular.files import head

FIELDS = {"Month End": "month", "People": "people", "Reason": "reason"}
NEEDED = ("Month End", "People")


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_header_may_stand_below_titles_in_any_spelling_and_order(tmp_path: Path) -> None:
    con = duckdb.connect()
    found = head(csv(tmp_path, "Arrivals,,\nPEOPLE,month  end,Remark\n 5 ,31/01/2020,\n,,x\n"))
    flat.read(con, found, "t", FIELDS, NEEDED)
    assert con.execute("SELECT * FROM t").fetchall() == [(3, "31/01/2020", "5", None), (4, None, None, None)]
    assert con.execute("SELECT count(*) FROM t_bad").fetchall() == [(0,)]


def test_lines_that_cannot_be_read_stand_aside(tmp_path: Path) -> None:
    con = duckdb.connect()
    flat.read(con, head(csv(tmp_path, "Month End,People\n31/01/2020\n31/01/2020,5\n")), "t", FIELDS, NEEDED)
    assert con.execute("SELECT record, people FROM t").fetchall() == [(3, "5")]
    assert con.execute("SELECT record FROM t_bad").fetchall() == [(2,)]


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    found = head(csv(tmp_path, "Month End,Families\n31/01/2020,5\n"))
    assert flat.header(found, NEEDED) is None
    with pytest.raises(DataError, match=r"table.csv: no row with the columns Month End, People"):
        flat.read(duckdb.connect(), found, "t", FIELDS, NEEDED)
