"""Small counts of small places are withheld where people read them, with what would give them away. Stored tables keep them.

`privacy.toml` in the datasets folder turns it on:

    suppress_below = 5     # counts of 1 to 4 are withheld; the default where the file is there
    from_level = 1         # of first-level units and places below; 0 also of whole countries

A count is small if it is below the threshold and of such a place, of a table (what a report says is public). Counts that
add up stand in equations: the units of a country and the country, women, men and all, ages and all. More is withheld, the
smallest first, until no withheld count follows from those shown; a total that no table holds is taken for known. Rule:
cell suppression with secondary suppression, as in Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import linalg, sparse

from etl import settings as toml
from etl.errors import UsageError

FILE = "privacy.toml"
KEYS = ("suppress_below", "from_level")
SMALL = "withheld here: fewer than {} in a small place"
BESIDE = "withheld here: a smaller count beside it would follow from it"

CELL = ("publisher", "series", "population", "measure", "unit", "country", "start_date", "end_date")
"""Counts that add up have these in common."""
SPLITS = {"sex": "all", "age": "all", "part": None, "cause": None, "origin": None}
"""The other columns by which counts add up, and what each says of the whole."""
COUNTS = ("value", "value_high", "reported")
NOTHING = 1e-9
Equation = tuple[int | None, list[int]]
"""Positions of a total (None: no table has it, so it is taken for known) and of the counts that add up to it."""

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
    """SQL: what `withheld` needs (and `row`) of all counts that may add up with a small one.

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
    """SQL: the stored figures, those named in the table `hidden` (row, why) without their counts."""
    blank = ", ".join(f"CASE WHEN why IS NULL THEN {name} END AS {name}" for name in COUNTS)
    return f"""
SELECT * EXCLUDE (file_row_number, row, why) REPLACE ({blank},
    CASE WHEN why IS NULL THEN value_status ELSE 'redacted' END AS value_status,
    nullif(concat_ws('; ', warning, why), '') AS warning)
FROM {figures} LEFT JOIN {hidden} ON row = file_row_number"""


def withheld(rows: pd.DataFrame, rule: Privacy) -> pd.Series:
    """Why each row is withheld (`SMALL`, `BESIDE`), by the index of those that are.

    `rows` have the columns `NEEDED`; `n` is the count, missing where its publisher withholds it.
    """
    small = rows["n"].between(1, rule.below - 1) & _small_places(rows, rule)
    reasons = pd.Series(SMALL.format(rule.below), index=rows.index[small], dtype=object)
    together = rows.groupby(list(CELL), dropna=False)
    for _, at in together.indices.items():
        if small.iloc[at].any():
            more = _beside(rows.iloc[at], small.iloc[at].to_numpy(), rule)
            reasons = pd.concat([reasons, pd.Series(BESIDE, index=more, dtype=object)])
    return reasons


def _small_places(rows: pd.DataFrame, rule: Privacy) -> pd.Series:
    if rule.level == 0:
        return rows["country"].notna()
    unsaid = rows["admin_level"].isna() & rows["place"].notna()
    return (rows["admin_level"] >= rule.level).fillna(False).astype(bool) | unsaid


def _beside(rows: pd.DataFrame, small: np.ndarray, rule: Privacy) -> list[Any]:
    """The rows to withhold beside the `small` ones, so that none of these follows from what is shown."""
    counts = rows["n"].to_numpy(float, na_value=np.nan)
    ours = small.copy()
    equations = [one for one in _equations(rows.reset_index(drop=True)) if _adds_up(one, counts)]
    while chosen := _to_hide(counts, ours, small, equations, rule):
        ours[list(chosen)] = True
    return list(rows.index[ours & ~small])


def _to_hide(
    counts: np.ndarray, ours: np.ndarray, small: np.ndarray, equations: list[Equation], rule: Privacy
) -> set[int]:
    """For each count of ours that can be computed: the smallest count shown in an equation with it, if there is one."""
    hidden = ours | np.isnan(counts)
    told = {cell for cell in _computable(hidden, equations) if ours[cell]}
    chosen = set()
    for total, parts in equations:
        secret = [cell for cell in parts if hidden[cell]]
        bounded = _bounded(counts, small, total is not None and hidden[total], secret, rule)
        cells = [*parts, *([] if total is None else [total])]
        free = [cell for cell in cells if not hidden[cell] and counts[cell] > 0]
        if free and (bounded or told & set(cells)):
            own = [cell for cell in free if cell != total] or free
            chosen.add(min(own, key=lambda cell: (counts[cell], cell)))
    return chosen


def _bounded(
    counts: np.ndarray, small: np.ndarray, total_hidden: bool, secret: list[int], rule: Privacy
) -> bool:
    """Whether only one choice of small counts has the sum that is left: all 1, or all as large as small ones can be."""
    if not secret or total_hidden or not small[secret].all():
        return False
    return float(counts[secret].sum()) in (len(secret), len(secret) * (rule.below - 1))


def _computable(hidden: np.ndarray, equations: list[Equation]) -> set[int]:
    """The hidden counts that the equations determine, given all that are shown: those fixed in every solution."""
    unknown = np.flatnonzero(hidden)
    place = {int(cell): at for at, cell in enumerate(unknown)}
    lines = []
    for total, parts in equations:
        signs = {place[cell]: 1.0 for cell in parts if hidden[cell]}
        if total is not None and hidden[total]:
            signs[place[total]] = -1.0
        if signs:
            lines.append(signs)
    if not lines:
        return set()
    matrix = sparse.lil_array((len(lines), len(unknown)))
    for at, signs in enumerate(lines):
        for cell, sign in signs.items():
            matrix[at, cell] = sign
    matrix = matrix.tocsr()
    _, part_of = sparse.csgraph.connected_components(abs(matrix.T) @ abs(matrix), directed=False)
    found: set[int] = set()
    for part in np.unique(part_of):
        cells = np.flatnonzero(part_of == part)
        block = matrix[:, cells].toarray()
        free = linalg.null_space(block[block.any(axis=1)]) if block.any() else np.eye(len(cells))
        found |= {int(unknown[cell]) for cell in cells[np.abs(free).max(axis=1, initial=0) < NOTHING]}
    return found


def _adds_up(equation: Equation, counts: np.ndarray) -> bool:
    """Whether the parts make up the total as far as is known: ages may overlap, and places be missing."""
    total, parts = equation
    known = np.append(counts[parts], 0 if total is None else counts[total])
    return total is None or bool(np.isnan(known).any()) or counts[parts].sum() == counts[total]


def _equations(rows: pd.DataFrame) -> Iterator[Equation]:
    """Counts that add up, by their positions: by place within the country or unit above, and by each of `SPLITS`."""
    said = rows[[*SPLITS, "admin1", "place", "pcode", "admin_level"]].astype(object)
    said = said.where(said.notna(), None)
    where = list(zip(*(said[name] for name in ("admin_level", "admin1", "place", "pcode")), strict=True))
    splits = list(zip(*(said[name] for name in SPLITS), strict=True))
    for at, whole in enumerate(SPLITS.values()):
        others = [(where[row], (*said_[:at], *said_[at + 1 :])) for row, said_ in enumerate(splits)]
        yield from _family(others, [said_[at] == whole for said_ in splits])
    yield from _by_place(where, splits)


def _by_place(where: list[tuple[Any, ...]], splits: list[tuple[Any, ...]]) -> Iterator[Equation]:
    for level in sorted({int(place[0]) for place in where if place[0]}):
        keys: list[Any] = []
        for place, split in zip(where, splits, strict=True):
            unit = place[1] if level > 1 else None
            above = (place[0] == 0) if level == 1 else (place[0] == 1 and place[1] is not None)
            keys.append((unit, split) if above or place[0] == level else None)
        yield from _family(keys, [place[0] != level for place in where])


def _family(keys: list[Any], is_total: list[bool]) -> Iterator[Equation]:
    """The rows of each key that is not None: one total, or none, and its parts."""
    families: dict[Any, tuple[list[int], list[int]]] = {}
    for row, (key, whole) in enumerate(zip(keys, is_total, strict=True)):
        if key is not None:
            families.setdefault(key, ([], []))[not whole].append(row)
    for totals, parts in families.values():
        if len(totals) == 1 and parts:
            yield totals[0], parts
        elif not totals and len(parts) > 1:
            yield None, parts
