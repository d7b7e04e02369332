"""Workbooks read like CSV: whole numbers, dates and merged cells as a person sees them."""

import datetime
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from etl.errors import DataError
from etl.tabular import workbooks
from etl.tabular.files import head


def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, ["Region", "People", "When"])
        sheet.merge_range(2, 0, 3, 0, "Awdal")
        sheet.write_number(2, 1, 1200)
        sheet.write_number(3, 1, 1.5)
        sheet.write_datetime(2, 2, datetime.datetime(2016, 4, 30), day)
        book.add_worksheet("Notes").write(0, 0, "All data are provisional.")
    return path


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    con = duckdb.connect()
    names = ["region", "people", "day"]
    workbooks.read_sheet(con, workbook(tmp_path), "t", names, sheet="Data", first_row=3)
    assert con.execute("SELECT * FROM t").fetchall() == [
        (3, "Data", "Awdal", "1200", "2016-04-30"),
        (4, "Data", None, "1.5", None),
    ]


def test_merged_cells_repeat_their_content_where_asked(tmp_path: Path) -> None:
    assert [row[0] for row in workbooks.rows(workbook(tmp_path), "Data", fill_merged=True)][2:] == [
        "Awdal",
        "Awdal",
    ]


def test_the_head_of_a_workbook_shows_all_its_sheets(tmp_path: Path) -> None:
    found = head(workbook(tmp_path))
    assert (found.kind, list(found.sheets)) == ("workbook", ["Data", "Notes"])
    assert "provisional" in found.text


def test_a_damaged_workbook_is_named_with_a_cure(tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(workbook(tmp_path).read_bytes()[:900])
    with pytest.raises(DataError, match=r"cut\.xlsx: not readable as a workbook"):
        workbooks.beginnings(path, 25)
