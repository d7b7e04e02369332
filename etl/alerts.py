"""A simple alarm: new displacements in 30 days that are more than in any 30 days of a year, or of three years, before.

After the rule for internal displacement of HDX Signals (OCHA Centre for Humanitarian Data, "Internal displacements":
https://github.com/OCHA-DAP/hdx-signals/blob/main/docs/datasets/internal-displacement.md), which sums IDMC's events over
30 days, for conflict and for disasters apart, and leaves out small sums. Unlike there, no figure is spread over the days
of its period: a figure counts in the 30 days that hold its whole period, so that each sum is of published figures.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from etl import totals
from etl.filters import Filter
from etl.rules import official
from etl.totals import Answer
from etl.wholes import LINE, one_level

WINDOW = pd.Timedelta(days=30)
YEARS = (3, 1)
LEAST = {"conflict": 5_000, "disaster": 50_000}
"""Smaller sums are no alarm (HDX Signals); movements of other causes, or of none stated, are held to the lower bound."""

PEOPLE = ("idp", "displaced")
KEYS = ["publisher", "series", "population", "country", "cause"]


@dataclass(frozen=True)
class Alert:
    """`answer` is the sum of the 30 days up to `day`, as `etl.totals` adds it: a high of `years` years.

    `higher` is the last day before on which as many or more were displaced in 30 days; None if that never was.
    """

    day: datetime.date
    years: int
    answer: Answer
    higher: datetime.date | None


@dataclass(frozen=True)
class Watched:
    """One publisher's series of movements in a country, of one cause: from when to when it runs, and the last alert."""

    publisher: str
    series: str | None
    population: str
    country: str
    cause: str | None
    first: datetime.date
    newest: datetime.date
    alert: Alert | None = None
    sums: pd.Series = field(default_factory=pd.Series)
    """People displaced in the 30 days up to each day on which a figure's period ends."""


def watched(figures: pd.DataFrame, since: datetime.date) -> list[Watched]:
    """Every series that can be watched, those with an alert after `since` first, the largest first."""
    rows = _dated(figures)
    found = [
        _watch(dict(zip(KEYS, key, strict=True)), group, pd.Timestamp(since))
        for key, group in rows.groupby(KEYS, dropna=False)
    ]
    return sorted(found, key=lambda one: (-(one.alert.answer.value or 0) if one.alert else 0, one.country))


def _dated(figures: pd.DataFrame) -> pd.DataFrame:
    """The movements whose whole period lies within 30 days, each once: wholes or parts, the last of a cumulative count."""
    rows = official(figures[figures["population"].isin(PEOPLE) & (figures["measure"] == "flow")], Filter())
    rows = rows[rows["value"].notna() & (rows["end_date"] - rows["start_date"] <= WINDOW)]
    if rows.empty:
        return rows
    rows = one_level(rows, Filter(), "country", ["start_date", "end_date"])
    last = rows.groupby([*LINE, "start_date"], dropna=False)["end_date"].transform("max")
    return rows[rows["end_date"] == last]


def _watch(key: dict[str, Any], rows: pd.DataFrame, since: pd.Timestamp) -> Watched:
    sums = rolling(rows)
    first = rows["start_date"].min()
    said = {name: None if pd.isna(value) else str(value) for name, value in key.items()}
    alert = None
    for day in reversed(sums.index[sums.index > since]):
        years = _high(sums, day, first)
        if years and sums[day] >= LEAST.get(str(said["cause"]), min(LEAST.values())):
            alert = _alert(rows, sums, day, years)
            break
    return Watched(**said, first=first.date(), newest=sums.index[-1].date(), alert=alert, sums=sums)  # type: ignore[arg-type]


def rolling(rows: pd.DataFrame) -> pd.Series:
    """People in the 30 days up to each day on which a period of `rows` ends, by that day."""
    periods = rows.groupby(["start_date", "end_date"])["value"].sum().reset_index()
    days = pd.DatetimeIndex(sorted(periods["end_date"].unique()))
    starts, ends = periods["start_date"].to_numpy(), periods["end_date"].to_numpy()
    values = periods["value"].to_numpy(dtype="int64")
    sums = [
        int(values[(starts >= day - WINDOW.to_timedelta64()) & (ends <= day)].sum())
        for day in days.to_numpy()
    ]
    return pd.Series(sums, index=days, dtype="int64")


def _high(sums: pd.Series, day: pd.Timestamp, first: pd.Timestamp) -> int | None:
    """The longest of YEARS in which no 30 days before had as many; None if none, or if the series is younger."""
    for years in YEARS:
        start = day - pd.DateOffset(years=years)
        before = sums[(sums.index >= start) & (sums.index < day)]
        if first <= start and (before < sums[day]).all():
            return years
    return None


def _alert(rows: pd.DataFrame, sums: pd.Series, day: pd.Timestamp, years: int) -> Alert:
    inside = rows[(rows["start_date"] >= day - WINDOW) & (rows["end_date"] <= day)]
    one = inside.iloc[0]
    question = Filter(
        country=(one["country"],),
        population=(one["population"],),
        publisher=(one["publisher"],),
        series=() if pd.isna(one["series"]) else (one["series"],),
        measure="flow",
        start=(day - WINDOW).date(),
        end=day.date(),
    )
    higher = sums[(sums.index < day) & (sums >= sums[day])]
    last = higher.index[-1].date() if len(higher) else None
    return Alert(day.date(), years, totals.total(inside, question), last)
