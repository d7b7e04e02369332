"""Cumulative figures of reports ("since 1 December"): a step line through figures with the same start.

Each later figure replaces the one before; nothing is added. Figures that a person has accepted are solid, others hollow. The bound of each is drawn: an arrow up for "more than",
a bar of five percent to both sides for "about".
"""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from charts import bounds, marks, numbers, style
from charts.drawing import Drawing
from charts.style import Row

LEAST = 3
"""Fewer figures than this make no series."""

PLOT_HEIGHT = 330


def series(claims: pd.DataFrame) -> list[pd.DataFrame]:
    """Figures that count the same thing from the same day, of whoever said them, longest series first."""
    if len(claims) < LEAST:
        return []
    flows = claims[(claims["measure"] == "flow") & claims["start_date"].notna() & claims["value"].notna()]
    groups = [
        group for _, group in flows.groupby(["country", "population", "start_date"]) if len(group) >= LEAST
    ]
    return sorted(groups, key=len, reverse=True)


def figure(rows: pd.DataFrame, what: str, notes: tuple[str, ...] = ()) -> go.Figure:
    """The picture of one of `series`. Raises ValueError for stocks, or for figures with different starts."""
    if style.one_measure(rows) != "flow" or rows["start_date"].nunique() != 1:
        raise ValueError("a step line joins flows with the same first day")
    rows = rows.sort_values(["end_date", "value"])
    largest = float(rows[["value", "value_high"]].max().max())
    colour = style.POPULATION.get(rows["population"].iloc[0], style.SERIES[0])
    steps = rows.groupby("end_date", as_index=False)["value"].max()
    fig = Drawing()
    fig.add(
        "scatter",
        x=[rows["start_date"].iloc[0], *steps["end_date"]],
        y=[0, *steps["value"].astype(float)],
        mode="lines",
        line={"color": colour, "width": 2, "shape": "hv"},
        hoverinfo="skip",
        name="cumulative",
    )
    for row in rows.to_dict("records"):
        bounds.draw(fig, row, colour)
    _points(fig, rows, colour)
    start, end = rows["start_date"].iloc[0], rows["end_date"].max()
    margin = (end - start) * 0.04
    xaxis = {"showgrid": False, "fixedrange": True, "nticks": 6, "range": [start - margin, end + margin]}
    xaxis |= {"tickformat": "%-d %b\n%Y", "tickfont": {"color": style.SOFT}}
    fig.lay(yaxis=style.value_axis(largest * 1.12), xaxis=xaxis)
    text = style.Text(
        title=_title(rows, what),
        subtitle=f"{numbers.capital(what)}: movements since {numbers.day(start)}, each figure replaces the one before",
        source=style.source(rows),
        as_of=f"figures of {numbers.day(rows['end_date'].min())} to {numbers.day(end)}",
        notes=(
            "arrow up: more than; bar: about, drawn as 5 percent to both sides",
            *marks.notes(rows),
            *notes,
        ),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=style.axis_room(largest), right=74, below=42)


def _points(fig: Drawing, rows: pd.DataFrame, colour: str) -> None:
    fig.add(
        "scatter",
        x=rows["end_date"],
        y=rows["value"].astype(float),
        mode="markers",
        marker={"color": marks.fills(rows, colour), "size": 9, "line": {"color": colour, "width": 2}},
        text=[_hover(row) for row in rows.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
        name="figures",
    )
    before = None
    labels = []
    for row in rows.to_dict("records"):
        label = f"{numbers.mark(row['quantifier'])}{numbers.brief(row['value'])} {textwrap.shorten(str(row['publisher']), 15, placeholder='…')}"
        crowded = before is not None and row["end_date"] - before < pd.Timedelta(days=5)
        aside = crowded and row["end_date"] < rows["end_date"].max()
        labels.append(
            {
                **{"x": row["end_date"], "y": float(row["value"]), "text": numbers.plain(label)},
                **{"font": {"size": 11, "color": style.INK}, "showarrow": False, "align": "right"},
                **{"xanchor": "left" if aside else "right", "xshift": 9 if aside else -9},
                "yshift": -9 if crowded else 10,
            }
        )
        before = row["end_date"]
    fig.annotate(*labels)


def _speaker(row: Row) -> str:
    credited = row["attributed_to"]
    return (
        f"{row['publisher']}"
        if not isinstance(credited, str) or not credited
        else f"{row['publisher']} ({credited})"
    )


def _hover(row: Row) -> str:
    amount = numbers.bound(row["value"], str(row["quantifier"]), row["value_high"])
    place = f" {numbers.plain(str(row['place']))}" if isinstance(row["place"], str) else ""
    quote = numbers.wrapped(f"“{row['quote']}”", 60) if isinstance(row["quote"], str) else ""
    end = pd.Timestamp(row["end_date"])
    return f"<b>{amount}</b>{place}<br>to {numbers.day(end)}, {numbers.plain(_speaker(row))}<br>{quote}"


def _title(rows: pd.DataFrame, what: str) -> str:
    last = rows.iloc[-1]
    amount = numbers.bound(last["value"], last["quantifier"], last["value_high"])
    start, end = last["start_date"], last["end_date"]
    return f"{numbers.capital(amount)} {what} between {numbers.day(start)} and {numbers.day(end)}, according to {last['publisher']}"
