"""What pages and briefings ask of the figures, group of people by group: pure, of rows in and out.

`rows` are the accepted figures within the question's scope (`accepted`), of any date and publisher.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from etl import alike, rules, totals, wholes
from etl.alike import Change
from etl.filters import Filter
from etl.rules import PREFERRED, Refused
from etl.store import Reader
from etl.totals import Answer

GROUPS = (
    "refugee",
    "asylum_seeker",
    "idp",
    "oip",
    "stateless",
    "returned_refugee",
    "returned_idp",
    "returnee",
    "displaced",
    "ooc",
)
"""The order in which people read the groups."""

COUNTED = (
    *("row", "publisher", "population", "measure", "cause", "value", "value_high", "quantifier"),
    *("value_status", "unit", "sex", "age", "country", "origin", "place", "admin1", "pcode", "admin_level"),
    *("start_date", "end_date", "role", "review", "quote", "warning", "series", "part"),
)
"""The columns that the rules of addition read, and which stored `row` each is: half of all, and no identity to work out."""


@dataclass(frozen=True)
class Known:
    """A group's answer on a day, how it moved since the count before, and each count of the same people where there are several."""

    population: str
    answer: Answer
    moved: Change | None = None
    each: tuple[Answer, ...] = ()


def scope(chosen: Filter) -> Filter:
    """The filter without its dates, publisher and measure."""
    return Filter(
        country=chosen.country, admin1=chosen.admin1, origin=chosen.origin, population=chosen.population
    )


def accepted(reader: Reader, chosen: Filter) -> pd.DataFrame:
    """What sums are made from: the accepted rows in the filter's scope, with the columns `COUNTED` and `place_key`."""
    where, parameters = scope(chosen).where()
    sql = f"SELECT {', '.join(COUNTED)} FROM numbered WHERE {where} AND review = 'accepted' ORDER BY row"
    return wholes.with_place_key(reader.query(sql, parameters))


LINE = (
    *("publisher", "series", "population", "origin", "cause", "place_number", "part", "role", "unit", "sex"),
    *("age", "value_status", "withheld"),
)
"""Figures that differ in one of these never stand for each other; finer than `etl.wholes.LINE`, which tells places apart
however they are spelled."""


def stocks_at(reader: Reader, chosen: Filter, on: datetime.date | None) -> pd.DataFrame:
    """Of `accepted` what answers questions about stocks on one day (None: the last there is), a tenth of all or less.

    That is the last figure of each line until that day, or its last one after it where there is none (it says whom a
    table counts), and all that reports say.
    """
    where, parameters = scope(chosen).where()
    until = "max(end_date) FILTER (end_date <= ?), " if on else ""
    same = " AND ".join(f"l.{name} IS NOT DISTINCT FROM s.{name}" for name in LINE)
    sql = f"""
WITH s AS (
    SELECT *, value IS NULL AS withheld FROM numbered
    WHERE {where} AND review = 'accepted' AND (measure = 'stock' OR quote IS NOT NULL)
), l AS (
    SELECT {", ".join(LINE)}, coalesce({until}max(end_date)) AS last FROM s WHERE quote IS NULL GROUP BY ALL
)
SELECT {", ".join(COUNTED)} FROM s WHERE quote IS NOT NULL
    OR EXISTS (SELECT 1 FROM l WHERE {same} AND l.last IS NOT DISTINCT FROM s.end_date) ORDER BY row"""
    return wholes.with_place_key(reader.query(sql, [*parameters, *([on] if on else [])]))


def at_end(chosen: Filter) -> Filter:
    """The question for stocks: as of the period's last day. Stocks of several dates are never added."""
    return replace(chosen, start=None, end=None, on=chosen.on or chosen.end)


def within(dates: pd.Series, question: Filter) -> pd.Series:
    """Which dates lie in the question's period."""
    last = question.end or question.on
    after = dates >= pd.Timestamp(question.start) if question.start else dates.notna()
    return after & (dates <= pd.Timestamp(last)) if last else after


def counted(rows: pd.DataFrame, question: Filter, measure: str = "stock") -> pd.DataFrame:
    """The official figures of a measure within the question's period."""
    official = rules.official(rules.select(rows, question), question, measure)
    return wholes.those(official, within(official["end_date"], question))


def groups(rows: pd.DataFrame, question: Filter, measure: str = "stock") -> list[str]:
    """Whom the official figures count, in reading order."""
    found = set(counted(rows, question, measure)["population"].unique())
    return [name for name in GROUPS if name in found]


Rows = Callable[[datetime.date | None], pd.DataFrame]
"""The rows that answer questions about stocks on a day (`stocks_at`), or more."""


def known(rows: Rows, question: Filter) -> list[Known]:
    """What is known of each group that has stocks."""
    return [
        _known(rows, replace(question, population=(name,), measure="stock"))
        for name in groups(rows(question.on), question)
    ]


def _known(rows: Rows, question: Filter) -> Known:
    own = _of_group(rows(question.on), question)
    answer = totals.total(own, question)
    moved = _moved(rows, question, answer) if answer.value is not None else None
    return Known(question.population[0], answer, moved, tuple(totals.counts(own, question)))


def _of_group(rows: pd.DataFrame, question: Filter) -> pd.DataFrame:
    return rows[rows["population"] == question.population[0]]


def _moved(rows: Rows, question: Filter, answer: Answer) -> Change | None:
    """The change since the count before."""
    if answer.oldest is None:
        return None
    before = replace(question, on=answer.oldest - datetime.timedelta(days=1))
    return alike.change(answer, totals.total(_of_group(rows(before.on), question), before))


def of_one(rows: pd.DataFrame, question: Filter, population: str) -> Filter:
    """The question about stocks of one group, of one publisher where several count it."""
    publisher = PREFERRED.get(population)
    theirs = (rows["population"] == population) & (rows["publisher"] == publisher)
    theirs &= rows["measure"] == "stock"
    named = question.publisher or ((publisher,) if publisher and theirs.any() else ())
    return replace(question, population=(population,), measure="stock", publisher=named)


def table(rows: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """`etl.totals.by`, empty where the question itself is refused."""
    try:
        return totals.by(rows, question, key)
    except Refused:
        return pd.DataFrame(columns=["key", "value", "quantifier", "as_of", "publisher", "refusal"])


def behind_table(rows: pd.DataFrame, question: Filter, key: str, found: pd.DataFrame) -> list[int]:
    """The stored rows of the figures that `table` has `found`."""
    official = counted(rows, question, question.measure or "stock")
    dated = official.merge(found[["key", "as_of"]], left_on=[key, "end_date"], right_on=["key", "as_of"])
    return list(dated["row"])


def series(rows: pd.DataFrame, question: Filter, by: str | None) -> pd.DataFrame:
    """`etl.totals.over_time` within the question's period."""
    found = totals.over_time(rows, replace(question, start=None, end=None), by)
    return found[within(found["end_date"], question)]


def behind_series(rows: pd.DataFrame, question: Filter, by: str | None) -> list[int]:
    """The stored rows of the figures that `series` adds up."""
    stocks = counted(rows, question)
    stocks = stocks if by is None else wholes.main_series(stocks, question)
    kept = wholes.one_level(stocks, question, by, ["end_date"]) if len(stocks) else stocks
    return list(kept["row"])
