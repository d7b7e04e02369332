"""Counts of the same people by several publishers, side by side: how far apart they lie, and never a sum of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl import claims
from etl.filters import Filter
from etl.rules import OTHER_MANDATE, ROUND, official, select
from etl.totals import added
from etl.trends import TOGETHER
from etl.wholes import counted_by, main_series, one_level

LINES = ["end_date", "publisher", "maker", "value", "quantifier", "value_high", "origins", "causes"]
TABLE = [
    *("publisher", "maker", "value", "quantifier", "value_high", "as_of", "causes", "origins", "counts"),
    *("first", "common", "difference", "share", "why"),
]
NO_COMMON_DATE = "no common date"


@dataclass(frozen=True)
class Lines:
    """The stocks of each publisher's series at each date (`LINES`), and what is left out of them, in words.

    `publisher` names the series as well (`IDMC: as printed by UNHCR`), `maker` the publisher alone. `origins` says from
    how many countries of origin a count was summed; 0 where it is not split. `causes` is empty for all causes together.
    """

    counts: pd.DataFrame
    notes: tuple[str, ...] = ()


def lines(figures: pd.DataFrame, question: Filter) -> Lines:
    """What tables count of the question's people. `figures` are canonical rows of any date; reports are left out."""
    rows = official(select(figures[figures["quote"].isna()], question), question)
    rows = rows[(rows["measure"] == "stock") & rows["value"].notna()]
    rows, notes = _one_mandate(rows)
    if question.series:
        rows = main_series(rows, question)
    if rows.empty:
        return Lines(pd.DataFrame(columns=LINES), notes)
    rows = one_level(rows, question, None, ["end_date"])
    rows = rows.assign(maker=rows["publisher"], publisher=counted_by(rows))
    counts = pd.DataFrame([_count(group) for _, group in rows.groupby(["publisher", "end_date"])])
    fullest = counts.groupby("publisher")["origins"].transform("max")
    partial = counts["origins"] * 2 < fullest
    if partial.any():
        notes = (
            *notes,
            f"{int(partial.sum()):,} counts of fewer than half of a series' origins are left out",
        )
    counts = counts[~partial].astype({"value": "Int64", "value_high": "Int64"})
    return Lines(counts.sort_values(["publisher", "end_date"], ignore_index=True)[LINES], notes)


def _one_mandate(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Without the refugees of another mandate, who are other people: they are no second count of the same."""
    other = rows["publisher"].isin(OTHER_MANDATE)
    if not other.any() or other.all():
        return rows, ()
    publishers = sorted(rows.loc[other, "publisher"].unique())
    notes = (f"not compared, as they are other people: {OTHER_MANDATE[name]}" for name in publishers)
    return rows[~other], tuple(notes)


def _count(group: pd.DataFrame) -> dict[str, object]:
    first = group.iloc[0]
    foreign = group.loc[group["origin"] != group["country"], "origin"]
    causes = sorted(group["cause"].dropna().unique()) if group["cause"].notna().all() else []
    said = {name: first[name] for name in ("end_date", "publisher", "maker")}
    return {**said, "origins": foreign.nunique(), "causes": ", ".join(causes), **added(group)}


@dataclass(frozen=True)
class Spread:
    """The counts at the latest date that most series share, one a series, lowest first."""

    counts: pd.DataFrame

    @property
    def apart(self) -> int:
        """Persons between the lowest and the highest."""
        return int(self.counts["value"].max() - self.counts["value"].min())

    @property
    def date(self) -> pd.Timestamp:
        """The latest of their dates; all lie within a month."""
        newest: pd.Timestamp = self.counts["end_date"].max()
        return newest


def spread(counts: pd.DataFrame) -> Spread | None:
    """How far the series of `Lines.counts` lie apart where most of them have a count; None where no two meet."""
    best: pd.DataFrame | None = None
    for date in sorted(counts["end_date"].unique(), reverse=True):
        near = counts[(counts["end_date"] <= date) & (counts["end_date"] > date - ROUND)]
        near = _alike(near.drop_duplicates("publisher", keep="last"))
        if best is None or len(near) > len(best):
            best = near
    return None if best is None or len(best) < 2 else Spread(best.sort_values("value", ignore_index=True))


def _alike(near: pd.DataFrame) -> pd.DataFrame:
    """Without the counts of one origin where others sum several or do not split: these are parts."""
    whole = near["origins"] != 1
    return near[whole] if whole.any() else near


def table(counts: pd.DataFrame, reference: str) -> pd.DataFrame:
    """One row a series of `Lines.counts`, in the columns `TABLE`; largest latest count first.

    `difference` is this series' count less that of the series `reference`, at the latest date that both have (`common`,
    within a month), and `share` the same in percent of the reference; empty, with `why`, where there is none.
    """
    compared = counts[counts["publisher"] == reference]
    found = [_row(line, compared) for _, line in counts.groupby("publisher")]
    rows = pd.DataFrame(found, columns=TABLE)
    whole = dict.fromkeys(("value", "value_high", "difference"), "Int64")
    return rows.astype(whole).sort_values("value", ascending=False, ignore_index=True)


def _row(line: pd.DataFrame, reference: pd.DataFrame) -> dict[str, object]:
    last = line.iloc[-1]
    row = {
        name: last[name]
        for name in ("publisher", "maker", "value", "quantifier", "value_high", "causes", "origins")
    }
    row |= {"as_of": last["end_date"], "counts": len(line), "first": line["end_date"].iloc[0]}
    row |= {"common": pd.NaT, "difference": None, "share": None, "why": ""}
    if reference.empty or last["publisher"] == reference["publisher"].iloc[0]:
        return row | {"why": "" if reference.empty else "the reference"}
    both = pd.merge_asof(
        line.sort_values("end_date"),
        reference.sort_values("end_date")[["end_date", "value", "origins"]].assign(
            theirs=reference.sort_values("end_date")["end_date"]
        ),
        on="end_date",
        direction="nearest",
        tolerance=ROUND,
        suffixes=("", "_reference"),
    ).dropna(subset=["value_reference"])
    if both.empty:
        return row | {"why": NO_COMMON_DATE}
    pair = both.iloc[-1]
    if (pair["origins"] == 1) != (pair["origins_reference"] == 1):
        return row | {"why": "one of the two counts people of one origin only"}
    difference = int(pair["value"]) - int(pair["value_reference"])
    share = difference / int(pair["value_reference"]) * 100 if pair["value_reference"] else None
    return row | {
        "common": max(pair["end_date"], pair["theirs"]),
        "difference": difference,
        "share": share,
    }


def ranges(told: pd.DataFrame) -> pd.DataFrame:
    """Where several claims speak of the same time, the lowest and highest that their words allow: first, last, low, high, claims.

    `told` are claims about the whole place (`etl.trends.told`). The same time: as-of dates that follow each other within
    a month. A claim without an upper end ("more than") counts with its number. Claims that all say one number are no range.
    """
    said = told[told["whole"]].sort_values("end_date")
    together = (said["end_date"].diff() > ROUND).cumsum()
    found = []
    for _, group in said.groupby(together):
        bounds = [claims.interval(claim) for claim in group.to_dict("records")]
        low = min(
            int(value) if below else first
            for value, below, (first, _) in zip(
                group["value"], group["quantifier"].isin(["less_than", "at_most"]), bounds, strict=True
            )
        )
        high = max(
            int(value) if last is None else last
            for value, (_, last) in zip(group["value"], bounds, strict=True)
        )
        if group["value"].nunique() > 1:
            dates = group["end_date"]
            found.append((dates.iloc[0], dates.iloc[-1], low, high, len(group)))
    return pd.DataFrame(found, columns=["first", "last", "low", "high", "claims"])


def far_apart(periods: pd.DataFrame, told: pd.DataFrame) -> bool:
    """Whether more than a year and a month lie between the movements counted and those that reports tell of."""
    before = told["start_date"].min() - periods["end_date"].max()
    after = periods["start_date"].min() - told["end_date"].max()
    return bool(max(before, after) > TOGETHER)


def covers(origins: int, question: Filter) -> str:
    """From how many origins a count was summed, in words; nothing where the question or the table names one."""
    if question.origin or not origins:
        return ""
    return "one origin only" if origins == 1 else f"{origins} origins"


def causes(said: str) -> str:
    """`conflict and disaster`; `all causes` where a count is not of named ones."""
    return said.replace(", ", " and ") if said else "not split"
