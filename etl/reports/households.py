"""Families and persons: '2,000 families (11,500 people)' is one figure.

In: the numbers of a sentence and the nouns they count. Out: pairs (first number, second number) that tell the same
people twice. Households alone become persons only by the size of their country's households in
`datasets/reference/household_sizes.csv`; where it has none, no size is assumed and there is no number of persons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from etl import reference
from etl.reports.heads import Head
from etl.reports.numbers import Number

_SIZES = (1.5, 15.0)
"""Persons per household that are believable; beyond them the two numbers count different people."""


def pairs(
    text: str, found: list[Number], heads: Mapping[int, Head], same: re.Pattern[str]
) -> dict[int, Number]:
    """Start of the first number of each pair -> the second one, which says the same people in the other unit; `same` joins the two."""
    told: dict[int, Number] = {}
    people = [
        n for n in found if heads[n.start].kind in ("person", "household", "home", "status", "none", "name")
    ]
    for first, second in pairwise(people):
        end = max(heads[first.start].end, first.end)
        if {heads[first.start].unit, heads[second.start].unit} != {"household", "person"}:
            continue
        gap = text[end : second.start]
        if len(gap) < 40 and same.fullmatch(gap) and _believable(first, second, heads):
            told[first.start] = second
    return told


def _believable(first: Number, second: Number, heads: Mapping[int, Head]) -> bool:
    families, persons = (first, second) if heads[first.start].unit == "household" else (second, first)
    return _SIZES[0] <= persons.value / families.value <= _SIZES[1]


def sized(row: Mapping[str, Any]) -> dict[str, Any]:
    """The canonical row; of households alone with the persons that the size of their country's households makes of them.

    The size is that of the country that the people are from, else of where they are. `reported` keeps the households and
    the warning names size, source and year. A range stays without persons, as its upper end is not in the row.
    """
    alone = row["unit"] == "household" and row["value"] is None and row["reported"] is not None
    if not alone or row["quantifier"] == "between":
        return dict(row)
    size = _sizes().get(row["origin"] or row["country"])
    if size is None:
        return dict(row)
    persons, source = size
    said = f"households made persons by {persons} per household ({source})"
    others = [
        one for one in str(row["warning"] or "").split("; ") if one and not one.startswith("households: ")
    ]
    return {
        **row,
        "value": round(row["reported"] * persons),
        "value_status": "derived",
        "household_size": persons,
        "warning": "; ".join([*others, said]),
    }


@cache
def _sizes() -> dict[str, tuple[float, str]]:
    """ISO 3166-1 alpha-3 -> persons per household, and the survey that found it, with its years."""
    return {row["iso3"]: (float(row["size"]), row["source"]) for row in reference.rows("household_sizes")}
