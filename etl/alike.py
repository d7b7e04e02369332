"""How a sum moved: like compared with like, over the places that were counted at both dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from etl.totals import Answer

PLACE = ["country", "origin", "place", "publisher"]
NEARLY_ALL = 0.99
"""The places that both dates count must hold this share of the people at both: else a change would be one of coverage."""


@dataclass(frozen=True)
class Change:
    """Persons in the places that both dates count; `whole` if these are all places of both."""

    now: int
    before: int
    since: datetime.date
    whole: bool


def change(now: Answer, before: Answer) -> Change | None:
    """How the sum moved since `before`; None where one of both has none, or they count too different places."""
    since = before.newest
    if now.value is None or before.value is None or since is None:
        return None
    here, then = _places(now.rows), _places(before.rows)
    shared, earlier = now.rows[here.isin(then)], before.rows[then.isin(here)]
    if _people(shared) < NEARLY_ALL * now.value or _people(earlier) < NEARLY_ALL * before.value:
        return None
    whole = len(shared) == len(now.rows) and len(earlier) == len(before.rows)
    return Change(_people(shared), _people(earlier), since, whole)


def _places(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[PLACE].astype(str))


def _people(rows: pd.DataFrame) -> int:
    return int(rows["value"].sum())
