"""The world over the years: one map, its colours or circles change, the year stands in it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import aspect, numbers, shapes, style, world
from charts import look as looks
from charts.drawing import Drawing, Part
from charts.look import Look
from charts.shapes import Ground
from charts.style import Row

FRAME = 700
"""Milliseconds that a year stands."""

CONTROLS = 58
"""Pixels for button and slider."""

YEAR_AT = (-150, -42)
"""Longitude and latitude of the year: sea."""


def figure(
    table: pd.DataFrame, what: str, by: str, ground: Ground, look: Look, notes: tuple[str, ...] = ()
) -> go.Figure:
    """The picture of `etl.atlas.by_year`, one frame a year, with one scale for all.

    It opens on the last year. Raises ValueError where no year has a value.
    """
    values = table.dropna(subset=[look.column])
    if values.empty:
        raise ValueError("nothing to draw: no year has a value")
    land = world.of_countries(ground)
    scale = looks.scale(values[look.column], look)
    fig = shapes.empty_map()
    filled = looks.add(fig, land, "iso3", world.named(land), look.circles)
    shapes.lines(fig, ground.disputed)
    shapes.outline(fig, land[land["iso3"].isin(look.chosen)])
    shown = fig.add(
        "scattergeo",
        lat=[YEAR_AT[1]],
        lon=[YEAR_AT[0]],
        mode="text",
        hoverinfo="skip",
        name="Year",
        textposition="middle right",
        textfont={"size": 26, "color": style.INK},
    )
    of_years: dict[int, list[Row]] = {}
    for row in looks.records(values, look):
        of_years.setdefault(int(row["year"]), []).append(row)
    years = sorted(of_years)
    states = {
        year: looks.state(rows, land, "iso3", scale, look, "No figure for this year")
        for year, rows in of_years.items()
    }
    looks.fill(filled, states[years[-1]])
    if not look.circles:
        filled["marker"]["line"]["color"] = shapes.EMPTY_EDGE  # one for all years: it would double the frames
    shown["text"] = [f"<b>{years[-1]}</b>"]
    at = [place for place, trace in enumerate(fig.data) if trace is filled or trace is shown]
    fig.frames = [_frame(year, states[year], at) for year in years]
    shapes.show(fig, world.window(land.head(0), values.head(0)))
    first = values.sort_values(look.column, ascending=False).iloc[0]
    counted = "movements in" if look.measure == "flow" else "last count of"
    text = style.Text(
        title=_title(first, what, by, look, years),
        subtitle=world.subtitle(what, by, look),
        source=style.source(values),
        as_of=f"{counted} each year, {years[0]} to {years[-1]}",
        notes=(
            *notes,
            "a country is grey in a year without a count: none is carried on from the year before",
            *world.coverage(table, look),
            *scale.classes.note("countries and years"),
            ground.disclaimer,
        ),
    )
    below = shapes.LEGEND_HEIGHT + CONTROLS
    world.legends(fig, scale, look, values.head(0))
    _controls(fig, years)
    return style.dress(fig, text, world.PLOT_HEIGHT, left=0, right=0, below=below)


def _frame(year: int, state: Part, at: list[int]) -> Part:
    kind = "choropleth" if "z" in state else "scattergeo"
    changing = {name: state[name] for name in ("text", "z" if "z" in state else "marker")}
    data = [{"type": kind, **changing}, {"type": "scattergeo", "text": [f"<b>{year}</b>"]}]
    return {"name": str(year), "data": data, "traces": at}


def _title(first: pd.Series, what: str, by: str, look: Look, years: list[int]) -> str:
    said = world.finding(first, what, by, look).replace(" are ", " were ", 1)
    when = f"in {first['year']}" if look.measure == "flow" else numbers.as_of(first["as_of"])
    span = f" of all years from {years[0]} to {years[-1]}" if len(years) > 1 else ""
    return numbers.capital(f"{said} {when}, the most in a country{span}")


def _controls(fig: Drawing, years: list[int]) -> None:
    """Play, pause, and a slider, at the lower edge of the room under the map."""
    y = -(shapes.LEGEND_HEIGHT + 4) / aspect.plot_height(fig, world.PLOT_HEIGHT, style.PHONE)
    play = {"frame": {"duration": FRAME, "redraw": True}, "transition": {"duration": 0}, "fromcurrent": True}
    stop = {"frame": {"duration": 0, "redraw": True}, "mode": "immediate", "transition": {"duration": 0}}
    buttons = [("▶ Play", None, play), ("❚❚ Pause", [None], stop)]
    look = {"bgcolor": style.PAPER, "bordercolor": style.GRID, "font": {"size": 12, "color": style.INK}}
    fig.lay(
        updatemenus=[
            {
                "type": "buttons",
                "direction": "left",
                "showactive": False,
                "buttons": [
                    {"label": label, "method": "animate", "args": [frames, how]}
                    for label, frames, how in buttons
                ],
                **look,
                **{"x": 0, "xanchor": "left", "y": y, "yanchor": "top", "pad": {"l": 12, "t": 4}},
            }
        ],
        sliders=[
            {
                "active": len(years) - 1,
                "steps": [
                    {"label": str(year), "method": "animate", "args": [[str(year)], stop]} for year in years
                ],
                "currentvalue": {"visible": False},
                "ticklen": 3,
                "minorticklen": 0,
                **look,
                **{"x": 0, "xanchor": "left", "y": y, "yanchor": "top", "len": 1},
                "pad": {"l": 170, "r": 20, "t": 6},
            }
        ],
    )
