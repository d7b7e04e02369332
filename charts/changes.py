"""Rises to the right of zero, falls to the left; and how many were displaced in 30 days, with the day of an alert."""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from charts.drawing import Drawing
from charts.style import Row
from etl import words

MOST = 8
"""Bars on each side of zero."""

ROW, NAME_WIDTH, LETTER = 34, 20, 6.4
NARROWEST = 150
"""Pixels that the bars and their numbers have at least, on a phone."""

PLOT_HEIGHT = 190


def figure(moves: pd.DataFrame, by: str, text: style.Text) -> go.Figure:
    """Bars of the largest changes: columns key, population, value, quantifier, as_of, then, then_as_of, change, share.

    Raises ValueError where nothing rose or fell.
    """
    bars = largest(moves)
    if bars.empty:
        raise ValueError("nothing to draw: nothing rose or fell")
    bars = bars.iloc[::-1]
    changes = bars["change"].astype(float).tolist()
    names = [_names(row, by) for row in bars.to_dict("records")]
    labels = [_signed(change) for change in changes]
    left = 16 + round(max(len(line) for pair in names for line in pair) * LETTER)
    fig = Drawing()
    fig.add(
        "bar",
        x=changes,
        y=list(range(len(bars))),
        orientation="h",
        width=0.62,
        marker={"color": [style.POPULATION.get(name, style.SERIES[0]) for name in bars["population"]]},
        text=labels,
        textposition="outside",
        textfont={"color": style.INK, "size": style.LABEL_SIZE},
        cliponaxis=False,
        customdata=bars["key"].tolist(),
        hovertext=[_hover(row, by) for row in bars.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    fig.lay(
        xaxis={
            "range": _range(changes, max(map(len, labels)) * LETTER + 8),
            "showgrid": False,
            "showticklabels": False,
            "zeroline": True,
            "zerolinecolor": style.SOFT,
            "fixedrange": True,
        },
        yaxis={
            "tickvals": list(range(len(bars))),
            "ticktext": [
                f"{place}<br><span style='color:{style.SOFT}'>{group}</span>" for place, group in names
            ],
            "showgrid": False,
            "ticklabelstandoff": 6,
            "fixedrange": True,
            "range": [-0.6, len(bars) - 0.4],
        },
    )
    return style.dress(fig, text, len(bars) * ROW + 6, left=left, below=6)


def largest(moves: pd.DataFrame) -> pd.DataFrame:
    """The largest rises, then the falls, from the largest rise to the largest fall."""
    known = moves[moves["change"].notna()].sort_values("change", ascending=False, kind="stable")
    return pd.concat([known[known["change"] > 0].head(MOST), known[known["change"] < 0].tail(MOST)])


def finding(moves: pd.DataFrame, by: str) -> str:
    """`Refugees from Afghanistan: down 3.1 million since the end of 2024, to 2.7 million at the end of 2025`."""
    row = moves.sort_values("change", key=abs, ascending=False, kind="stable").iloc[0].to_dict()
    who = f"{numbers.capital(words.POPULATION[row['population']])} {where(row, by)}"
    then, now = numbers.since(row["then_as_of"]), numbers.as_of(row["as_of"])
    said = f"{'up' if row['change'] > 0 else 'down'} {numbers.short(abs(row['change']))} since {then}"
    amount = f"{numbers.mark_words(row['quantifier'])}{numbers.short(row['value'])}"
    return f"{who}: {said}, to {amount} {now}{', the largest change' if len(moves) > 1 else ''}"


def where(row: Row, by: str) -> str:
    """`from Syria`, `in Syria`: whom a row of a split by country or origin counts."""
    inside = by == "country" or row["population"] in ("idp", "returned_idp")
    return f"{'in' if inside else 'from'} {style.name(str(row['key']), by)}"


def rolling(sums: pd.Series, day: pd.Timestamp, cause: str | None, text: style.Text) -> go.Figure:
    """How many were displaced in the 30 days up to each day, as points (nothing is known in between), and the alert's."""
    largest_sum = float(sums.max())
    colour = CAUSE.get(cause or "", style.POPULATION["idp"])
    others = f"rgba({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))}, 0.4)"
    fig = Drawing()
    fig.add(
        "bar",
        x=list(sums.index),
        y=sums.tolist(),
        width=[_BAR] * len(sums),
        marker={
            "color": [colour if date == day else others for date in sums.index],
            "line": {"width": 0},
        },
        hovertext=[
            f"<b>{numbers.whole(value)}</b><br>30 days to {numbers.day(date)}"
            for date, value in zip(sums.index, sums, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    xaxis = {"showgrid": False, "fixedrange": True, "nticks": 6, "tickfont": {"color": style.SOFT}}
    fig.lay(xaxis=xaxis, yaxis=style.value_axis(largest_sum))
    return style.dress(fig, text, PLOT_HEIGHT, left=style.axis_room(largest_sum))


CAUSE = {"conflict": "#C7620A", "disaster": "#0080B8"}
"""IDMC's orange and blue, darkened to 3:1 on white."""

_BAR = 18 * 24 * 3600 * 1000
"""Milliseconds: most of a month."""


def _names(row: Row, by: str) -> tuple[str, str]:
    """The country and the group of people, short enough for the left side of a phone."""
    group = style.short_name(str(row["population"]), "population")
    place = textwrap.shorten(style.name(str(row["key"]), by), NAME_WIDTH, placeholder=" …")
    return numbers.plain(place), numbers.plain(_GROUPS.get(group, group.lower()))


_GROUPS = {"Others in need of protection": "others in need", "Internally displaced": "internally displaced"}


def _signed(change: float) -> str:
    return ("+" if change > 0 else "\u2212") + numbers.brief(abs(change))


def _range(changes: list[float], label: float) -> list[float]:
    """The axis, with room for the numbers at the ends of the bars on the narrowest picture."""
    low, high = min(0.0, *changes), max(0.0, *changes)
    sides = (low < 0) + (high > 0)
    room = (high - low) / max(NARROWEST - sides * label, 40) * label
    return [low - room * (low < 0), high + room * (high > 0)]


def _hover(row: Row, by: str) -> str:
    who = f"{numbers.capital(words.POPULATION[str(row['population'])])} {where(row, by)}"
    now, then = (
        numbers.bound(row["value"], str(row["quantifier"])),
        numbers.bound(row["then"], str(row["then_bound"])),
    )
    dates = [numbers.as_of(pd.Timestamp(row[name])) for name in ("as_of", "then_as_of")]
    share = numbers.percent(row["value"], row["then"])
    return (
        f"<b>{numbers.plain(who)}</b><br>{_signed(row['change'])}{f' ({share})' if share else ''}<br>"
        f"{now} {dates[0]}<br>{then} {dates[1]}<br>{numbers.plain(str(row['publisher']))}"
    )
