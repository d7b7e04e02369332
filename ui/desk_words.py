"""What the review desk says: a report in one line, a figure's reading in a sentence, a step of its history."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd

from charts import numbers
from charts.style import Row
from etl import columns, words
from etl.decisions import Decision

REVIEW = {"pending": "to review", "accepted": "accepted", "rejected": "rejected"}
STEP = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "undo": "took the last step back"}
FIELD = {
    "population": "Who is counted",
    "term": "How the text puts it",
    "measure": "Counted",
    "cause": "Cause",
    "value": "People, or lower end",
    "value_high": "Upper end",
    "quantifier": "Bound",
    "country": "Where they are",
    "origin": "Where they fled from",
    "place": "Place as written",
    "start_date": "First day",
    "start_accuracy": "First day known to the",
    "end_date": "Last day or as of",
    "end_accuracy": "Last day known to the",
    "attributed_to": "According to",
}
MEASURE = {"stock": "people at a date", "flow": "movements in a period"}


def report(row: Row) -> str:
    """`7 February 2020 · Title · 2 to review`; `all decided`, or `no figure read`."""
    day: str = numbers.day(row["published"]) if pd.notna(row["published"]) else "no date"
    title = row["title"] if isinstance(row["title"], str) else str(row["document"])
    figures = row["pending"] + row["accepted"] + row["rejected"]
    left = f"{row['pending']} to review" if row["pending"] else "all decided" if figures else "no figure read"
    return f"{day} · {title} · {left}"


def reading(row: Row) -> str:
    """`more than 520,000 internally displaced people in Idlib, Syria, movements in a period, ...`: all in one line."""
    return f"{who(row)}, {counted(row)}"


def who(row: Row) -> str:
    """`more than 520,000 internally displaced people in Idlib, Syria`."""
    amount = numbers.bound(row["value"], str(row["quantifier"]), row["value_high"])
    if pd.isna(row["value"]) and pd.notna(row["reported"]):
        amount = f"{int(row['reported']):,} {row['unit']}s of"
    return f"{amount} {words.POPULATION[row['population']]}{_where(row)}"


def counted(row: Row) -> str:
    """`movements in a period: 1 December 2019 to 7 February 2020, according to UN`."""
    credited = row["attributed_to"]
    by = f", according to {credited}" if isinstance(credited, str) and credited else ""
    return f"{MEASURE[row['measure']]}: {_when(row)}{by}"


def _where(row: Row) -> str:
    country = words.country(row["country"]) if isinstance(row["country"], str) else ""
    place = row["place"] if isinstance(row["place"], str) and pd.notna(row["admin_level"]) else ""
    if not country:
        place = row["place"] if isinstance(row["place"], str) else ""
    elif row["admin_level"] == 0:
        place = ""
    said = ", ".join(filter(None, (place, country)))
    fled = row["origin"] if isinstance(row["origin"], str) and row["origin"] != row["country"] else ""
    return (f" in {said}" if said else "") + (f", from {words.country(fled)}" if fled else "")


def _when(row: Row) -> str:
    if pd.isna(row["end_date"]):
        return "no date"
    if row["measure"] == "flow" and pd.notna(row["start_date"]):
        return numbers.span(row["start_date"], row["end_date"])
    return numbers.day(row["end_date"])


def step(taken: Decision) -> str:
    """`22 November 2026, 12:00 UTC: Ada corrected value, 520,000 to 530,000`."""
    at = datetime.datetime.fromisoformat(taken.decided_at)
    what = "; ".join(
        f"{FIELD[name].lower()}: {value(name, taken.before.get(name))} → {value(name, after)}"
        for name, after in taken.after.items()
    )
    return f"{numbers.day(at)}, {at:%H:%M} UTC: {taken.decided_by} {STEP[taken.action]}" + (
        f" ({what})" if what else ""
    )


def value(name: str, code: Any) -> str:
    """A field's value as people read it."""
    if code is None or code == "":
        return "not said"
    if name == "population":
        return words.POPULATION[code]
    if name in ("country", "origin"):
        return words.country(code)
    if name == "measure":
        return MEASURE[code]
    if name == "quantifier":
        return words.BOUND[code].strip() or "exact"
    if columns.BY_NAME[name].type == "BIGINT":
        return f"{int(code):,}"
    return str(code).replace("_", " ")
