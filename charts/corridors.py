"""Who flees where: origins at the left, countries of asylum at the right, a ribbon for each pair, as wide as people.

Plotly's own Sankey puts labels on the ribbons and cuts them on a phone, so the ribbons are drawn here.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from charts.drawing import Drawing, Part
from charts.style import Row
from etl.corridors import OTHERS

LEFT, RIGHT = "origin", "country"
BAR = 0.022
"""Width of a country's bar, as a share of the picture's."""

TALL, A_LINE = 300, 90
"""Pixels for all people together, without the gaps; fewer where a few ribbons would be blocks."""

LETTERS, LETTER, LINE = 15, 6.3, 14
THIN = 0.25
"""Pixels: narrower ribbons can't be seen, and are not drawn."""

COLOURED = 7
QUIET = "#7F8A94"
SHORT = {
    "CAF": "Central African Rep.",
    "GBR": "Britain",
    "ARE": "UA Emirates",
    "BIH": "Bosnia and Herz.",
    "UNK": "Unknown origin",
    "XXA": "Stateless people",
}
CALLED = {LEFT: "Other origins", RIGHT: "Other countries"}


@dataclass(frozen=True)
class _Node:
    code: str
    value: float
    label: str
    top: float
    height: float


def figure(lines: pd.DataFrame, what: str, text: style.Text) -> go.Figure:
    """The picture of `etl.corridors.largest`; `what` says who is counted. Raises ValueError for no lines."""
    if lines.empty:
        raise ValueError("nothing to draw: no pair has people")
    scale = min(TALL, A_LINE * len(lines)) / float(lines["value"].sum())
    left = _stacked(lines, LEFT, _by_size(lines, LEFT), scale)
    right = _stacked(lines, RIGHT, _uncrossed(lines, left), scale)
    tall = max(_bottom(left), _bottom(right))
    left, right = _centred(left, tall), _centred(right, tall)
    paint = _paint(left)
    fig = Drawing()
    for line, shape in _ribbons(lines, left, right, scale):
        _paint_ribbon(fig, shape, line, paint[line["origin"]], what)
    sides = ((left, LEFT), (right, RIGHT))
    for nodes, side in sides:
        _bars(fig, nodes, side, paint, what)
    for nodes, side in sides:
        _labels(fig, nodes, side)
    hidden = {"visible": False, "fixedrange": True}
    fig.lay(xaxis={**hidden, "range": [0, 1]}, yaxis={**hidden, "range": [tall, 0]})
    fig.lay(barmode="overlay", hovermode="closest", hoverdistance=6)
    margin = {side: _room(nodes) for side, nodes in (("left", left), ("right", right))}
    return style.dress(fig, text, round(tall), below=6, **margin)


def _by_size(lines: pd.DataFrame, side: str) -> list[str]:
    """The countries of a side, the largest first; the gathered ones last."""
    sums = lines.groupby(side)["value"].sum().sort_values(ascending=False, kind="stable")
    return [code for code in sums.index if code != OTHERS] + [code for code in sums.index if code == OTHERS]


def _uncrossed(lines: pd.DataFrame, left: list[_Node]) -> list[str]:
    """The countries of asylum in such an order that few ribbons cross: by the middle of where their people are from."""
    middle = {node.code: node.top + node.height / 2 for node in left}
    weight = lines["value"].astype(float)
    pull = (weight * lines[LEFT].map(middle)).groupby(lines[RIGHT]).sum() / weight.groupby(lines[RIGHT]).sum()
    sizes = weight.groupby(lines[RIGHT]).sum()
    order = pd.DataFrame({"pull": pull, "size": -sizes}).sort_values(["pull", "size"]).index
    return [code for code in order if code != OTHERS] + [code for code in order if code == OTHERS]


def _stacked(lines: pd.DataFrame, side: str, order: list[str], scale: float) -> list[_Node]:
    """The bars of a side, each with the room that its label needs."""
    sums, pairs = (lines.groupby(side)[name].sum() for name in ("value", "pairs"))
    nodes, top = [], 0.0
    for code in order:
        label = _label(code, side, float(sums[code]), int(pairs[code]))
        height = float(sums[code]) * scale
        slot = max(height, LINE * (label.count("<br>") + 1)) + 5
        nodes.append(_Node(code, float(sums[code]), label, top + (slot - height) / 2, height))
        top += slot
    return nodes


def _bottom(nodes: list[_Node]) -> float:
    last = nodes[-1]
    return last.top + last.height + max(0.0, (LINE * (last.label.count("<br>") + 1) - last.height) / 2) + 3


def _centred(nodes: list[_Node], tall: float) -> list[_Node]:
    """A side that is shorter than the other has its bars spread over the same height."""
    spare = (tall - _bottom(nodes)) / len(nodes)
    return [
        _Node(node.code, node.value, node.label, node.top + spare * (place + 0.5), node.height)
        for place, node in enumerate(nodes)
    ]


def _label(code: str, side: str, value: float, pairs: int) -> str:
    name = CALLED[side] if code == OTHERS else SHORT.get(code, style.name(code, side))
    lines = textwrap.wrap(f"{name} {numbers.brief(value)}", LETTERS)
    number = lines.pop().split(" ")
    last = " ".join([*map(numbers.plain, number[:-1]), f"<b>{number[-1]}</b>"])
    return "<br>".join([*map(numbers.plain, lines), last])


def _room(nodes: list[_Node]) -> int:
    letters = max(
        len(line.replace("<b>", "").replace("</b>", ""))
        for node in nodes
        for line in node.label.split("<br>")
    )
    return 16 + round(letters * LETTER)


def _paint(left: list[_Node]) -> dict[str, str]:
    """A colour for each of the largest origins."""
    colours = dict.fromkeys((node.code for node in left), QUIET)
    named = [node.code for node in left if node.code != OTHERS][:COLOURED]
    return colours | dict(zip(named, style.SERIES, strict=False))


def _ribbons(
    lines: pd.DataFrame, left: list[_Node], right: list[_Node], scale: float
) -> list[tuple[Row, Part]]:
    """Each line with its shape. Ribbons leave a bar in the order in which they arrive, so none cross at the bar."""
    tops = {LEFT: {node.code: node.top for node in left}, RIGHT: {node.code: node.top for node in right}}
    width = lines["value"].astype(float) * scale
    start, end = pd.Series(0.0, lines.index), pd.Series(0.0, lines.index)
    for here, there, put in ((LEFT, RIGHT, start), (RIGHT, LEFT, end)):
        ordered = lines.assign(_other=lines[there].map(tops[there])).sort_values([here, "_other"]).index
        sizes = width[ordered]
        put[ordered] = sizes.groupby(lines[here]).cumsum() - sizes + lines.loc[ordered, here].map(tops[here])
    quiet_first = lines.assign(_width=width)[width >= THIN].sort_values(["among", "_width"])
    return [
        (line, _ribbon(start[place], end[place], width[place]))
        for place, line in zip(quiet_first.index, quiet_first.to_dict("records"), strict=True)
    ]


def _ribbon(start: float, end: float, width: float) -> Part:
    along = np.linspace(0, 1, 24)
    x = BAR + along * (1 - 2 * BAR)
    upper = start + (end - start) * along**2 * (3 - 2 * along)
    return {
        "x": [*x.round(4), *x[::-1].round(4)],
        "y": [*upper.round(2), *(upper[::-1] + width).round(2)],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "hoveron": "fills",
        "hoverinfo": "text",
    }


def _paint_ribbon(fig: Drawing, shape: Part, line: Row, colour: str, what: str) -> None:
    strong = bool(line["among"]) and line["origin"] != OTHERS
    fill = _thin(colour, 0.45) if strong else _thin(QUIET, 0.16)
    fig.add("scatter", **shape, fillcolor=fill, text=_hover(line, what), name=_hover(line, what))


def _bars(fig: Drawing, nodes: list[_Node], side: str, paint: dict[str, str], what: str) -> None:
    fig.add(
        "bar",
        x=[BAR / 2 if side == LEFT else 1 - BAR / 2] * len(nodes),
        y=[max(node.height, 1.0) for node in nodes],
        base=[node.top for node in nodes],
        width=BAR,
        marker={
            "color": [paint[node.code] if side == LEFT else QUIET for node in nodes],
            "line": {"width": 0},
        },
        customdata=[[side, node.code] for node in nodes],
        hovertext=[_of_node(node, side, what) for node in nodes],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _labels(fig: Drawing, nodes: list[_Node], side: str) -> None:
    fig.add(
        "scatter",
        x=[0 if side == LEFT else 1] * len(nodes),
        y=[node.top + node.height / 2 for node in nodes],
        text=[_apart(node.label, side) for node in nodes],
        mode="text",
        textposition="middle left" if side == LEFT else "middle right",
        textfont={"size": 11.5, "color": style.INK},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _apart(label: str, side: str) -> str:
    """The label with a little room between it and its bar."""
    gap = "\u00a0"
    return "<br>".join(line + gap if side == LEFT else gap + line for line in label.split("<br>"))


def _of_node(node: _Node, side: str, what: str) -> str:
    name = CALLED[side] if node.code == OTHERS else style.name(node.code, side)
    where = "from" if side == LEFT else "in"
    return f"<b>{numbers.whole(node.value)}</b> {numbers.plain(what)}<br>{where} {numbers.plain(name)}"


def _hover(line: Row, what: str) -> str:
    origin, country = (
        CALLED[side].lower() if line[side] == OTHERS else style.name(str(line[side]), side)
        for side in (LEFT, RIGHT)
    )
    pairs = f"<br>{line['pairs']:,} pairs of countries" if line["pairs"] > 1 else ""
    amount = numbers.whole(float(line["value"]))
    return f"<b>{amount}</b> {numbers.plain(what)}<br>from {numbers.plain(origin)} in {numbers.plain(country)}{pairs}"


def _thin(colour: str, share: float) -> str:
    shades = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return f"rgba({shades[0]},{shades[1]},{shades[2]},{share})"
