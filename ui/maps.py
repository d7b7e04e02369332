"""Maps on a page: the shapes that every map needs, joined with the figures."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import country_map, numbers, phrases, world
from etl import boundaries, words
from etl.filters import Filter
from ui import shapes


def of_world(
    table: pd.DataFrame,
    chosen: Filter,
    by: str,
    reports: pd.DataFrame,
    notes: tuple[str, ...] = (),
    height: int = world.PLOT_HEIGHT,
) -> go.Figure:
    """The world by asylum or origin, with the reports that have a place on it."""
    return world.figure(
        table,
        phrases.people(chosen, by),
        by,
        shapes.countries(),
        shapes.disputed(),
        boundaries.disclaimer(),
        reports,
        notes,
        height,
    )


def placed(claims: pd.DataFrame, asked: Filter) -> pd.DataFrame:
    """Reports' figures of the asked people, up to the asked day, that have coordinates below the level of a country:
    the newest of each place."""
    known = claims["lat"].notna() & claims["value"].notna() & (claims["admin_level"].fillna(0) > 0)
    if asked.population:
        known &= claims["population"].isin(asked.population)
    if asked.on:
        known &= claims["end_date"] <= pd.Timestamp(asked.on)
    newest = claims[known].sort_values("end_date")
    return newest.drop_duplicates(["lat", "lon", "population", "measure"], keep="last")


def of_country(asked: Filter, claims: pd.DataFrame) -> list[tuple[str, go.Figure, pd.DataFrame]]:
    """A map for each measure that reports give for places inside the country; one without figures if there is none."""
    iso3 = asked.country[0]
    inside = placed(claims[claims["country"] == iso3], asked)
    kinds = [(measure, rows) for measure, rows in inside.groupby("measure")] or [("none", inside)]
    return [(str(measure), _inside(iso3, rows), rows) for measure, rows in kinds]


def _inside(iso3: str, rows: pd.DataFrame) -> go.Figure:
    people = numbers.listed([words.POPULATION[name] for name in sorted(rows["population"].unique())])
    return country_map.figure(
        rows,
        iso3,
        people or "displaced people",
        shapes.units(iso3),
        shapes.countries(),
        shapes.disputed(),
        boundaries.disclaimer(),
    )
