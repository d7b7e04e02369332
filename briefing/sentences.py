"""The sentences of a sheet, each made from figures by a rule: the headline, what to be careful about, what is meant."""

from __future__ import annotations

import datetime

import pandas as pd

from briefing import groups, told
from briefing.groups import Group
from briefing.sheet import Subject
from charts import numbers, phrases
from charts.style import Row
from etl.answers import coverage
from etl.rules import OTHER_MANDATE, STALE_DAYS

SAME = 0.01
"""Counts that lie no farther apart than this share of the larger one are the same but for rounding."""

MOST_APART = 2


def headline(subject: Subject, on: datetime.date, found: list[Group], news: Row | None) -> str:
    """One finding: the largest group that has a number, with bound, date, publisher and change; then what reports tell.

    Reports of more people than the last official count has come first: the count is behind what happened.
    """
    known = next((group for group in found if group.answer.value is not None), None)
    later = f"{told.said(news)} ({phrases.said_by(news)})" if news else ""
    if known is None:
        if later:
            return numbers.capital(f"no official count here; reports tell of {later}")
        return f"No figures of displaced people for {subject.name} up to {numbers.day(on)} in these tables"
    official = f"{amount(known)} {known.people} {_as_of(known)}"
    if news and int(news["value"]) > (known.answer.value or 0):
        return numbers.capital(
            f"reports tell of {later}; the last official count is older: {official} ({known.answer.publisher})"
        )
    said = f"{official}{_moved(known)} ({known.answer.publisher})"
    return numbers.capital(said + (f"; since then reports tell of {later}" if later else ""))


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


def _moved(group: Group) -> str:
    before, now = group.before, group.answer.value
    if before is None or before.newest is None or not before.value or now is None:
        return ""
    return f", {numbers.moved(now, before.value)} {numbers.since(before.newest)}"


def cautions(found: list[Group], claims: pd.DataFrame, on: datetime.date) -> tuple[str, ...]:
    """Where the data are old, thin or contradictory."""
    lines = [line for group in found for line in (_old(group, on), _apart(group), _other_mandate(group))]
    lines.append(_unchecked(claims))
    apart = claims[claims["verdict"].isin(["above", "below"])]
    for claim in apart.head(MOST_APART).to_dict("records"):
        lines.append(f"{told.people(claim)} ({phrases.said_by(claim)}): {claim['verdict_text']}")
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
    values = [one.value or 0 for one in counted]
    if len(counted) < 2 or max(values) - min(values) <= SAME * max(values):
        return ""
    voices = [
        f"{numbers.whole(one.value or 0)}{coverage(one)} ({one.publisher}, {groups.dated(one)})"
        for one in counted
    ]
    return f"{len(counted)} counts of {group.people} differ and are never added: {numbers.listed(voices)}"


def _other_mandate(group: Group) -> str:
    said = [note for note in group.answer.notes if any(who in note for who in OTHER_MANDATE.values())]
    return f"{group.people}: {said[0]}" if said else ""


def notes(found: list[Group], on: datetime.date) -> tuple[str, ...]:
    """Whom the groups on the sheet count, what their sums cover, and what is never added up."""
    if not found:
        return ()
    lines = [f"{numbers.capital(group.people)}: {note}." for group in found for note in _covered(group)]
    defined = [
        f"{numbers.capital(group.people.split(' in ')[0].split(' from ')[0])} ({group.answer.publisher}): {group.definition}"
        for group in found
        if group.definition
    ]
    rules = [
        "Stocks of several dates, counts of several publishers and figures of reports are never added to each other.",
        f"Official counts are those of the last date up to {numbers.day(on)}; some were published after it.",
    ]
    return tuple(dict.fromkeys([*lines, *defined, *rules]))


def _covered(group: Group) -> list[str]:
    told_elsewhere = ("days older", *OTHER_MANDATE.values())
    return [note for note in group.answer.notes if not any(words in note for words in told_elsewhere)]
