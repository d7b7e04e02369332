"""What a page asks of the figures: `etl.questions`, answers remembered for the version of the tables in force."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import partial

import pandas as pd

from etl import questions, totals
from etl.filters import Filter
from etl.questions import GROUPS, Known, at_end, scope, within
from etl.totals import Answer
from ui import reading

__all__ = ["GROUPS", "Known", "at_end", "scope", "within"]


def counted(chosen: Filter, measure: str = "stock") -> pd.DataFrame:
    """`etl.questions.counted`."""
    return questions.counted(reading.accepted(chosen), chosen, measure)


def _rows(question: Filter, measure: str | None) -> pd.DataFrame:
    """What answers the question: of stocks on one day much fewer rows than of a period."""
    one_day = measure == "stock" and question.start is None and question.end is None
    return stocks_at(question, question.on) if one_day else reading.accepted(question)


def stocks_at(question: Filter, on: datetime.date | None) -> pd.DataFrame:
    """The rows for a day (`etl.questions.stocks_at`); all rows of a few places are read as quickly, and answer for other days as well."""
    few = question.country or question.origin
    return reading.accepted(question) if few else reading.stocks_at(question, on)


@reading.remembered
def groups(chosen: Filter, measure: str = "stock") -> list[str]:
    """`etl.questions.groups`."""
    return questions.groups(_rows(chosen, measure), chosen, measure)


@reading.remembered
def known(question: Filter) -> list[Known]:
    """`etl.questions.known`."""
    return questions.known(partial(stocks_at, question), question)


@reading.remembered
def headline(question: Filter) -> Answer:
    """ "Forcibly displaced", as `etl.totals.headline` composes it."""
    return totals.headline(stocks_at(question, question.on), question)


@reading.remembered
def of_one(question: Filter, population: str) -> Filter:
    """`etl.questions.of_one`."""
    return questions.of_one(_rows(question, "stock"), question, population)


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
    """`etl.questions.table`."""
    return questions.table(_rows(question, question.measure), question, key)


@reading.remembered
def series(question: Filter, by: str | None) -> pd.DataFrame:
    """`etl.questions.series`."""
    return questions.series(reading.accepted(question), question, by)


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
