"""Maps on a page: shapes that every map needs, joined with the figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from charts import country_map, film, numbers, phrases, world
from charts.look import PLAIN, Look
from etl import atlas, first_level, inhabitants, words
from etl.atlas import Sheet
from etl.filters import Filter
from etl.first_level import Units
from etl.rules import Refused
from ui import reading, shapes


def of_world(
    table: pd.DataFrame,
    chosen: Filter,
    by: str,
    reports: pd.DataFrame,
    look: Look = PLAIN,
    notes: tuple[str, ...] = (),
    height: int = world.PLOT_HEIGHT,
) -> go.Figure:
    """The world by asylum or origin, with the reports that have a place on it."""
    what = phrases.people(chosen, by)
    return world.figure(table, what, by, shapes.ground(), reports, look, notes, height)


def over_years(table: pd.DataFrame, chosen: Filter, by: str, look: Look) -> go.Figure:
    """The world, a frame for each year of `by_year`."""
    return film.figure(table, phrases.people(chosen, by), by, shapes.ground(), look)


@reading.remembered
def sheet(asked: Filter, by: str) -> tuple[Sheet | None, str]:
    """`etl.atlas.sheet` with rates, or the reason why there is none."""
    try:
        found = atlas.sheet(reading.accepted(asked), asked, by)
    except Refused as refused:
        return None, str(refused)
    return replace(found, table=inhabitants.per_1000(found.table)), ""


@reading.remembered
def by_year(asked: Filter, by: str) -> tuple[pd.DataFrame, list[int]]:
    """`etl.atlas.by_year` with rates, and the stored rows behind it."""
    table, rows = atlas.by_year(reading.accepted(asked), asked, by)
    return inhabitants.per_1000(table), list(rows["row"])


@reading.remembered
def units(asked: Filter) -> tuple[Units | None, str]:
    """`etl.first_level.units`, or the reason why there are none."""
    try:
        return first_level.units(reading.accepted(asked), asked), ""
    except Refused as refused:
        return None, str(refused)


def placed(claims: pd.DataFrame, asked: Filter) -> pd.DataFrame:
    """Reports' figures of the asked people, up to the asked day, that have coordinates below the level of a country:
    the newest of each place."""
    known = claims["lat"].notna() & claims["value"].notna() & (claims["admin_level"].fillna(0) > 0)
    if asked.population:
        known &= claims["population"].isin(asked.population)
    last = asked.on or asked.end
    if last:
        known &= claims["end_date"] <= pd.Timestamp(last)
    newest = claims[known].sort_values("end_date")
    return newest.drop_duplicates(["lat", "lon", "population", "measure"], keep="last")


def of_country(
    asked: Filter, claims: pd.DataFrame, found: Units | None, look: Look
) -> list[tuple[str, go.Figure, pd.DataFrame]]:
    """A map for each measure that units or reports have figures of inside the country; one without figures if none.

    Of each its name, the picture, and the canonical rows of reports on it.
    """
    iso3 = asked.country[0]
    inside = placed(claims[claims["country"] == iso3], replace(asked, population=(), measure=None))
    told = {str(measure): rows for measure, rows in inside.groupby("measure")}
    counted = [look.measure] if found is not None and len(found.table) else []
    kinds = list(dict.fromkeys([*counted, *told])) or ["none"]
    return [
        (
            kind,
            _inside(asked, told.get(kind, inside.head(0)), found if kind in counted else None, look),
            told.get(kind, inside.head(0)),
        )
        for kind in kinds
    ]


def _inside(asked: Filter, rows: pd.DataFrame, found: Units | None, look: Look) -> go.Figure:
    iso3 = asked.country[0]
    people = numbers.listed([words.POPULATION[name] for name in sorted(rows["population"].unique())])
    if found is not None:
        people = phrases.populations(asked)
    return country_map.figure(
        rows,
        iso3,
        people or "displaced people",
        shapes.units(iso3),
        shapes.ground(),
        None if found is None else found.table,
        replace(look, rate=False),
        () if found is None else _notes(found, look),
    )


MOST_LOST = 5


def _notes(found: Units, look: Look) -> tuple[str, ...]:
    """What the units' colours leave out or add up."""
    said = list(found.notes)
    if look.rate:
        said.append("how many inhabitants the units have is not known here: people, not per 1,000")
    if found.level > 1:
        said.append("each unit is the sum of its districts in these tables; there may be others")
    several = int((found.table["units"].map(len) > 1).sum())
    if several:
        said.append(f"outlines older than today's units, with the sum of those they have become: {several}")
    if found.lost:
        names = [
            f"{place} ({'withheld' if value is None else numbers.whole(value)})"
            for place, value in found.lost[:MOST_LOST]
        ]
        more = f" and {len(found.lost) - MOST_LOST} more" if len(found.lost) > MOST_LOST else ""
        said.append(f"places on no outline, so not drawn ({len(found.lost)}): {', '.join(names)}{more}")
    return tuple(said)
