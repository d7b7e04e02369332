"""The sums of many groups at once, as `etl.totals` makes each: value, upper end and bound (rule 6 of `etl.rules`)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.wholes import counted_by

KINDS = {
    "lower": ("exact", "more_than", "at_least"),
    "upper": ("exact", "less_than", "at_most"),
    "ranged": ("exact", "between"),
    "exact": ("exact",),
}
"""Bounds that stay of one kind when they are added."""


def by_group(rows: pd.DataFrame, keys: list[str], *, unsaid: bool = False) -> pd.DataFrame:
    """One row per group: the `keys`, value, value_high, quantifier, as_of, publisher.

    `rows` are canonical rows that may be added (`etl.rules.addable` and `one_publisher` have been asked). A withheld
    count makes its sum "at least"; a group of nothing else has no value. `unsaid` keeps the groups with a missing key.
    """
    bounded = bool(rows["value"].isna().any() or (rows["quantifier"] != "exact").any())
    groups = rows.assign(whose=counted_by(rows), **(_kinds(rows) if bounded else {})).groupby(
        keys, dropna=not unsaid
    )
    found = pd.DataFrame(
        {
            "value": groups["value"].sum(min_count=1),
            "value_high": pd.NA,
            "quantifier": "exact",
            "as_of": groups["end_date"].max(),
            "publisher": groups["whose"].first(),
        }
    )
    if bounded:
        said = groups[["known", *KINDS]].all()
        found["quantifier"] = _bounds(said, groups["quantifier"].first(), groups.size() == 1)
        found.loc[found["value"].isna(), "quantifier"] = "exact"
        found["value_high"] = groups["high"].sum(min_count=1).where(found["quantifier"] == "between")
    return found.astype({"value": "Int64", "value_high": "Int64"}).reset_index()


def _kinds(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """What the bound of a sum depends on: of which kind each count's own bound is, and its upper end were it a range."""
    kinds = {name: rows["quantifier"].isin(bounds) for name, bounds in KINDS.items()}
    return {"high": rows["value_high"].fillna(rows["value"]), "known": rows["value"].notna(), **kinds}


def _bounds(said: pd.DataFrame, own: pd.Series, alone: pd.Series) -> np.ndarray:
    return np.select(
        [
            alone & said["known"],
            said["exact"] & said["known"],
            said["lower"],
            said["upper"] & said["known"],
            said["ranged"],
        ],
        [own, "exact", "at_least", "at_most", "between"],
        "approximately",
    )
