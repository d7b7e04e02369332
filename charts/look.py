"""How a map shows its values: people or per 1,000 inhabitants, areas or circles, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas
import pandas as pd

from charts import classes, numbers, shapes, style
from charts.drawing import Drawing, Part
from charts.style import Row

NO_FIGURE = "No figure in these tables"
LARGEST = 36
"""Pixels across the largest circle."""


@dataclass(frozen=True)
class Look:
    """`measure` is stock or flow; `rate` divides by 1,000 inhabitants; `circles` instead of areas; `method` one of
    `classes.METHODS`; `chosen` the keys to outline; `lines_from` the origin to draw lines from, if any."""

    measure: str = "stock"
    rate: bool = False
    circles: bool = False
    method: str = "fixed"
    chosen: tuple[str, ...] = ()
    lines_from: str = ""

    @property
    def column(self) -> str:
        """The column of the table that is drawn."""
        return "per_1000" if self.rate else "value"

    @property
    def unit(self) -> str:
        """The unit, short, for a legend."""
        return "Per 1,000" if self.rate else "People"


PLAIN = Look()
"""People at a date, as coloured areas."""


@dataclass(frozen=True)
class Scale:
    """What colours and sizes mean on all maps drawn with it: one picture, or all frames of one."""

    classes: classes.Classes
    most: float


def scale(values: pd.Series, look: Look) -> Scale:
    """The scale for all `values` that are to be drawn."""
    known = values.dropna().astype(float)
    return Scale(classes.classes(known, look.method, look.rate), float(known.max()) if len(known) else 1.0)


def amount(value: float, look: Look) -> str:
    """`3.6 million`, or `131` per 1,000: in titles and labels."""
    return rated(value) if look.rate else numbers.short(value)


def rated(value: float) -> str:
    """A rate with two digits that mean something: `131`, `8.4`, `0.03`."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def hover(row: Row, look: Look) -> str:
    """Value, bound, as-of date or period, source; of a rate the inhabitants and their year as well."""
    said = numbers.bound(row["value"], str(row["quantifier"]), row.get("value_high"))
    when = f"in {row['as_of'].year}" if look.measure == "flow" else numbers.as_of(row["as_of"])
    lines = [f"{said} people, {when}", f"Source: {numbers.plain(str(row['publisher']))}"]
    if look.rate:
        lines = [
            f"{rated(row['per_1000'])} per 1,000 inhabitants",
            lines[0],
            f"{numbers.whole(row['inhabitants'])} inhabitants ({row['inhabitants_year']})",
            lines[1],
        ]
    return "<br>".join(lines)


def add(fig: Drawing, land: geopandas.GeoDataFrame, key: str, names: list[str], circles: bool) -> Part:
    """Draw the shapes for `state` to fill: as areas, or pale with a circle in each. Returns that trace."""
    if circles:
        shapes.areas(fig, land, key, style.NO_DATA, "Countries", names, edge=shapes.EMPTY_EDGE)
        trace = fig.add(
            "scattergeo",
            lat=land["lat"].round(2).tolist(),
            lon=land["lon"].round(2).tolist(),
            mode="markers",
            marker={
                "color": style.BLUES[2],
                "opacity": 0.7,
                "sizemode": "diameter",
                "sizemin": 0,
                "line": {"width": 1, "color": style.BLUES[4]},
            },
        )
    else:
        trace = fig.add(
            "choropleth",
            geojson={"type": "FeatureCollection", "features": land["feature"].tolist()},
            featureidkey="id",
            locations=land[key].tolist(),
            showscale=False,
        )
    # A click chooses: what is not chosen stays as it is.
    faded = {"selected": {"marker": {"opacity": 0.7 if circles else 1}}}
    faded["unselected"] = faded["selected"]
    trace.update(
        customdata=[[code, name] for code, name in zip(land[key], names, strict=True)],
        hovertemplate="<b>%{customdata[1]}</b><br>%{text}<extra></extra>",
        **faded,
    )
    return trace


def fill(trace: Part, found: Part) -> None:
    """Let the trace of `add` show a `state`."""
    trace |= {**found, "marker": {**trace.get("marker", {}), **found.get("marker", {})}}


def records(table: pd.DataFrame, look: Look) -> Sequence[Row]:
    """The rows of a table (key, value, ...) that have what is drawn, for `state`."""
    return table.dropna(subset=[look.column]).astype(object).to_dict("records")


def state(
    values: Sequence[Row],
    land: geopandas.GeoDataFrame,
    key: str,
    found: Scale,
    look: Look,
    none: str = NO_FIGURE,
) -> Part:
    """What the trace of `add` shows for `records`: colours or sizes, and the words at the pointer.

    A shape without a value has a grey of its own, and no circle; it is never shown as 0.
    """
    rows = {str(row["key"]): row for row in values}
    known = [rows.get(str(code)) for code in land[key]]
    text = [none if row is None else hover(row, look) for row in known]
    if look.circles:
        sizes = [0 if row is None else round(diameter(float(row[look.column]), found), 1) for row in known]
        return {"text": text, "marker": {"size": sizes}}
    places = [-1 if row is None else found.classes.of([float(row[look.column])])[0] for row in known]
    edges = [shapes.EMPTY_EDGE if row is None else shapes.COAST for row in known]
    return {
        "z": places,
        "text": text,
        "zmin": -1.5,
        "zmax": len(found.classes.colours) - 0.5,
        "colorscale": _steps((style.NO_DATA, *found.classes.colours)),
        "marker": {"line": {"color": edges, "width": 0.5}},
    }


def _steps(colours: tuple[str, ...]) -> list[list[object]]:
    """A scale of plain colours, none between two."""
    count = len(colours)
    return [[(place + end) / count, colour] for place, colour in enumerate(colours) for end in (0, 1)]


def diameter(value: float, found: Scale) -> float:
    """Pixels across a circle whose area stands for the value; never too small to be seen or touched."""
    return max(LARGEST * (value / found.most) ** 0.5, 4.0) if value > 0 else 3.0


def legend(fig: Drawing, found: Scale, look: Look) -> None:
    """What colours or sizes mean, under the map."""
    if not look.circles:
        shapes.class_legend(fig, found.classes, look.unit, look.rate)
        return
    power = 10.0 ** int(f"{found.most:e}".split("e")[1])
    top = max(step for step in (1, 2, 5) if step * power <= found.most) * power
    sizes = [(diameter(value, found), amount(value, look)) for value in (top, top / 10)]
    shapes.size_legend(fig, sizes, look.unit)
