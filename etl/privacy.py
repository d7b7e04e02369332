"""Small counts of small places are withheld where people read them, with what would give them away. Stored tables keep them.

`privacy.toml` in the datasets folder turns it on:

    suppress_below = 5     # counts of 1 to 4 are withheld; the default where the file is there
    from_level = 1         # of first-level units and places below; 0 also of whole countries

A count is small if it is below the threshold and of such a place, of a table (what a report says is public). Which others
are withheld beside it is worked out by `etl.suppression`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl import settings as toml
from etl.errors import UsageError

FILE = "privacy.toml"
KEYS = ("suppress_below", "from_level")

CELL = ("publisher", "series", "population", "measure", "unit", "country", "start_date", "end_date")
"""Counts that add up have these in common."""
SPLITS = {"sex": "all", "age": "all", "part": None, "cause": None, "origin": None}
"""The other columns by which counts add up, and what each says of the whole."""
COUNTS = ("value", "value_high", "reported")
NEEDED = (*CELL, *SPLITS, "admin1", "place", "pcode", "admin_level", "n")


@dataclass(frozen=True)
class Privacy:
    """Counts below `below` persons are withheld of places at administrative level `level` and finer."""

    below: int = 5
    level: int = 1

    @property
    def note(self) -> str:
        """What stands on pages, pictures and extracts."""
        where = "small places" if self.level else "countries and places"
        return f"Counts below {self.below} in {where} are withheld here, with those that would give them away"


def settings(datasets: Path) -> Privacy | None:
    """What `privacy.toml` says; None where there is none. Raises UsageError that names what to mend."""
    said = toml.read(datasets / FILE, "suppress_below = 5")
    if said is None:
        return None
    for key, value in said.items():
        if key not in KEYS or type(value) is not int or value < 0:
            raise UsageError(f"{FILE}: {key}: use {' and '.join(KEYS)}, each a whole number")
    return Privacy(said.get("suppress_below", Privacy.below), said.get("from_level", Privacy.level))


def rows_sql(figures: str, rule: Privacy) -> str:
    """SQL: what `etl.suppression.withheld` needs (and `row`) of all counts that may add up with a small one.

    `figures` is the stored table with its row's number, beside the tables `documents` and `places`.
    """
    cell = ", ".join(CELL)
    small = f"n BETWEEN 1 AND {rule.below - 1} AND " + (
        f"(admin_level >= {rule.level} OR (admin_level IS NULL AND place IS NOT NULL))"
        if rule.level
        else "true"
    )
    return f"""
WITH counts AS (
    SELECT file_row_number AS row, coalesce(value, reported) AS n, {", ".join(name for name in NEEDED if name != "n")}
    FROM {figures} JOIN documents USING (document_key) JOIN places USING (place_key) WHERE quote IS NULL
), touched AS (SELECT DISTINCT hash({cell}) AS cell FROM counts WHERE {small})
SELECT * FROM counts WHERE hash({cell}) IN (FROM touched) ORDER BY row"""


def without_sql(figures: str, hidden: str) -> str:
    """SQL: the stored figures, those named in the table `hidden` (row, why) without their counts, and the number of each `row`."""
    blank = ", ".join(f"CASE WHEN why IS NULL THEN {name} END AS {name}" for name in COUNTS)
    return f"""
SELECT * EXCLUDE (file_row_number, why) REPLACE ({blank},
    CASE WHEN why IS NULL THEN value_status ELSE 'redacted' END AS value_status,
    nullif(concat_ws('; ', warning, why), '') AS warning)
FROM (SELECT *, file_row_number AS row FROM {figures}) LEFT JOIN {hidden} USING (row)"""
