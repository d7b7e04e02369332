"""What maps show: one value a country, origin or first-level unit, on a day, in a year, or in each year.

The rules of addition hold as in `etl.totals`; places that they refuse have no value, and the reason.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import pandas as pd

from etl import sums
from etl.filters import Filter
from etl.rules import OTHER_MANDATE, ROUND, Refused, addable, official, one_publisher, select
from etl.wholes import LINE, main_series, one_level

COLUMNS = ("key", "value", "value_high", "quantifier", "as_of", "publisher")


@dataclass(frozen=True)
class Sheet:
    """`table`: COLUMNS, one row a key, the largest first; `rows`: the figures behind it; `notes`: what to say of it;
    `refused`: the keys without a sum and why."""

    table: pd.DataFrame
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


EMPTY = Sheet(pd.DataFrame(columns=[*COLUMNS, "inhabitants", "inhabitants_year", "per_1000"]), pd.DataFrame())
"""Of a question that is refused."""


def sheet(figures: pd.DataFrame, question: Filter, key: str) -> Sheet:
    """One value per `key` (`country`, `origin` or `admin1`). Raises `etl.rules.Refused` with the reason."""
    by = "country" if key == "admin1" else key
    rows, notes = addable(select(figures, question), question, by)
    rows = rows[rows[key].notna()]
    refused: tuple[tuple[str, str], ...] = ()
    try:
        rows, said = one_publisher(rows, question)
    except Refused:
        rows, refused = _alone(rows, question, key)
        said = []
    table = sums.by_group(rows, [key]).rename(columns={key: "key"})
    table = table.sort_values(["value", "key"], ascending=[False, True], ignore_index=True)
    return Sheet(table[list(COLUMNS)], rows, (*notes, *said), refused)


def _alone(
    rows: pd.DataFrame, question: Filter, key: str
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """The rows of keys that one publisher counts; the others' reasons."""
    ours = rows[~rows["publisher"].isin(OTHER_MANDATE)]
    several = ours.groupby(key)["publisher"].transform("nunique") > 1
    refused = []
    for name, group in ours[several].groupby(key):
        try:
            one_publisher(group, question)
        except Refused as reason:
            refused.append((str(name), str(reason)))
    return ours[~ours[key].isin([name for name, _ in refused])], tuple(refused)


def of_year(question: Filter, year: int) -> Filter:
    """The question for one year: stocks as of its last day, flows within it."""
    if question.measure == "flow":
        return replace(question, on=None, start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
    return replace(question, start=None, end=None, on=datetime.date(year, 12, 31))


def by_year(figures: pd.DataFrame, question: Filter, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table with the column `year` before those of `sheet`, and the rows behind it.

    A year without a count of a place has no row for it: nothing is carried on from the year before. Places and years
    whose sum the rules refuse are left out.
    """
    rows = select(figures, question)
    rows = main_series(official(rows[rows["measure"] == question.measure], question), question)
    rows = rows.assign(year=rows["end_date"].dt.year)
    rows = (_stocks_by_year if question.measure == "stock" else _flows_by_year)(rows, question, key)
    rows = _of_one_count(rows[rows[key].notna()], key)
    table = sums.by_group(rows, ["year", key]).rename(columns={key: "key"})
    return table[["year", *COLUMNS]], rows


# All years at once: `sheet` for each would take seconds.


def _stocks_by_year(rows: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """Rule 1 of `etl.rules`: the last round of each year."""
    rows = one_level(rows, question, key, ["end_date"])
    newest = rows.groupby(["publisher", "population", "year"])["end_date"].transform("max")
    rows = rows[rows["end_date"] > newest - ROUND]
    return rows[rows["end_date"] == rows.groupby([*LINE, "year"], dropna=False)["end_date"].transform("max")]


def _flows_by_year(rows: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """Rule 2: periods within the year; of those with one start the longest; none of places where they overlap."""
    rows = one_level(
        rows[rows["start_date"].dt.year == rows["year"]], question, key, ["start_date", "end_date"]
    )
    last = rows.groupby([*LINE, "start_date"], dropna=False)["end_date"].transform("max")
    rows = rows[rows["end_date"] == last].sort_values("start_date")
    line = [rows[name] for name in (*LINE, "year")]
    before = rows["end_date"].groupby(line, dropna=False).cummax().groupby(line, dropna=False).shift()
    overlaps = (rows["start_date"] <= before).groupby([rows[key], rows["year"]]).transform("any")
    return rows[~overlaps.astype(bool)]


def _of_one_count(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rule 4: the rows of places and years that one publisher has counted, in one of its series."""
    place = [rows[name] for name in ("publisher", "population", "country", "year")]
    series = rows["series"].fillna("").groupby(place).transform("nunique")
    publishers = rows.groupby([key, "year"])["publisher"].transform("nunique")
    return rows[(series == 1) & (publishers == 1)]
