"""Figures of a country's first-level units, joined to the outlines that maps have of them.

Outlines are joined by ISO 3166-2 code (`etl.areas.admin1_units`). Some are older than today's units: what was one unit
then shows the sum of those that it has become.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from etl import areas, boundaries, sums
from etl.filters import Filter
from etl.rules import Refused, addable, one_publisher, select
from etl.wholes import with_place_key

COLUMNS = ("key", "name", "units", "value", "value_high", "quantifier", "as_of", "publisher")


@dataclass(frozen=True)
class Units:
    """`table`: COLUMNS, one row an outline (`key`: its `adm1_code`; `units`: the ISO 3166-2 codes in it); `rows`: the
    figures behind it; `level`: of which administrative level these are; `lost`: units on no outline, and their people;
    `notes`: what to say of the sums."""

    table: pd.DataFrame
    rows: pd.DataFrame
    level: int
    lost: tuple[tuple[str, int | None], ...]
    notes: tuple[str, ...] = ()


def units(figures: pd.DataFrame, question: Filter) -> Units:
    """One value per outline of the question's one country. Raises `etl.rules.Refused` with the reason.

    Figures of the first level are shown; where there are none, those of districts are added up within it.
    """
    meant = select(figures, question)
    levels = set(meant.loc[meant["measure"] == question.measure, "admin_level"].dropna())
    below = sorted(int(level) for level in levels if level in (1, 2))
    if not below:
        raise Refused("no table has figures for places in this country", meant.head(0))
    rows, notes = addable(meant, replace(question, level=below[0]))
    rows, said = one_publisher(rows, question)
    rows = rows.assign(outline=outlines(question.country[0], rows["admin1"]))
    missing = rows["outline"].isna()
    drawn = rows[~missing]
    # `addable` counts units of the whole answer; here each stands for itself.
    told = tuple(note for note in (*notes, *said) if not note.startswith("the sum of"))
    return Units(_table(drawn), drawn, below[0], _lost(rows[missing]), told)


def outlines(iso3: str, codes: pd.Series) -> pd.Series:
    """The outline (`adm1_code`) that each ISO 3166-2 code of the country is drawn in; missing where there is none."""
    known = areas.admin1_units()
    known = known[known["iso3"] == iso3].set_index("admin1")
    where = known["adm1_code"].where(known["adm1_code"] != "", known["drawn_in"])
    drawn = where[where.isin(boundaries.admin1(iso3)["adm1_code"])]
    return codes.map(drawn)


def within(iso3: str, outline: str) -> list[str]:
    """The ISO 3166-2 codes of the units that are drawn in an outline (`adm1_code`) of the country."""
    known = areas.admin1_units()
    codes = known.loc[known["iso3"] == iso3, "admin1"].reset_index(drop=True)
    return sorted(codes[outlines(iso3, codes) == outline])


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    names = areas.admin1_units().set_index("admin1")["name"]
    codes = {code: tuple(sorted(set(group))) for code, group in rows.groupby("outline")["admin1"]}
    table = sums.by_group(rows, ["outline"]).rename(columns={"outline": "key"})
    table = table.assign(units=table["key"].map(codes))
    table["name"] = [", ".join(names[code] for code in found) for found in table["units"]]
    return table[list(COLUMNS)].sort_values(["value", "key"], ascending=[False, True], ignore_index=True)


def _lost(rows: pd.DataFrame) -> tuple[tuple[str, int | None], ...]:
    """Units on no outline, the largest first; None where their count is withheld."""
    if rows.empty:
        return ()
    keyed = with_place_key(rows)
    groups = keyed.groupby("place_key", dropna=False)
    found = pd.DataFrame({"place": groups["place"].first(), "value": groups["value"].sum(min_count=1)})
    found = found.sort_values(["value", "place"], ascending=[False, True])
    return tuple(
        (str(place), None if pd.isna(value) else int(value))
        for place, value in zip(found["place"], found["value"], strict=True)
    )
