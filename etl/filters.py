"""One filter for the pages, the extracts and the command line: the same words select the same rows everywhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from etl import places
from etl.columns import MEASURES, POPULATIONS
from etl.errors import UsageError

LISTS = ("country", "origin", "population", "publisher", "series")
KEYS = (*LISTS, "measure", "level", "from", "to", "on")
"""The names of the filter in an address (`?country=SYR&from=2019-01-01`) and on the command line."""


@dataclass(frozen=True)
class Filter:
    """Which figures are meant. An empty tuple or None means any. Countries are ISO 3166-1 alpha-3 codes."""

    country: tuple[str, ...] = ()
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
        return " AND ".join(conditions), parameters

    def query(self) -> dict[str, list[str]]:
        """The filter as the parameters of an address; `of` reads them back."""
        said: dict[str, list[str]] = {name: list(getattr(self, name)) for name in LISTS}
        said["level"] = [str(self.level)] if self.level is not None else []
        said["measure"] = [self.measure] if self.measure else []
        for name, day in (("from", self.start), ("to", self.end), ("on", self.on)):
            said[name] = [day.isoformat()] if day else []
        return {name: values for name, values in said.items() if values}


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
    start, end, on = (day(words[key][-1]) if words[key] else None for key in ("from", "to", "on"))
    if start and end and start > end:
        raise UsageError(f"the period ends ({end}) before it starts ({start}): swap --from and --to")
    return Filter(
        country=_codes(words["country"]),
        origin=_codes(words["origin"]),
        population=tuple(words["population"]),
        measure=words["measure"][-1] if words["measure"] else None,
        publisher=tuple(words["publisher"]),
        series=tuple(words["series"]),
        level=int(words["level"][-1]) if words["level"] else None,
        start=start,
        end=end,
        on=on,
    )


def day(text: str) -> datetime.date:
    """The day YYYY-MM-DD. Raises UsageError for any other text and for days that do not exist."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text} is not a day: write a date that exists as YYYY-MM-DD") from error


def _words(value: Iterable[str] | str | None) -> list[str]:
    values = [value] if isinstance(value, str) else list(value or ())
    return list(dict.fromkeys(word.strip() for word in values if word and word.strip()))


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
