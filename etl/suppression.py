"""Which counts to withhold so that no small one can be worked out from the others.

Counts that add up stand in equations: the units of a country and the country, women, men and all, ages and all. More is
withheld, the smallest first, until no withheld count follows from those shown; a total that no table holds is taken for
known. Rule: cell suppression with secondary suppression, as in Hundepool et al., Statistical Disclosure Control (2012),
chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import linalg, sparse

from etl.privacy import CELL, SPLITS, Privacy

SMALL = "withheld here: fewer than {} in a small place"
BESIDE = "withheld here: a smaller count beside it would follow from it"
NOTHING = 1e-9
Equation = tuple[int | None, list[int]]
"""Positions of a total (None: no table has it, so it is taken for known) and of the counts that add up to it."""


def withheld(rows: pd.DataFrame, rule: Privacy) -> pd.Series:
    """Why each row is withheld (`SMALL`, `BESIDE`), by the index of those that are.

    `rows` have the columns `etl.privacy.NEEDED`; `n` is the count, missing where its publisher withholds it.
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
