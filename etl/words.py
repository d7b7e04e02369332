"""Codes as words: what the terminal, the pages and the pictures call populations, bounds and countries."""

from __future__ import annotations

from functools import cache

from etl import reference

POPULATION = {
    "refugee": "refugees",
    "asylum_seeker": "asylum-seekers",
    "idp": "internally displaced people",
    "returned_refugee": "returned refugees",
    "returned_idp": "returned internally displaced people",
    "returnee": "returnees",
    "stateless": "stateless people",
    "oip": "other people in need of international protection",
    "ooc": "others of concern",
    "host_community": "people of host communities",
    "resettled": "resettled people",
    "naturalised": "naturalised people",
    "displaced": "displaced people",
    "forcibly_displaced": "forcibly displaced people",
}
MEASURE = {
    "stock": "How many people there are on one date. Stocks of several dates are never added: most of the people are the "
    "same. The date is the as-of date.",
    "flow": "How many movements there were from a first to a last day. Flows of periods that do not overlap may be added; "
    "a person who has to move twice is counted twice.",
}
MEASURE_SOURCE = (
    "EGRISS, International Recommendations on Refugee Statistics (2018), chapter 3, and IDMC's methodology"
)
BOUND = {
    "exact": "",
    "approximately": "about ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "at_most": "at most ",
    "between": "between ",
}


def amount(value: int | None, quantifier: str = "exact", value_high: int | None = None) -> str:
    """`more than 3,600,000`, `between 30,000 and 40,000`; `not published` where there is no value."""
    if value is None:
        return "not published"
    upper = f" and {value_high:,}" if quantifier == "between" and value_high is not None else ""
    return f"{BOUND[quantifier] if upper or quantifier != 'between' else 'about '}{value:,}{upper}"


@cache
def country(iso3: str) -> str:
    """The short English name of the country, or the code itself where we have none."""
    return _names().get(iso3, iso3)


@cache
def unit(admin1: str) -> str:
    """The name of a first-level unit (ISO 3166-2 code), or the code itself where we have none."""
    return _units().get(admin1, admin1)


@cache
def _units() -> dict[str, str]:
    return {row["admin1"]: row["name"] for row in reference.rows("admin1")}


@cache
def _names() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in reference.rows("countries")}
