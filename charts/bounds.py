"""The bound of a figure as a mark: an arrow for more or less than, a bar for about (5 percent to both sides) and between."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from charts.drawing import Drawing
from charts.style import Row
from etl.claims import APPROXIMATE

UP, DOWN, ABOUT = ("more_than", "at_least"), ("less_than", "at_most"), ("approximately", "between")
ARROW = 25
"""Pixels."""


def draw(fig: Drawing, row: Row, colour: str, top: float = math.inf) -> None:
    """The bound of the row at its `end_date`, nothing for an exact figure; a bar ends at `top`, the end of the axis."""
    value, quantifier = float(row["value"]), row["quantifier"]
    if quantifier in (*UP, *DOWN):
        fig.annotate(
            {
                "x": row["end_date"],
                "y": value,
                "ax": 0,
                "ay": -ARROW if quantifier in UP else ARROW,
                "text": "",
                "showarrow": True,
                "arrowside": "start",
                "arrowhead": 0,
                "startarrowhead": 2,
                "arrowwidth": 1.7,
                "arrowcolor": colour,
            }
        )
    elif quantifier in ABOUT:
        low, high = value * (1 - APPROXIMATE), value * (1 + APPROXIMATE)
        if quantifier == "between" and pd.notna(row["value_high"]):
            low, high = value, float(row["value_high"])
        stroke(fig, [row["end_date"]] * 2, [low, min(high, top)], colour, 4.5, 0.4)


def stroke(
    fig: Drawing, dates: Sequence[object], values: list[float], colour: str, width: float, opacity: float
) -> None:
    """A plain line without words."""
    line = {"color": colour, "width": width}
    fig.add(
        "scatter", x=dates, y=values, mode="lines", line=line, opacity=opacity, hoverinfo="skip", name="bound"
    )
