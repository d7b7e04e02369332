"""The pictures on a sheet as SVG, text kept as text: how many over time, and where. No browser is needed."""

from __future__ import annotations

import datetime
import io
import math
import textwrap
import threading
from collections.abc import Sequence
from typing import Any

import geopandas
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from shapely.geometry import box

from briefing import fonts
from briefing.sheet import Locator, Shade, Trend
from charts import classes, numbers, shapes, style
from etl import boundaries

_DRAWING = threading.Lock()
"""How letters are written is a setting of the whole process, and pages are drawn in threads."""

POINT = 72
"""Points an inch; sizes here are points, as on the sheet."""

SMALL, LABEL = 7.5, 8.5
EDGE_COLOUR = "#9AA5AF"
MOST_FOCUS = 6
SHARE_SEEN = 0.05
"""A country with less than this share of the largest one's people does not make the map wider."""


def trend(found: Trend, width: float, height: float, letters: bool = True) -> bytes:
    """Lines with a mark for each count, named at their ends; `width` and `height` in points.

    Words stay `letters`, or become outlines for readers that lack the typefaces.
    """
    fig, ax = _canvas(width, height)
    largest = max((value for line in found.lines for value in line.values if value is not None), default=1)
    axis = style.value_axis(largest)
    ax.set_ylim(0, axis["range"][1])
    ax.set_yticks([tick for tick in axis["tickvals"] if tick <= axis["range"][1]])
    ax.set_yticklabels([numbers.axis(tick) for tick in ax.get_yticks()], fontsize=SMALL, color=style.SOFT)
    ax.grid(axis="y", color=style.GRID, linewidth=0.6)
    ends = []
    seen: set[str] = set()
    for line in found.lines:
        colour = style.POPULATION.get(line.population, style.SERIES[-1])
        known = [
            (date2num(day), value)
            for day, value in zip(line.dates, line.values, strict=True)
            if value is not None
        ]
        if not known:
            continue
        dashes = (0, (3, 1.5)) if line.population in seen else "solid"
        seen.add(line.population)
        ax.plot(
            [day for day, _ in known],
            [value for _, value in known],
            color=colour,
            linewidth=1.6,
            linestyle=dashes,
            marker="o",
            markersize=2.6 if len(known) > 14 else 3.2,
            markeredgewidth=0,
        )
        ends.append((known[-1], line.name, style.darker(colour)))
    _years(ax)
    _name_ends(ax, ends, width, height)
    return _written(fig, letters)


def _years(ax: Axes) -> None:
    first, last = (mpl.dates.num2date(end).year for end in ax.get_xlim())
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 7)
    years = [year for year in range(first, last + 2) if year % step == 0]
    ends = {year: date2num(datetime.date(year, 12, 31)) for year in years}
    shown = [year for year in years if ax.get_xlim()[0] <= ends[year] <= ax.get_xlim()[1]]
    ax.set_xticks([ends[year] for year in shown])
    ax.set_xticklabels([str(year) for year in shown], fontsize=SMALL, color=style.SOFT)


def _name_ends(
    ax: Axes, ends: Sequence[tuple[tuple[float, int], str, str]], width: float, height: float
) -> None:
    """Each line's last number and name, right of its end; names that would meet are moved apart."""
    left, low, tall, room = 44.0, 18.0, height - 28, 0.34 * width
    ax.set_position((left / width, low / height, (width - left - room) / width, tall / height))
    words = [
        [numbers.short(value), *textwrap.wrap(name, int(room / (LABEL * 0.5)))]
        for (_, value), name, _ in ends
    ]
    sizes = [len(lines) * (LABEL + 1.6) + 4 for lines in words]
    at = [value / ax.get_ylim()[1] * tall for (_, value), _, _ in ends]
    for (_, _, colour), lines, place in zip(ends, words, _apart(at, sizes, tall + 8), strict=True):
        ax.text(
            1 + 7 / (width - left - room),
            place / tall,
            "\n".join(lines),
            transform=ax.transAxes,
            fontsize=LABEL,
            color=colour,
            va="center",
            linespacing=1.1,
        )


def _apart(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Middles as near as can be to the wanted ones, so that nothing overlaps or stands above `top`."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    places = list(wanted)
    floor = -4.0
    for n in order:
        places[n] = max(places[n], floor + sizes[n] / 2)
        floor = places[n] + sizes[n] / 2
    ceiling = top
    for n in reversed(order):
        places[n] = min(places[n], ceiling - sizes[n] / 2)
        ceiling = places[n] - sizes[n] / 2
    return places


def locator(found: Locator, width: float, height: float, letters: bool = True) -> bytes:
    """The subject's countries outlined among their neighbours, colours by people, a bar of classes below."""
    land, lines = boundaries.admin0(), boundaries.disputed()
    legend = 26 if found.shades else 0
    view = _view(found, land, width / (height - legend))
    fig, ax = _canvas(width, height)
    ax.set_position((0, legend / height, 1, (height - legend) / height))
    ax.set_axis_off()
    ax.set_xlim(view[0], view[2])
    ax.set_ylim(view[1], view[3])
    ax.set_autoscale_on(False)
    ax.add_patch(Rectangle(view[:2], view[2] - view[0], view[3] - view[1], color="#EEF3F6", linewidth=0))
    near = geopandas.clip(land, box(*view))
    values = {shade.key: shade.value for shade in found.shades if shade.value}
    classed = classes.classes([float(value) for value in values.values()], "fixed", False)
    near["colour"] = [
        classed.colours[classed.of([value])[0]] if (value := values.get(iso3)) else shapes.LAND
        for iso3 in near["iso3"]
    ]
    near.plot(ax=ax, color=near["colour"], edgecolor=EDGE_COLOUR, linewidth=0.4, aspect=None)
    own = near[near["iso3"].isin(found.focus)]
    if len(own):
        own.plot(ax=ax, facecolor="none", edgecolor=style.INK, linewidth=1.3, aspect=None)
    dashed = geopandas.clip(lines, box(*view))
    if len(dashed):
        dashed.plot(ax=ax, color=style.SOFT, linewidth=0.7, linestyle=(0, (2, 1.5)), aspect=None)
    _names(ax, found, near, width, height - legend)
    if found.shades:
        _bar(fig, classed, width, height)
    return _written(fig, letters)


def _view(found: Locator, land: geopandas.GeoDataFrame, aspect: float) -> tuple[float, float, float, float]:
    """West, south, east, north of what the focus and the largest countries around need, as wide as the picture."""
    largest = max((shade.value or 0 for shade in found.shades), default=0)
    seen = {one.key for one in found.shades if (one.value or 0) >= SHARE_SEEN * largest}
    # Of a region the far-off islands without people would make all the others small.
    wanted = seen if seen and len(found.focus) > MOST_FOCUS else {*found.focus, *seen}
    there = land[land["iso3"].isin(wanted)]
    if there.empty:
        return -170.0, -58.0, 180.0, 80.0
    mains = there.geometry.map(lambda one: max(getattr(one, "geoms", [one]), key=lambda part: part.area))
    west, south, east, north = geopandas.GeoSeries(mains).total_bounds
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


def _names(ax: Axes, found: Locator, near: geopandas.GeoDataFrame, width: float, height: float) -> None:
    """The names of the subject's countries and of the largest around, as far as they do not meet."""
    known = {shade.key: shade for shade in found.shades}
    largest = sorted((s for s in found.shades if s.value), key=lambda s: -(s.value or 0))[:7]
    names = dict(zip(near["iso3"], near["name"], strict=True))
    first = [
        Shade(iso3, known[iso3].name if iso3 in known else names[iso3], None)
        for iso3 in sorted(found.focus, key=lambda iso3: -(known[iso3].value or 0) if iso3 in known else 0)[
            :6
        ]
        if iso3 in names
    ]
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    taken: list[tuple[float, float, float, float]] = []
    for shade in [*first, *(s for s in largest if s.key not in found.focus)]:
        shape = near.loc[near["iso3"] == shade.key, "geometry"]
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


def _canvas(width: float, height: float) -> tuple[Figure, Axes]:
    fig = Figure(figsize=(width / POINT, height / POINT))
    fig.patch.set_alpha(0)
    ax = fig.add_subplot()
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color("#98A2AC")
    ax.tick_params(length=0, pad=3)
    return fig, ax


def _written(fig: Figure, letters: bool) -> bytes:
    for text in fig.findobj(mpl.text.Text):
        text.set_fontfamily(fonts.for_pictures())
        text.set_parse_math(False)  # a dollar sign is a dollar sign
        text.set_text(fonts.drawable(text.get_text()))
    out = io.BytesIO()
    nothing: dict[str, Any] = {"Date": None, "Creator": None}
    # The same words give the same bytes: no random names.
    settings: Any = {
        "svg.fonttype": "none" if letters else "path",
        "svg.hashsalt": "briefing",
        "svg.id": None,
    }
    with _DRAWING, mpl.rc_context(settings):
        FigureCanvasSVG(fig).print_svg(out, metadata=nothing)
    return out.getvalue()
