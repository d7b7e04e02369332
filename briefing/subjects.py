"""Whom a sheet is about: a country, an origin, a situation (a named set of countries) or a region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from briefing.sheet import Subject
from etl import areas, places, reference, words
from etl.errors import UsageError
from etl.filters import Filter

KINDS = ("country", "origin", "situation", "region")


def country(name: str) -> Subject:
    """The people in a country, and those who fled from it. Raises UsageError for a name that is none."""
    code = _code(name)
    return Subject("country", code, words.country(code), Filter(country=(code,)), Filter(origin=(code,)))


def is_country(code: str) -> bool:
    """Whether the code is a country's or territory's: not that of people without one, or of an unknown one."""
    kinds = areas.countries().set_index("iso3")["kind"]
    return bool(kinds.get(code) in ("country", "territory"))


def origin(name: str) -> Subject:
    """The people from a country, abroad and inside it. Raises UsageError for a name that is none."""
    code = _code(name)
    called = f"People from {words.country(code)}"
    return Subject("origin", code, called, Filter(country=(code,)), Filter(origin=(code,)))


def situation(key: str) -> Subject:
    """The people from the countries of a situation, as UNHCR names it. Raises UsageError for a key that is none."""
    known = situations()
    said = known.get(key.strip().lower())
    if said is None:
        raise UsageError(f"unknown situation {key}: use one of {', '.join(known)}")
    codes = tuple(said["origins"].split())
    return Subject("situation", said["key"], said["name"], Filter(country=codes), Filter(origin=codes))


def region(name: str) -> Subject:
    """The people in and from the countries of a region or subregion of UN M49. Raises UsageError for no such one."""
    known = {one.lower(): one for one in regions()}
    called = known.get(name.strip().lower())
    if called is None:
        raise UsageError(f"unknown region {name}: use one of {', '.join(known.values())}")
    countries = areas.countries()
    there = (countries["region"] == called) | (countries["subregion"] == called)
    codes = tuple(countries[there]["iso3"])
    return Subject("region", called, called, Filter(country=codes), Filter(origin=codes))


MAKERS: Mapping[str, Callable[[str], Subject]] = {
    "country": country,
    "origin": origin,
    "situation": situation,
    "region": region,
}
"""How each kind of subject is made from what a person says."""


@cache
def situations() -> dict[str, dict[str, str]]:
    """Key -> `name`, `origins` (ISO 3166-1 alpha-3, a blank between) and `url` of each situation in `situations.csv`."""
    return {row["key"]: row for row in reference.rows("situations")}


@cache
def regions() -> tuple[str, ...]:
    """The regions and subregions that countries lie in."""
    countries = areas.countries()
    names = {*countries["region"], *countries["subregion"]} - {""}
    return tuple(sorted(str(name) for name in names))


def _code(name: str) -> str:
    code = places.country(name)
    if code is None:
        raise UsageError(f"unknown country {name}: use its ISO 3166-1 alpha-3 code, SYR, or its name")
    return code
