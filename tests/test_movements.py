"""Flows of each period: sums within a period, of one count, without overlaps."""

import calendar

import pandas as pd
from conftest import figure, figures

from etl import movements
from etl.filters import of

FLOW = {"measure": "flow", "population": "idp", "country": "SOM", "origin": "SOM", "place": "Somalia"}
SOMALIA = of({"country": "SOM"})


def period(start: str, end: str, value: int, **said: object) -> dict[str, object]:
    return figure(**(FLOW | {"start_date": start, "end_date": end, "value": value} | said))


def months(year: int, count: int) -> list[dict[str, object]]:
    return [
        period(f"{year}-{month:02d}-01", f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}", 10)
        for month in range(1, count + 1)
    ]


def test_countries_are_added_within_a_period_and_periods_are_not() -> None:
    rows = figures(
        period("2018-01-01", "2018-12-31", 5),
        period("2019-01-01", "2019-12-31", 7),
        period("2019-01-01", "2019-12-31", 3, country="ETH", origin="ETH", place="Ethiopia"),
    )
    (found,) = movements.of(rows, of({}))
    assert list(found.periods["value"]) == [5, 10]
    assert list(found.periods["end_date"]) == [pd.Timestamp("2018-12-31"), pd.Timestamp("2019-12-31")]


def test_two_publishers_counts_stand_apart() -> None:
    rows = figures(
        period("2019-01-01", "2019-12-31", 5), period("2019-01-01", "2019-12-31", 6, publisher="IDMC")
    )
    assert [(one.publisher, int(one.periods["value"].sum())) for one in movements.of(rows, SOMALIA)] == [
        ("IDMC", 6),
        ("UNHCR", 5),
    ]


def test_periods_that_overlap_the_years_are_left_out_and_counted() -> None:
    rows = figures(period("2019-01-01", "2019-12-31", 50), period("2019-03-05", "2019-04-02", 20))
    (found,) = movements.of(rows, SOMALIA)
    assert list(found.periods["value"]) == [50]
    assert found.left_out == 1


def test_twelve_months_make_a_year_and_eleven_make_none() -> None:
    (found,) = movements.of(figures(*months(2018, 12), *months(2019, 11)), SOMALIA, "year")
    assert list(found.periods["value"]) == [120]
    assert len(found.stored) == 12
    (by_month,) = movements.of(figures(*months(2018, 12), *months(2019, 11)), SOMALIA, "month")
    assert len(by_month.periods) == 23


def test_what_nobody_counted_is_no_period() -> None:
    assert movements.of(figures(period("2019-01-01", "2019-12-31", None)), SOMALIA) == []
