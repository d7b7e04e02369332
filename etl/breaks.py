"""Breaks in a series: days on which what is counted, or how, has changed, so that a step is no movement of people.

Known ones stand in `datasets/reference/series_breaks.csv`, each with whose series it breaks, what changed and who says
so. Others the data show themselves: one of a publisher's counts ends and another goes on.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from etl import places, reference
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
    path = reference.folder() / FILE
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
    lines = _lines(series)
    found = [
        {**one, "key": line.key}
        for one in known().to_dict("records")
        for line in lines
        if _meant(one, line, question, by) and line.shows(one["date"])
    ]
    rows = pd.DataFrame([*found, *_other_counts(lines)], columns=[*COLUMNS, "key"])
    rows = rows.astype(object).fillna("").assign(date=pd.to_datetime(rows["date"]))
    return rows.sort_values("date", kind="stable").reset_index(drop=True)


class _Line(NamedTuple):
    """One publisher's counts of one key: their days in order, and how many people on each (nan: withheld)."""

    key: str
    publisher: str
    dates: list[pd.Timestamp]
    values: list[float]

    @property
    def maker(self) -> str:
        """The publisher, without the name of one of its counts."""
        return self.publisher.split(":")[0]

    def shows(self, date: pd.Timestamp) -> bool:
        """Whether a step could be seen then: not where hardly anyone was counted (`LEAST` of the largest count)."""
        if not self.dates[0] < date <= self.dates[-1]:
            return False
        counted = [value for value in self.values if value == value]
        until = [
            value
            for day, value in zip(self.dates, self.values, strict=True)
            if day <= date and value == value
        ]
        return bool(until) and until[-1] >= max(counted) * LEAST


def _lines(series: pd.DataFrame) -> list[_Line]:
    lines: dict[tuple[str, str], _Line] = {}
    ordered = series.sort_values("end_date", kind="stable")
    values = ordered["value"].astype("float64")
    for key, publisher, date, value in zip(
        ordered["key"], ordered["publisher"], ordered["end_date"], values, strict=True
    ):
        line = lines.setdefault((key, publisher), _Line(str(key), str(publisher), [], []))
        line.dates.append(date)
        line.values.append(value)
    return list(lines.values())


def _meant(one: dict[Hashable, Any], line: _Line, question: Filter, by: str | None) -> bool:
    ours = {
        "publisher": (line.maker,),
        "population": question.population,
        "country": question.country,
        "origin": question.origin,
    }
    if by in ours:
        ours[by] = (line.key,)
    of_every_origin = not ours["origin"] and one["country"] != ""
    return all(
        not one[name] or ours[name] == (one[name],) or (name == "origin" and of_every_origin)
        for name in SCOPE
    )


def _other_counts(lines: list[_Line]) -> list[dict[str, Any]]:
    """Where a publisher's count ends and another one of its counts of the same people goes on."""
    rows = []
    ordered = sorted(lines, key=lambda line: (line.key, line.maker, line.dates[0]))
    for (key, maker), group in groupby(ordered, key=lambda line: (line.key, line.maker)):
        ended = None
        for line in group:
            if ended is not None and line.dates[0] > ended:
                what = f"from here on another of {maker}'s counts: {line.publisher}"
                rows.append(
                    {"date": line.dates[0], "publisher": maker, "label": "another count", "what": what}
                    | {"citation": "these tables", "key": key}
                )
            ended = line.dates[-1] if ended is None else max(ended, line.dates[-1])
    return rows
