"""Wholes and their parts, and the several counts that one publisher has of the same people: of each, one is kept.

The rules 3 and 4 of `etl.rules`, as functions of canonical rows.
"""

from __future__ import annotations

import pandas as pd

from etl.filters import Filter

WORLD = "World"
SCOPE = ["publisher", "series", "population", "country"]
LINE = [*SCOPE, "origin", "cause", "admin_level", "place_key", "part"]
"""What one row says again at another date: the rows of one line are never added to each other."""


def those(rows: pd.DataFrame, keep: pd.Series) -> pd.DataFrame:
    """The rows that pass; where all do, the very same frame: copying a whole table costs more than asking."""
    return rows if keep.all() else rows[keep]


def counted_by(rows: pd.DataFrame) -> pd.Series:
    """Whose count each row is: the publisher, and its series where it is not the main one (`IOM: Countrywide`)."""
    if rows["series"].isna().all():
        return rows["publisher"]
    return rows["publisher"].where(
        rows["series"].isna(), rows["publisher"] + ": " + rows["series"].fillna("")
    )


def with_place_key(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the column `place_key`: what tells places of one level apart, however they are spelled.

    That is the p-code, else the ISO 3166-2 code of a first-level unit, else the name within it; a country is its code.
    Rows that have it are given back as they are: it is worked out once for all questions to the same rows.
    """
    if "place_key" in rows:
        return rows
    level = rows["admin_level"].fillna(-1)
    if (level == 0).all():
        return rows.assign(place_key="")
    within = rows["admin1"].fillna("") + "/" + rows["place"].fillna("")
    named = rows["admin1"].where((level == 1) & rows["admin1"].notna(), within)
    return rows.assign(place_key=rows["pcode"].fillna(named).where(level != 0, ""))


def main_series(rows: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """Of each publisher's counts of a population the main one (no `series`), if it has any; those asked for, if any."""
    if question.series:
        return rows[rows["series"].str.lower().isin([name.lower() for name in question.series])]
    main = rows["series"].isna()
    if main.all():
        return rows
    return those(rows, main | ~_any(main, rows, ["publisher", "population", "measure"]))


def of_one_round(rows: pd.DataFrame) -> pd.DataFrame:
    """Of units and parts only those of the newest date: one survey counts them all, a unit that is gone has nobody."""
    partial = (rows["admin_level"].fillna(0) > 0) | rows["part"].notna()
    if not partial.any():
        return rows
    newest = rows.groupby([*SCOPE, "admin_level"], dropna=False)["end_date"].transform("max")
    return those(rows, ~partial | (rows["end_date"] == newest))


def one_level(rows: pd.DataFrame, question: Filter, by: str | None, when: list[str]) -> pd.DataFrame:
    """Of a total and its parts keep one, per publisher and population (and per `when`).

    The world or its countries, all origins or each, all causes or each, the country or its units of one level (the one
    asked for), the whole or its parts.
    """
    rows = with_place_key(those(rows, rows["country"].notna() | (rows["place"] == WORLD)))
    world = rows["country"].isna()
    if question.country or by == "country":
        rows = those(rows, ~world)
    else:
        by_origin = bool(question.origin) or by == "origin"
        usable = world & (rows["origin"].notna() if by_origin else rows["origin"].isna())
        keys = ["publisher", "series", "population", *(["origin"] if by_origin else []), *when]
        rows = those(rows, usable | ~_any(usable, rows, keys) & ~world)
    rows = _whole(rows, when)
    if not question.origin and by != "origin":
        summed = rows["origin"].isna()
        rows = those(rows, summed | ~_any(summed, rows, [*SCOPE, *when]))
    # A part of no stated cause is no total of the causes.
    total = rows["cause"].isna() & rows["part"].isna()
    rows = those(rows, rows["cause"].isna() | ~_any(total, rows, [*SCOPE, "origin", "admin_level", *when]))
    level = rows["admin_level"].fillna(0)
    if question.level is not None:
        return rows[level == question.level]
    lowest = level.groupby([rows[name] for name in [*SCOPE, *when]], dropna=False).transform("min")
    return those(rows, level == lowest)


def _whole(rows: pd.DataFrame, when: list[str]) -> pd.DataFrame:
    """Without the parts of people, or of movements in a period, of whom the whole is there."""
    keys = [*SCOPE, "measure", "origin", "cause", "admin_level", "place_key"]
    part = rows["part"].notna()
    if not part.any() or part.all():
        return rows
    level = rows["admin_level"].fillna(0)  # sites of no single level make up the country
    alike = rows.assign(admin_level=level, place_key=rows["place_key"].where(level > 0, ""))
    parts = alike[part].reset_index(names="at")
    both = parts.merge(alike.loc[~part, [*keys, "start_date", "end_date"]], on=keys, suffixes=("", "_whole"))
    stock = (both["measure"] == "stock") & (both["end_date"] == both["end_date_whole"])
    flow = (both["start_date"] <= both["end_date_whole"]) & (both["start_date_whole"] <= both["end_date"])
    return rows[~rows.index.isin(both.loc[stock | flow, "at"])]


def several_series(rows: pd.DataFrame) -> tuple[str, str, str, list[str]] | None:
    """The first (publisher, population, country) that has several counts among the rows, and their names."""
    if rows["series"].isna().all():
        return None
    for (publisher, population, country), group in rows.groupby(
        ["publisher", "population", "country"], dropna=False
    ):
        names = sorted(group["series"].dropna().unique())
        if len(names) + bool(group["series"].isna().any()) > 1:
            return str(publisher), str(population), str(country), names
    return None


def _any(condition: pd.Series, rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    if not condition.any() or condition.all():
        return condition
    return condition.groupby([rows[name] for name in keys], dropna=False).transform("any").astype(bool)
