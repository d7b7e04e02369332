"""Counts over time, as they were counted: at which dates, as an index, month by month, or one upon the other.

All take and give series as `etl.totals.over_time` makes them: end_date, publisher, key, value, quantifier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from etl import totals, words
from etl.filters import Filter
from etl.rules import select
from etl.wholes import counted_by

LINE = ["key", "publisher"]
LEAST_BASE = 0.01
LEAST_MONTHS = 6
"""Fewer months with a count than this make no monthly series."""

TOGETHER = pd.Timedelta(days=400)
"""Counts further apart than a year and a month are not joined: nobody counted in between."""


def at_year_ends(series: pd.DataFrame) -> pd.DataFrame:
    """The last count of each December, of each line: years end there, and no other month stands for it."""
    december = series[series["end_date"].dt.month == 12]
    return _last(december, december["end_date"].dt.year)


def by_month(series: pd.DataFrame) -> pd.DataFrame:
    """The last count of each month, of each line."""
    return _last(series, series["end_date"].dt.to_period("M"))


def _last(series: pd.DataFrame, when: pd.Series) -> pd.DataFrame:
    ordered = series.assign(_when=when).sort_values([*LINE, "end_date"])
    return ordered.drop_duplicates([*LINE, "_when"], keep="last").drop(columns="_when")


def within_years(series: pd.DataFrame) -> bool:
    """Whether any line has counts of other dates than the end of a year."""
    return bool((series["end_date"].dt.month != 12).any())


def monthly(figures: pd.DataFrame, question: Filter, by: str | None) -> tuple[pd.DataFrame, str]:
    """Month by month what a publisher counted through the year, with the stored `row`; and why there is none.

    These are often a publisher's second voice beside its end-of-year counts (registration), so they stand alone. They are
    dated on different days in each country, so they are never added: each line is one count of one country and origin.
    """
    # A count of 31 December belongs to the end-of-year series, unless the publisher names another series.
    within = ~_is_year_end(figures["end_date"]) | figures["series"].notna()
    if not within.any():
        return figures.head(0), ""
    rows = select(figures[within], replace(question, series=()))
    rows = rows[(rows["measure"] == "stock") & (rows["review"] == "accepted") & rows["quote"].isna()]
    rows = rows[(rows["sex"] == "all") & (rows["age"] == "all") & (rows["unit"] == "person")]
    rows = rows[
        rows["part"].isna() & (rows["admin_level"] == 0) & rows["country"].notna() & rows["value"].notna()
    ]
    rows = rows.assign(publisher=counted_by(rows), month=rows["end_date"].dt.to_period("M"))
    one = [rows[name] for name in ("publisher", "role", "population", "country", "origin")]
    months = rows.groupby(one, dropna=False)["month"].transform("nunique")
    of_year = rows.groupby([*one, rows["end_date"].dt.year], dropna=False)["month"].transform("nunique")
    rows = rows.assign(months=months)[(months >= LEAST_MONTHS) & (of_year > 1)]
    rows = rows.assign(key=rows[by] if by else "").sort_values("end_date")
    # Of several counts of one line the one with the most months is shown.
    best = rows.groupby(["key", "population", "country", "origin"], dropna=False)["months"].transform("max")
    rows = rows[rows["months"] == best].drop_duplicates(
        ["key", "population", "country", "origin", "month"], keep="last"
    )
    if rows.empty:
        return rows, ""
    if rows.duplicated(["key", "month"]).any():
        return rows.head(0), (
            "monthly counts of several countries or origins are of different days and never added: "
            "split by where they are, or choose one country"
        )
    return rows[["end_date", "publisher", "key", "value", "quantifier", "row"]].sort_values(
        [*LINE, "end_date"]
    ), ""


def _is_year_end(dates: pd.Series) -> pd.Series:
    last_day: pd.Series = (dates.dt.month == 12) & (dates.dt.day == 31)
    return last_day


def indexed(series: pd.DataFrame) -> tuple[pd.DataFrame, int, list[str]]:
    """Each line as an index, 100 in the first year that most lines have in common; that year; the lines left out.

    A year counts for a line from `LEAST_BASE` of its largest count on: an index of a handful of people is noise.
    `value` becomes the index (a derived number); `people` keeps the count. Raises ValueError for no counts at all.
    """
    counted = series.dropna(subset=["value"])
    largest = counted.groupby(LINE)["value"].transform("max")
    counted = counted[(counted["value"] > 0) & (counted["value"] >= largest * LEAST_BASE)]
    if counted.empty:
        raise ValueError("no count above 0 to make an index of")
    names = counted[LINE].astype(str).agg(" / ".join, axis=1)
    years = counted["end_date"].dt.year
    lines = names.groupby(years).nunique()
    base = int(lines[lines == lines.max()].index.min())
    first = counted[years == base].assign(_name=names[years == base]).drop_duplicates("_name", keep="last")
    bases = dict(zip(first["_name"], first["value"].astype(float), strict=True))
    every = series.assign(_name=series[LINE].astype(str).agg(" / ".join, axis=1), people=series["value"])
    kept = every[every["_name"].isin(bases) & (every["end_date"].dt.year >= base)]
    scaled = kept["value"].astype(float) / kept["_name"].map(bases) * 100
    gone = sorted(set(every["_name"]) - set(bases))
    return kept.assign(value=scaled).drop(columns="_name"), base, [name.split(" / ")[0] for name in gone]


@dataclass(frozen=True)
class Stack:
    """Parts that may stand one upon the other, or why not (`refusal`). `missing`: the dates without a count, by key."""

    series: pd.DataFrame
    missing: dict[str, tuple[pd.Timestamp, ...]]
    refusal: str = ""


def stack(series: pd.DataFrame, figures: pd.DataFrame, question: Filter, by: str | None) -> Stack:
    """The lines of `series` as parts of one sum, if `etl.totals` would add them.

    By country or origin, of one population and one publisher. The dates are those at which any part was counted.
    """
    none = Stack(series.head(0), {})
    if by not in ("country", "origin"):
        return replace(
            none,
            refusal="the areas of a picture add up, and these counts may not be added: groups are counted by several "
            "publishers, and several publishers count the same people. Split by where they are or where they fled from",
        )
    publishers = sorted(series["publisher"].unique())
    if len(publishers) > 1:
        return replace(
            none,
            refusal=f"{' and '.join(publishers)} stand side by side here and are never added. "
            "Choose one with --publisher",
        )
    newest = series["end_date"].max().date()
    answer = totals.total(figures, replace(question, start=None, end=None, on=newest))
    if answer.refusal:
        return replace(none, refusal=answer.refusal)
    dates = sorted(series["end_date"].unique())
    missing = {
        str(key): tuple(date for date in dates if date not in set(line["end_date"]))
        for key, line in series.dropna(subset=["value"]).groupby("key")
    }
    return Stack(series, {key: gone for key, gone in missing.items() if gone})


def spans(gone: list[int], every: list[int]) -> str:
    """Years as people say them: `2011 and 2016 to 2025`; `every` are the years that follow each other here."""
    runs: list[list[int]] = []
    for place in (every.index(year) for year in gone):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    said = [str(every[run[0]]) if len(run) == 1 else f"{every[run[0]]} to {every[run[-1]]}" for run in runs]
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def told(claims: pd.DataFrame, question: Filter, by: str | None, keys: set[str]) -> pd.DataFrame:
    """The claims of reports that belong on a picture: those of its people and places.

    Adds `key` (the line), `whole` (whether it speaks of all people of the line) and `part_of` (of which part, if not).
    Figures of a place inside the country, of a region, or of one origin only are no count of the whole.
    """
    if claims.empty:
        return claims.assign(key="", whole=True, part_of="")
    rows = claims[
        claims["value"].notna()
        & claims["end_date"].notna()
        & (claims["sex"] == "all")
        & (claims["age"] == "all")
    ]
    rows = rows.assign(key=rows[by] if by else "").dropna(subset=["key"])
    rows = rows[rows["key"].isin(keys)]
    inside = rows["origin"] == rows["country"]
    one_country, one_origin = _only(question.country), _only(question.origin)
    here = (rows["country"] == one_country) | (inside & (rows["origin"] == one_origin))
    country = here | (by == "country")
    origin = inside | (by == "origin") | (rows["origin"] == one_origin)
    origin |= rows["origin"].isna() & (not question.origin)
    region = rows["country"].isna() & (rows["origin"] == one_origin) & (by != "country")
    whole = (rows["admin_level"] == 0).fillna(False) & country & origin
    part = (
        rows["place"]
        .fillna("a part")
        .where(rows["admin_level"].fillna(-1) != 0, "from " + rows["origin"].fillna("").map(_name))
    )
    return rows.assign(whole=whole, part_of=part)[country | region]


def _only(codes: tuple[str, ...]) -> str | None:
    return codes[0] if len(codes) == 1 else None


def _name(code: str) -> str:
    return words.country(code)
