"""What changed: rises and falls of stocks between two days, and what a build loaded that the one before had not."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from etl import corridors, sums, versions
from etl.errors import DataError
from etl.filters import Filter
from etl.rules import STALE_DAYS, addable, official, one_publisher, select
from etl.versions import Version

LAST = datetime.date(2100, 12, 31)
COVERAGE = 0.1
"""More than this share of people in pairs that were counted at one of the two days only, and the reader is told."""


def counts(figures: pd.DataFrame, question: Filter, by: str) -> pd.DataFrame:
    """The canonical rows that `etl.totals` would add for each `by` (country or origin) on the question's day.

    Counts older than STALE_DAYS are left out. Raises `etl.rules.Refused` with the reason where there is no answer.
    """
    day = pd.Timestamp(question.on or LAST)
    rows = official(select(figures, question), question)
    recent = rows["end_date"].between(day - pd.Timedelta(days=STALE_DAYS), day)
    rows, _ = addable(rows[recent & (rows["measure"] == "stock")], question, by)
    return one_publisher(rows, question)[0]


def moved(now: pd.DataFrame, then: pd.DataFrame, by: str, day: pd.Timestamp) -> pd.DataFrame:
    """Stocks by country or origin beside what they were: `etl.corridors.compared`, with `key` and `doubt`.

    `now` and `then` are rows of `counts`; `doubt` tells where much of a sum is of pairs that the other day does not count.
    """
    tables = [sums.by_group(rows, [by]).rename(columns={by: "key"}) for rows in (now, then)]
    found = corridors.compared(tables[0], tables[1], day, ["key"])
    found = found[found["key"].notna()]
    new, gone = _only_in(now, then, by), _only_in(then, now, by)
    anew = found["key"].map(new).fillna(0) > COVERAGE * found["value"]
    lost = found["key"].map(gone).fillna(0) > COVERAGE * found["then"]
    found["doubt"] = ""
    found.loc[lost & found["change"].notna(), "doubt"] = "some of those counted then are not counted now"
    found.loc[anew & found["change"].notna(), "doubt"] = "some of those counted now were not counted then"
    return found


def _only_in(rows: pd.DataFrame, others: pd.DataFrame, by: str) -> pd.Series:
    """People by key in the lines of `rows` (country, origin, place) that `others` lack."""
    line = ["country", "origin", "place_key"]
    here, there = (pd.MultiIndex.from_frame(frame[line].astype(str)) for frame in (rows, others))
    return rows[~here.isin(there)].groupby(by)["value"].sum()


@dataclass(frozen=True)
class Loaded:
    """What the version in force read that the one before it had not: names of input files, and numbers of figures.

    `before` is None where there is one version only. `more` counts figures by document, now less then; it is None where
    the older version can't be read any more.
    """

    now: Version
    before: Version | None
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    more: dict[str, int] | None = None

    @property
    def figures(self) -> int:
        """How many figures more there are (less, if negative)."""
        before = self.before or self.now
        return int(self.now.manifest["rows"]["figures"]) - int(before.manifest["rows"]["figures"])


def loaded(now: Version, count: Callable[[Version], dict[str, int]]) -> Loaded:
    """Compare the version in force with the one published before it; `count` gives a version's figures by document."""
    before = versions.before(now)
    if before is None:
        return Loaded(now, None)
    old, new = before.manifest["inputs"], now.manifest["inputs"]
    try:
        then, here = count(before), count(now)
        more = {name: here.get(name, 0) - then.get(name, 0) for name in sorted({*here, *then})}
    except DataError:  # an earlier release stored other tables
        more = None
    return Loaded(
        now,
        before,
        tuple(sorted(set(new) - set(old))),
        tuple(sorted(name for name in set(new) & set(old) if new[name] != old[name])),
        tuple(sorted(set(old) - set(new))),
        more and {name: number for name, number in more.items() if number},
    )
