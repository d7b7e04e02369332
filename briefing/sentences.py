"""The sentences of a sheet, each made from figures by a rule: the headline, what to be careful about, what is meant."""

from __future__ import annotations

import datetime

import pandas as pd

from briefing import groups, told
from briefing.groups import Group
from briefing.sheet import Subject
from charts import numbers, phrases
from charts.style import Row
from etl import words
from etl.alike import NEARLY_ALL, Change
from etl.answers import coverage
from etl.rules import OTHER_MANDATE, STALE_DAYS
from etl.totals import Answer

SAME = 0.01
"""Counts that lie no farther apart than this share of the larger one are the same but for rounding."""

MOST_APART = 2


def headline(subject: Subject, on: datetime.date, found: list[Group], news: Row | None) -> str:
    """One finding: the largest group that has a number, with bound, date, publisher and change; then what reports tell.

    Reports of more people than the last official count has come first: the count is behind what happened.
    """
    known = lead(subject, found, news)
    later = f"{told.said(news)} ({phrases.said_by(news)}{_unread(news)})" if news else ""
    if known is None:
        if later:
            return numbers.capital(f"no official count here; reports tell of {later}")
        return f"No figures of displaced people for {subject.name} up to {numbers.day(on)} in these tables"
    official = f"{amount(known)} {known.people}{covered_by(known)} {_as_of(known)}"
    if news and int(news["value"]) > (known.answer.value or 0):
        same = news["population"] == known.population
        last = (
            "the last official count is older" if same else "the last official counts are older, the largest"
        )
        return numbers.capital(f"reports tell of {later}; {last}: {official} ({known.answer.publisher})")
    said = f"{official}{moved(known.moved)} ({known.answer.publisher})"
    return numbers.capital(said + (f"; {_when(news, known)}reports tell of {later}" if news else ""))


def lead(subject: Subject, found: list[Group], news: Row | None) -> Group | None:
    """The group that the headline tells of: the largest with a number, or that of which reports tell of more people."""
    largest = next((group for group in found if group.answer.value is not None), None)
    if largest and news and int(news["value"]) > (largest.answer.value or 0):
        return _twin(subject, news, found) or largest
    return largest


def _twin(subject: Subject, news: Row, found: list[Group]) -> Group | None:
    """The official count of whom a report tells of, with which its number can be compared."""
    abroad = news["origin"] in subject.abroad.origin and news["population"] in groups.ABROAD
    return next(
        (
            group
            for group in found
            if group.answer.value is not None
            and (group.population, group.abroad) == (news["population"], abroad)
        ),
        None,
    )


def _unread(news: Row) -> str:
    """Slides and cards have no room for cautions: the headline says itself what no person has checked."""
    return "; not checked by a person yet" if news["review"] == "pending" else ""


def _when(news: Row, known: Group) -> str:
    """`since then`, only of what began after the count: else people may be in both."""
    began: pd.Timestamp = news["start_date"] if pd.notna(news["start_date"]) else news["end_date"]
    newest = known.answer.newest
    return "since then " if newest and pd.Timestamp(began) > pd.Timestamp(newest) else ""


def covered_by(group: Group) -> str:
    """Of a sum over countries, how many, or the only one: what the tables lack is not in it."""
    countries = group.answer.rows["country"].dropna().unique()
    if group.abroad and len(countries) == 1:
        return f" (in {words.country(str(countries[0]))} only)"
    return f" ({len(countries)} countries)" if len(countries) > 1 else ""


def amount(group: Group) -> str:
    """`more than 3.6 million`."""
    value = group.answer.value
    return "" if value is None else f"{numbers.mark_words(group.answer.quantifier)}{numbers.short(value)}"


def _as_of(group: Group) -> str:
    oldest, newest = group.answer.oldest, group.answer.newest
    if newest is None or oldest is None:
        return ""
    return (
        numbers.as_of(newest)
        if oldest == newest
        else f"between {numbers.day(oldest)} and {numbers.day(newest)}"
    )


def moved(change: Change | None) -> str:
    """`, down 1.3% since the end of 2018`; empty where no earlier count can be compared."""
    if change is None or not change.before:
        return ""
    return f", {numbers.moved(change.now, change.before)} {numbers.since(change.since)}"


def cautions(found: list[Group], claims: pd.DataFrame, on: datetime.date) -> tuple[str, ...]:
    """Where the data are old, thin or contradictory."""
    lines = [line for group in found for line in (_old(group, on), _apart(group), _other_mandate(group))]
    lines.append(_unchecked(claims))
    apart = claims[claims["verdict"].isin(["above", "below"])]
    for claim in apart.head(MOST_APART).to_dict("records"):
        verdict = told.spelled(str(claim["verdict_text"]))
        lines.append(f"{told.people(claim)} ({phrases.said_by(claim)}): {verdict}")
    return tuple(numbers.capital(line) for line in dict.fromkeys(lines) if line)


def _unchecked(claims: pd.DataFrame) -> str:
    pending = int((claims["review"] == "pending").sum())
    if not pending:
        return ""
    whose = "none" if pending == len(claims) else f"only {len(claims) - pending}"
    return f"{whose} of the {len(claims)} figures from reports has been checked by a person yet"


def _old(group: Group, on: datetime.date) -> str:
    oldest = group.answer.oldest
    if oldest is None or (on - oldest).days <= STALE_DAYS:
        return ""
    months = round((on - oldest).days / 30.44)
    return f"the last official count of {group.people} is {months} months old ({numbers.day(oldest)})"


def _apart(group: Group) -> str:
    counted = [one for one in group.each if one.value is not None and one.newest is not None]
    counted = _near(group, counted)
    values = [one.value or 0 for one in counted]
    if len(counted) < 2 or max(values) - min(values) <= SAME * max(values):
        return ""
    voices = [
        f"{numbers.whole(one.value or 0)}{coverage(one)} ({one.publisher}, {groups.dated(one)})"
        for one in counted
    ]
    return f"{len(counted)} counts of {group.people} differ and are never added: {numbers.listed(voices)}"


def _near(group: Group, counted: list[Answer]) -> list[Answer]:
    """Counts that can contradict: of about the time and the places of the one shown, each number once."""
    newest, places = group.answer.newest, set(group.answer.rows["country"].dropna())
    near = [
        one
        for one in counted
        if newest
        and one.newest
        and abs((newest - one.newest).days) <= STALE_DAYS
        and 2 * len(places & set(one.rows["country"].dropna())) >= len(places)
    ]
    return list({one.value: one for one in reversed(near)}.values())[::-1]


def _other_mandate(group: Group) -> str:
    return f"{group.people}: {group.apart}" if group.apart else ""


def notes(found: list[Group], on: datetime.date) -> tuple[str, ...]:
    """Whom the groups on the sheet count, what their sums cover, and what is never added up."""
    if not found:
        return ()
    lines = [f"{numbers.capital(group.people)}: {note}." for group in found for note in _covered(group)]
    defined = [
        f"{numbers.capital(words.POPULATION[group.population])} ({group.answer.publisher}): {group.definition}"
        for group in found
        if group.definition
    ]
    rules = [
        "Stocks of several dates, counts of several publishers and figures of reports are never added to each other.",
        f"Official counts are those of the last date up to {numbers.day(on)}; some may have been published after it.",
    ]
    if any(group.moved and not group.moved.whole for group in found):
        rules.append(
            f"A change of a sum is that of the places counted at both dates, which hold {NEARLY_ALL:.0%} of the people or more."
        )
    return tuple(dict.fromkeys([*lines, *defined, *rules]))


def _covered(group: Group) -> list[str]:
    told_elsewhere = ("days older", *OTHER_MANDATE.values())
    if group.population == "stateless":  # of no country by what they are
        told_elsewhere = (*told_elsewhere, "from Stateless only")
    kept = [note for note in group.answer.notes if not any(said in note for said in told_elsewhere)]
    return [told.spelled(note) for note in kept]
