"""The house look: every picture carries its title, unit, source, as-of date and notes inside itself.

Paper is always white, so that a picture taken in the dark theme still fits a briefing. Colours by population follow
UNHCR's palette, the pale ones darkened to be told apart on white (3:1 or more) and by the colour-blind.
"""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import aspect, numbers
from charts.drawing import Drawing
from etl import words

Row = Mapping[Hashable, Any]
"""One row of a frame, by column."""

POPULATION = {
    "refugee": "#0072BC",
    "asylum_seeker": "#0A93B5",
    "idp": "#1E8F62",
    "oip": "#D25A45",
    "stateless": "#A87900",
    "returned_refugee": "#8677D0",
    "returned_idp": "#8677D0",
    "returnee": "#8677D0",
    "displaced": "#7C3C36",
    "ooc": "#7F7F7F",
}
SERIES = ("#0072BC", "#D25A45", "#1E8F62", "#8677D0", "#A87900", "#0A93B5", "#7C3C36", "#18375F")
BLUES = ("#C5DFF0", "#8FC1E1", "#4F9ED0", "#0072BC", "#05568B", "#0B3754")
NO_DATA = "#ECECEA"
BUBBLE = "#D25A45"
INK, SOFT, GRID, PAPER = "#22303C", "#5A6670", "#DDE2E7", "#FFFFFF"
FONT = "'Source Sans', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
"""Streamlit brings Source Sans, so pages and pictures have one typeface with no network."""

PHONE = 358
"""Pixels that a picture has on a phone of 390 px. Words are wrapped for it, until `fitted` knows better."""

LONGEST_LINE = 105
"""Characters: longer lines are hard to read, on whatever screen."""

TITLE_SIZE, SUBTITLE_SIZE, CAPTION_SIZE, LABEL_SIZE = 15, 13, 11, 12
EDGE = 12


@dataclass(frozen=True)
class Text:
    """The words of a picture. `title` says what it shows; `subtitle` what is counted, in which unit."""

    title: str
    subtitle: str
    source: str
    as_of: str = ""
    notes: tuple[str, ...] = ()

    @property
    def caption(self) -> list[str]:
        """Source, as-of date and notes, a line of thought each."""
        origin = [f"Source: {self.source}."] if self.source else []
        dated = [f"{numbers.capital(self.as_of)}."] if self.as_of else []
        return [
            " ".join([*origin, *dated]),
            *(numbers.capital(note).rstrip(".") + "." for note in self.notes),
        ]

    @property
    def alt(self) -> str:
        """The picture for those who hear it."""
        return " ".join([self.title.rstrip(".") + ".", self.subtitle.rstrip(".") + ".", *self.caption])


def dress(
    fig: Drawing, text: Text, plot_height: int, *, left: int = 12, right: int = 16, below: int = 28
) -> go.Figure:
    """The finished picture, with its words and the house look. `below` is the room that axis labels need under the plot.

    Words are wrapped for a phone, and a map is as high as it fills it, `plot_height` at most; `fitted` does both anew.
    """
    _dress(fig, text, plot_height, left, right, below, PHONE)
    return fig.figure()


def _dress(fig: Drawing, text: Text, plot_height: int, left: int, right: int, below: int, width: int) -> None:
    room = {"plot_height": plot_height, "left": left, "right": right, "below": below}
    plot_height = aspect.plot_height(fig, plot_height, width)
    title = numbers.wrapped(text.title, _characters(width - 24, TITLE_SIZE))
    subtitle = numbers.wrapped(text.subtitle, _characters(width, SUBTITLE_SIZE))
    a_line = _characters(width, CAPTION_SIZE)
    caption = [line for said in text.caption if said for line in textwrap.wrap(said, a_line)]
    top = EDGE + _lines(title) * (TITLE_SIZE + 5) + _lines(subtitle) * (SUBTITLE_SIZE + 4) + 16
    bottom = below + len(caption) * (CAPTION_SIZE + 4) + EDGE
    fig.lay(
        height=top + plot_height + bottom,
        margin={"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        font={"family": FONT, "size": LABEL_SIZE, "color": INK},
        hoverlabel={"bgcolor": PAPER, "font": {"family": FONT, "size": 13, "color": INK}, "align": "left"},
        showlegend=False,
        separators=".,",
        meta={
            "alt": text.alt,
            "title": text.title,
            "text": asdict(text),
            "room": room,
        },
        dragmode=False,
    )
    under = top - EDGE - _lines(title) * (TITLE_SIZE + 5) - 2
    small = "<br>".join(numbers.plain(line) for line in caption)
    fig.annotate(
        _words("title", f"<b>{title}</b>", TITLE_SIZE, INK, left, top - EDGE),
        _words("subtitle", subtitle, SUBTITLE_SIZE, SOFT, left, under),
        _words("caption", small, CAPTION_SIZE, SOFT, left, -below, of_bottom=True),
    )


def fitted(fig: go.Figure, width: int, note: str = "") -> go.Figure:
    """The figure with its words wrapped for a picture of `width` pixels; the plot keeps its height, if it is no map.

    A `note` is said below the picture and in its alternative text as well.
    """
    drawing = Drawing.of(fig)
    meta, before = drawing.layout["meta"], _drawn_height(drawing)
    ours = ("title", "subtitle", "caption")
    drawing.lay(annotations=[said for said in drawing.layout["annotations"] if said.get("name") not in ours])
    text = Text(**meta["text"] | {"notes": (*meta["text"]["notes"], *([note] if note else ()))})
    _dress(drawing, text, **meta["room"], width=max(width, PHONE))
    for control in (*drawing.layout.get("updatemenus", ()), *drawing.layout.get("sliders", ())):
        control["y"] *= before / _drawn_height(drawing)  # they stand as many pixels below the plot as before
    return drawing.figure()


def _drawn_height(drawing: Drawing) -> int:
    """Pixels that the plot of a dressed picture has between its words."""
    margin = drawing.layout["margin"]
    return int(drawing.layout["height"] - margin["t"] - margin["b"])


def _characters(pixels: int, size: int) -> int:
    """How many characters of a letter size fit on a line; widths as measured in the widest of our typefaces."""
    return min(int((pixels - 2 * EDGE) / (size * 0.56)), LONGEST_LINE)


def _words(
    name: str, text: str, size: int, colour: str, left: int, shift: int, of_bottom: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "text": text,
        "align": "left",
        "showarrow": False,
        "font": {"family": FONT, "size": size, "color": colour},
        **{"xref": "paper", "x": 0, "xanchor": "left", "xshift": EDGE - left},
        **{"yref": "paper", "y": 0 if of_bottom else 1, "yanchor": "top", "yshift": shift},
    }


def _lines(text: str) -> int:
    return text.count("<br>") + 1


def value_axis(largest: float) -> dict[str, Any]:
    """An axis of people from 0, with few round ticks in words."""
    step = _round_step(largest / 4)
    ticks = [step * count for count in range(int(largest / step) + 2)]
    return {
        "range": [0, max(largest * 1.06, step)],
        "tickvals": ticks,
        "ticktext": [numbers.axis(tick) for tick in ticks],
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": "#98A2AC",
        "tickfont": {"color": SOFT, "size": LABEL_SIZE},
        "fixedrange": True,
    }


def _round_step(rough: float) -> float:
    power = 10.0 ** (len(str(int(max(rough, 1)))) - 1)
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough)


def one_measure(rows: pd.DataFrame) -> str:
    """The measure that all rows share. Raises ValueError for stock and flow together: they never share an axis."""
    kinds = sorted(rows["measure"].dropna().unique())
    if len(kinds) != 1:
        raise ValueError(f"one chart shows stocks or flows, not {numbers.listed(kinds) or 'nothing'}")
    return str(kinds[0])


def source(rows: pd.DataFrame) -> str:
    """Whose figures the rows are: `IDMC and UNHCR`."""
    return numbers.listed(sorted(str(name) for name in rows["publisher"].dropna().unique()))


def colours(keys: list[str], by: str | None) -> dict[str, str]:
    """A colour for each key: its own for populations, else in turn."""
    if by == "population":
        return {key: POPULATION.get(key, SERIES[-1]) for key in keys}
    return {key: SERIES[place % len(SERIES)] for place, key in enumerate(keys)}


def name(key: str, by: str | None) -> str:
    """The word for a key: a country's name, a population in plain words."""
    if by in ("country", "origin"):
        return words.country(key)
    if by == "population":
        return numbers.capital(words.POPULATION.get(key, key))
    return key


def darker(colour: str) -> str:
    """The colour as text: dark enough to read on white (4.5:1)."""
    shades = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{int(shade * 0.78):02X}" for shade in shades)


def axis_room(largest: float) -> int:
    """Pixels that the labels of `value_axis` need at the left."""
    return 20 + round(max(len(tick) for tick in value_axis(largest)["ticktext"]) * 6.6)


SHORT_NAMES = {
    "idp": "Internally displaced",
    "oip": "Others in need of protection",
    "ooc": "Others of concern",
    "stateless": "Stateless",
    "returned_idp": "Returned IDPs",
}


def short_name(key: str, by: str | None) -> str:
    """`name`, short enough for a label beside a line or on a card."""
    return SHORT_NAMES.get(key, name(key, by)) if by == "population" else name(key, by)
