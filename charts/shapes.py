"""Shapes and lines on a map that draws with no network.

Plotly fetches its own world from a server if a base layer is shown or the first trace names places; then the map
stays blank where there is no network, and nothing says so. So each map here starts with an empty trace of points,
and hides the base layers: everything drawn is ours.
"""

from __future__ import annotations

from typing import Any

import geopandas
import pandas as pd
import plotly.graph_objects as go
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from charts import marks, numbers, style

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
) -> None:
    """Draw `drawable` shapes in one colour, as one class."""
    fig.add_choropleth(
        geojson={"type": "FeatureCollection", "features": shapes["feature"].tolist()},
        featureidkey="id",
        locations=shapes[key].tolist(),
        z=[0] * len(shapes),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
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
    )


def bubbles(fig: go.Figure, reports: pd.DataFrame, hover: list[str], largest: int = 30) -> None:
    """Draw figures of reports as circles whose area stands for the number of people; hollow until accepted."""
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
            "color": marks.fills(reports, style.BUBBLE),
            "opacity": 0.75,
            "line": {"color": style.BUBBLE, "width": 2},
        },
        text=hover,
        hovertemplate="%{text}<extra></extra>",
        name="Figure in a report (area: people)",
    )


LEGEND_HEIGHT = 62
BOX, GAP_BELOW = 46, 8


def class_legend(fig: go.Figure, bounds: tuple[int, ...], colours: tuple[str, ...], unit: str) -> None:
    """A row of boxes under the map, the bound between two classes below their border, the unit in front."""
    _said(fig, numbers.plain(unit), 12, -GAP_BELOW - 2)
    start = 20 + 7 * len(unit)
    for place, colour in enumerate(colours):
        left = start + place * BOX
        fig.add_shape(
            type="rect",
            **{"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": left, "x1": left + BOX - 1},
            **{"yref": "paper", "ysizemode": "pixel", "yanchor": 0, "y0": -GAP_BELOW, "y1": -GAP_BELOW - 12},
            fillcolor=colour,
            line={"width": 0},
        )
        if place:
            _said(fig, numbers.brief(bounds[place]), left, -GAP_BELOW - 13, centre=True)


def sign_legend(fig: go.Figure, signs: list[tuple[str, str, str]], shift: int = -GAP_BELOW - 34) -> None:
    """One line of signs: the sign, its colour, what it means."""
    said = "   ".join(
        f'<span style="color:{colour}">{sign}</span> {numbers.plain(word)}' for sign, colour, word in signs
    )
    _said(fig, said, 12, shift)


NO_FIGURE_SIGN = ("■", "#C9CCCF", "no figure")
DISPUTED_SIGN = ("╌╌", "#6B7680", "disputed line")


def _said(fig: go.Figure, text: str, left: int, shift: int, centre: bool = False) -> None:
    fig.add_annotation(
        text=text,
        showarrow=False,
        font={"size": 11.5, "color": style.SOFT},
        **{"xref": "paper", "x": 0, "xanchor": "center" if centre else "left", "xshift": left},
        **{"yref": "paper", "y": 0, "yanchor": "top", "yshift": shift},
    )


def drawable(land: geopandas.GeoDataFrame, key: str) -> geopandas.GeoDataFrame:
    """The shapes with a column `feature`, their GeoJSON: worked out once, drawn many times."""
    # The globe's geometry knows inside from outside by the direction of a ring: outer rings run clockwise.
    turned = land.geometry.orient_polygons(exterior_cw=True)
    features = [
        {
            "type": "Feature",
            "id": str(name),
            "geometry": {"type": shape.geom_type, "coordinates": _rounded(mapping(shape)["coordinates"])},
        }
        for name, shape in zip(land[key], turned, strict=True)
    ]
    return land.assign(feature=features, main=[_main_part(shape) for shape in land.geometry])


def _main_part(shape: BaseGeometry) -> tuple[float, ...]:
    """West, south, east, north of the largest part: France without its islands overseas."""
    parts = list(getattr(shape, "geoms", [shape]))
    return tuple(max(parts, key=lambda part: float(part.area)).bounds)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, DIGITS)
    return [_rounded(part) for part in coordinates]
