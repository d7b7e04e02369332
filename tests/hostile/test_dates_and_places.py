"""Inputs 44 to 56: days and names.

48: `Dec-19` and bare Excel serials are rejected in tables, not guessed (no source writes them so); in a workbook a cell that
is a date is one, whatever the base of its file. 53: Tripoli and Paris alone are the cities that are five times larger than
the next of their name (`etl.places.OVERWHELMING`); where the report is about another country, the context decides.
54: UNHCR's STA is not known and is rejected; the pseudo-countries that are known are nobody's country.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from etl import places
from hostile.conftest import KEYED, TAGGED, Answer, documents, workbook

Read = Callable[..., Answer]


def days(*cells: str) -> str:
    return TAGGED + "".join(f'TUR,{at},"{cell}"\n' for at, cell in enumerate(cells, 1))


def test_44_a_column_with_a_day_above_twelve_is_day_first_throughout(normalise: Read) -> None:
    answer = normalise(days("03/04/2020", "13/04/2020"))
    assert answer.column("end_date") == ["2020-04-03", "2020-04-13"]


def test_45_a_column_that_can_be_read_two_ways_is_rejected_whole(normalise: Read) -> None:
    answer = normalise(days("03/04/2020", "05/06/2020"))
    assert (answer.code, answer.rows, answer.rejected) == (1, [], {3, 4})


def test_46_48_49_what_is_no_certain_day_is_rejected(normalise: Read) -> None:
    cells = [
        "31/02/2020",
        "2020-02-31",
        "Dec-19",
        "2019/20",
        "2019-20",
        "43831",
        "1441",
        "1441-01-01",
    ]
    answer = normalise(days(*cells, "2018-12-31"))
    assert answer.rejected == set(range(3, 3 + len(cells)))
    assert answer.column("end_date") == ["2018-12-31"]


def test_50_a_count_of_a_day_that_lay_ahead_is_told(normalise: Read) -> None:
    rows = KEYED + "refugee,stock,TUR,SYR,2019-12-31,5\nrefugee,stock,LBN,SYR,2029-12-31,6\n"
    answer = normalise(rows, "sent.csv", "--say", "taken=2020-02-07")
    assert sorted(answer.values) == [5, 6]
    assert (
        "1 figures of days after it was taken (2020-02-07), up to 2029-12-31, the first in row 3"
        in answer.said
    )


@pytest.mark.parametrize("base", [1900, 1904])
def test_48_a_date_of_a_workbook_is_that_day_whatever_the_base(normalise: Read, base: int) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for at, row in enumerate(
            (["Country", "Refugees", "Date"], ["#country+code", "#affected+refugees", "#date"], ["TUR", 5])
        ):
            sheet.write_row(at, 0, row)
        sheet.write_datetime(
            2, 2, datetime.datetime(2020, 1, 1), book.add_format({"num_format": "dd/mm/yyyy"})
        )

    answer = normalise(workbook(fill, date_1904=base == 1904), "sent.xlsx")
    assert answer.column("end_date") == ["2020-01-01"]


def test_47_to_50_periods_of_sentences(extract: Read) -> None:
    rows = extract(
        documents(
            "Some 5,000 people have fled Idlib since the beginning of December.",
            "In 2019/20 some 5,000 people fled Idlib.",
            "In Muharram 1441 AH some 5,000 people fled Idlib.",
            "In 1441 some 5,000 people fled Idlib.",
            "In May 2035 some 5,000 people fled Idlib.",
            "On 31 February 2019 some 5,000 people fled Idlib.",
        ),
        "sent.jsonl",
    ).rows
    said = {int(row["document"]): row for row in rows}
    assert (said[1]["start_date"], said[1]["end_date"]) == ("2019-12-01", "2020-01-10")
    assert [said[at]["start_date"] for at in (2, 3, 4, 6)] == [""] * 4
    assert "Hijri calendar" in said[3]["warning"]
    assert "after publication" in said[5]["warning"]
    assert len(rows) == 6


ALIKE = {
    "NER": ["Niger", "Republic of Niger"],
    "NGA": ["Nigeria"],
    "COG": ["Congo", "Congo, Rep.", "Republic of the Congo", "Congo-Brazzaville"],
    "COD": ["DRC", "DR Congo", "Congo (Democratic Republic of the)", "Democratic Republic of Congo"],
    "PRK": ["North Korea", "DPRK"],
    "KOR": ["South Korea", "Republic of Korea"],
    "GIN": ["Guinea"],
    "GNB": ["Guinea-Bissau", "Guinea Bissau"],
    "GNQ": ["Equatorial Guinea"],
    "PNG": ["Papua New Guinea"],
    "DMA": ["Dominica"],
    "DOM": ["Dominican Republic", "Dominican Rep."],
    "SDN": ["Sudan"],
    "SSD": ["South Sudan", "S. Sudan"],
    "TUR": ["Turkey", "Türkiye", "Turkiye", "TÜRKİYE", "Republic of Türkiye"],
    "SYR": ["\u202bSyria\u202c", "\u200fسوريا\u200e", "Sy\u200bria"],
    "GEO": ["Georgia"],
}


@pytest.mark.parametrize("code", ALIKE)
def test_51_52_56_names_alike_are_never_crossed_and_marks_do_not_count(code: str) -> None:
    assert {name: places.country(name) for name in ALIKE[code]} == dict.fromkeys(ALIKE[code], code)


@pytest.mark.parametrize("name", ["Korea", "", " ", "-", "STA", "Nigerr", "no", "\u200f", "Northern Ireland"])
def test_51_54_55_what_could_be_two_countries_or_none_is_none(name: str) -> None:
    assert places.country(name) is None


def test_54_people_of_unknown_origin_are_nobodys(normalise: Read) -> None:
    answer = normalise(
        KEYED + "".join(f"refugee,stock,TUR,{code},2018,5\n" for code in ("UNK", "VAR", "TIB", "STA", ""))
    )
    assert sorted(answer.column("origin")) == ["", "TIB", "UNK", "VAR"]
    assert answer.rejected == {5}


def test_53_56_places_of_sentences(extract: Read) -> None:
    texts = ["Mosul", "Tripoli", "\u202bIdlib\u202c", "Niger", "Nigeria", "South Sudan"]
    answer = extract(
        documents(*(f"Some 5,000 people fled {name} in May 2019." for name in texts)), "sent.jsonl"
    )
    assert answer.column("origin") == ["IRQ", "LBY", "SYR", "NER", "NGA", "SSD"]
    assert "\u202b" not in "".join(answer.column("quote"))


def test_53_the_country_that_a_report_is_about_decides(extract: Read) -> None:
    answer = extract("Some 5,000 people fled Tripoli in May 2019.", "sent.txt", "--country", "LBN")
    assert answer.column("origin") == ["LBN"]
