"""Households become persons only by an explicit size; both numbers are kept."""

import pandas as pd
import pytest
from conftest import figure

from etl import areas, reference
from etl.reports import households

DOUBT = "households: no number of persons is said"


def families(**said: object) -> dict[str, object]:
    place = {"country": "YEM", "origin": "YEM", "place": "Yemen", "population": "idp"}
    return figure(unit="household", value=None, reported=2_000, warning=DOUBT, **place) | said


def test_households_become_persons_by_their_countrys_size_and_say_so() -> None:
    row = households.sized(families())
    assert (row["value"], row["reported"], row["household_size"]) == (13_400, 2_000, 6.7)
    assert (row["value_status"], row["unit"], row["role"]) == ("derived", "household", "recommended")
    assert row["warning"] == (
        "households made persons by 6.7 per household (Demographic and Health Survey 2013)"
    )


def test_other_warnings_stay() -> None:
    row = households.sized(families(warning=f"{DOUBT}; the date is doubtful"))
    assert str(row["warning"]).startswith("the date is doubtful; households made persons")


def test_refugee_families_have_the_size_of_where_they_are_from() -> None:
    assert households.sized(families(country="DEU", origin="AFG"))["household_size"] == 8.0


@pytest.mark.parametrize(
    "other",
    [
        {"country": "SYR", "origin": "SYR"},
        {"country": None, "origin": None},
        {"quantifier": "between"},
        {"unit": "person", "value": 2_000},
        {"value": 11_500, "household_size": 5.75},
    ],
    ids=str,
)
def test_no_size_is_assumed_where_there_is_none_and_said_persons_stay(other: dict[str, object]) -> None:
    row = families(**other)
    assert households.sized(row) == row


def test_every_size_is_believable_and_of_a_country_named_once() -> None:
    table = pd.read_csv(reference.folder() / "household_sizes.csv")
    assert table["iso3"].is_unique
    assert set(table["iso3"]) <= set(areas.countries()["iso3"])
    assert table["size"].between(1.5, 10).all()
    assert table["year"].between(1990, 2030).all()
