"""Lines from one country of origin to the countries where its people are: the wider, the more."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas as pd

from charts import numbers, style
from charts.drawing import Drawing, Part

MOST_LINES, MOST_LABELS = 30, 6
WIDEST = 9.0
POINTS = 24
BEND = 0.14
"""How far a line bends sideways, as a share of its length, so that lines to neighbours lie apart."""

APART = (0.03, 0.17)
"""What a label needs for itself, in latitude and longitude, as shares of the width shown."""

WIDE = 300
"""Degrees of longitude: less is a part of the world."""

MOST_OF_THEM = 0.95
"""The picture shows the part of the world where this share of the people is."""


def near(table: pd.DataFrame) -> list[str]:
    """The countries of the table (key, value) that together have most of the people, the largest first."""
    known = table[table["value"] > 0].sort_values("value", ascending=False)
    before = known["value"].cumsum() - known["value"]
    return list(known.loc[before < MOST_OF_THEM * known["value"].sum(), "key"])


def add(
    fig: Drawing, table: pd.DataFrame, origin: str, land: geopandas.GeoDataFrame, window: Part
) -> tuple[str, ...]:
    """Draw a line for each country of the table (key, value) that has an outline, and name the largest.

    `window` is the geo layout that the figure will have.

    Returns what to say of it in the caption. The lines show the same people as the colours.
    """
    at = land.set_index("iso3")[["lat", "lon"]]
    known = table[(table["value"] > 0) & table["key"].isin(at.index) & (table["key"] != origin)]
    if origin not in at.index or known.empty:
        return (f"no lines: no country with people from {style.name(origin, 'origin')} is on the map",)
    known = known.sort_values("value", ascending=False)
    drawn = known.head(MOST_LINES)
    largest = float(drawn["value"].max())
    for iso3, value in zip(drawn["key"][::-1], drawn["value"][::-1], strict=True):
        lats, lons = bent(tuple(at.loc[origin]), tuple(at.loc[iso3]))
        width = max(WIDEST * float(value) / largest, 0.7)
        fig.add(
            "scattergeo",
            lat=lats,
            lon=lons,
            mode="lines",
            line={"color": style.BUBBLE, "width": round(width, 2)},
            opacity=0.75,
            hoverinfo="skip",
            name=f"From {origin} to {iso3}",
        )
    west, east = window["lonaxis"]["range"]
    _labels(fig, drawn, at, origin, east - west)
    left_out = len(known) - len(drawn)
    said = "lines: from where people fled to where they are, the wider the more; no routes of travel"
    shown = f"{MOST_OF_THEM:.0%} or more of the people are in the part of the world shown"
    part = (shown,) if east - west < WIDE else ()
    few = (f"lines to the {MOST_LINES} largest of {len(known)} countries",) if left_out else ()
    return (said, *few, *part)


def bent(start: tuple[float, ...], end: tuple[float, ...]) -> tuple[list[float], list[float]]:
    """Points of a great circle from (lat, lon) to another, bent to one side: latitudes and longitudes, degrees."""
    first, last = _on_globe(start), _on_globe(end)
    angle = float(np.arccos(np.clip(first @ last, -1, 1)))
    if angle < 1e-6:
        return [start[0], end[0]], [start[1], end[1]]
    share = np.linspace(0, 1, POINTS)[:, None]
    path = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * last) / np.sin(angle)
    aside = np.cross(first, last)
    path = path + np.sin(share * np.pi) * BEND * angle * aside / np.linalg.norm(aside)
    path /= np.linalg.norm(path, axis=1)[:, None]
    lats, lons = np.degrees(np.arcsin(path[:, 2])), np.degrees(np.arctan2(path[:, 1], path[:, 0]))
    return lats.round(2).tolist(), lons.round(2).tolist()


def _on_globe(place: tuple[float, ...]) -> np.ndarray:
    lat, lon = np.radians(place[0]), np.radians(place[1])
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _labels(fig: Drawing, drawn: pd.DataFrame, at: pd.DataFrame, origin: str, span: float) -> None:
    """Names and numbers of the largest at the ends of their lines, none on another's."""
    high, wide = APART[0] * span, APART[1] * span
    taken: list[tuple[float, float]] = []
    shown = []
    for row in drawn.to_dict("records"):
        lat, lon = at.loc[row["key"]]
        if all(abs(lat - other) > high or abs(lon - another) > wide for other, another in taken):
            taken.append((lat, lon))
            shown.append((lat, lon, f"{style.name(row['key'], 'country')} {numbers.short(row['value'])}"))
        if len(shown) == MOST_LABELS:
            break
    fig.add(
        "scattergeo",
        lat=[float(lat) for lat, _, _ in shown],
        lon=[float(lon) for _, lon, _ in shown],
        text=[numbers.plain(said) for _, _, said in shown],
        mode="text",
        textposition=[
            "middle left" if lon < at.loc[origin, "lon"] else "middle right" for _, lon, _ in shown
        ],
        textfont={"size": 12, "color": style.INK, "shadow": "auto"},
        hoverinfo="skip",
        name="The largest",
    )
