"""The picture of how many over time, as SVG: a line a group, a mark a count."""

from __future__ import annotations

import datetime
import itertools
import math
import textwrap
from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from briefing.drawing import LABEL, SMALL, canvas, written
from briefing.sheet import Trend
from charts import numbers, style

GAP_DAYS = 3 * 366
"""Counts farther apart are not joined by a line."""


def picture(found: Trend, width: float, height: float, letters: bool = True) -> bytes:
    """Lines with a mark for each count, named at their ends; `width` and `height` in points.

    Words stay `letters`, or become outlines for readers that lack the typefaces.
    """
    fig, ax = canvas(width, height)
    largest = max((value for line in found.lines for value in line.values if value is not None), default=1)
    axis = style.value_axis(largest)
    ax.set_ylim(0, axis["range"][1])
    ax.set_yticks([tick for tick in axis["tickvals"] if tick <= axis["range"][1]])
    ax.set_yticklabels([numbers.axis(tick) for tick in ax.get_yticks()], fontsize=SMALL, color=style.SOFT)
    ax.grid(axis="y", color=style.GRID, linewidth=0.6)
    ends = []
    counted: list[float] = []
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
        again = line.population in seen  # a second line of one colour is thin, its marks are rings
        seen.add(line.population)
        counted += [day for day, _ in known]
        days, values = _broken(known)
        ax.plot(
            days,
            values,
            color=colour,
            linewidth=0.9 if again else 1.6,
            marker="o",
            markersize=2.6 if len(known) > 14 else 3.2,
            markerfacecolor="white" if again else colour,
            markeredgewidth=0.7 if again else 0,
        )
        ends.append((known[-1], f"{line.name} (thin, rings)" if again else line.name, style.darker(colour)))
    _years(ax, counted)
    _name_ends(ax, ends, width, height)
    return written(fig, letters)


def _broken(known: Sequence[tuple[float, int]]) -> tuple[list[float], list[float]]:
    """Days and values, with nothing between counts that lie far apart."""
    days, values = [known[0][0]], [float(known[0][1])]
    for (before, _), (day, value) in itertools.pairwise(known):
        if day - before > GAP_DAYS:
            days.append((before + day) / 2)
            values.append(math.nan)
        days.append(day)
        values.append(float(value))
    return days, values


def _years(ax: Axes, counted: Sequence[float]) -> None:
    first, last = (mpl.dates.num2date(end).year for end in ax.get_xlim())
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 7)
    years = [year for year in range(first, last + 2) if year % step == 0]
    ends = {year: date2num(datetime.date(year, 12, 31)) for year in years}
    shown = [year for year in years if ax.get_xlim()[0] <= ends[year] <= ax.get_xlim()[1]]
    ticks = [(ends[year], str(year)) for year in shown]
    if len(ticks) < 2 and counted:  # all within a year: its first and last count
        days = dict.fromkeys((min(counted), max(counted)))
        ticks = [(day, numbers.day(mpl.dates.num2date(day))) for day in days]
    ax.set_xticks([day for day, _ in ticks])
    ax.set_xticklabels([words for _, words in ticks], fontsize=SMALL, color=style.SOFT)


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
