"""Inputs 30 to 43: numbers in tables and in text.

30: no table here declares a locale, so `1.234,5` and `1.234` can mean two things and are rejected; in text the language
decides (tests/test_reports_languages.py). 35: more than the people on Earth is 8.3 billion in tables (2024's 8.2 and a
few years), 8.2 in text. 38: "dozens" is no number and gives no figure, rather than one without a value.
"""

from collections.abc import Callable

from hostile.conftest import KEYED, TAGGED, Answer, documents

Read = Callable[..., Answer]


NO_COUNTS = ["1.234,5", "1.234", "1'234", "12,34", "٣٫٦", "12,345²", "12,345*", "12,345 (2)", "1e400", "inf", "8300000001", "9" * 23, "-5", "−5", "3.7", "3,6", "0x10", "=1+1"]  # fmt: skip
COUNTS = ["1,234", "1 234", "1\u00a0234", "1\u202f234", "1234", "١٬٢٣٤", "١٢٣٤", "۱۲۳۴"]
NOTHING = ["nan", "NaN", "null", "-", "..", "", " ", "n/a", "NA"]


def column(cells: list[str]) -> str:
    """A keyed table with a year for each cell, from 1950 on, and a good row at its end."""
    lines = [f'refugee,stock,TUR,SYR,{1950 + at},"{cell}"\n' for at, cell in enumerate(cells)]
    return KEYED + "".join(lines) + "refugee,stock,TUR,SYR,2018,0\n"


def test_30_to_37_a_cell_that_is_no_count_of_people_rejects_its_row(normalise: Read) -> None:
    answer = normalise(column(NO_COUNTS))
    assert answer.rejected == set(range(2, 2 + len(NO_COUNTS)))
    assert answer.values == [0]


def test_30_to_37_and_so_does_one_of_a_tagged_table(normalise: Read) -> None:
    lines = [f'TUR,"{cell}",{1950 + at}-12-31\n' for at, cell in enumerate(NO_COUNTS)]
    answer = normalise(TAGGED + "".join(lines) + "TUR,0,2018-12-31\n")
    assert answer.rejected == set(range(3, 3 + len(NO_COUNTS)))
    assert answer.values == [0]


def test_30_32_a_whole_number_is_read_however_it_is_grouped(normalise: Read) -> None:
    assert normalise(column(COUNTS)).values == [*[1234] * len(COUNTS), 0]


def test_34_what_says_that_there_is_no_number_is_no_zero(normalise: Read) -> None:
    answer = normalise(column(NOTHING))
    assert (answer.code, answer.rejected, answer.values) == (0, set(), [0])


SENTENCES = {
    "3.6 million refugees fled Syria.": {"value": "3600000"},
    "3,6 millions de réfugiés ont fui la Syrie, et ils ne peuvent pas y retourner.": {"value": "3600000"},
    "٣٫٦ million people fled Syria.": {"value": "3600000"},
    "۳٫۶ million people fled Syria.": {"value": "3600000"},
    "Some 12,345² people fled Idlib in May.": {"value": "12345"},
    "Half a million people fled Idlib.": {"value": "500000"},
    "Two million people fled Idlib.": {"value": "2000000"},
    "1.2m people fled Idlib.": {"value": "1200000"},
    "Between 30,000 and 40,000 people fled Idlib.": {"value": "30000", "value_high": "40000", "quantifier": "between"},
    "More than 520,000 people were displaced in Idlib.": {"value": "520000", "quantifier": "more_than"},
    "At least 520,000 people were displaced in Idlib.": {"value": "520000", "quantifier": "at_least"},
    "Some 5,000 refugees returned to Syria in May.": {"value": "5000", "measure": "flow", "population": "returned_refugee"},
    "Some 300 families were displaced in Idlib.": {"value": "", "reported": "300", "unit": "household"},
}  # fmt: skip


def test_31_to_43_a_number_in_a_sentence_says_what_it_says(extract: Read) -> None:
    rows = {int(row["document"]): row for row in extract(documents(*SENTENCES), "sent.jsonl").rows}
    found = [{key: rows[at][key] for key in said} for at, said in enumerate(SENTENCES.values(), 1)]
    assert found == list(SENTENCES.values())


def test_35_38_41_what_tells_no_number_gives_no_figure(extract: Read) -> None:
    silent = [
        "No one was displaced in Idlib.",
        "Dozens of people fled Idlib.",
        "9,000,000,000 people fled Idlib.",
    ]
    answer = extract(documents(*silent), "sent.jsonl")
    assert (answer.code, answer.rows) == (0, [])


def test_43_families_of_a_table_are_never_persons(normalise: Read) -> None:
    (row,) = normalise(
        "population,measure,country,end_date,value,unit\nidp,stock,SYR,2018,300,household\n"
    ).rows
    assert row["unit"] == "household"
