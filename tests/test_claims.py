"""A claim beside the official count: above, below, agrees, or about something else."""

import datetime

import pandas as pd
import pytest
from conftest import figure, figures

from etl import claims, totals
from etl.filters import Filter

ASKED = Filter(population=("refugee",), country=("TUR",), origin=("SYR",), on=datetime.date(2020, 2, 7))


def claim(**said: object) -> dict[str, object]:
    return figure(source="report", quote="...", review="pending", end_date="2020-02-07", **said)


def verdict(count: int, **said: object) -> str:
    official = (count, "exact", datetime.date(2019, 12, 31), "UNHCR")
    row = figures(claim(**said)).to_dict("records")[0]
    return claims.verdict(row, ASKED, official)[0]


@pytest.mark.parametrize(
    ("count", "quantifier", "value", "expected"),
    [
        (3_576_370, "more_than", 3_600_000, "above"),
        (3_641_370, "more_than", 3_600_000, "agrees"),
        (3_576_370, "approximately", 3_600_000, "agrees"),
        (3_000_000, "approximately", 3_600_000, "above"),
        (3_576_370, "at_most", 3_500_000, "below"),
        (9_132_000, "exact", 9_100_000, "agrees"),
        (9_160_000, "exact", 9_100_000, "below"),
        (7_278_697, "exact", 7_278_696, "below"),
    ],
)
def test_a_claim_means_what_its_bound_and_its_digits_say(
    count: int, quantifier: str, value: int, expected: str
) -> None:
    assert verdict(count, quantifier=quantifier, value=value) == expected


def test_a_count_far_above_more_than_is_not_said_to_be_confirmed() -> None:
    official = (9_053_000, "exact", datetime.date(2019, 12, 31), "UNHCR")
    row = figures(claim(quantifier="more_than", value=6_600_000)).to_dict("records")[0]
    assert claims.verdict(row, ASKED, official) == (
        "agrees",
        "does not contradict the last official count, 9,053,000 as of 2019-12-31 (UNHCR): it says only how many at least",
    )


def test_a_range_agrees_from_end_to_end() -> None:
    assert verdict(35_000, quantifier="between", value=30_000, value_high=40_000) == "agrees"
    assert verdict(41_000, quantifier="between", value=30_000, value_high=40_000) == "below"


@pytest.mark.parametrize(
    "other",
    [
        {"population": "idp"},
        {"measure": "flow", "start_date": "2019-12-01"},
        {"admin_level": 1, "place": "Hatay"},
        {"country": None, "place": "Europe"},
        {"role": "triangulation"},
        {"admin_level": None, "place": "southern Turkey"},
        {"unit": "household", "value": None, "reported": 20},
    ],
    ids=str,
)
def test_other_people_are_not_compared(other: dict[str, object]) -> None:
    asked = Filter(population=("refugee",), country=("TUR",), measure="stock")
    row = figures(claim(**{"value": 100} | other)).to_dict("records")[0]
    short, text = claims.verdict(row, asked, (100, "exact", datetime.date(2019, 12, 31), "UNHCR"))
    assert short == "counts something else"
    assert text.startswith("counts something else: ")


@pytest.mark.parametrize(
    ("said", "asked", "why"),
    [
        ({"country": None, "place": "Europe"}, {}, "those from Syria only"),
        ({"country": None, "place": "Europe"}, {"origin": ("SYR",)}, "those in Europe only"),
        ({"country": None, "place": None}, {"country": ("TUR",)}, "a region, not one country"),
        ({}, {"origin": ("SYR",)}, "those in Türkiye only"),
        ({"country": "SYR"}, {}, "those in Syria only"),
    ],
    ids=str,
)
def test_a_part_of_the_world_is_not_held_against_the_whole(
    said: dict[str, object], asked: dict[str, tuple[str, ...]], why: str
) -> None:
    row = figures(claim(**said)).to_dict("records")[0]
    question = Filter(population=("refugee",), **asked)  # type: ignore[arg-type]
    official = (100, "exact", datetime.date(2019, 12, 31), "UNHCR")
    assert claims.verdict(row, question, official) == (
        "counts something else",
        f"counts something else: {why}",
    )


def test_the_answer_shows_the_claim_beside_and_does_not_add_it() -> None:
    rows = figures(
        figure(value=3_576_370), claim(value=3_600_000, quantifier="more_than", publisher="News report")
    )
    answer = totals.total(rows, ASKED)
    assert answer.value == 3_576_370
    assert answer.beside["verdict"].tolist() == ["above"]
    assert answer.beside["verdict_text"].tolist() == [
        "lies above the last official count, 3,576,370 as of 2019-12-31 (UNHCR), by 23,630"
    ]


def test_without_an_official_count_there_is_no_verdict() -> None:
    answer = totals.total(figures(claim(value=100)), ASKED)
    assert answer.beside["verdict"].tolist() == ["no official count near"]


def test_claims_of_other_years_stay_away() -> None:
    beside = claims.beside(
        figures(claim(value=1) | {"end_date": pd.Timestamp("2015-01-01").date()}), ASKED, None
    )
    assert beside.empty


def test_a_period_leaves_out_what_reports_say_of_other_days() -> None:
    said = [claim(value=n, measure="flow", start_date="2019-12-01") for n in (1, 2)]
    said[1]["end_date"] = datetime.date(2020, 2, 26)
    asked = Filter(start=datetime.date(2019, 12, 1), end=datetime.date(2020, 2, 7))
    assert claims.beside(figures(*said), asked, None)["value"].tolist() == [1]


def test_persons_made_of_households_are_about_right() -> None:
    assert verdict(10_300, value=10_000, value_status="derived") == "agrees"
    assert verdict(10_600, value=10_000, value_status="derived") == "below"
