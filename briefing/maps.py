"""The picture of where, as SVG: countries around the subject, or the units within it, in colours by people."""

from __future__ import annotations

import math

import geopandas
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from shapely.geometry import box

from briefing.drawing import SMALL, canvas, written
from briefing.sheet import Locator, Shade
from charts import classes, numbers, shapes, style
from etl import boundaries

EDGE_COLOUR = "#9AA5AF"
MOST_FOCUS = 6
SHARE_SEEN = 0.05
"""A country with less than this share of the largest one's people does not make the map wider."""

REACH = 30
"""Degrees around the subject's own countries beyond which no other makes the map wider, if a third of the people are within."""

TINY, ROOM = 1.0, 24.0
"""A country of fewer square degrees is marked by a ring, on a map of at least so many degrees from south to north."""


def picture(found: Locator, width: float, height: float, letters: bool = True) -> bytes:
    """The subject's countries outlined among their neighbours, colours by people, a bar of classes below.

    `width` and `height` in points; words stay `letters`, or become outlines.
    """
    land, lines = _outlines(found), boundaries.disputed()
    legend = 26 if found.shades else 0
    view = _view(found, land, width / (height - legend))
    fig, ax = canvas(width, height)
    ax.set_position((0, legend / height, 1, (height - legend) / height))
    ax.set_axis_off()
    ax.set_xlim(view[0], view[2])
    ax.set_ylim(view[1], view[3])
    ax.set_autoscale_on(False)
    ax.add_patch(Rectangle(view[:2], view[2] - view[0], view[3] - view[1], color="#EEF3F6", linewidth=0))
    near = geopandas.clip(land, box(*view), sort=True)
    values = {shade.key: shade.value for shade in found.shades if shade.value}
    classed = classes.classes([float(value) for value in values.values()], "fixed", False)
    near["colour"] = [
        classed.colours[classed.of([value])[0]] if (value := values.get(key)) else shapes.LAND
        for key in near["key"]
    ]
    near.plot(ax=ax, color=near["colour"], edgecolor=EDGE_COLOUR, linewidth=0.4, aspect=None)
    own = near[near["key"].isin(found.focus)]
    if len(own):
        own.plot(ax=ax, facecolor="none", edgecolor=style.INK, linewidth=1.3, aspect=None)
    if len(own) and shapely.area(own.geometry.to_numpy()).max() < TINY:
        points = own.representative_point()
        ax.scatter(points.x, points.y, s=90, facecolor="none", edgecolor=style.INK, linewidth=1.3)
    dashed = geopandas.clip(lines, box(*view))
    if len(dashed):
        dashed.plot(ax=ax, color=style.SOFT, linewidth=0.7, linestyle=(0, (2, 1.5)), aspect=None)
    _names(ax, found, near, width, height - legend)
    if found.shades:
        _bar(fig, classed, width, height)
    return written(fig, letters)


def _outlines(found: Locator) -> geopandas.GeoDataFrame:
    """`key`, `name`, `geometry` of all countries, then of the units in colours, which so lie above them."""
    outlines = boundaries.admin0().rename(columns={"iso3": "key"})
    if found.within:
        units = boundaries.admin1(found.within).drop(columns=["iso3", "admin1"])
        outlines = pd.concat([outlines, units.rename(columns={"adm1_code": "key"})], ignore_index=True)
    return outlines


def _view(found: Locator, land: geopandas.GeoDataFrame, aspect: float) -> tuple[float, float, float, float]:
    """West, south, east, north of what the focus and the largest countries around need, as wide as the picture."""
    largest = max((shade.value or 0 for shade in found.shades), default=0)
    seen = {one.key for one in found.shades if (one.value or 0) >= SHARE_SEEN * largest}
    # Of a region the far-off islands without people would make all the others small.
    wanted = seen if seen and len(found.focus) > MOST_FOCUS else {*found.focus, *seen}
    there = land[land["key"].isin(wanted)].set_index("key")
    if there.empty:
        return -170.0, -58.0, 180.0, 80.0
    mains = geopandas.GeoSeries(
        there.geometry.map(lambda one: max(getattr(one, "geoms", [one]), key=lambda part: part.area))
    )
    west, south, east, north = _near(found, mains).total_bounds
    if shapely.area(mains.to_numpy()).max() < TINY:
        middle = (south + north) / 2
        south, north = min(south, middle - ROOM / 2), max(north, middle + ROOM / 2)
    east, west, north, south = east + 2, west - 2, min(north + 1.5, 84), max(south - 1.5, -60)
    squeeze = math.cos(math.radians((north + south) / 2))
    wide, tall = (east - west) * squeeze, north - south
    if wide / tall < aspect:
        more = (tall * aspect - wide) / squeeze / 2
        west, east = west - more, east + more
    else:
        more = (wide / aspect - tall) / 2
        south, north = south - more, north + more
    return float(west), float(south), float(east), float(north)


def _near(found: Locator, mains: geopandas.GeoSeries) -> geopandas.GeoSeries:
    """The shapes within `REACH` of the focus, if at least a third of the people are there; else all of them."""
    own = mains[mains.index.isin(found.focus)]
    if own.empty or len(found.focus) > MOST_FOCUS:
        return mains
    west, south, east, north = own.total_bounds
    window = box(west - REACH, south - REACH, east + REACH, north + REACH)
    inside = mains[mains.representative_point().within(window)]
    values = {shade.key: shade.value or 0 for shade in found.shades}
    if 3 * sum(values.get(str(key), 0) for key in inside.index) < sum(values.values()):
        return mains
    return inside.intersection(window)


def _names(ax: Axes, found: Locator, near: geopandas.GeoDataFrame, width: float, height: float) -> None:
    """The names of the subject's countries and of the largest around, as far as they do not meet."""
    known = {shade.key: shade for shade in found.shades}
    largest = sorted((s for s in found.shades if s.value), key=lambda s: -(s.value or 0))[:7]
    names = dict(zip(near["key"], near["name"], strict=True))
    first = [
        Shade(iso3, known[iso3].name if iso3 in known else names[iso3], None)
        for iso3 in sorted(found.focus, key=lambda iso3: -(known[iso3].value or 0) if iso3 in known else 0)[
            :6
        ]
        if iso3 in names and not found.within
    ]
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    taken: list[tuple[float, float, float, float]] = []
    for shade in [*first, *(s for s in largest if s.key not in found.focus)]:
        shape = near.loc[near["key"] == shade.key, "geometry"]
        if shape.empty:
            continue
        point = max(
            getattr(shape.iloc[0], "geoms", [shape.iloc[0]]), key=lambda part: part.area
        ).representative_point()
        words = [shade.name, *([numbers.brief(known[shade.key].value or 0)] if known.get(shade.key) else [])]
        wide, tall = max(map(len, words)) * SMALL * 0.5, len(words) * (SMALL + 1.5)
        x, y = (point.x - west) / (east - west) * width, (point.y - south) / (north - south) * height
        x, y = (
            min(max(x, wide / 2 + 2), width - wide / 2 - 2),
            min(max(y, tall / 2 + 2), height - tall / 2 - 2),
        )
        here = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        if any(
            a < there[2] and there[0] < c and b < there[3] and there[1] < d
            for there in taken
            for a, b, c, d in [here]
        ):
            continue
        taken.append(here)
        text = ax.text(
            x / width,
            y / height,
            "\n".join(words),
            transform=ax.transAxes,
            fontsize=SMALL,
            fontweight="bold" if shade.key in found.focus else "normal",
            color=style.INK,
            ha="center",
            va="center",
            linespacing=1.05,
        )
        text.set_bbox({"facecolor": "white", "alpha": 0.72, "edgecolor": "none", "pad": 0.8})


def _bar(fig: Figure, found: classes.Classes, width: float, height: float) -> None:
    """Colours with their lowest values, side by side."""
    cell = min(44.0, (width - 60) / len(found.bounds))
    for n, (bound, colour) in enumerate(zip(found.bounds, found.colours, strict=True)):
        left = 2 + n * cell
        fig.patches.append(
            Rectangle(
                (left / width, 15 / height), cell / width, 6 / height, transform=fig.transFigure, color=colour
            )
        )
        label = "1" if bound == 0 else numbers.brief(bound)
        fig.text(left / width, 6 / height, label, fontsize=SMALL - 0.5, color=style.SOFT, va="center")
    end = 2 + len(found.bounds) * cell
    fig.text((end + 6) / width, 15.5 / height, "people", fontsize=SMALL - 0.5, color=style.SOFT, va="bottom")
