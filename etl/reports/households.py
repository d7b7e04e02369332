"""Families and persons: '2,000 families (11,500 people)' is one figure.

In: the numbers of a sentence and the nouns they count. Out: pairs (first number, second number) that tell the same
people twice. Households alone stay households: no size is assumed, so there is no number of persons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from etl.reports.heads import Head
from etl.reports.numbers import Number

_SAME = re.compile(
    r"(?:,? ?\(|,? or|,? comprising|,? representing|,? totall?ing|,? consisting of|, i\.e\.|,? equivalent to|, including| from| in"
    r"| of|,? -|,? –|, some|,? about|/)?[ (]{0,3}(?:i\.e\. |or |some |about |around |approximately |an estimated |a total of |nearly"
    r" |almost |over |more than |roughly |comprising |of |at least |close to |up to )*"
)
_SIZES = (1.5, 15.0)
"""Persons per household that are believable; beyond them the two numbers count different people."""


def pairs(text: str, found: list[Number], heads: Mapping[int, Head]) -> dict[int, Number]:
    """Start of the first number of each pair -> the second one, which says the same people in the other unit."""
    told: dict[int, Number] = {}
    people = [
        n for n in found if heads[n.start].kind in ("person", "household", "home", "status", "none", "name")
    ]
    for first, second in pairwise(people):
        end = max(heads[first.start].end, first.end)
        if {heads[first.start].unit, heads[second.start].unit} != {"household", "person"}:
            continue
        gap = text[end : second.start]
        if len(gap) < 40 and _SAME.fullmatch(gap) and _believable(first, second, heads):
            told[first.start] = second
    return told


def _believable(first: Number, second: Number, heads: Mapping[int, Head]) -> bool:
    families, persons = (first, second) if heads[first.start].unit == "household" else (second, first)
    return _SIZES[0] <= persons.value / families.value <= _SIZES[1]
