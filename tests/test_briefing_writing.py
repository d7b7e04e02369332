"""What a sheet says: whole, as text, for five subjects; and no number on it that is not in the tables."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from briefing import subjects, text, writing
from briefing.sheet import Sheet, Subject
from etl import questions, totals
from etl.errors import UsageError
from etl.store import Reader

GOLDEN = Path(__file__).parent / "golden" / "briefings"
SHEETS = {
    "syria-2020-02-07": (subjects.country("SYR"), "2020-02-07"),
    "sudan-2024-05-14": (subjects.country("SDN"), "2024-05-14"),
    "ukraine-2022-10-21": (subjects.country("UKR"), "2022-10-21"),
    "turkiye": (subjects.country("TUR"), None),
    "nothing": (subjects.country("ISL"), None),
}
_made: dict[str, Sheet] = {}


def sheet(shipped: Reader, name: str) -> Sheet:
    """Each is made once."""
    subject, on = SHEETS[name]
    if name not in _made:
        _made[name] = writing.sheet(shipped, subject, on and datetime.date.fromisoformat(on))
    return _made[name]


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_says_what_the_figures_say(shipped: Reader, name: str) -> None:
    """To see and keep new words: write them to tests/golden/briefings, and read the difference."""
    said = re.sub(r"\d{6}-[0-9a-f]{12}", "VERSION", text.text(sheet(shipped, name)))
    assert said == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["syria-2020-02-07", "sudan-2024-05-14"])
def test_key_figures_are_the_totals_of_the_pages(shipped: Reader, name: str) -> None:
    made = sheet(shipped, name)
    for one in made.figures:
        side = made.subject.abroad if " from " in one.label else made.subject.inside
        rows = questions.accepted(shipped, side)
        asked = questions.of_one(rows, replace(side, on=made.on), one.population)
        assert one.amount is not None
        assert one.amount.value == totals.total(rows, asked).value


def test_every_value_on_the_sheet_is_a_row_or_a_total_of_rows(shipped: Reader) -> None:
    made = sheet(shipped, "syria-2020-02-07")
    known = set(shipped.figures()["value"].dropna().astype(int))
    assert made.table is not None
    assert {row.amount.value for row in made.table.rows} <= known
    assert {quote.amount.value for quote in made.quotes} <= known


def test_nothing_from_after_the_day_stands_on_the_sheet(shipped: Reader) -> None:
    made = sheet(shipped, "syria-2020-02-07")
    assert made.trend is not None
    assert max(day for line in made.trend.lines for day in line.dates) <= made.on
    assert "2021" not in text.text(made).split("Sources")[0]


def test_more_people_in_reports_than_in_the_last_count_come_first(shipped: Reader) -> None:
    assert sheet(shipped, "ukraine-2022-10-21").headline.startswith("Reports tell of 7,710,924 refugees")


@pytest.mark.parametrize(
    ("make", "wrong", "cure"),
    [
        (subjects.country, "Atlantis", "use its ISO 3166-1 alpha-3 code"),
        (subjects.situation, "atlantis", "use one of afghanistan"),
        (subjects.region, "Atlantis", "use one of Africa"),
    ],
)
def test_an_unknown_subject_is_named_with_what_there_is(make: object, wrong: str, cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        make(wrong)  # type: ignore[operator]


def test_a_situation_and_a_region_are_sets_of_countries(shipped: Reader) -> None:
    sahel: Subject = subjects.situation("sahel")
    assert sahel.inside.country == sahel.abroad.origin == ("BFA", "MLI", "NER")
    made = writing.sheet(shipped, subjects.region("western asia"), datetime.date(2020, 2, 7))
    assert made.table is not None
    assert made.table.rows[0].name == "Syria"
    assert "Western Asia" in made.headline
