"""What stands on a sheet: words and numbers, made once by `briefing.writing`, laid out by every format alike.

Amounts are in people. Texts are plain; each format makes them safe in its own way. Whatever is empty is left out by
the layouts: there are no empty boxes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from etl.filters import Filter


@dataclass(frozen=True)
class Subject:
    """Whom a sheet is about. `kind`: `country` (people in it and from it), `origin`, `situation` or `region`."""

    kind: str
    key: str
    """ISO 3166-1 alpha-3, or the situation's or region's key: what the command line and the address say."""
    name: str
    """`Syria`, `Sudan situation`."""
    inside: Filter
    """The people in its country or countries."""
    abroad: Filter
    """The people who fled from there to other countries."""


@dataclass(frozen=True)
class Amount:
    """A number as it is printed and as it is computed with. `text` carries the bound: `more than 3.6 million`."""

    text: str
    value: int | None
    """Persons; None where it was withheld."""
    quantifier: str = "exact"
    value_high: int | None = None


@dataclass(frozen=True)
class KeyFigure:
    """One group of people on the sheet's day: its last official count, or why there is no one number."""

    population: str
    label: str
    """`Refugees from Syria abroad`."""
    amount: Amount | None
    """None where a sum is refused: `note` then says why."""
    as_of: str
    """`31 December 2019`, or the span of several counts' dates."""
    publisher: str
    change: str = ""
    """`+5.7% since the end of 2018`; empty where no count of the same places lies a year before."""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One group over time: a point for each count, and none between."""

    name: str
    population: str
    dates: tuple[datetime.date, ...]
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Trend:
    """Stocks over time. `title` says what the picture shows."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]
    source: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the sheet's table."""

    name: str
    """A country, a unit, a place."""
    key: str
    """Its code: ISO 3166-1 alpha-3 or ISO 3166-2, empty for other places."""
    amount: Amount
    as_of: str
    publisher: str
    change: str = ""


@dataclass(frozen=True)
class Table:
    """The largest places, and what is left out below."""

    title: str
    head: str
    """What the rows are: `Country of asylum`."""
    rows: tuple[Row, ...]
    note: str = ""
    """`and 12 more countries`, `no sum: ...`."""


@dataclass(frozen=True)
class Quote:
    """A figure that a report gave, in its words."""

    said: str
    """`more than 520,000 displaced people in Idlib, 1 December 2019 to 7 February 2020`."""
    quote: str
    who: str
    """`a newspaper, according to the UN`."""
    published: str
    verdict: str
    """How it lies to the official count, in words; empty where there is none near."""
    review: str
    """`accepted` or `pending` (no person has accepted it yet)."""
    document: str
    figure_id: str
    amount: Amount
    country: str
    """ISO 3166-1 alpha-3, empty where not said."""
    lat: float | None = None
    lon: float | None = None
    place: str = ""


@dataclass(frozen=True)
class Shade:
    """A country or unit on the locator map, in a colour by its amount."""

    key: str
    name: str
    value: int | None


@dataclass(frozen=True)
class Locator:
    """Where it is. `focus` are the subject's own countries (ISO 3166-1 alpha-3), `shades` what the figures say of each
    country around, or of each unit within one; the map is as large as both need."""

    title: str
    focus: tuple[str, ...]
    shades: tuple[Shade, ...]
    unit: str
    """`Refugees from Syria, 31 December 2019`."""
    disclaimer: str
    within: str = ""
    """The country (ISO 3166-1 alpha-3) of whose first-level outlines the shades' keys are `adm1_code`s."""


@dataclass(frozen=True)
class SourceLine:
    """A document whose figures stand on the sheet."""

    publisher: str
    title: str
    licence: str
    taken: str
    """When the file was taken from the publisher, or the report published: `taken 7 February 2020`."""
    url: str = ""


@dataclass(frozen=True)
class Brand:
    """Who hands the sheet out, from `briefing.toml` in the datasets folder; nothing by default."""

    organisation: str = ""
    logo: Path | None = None
    contact: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that a page says."""

    subject: Subject
    on: datetime.date
    headline: str
    """One finding in a sentence, with bound and as-of date; where there is nothing, that."""
    figures: tuple[KeyFigure, ...] = ()
    trend: Trend | None = None
    locator: Locator | None = None
    table: Table | None = None
    quotes: tuple[Quote, ...] = ()
    cautions: tuple[str, ...] = ()
    """Where the data are old, thin or contradictory."""
    notes: tuple[str, ...] = ()
    """Definitions, and what is not added up and why."""
    sources: tuple[SourceLine, ...] = ()
    version: str = ""
    """The version of the tables, and the newest date in them."""
    link: str = ""
    """The live view; empty where no address of the dashboard is set."""
    made: str = ""
    """The day of making, only where asked for: the same inputs give the same bytes."""
    brand: Brand = Brand()
