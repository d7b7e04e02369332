"""Breaks of a series on a picture: a thin dashed line with a short label; the whole story in hover and notes."""

from __future__ import annotations

import pandas as pd

from charts import numbers, style
from charts.drawing import Drawing
from charts.style import Row

MOST = 4
"""More breaks than this are told in the notes only: the newest are drawn."""


def draw(fig: Drawing, breaks: pd.DataFrame, top: float, *, axis: str = "", labels: bool = True) -> None:
    """Draw `etl.breaks.of` on the axes `x{axis}` and `y{axis}`; `top` is the value at the upper end."""
    drawn = _once(breaks).tail(MOST)
    if drawn.empty:
        return
    refs = {"xref": f"x{axis}", "yref": f"y{axis} domain"}
    line = {"type": "line", "y0": 0, "y1": 1, "line": {"color": style.SOFT, "width": 1, "dash": "dash"}}
    label = {"textangle": -90, "showarrow": False, "font": {"size": 10.5, "color": style.SOFT}}
    label |= {"xanchor": "right", "xshift": 1, "y": 1, "yanchor": "top"}
    fig.outline(*({**line, **refs, "x0": date, "x1": date} for date in drawn["date"]))
    if labels:
        named = zip(drawn["date"], drawn["label"], strict=True)
        fig.annotate(
            *({**label, **refs, "x": date, "text": numbers.plain(str(said))} for date, said in named)
        )
    fig.add(
        "scatter",
        x=list(drawn["date"]),
        y=[top] * len(drawn),
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        mode="markers",
        marker={"symbol": "diamond", "size": 7, "color": style.SOFT},
        text=[_hover(row) for row in drawn.to_dict("records")],
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
        name="breaks",
    )


def notes(breaks: pd.DataFrame) -> tuple[str, ...]:
    """Each break once: `break on 6 May 2015: UNHCR stopped ... (UNHCR Lebanon, ...)`."""
    return tuple(
        f"break {numbers.as_of(row['date'])}: {row['what']} ({row['citation']})"
        for row in _once(breaks).to_dict("records")
    )


def _once(breaks: pd.DataFrame) -> pd.DataFrame:
    return breaks.drop_duplicates(["date", "label", "what"]).sort_values("date")


def _hover(row: Row) -> str:
    date = pd.Timestamp(str(row["date"]))
    said = numbers.wrapped(f"{row['what']}. {row['citation']}", 48)
    return f"<b>{numbers.capital(numbers.plain(str(row['label'])))}</b>, {numbers.day(date)}<br>{said}"
