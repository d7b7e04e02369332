"""Where people are or come from: the sheet's table of places, and its locator map."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from briefing import groups
from briefing.groups import Group
from briefing.sheet import Amount, Locator, Row, Shade, Subject, Table
from charts import numbers
from etl import boundaries, first_level, questions, words
from etl.rules import Refused

MOST = 10
HEADS = {"country": "Country", "origin": "Country of origin", "unit": "Area"}


@dataclass(frozen=True)
class Places:
    """A group's figures by place. `by` is `country`, `origin` or `unit`; `table` has key, name, value, quantifier, as_of,
    publisher, refusal, the largest first."""

    group: Group
    by: str
    table: pd.DataFrame
    note: str = ""


def find(found: list[Group]) -> Places | None:
    """The places of the largest group that has two or more of them."""
    for group in found:
        for by in _splits(group):
            places = _units(group) if by == "unit" else _countries(group, by)
            if places and places.table["value"].notna().sum() > 1:
                return places
    return None


def _splits(group: Group) -> tuple[str, ...]:
    if group.abroad:
        return ("country",)
    several = len(group.question.country) > 1
    if group.population in groups.INSIDE:
        return ("country",) if several else ("unit",)
    return ("country",) if several else ("origin",)


def _countries(group: Group, by: str) -> Places:
    table = questions.table(group.rows, group.question, by)
    return Places(group, by, table.assign(name=[words.country(str(key)) for key in table["key"]]))


def _units(group: Group) -> Places | None:
    try:
        found = first_level.units(group.rows, group.question)
    except Refused:
        return None
    lost = f"not drawn: {numbers.listed([name for name, _ in found.lost])}" if found.lost else ""
    return Places(group, "unit", found.table.assign(refusal=None), lost)


def table(found: Places) -> Table:
    """The largest places with their change since a year; what is left out is counted, never added up."""
    known = found.table[found.table["value"].notna()]
    before = _before(found)
    rows = tuple(_row(line, before) for line in known.head(MOST).to_dict("records"))
    left = [f"and {len(known) - MOST} more" if len(known) > MOST else "", found.note]
    refused = found.table["refusal"].notna().sum()
    left.append(f"{refused} without one number: several publishers count there" if refused else "")
    withheld = int((found.table["value"].isna() & found.table["refusal"].isna()).sum())
    left.append(f"{withheld} with a count that is withheld" if withheld else "")
    title = f"{numbers.capital(found.group.people)}: the largest {_kind(found)}"
    return Table(title, HEADS[found.by], rows, "; ".join(filter(None, left)))


def _kind(found: Places) -> str:
    if found.by == "unit":
        return "areas"
    if found.by == "origin":
        return "countries of origin"
    return "countries of asylum" if found.group.population in groups.ABROAD else "countries"


def _row(line: Mapping[Hashable, Any], before: dict[str, tuple[int, pd.Timestamp]]) -> Row:
    value = int(line["value"])
    as_of = pd.Timestamp(line["as_of"])
    then = before.get(str(line["key"]))
    changed = groups.change(value, then[0], then[1].date()) if then and then[1] < as_of else ""
    quantifier = str(line["quantifier"])
    return Row(
        str(line["name"]),
        str(line["key"]),
        Amount(words.amount(value, quantifier), value, quantifier),
        numbers.day(as_of),
        str(line["publisher"]),
        changed,
    )


def _before(found: Places) -> dict[str, tuple[int, pd.Timestamp]]:
    """Key -> the count of a year before, and its date."""
    newest = found.group.answer.newest
    if newest is None or found.by == "unit":
        return {}
    earlier = replace(found.group.question, on=groups.year_before(newest))
    known = questions.table(found.group.rows, earlier, found.by)
    known = known[known["value"].notna()]
    return {
        str(line["key"]): (int(line["value"]), pd.Timestamp(line["as_of"]))
        for line in known.to_dict("records")
    }


def locator(subject: Subject, found: Places | None) -> Locator:
    """Where the subject is, and how many people the figures know of in the countries around it."""
    focus, disclaimer = subject.inside.country, boundaries.disclaimer()
    if found is None:
        return Locator(subject.name, focus, (), "", disclaimer)
    shades = tuple(
        Shade(str(line["key"]), str(line["name"]), None if pd.isna(line["value"]) else int(line["value"]))
        for line in found.table.to_dict("records")
    )
    as_of = numbers.day(found.table["as_of"].max())
    if found.by != "unit":
        as_of = groups.dated(found.group.answer) or as_of
    unit = f"{numbers.capital(found.group.people)}, {as_of}"
    title = f"Where {found.group.people} {'come from' if found.by == 'origin' else 'are'}"
    return Locator(title, focus, shades, unit, disclaimer, focus[0] if found.by == "unit" else "")
