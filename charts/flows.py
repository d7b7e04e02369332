"""Movements in periods: a bar for each period on an axis of dates, never joined to a line, never beside a stock."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, steps, style
from charts import told as about
from charts.drawing import Drawing
from charts.scales import Scale
from charts.style import Row
from etl import trends

PLOT_HEIGHT = 240
MOST_NUMBERS = 8
DAY = 24 * 3600 * 1000
"""Milliseconds, in which Plotly measures a bar on an axis of dates."""

BAR = 0.85
"""How much of its period a bar fills."""


def figure(
    periods: pd.DataFrame,
    what: str,
    population: str,
    notes: tuple[str, ...] = (),
    *,
    breaks: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
) -> go.Figure:
    """Bars of periods: columns start_date, end_date, value, quantifier, publisher, measure (all flow).

    Each bar is as wide as its period, so a missing year is a gap. `claims` are what reports say of the same movements,
    as `etl.trends.told` gives it; those before or after all bars are left out. Raises ValueError for stocks, and for no rows.
    """
    if style.one_measure(periods) != "flow":
        raise ValueError("bars of periods show flows: stocks have their own chart")
    periods = periods.dropna(subset=["value"]).sort_values("end_date")
    told = periods.head(0) if claims is None else claims
    told = told[told["end_date"].between(periods["start_date"].min(), periods["end_date"].max())]
    colour = style.POPULATION.get(population, style.SERIES[0])
    scale = Scale(float(max(periods["value"].max(), told["value"].max() if len(told) else 0, 1)) * 1.08)
    days = (periods["end_date"] - periods["start_date"]).dt.days + 1
    fig = Drawing()
    fig.add(
        "bar",
        x=(periods["start_date"] + pd.to_timedelta(days, unit="D") / 2).tolist(),
        y=periods["value"].astype(float).tolist(),
        width=(days * DAY * BAR).tolist(),
        marker={"color": colour},
        text=_numbers(periods["value"]),
        textposition="outside",
        textangle=0,
        textfont={"size": 11},
        constraintext="none",
        cliponaxis=False,
        hovertext=[_hover(row) for row in periods.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    every = pd.concat(
        [periods["start_date"], periods["end_date"], *([told["end_date"]] if len(told) else [])]
    )
    first, last_day = every.min(), every.max()
    air = max((last_day - first) * 0.015, pd.Timedelta(days=10))
    xaxis = {"showgrid": False, "fixedrange": True, "tickangle": 0, "range": [first - air, last_day + air]}
    fig.lay(yaxis=scale.layout(), xaxis={**xaxis, **_ticks(periods)})
    if breaks is not None:
        steps.draw(fig, breaks, scale.top)
    if len(told):
        about.draw(fig, told, {}, scale, last_day - first)
    last = periods.iloc[-1]
    amount = numbers.bound(last["value"], last["quantifier"])
    text = style.Text(
        title=f"{numbers.capital(amount)} {what}, {numbers.span(last['start_date'], last['end_date'])}{_before(periods)}",
        subtitle=f"{numbers.capital(what)}: movements in each period (not people at a date)",
        source=style.source(
            pd.concat([periods[["publisher"]], told[["publisher"]]]) if len(told) else periods
        ),
        as_of=f"latest period ends {numbers.day(last['end_date'])}",
        notes=(
            *_gaps(periods),
            *(steps.notes(breaks) if breaks is not None else ()),
            *(about.notes(told) if len(told) else ()),
            *notes,
        ),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=scale.room)


def _before(periods: pd.DataFrame) -> str:
    """`, up 12% since 2024`: against the period before, where it is as long and ends where this one starts."""
    if len(periods) < 2:
        return ""
    before, last = periods.iloc[-2], periods.iloc[-1]
    next_day = before["end_date"] + pd.Timedelta(days=1) == last["start_date"]
    alike = (
        abs((last["end_date"] - last["start_date"]) - (before["end_date"] - before["start_date"])).days <= 3
    )
    if not (next_day and alike) or not before["value"]:
        return ""
    year = numbers.span(before["start_date"], before["end_date"])
    when = year if year.isdigit() else f"{before['end_date']:%B %Y}"
    now, then = last["value"], before["value"]
    if now > 2 * then:
        return f", up from {numbers.short(then)} in {when}"
    said = (
        "as many as"
        if now == then
        else f"{numbers.percent(now, then)[1:]} {'more' if now > then else 'fewer'} than"
    )
    return f", {said} in {when}"


def _gaps(periods: pd.DataFrame) -> tuple[str, ...]:
    """The years between the first and the last bar that have none."""
    covered = {
        year
        for start, end in zip(periods["start_date"], periods["end_date"], strict=True)
        for year in range(start.year, end.year + 1)
    }
    years = list(range(min(covered), max(covered) + 1))
    gone = [year for year in years if year not in covered]
    return (f"no figure for {trends.spans(gone, years)}: a gap is not 0",) if gone else ()


def _ticks(periods: pd.DataFrame) -> dict[str, object]:
    """Years under the middle of the year; for spans under three years the axis finds its own dates."""
    first, last = periods["start_date"].min().year, periods["end_date"].max().year
    if last - first < 3:
        return {"nticks": 7, "tickfont": {"color": style.SOFT}}
    every = -(-(last - first + 1) // MOST_NUMBERS)
    years = list(range(last, first - 1, -every))
    return {
        "tickvals": [pd.Timestamp(year, 7, 1) for year in years],
        "ticktext": [str(year) for year in years],
        "tickfont": {"color": style.SOFT},
    }


def _numbers(values: pd.Series) -> list[str]:
    """A number on each bar, or where they would crowd on the largest and the last."""
    last, largest = len(values) - 1, int(values.to_numpy().argmax())
    shown = range(len(values)) if len(values) <= MOST_NUMBERS else (last, largest)
    return [numbers.brief(value) if place in shown else "" for place, value in enumerate(values)]


def _hover(row: Row) -> str:
    amount = numbers.bound(row["value"], str(row["quantifier"]))
    period = numbers.span(pd.Timestamp(row["start_date"]), pd.Timestamp(row["end_date"]))
    return f"<b>{amount}</b><br>{period}<br>{numbers.plain(str(row['publisher']))}"
