"""One country and its first-level units, with what reports and tables say of places in it."""

from __future__ import annotations

import geopandas
import pandas as pd
import plotly.graph_objects as go

from charts import marks, numbers, shapes, style
from charts.world import report_hover

PLOT_HEIGHT = 380
MARGIN = 0.06
UNIT = "adm1_code"
"""Each outline has one; an ISO 3166-2 code it may lack."""
SHAPE = 1.7
"""Width to height of what is shown, in degrees: neighbours fill the sides."""
MOST_LABELS = 6
LABEL_LAT, LABEL_LON = 0.4, 1.2
"""Degrees that a label needs for itself."""


def figure(
    rows: pd.DataFrame,
    country: str,
    what: str,
    units: geopandas.GeoDataFrame,
    land: geopandas.GeoDataFrame,
    disputed: geopandas.GeoDataFrame,
    disclaimer: str,
    notes: tuple[str, ...] = (),
) -> go.Figure:
    """`rows` are canonical rows of places in `country` (ISO3) with coordinates, of one measure, one row a place.

    `units` are the country's first-level units, `land` all countries (the neighbours are drawn pale).
    """
    if len(rows):
        style.one_measure(rows)
    west, south, east, north = (
        units.total_bounds if len(units) else land[land["iso3"] == country].total_bounds
    )
    room = max(east - west, north - south) * MARGIN
    wider = max(0.0, (north - south) * SHAPE - (east - west)) / 2
    west, east = west - wider, east + wider
    fig = shapes.empty_map()
    near = land.cx[west - 6 * room : east + 6 * room, south - 6 * room : north + 6 * room]
    near = near[near["iso3"] != country]
    names = [numbers.plain(style.name(iso3, "country")) for iso3 in near["iso3"]]
    shapes.areas(fig, near, "iso3", "#FAFAF8", "Neighbours", names, edge="#D8DCE0")
    counted = set(rows["admin1"].dropna()) if len(rows) else set()
    said = units[units["admin1"].isin(counted)]
    other = units[~units["admin1"].isin(counted)]
    shapes.areas(fig, other, UNIT, style.NO_DATA, "No figure in these tables", _names(other), edge="#B4BBC1")
    shapes.areas(fig, said, UNIT, style.BLUES[0], "A report speaks of it", _names(said), edge="#7F9DB5")
    shapes.lines(fig, disputed)
    shapes.bubbles(fig, rows, [report_hover(row) for row in rows.to_dict("records")], 34)
    _labels(fig, rows)
    fig.update_geos(
        projection_type="mercator",
        lonaxis_range=[west - room, east + room],
        lataxis_range=[south - room, north + room],
    )
    text = style.Text(
        title=_title(rows, country, what),
        subtitle=_subtitle(rows, what),
        source=style.source(rows),
        as_of=f"as of dates to {numbers.day(rows['end_date'].max())}" if len(rows) else "",
        notes=(*notes, *marks.notes(rows), disclaimer),
    )
    fig = style.dress(fig, text, PLOT_HEIGHT, left=0, right=0, below=34)
    reported = [marks.sign(rows), ("■", style.BLUES[1], "its unit")] if len(rows) else []
    shapes.sign_legend(fig, [shapes.NO_FIGURE_SIGN, *reported, shapes.DISPUTED_SIGN], -shapes.GAP_BELOW)
    return fig


def _names(units: geopandas.GeoDataFrame) -> list[str]:
    return [numbers.plain(str(name)) for name in units["name"]]


def _labels(fig: go.Figure, rows: pd.DataFrame) -> None:
    shown = _apart(rows.sort_values("value", ascending=False)).head(MOST_LABELS)
    fig.add_scattergeo(
        lat=shown["lat"].astype(float).tolist(),
        lon=shown["lon"].astype(float).tolist(),
        mode="text",
        text=[
            "\u2003\u2003" + numbers.plain(numbers.mark(quantifier) + numbers.short(value))
            for quantifier, value in zip(shown["quantifier"], shown["value"], strict=True)
        ],
        textposition="middle right",
        textfont={"size": 12, "color": style.INK},
        hoverinfo="skip",
        showlegend=False,
    )


def _apart(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose labels would not lie on a larger one's."""
    kept: list[tuple[float, float]] = []
    chosen = []
    for lat, lon in zip(rows["lat"], rows["lon"], strict=True):
        free = all(abs(lat - other) > LABEL_LAT or abs(lon - another) > LABEL_LON for other, another in kept)
        chosen.append(free)
        if free:
            kept.append((lat, lon))
    return rows.loc[chosen]


def _title(rows: pd.DataFrame, country: str, what: str) -> str:
    name = style.name(country, "country")
    if rows.empty:
        return f"{name}: no figure for places in it in these tables"
    first = rows.sort_values("value", ascending=False).iloc[0]
    amount = numbers.bound(first["value"], first["quantifier"], first["value_high"])
    place = first["place"] if isinstance(first["place"], str) else name
    when = numbers.day(first["end_date"])
    return f"{name}: {amount} {what} in {place}, {'by' if first['measure'] == 'flow' else 'on'} {when}"


def _subtitle(rows: pd.DataFrame, what: str) -> str:
    if rows.empty:
        return "First-level units"
    kind = "movements in a period" if style.one_measure(rows) == "flow" else "people at a date"
    return f"{numbers.capital(what)}: {kind}, newest figure of each place"
