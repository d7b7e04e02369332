"""Inputs 16 to 29: what stands in a table beside its numbers.

17: columns are told by HXL tags or known names; a merged header without either is refused, naming what it found. 18 and 19: a
line of notes or a total that isn't told as one is rejected by its row, never counted. 20: levels are kept apart and one
level goes into a sum (tests/test_totals.py). 26: a keyed table may have no unknown column; those of publishers' tables
are left out, and named. 28: hidden sheets are left out; hidden rows count, as they do in a CSV of the sheet, and are told.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from hostile.conftest import KEYED, ROW, TAGGED, Answer, workbook

Read = Callable[..., Answer]
ROWS = [["Country", "Refugees", "Date"], ["#country+code", "#affected+refugees", "#date"]]


def sheet(book: Any, count: int, name: str = "Data") -> Any:
    """A tagged sheet of so many rows."""
    made = book.add_worksheet(name)
    for at, row in enumerate([*ROWS, *(["TUR", 5 + at, f"{2000 + at}-12-31"] for at in range(count))]):
        made.write_row(at, 0, row)
    return made


def test_16_tags_are_used_and_are_no_data(normalise: Read) -> None:
    assert normalise(TAGGED + "TUR,5,2018-12-31\n").values == [5]


def test_17_a_header_of_two_rows_with_merged_cells_is_read_by_its_tags(normalise: Read) -> None:
    def fill(book: Any, tagged: bool) -> None:
        made = book.add_worksheet()
        made.merge_range(0, 1, 0, 2, "Refugees")
        made.write_row(1, 0, ["Country", "Female", "Male", "Date"])
        if tagged:
            made.write_row(2, 0, ["#country+code", "#affected+refugees+f", "#affected+refugees+m", "#date"])
        made.write_row(3, 0, ["TUR", 5, 6, "2018-12-31"])

    rows = normalise(workbook(lambda book: fill(book, True)), "sent.xlsx").rows
    assert {row["sex"]: row["value"] for row in rows} == {"female": "5", "male": "6"}
    refused = normalise(workbook(lambda book: fill(book, False)), "sent.xlsx")
    assert (refused.code, refused.rows) == (1, [])
    assert "no source recognises this file (its columns: , refugees" in refused.said


def test_18_19_notes_and_totals_are_no_data(normalise: Read) -> None:
    totals = ["Total", "Grand total", "Sous-total", "Total général", "المجموع", "مجموع کل"]
    lines = "".join(f"{name},11,2018-12-31\n" for name in totals)
    answer = normalise(
        TAGGED + "TUR,5,2018-12-31\nLBN,6,2018-12-31\n" + lines + "Source: UNHCR,,\n* provisional,,\n"
    )
    assert answer.values == [5, 6] or sorted(answer.values) == [5, 6]
    answer = normalise(KEYED + ROW + "* provisional,,,,,\nSource: UNHCR\n")
    assert answer.values == [5]


def test_19_a_total_that_is_not_the_sum_of_its_rows_is_told(normalise: Read) -> None:
    rows = "TUR,5,2018-12-31\nLBN,6,2018-12-31\nTUR,7,2019-12-31\n"
    wrong = normalise(TAGGED + rows + "Total,12,2018-12-31\nTotal,7,2019-12-31\n")
    assert sorted(wrong.values) == [5, 6, 7]
    assert "row 6: says a total of 12, its rows add up to 11: see what is missing" in wrong.said
    assert "row 7" not in wrong.said
    assert "a total of" not in normalise(TAGGED + rows + "Total,11,2018-12-31\nTotal,18,\n").said.replace(
        "a total of the other rows", ""
    )


def test_20_a_country_and_its_units_are_told_apart(normalise: Read) -> None:
    head = "Country,Unit,IDPs,Date\n#country+code,#adm1+name,#affected+idps,#date\n"
    answer = normalise(head + "SYR,,11,2018-12-31\nSYR,Idlib,5,2018-12-31\nSYR,Aleppo,6,2018-12-31\n")
    assert sorted(zip(answer.column("admin_level"), answer.values, strict=True)) == [
        ("0", 11),
        ("1", 5),
        ("1", 6),
    ]


def test_21_23_an_asterisk_is_withheld_and_na_is_namibia(normalise: Read) -> None:
    (row,) = normalise(KEYED + "refugee,stock,NA,SYR,2018,*\n").rows
    assert (row["value"], row["value_status"], row["country"]) == ("", "redacted", "NAM")


def test_24_codes_that_look_like_numbers_stay_text(normalise: Read) -> None:
    head = "Country,Code,IDPs,Date\n#country+code,#adm1+code,#affected+idps,#date\n"
    answer = normalise(head + "SYR,0101,11,2018-12-31\nSYR,1E5,12,2018-12-31\n")
    assert answer.column("pcode") == ["0101", "1E5"]
    assert all("does not begin with SY" in warning for warning in answer.column("warning"))


@pytest.mark.parametrize(
    ("head", "source", "said"),
    [
        (KEYED.replace("value", "people"), "keyed", "no column value"),
        (KEYED.replace("\n", ",extra\n"), "keyed", "unknown column extra"),
        ("year,coo_iso,coa_iso,refugees_count\n", "unhcr_rdf", "not a table of the Refugee Data Finder"),
    ],
    ids=["25 renamed", "26 extra", "25 a publisher's"],
)
def test_25_26_another_contract_is_refused(normalise: Read, head: str, source: str, said: str) -> None:
    answer = normalise(head + "1" + ",1" * head.count(",") + "\n", "sent.csv", "--source", source)
    assert (answer.code, answer.rows) == (1, [])
    assert said in answer.said


def test_27_a_workbook_that_lies_about_its_size_is_read_whole(normalise: Read) -> None:
    honest = zipfile.ZipFile(BytesIO(workbook(lambda book: sheet(book, 40))))
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as lying:
        for part in honest.namelist():
            lying.writestr(
                part, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:C3"', honest.read(part))
            )
    assert len(normalise(out.getvalue(), "sent.xlsx").rows) == 40


def test_28_what_is_hidden_and_what_was_never_calculated(normalise: Read) -> None:
    def hidden(book: Any) -> None:
        sheet(book, 2)
        sheet(book, 9, "Hidden").hide()

    def formula(book: Any) -> None:
        sheet(book, 2).write_formula(3, 1, "=SUM(B3:B3)", None, "")

    assert len(normalise(workbook(hidden), "sent.xlsx").rows) == 2
    answer = normalise(workbook(formula), "sent.xlsx")
    assert (answer.code, answer.rows) == (1, [])
    assert "sent.xlsx: holds formulas without a value: open it in a spreadsheet" in answer.said


def test_28_hidden_rows_are_read_and_told(normalise: Read) -> None:
    def filtered(book: Any) -> None:
        shown = sheet(book, 4)
        shown.set_row(4, None, None, {"hidden": True})
        shown.set_row(5, None, None, {"hidden": True})

    answer = normalise(workbook(filtered), "sent.xlsx")
    assert len(answer.rows) == 4
    assert "warning: sent.xlsx: sheet Data has 2 hidden rows, which are read like the others" in answer.said
    assert "hidden" not in normalise(workbook(lambda book: sheet(book, 4)), "sent.xlsx").said


def test_26_a_column_that_nobody_knows_is_told_and_the_rest_is_read(normalise: Read) -> None:
    head = "year,coo_iso,coa_iso,refugees,climate_displaced\n"
    answer = normalise(head + "2018,SYR,TUR,500,70\n")
    assert answer.values == [500]
    assert "columns that this table is not known to have were not read: climate_displaced" in answer.said


def test_29_two_tables_in_one_are_refused(normalise: Read) -> None:
    below = "Country,IDPs,Date\n#country+code,#affected+idps,#date\nSYR,70,2019-12-31\n"
    answer = normalise(TAGGED + "TUR,5,2018-12-31\n" + below)
    assert (answer.code, answer.rows) == (1, [])
    assert "row 5: a second row of tags" in answer.said
