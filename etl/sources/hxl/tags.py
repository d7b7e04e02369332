"""HXL tags: `#tag+attribute+attribute`, in the row under the header (https://hxlstandard.org, syntax of 1.1).

The order of attributes says nothing, nor does the case of letters. An attribute begins with a letter: `+2013` is none,
and is left out (and said so) rather than letting a whole file fail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TAG = re.compile(r"#([a-z]\w*)((?:\s*\+\s*\w[\w-]*)*)", re.ASCII)
ATTRIBUTE = re.compile(r"[a-z]\w*", re.ASCII)
ENOUGH = 0.5
"""A row of which at least this share of the filled cells are tags is the tag row, as HXL's own reader has it."""
AT_LEAST = 2
"""One tag alone names no figure, and might be a title such as `#refugees`."""


@dataclass(frozen=True)
class Tag:
    """One tag: its `name` without the #, its `attributes`, and what stood among them but is no attribute."""

    name: str
    attributes: frozenset[str] = frozenset()
    invalid: tuple[str, ...] = ()

    def has(self, *attributes: str) -> bool:
        """Does the tag carry any of these?"""
        return not self.attributes.isdisjoint(attributes)

    def __str__(self) -> str:
        return "#" + "+".join([self.name, *sorted(self.attributes)])


def read_tag(cell: str) -> Tag | None:
    """The tag in a cell, None where it holds none."""
    found = TAG.fullmatch(cell.strip().lower())
    if not found:
        return None
    said = [part.strip() for part in found[2].split("+")[1:]]
    invalid = tuple(sorted(part for part in said if not ATTRIBUTE.fullmatch(part)))
    return Tag(found[1], frozenset(said) - set(invalid), invalid)


def tag_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The number (from 0) of the first row of tags among `rows`, None if there is none."""
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        tags = [cell for cell in filled if read_tag(cell)]
        if len(tags) >= AT_LEAST and len(tags) >= ENOUGH * len(filled):
            return number
    return None
