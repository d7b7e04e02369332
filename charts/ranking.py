"""The largest first: horizontal bars with their numbers, one row a country or population."""

from __future__ import annotations

import textwrap

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from charts.drawing import Drawing

MOST_BARS = 10
ROW = 27
NAME_WIDTH = 19


def figure(
    table: pd.DataFrame, what: str, by: str, population: str = "", notes: tuple[str, ...] = ()
) -> go.Figure:
    """The picture of `etl.totals.by`: columns key, value, quantifier, as_of, publisher, refusal.

    `population` gives the bars its colour. Rows without a value are named in the notes, never drawn as 0. Raises ValueError where no row has a value.
    """
    with_value = table.dropna(subset=["value"]).sort_values("value", ascending=False)
    if with_value.empty:
        raise ValueError("nothing to draw: no row has a value")
    bars = with_value.head(MOST_BARS)[::-1]
    names = [
        "<br>".join(map(numbers.plain, textwrap.wrap(style.name(key, by), NAME_WIDTH)[:2]))
        for key in bars["key"]
    ]
    colours = [style.POPULATION.get(population or key, style.SERIES[0]) for key in bars["key"]]
    largest = float(bars["value"].max())
    fig = Drawing()
    fig.add(
        "bar",
        x=bars["value"].astype(float).tolist(),
        y=list(range(len(bars))),
        orientation="h",
        width=0.7,
        marker={"color": colours, "line": {"width": 0}},
        text=[_label(row) for row in bars.itertuples()],
        textposition="outside",
        textfont={"color": style.INK, "size": style.LABEL_SIZE},
        cliponaxis=False,
        hovertext=[_hover(row, by) for row in bars.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    fig.lay(
        xaxis={"visible": False, "range": [0, largest * 1.02], "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(bars))),
            "ticktext": names,
            "showgrid": False,
            "ticklabelstandoff": 6,
            "fixedrange": True,
            "range": [-0.6, len(bars) - 0.4],
        },
    )
    text = style.Text(
        title=_title(with_value, what, by),
        subtitle=f"{numbers.capital(what)}: people, by {_BY[by]}",
        source=style.source(bars),
        as_of=_dates(bars),
        notes=(*notes, *_left_out(table, with_value, by)),
    )
    room = max(min(len(line), NAME_WIDTH) for name in names for line in name.split("<br>"))
    longest = max(len(_label(row)) for row in bars.itertuples())
    return style.dress(fig, text, len(bars) * ROW + 6, left=20 + room * 7, right=14 + longest * 7, below=6)


_BY = {
    "country": "country where they are",
    "origin": "country they fled from",
    "population": "group of people",
}


def _label(row: object) -> str:
    return numbers.plain(numbers.mark(row.quantifier) + numbers.short(row.value))  # type: ignore[attr-defined]


def _hover(row: object, by: str) -> str:
    amount = numbers.bound(row.value, row.quantifier)  # type: ignore[attr-defined]
    who, when = numbers.plain(style.name(row.key, by)), numbers.as_of(row.as_of)  # type: ignore[attr-defined]
    return f"<b>{who}</b><br>{amount}<br>{when}, {numbers.plain(row.publisher)}"  # type: ignore[attr-defined]


def _title(table: pd.DataFrame, what: str, by: str) -> str:
    first = table.iloc[0]
    said = f"{numbers.mark_words(first['quantifier'])}{numbers.short(first['value'])}"
    name, when = style.name(first["key"], by), numbers.as_of(first["as_of"])
    if by == "country":
        return numbers.capital(f"{said} {what} are in {name} {when}")
    if by == "origin":
        return numbers.capital(f"{said} {what} are from {name} {when}")
    return numbers.capital(f"{said} {name[:1].lower() + name[1:]} {when}")


def _dates(bars: pd.DataFrame) -> str:
    first, last = bars["as_of"].min(), bars["as_of"].max()
    return (
        f"as of {numbers.day(last)}"
        if first == last
        else f"as of dates from {numbers.day(first)} to {numbers.day(last)}"
    )


def _left_out(table: pd.DataFrame, with_value: pd.DataFrame, by: str) -> list[str]:
    said = (
        [f"the {MOST_BARS} largest of {len(with_value)} in the tables"] if len(with_value) > MOST_BARS else []
    )
    missing = [style.name(key, by) for key in table.loc[table["value"].isna(), "key"]]
    if missing:
        shown = (
            numbers.listed(missing[:4])
            if len(missing) <= 4
            else f"{', '.join(missing[:4])} and {len(missing) - 4} more"
        )
        said.append(f"no single figure for {shown}")
    return said
