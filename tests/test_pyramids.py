"""Sex and age: schemes of bands, what adds up, what is left open."""

import pandas as pd
import pytest
from conftest import figure, figures

from etl import pyramids
from etl.filters import of

ASKED = of({"country": "TUR", "origin": "SYR", "population": "refugee"})
DAY = pd.Timestamp("2019-12-31")
BANDS = {
    "female": {"0-4": 10, "5-11": 11, "12-17": 12, "18-59": 40, "60+": 7},
    "male": {"0-4": 9, "5-11": 8, "12-17": 13, "18-59": 50, "60+": 5},
}


def demographics(**said: object) -> list[dict[str, object]]:
    """Rows as UNHCR's demographics give them: bands of both sexes, the sexes, and all."""
    cells = [(sex, age, value) for sex, ages in BANDS.items() for age, value in ages.items()]
    cells += [("female", "all", 80), ("male", "all", 85), ("all", "all", 165)]
    return [figure(**({"sex": sex, "age": age, "value": value} | said)) for sex, age, value in cells]


def test_the_bands_of_both_sexes_with_their_shares() -> None:
    found = pyramids.of(figures(*demographics()), ASKED, "UNHCR", DAY)
    assert found is not None
    assert list(found.bands["band"]) == list(pyramids.USUAL)
    assert found.bands["female"].tolist() == [10, 11, 12, 40, 7]
    assert (found.whole, found.known, found.age_open, found.sex_open) == (165, 165, 0, 0)
    assert found.children == pytest.approx(63 / 165)
    assert found.women == pytest.approx(80 / 165)


def test_unknown_ages_and_sexes_stay_open_and_are_counted() -> None:
    rows = [row for row in demographics() if row["age"] not in ("18-59",)]
    rows = [row | {"value": 200} if (row["sex"], row["age"]) == ("all", "all") else row for row in rows]
    rows += [figure(sex="male", age="unknown", value=20)]
    found = pyramids.of(figures(*rows), ASKED, "UNHCR", DAY)
    assert found is not None
    assert found.known == 75
    assert (found.age_open, found.sex_open) == (90, 35)
    assert "18-59" not in list(found.bands["band"])


def test_places_of_one_country_add_up_and_a_whole_replaces_its_parts() -> None:
    parts = [*demographics(part="Ankara"), *demographics(part="Izmir", place="Izmir", admin_level=None)]
    sums = pyramids.of(figures(*parts), ASKED, "UNHCR", DAY)
    assert sums is not None
    assert (sums.whole, sums.known, sums.parts) == (330, 330, 2)
    both = pyramids.of(figures(*parts, *demographics()), ASKED, "UNHCR", DAY)
    assert both is not None
    assert (both.whole, both.known) == (165, 165)


def test_a_withheld_cell_is_counted_and_no_zero() -> None:
    rows = [
        row | {"value": None, "value_status": "redacted"}
        if (row["sex"], row["age"]) == ("male", "60+")
        else row
        for row in demographics()
    ]
    found = pyramids.of(figures(*rows), ASKED, "UNHCR", DAY)
    assert found is not None
    assert found.withheld == 1
    assert pd.isna(found.bands.set_index("band").loc["60+", "male"])
    assert found.age_open == 5


def test_bands_that_exceed_the_printed_totals_are_told() -> None:
    rows = [
        row | {"value": 79} if (row["sex"], row["age"]) == ("female", "all") else row
        for row in demographics()
    ]
    found = pyramids.of(figures(*rows), ASKED, "UNHCR", DAY)
    assert found is not None
    assert found.age_open == -1


def test_overlapping_bands_are_never_mixed() -> None:
    assert pyramids.scheme({"0-4", "0-17", "18-59", "60+"}) == ("0-17", "18-59", "60+")
    assert pyramids.scheme({"0-4", "5-14", "0-14", "15-24", "25-64", "65+", "0-17"}) == (
        *("0-4", "5-14", "15-24"),
        *("25-64", "65+"),
    )
    assert pyramids.scheme({"0-17", "5-24"}) == ()
    assert pyramids.scheme({"18-59", "0-4"}) == ("0-4", "18-59")


def test_children_are_told_only_where_a_band_ends_at_seventeen() -> None:
    cells = [(sex, age) for sex in pyramids.SEXES for age in ("0-14", "15-64", "65+")]
    rows = figures(*(figure(sex=sex, age=age, value=5) for sex, age in cells))
    found = pyramids.of(rows, ASKED, "UNHCR", DAY)
    assert found is not None
    assert found.children is None
    assert found.women == 0.5


def test_only_counts_with_bands_of_both_sexes_are_offered() -> None:
    rows = [*demographics(), figure(sex="female", age="0-4", value=3, publisher="IOM"), figure(value=9)]
    found = pyramids.offered(figures(*rows), ASKED)
    assert found[["publisher", "people"]].to_numpy().tolist() == [["UNHCR", 165]]
