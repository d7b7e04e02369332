"""Shapes and lines on a map that draws with no network.

Plotly fetches its own world from a server if a base layer is shown or the first trace names places; then the map
stays blank where there is no network, and nothing says so. So each map here starts with an empty trace of points,
and hides the base layers: everything drawn is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas
import pandas as pd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from charts import marks, numbers, style
from charts.classes import Classes, label
from charts.drawing import Drawing, Part

DIGITS = 2
LAND, COAST, SEA = "#F4F4F2", "#FFFFFF", "#FFFFFF"
EMPTY_EDGE = "#BFC5CA"


@dataclass(frozen=True)
class Ground:
    """What every map is drawn on: shapes of countries (`drawable`), lines in dispute, the sentence about both."""

    land: geopandas.GeoDataFrame
    disputed: geopandas.GeoDataFrame
    disclaimer: str


def empty_map() -> Drawing:
    """A drawing whose first trace is empty points and whose base layers are hidden."""
    fig = Drawing()
    fig.add("scattergeo", lat=[None], lon=[None], showlegend=False, hoverinfo="skip")
    fig.lay(geo={"visible": False, "bgcolor": SEA})
    return fig


def window(projection: Part, west: float, south: float, east: float, north: float) -> Part:
    """What a map of these degrees adds to the geography of `empty_map`."""
    return {
        "projection": projection,
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
    }


def show(fig: Drawing, window: Part) -> None:
    """Let the map show the window."""
    fig.layout["geo"] |= window


def areas(
    fig: Drawing,
    shapes: geopandas.GeoDataFrame,
    key: str,
    colour: str,
    name: str,
    hover: list[str],
    edge: str = COAST,
) -> None:
    """Draw `drawable` shapes in one colour, as one class."""
    fig.add(
        "choropleth",
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


def outline(fig: Drawing, shapes: geopandas.GeoDataFrame) -> None:
    """Draw the edges of shapes in ink: what the filter has chosen."""
    if shapes.empty:
        return
    lats: list[float | None] = []
    lons: list[float | None] = []
    for shape in shapes.geometry.explode(ignore_index=True):
        lons += [*shape.exterior.xy[0], None]
        lats += [*shape.exterior.xy[1], None]
    fig.add(
        "scattergeo",
        lat=lats,
        lon=lons,
        mode="lines",
        line={"color": style.INK, "width": 1.6},
        hoverinfo="skip",
        name="Chosen",
    )


def lines(fig: Drawing, shapes: geopandas.GeoDataFrame) -> None:
    """Draw lines in dispute, dashed."""
    lats: list[float | None] = []
    lons: list[float | None] = []
    for shape in shapes.geometry.explode(ignore_index=True):
        ring = shape.exterior if shape.geom_type == "Polygon" else shape
        lons += [*ring.xy[0], None]
        lats += [*ring.xy[1], None]
    fig.add(
        "scattergeo",
        lat=lats,
        lon=lons,
        mode="lines",
        line={"color": "#6B7680", "width": 1, "dash": "dot"},
        hoverinfo="skip",
        name="Line in dispute or undetermined",
    )


def bubbles(
    fig: Drawing, reports: pd.DataFrame, hover: list[str], largest: int = 30, most: float | None = None
) -> None:
    """Draw figures of reports as circles whose area stands for the number of people; hollow until accepted.

    `most` people have a circle of `largest` pixels; else the largest figure has.
    """
    values = reports["value"].astype(float)
    most = most or (float(values.max()) if len(values) else 1.0)
    fig.add(
        "scattergeo",
        lat=reports["lat"].astype(float).tolist(),
        lon=reports["lon"].astype(float).tolist(),
        mode="markers",
        marker={
            "size": values.tolist(),
            "sizemode": "area",
            "sizeref": most / largest**2,
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
BOX, GAP_BELOW = 44, 8


def class_legend(fig: Drawing, found: Classes, unit: str, rate: bool = False) -> None:
    """A row of boxes under the map, the bound between two classes below their border, the unit in front."""
    start = 20 + round(6.2 * len(unit))
    lefts = [start + place * BOX for place in range(len(found.colours))]
    box = {"type": "rect", "line": {"width": 0}, "xref": "paper", "xsizemode": "pixel", "xanchor": 0}
    box |= {"yref": "paper", "ysizemode": "pixel", "yanchor": 0, "y0": -GAP_BELOW, "y1": -GAP_BELOW - 12}
    fig.outline(
        *(
            {**box, "x0": left, "x1": left + BOX - 1, "fillcolor": colour}
            for left, colour in zip(lefts, found.colours, strict=True)
        ),
    )
    bounds = [
        _said(label(found.bounds[place], rate), left, -GAP_BELOW - 13, centre=True)
        for place, left in enumerate(lefts)
        if place
    ]
    fig.annotate(_said(numbers.plain(unit), 12, -GAP_BELOW - 2), *bounds)


def size_legend(fig: Drawing, sizes: list[tuple[float, str]], unit: str) -> None:
    """Circles under the map, the largest first: the diameter in pixels and what its area stands for."""
    said = [_said(numbers.plain(unit), 12, -GAP_BELOW - 8)]
    circles = []
    left = 24 + 6.2 * len(unit)
    middle = -GAP_BELOW - 16
    for diameter, word in sizes:
        circles.append(
            {
                "type": "circle",
                **{"xref": "paper", "xsizemode": "pixel", "xanchor": 0, "x0": left, "x1": left + diameter},
                **{"yref": "paper", "ysizemode": "pixel", "yanchor": 0},
                **{"y0": middle - diameter / 2, "y1": middle + diameter / 2},
                **{"fillcolor": style.BLUES[2], "opacity": 0.7},
                "line": {"width": 1, "color": style.BLUES[4]},
            }
        )
        said.append(_said(word, round(left + diameter + 4), -GAP_BELOW - 8))
        left += diameter + 22 + 6.2 * len(word)
    fig.outline(*circles)
    fig.annotate(*said)


def sign_legend(fig: Drawing, signs: list[tuple[str, str, str]], shift: int = -GAP_BELOW - 34) -> None:
    """One line of signs: the sign, its colour, what it means."""
    said = "   ".join(
        f'<span style="color:{colour}">{sign}</span> {numbers.plain(word)}' for sign, colour, word in signs
    )
    fig.annotate(_said(said, 12, shift))


NO_FIGURE_SIGN = ("■", "#C9CCCF", "no figure")
DISPUTED_SIGN = ("╌╌", "#6B7680", "disputed line")


def _said(text: str, left: int, shift: int, centre: bool = False) -> Part:
    return {
        "text": text,
        "showarrow": False,
        "font": {"size": 11.5, "color": style.SOFT},
        **{"xref": "paper", "x": 0, "xanchor": "center" if centre else "left", "xshift": left},
        **{"yref": "paper", "y": 0, "yanchor": "top", "yshift": shift},
    }


class _Feature(dict[str, Any]):
    """GeoJSON that is never changed: Plotly copies all it is given several times over, coordinate by coordinate."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _Feature:
        return self


def drawable(land: geopandas.GeoDataFrame, key: str) -> geopandas.GeoDataFrame:
    """The shapes with what is worked out once and drawn many times.

    `feature` is their GeoJSON, `main` the bounds of the largest part (west, south, east, north), `lat`, `lon` a point in it.
    """
    # The globe's geometry knows inside from outside by the direction of a ring: outer rings run clockwise.
    turned = land.geometry.orient_polygons(exterior_cw=True)
    features = [
        _Feature(
            type="Feature",
            id=str(name),
            geometry={"type": shape.geom_type, "coordinates": _rounded(mapping(shape)["coordinates"])},
        )
        for name, shape in zip(land[key], turned, strict=True)
    ]
    largest = [_main_part(shape) for shape in land.geometry]
    middles = [part.representative_point() for part in largest]
    return land.assign(
        feature=features,
        main=[tuple(part.bounds) for part in largest],
        lat=[middle.y for middle in middles],
        lon=[middle.x for middle in middles],
    )


def _main_part(shape: BaseGeometry) -> BaseGeometry:
    """The largest part: France without its islands overseas."""
    parts = list(getattr(shape, "geoms", [shape]))
    return max(parts, key=lambda part: float(part.area))


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(coordinates, DIGITS)
    return [_rounded(part) for part in coordinates]
