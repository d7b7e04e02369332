"""One country and its first-level units: what tables count in each, and what reports say of places in it."""

from __future__ import annotations

import geopandas
import pandas as pd
import plotly.graph_objects as go

from charts import look as looks
from charts import marks, numbers, shapes, style
from charts.drawing import Drawing
from charts.look import PLAIN, Look
from charts.shapes import Ground
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
    ground: Ground,
    table: pd.DataFrame | None = None,
    look: Look = PLAIN,
    notes: tuple[str, ...] = (),
) -> go.Figure:
    """`rows` are canonical rows of places in `country` (ISO3) with coordinates, of one measure, one row a place.

    `units` are the shapes of the country's first-level units; `table` is that of `etl.first_level`, of the same measure.
    """
    if len(rows):
        style.one_measure(rows)
    counted = table if table is not None else pd.DataFrame(columns=["key", "value", "publisher"])
    counted = counted.dropna(subset=["value"])
    fig = shapes.empty_map()
    window = _window(units if len(units) else ground.land[ground.land["iso3"] == country])
    _neighbours(fig, ground.land, country, window)
    if len(counted):
        scale = looks.scale(counted["value"], look)
        filled = looks.add(fig, units, UNIT, _names(units), look.circles)
        looks.fill(filled, looks.state(looks.records(counted, look), units, UNIT, scale, look))
    else:
        _spoken_of(fig, rows, units)
    shapes.outline(fig, units[units[UNIT].isin(look.chosen)])
    shapes.lines(fig, ground.disputed)
    shapes.bubbles(fig, rows, [report_hover(row) for row in rows.to_dict("records")], 34)
    _labels(fig, rows)
    shapes.show(fig, shapes.window({"type": "mercator"}, *window))
    text = style.Text(
        title=_title_of_units(counted, country, what, look) if len(counted) else _title(rows, country, what),
        subtitle=_subtitle(rows, what, look if len(counted) else None),
        source=style.source(pd.concat([counted[["publisher"]], rows[["publisher"]]])),
        as_of=_dates(counted, rows),
        notes=(
            *notes,
            *(scale.classes.note("units") if len(counted) else ()),
            *marks.notes(rows),
            ground.disclaimer,
        ),
    )
    reported = [marks.sign(rows)] if len(rows) else []
    unit = [("■", style.BLUES[1], "its unit")] if len(rows) and not len(counted) else []
    signs = [shapes.NO_FIGURE_SIGN, *reported, *unit, shapes.DISPUTED_SIGN]
    if len(counted):
        looks.legend(fig, scale, look)
        shapes.sign_legend(fig, signs)
    else:
        shapes.sign_legend(fig, signs, -shapes.GAP_BELOW)
    return style.dress(
        fig, text, PLOT_HEIGHT, left=0, right=0, below=shapes.LEGEND_HEIGHT if len(counted) else 34
    )


def _window(shown: geopandas.GeoDataFrame) -> tuple[float, float, float, float]:
    west, south, east, north = shown.total_bounds
    room = max(east - west, north - south) * MARGIN
    wider = max(0.0, (north - south) * SHAPE - (east - west)) / 2
    return west - wider - room, south - room, east + wider + room, north + room


def _neighbours(
    fig: Drawing, land: geopandas.GeoDataFrame, country: str, window: tuple[float, float, float, float]
) -> None:
    west, south, east, north = window
    room = (north - south) / 3
    near = land.cx[west - room : east + room, south - room : north + room]
    near = near[near["iso3"] != country]
    names = [numbers.plain(style.name(iso3, "country")) for iso3 in near["iso3"]]
    shapes.areas(fig, near, "iso3", "#FAFAF8", "Neighbours", names, edge="#D8DCE0")


def _spoken_of(fig: Drawing, rows: pd.DataFrame, units: geopandas.GeoDataFrame) -> None:
    """Units grey, those that a report speaks of pale blue."""
    counted = set(rows["admin1"].dropna()) if len(rows) else set()
    said = units[units["admin1"].isin(counted)]
    other = units[~units["admin1"].isin(counted)]
    shapes.areas(fig, other, UNIT, style.NO_DATA, "No figure in these tables", _names(other), edge="#B4BBC1")
    shapes.areas(fig, said, UNIT, style.BLUES[0], "A report speaks of it", _names(said), edge="#7F9DB5")


def _names(units: geopandas.GeoDataFrame) -> list[str]:
    return [numbers.plain(str(name)) for name in units["name"]]


def _labels(fig: Drawing, rows: pd.DataFrame) -> None:
    shown = _apart(rows.sort_values("value", ascending=False)).head(MOST_LABELS)
    fig.add(
        "scattergeo",
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


def _title_of_units(table: pd.DataFrame, country: str, what: str, look: Look) -> str:
    first = table.iloc[0]
    amount = numbers.mark_words(first["quantifier"]) + numbers.short(first["value"])
    kind = f"movements of {what}" if look.measure == "flow" else what
    when = f"in {first['as_of'].year}" if look.measure == "flow" else numbers.as_of(first["as_of"])
    most = ", the most of its units in these tables" if len(table) > 1 else ""
    return f"{style.name(country, 'country')}: {amount} {kind} in {first['name']} {when}{most}"


def _title(rows: pd.DataFrame, country: str, what: str) -> str:
    name = style.name(country, "country")
    if rows.empty:
        return f"{name}: no figure for places in it in these tables"
    first = rows.sort_values("value", ascending=False).iloc[0]
    amount = numbers.bound(first["value"], first["quantifier"], first["value_high"])
    place = first["place"] if isinstance(first["place"], str) else name
    when = numbers.day(first["end_date"])
    return f"{name}: {amount} {what} in {place}, {'by' if first['measure'] == 'flow' else 'on'} {when}"


def _subtitle(rows: pd.DataFrame, what: str, look: Look | None) -> str:
    if look is not None:
        kind = "movements in a year" if look.measure == "flow" else "people at a date"
        return f"{numbers.capital(what)}: {kind}, by first-level unit"
    if rows.empty:
        return "First-level units"
    kind = "movements in a period" if style.one_measure(rows) == "flow" else "people at a date"
    return f"{numbers.capital(what)}: {kind}, newest figure of each place"


def _dates(table: pd.DataFrame, rows: pd.DataFrame) -> str:
    days = [*(table["as_of"] if len(table) else ()), *(rows["end_date"] if len(rows) else ())]
    return f"as of dates to {numbers.day(max(days))}" if days else ""
