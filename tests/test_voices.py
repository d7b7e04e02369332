"""The same figure in several reports counts once, with all its voices named."""

import datetime

import pandas as pd
import pytest
from conftest import figure, figures

from etl import arrow, normalise, voices
from etl.columns import STORED
from etl.settle import settle

START = datetime.date(2024, 4, 1)


def said(publisher: str, day: int, **other: object) -> dict[str, object]:
    """What a paper of that day of May 2024 says: more than 40,000 people displaced in Sudan since 1 April."""
    date = datetime.date(2024, 5, day)
    return figure(
        source="report",
        publisher=publisher,
        document=f"{publisher}-{day}.md",
        quote="More than 40,000 people were displaced.",
        quote_start=0,
        quote_end=39,
        review="pending",
        measure="flow",
        quantifier="more_than",
        start_date=START,
        value=40_000,
        reported=40_000,
        published=date,
        **{"population": "idp", "country": "SDN", "origin": "SDN", "place": "Sudan"},
    ) | ({"end_date": date} | other)


def first_voices(*rows: dict[str, object]) -> list[int]:
    return [int(label) for label in voices.grouped(figures(*rows)).sort_index()]


def settled(*rows: dict[str, object]) -> pd.DataFrame:
    con = normalise.workbench()
    con.register("made", arrow.table(figures(*rows)))
    names = ", ".join(column.name for column in STORED)
    con.execute(f"INSERT INTO figures ({names}) SELECT {names} FROM made")
    settle(con)
    return arrow.frame(con.sql("SELECT * FROM figures ORDER BY published, document").to_arrow_table())


def test_one_figure_with_three_voices_counts_once_by_the_first() -> None:
    rows = settled(said("Daily", 3), said("Agency", 2), said("Evening", 4))
    assert rows["role"].tolist() == ["recommended", "triangulation", "triangulation"]
    assert rows["warning"].tolist() == [
        "said by 3: Agency, Daily, Evening",
        "also said by Agency (2024-05-02), which counts",
        "also said by Agency (2024-05-02), which counts",
    ]
    assert set(rows["review"]) == {"pending"}


def test_a_warning_that_was_there_stays() -> None:
    rows = settled(said("Agency", 2), said("Daily", 3, warning="no place is said"))
    assert rows["warning"].iloc[1] == "no place is said; also said by Agency (2024-05-02), which counts"


@pytest.mark.parametrize(
    "other",
    [
        {"quantifier": "approximately"},
        {"quantifier": "exact"},
        {"attributed_to": "OCHA"},
        {"start_date": None},
        {"end_date": datetime.date(2024, 5, 9)},
    ],
    ids=str,
)
def test_these_say_the_same(other: dict[str, object]) -> None:
    assert first_voices(said("Agency", 2), said("Daily", 3, **other)) == [0, 0]


@pytest.mark.parametrize(
    "other",
    [
        {"value": 41_000, "reported": 41_000},
        {"quantifier": "less_than"},
        {"quantifier": "between", "value_high": 50_000},
        {"population": "returned_idp"},
        {"measure": "stock", "start_date": None},
        {"unit": "household", "value": None},
        {"country": "SSD", "origin": "SSD"},
        {"place": "Sennar", "admin_level": 1, "admin1": "SD-SI"},
        {"start_date": datetime.date(2024, 4, 20)},
        {"end_date": datetime.date(2024, 5, 10)},
        {"document": "Agency-2.md"},
    ],
    ids=str,
)
def test_these_say_something_else(other: dict[str, object]) -> None:
    assert first_voices(said("Agency", 2), said("Daily", 3, **other)) == [0, 1]


def test_two_credited_sources_are_two_figures() -> None:
    rows = [said("Agency", 2, attributed_to="OCHA"), said("Daily", 3, attributed_to="the governor")]
    assert first_voices(*rows) == [0, 1]
    assert first_voices(rows[0], said("Daily", 3, attributed_to="Ocha")) == [0, 0]


def test_a_number_that_stays_in_the_news_becomes_a_new_figure() -> None:
    assert first_voices(said("A", 1), said("B", 6), said("C", 11)) == [0, 0, 2]


def test_a_figure_of_no_place_has_no_voices() -> None:
    nowhere = {"country": None, "origin": None, "place": None, "admin_level": None}
    assert first_voices(said("A", 1, **nowhere), said("B", 1, **nowhere)) == [0, 1]


def test_parts_and_tables_are_left_alone() -> None:
    rows = settled(
        said("Agency", 2),
        said("Daily", 3, role="triangulation"),
        said("UNHCR", 2, quote=None, source="keyed"),
    )
    assert rows["warning"].isna().all()


def test_a_figure_finds_its_other_voices_whether_first_or_repeat() -> None:
    rows = figures(
        said("Agency", 2),
        said("Daily", 3, role="triangulation", warning="also said by Agency (2024-05-02), which counts"),
        said("Evening", 30),
    )
    assert voices.of(rows.iloc[0], rows)["publisher"].tolist() == ["Daily"]
    assert voices.of(rows.iloc[1], rows)["publisher"].tolist() == ["Agency"]
    assert voices.of(rows.iloc[2], rows).empty


def test_persons_made_of_households_give_way_to_persons_that_are_said() -> None:
    made = {"unit": "household", "reported": 8_000, "value_status": "derived", "household_size": 5.0}
    alone = settled(said("Agency", 2, **made))
    assert alone["role"].tolist() == ["recommended"]
    both = settled(said("Agency", 2, **made), said("Daily", 3))
    assert both["role"].tolist() == ["triangulation", "recommended"]
    assert both["warning"].iloc[0] == "persons are said beside it, which count"
