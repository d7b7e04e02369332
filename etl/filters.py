"""One filter for the pages, the extracts and the command line: the same words select the same rows everywhere."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from etl import places, reference
from etl.columns import MEASURES, POPULATIONS
from etl.errors import UsageError

LISTS = ("country", "admin1", "origin", "population", "publisher", "series")
KEYS = (*LISTS, "measure", "level", "from", "to", "on", "text", "pending")
"""The names of the filter in an address (`?country=SYR&from=2019-01-01`) and on the command line."""
VIEW = ("columns", "order", "page", "format", "embed", "embed_options", "chart")
"""What else an address may say: how the rows are shown, never which."""
OF_STORED = {"documents": ("document", "publisher"), "places": ("place",)}
OF_ROWS = ("attributed_to", "series", "part")
SEARCHED = ("place", "document", "publisher", *OF_ROWS, "quote")
"""The columns in which words are looked for; countries and origins are found by their names."""
LONGEST = 200
FIGURE_ID = re.compile("[0-9a-f]{16}")


def _contains(text: str) -> str:
    return f"contains(strip_accents(lower({text})), strip_accents(lower(?)))"


# A word is looked for in each document and place once, not in each of their rows. What is read from text is looked at row by
# row: there are few such rows, and a reviewer may have written a place that no stored table has.
_STORED = [
    f"{column} IN (SELECT {column} FROM {table} WHERE {_contains(column)})"
    for table, names in OF_STORED.items()
    for column in names
]
_TOLD = f"concat_ws(chr(31), {', '.join(SEARCHED)})"
HAS_WORD = " OR ".join([*_STORED, *map(_contains, OF_ROWS), f"(quote IS NOT NULL AND {_contains(_TOLD)})"])
"""SQL condition that a row of `etl.store.Reader`'s views has a word, for as many `?` as it holds."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which figures are meant. An empty tuple or None means any. Countries are ISO 3166-1 alpha-3 codes."""

    country: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    """First-level units of countries, with the places in them: ISO 3166-2 codes, `SY-ID`."""
    origin: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    measure: str | None = None
    publisher: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    """Which of a publisher's counts, where it has several (the canonical column `series`)."""
    level: int | None = None
    """Administrative level: 0 countries, 1 to 3 units below."""
    start: datetime.date | None = None
    end: datetime.date | None = None
    on: datetime.date | None = None
    text: str = ""
    """Words that all stand in a row: in its place, document, publisher, quote (`SEARCHED`), or in the name of its
    country or origin; without regard to case and accents. An identity (`figure_id`) finds its figure."""
    pending: bool = True
    """With figures read from reports that no person has accepted yet."""

    def where(self) -> tuple[str, list[Any]]:
        """SQL condition over canonical columns, and its parameters.

        A period (`start`, `end`) selects what touches it, `on` what was true or had happened by that day. Rejected
        figures never pass.
        """
        conditions, parameters = ["review <> 'rejected'"], []
        for column in LISTS:
            chosen = getattr(self, column)
            if chosen:
                conditions.append(f"lower({column}) IN ({', '.join('?' * len(chosen))})")
                parameters += [value.lower() for value in chosen]
        for condition, value in (
            ("measure = ?", self.measure),
            ("admin_level = ?", self.level),
            ("end_date >= ?", self.start),
            ("coalesce(start_date, end_date) <= ?", self.end),
            ("end_date <= ?", self.on),
        ):
            if value is not None:
                conditions.append(condition)
                parameters.append(value)
        if not self.pending:
            conditions.append("review = 'accepted'")
        for word in self.text.split():
            condition, sought = _says(word)
            conditions.append(condition)
            parameters += sought
        return " AND ".join(conditions), parameters

    def query(self) -> dict[str, list[str]]:
        """The filter as the parameters of an address; `of` reads them back."""
        said: dict[str, list[str]] = {name: list(getattr(self, name)) for name in LISTS}
        said["level"] = [str(self.level)] if self.level is not None else []
        said["measure"] = [self.measure] if self.measure else []
        for name, day in (("from", self.start), ("to", self.end), ("on", self.on)):
            said[name] = [day.isoformat()] if day else []
        said["text"] = [self.text] if self.text else []
        said["pending"] = [] if self.pending else ["no"]
        return {name: values for name, values in said.items() if values}

    def address(self) -> str:
        """The filter as the query of an address, `country=SYR&population=idp`; `of_address` reads it back."""
        return urlencode(self.query(), doseq=True)


def of(said: Mapping[str, Iterable[str] | str | None]) -> Filter:
    """A filter from words as people write them, keyed as in `KEYS`; country names become codes.

    Raises UsageError that names the word and the cure.
    """
    words = {key: _words(said.get(key)) for key in KEYS}
    for population in words["population"]:
        if population not in POPULATIONS:
            raise UsageError(f"unknown population {population}: use one of {', '.join(POPULATIONS)}")
    for measure in words["measure"]:
        if measure not in MEASURES:
            raise UsageError(f"unknown measure {measure}: use stock or flow")
    for level in words["level"]:
        if level not in ("0", "1", "2", "3"):
            raise UsageError(f"unknown level {level}: use 0 for countries, 1 to 3 for units below")
    for pending in words["pending"]:
        if pending not in ("yes", "no"):
            raise UsageError(f"unknown pending {pending}: use yes, or no for accepted figures only")
    text = " ".join(" ".join(words["text"]).split())
    if len(text) > LONGEST:
        raise UsageError(f"too many words to search for ({len(text)} characters): use {LONGEST} at most")
    start, end, on = (day(words[key][-1]) if words[key] else None for key in ("from", "to", "on"))
    if start and end and start > end:
        raise UsageError(f"the period ends ({end}) before it starts ({start}): swap --from and --to")
    return Filter(
        country=_codes(words["country"]),
        admin1=_units(words["admin1"]),
        origin=_codes(words["origin"]),
        population=tuple(words["population"]),
        measure=words["measure"][-1] if words["measure"] else None,
        publisher=tuple(words["publisher"]),
        series=tuple(words["series"]),
        level=int(words["level"][-1]) if words["level"] else None,
        start=start,
        end=end,
        on=on,
        text=text,
        pending=words["pending"][-1:] != ["no"],
    )


def of_address(address: str) -> Filter:
    """The filter that an address means: a whole one, or its query with or without the `?`.

    What an address says of how rows are shown (`VIEW`) selects none. Raises UsageError for any other parameter, and as
    `of` does.
    """
    query = address.partition("?")[2] if "?" in address or "://" in address else address
    said = parse_qs(query.partition("#")[0], keep_blank_values=True)
    for key in said:
        if key not in KEYS and key not in VIEW:
            raise UsageError(f"unknown parameter {key}: use {', '.join(KEYS)}")
    return of(said)


def day(text: str) -> datetime.date:
    """The day YYYY-MM-DD. Raises UsageError for any other text and for days that do not exist."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} is not a day: write a date that exists as YYYY-MM-DD") from error


def _words(value: Iterable[str] | str | None) -> list[str]:
    values = [value] if isinstance(value, str) else list(value or ())
    return list(dict.fromkeys(word.strip() for word in values if word and word.strip()))


def _says(word: str) -> tuple[str, list[Any]]:
    """SQL condition that a row has the word, and its parameters."""
    if FIGURE_ID.fullmatch(word.lower()):
        return "figure_id = ?", [word.lower()]
    codes = _named(word)
    marks = ", ".join("?" * len(codes))
    named = f"country IN ({marks}) OR origin IN ({marks}) OR " if codes else ""
    return f"({named}{HAS_WORD})", [*codes, *codes, *[word] * HAS_WORD.count("?")]


def _named(word: str) -> list[str]:
    """The countries whose name or code the word is, or is a part of."""
    sought = places.fold(word)
    pairs = [(row["iso3"], row["name"]) for row in reference.rows("countries")]
    found = {code for code, name in pairs if sought and (sought in places.fold(name) or word.upper() == code)}
    return sorted(found | {code for code in [places.country(word)] if code})


def _units(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if name.upper() not in _known_units():
            raise UsageError(f"unknown unit {name}: use an ISO 3166-2 code, e.g. SY-ID")
    return tuple(name.upper() for name in names)


@cache
def _known_units() -> frozenset[str]:
    return frozenset(row["admin1"] for row in reference.rows("admin1"))


def _codes(names: list[str]) -> tuple[str, ...]:
    codes = []
    for name in names:
        code = places.country(name.upper() if len(name) <= 3 else name)
        if code is None:
            raise UsageError(
                f"unknown country {name}: use an ISO 3166-1 alpha-3 code, e.g. SYR, or its English name"
            )
        codes.append(code)
    return tuple(codes)
