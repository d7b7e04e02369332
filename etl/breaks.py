"""Breaks in a series: days on which what is counted, or how, has changed, so that a step is no movement of people.

Known ones stand in `datasets/reference/series_breaks.csv`, each with whose series it breaks, what changed and who says
so. Others the data show themselves: one of a publisher's counts ends and another goes on.
"""

from __future__ import annotations

import datetime
from functools import cache

import pandas as pd

from etl import places
from etl.columns import POPULATIONS
from etl.errors import DataError
from etl.filters import Filter

FILE = "series_breaks.csv"
COLUMNS = ["date", "publisher", "population", "country", "origin", "label", "what", "citation", "url"]
SCOPE = ("publisher", "population", "country", "origin")
"""An empty cell of these means any."""

LEAST = 0.01


@cache
def known() -> pd.DataFrame:
    """The breaks entered by hand, a row each: `COLUMNS`, `date` as a timestamp. Raises DataError naming the row."""
    path = places.reference_folder() / FILE
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if list(table.columns) != COLUMNS:
        raise DataError(f"{FILE}: its columns must be {', '.join(COLUMNS)}")
    for row, said in enumerate(table.to_dict("records"), 2):
        wrong = _wrong({str(name): str(value) for name, value in said.items()})
        if wrong:
            raise DataError(f"{FILE}, row {row}: {wrong}")
    return table.assign(date=pd.to_datetime(table["date"]))


def _wrong(said: dict[str, str]) -> str:
    try:
        datetime.date.fromisoformat(said["date"])
    except ValueError:
        return f"{said['date']} is not a day: write YYYY-MM-DD"
    for name in ("country", "origin"):
        if said[name] and places.country(said[name]) != said[name]:
            return f"{said[name]} is no ISO 3166-1 alpha-3 code"
    if said["population"] and said["population"] not in POPULATIONS:
        return f"unknown population {said['population']}"
    empty = [name for name in ("label", "what", "citation") if not said[name]]
    return f"say {' and '.join(empty)}" if empty else ""


def of(series: pd.DataFrame, question: Filter, by: str | None) -> pd.DataFrame:
    """The breaks that lie inside the lines of `series` (`etl.totals.over_time`): `COLUMNS` and the `key` of the line.

    A break of one country belongs to that country's line alone, not to a sum that holds it; one of people of one
    origin also to the line of all origins in that country, whose step it is as well.
    """
    found = []
    for (key, publisher), line in series.groupby(["key", "publisher"]):
        ours = {
            "publisher": (str(publisher).split(":")[0],),
            "population": question.population,
            "country": question.country,
            "origin": question.origin,
        }
        if by in ours:
            ours[by] = (str(key),)
        inside = known()[_matches(known(), ours)]
        inside = inside[inside["date"].gt(line["end_date"].min()) & inside["date"].le(line["end_date"].max())]
        inside = inside[[_seen(line, date) for date in inside["date"]]]
        found.append(inside.assign(key=str(key)))
    every = [*found, _other_counts(series)]
    rows = pd.concat([part for part in every if len(part)]) if any(map(len, every)) else every[-1]
    return rows.sort_values("date").reset_index(drop=True)


def _seen(line: pd.DataFrame, date: pd.Timestamp) -> bool:
    """Whether a step could be seen then: where hardly anyone was counted (`LEAST` of the largest count), none is."""
    until = line[line["end_date"] <= date]["value"].dropna()
    return len(until) > 0 and float(until.iloc[-1]) >= float(line["value"].max()) * LEAST


def _matches(table: pd.DataFrame, ours: dict[str, tuple[str, ...]]) -> pd.Series:
    keep = pd.Series(True, index=table.index)
    for name in SCOPE:
        same = table[name].isin(ours[name]) if len(ours[name]) == 1 else pd.Series(False, index=table.index)
        if name == "origin" and not ours["origin"]:
            same |= table["country"] != ""
        keep &= (table[name] == "") | same
    return keep


def _other_counts(series: pd.DataFrame) -> pd.DataFrame:
    """Where a publisher's count ends and another one of its counts of the same people goes on."""
    rows = []
    for (key, publisher), lines in series.groupby(["key", series["publisher"].str.split(":").str[0]]):
        spans = lines.groupby("publisher")["end_date"].agg(["min", "max"]).sort_values("min")
        last = None
        for name, span in spans.iterrows():
            if last is not None and span["min"] > last:
                what = f"from here on another of {publisher}'s counts: {name}"
                rows.append(
                    {"date": span["min"], "publisher": publisher, "label": "another count", "what": what}
                    | {"citation": "these tables", "key": key}
                )
            last = span["max"] if last is None else max(last, span["max"])
    table = pd.DataFrame(rows, columns=[*COLUMNS, "key"])
    return table.astype(object).fillna("").assign(date=pd.to_datetime(table["date"]))
