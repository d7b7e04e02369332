"""A file is what its bytes say, not what it is called."""

import gzip
from pathlib import Path

import duckdb
import pytest

from etl.errors import DataError, UsageError
from etl.tabular.files import head, read_rows


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"<!DOCTYPE html><html>503 Service Unavailable</html>", "a web page"),
        (b"PK\x03\x04xlsx", "not readable as a workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"a,b\n\x00\x01,2\n", "a binary file"),
        (b"\x1f\x8b\x08cut short", "damaged or cut short"),
    ],
)
def test_what_is_no_table_is_named_with_a_cure(tmp_path: Path, data: bytes, fault: str) -> None:
    with pytest.raises(DataError, match=f"table.csv: .*{fault}.*: "):
        head(write(tmp_path, data))


def test_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        head(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "data",
    [
        "name,n\nCôte d'Ivoire,1\n".encode(),
        b"\xef\xbb\xbf" + "name,n\nCôte d'Ivoire,1\n".encode(),
        "name;n\nCôte d'Ivoire;1\n".encode(),
        "name\tn\r\nCôte d'Ivoire\t1\r\n".encode(),
        "name,n\nCôte d'Ivoire,1\n".encode("utf-16"),
        "name,n\nCôte d'Ivoire,1\n".encode("cp1252"),
        gzip.compress("name,n\nCôte d'Ivoire,1\n".encode()),
    ],
    ids=["utf-8", "bom", "semicolon", "tab", "utf-16", "cp1252", "gzip"],
)
def test_encodings_and_delimiters_give_the_same_rows(tmp_path: Path, data: bytes) -> None:
    con = duckdb.connect()
    read_rows(con, head(write(tmp_path, data)), "cells")
    assert con.execute("SELECT * FROM cells").fetchall() == [(2, "Côte d'Ivoire", "1")]


def test_codes_keep_their_zeros_and_namibia_its_name(tmp_path: Path) -> None:
    con = duckdb.connect()
    read_rows(con, head(write(tmp_path, b"code,iso\n0101,NA\n1E5,None\n")), "cells")
    assert con.execute("SELECT code, iso FROM cells").fetchall() == [("0101", "NA"), ("1E5", "None")]


def test_lines_are_counted_past_bad_ones(tmp_path: Path) -> None:
    con = duckdb.connect()
    read_rows(con, head(write(tmp_path, b"a,b\n1,2\n3\n4,5\n6,7,8\n9,10\n")), "cells")
    assert con.execute("SELECT record, a FROM cells").fetchall() == [(2, "1"), (4, "4"), (6, "9")]
    assert con.execute("SELECT record FROM cells_bad").fetchall() == [(3,), (5,)]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="two columns are called a"):
        read_rows(duckdb.connect(), head(write(tmp_path, b"a,a\n1,2\n")), "cells")


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a header but no rows"):
        read_rows(duckdb.connect(), head(write(tmp_path, b"a,b\n")), "cells")


def test_a_table_under_a_preamble_keeps_its_line_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, b'"Extracted from","a database"\n"Date: today"\n\na,b\n1,2\n3\n5,6\n')
    con = duckdb.connect()
    read_rows(con, head(path), "t", names=["a", "b"], header_line=4)
    assert con.execute("SELECT record, a, b FROM t").fetchall() == [(5, "1", "2"), (7, "5", "6")]
    assert [record for record, *_ in con.execute("SELECT * FROM t_bad").fetchall()] == [6]


def test_a_table_without_header_starts_in_line_1(tmp_path: Path) -> None:
    path = write(tmp_path, b"2015-07-09;1805255\n2015-08-25;1938999\n")
    con = duckdb.connect()
    read_rows(con, head(path), "t", names=["date", "count"], header_line=0)
    assert con.execute("SELECT * FROM t").fetchall() == [
        (1, "2015-07-09", "1805255"),
        (2, "2015-08-25", "1938999"),
    ]
