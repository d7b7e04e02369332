"""An alert is the last 30 days that are a high of a year or of three, and the sum of published figures."""

import datetime

import pandas as pd
import pytest
from conftest import figure, figures
from hypothesis import given
from hypothesis import strategies as st

from etl import alerts

SINCE = datetime.date(2023, 6, 1)


def flow(end: str, value: int, days: int = 1, **said: object) -> dict[str, object]:
    last = datetime.date.fromisoformat(end)
    first = last - datetime.timedelta(days=days - 1)
    usual = {
        "publisher": "IDMC",
        "series": "IDU",
        "population": "idp",
        "measure": "flow",
        "cause": "conflict",
    }
    usual |= {"country": "SDN", "origin": "SDN", "place": "Sudan", "part": f"event {end} {value}"}
    return figure(**usual | {"start_date": first.isoformat(), "end_date": end, "value": value} | said)  # type: ignore[arg-type]


OLD = flow("2020-05-01", 100)
"""From here on the series is watched."""


def raised(*rows: dict[str, object], since: datetime.date = SINCE) -> list[alerts.Alert]:
    return [one.alert for one in alerts.watched(figures(*rows), since) if one.alert]


def test_the_events_of_30_days_are_added_and_told_with_their_figures() -> None:
    (alert,) = raised(OLD, flow("2023-06-20", 4000), flow("2023-07-05", 3000), flow("2023-05-30", 9))
    assert (alert.day, alert.years, alert.answer.value, alert.higher) == (
        datetime.date(2023, 7, 5),
        3,
        7000,
        None,
    )
    assert sorted(alert.answer.rows["value"]) == [3000, 4000]


@pytest.mark.parametrize(
    ("earlier", "years"),
    [("2022-01-10", 1), ("2023-01-10", None), ("2020-06-10", 3)],
    ids=["higher two years before", "higher in the year before", "higher longer ago"],
)
def test_a_high_is_one_of_a_year_or_of_three(earlier: str, years: int | None) -> None:
    found = raised(OLD, flow(earlier, 8000), flow("2023-07-05", 7000))
    assert [alert.years for alert in found] == ([years] if years else [])
    assert all(alert.higher == datetime.date.fromisoformat(earlier) for alert in found)


def test_a_series_younger_than_a_year_raises_nothing() -> None:
    assert raised(flow("2022-09-01", 100), flow("2023-07-05", 7000)) == []


@pytest.mark.parametrize(("cause", "number"), [("conflict", 5_000), ("disaster", 50_000)])
def test_small_sums_raise_nothing(cause: str, number: int) -> None:
    old = OLD | {"cause": cause}
    assert raised(old, flow("2023-07-05", number - 1, cause=cause)) == []
    assert raised(old, flow("2023-07-05", number, cause=cause))[0].answer.value == number


@pytest.mark.parametrize(
    "other",
    [
        {"role": "triangulation"},
        {"review": "pending"},
        {"days": 60},
        {"measure": "stock", "start_date": None},
    ],
    ids=["a second voice", "not accepted", "a long period", "a stock"],
)
def test_what_may_not_be_added_raises_nothing(other: dict[str, object]) -> None:
    days = int(other.pop("days", 1)) if "days" in other else 1  # type: ignore[call-overload]
    assert raised(OLD, flow("2023-07-05", 9000, days, **other)) == []


def test_whole_months_are_never_added_to_each_other() -> None:
    (alert,) = raised(OLD, flow("2024-01-31", 4000, 31), flow("2024-02-29", 6000, 29))
    assert (alert.answer.value, len(alert.answer.rows)) == (6000, 1)


def test_publishers_countries_and_causes_are_watched_apart() -> None:
    rows = figures(
        OLD,
        OLD | {"publisher": "UNHCR"},
        OLD | {"country": "SOM", "origin": "SOM"},
        OLD | {"cause": "disaster"},
    )
    assert len(alerts.watched(rows, SINCE)) == 4


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30), st.integers(1, 99)), min_size=1, max_size=12)
)
def test_each_sum_holds_the_periods_that_lie_within_its_30_days(made: list[tuple[int, int, int]]) -> None:
    start = pd.Timestamp("2023-01-01")
    rows = pd.DataFrame(
        {
            "start_date": [start + pd.Timedelta(days=first) for first, _, _ in made],
            "end_date": [start + pd.Timedelta(days=first + long) for first, long, _ in made],
            "value": [value for _, _, value in made],
        }
    )
    for day, value in alerts.rolling(rows).items():
        days = [start + pd.Timedelta(days=number) for number in range(-40, 130)]
        within = {one for one in days if day - alerts.WINDOW <= one <= day}
        inside = [row for row in rows.itertuples() if {row.start_date, row.end_date} <= within]
        assert value == sum(row.value for row in inside)
