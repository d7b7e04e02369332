"""Small multiples: a small picture for each country or group, the largest first, so that each can be read alone."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from charts import findings, marks, numbers, steps, style, trend
from charts import told as about
from charts.drawing import Drawing, Part
from charts.scales import Scale, View
from etl import trends

MOST = 12
ROW, GAP, HEAD = 96, 46, 34
LEFT = 46
NARROW = 520
"""Pixels: a page narrower than this has two panels side by side, a wider one three or four."""


def figure(
    series: pd.DataFrame,
    what: str,
    by: str,
    width: int = style.PHONE,
    notes: tuple[str, ...] = (),
    *,
    view: View = View(),  # noqa: B008 - it can't change
    own: bool = False,
    breaks: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
) -> go.Figure:
    """A panel for each line of `etl.totals.over_time`; `own` gives each its own axis of people, else all share one.

    `width` is the page's, in pixels. Raises ValueError for no rows.
    """
    if series.empty:
        raise ValueError("nothing to draw: no counts over time")
    what = trend.subject(series, what, by)
    lines, left_out = trend.largest(trend.named(series, by), MOST)
    base, gone = 0, list[str]()
    if view.index:
        counted = lines.assign(publisher=lines["name"], _publisher=lines["publisher"])
        lines, base, gone = trends.indexed(counted)
        lines = lines.assign(publisher=lines["_publisher"])
    told = lines.head(0) if claims is None or view.index else claims[claims["key"].isin(lines["key"])]
    names = list(dict.fromkeys(lines["name"]))
    columns = min(2 if width < NARROW else 3 if width < 1000 else 4, len(names))
    rows = math.ceil(len(names) / columns)
    height = rows * ROW + rows * GAP
    paint = _paint(lines, by)
    fig = Drawing()
    shared = _scale(lines, view)
    span = trend.room(lines["end_date"])
    heads = []
    for place, name in enumerate(names):
        line = lines[lines["name"] == name]
        scale = _scale(line, view) if own else shared
        axis = "" if place == 0 else str(place + 1)
        _axes(fig, axis, place, columns, rows, height, scale, span, own=own)
        trend.draw(fig, name, line, paint[line["key"].iloc[0]], log=view.log, base=base, axis=axis)
        heads.append(
            _head(axis, name, line, paint[line["key"].iloc[0]], columns, width, lines["end_date"].max())
        )
        if breaks is not None:
            steps.draw(fig, breaks[breaks["key"] == line["key"].iloc[0]], scale.top, axis=axis, labels=False)
        _claims(fig, told[told["key"] == line["key"].iloc[0]], paint[line["key"].iloc[0]], axis, scale)
    fig.annotate(*heads)
    drawn = breaks[breaks["key"].isin(lines["key"])] if breaks is not None else None
    axes = "each panel has its own axis: compare shapes, not heights" if own else "all panels share one axis"
    text = style.Text(
        title=findings.index(lines, what, base) if base else findings.panels(lines, what, by),
        subtitle=trend.subtitle(lines, what, by, base),
        source=style.source(pd.concat([lines[["publisher"]], told[["publisher"]]])),
        as_of=f"latest count {numbers.day(lines['end_date'].max())}",
        notes=(
            f"{axes}; the number is the last count",
            *trend.told_notes(lines, left_out, gone, view, base),
            *(steps.notes(drawn) if drawn is not None else ()),
            *(about.notes(told) if len(told) else ()),
            *notes,
        ),
    )
    return style.dress(fig, text, height, left=LEFT, right=22)


def _paint(lines: pd.DataFrame, by: str) -> dict[str, str]:
    """By group its own colour; else one colour, as a panel's place tells it apart already."""
    keys = list(dict.fromkeys(lines["key"]))
    return style.colours(keys, by) if by == "population" else dict.fromkeys(keys, style.SERIES[0])


def _scale(lines: pd.DataFrame, view: View) -> Scale:
    values = lines["value"].astype(float)
    above = values[values > 0]
    return Scale(max(float(values.max()), 1.0), float(above.min()) if len(above) else 1.0, view.log)


def _axes(
    fig: Drawing,
    axis: str,
    place: int,
    columns: int,
    rows: int,
    height: int,
    scale: Scale,
    span: list[pd.Timestamp],
    *,
    own: bool,
) -> None:
    row, column = divmod(place, columns)
    labelled = own or column == 0
    gap = 0.04 if columns > 2 else 0.13
    gap = max(gap, 0.09 if columns > 2 else 0.2) if own else gap
    width = (1 - gap * (columns - 1)) / columns
    left = column * (width + gap)
    top = 1 - (row * (ROW + GAP) + HEAD) / height
    of_people = scale.layout()
    ticks = of_people["tickvals"]
    kept = (
        [0, len(ticks) - 1 if ticks[-1] <= scale.top else len(ticks) - 2]
        if not scale.log
        else [0, len(ticks) - 1]
    )
    shown = {"tickvals": [ticks[at] for at in kept], "ticktext": [_short(ticks[at]) for at in kept]}
    first, last = span[0] + trend.air(span), span[1] - trend.air(span)
    fig.lay(
        **{
            f"yaxis{axis}": {
                **of_people,
                **shown,
                "domain": [top - ROW / height, top],
                "anchor": f"x{axis}",
                "showticklabels": labelled,
                "tickfont": {"color": style.SOFT, "size": 10},
            },
            f"xaxis{axis}": {
                "domain": [left, min(left + width, 1.0)],
                "anchor": f"y{axis}",
                "range": span,
                "showgrid": False,
                "fixedrange": True,
                "tickvals": [first, last],
                "ticktext": [str(first.year), str(last.year)],
                "tickangle": 0,
                "tickfont": {"color": style.SOFT, "size": 10},
            },
        },
    )


def _short(value: float) -> str:
    return numbers.brief(value) if value else "0"


def _head(
    axis: str,
    name: str,
    line: pd.DataFrame,
    colour: str,
    columns: int,
    width: int,
    latest: pd.Timestamp,
) -> Part:
    end = line.iloc[-1]
    amount = numbers.brief(float(end["value"])) if "people" not in line else f"{float(end['value']):,.0f}"
    if latest - end["end_date"] > trends.TOGETHER:
        amount = f"{amount} ({end['end_date'].year})"
    letters = max(int(width / columns / 7.5) - 8, 10)
    called = name if len(name) <= letters else name[: letters - 1] + "…"
    return {
        "text": f"<b>{numbers.plain(called)}</b> {amount}",
        "font": {"size": 11.5, "color": style.darker(colour)},
        "showarrow": False,
        "align": "left",
        **{"xref": f"x{axis} domain", "x": 0, "xanchor": "left"},
        **{"yref": f"y{axis} domain", "y": 1, "yanchor": "bottom", "yshift": 4},
    }


def _claims(fig: Drawing, told: pd.DataFrame, colour: str, axis: str, scale: Scale) -> None:
    inside = told[told["value"].astype(float) <= scale.top] if len(told) else told
    if inside.empty:
        return
    fig.add(
        "scatter",
        x=list(inside["end_date"]),
        y=inside["value"].astype(float).tolist(),
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        mode="markers",
        marker=about.marker(inside, marks.fills(inside, colour), 7),
        text=[about.hover(row) for row in inside.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
        name="reports",
    )
