"""A picture in the dark: its lightness turned round, its hues kept.

White paper becomes dark paper, ink becomes light, and a scale from pale to dark runs from dark to pale, so that more
stays further from the ground. Colours of middle lightness, which stand for groups of people, stay in the middle, a
little lighter: 3:1 or more against the dark paper.
"""

from __future__ import annotations

import colorsys
import re
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from charts.drawing import Drawing

_DAY, _NIGHT = (0.0, 0.2, 0.4, 0.65, 0.75, 1.0), (0.93, 0.87, 0.70, 0.60, 0.42, 0.105)
"""Lightness (HLS) by day, and the same colour's at night."""

NEUTRAL, GROUND = 14, (0.58, 0.16)
"""Greys have channels this close; at night they take a breath of blue, as the page has."""

_COLOUR = re.compile(r"#([0-9A-Fa-f]{6})\b|rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?([\d.]+))?\)")
_WORDS = frozenset({"text", "hovertext", "ticktext", "hovertemplate", "customdata", "meta", "name"})
_SHAPES = frozenset({"geojson"})


def of(fig: go.Figure) -> go.Figure:
    """The same figure for dark pages; `fig` stays as it is."""
    drawing = Drawing.of(fig)
    for name in ("data", "layout", "frames"):
        setattr(drawing, name, _turned(getattr(drawing, name), ""))
    return drawing.figure()


def _turned(part: Any, key: str) -> Any:
    if key in _SHAPES:
        return part
    if isinstance(part, dict):
        return {name: _turned(value, name) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_turned(value, key) for value in part]
    if not isinstance(part, str):
        return part
    if key in _WORDS:  # only the colours of its markup: what data say stays
        return re.sub(r"(?<=color:)#[0-9A-Fa-f]{6}", lambda found: colour(found[0]), part)
    return colour(part)


@cache
def colour(said: str) -> str:
    """`#22303C` by day is light grey at night; text that is no colour comes back as it is."""
    found = _COLOUR.fullmatch(said)
    if not found:
        return said
    shades = (
        [int(found[1][at : at + 2], 16) for at in (0, 2, 4)]
        if found[1]
        else [int(found[at]) for at in (2, 3, 4)]
    )
    hue, light, strength = colorsys.rgb_to_hls(*(shade / 255 for shade in shades))
    if max(shades) - min(shades) < NEUTRAL:
        hue, strength = GROUND
    light = float(np.interp(light, _DAY, _NIGHT))
    red, green, blue = (round(255 * shade) for shade in colorsys.hls_to_rgb(hue, light, strength))
    return f"rgba({red},{green},{blue},{found[5]})" if found[5] else f"#{red:02X}{green:02X}{blue:02X}"
