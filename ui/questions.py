"""What a page asks of the figures. Answers are remembered for the version of the tables in force."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from etl import rules, totals
from etl.filters import Filter
from etl.rules import Refused
from etl.totals import Answer
from ui import reading

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

PREFERRED = {"refugee": "UNHCR", "idp": "IDMC"}
"""Whose series a picture shows where several count the same group and none is chosen, as UNHCR's Global Trends does."""


@dataclass(frozen=True)
class Known:
    """A group's answer on a day, the answer at the count before it, and each count of the same people where there are several."""

    population: str
    answer: Answer
    before: Answer | None = None
    each: tuple[Answer, ...] = ()


def at_end(chosen: Filter) -> Filter:
    """The question for stocks: as of the period's last day. Stocks of several dates are never added."""
    return replace(chosen, start=None, end=None, on=chosen.on or chosen.end)


def counted(chosen: Filter, measure: str = "stock") -> pd.DataFrame:
    """The official figures of a measure within the filter's period."""
    rows = rules.official(rules.select(reading.accepted(chosen), chosen), chosen)
    return rows[(rows["measure"] == measure) & within(rows["end_date"], chosen)]


def groups(chosen: Filter, measure: str = "stock") -> list[str]:
    """Whom the official figures count, in reading order."""
    found = set(counted(chosen, measure)["population"])
    return [name for name in GROUPS if name in found]


@reading.remembered
def known(question: Filter) -> list[Known]:
    """What is known of each group that has stocks."""
    return [_known(replace(question, population=(name,), measure="stock")) for name in groups(question)]


def _known(question: Filter) -> Known:
    population, rows = question.population[0], reading.accepted(question)
    answer = totals.total(rows, question)
    before = _before(question, answer) if answer.value is not None else None
    return Known(population, answer, before, tuple(totals.counts(rows, question)))


def _before(question: Filter, answer: Answer) -> Answer | None:
    """The answer at the count before, if it counts the same places: else the change would be one of coverage."""
    if answer.oldest is None:
        return None
    day_before = answer.oldest - timedelta(days=1)
    before = totals.total(reading.accepted(question), replace(question, on=day_before))
    same = ["country", "origin", "place", "publisher"]
    if before.value is None or _set(before.rows[same]) != _set(answer.rows[same]):
        return None
    return before


def _set(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(rows.astype(str).itertuples(index=False, name=None))


@reading.remembered
def headline(question: Filter) -> Answer:
    """ "Forcibly displaced", as `etl.totals.headline` composes it."""
    return totals.headline(reading.accepted(question), question)


def of_one(question: Filter, population: str) -> Filter:
    """The question about stocks of one group, of one publisher where several count it."""
    rows, publisher = reading.accepted(question), PREFERRED.get(population)
    theirs = (rows["population"] == population) & (rows["publisher"] == publisher)
    named = question.publisher or ((publisher,) if publisher and theirs.any() else ())
    return replace(question, population=(population,), measure="stock", publisher=named)


def of_split(question: Filter, by: str) -> Filter:
    """The question that a split can show: of one group, the chosen one or the first that is known, but by group.

    By country or origin it is of one publisher; by publisher of all, side by side.
    """
    names = groups(question)
    if by == "publisher" and names:
        return replace(question, population=(names[0],), measure="stock")
    return question if by == "population" or not names else of_one(question, names[0])


@reading.remembered
def table(question: Filter, key: str) -> pd.DataFrame:
    """`etl.totals.by`, empty where the question itself is refused."""
    try:
        return totals.by(reading.accepted(question), question, key)
    except Refused:
        return pd.DataFrame(columns=["key", "value", "quantifier", "as_of", "publisher", "refusal"])


@reading.remembered
def series(question: Filter, by: str | None) -> pd.DataFrame:
    """`etl.totals.over_time` within the question's period."""
    found = totals.over_time(reading.accepted(question), replace(question, start=None, end=None), by)
    return found[within(found["end_date"], question)]


def ranked(question: Filter) -> list[tuple[Filter, str, pd.DataFrame]]:
    """What to rank: at most two questions, by what, and their tables of two rows or more."""
    names = groups(question)
    by = "country" if question.origin and not question.country else "origin"
    wishes = [
        ("refugee", by),
        ("idp", "country"),
        *((name, key) for name in names[:1] for key in ("origin", "country")),
    ]
    found = []
    for name, key in dict.fromkeys(wish for wish in wishes if wish[0] in names):
        asked = of_one(question, name)
        lines = table(asked, key)
        if lines["value"].notna().sum() > 1:
            found.append((asked, key, lines))
    return found[:2]


def within(dates: pd.Series, question: Filter) -> pd.Series:
    """Which dates lie in the question's period."""
    last = question.end or question.on
    after = dates >= pd.Timestamp(question.start) if question.start else dates.notna()
    return after & (dates <= pd.Timestamp(last)) if last else after
