"""The world, countries coloured by how many people; figures of reports as circles."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import geopandas
import pandas as pd
import plotly.graph_objects as go

from charts import marks, numbers, shapes, style
from charts.style import Row

BOUNDS = (0, 10_000, 100_000, 500_000, 1_000_000, 2_500_000, 100_000_000)
"""Fixed, so that maps of different dates and groups can be laid beside each other."""

NO_FIGURE = "No figure in these tables"
PLOT_HEIGHT = 380
WORLD = (-168, -56, 180, 80)
REGION = 110
"""Degrees of longitude: what lies within is shown nearer."""


def figure(
    table: pd.DataFrame,
    what: str,
    by: str,
    land: geopandas.GeoDataFrame,
    disputed: geopandas.GeoDataFrame,
    disclaimer: str,
    reports: pd.DataFrame,
    notes: tuple[str, ...] = (),
    plot_height: int = PLOT_HEIGHT,
) -> go.Figure:
    """The picture of `etl.totals.by` for `by` (country or origin) on the shapes `land` (iso3, geometry).

    A country without a figure is grey and outlined, never coloured as 0. `reports` are canonical rows with coordinates.
    """
    land = land[land["iso3"] != "ATA"]
    values = table.dropna(subset=["value"])
    fig = shapes.empty_map()
    without = land[~land["iso3"].isin(values["key"])]
    hover = [
        f"<b>{numbers.plain(style.name(iso3, 'country'))}</b><br>{NO_FIGURE}" for iso3 in without["iso3"]
    ]
    shapes.areas(fig, without, "iso3", style.NO_DATA, NO_FIGURE, hover, edge="#BFC5CA")
    for (low, high), colour in zip(pairwise(BOUNDS), style.BLUES, strict=True):
        members = values[(values["value"] >= low) & (values["value"] < high)].set_index("key")
        drawn = land[land["iso3"].isin(members.index)]
        texts = [_hover(iso3, members.loc[iso3]) for iso3 in drawn["iso3"]]
        shapes.areas(fig, drawn, "iso3", colour, _class(low, high), texts)
    shapes.lines(fig, disputed)
    shapes.bubbles(fig, reports, [report_hover(row) for row in reports.to_dict("records")], 22)
    fig.update_geos(_window(land[land["iso3"].isin(values["key"])], reports))
    text = style.Text(
        title=_title(values, what, by),
        subtitle=f"{numbers.capital(what)}: people, by {_BY[by]}",
        source=style.source(pd.concat([values[["publisher"]], reports[["publisher"]]])),
        as_of=_dates(values),
        notes=(*notes, *_coverage(values), *marks.notes(reports), disclaimer),
    )
    fig = style.dress(fig, text, plot_height, left=0, right=0, below=shapes.LEGEND_HEIGHT)
    shapes.class_legend(fig, BOUNDS, style.BLUES, "People")
    reported = [marks.sign(reports)] if len(reports) else []
    shapes.sign_legend(fig, [shapes.NO_FIGURE_SIGN, *reported, shapes.DISPUTED_SIGN])
    return fig


_BY = {"country": "country where they are", "origin": "country they fled from"}


def _class(low: int, high: int) -> str:
    if low == 0:
        return f"under {numbers.short(high)}"
    return (
        f"{numbers.short(low)} or more"
        if high == BOUNDS[-1]
        else f"{_less(low, high)} to {numbers.short(high)}"
    )


def _less(low: int, high: int) -> str:
    """`1` in `1 to 2.5 million`: the unit is said once."""
    return (
        numbers.short(low).removesuffix(" million")
        if low >= 1_000_000 and high >= 1_000_000
        else numbers.short(low)
    )


def _hover(iso3: str, row: pd.Series) -> str:
    name = numbers.plain(style.name(iso3, "country"))
    amount = numbers.bound(row["value"], row["quantifier"])
    return f"<b>{name}</b><br>{amount}<br>{numbers.as_of(row['as_of'])}, {numbers.plain(row['publisher'])}"


def report_hover(row: Row) -> str:
    """A report's figure: place, amount in its bound, date, who said it."""
    amount = numbers.bound(row["value"], str(row["quantifier"]), row["value_high"])
    people = style.name(str(row["population"]), "population").lower()
    place = numbers.plain(str(row["place"])) if isinstance(row["place"], str) else "Place not said"
    end = pd.Timestamp(row["end_date"])
    return (
        f"<b>{place}</b><br>{amount} {people}<br>{numbers.as_of(end)}, {numbers.plain(str(row['publisher']))}"
    )


def _window(drawn: geopandas.GeoDataFrame, reports: pd.DataFrame) -> dict[str, Any]:
    """The whole world, or nearer where all that is drawn lies in one region."""
    corners = list(zip(*drawn["main"], strict=True))
    west, south = (min(corners[0]), min(corners[1])) if corners else WORLD[:2]
    east, north = (max(corners[2]), max(corners[3])) if corners else WORLD[2:]
    if len(reports):
        west, east = min(west, reports["lon"].min()), max(east, reports["lon"].max())
        south, north = min(south, reports["lat"].min()), max(north, reports["lat"].max())
    if east - west > REGION or not corners:
        west, south, east, north = WORLD
    else:
        west, south, east, north = west - 6, max(south - 5, -56), east + 6, min(north + 5, 80)
    return {
        "projection_type": "natural earth",
        "projection_rotation_lon": (west + east) / 2,
        "lonaxis_range": [west, east],
        "lataxis_range": [south, north],
    }


def _title(values: pd.DataFrame, what: str, by: str) -> str:
    if values.empty:
        return numbers.capital(f"{what}: no country has a figure in these tables")
    first = values.sort_values("value", ascending=False).iloc[0]
    amount, when = numbers.short(first["value"]), numbers.as_of(first["as_of"])
    most = ", the most in these tables" if len(values) > 1 else ""
    where = f"{'in' if by == 'country' else 'from'} {style.name(first['key'], by)}"
    return numbers.capital(f"{amount} {what} are {where} {when}{most}")


def _coverage(values: pd.DataFrame) -> list[str]:
    if len(values) < 2:
        return []
    return [f"{len(values)} countries have a figure in these tables, others may have people too"]


def _dates(values: pd.DataFrame) -> str:
    if values.empty:
        return ""
    first, last = values["as_of"].min(), values["as_of"].max()
    return (
        f"as of {numbers.day(last)}"
        if first == last
        else f"as of dates from {numbers.day(first)} to {numbers.day(last)}"
    )
