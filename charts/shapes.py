"""Shapes and lines on a map that draws with no network.

Plotly fetches its own world from a server if a base layer is shown or the first trace names places; then the map
stays blank where there is no network, and nothing says so. So each map here starts with an empty trace of points,
and hides the base layers: everything drawn is ours.
"""

from __future__ import annotations

import json
from typing import Any

import geopandas
import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style

DIGITS = 2
LAND, COAST, SEA = "#F4F4F2", "#FFFFFF", "#FFFFFF"


def empty_map() -> go.Figure:
    """A figure whose first trace is empty points and whose base layers are hidden."""
    fig = go.Figure(go.Scattergeo(lat=[None], lon=[None], showlegend=False, hoverinfo="skip"))
    fig.update_geos(visible=False, bgcolor=SEA)
    return fig


def areas(
    fig: go.Figure,
    shapes: geopandas.GeoDataFrame,
    key: str,
    colour: str,
    name: str,
    hover: list[str],
    edge: str = COAST,
    show_name: bool = True,
) -> None:
    """Draw shapes in one colour, as one class of the legend."""
    fig.add_choropleth(
        geojson=_geojson(shapes, key),
        featureidkey="id",
        locations=shapes[key].tolist(),
        z=[0] * len(shapes),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        showlegend=show_name and len(shapes) > 0,
        name=name,
        marker={"line": {"color": edge, "width": 0.5}},
        text=hover,
        hovertemplate="%{text}<extra></extra>",
    )


def lines(fig: go.Figure, shapes: geopandas.GeoDataFrame) -> None:
    """Draw lines in dispute, dashed."""
    lats: list[float | None] = []
    lons: list[float | None] = []
    for shape in shapes.geometry.explode(ignore_index=True):
        ring = shape.exterior if shape.geom_type == "Polygon" else shape
        lons += [*ring.xy[0], None]
        lats += [*ring.xy[1], None]
    fig.add_scattergeo(
        lat=lats,
        lon=lons,
        mode="lines",
        line={"color": "#6B7680", "width": 1, "dash": "dot"},
        hoverinfo="skip",
        name="Line in dispute or undetermined",
        showlegend=bool(len(shapes)),
    )


def bubbles(fig: go.Figure, reports: pd.DataFrame, hover: list[str], largest: int = 30) -> None:
    """Draw figures of reports as circles whose area stands for the number of people."""
    values = reports["value"].astype(float)
    fig.add_scattergeo(
        lat=reports["lat"].astype(float).tolist(),
        lon=reports["lon"].astype(float).tolist(),
        mode="markers",
        marker={
            "size": values.tolist(),
            "sizemode": "area",
            "sizeref": float(values.max()) / largest**2 if len(values) else 1,
            "sizemin": 4,
            "color": style.BUBBLE,
            "opacity": 0.75,
            "line": {"color": "#FFFFFF", "width": 1},
        },
        text=hover,
        hovertemplate="%{text}<extra></extra>",
        name="Figure in a report (area: people)",
        showlegend=len(reports) > 0,
    )


def legend(fig: go.Figure, title: str) -> None:
    """The classes in one row under the map, in order; a click hides nothing."""
    fig.update_layout(
        showlegend=True,
        legend={
            "title": {"text": numbers.plain(title), "font": {"size": 12, "color": style.SOFT}},
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 11.5},
            "traceorder": "normal",
            "itemwidth": 30,
        },
    )


def _geojson(shapes: geopandas.GeoDataFrame, key: str) -> dict[str, Any]:
    # The globe's geometry knows inside from outside by the direction of a ring: outer rings run clockwise.
    turned = shapes.geometry.orient_polygons(exterior_cw=True)
    slim = geopandas.GeoDataFrame(geometry=turned.values, index=shapes[key].astype(str), crs=shapes.crs)
    found: dict[str, Any] = json.loads(slim.to_json(drop_id=False))
    for feature in found["features"]:
        feature["geometry"]["coordinates"] = _rounded(feature["geometry"]["coordinates"])
    return found


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, DIGITS)
    return [_rounded(part) for part in coordinates]
