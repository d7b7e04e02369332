"""Inputs 1 to 15: encodings and containers. What can't be read for certain is rejected by row, or refused as a file with
one line; the tables that were there stay (tests/faults/test_publishing.py).

Input 5 (several encodings in one file) asks for quarantine: a line that is UTF-8 is certainly UTF-8, so all lines are read.
"""

import io
import zipfile
from collections.abc import Callable

import pytest

from hostile.conftest import KEYED, ROW, Answer, workbook

Read = Callable[..., Answer]
TABLE = KEYED + ROW


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TABLE.encode(),
        b"\xff\xfe" + TABLE.encode("utf-16-le"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", ";").encode(),
    ],
    ids=["1 UTF-8 with mark", "2 UTF-16 LE", "2 UTF-16 BE", "CRLF", "6 CR alone", "9 tabs", "8 semicolons"],
)
def test_one_table_in_many_wrappings_is_one_table(normalise: Read, content: bytes) -> None:
    answer = normalise(content)
    assert (answer.code, answer.values, answer.column("country")) == (0, [5], ["TUR"])


def test_3_an_arabic_table_of_windows_has_the_right_letters(normalise: Read) -> None:
    content = "population,measure,country,place,end_date,value\nidp,stock,سوريا,إدلب,2018,5\n".encode(
        "cp1256"
    )
    answer = normalise(content)
    assert (answer.column("country"), answer.column("place")) == (["SYR"], ["إدلب"])
    assert (
        "it does not say how its letters are written, read as Arabic (windows-1256): check names"
        in answer.said
    )


def test_4_a_western_table_of_windows_has_the_right_letters(normalise: Read) -> None:
    assert normalise((KEYED + "refugee,stock,Côte d'Ivoire,SYR,2018,5\n").encode("latin-1")).column(
        "country"
    ) == ["CIV"]


def test_5_lines_of_several_encodings_are_each_read_as_their_own(normalise: Read) -> None:
    lines = [
        KEYED.encode(),
        "refugee,stock,Côte d'Ivoire,SYR,2018,5\n".encode(),
        "refugee,stock,Türkiye,SYR,2018,6\n".encode("latin-1"),
        b"refugee,stock,TUR,SYR,2017,7\n",
    ]
    answer = normalise(b"".join(lines))
    assert sorted(zip(answer.column("country"), answer.values, strict=True)) == [
        ("CIV", 5),
        ("TUR", 6),
        ("TUR", 7),
    ]


def test_5_a_letter_of_another_encoding_far_below_costs_its_row_only(normalise: Read) -> None:
    head = KEYED.replace("value", "value,place")
    long = "".join(f"refugee,stock,TUR,SYR,{year}-01-01,5,{'x' * 1000}\n" for year in range(1900, 1970))
    answer = normalise(
        (head + long + "refugee,stock,TUR,SYR,2017,7,Küste\nrefugee,stock,TUR,SYR,2016,9,a\n").encode(
            "latin-1"
        )
    )
    assert len(answer.rows) == 71
    assert "row 72: line not readable" in answer.said


def test_7_a_nul_in_a_cell_costs_its_row(normalise: Read) -> None:
    answer = normalise(KEYED + ROW + "refugee,stock,TUR,SY\0R,2017,7\n" + "refugee,stock,TUR,SYR,2016,9\n")
    assert sorted(answer.values) == [5, 9]
    assert "row 3: holds a NUL" in answer.said


def test_7_a_nul_in_a_column_that_nobody_reads_costs_its_row_too(normalise: Read) -> None:
    head = "year,coo_name,coo_iso,coa_iso,refugees\n"
    answer = normalise(head + "2018,Syria,SYR,TUR,5\n2017,Sy\0ria,SYR,TUR,7\n2016,Syria,SYR,TUR,9\n")
    assert sorted(answer.values) == [5, 9]
    assert "row 3: holds a NUL" in answer.said


def test_8_a_decimal_comma_under_semicolons_is_never_six_people(normalise: Read) -> None:
    answer = normalise(KEYED.replace(",", ";") + "refugee;stock;TUR;SYR;2018;3,6\n")
    assert answer.rows == []
    assert 'row 2: value "3,6" is not readable' in answer.said


def test_10_ragged_rows_are_rejected_with_their_line(normalise: Read) -> None:
    answer = normalise(KEYED + "refugee,stock,TUR,SYR\n" + ROW + "refugee,stock,TUR,SYR,2017,7,8\n")
    assert answer.values == [5]
    assert answer.rejected == {2, 4}


def test_11_a_quote_that_is_never_closed_refuses_the_file(normalise: Read) -> None:
    answer = normalise(KEYED + ROW + 'refugee,stock,"TUR,SYR,2017,7\n' + ROW * 3)
    assert (answer.code, answer.rows) == (1, [])
    assert "error: sent.csv: row 3: a quotation mark is opened and never closed" in answer.said


def _packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("table.csv", TABLE)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (KEYED.encode(), "a header but no rows"),
        (b"<!doctype html><title>503</title>", "this is a web page"),
        (b"\n <?xml version='1.0'?><Error/>", "this is a web page"),
        (_packed(), "not readable as a workbook"),
        (
            workbook(lambda book: book.add_worksheet().write_row(0, 0, ["a", "b"])),
            "no source recognises this file",
        ),
        ((KEYED.replace("origin", "country") + ROW).encode(), "two columns are called country"),
    ],
    ids=[
        "12 empty",
        "12 header only",
        "13 HTML",
        "13 XML",
        "14 ZIP",
        "14 XLSX",
        "15 two columns of one name",
    ],
)
def test_what_is_no_such_table_is_refused_in_one_line(normalise: Read, content: bytes, said: str) -> None:
    answer = normalise(content)
    assert (answer.code, answer.rows) == (1, [])
    (error,) = [line for line in answer.said.splitlines() if line.startswith("error: ")]
    assert error.startswith("error: sent.csv: ")
    assert said in error
