"""What the figures know of a subject on a day: each group of people with its answer, that of a year before, other counts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import pandas as pd

from briefing.sheet import Subject
from charts import numbers
from etl import alike, questions, totals, words
from etl.alike import Change
from etl.answers import defined
from etl.filters import Filter
from etl.rules import OTHER_MANDATE, STALE_DAYS
from etl.store import Reader
from etl.totals import Answer

ABROAD = ("refugee", "asylum_seeker", "oip")
"""Who has left a country."""

INSIDE = ("idp", "returned_idp", "returned_refugee", "returnee", "displaced")
"""Who, counted in a country, is from there: what an origin's sheet tells beside those abroad."""


@dataclass(frozen=True)
class Group:
    """One group of people on the sheet's day. `rows` are the accepted figures in the question's scope."""

    population: str
    abroad: bool
    question: Filter
    """Of one publisher where several count the group (`etl.rules.PREFERRED`)."""
    rows: pd.DataFrame
    answer: Answer
    moved: Change | None
    """Since a year before, of the same publisher in the same places."""
    each: tuple[Answer, ...]
    """Each publisher's count, where there are several."""
    where: str
    """`in Syria`, `from Syria`."""
    apart: str = ""
    """Who is under another mandate and so in no sum, although the publisher that is shown does not count them."""

    @property
    def people(self) -> str:
        """`internally displaced people in Syria`."""
        return f"{words.POPULATION[self.population]} {self.where}"

    @property
    def size(self) -> int:
        """Persons, by which groups are told in order; of a refused sum its largest count."""
        known = [self.answer.value, *(one.value for one in self.each)]
        return max((value for value in known if value is not None), default=0)

    @property
    def stale(self) -> bool:
        """Whether its last count is so old that things may have changed since."""
        oldest, on = self.answer.oldest, self.question.on
        return oldest is not None and on is not None and (on - oldest).days > STALE_DAYS

    @property
    def definition(self) -> str:
        """Whom the publisher counts as such; empty where its source does not say."""
        return defined(self.answer) if len(self.answer.rows) else ""


def of(reader: Reader, subject: Subject, on: datetime.date) -> list[Group]:
    """The groups that are counted, the largest first; those whose last count is old come after the others."""
    own = INSIDE if subject.kind in ("origin", "situation") else ()
    name = _places(subject)
    found = [
        *_groups(reader, replace(subject.inside, on=on), own, f"in {name}", False),
        *_groups(reader, replace(subject.abroad, on=on), ABROAD, f"from {name}", True),
    ]
    return sorted(found, key=lambda group: (group.stale, -group.size))


def _places(subject: Subject) -> str:
    codes = subject.inside.country
    if len(codes) <= 3:
        return numbers.listed([words.country(code) for code in codes])
    return subject.name


def _groups(reader: Reader, question: Filter, only: tuple[str, ...], where: str, abroad: bool) -> list[Group]:
    rows = questions.accepted(reader, question)
    names = [name for name in questions.groups(rows, question) if not only or name in only]
    return [_group(rows[rows["population"] == name], question, name, abroad, where) for name in names]


def _group(rows: pd.DataFrame, question: Filter, name: str, abroad: bool, where: str) -> Group:
    anyone = replace(question, population=(name,), measure="stock")
    question = questions.of_one(rows, question, name)
    answer = totals.total(rows, question)
    moved = _since(rows, question, answer, year_before(answer.newest)) if answer.newest else None
    each = tuple(totals.counts(rows, replace(question, publisher=())))
    return Group(
        name, abroad, question, rows, answer, moved, each, where, _other_mandate(rows, anyone, answer)
    )


def since(group: Group, day: datetime.date) -> Change | None:
    """How the group's number moved since its count of an earlier day, if that counts the same places."""
    return _since(group.rows, group.question, group.answer, day)


def _since(rows: pd.DataFrame, question: Filter, answer: Answer, day: datetime.date) -> Change | None:
    return alike.change(answer, totals.total(rows, replace(question, on=day)))


def _other_mandate(rows: pd.DataFrame, question: Filter, answer: Answer) -> str:
    theirs = rows[rows["publisher"].isin(OTHER_MANDATE)]
    if theirs.empty or answer.publisher in OTHER_MANDATE:
        return ""
    notes = totals.total(rows, question).notes
    return next((note for note in notes if any(who in note for who in OTHER_MANDATE.values())), "")


def year_before(day: datetime.date) -> datetime.date:
    """The same day of the year before; of a 29 February the 28th."""
    return (pd.Timestamp(day) - pd.DateOffset(years=1)).date()


def change(now: int | None, before: int | None, since: datetime.date | None) -> str:
    """`+5.7% since the end of 2018`; empty where one of both is not known."""
    if now is None or not before or since is None:
        return ""
    share = numbers.percent(now, before)
    said = "about the same as" if share in ("+0.0%", "-0.0%") else f"{share} since"
    when = numbers.since(since) if said.endswith("since") else numbers.as_of(since)
    return f"{said} {when}"


def dated(answer: Answer) -> str:
    """`31 December 2019`, or the span of the dates of what was added."""
    if answer.oldest is None or answer.newest is None:
        return ""
    return (
        numbers.span(answer.oldest, answer.newest)
        if answer.oldest != answer.newest
        else numbers.day(answer.newest)
    )
