"""Asylum decisions as recognition rates, and applications by kind.

UNHCR's two rates, of substantive decisions in a period; what is closed otherwise is left out:

- refugee recognition rate = recognised as refugees / (recognised + complementary protection + rejected);
- total recognition rate = (recognised + complementary protection) / the same.

Source: UNHCR, Statistical Yearbook, chapter on asylum and refugee status determination (4ce531e09.pdf). Instances stand
apart, as an appeal decides on people who were decided on before; cases and persons are never added.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.filters import Filter
from etl.rules import select
from etl.wholes import main_series, one_level

SUBSTANTIVE = ("recognised", "complementary", "rejected")
OUTCOMES = (*SUBSTANTIVE, "closed")
RATES = [
    *("start_date", "end_date", "publisher", "level", "unit", *OUTCOMES, "printed_total", "withheld"),
    *("decided", "refugee_rate", "total_rate", "countries", "why"),
]
APPLICATIONS = [
    "start_date",
    "end_date",
    "publisher",
    "kind",
    "level",
    "unit",
    "value",
    "withheld",
    "countries",
]

LEVELS = {
    "FI": "first instance",
    "AR": "administrative review",
    "JR": "judicial review",
    "NA": "new applications",
    "RA": "repeat or reopened applications",
    "FA": "first instance and appeal together",
    "IN": "US Citizenship and Immigration Services",
    "EO": "US immigration courts (EOIR)",
}
KINDS = {"N": "new", "R": "repeat or reopened", "A": "on appeal", "V": "of various kinds"}
"""UNHCR's codes; any other is shown as printed."""

ROUNDING = 5
"""UNHCR rounds small counts to multiples of 5, so outcomes and their printed total may differ by that, a row."""


@dataclass(frozen=True)
class Decided:
    """Rates in a period a row (`RATES`), and the ids of the rows behind them."""

    rates: pd.DataFrame
    ids: tuple[str, ...]


def level(code: object) -> str:
    """The instance in words; `instance not said` for none."""
    return LEVELS.get(str(code), str(code)) if isinstance(code, str) else "instance not said"


def kind(code: object) -> str:
    """The kind of application in words; `kind not said` for none."""
    return KINDS.get(str(code), str(code)) if isinstance(code, str) else "kind not said"


def decisions(procedures: pd.DataFrame, question: Filter) -> Decided:
    """The decisions on the question's people, by period, publisher, instance and unit, with both rates.

    `procedures` are rows of asylum procedures. A rate is empty, with `why`, where only the total of outcomes is printed,
    an outcome is withheld, or no substantive decision was taken. An outcome without a row was not taken or not counted.
    """
    rows = _meant(procedures, question, "decision", ["outcome"])
    if rows.empty:
        return Decided(pd.DataFrame(columns=RATES), ())
    keys = ["start_date", "end_date", "publisher", "level", "unit"]
    found = [
        dict(zip(keys, names, strict=True)) | _rate(group)
        for names, group in rows.groupby(keys, dropna=False)
    ]
    rates = pd.DataFrame(found, columns=RATES)
    whole = dict.fromkeys((*OUTCOMES, "printed_total", "decided"), "Int64")
    return Decided(rates.astype(whole).sort_values(keys, ignore_index=True), tuple(rows["figure_id"]))


def _rate(group: pd.DataFrame) -> dict[str, object]:
    counts = group.groupby("outcome")["reported"].sum(min_count=1)
    withheld = group["reported"].isna()
    said: dict[str, object] = {name: counts.get(name, pd.NA) for name in OUTCOMES}
    said |= {"printed_total": counts.get("total", pd.NA), "withheld": int(withheld.sum())}
    said |= {"countries": group["country"].nunique(), "refugee_rate": None, "total_rate": None}
    known = [int(counts[name]) for name in SUBSTANTIVE if name in counts and pd.notna(counts[name])]
    decided = sum(known)
    said |= {"decided": decided, "why": _why(group, decided, withheld)}
    if not said["why"]:
        positive = [int(counts.get(name, 0)) for name in SUBSTANTIVE[:2]]
        said |= {"refugee_rate": positive[0] / decided, "total_rate": sum(positive) / decided}
    return said


def _why(group: pd.DataFrame, decided: int, withheld: pd.Series) -> str:
    """Why there is no rate; empty where there is one."""
    parts = set(group["outcome"]) - {"total"}
    if not parts:
        return "only the total of all outcomes is printed"
    if (withheld & group["outcome"].isin(SUBSTANTIVE)).any():
        return "an outcome is withheld"
    if not decided:
        return "no decision on the substance: all were closed otherwise"
    total = group.loc[group["outcome"] == "total", "reported"].sum()
    added = group.loc[group["outcome"] != "total", "reported"].sum()
    if total and abs(int(total) - int(added)) > ROUNDING * len(group):
        return f"its outcomes add up to {int(added):,} of the {int(total):,} decisions printed"
    return ""


def applications(procedures: pd.DataFrame, question: Filter) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Applications by period, publisher, kind, instance and unit (`APPLICATIONS`), and the ids behind them.

    Kinds and instances stand apart: an appeal or a repeated application is of people who applied before.
    """
    rows = _meant(procedures, question, "application", ["application_type"])
    if rows.empty:
        return pd.DataFrame(columns=APPLICATIONS), ()
    rows = rows.assign(kind=rows["application_type"].map(kind))
    keys = ["start_date", "end_date", "publisher", "kind", "level", "unit"]
    groups = rows.groupby(keys, dropna=False)
    found = groups.agg(
        value=("reported", lambda counts: counts.sum(min_count=1)),
        withheld=("reported", lambda counts: int(counts.isna().sum())),
        countries=("country", "nunique"),
    ).reset_index()
    return found.astype({"value": "Int64"})[APPLICATIONS], tuple(rows["figure_id"])


def _meant(procedures: pd.DataFrame, question: Filter, stage: str, more: list[str]) -> pd.DataFrame:
    """The accepted rows of one stage, wholes or parts of each, with `level` in words."""
    rows = select(procedures, question)
    keep = (rows["stage"] == stage) & (rows["review"] == "accepted") & (rows["role"] == "recommended")
    rows = main_series(rows[keep], question)
    if rows.empty:
        return rows
    told = ["start_date", "end_date", "decision_level", "procedure_type", "unit", *more]
    rows = one_level(rows, question, None, told)
    return rows.assign(level=rows["decision_level"].map(level))
