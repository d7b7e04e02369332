"""Numbers, dates and names as people read them."""

from __future__ import annotations

import datetime
import html
import textwrap
from typing import Any

import pandas as pd

from etl import words

Day = datetime.date | pd.Timestamp


def whole(value: float) -> str:
    """`3,576,370`."""
    return f"{int(value):,}"


def short(value: float) -> str:
    """`3.6 million`, `117.3 million`, `586,000`: the size of a number, for titles and labels."""
    if value >= 999_950:
        return f"{value / 1e6:.1f}".removesuffix(".0") + " million"
    return whole(value)


def axis(value: float) -> str:
    """`0`, `500,000`, `2 million`, `0.5 million`: a tick of an axis."""
    return f"{value / 1e6:g} million" if value >= 1e6 else whole(value)


def bound(value: Any, quantifier: str = "exact", high: Any = None) -> str:
    """`more than 520,000`, in the words that the whole project uses."""
    upper = None if high is None or pd.isna(high) else int(high)
    return words.amount(None if value is None or pd.isna(value) else int(value), quantifier, upper)


def day(date: Day) -> str:
    """`31 December 2019`."""
    return f"{date.day} {date:%B %Y}"


def as_of(date: Day) -> str:
    """`at the end of 2019` for a last day of December, else `on 7 February 2020`."""
    return f"at the end of {date.year}" if (date.month, date.day) == (12, 31) else f"on {day(date)}"


def span(start: Day, end: Day) -> str:
    """`1 December 2019 to 26 February 2020`, a whole year as `2025`, or one day."""
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(end.year)
    return day(end) if start == end else f"{day(start)} to {day(end)}"


def percent(now: float, before: float) -> str:
    """`+5.7%`, `-12%`; empty where there was nothing to compare with."""
    if not before:
        return ""
    share = (now - before) / before * 100
    digits = 0 if abs(share) >= 10 else 1
    return f"{'+' if share >= 0 else '-'}{abs(share):,.{digits}f}%"


def moved(now: float, before: float) -> str:
    """`up 5.7% since`, `down 12% since`, `unchanged since`; where it doubled and more `up from 248,466 at`."""
    if now == before or not before:
        return "unchanged since" if now == before else "up from 0 at"
    if now > 2 * before:
        return f"up from {short(before)} at"
    return f"{'up' if now > before else 'down'} {percent(now, before)[1:]} since"


def plain(text: str) -> str:
    """Text from data, made harmless: Plotly reads tags and entities in its labels, so these are written out."""
    return html.escape(str(text), quote=False)


def wrapped(text: str, width: int) -> str:
    """`plain` text in lines of at most `width` characters; `6 million` stays together."""
    kept = str(text).replace(" million", "\u00a0million")
    return "<br>".join(plain(line) for line in textwrap.wrap(kept, width))


def listed(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def capital(text: str) -> str:
    """The first letter large, the others as they are (`iom`, `UNHCR` stay)."""
    return text[:1].upper() + text[1:]


def since(date: Day) -> str:
    """`the end of 2011`, `7 February 2020`: what follows the word since."""
    return as_of(date).removeprefix("at ").removeprefix("on ")


_MARKS = {
    "exact": "",
    "approximately": "~",
    "more_than": ">",
    "at_least": "≥",
    "less_than": "<",
    "at_most": "≤",
    "between": "~",
}


def mark(quantifier: str) -> str:
    """The bound as a sign before a short number: `>` for more than, `~` for about. Written out by `plain`."""
    return _MARKS[quantifier]


def mark_words(quantifier: str) -> str:
    """The bound as words before a short number: `more than `."""
    return words.BOUND["approximately" if quantifier == "between" else quantifier]


def brief(value: float) -> str:
    """`3.6M`, `586k`, `924`: for labels on marks, where space is short."""
    if value >= 999_950:
        return f"{value / 1e6:.1f}".removesuffix(".0") + "M"
    return f"{value / 1e3:.0f}k" if value >= 9_999.5 else whole(value)
