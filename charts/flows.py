"""Movements in periods: a bar for each period, never joined to a line, never beside a stock."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from charts.style import Row

PLOT_HEIGHT = 240
MOST_NUMBERS = 8


def figure(periods: pd.DataFrame, what: str, population: str, notes: tuple[str, ...] = ()) -> go.Figure:
    """Bars of periods: columns start_date, end_date, value, quantifier, publisher, measure (all flow).

    Raises ValueError for stocks, and for no rows.
    """
    if style.one_measure(periods) != "flow":
        raise ValueError("bars of periods show flows: stocks have their own chart")
    periods = periods.dropna(subset=["value"]).sort_values("end_date")
    largest = float(periods["value"].max())
    labels = [
        _label(start, end) for start, end in zip(periods["start_date"], periods["end_date"], strict=True)
    ]
    fig = go.Figure(
        go.Bar(
            x=list(range(len(periods))),
            y=periods["value"].astype(float).tolist(),
            width=0.7,
            marker={"color": style.POPULATION.get(population, style.SERIES[0])},
            text=_numbers(periods["value"]),
            textposition="outside",
            textangle=0,
            textfont={"size": 11},
            constraintext="none",
            cliponaxis=False,
            hovertext=[_hover(row) for row in periods.to_dict("records")],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    every = -(-len(labels) // MOST_NUMBERS) if len(labels) > MOST_NUMBERS else 1
    places = list(range(len(labels) - 1, -1, -every))
    fig.update_xaxes(
        tickvals=places,
        ticktext=[labels[place] for place in places],
        showgrid=False,
        fixedrange=True,
        tickangle=0,
    )
    fig.update_yaxes(style.value_axis(largest * 1.08))
    last = periods.iloc[-1]
    amount = numbers.bound(last["value"], last["quantifier"])
    text = style.Text(
        title=f"{numbers.capital(amount)} {what}, {numbers.span(last['start_date'], last['end_date'])}",
        subtitle=f"{numbers.capital(what)}: movements in each period (not people at a date)",
        source=style.source(periods),
        as_of=f"latest period ends {numbers.day(last['end_date'])}",
        notes=notes,
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=style.axis_room(largest))


def _numbers(values: pd.Series) -> list[str]:
    """A number on each bar, or where they would crowd on the largest and the last."""
    last, largest = len(values) - 1, int(values.to_numpy().argmax())
    shown = range(len(values)) if len(values) <= MOST_NUMBERS else (last, largest)
    return [numbers.brief(value) if place in shown else "" for place, value in enumerate(values)]


def _label(start: pd.Timestamp, end: pd.Timestamp) -> str:
    said = numbers.span(start, end)
    return said if said.isdigit() else f"to {end.day} {end:%b %Y}"


def _hover(row: Row) -> str:
    amount = numbers.bound(row["value"], str(row["quantifier"]))
    period = numbers.span(pd.Timestamp(row["start_date"]), pd.Timestamp(row["end_date"]))
    return f"<b>{amount}</b><br>{period}<br>{numbers.plain(str(row['publisher']))}"
