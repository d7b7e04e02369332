"""Flows of each period, side by side: what `etl.totals.total` adds up inside one period, for all periods at once.

Of each publisher's count (its series) the periods drawn don't overlap: calendar years, or months. Other periods (of
events, parts of a year) would hold the same movements twice, and are left out where years or months are there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from etl.filters import Filter
from etl.rules import official, select
from etl.totals import added
from etl.wholes import counted_by, main_series, one_level

COLUMNS = ["start_date", "end_date", "value", "quantifier", "publisher", "measure"]


@dataclass(frozen=True)
class Movements:
    """One count's flows of one group: `periods` (COLUMNS), the stored rows behind them, and how many periods are left out."""

    population: str
    publisher: str
    periods: pd.DataFrame
    stored: tuple[int, ...]
    left_out: int = 0
    has_months: bool = False


def of(figures: pd.DataFrame, question: Filter, step: str = "every") -> list[Movements]:
    """The flows that the question means, of each group and each count of it; `step` is `every`, `year` or `month`.

    Counts of several publishers are of the same movements: they stand apart and are never added. A sum of twelve months
    is a year; a year with a month missing is none.
    """
    asked = replace(question, measure="flow", on=None)
    if not (figures["measure"] == "flow").any():
        return []
    rows = official(select(figures, asked), asked)
    rows = rows[(rows["measure"] == "flow") & rows["value"].notna()]
    rows = rows[rows["start_date"].notna() & _inside(rows, question)]
    if question.series:
        rows = main_series(rows, question)
    if rows.empty:
        return []
    rows = one_level(rows, asked, None, ["start_date", "end_date"])
    rows = rows.assign(publisher=counted_by(rows))
    found = [
        _of_one(str(population), str(publisher), group, step)
        for (population, publisher), group in rows.groupby(["population", "publisher"])
    ]
    return [one for one in found if len(one.periods)]


def _inside(rows: pd.DataFrame, question: Filter) -> pd.Series:
    keep = pd.Series(True, index=rows.index)
    if question.start:
        keep &= rows["start_date"] >= pd.Timestamp(question.start)
    if question.end:
        keep &= rows["end_date"] <= pd.Timestamp(question.end)
    return keep


def _of_one(population: str, publisher: str, rows: pd.DataFrame, step: str) -> Movements:
    years, months = rows[_is_year(rows)], rows[_is_month(rows)]
    whole_years = _years_of_months(months[~months["end_date"].dt.year.isin(years["end_date"].dt.year)])
    if step == "month":
        drawn = months
    elif step == "year":
        drawn = pd.concat([years, whole_years])
    else:
        drawn = rows if not _overlap(rows) else years if len(years) else months
    sums = _sums(drawn, step)
    left = len(rows[["start_date", "end_date"]].drop_duplicates()) - len(sums)
    if step == "year" and len(whole_years):
        left = 0
    return Movements(
        population,
        publisher,
        sums.assign(publisher=publisher, measure="flow"),
        tuple(drawn["row"]),
        max(left, 0),
        len(months) > 0,
    )


def _sums(rows: pd.DataFrame, step: str) -> pd.DataFrame:
    if step == "year":
        year = rows["end_date"].dt.year.astype(str)
        rows = rows.assign(
            start_date=pd.to_datetime(year + "-01-01"), end_date=pd.to_datetime(year + "-12-31")
        )
    sums = [
        {"start_date": start, "end_date": end, **added(group)}
        for (start, end), group in rows.groupby(["start_date", "end_date"])
    ]
    return pd.DataFrame(sums, columns=COLUMNS[:4]).astype({"value": "Int64"})


def _is_year(rows: pd.DataFrame) -> pd.Series:
    start, end = rows["start_date"].dt, rows["end_date"].dt
    same: pd.Series = (start.year == end.year) & start.is_year_start & end.is_year_end
    return same


def _is_month(rows: pd.DataFrame) -> pd.Series:
    start, end = rows["start_date"].dt, rows["end_date"].dt
    same: pd.Series = (start.to_period("M") == end.to_period("M")) & start.is_month_start & end.is_month_end
    return same


def _years_of_months(months: pd.DataFrame) -> pd.DataFrame:
    """The months of those years of which all twelve are there."""
    counted = months.groupby(months["end_date"].dt.year)["end_date"].transform("nunique")
    return months[counted == 12]


def _overlap(rows: pd.DataFrame) -> bool:
    periods = rows[["start_date", "end_date"]].drop_duplicates().sort_values(["start_date", "end_date"])
    return bool((periods["start_date"] <= periods["end_date"].cummax().shift()).any())
