"""Stocks over time: a line for each series, its name at its end, a mark at each as-of date."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from etl import words

MOST_LINES = 7
MOST_MARKS = 40
LONGEST_STEP = pd.Timedelta(days=400)
"""A line breaks where more than a year and a month passes between two counts: nobody counted in between."""

SECOND = {("refugee", "UNRWA"), ("idp", "UNHCR")}
"""Dotted, as another publisher's line of the same group has the same colour."""

PLOT_HEIGHT = 300
LABEL_ROOM = 128
LABEL_WIDTH = 17
LINE_HEIGHT = 14


def figure(series: pd.DataFrame, what: str, by: str | None = None, notes: tuple[str, ...] = ()) -> go.Figure:
    """The picture of `etl.totals.over_time`: columns end_date, publisher, key, value, quantifier.

    `what` says who is counted ("refugees from Syria"). Raises ValueError for no rows, and for stocks among flows.
    """
    if series.empty:
        raise ValueError("nothing to draw: no counts over time")
    if "measure" in series and style.one_measure(series) != "stock":
        raise ValueError("a trend shows stocks: flows have their own chart")
    if by == "population" and series["key"].nunique() == 1 and what.startswith(words.POPULATION["displaced"]):
        # One group is called by its name, not "displaced people".
        what = what.replace(words.POPULATION["displaced"], words.POPULATION[series["key"].iloc[0]], 1)
    lines, left_out = _largest(_named(series, by))
    largest = float(lines["value"].max())
    paint = style.colours(list(dict.fromkeys(lines["key"])), by)
    fig = go.Figure()
    for name, line in lines.groupby("name", sort=False):
        colour = paint[line["key"].iloc[0]]
        first = line.iloc[0]
        _draw(
            fig, str(name), line, colour, "dot" if (first["key"], first["publisher"]) in SECOND else "solid"
        )
    _label_ends(fig, lines, largest)
    fig.update_yaxes(style.value_axis(largest))
    fig.update_xaxes(
        showgrid=False, fixedrange=True, tickfont={"color": style.SOFT}, nticks=7, range=_room(lines)
    )
    if left_out:
        notes = (*notes, f"the {MOST_LINES} largest of {MOST_LINES + left_out} series are drawn")
    text = style.Text(
        title=_title(lines, what, by),
        subtitle=f"{numbers.capital(what)}: people at each date of counting{_SPLIT.get(by or '', '') if lines['name'].nunique() > 1 else ''}",
        source=style.source(lines),
        as_of=f"latest count {numbers.day(lines['end_date'].max())}",
        notes=notes,
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=style.axis_room(largest), right=LABEL_ROOM)


_SPLIT = {"population": ", by group", "country": ", by where they are", "origin": ", by where they fled from"}


def _named(series: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Each line's name: what it is, with its publisher where one thing has several."""
    series = series.dropna(subset=["value"]).sort_values("end_date")
    publishers = series.groupby("key")["publisher"].transform("nunique")
    several = series["key"].nunique() == 1 and series["publisher"].nunique() > 1
    called = [style.short_name(str(key), by) for key in series["key"]]
    names = [
        publisher if several or not word else (f"{word} ({publisher})" if count > 1 else word)
        for word, publisher, count in zip(called, series["publisher"], publishers, strict=True)
    ]
    keys = series["publisher"] if by is None else series["key"]
    return series.assign(name=names, key=keys.astype(str), word=called)


def _largest(series: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The lines that matter now, largest last value first, and how many were left out."""
    last = series.groupby("name").last().sort_values(["end_date", "value"], ascending=False)
    recent = last[last["end_date"] > last["end_date"].max() - LONGEST_STEP].sort_values(
        "value", ascending=False
    )
    order = [*recent.index, *last.index.difference(recent.index, sort=False)]
    kept = order[:MOST_LINES]
    chosen = series[series["name"].isin(kept)]
    rank = chosen["name"].map({name: place for place, name in enumerate(kept)})
    return chosen.assign(_rank=rank).sort_values(["_rank", "end_date"]).drop(columns="_rank"), len(
        order
    ) - len(kept)


def _draw(fig: go.Figure, name: str, line: pd.DataFrame, colour: str, dash: str) -> None:
    dates: list[pd.Timestamp] = []
    values: list[int | None] = []
    hover: list[str] = []
    before = None
    for date, value, quantifier, publisher in zip(
        line["end_date"], line["value"], line["quantifier"], line["publisher"], strict=True
    ):
        if before is not None and date - before > LONGEST_STEP:
            dates.append(before + (date - before) / 2)
            values.append(None)
            hover.append("")
        dates.append(date)
        values.append(int(value))
        hover.append(_hover(name, publisher, numbers.bound(value, quantifier), date))
        before = date
    fig.add_scatter(
        x=dates,
        y=values,
        text=hover,
        name=numbers.plain(name),
        mode="lines+markers" if len(line) <= MOST_MARKS else "lines",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"color": colour, "size": 6},
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def _hover(name: str, publisher: str, amount: str, date: pd.Timestamp) -> str:
    by = "" if publisher in name else f" ({numbers.plain(publisher)})"
    return f"<b>{numbers.plain(name)}</b>{by}<br>{amount}<br>{numbers.as_of(date)}"


def _label_ends(fig: go.Figure, lines: pd.DataFrame, largest: float) -> None:
    """Names at the ends of the lines, moved apart where they would lie on each other."""
    ends = lines.groupby("name", sort=False).last()
    texts = {name: _end_label(str(name), ends.loc[name], ends["end_date"].max()) for name in ends.index}
    floor = None
    for name in ends.sort_values("value").index:
        height = (texts[name].count("<br>") + 1) * LINE_HEIGHT + 2
        middle = float(ends["value"][name]) / (largest * 1.06) * PLOT_HEIGHT
        shifted = middle if floor is None else max(middle, floor + height / 2)
        floor = shifted + height / 2
        colour = next(trace.line.color for trace in fig.data if trace.name == numbers.plain(name))
        fig.add_annotation(
            text=texts[name],
            font={"size": 11.5, "color": style.darker(colour)},
            align="left",
            showarrow=False,
            **{"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8},
            **{"yref": "y", "y": ends["value"][name], "yanchor": "middle", "yshift": shifted - middle},
        )


def _end_label(name: str, end: pd.Series, latest: pd.Timestamp) -> str:
    """Name and last value; the year as well where the line has ended before the others."""
    year = f" ({end['end_date'].year})" if latest - end["end_date"] > LONGEST_STEP else ""
    return f"{numbers.wrapped(name, LABEL_WIDTH)}<br>{numbers.short(end['value'])}{year}"


def _room(lines: pd.DataFrame) -> list[pd.Timestamp]:
    first, last = lines["end_date"].min(), lines["end_date"].max()
    margin = max((last - first) * 0.02, pd.Timedelta(days=20))
    return [first - margin, last + margin]


def _title(lines: pd.DataFrame, what: str, by: str | None) -> str:
    first = lines[lines["name"] == lines["name"].iloc[0]]
    start, end = first.iloc[0], first.iloc[-1]
    amount, when = numbers.short(end["value"]), numbers.as_of(end["end_date"])
    if lines["name"].nunique() > 1 and (lines["name"] == lines["publisher"]).all():
        last = lines.groupby("name", sort=False).last()
        together = last["end_date"].nunique() == 1
        voices = [
            f"{numbers.short(line['value'])}{'' if together else ' ' + numbers.as_of(line['end_date'])} ({name})"
            for name, line in last.iterrows()
        ]
        return numbers.capital(
            f"{end['word'] or what}: {numbers.listed(voices)}{' ' + when if together else ''}"
        )
    if lines["name"].nunique() == 1:
        since = f", {numbers.moved(end['value'], start['value'])} {numbers.since(start['end_date'])}"
        amount = numbers.bound(end["value"], end["quantifier"])
        return numbers.capital(f"{amount} {what} {when}{since if len(first) > 1 else ''}")
    if by == "country":
        return numbers.capital(f"{amount} {what} are in {end['name']} {when}, the most in these tables")
    if by == "origin":
        return numbers.capital(f"{amount} {what} are from {end['name']} {when}, the most in these tables")
    return f"{end['name']}: {amount} {when}, the largest group"
