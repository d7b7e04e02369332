"""Stocks over time: a line for each series, its name at its end, a mark at each as-of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import pandas as pd
import plotly.graph_objects as go

from charts import ends, findings, numbers, steps, style
from charts import told as about
from charts.drawing import Drawing
from charts.scales import Scale, View
from charts.style import Row
from etl import trends, words

MOST_LINES = 7
MOST_MARKS = 40
MOST_TICKS = 5
SECOND = {("refugee", "UNRWA"), ("idp", "UNHCR")}
"""Dotted, as another publisher's line of the same group has the same colour."""

LONGEST_STEP = trends.TOGETHER

PLOT_HEIGHT = 300
LABEL_ROOM = 128
LABEL_WIDTH = 17


def figure(
    series: pd.DataFrame,
    what: str,
    by: str | None = None,
    notes: tuple[str, ...] = (),
    *,
    view: View = View(),  # noqa: B008 - it can't change
    breaks: pd.DataFrame | None = None,
    claims: pd.DataFrame | None = None,
) -> go.Figure:
    """The picture of `etl.totals.over_time`: columns end_date, publisher, key, value, quantifier.

    `what` says who is counted ("refugees from Syria"). `breaks` are those of `etl.breaks.of`; `claims` what reports say,
    as `etl.trends.told` gives it (an index has none). Raises ValueError for no rows, and for stocks among flows.
    """
    if series.empty:
        raise ValueError("nothing to draw: no counts over time")
    if "measure" in series and style.one_measure(series) != "stock":
        raise ValueError("a trend shows stocks: flows have their own chart")
    what = subject(series, what, by)
    lines, left_out = largest(named(series, by), MOST_LINES)
    told = lines.head(0).assign(whole=True, review="") if claims is None or view.index else claims
    base, gone = 0, list[str]()
    if view.index:
        lines, base, gone = trends.indexed(
            lines.assign(publisher=lines["name"], _publisher=lines["publisher"])
        )
        lines = lines.assign(publisher=lines["_publisher"])
    paint = style.colours(list(dict.fromkeys(lines["key"])), by)
    scale = _scale(lines, told, view)
    fig = Drawing()
    for name, line in lines.groupby("name", sort=False):
        first = line.iloc[0]
        dash = "dot" if (first["key"], first["publisher"]) in SECOND else "solid"
        draw(fig, str(name), line, paint[first["key"]], dash, log=view.log, base=base)
    ends.write(
        fig,
        [_end(name, line, lines, paint) for name, line in lines.groupby("name", sort=False)],
        scale,
        PLOT_HEIGHT,
    )
    every = pd.concat([lines["end_date"], told["end_date"]])
    if breaks is not None:
        breaks = breaks[breaks["key"].isin(lines["key"]) | (by is None)]
        steps.draw(fig, breaks, scale.top)
    if len(told):
        paint = paint if by else {"": paint[lines["key"].iloc[0]]}
        about.draw(fig, told, paint, scale, every.max() - every.min())
    fig.lay(yaxis=scale.layout(), xaxis=dates(every))
    text = style.Text(
        title=findings.index(lines, what, base) if view.index else findings.lines(lines, what, by),
        subtitle=subtitle(lines, what, by, base),
        source=style.source(pd.concat([lines[["publisher"]], told[["publisher"]]])),
        as_of=f"latest count {numbers.day(lines['end_date'].max())}",
        notes=(
            *told_notes(lines, left_out, gone, view, base),
            *(steps.notes(breaks) if breaks is not None else ()),
            *about.notes(told),
            *notes,
        ),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=scale.room, right=LABEL_ROOM)


def subject(series: pd.DataFrame, what: str, by: str | None) -> str:
    """Who is counted: one group is called by its name, not "displaced people"."""
    if by == "population" and series["key"].nunique() == 1 and what.startswith(words.POPULATION["displaced"]):
        return what.replace(words.POPULATION["displaced"], words.POPULATION[series["key"].iloc[0]], 1)
    return what


def _scale(lines: pd.DataFrame, told: pd.DataFrame, view: View) -> Scale:
    values = pd.concat([lines["value"].astype(float), told["value"].astype(float)])
    above = values[values > 0]
    return Scale(max(float(values.max()), 1.0), float(above.min()) if len(above) else 1.0, view.log)


def subtitle(lines: pd.DataFrame, what: str, by: str | None, base: int) -> str:
    """What is counted, in which unit: people, or an index with its `base` year (0 for none)."""
    split = _SPLIT.get(by or "", "") if lines["name"].nunique() > 1 else ""
    counted = f"index of the number of people, {base} = 100" if base else "people at each date of counting"
    return f"{numbers.capital(what)}: {counted}{split}"


def told_notes(lines: pd.DataFrame, left_out: int, gone: list[str], view: View, base: int) -> list[str]:
    """What is left out, derived or not joined, and why."""
    said = []
    drawn = lines["name"].nunique()
    if base:
        said.append("the index is derived: each count divided by the line's own count of that year")
    if left_out:
        said.append(f"the {drawn + len(gone)} largest of {drawn + len(gone) + left_out} series are drawn")
    if gone:
        said.append(f"no count in {base} to begin from, so not drawn: {numbers.listed(gone)}")
    if view.log and (lines["value"] == 0).any():
        said.append("counts of 0 have no place on a logarithmic axis")
    if (lines.groupby("name")["end_date"].diff() > LONGEST_STEP).any():
        said.append("no line where more than a year passed between two counts: nobody counted in between")
    return said


_SPLIT = {"population": ", by group", "country": ", by where they are", "origin": ", by where they fled from"}


def named(series: pd.DataFrame, by: str | None) -> pd.DataFrame:
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


def largest(series: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """The lines that matter now, largest last value first, and how many were left out."""
    last = series.groupby("name").last().sort_values(["end_date", "value"], ascending=False)
    recent = last[last["end_date"] > last["end_date"].max() - LONGEST_STEP].sort_values(
        "value", ascending=False
    )
    order = [*recent.index, *last.index.difference(recent.index, sort=False)]
    kept = order[:most]
    chosen = series[series["name"].isin(kept)]
    rank = chosen["name"].map({name: place for place, name in enumerate(kept)})
    return chosen.assign(_rank=rank).sort_values(["_rank", "end_date"]).drop(columns="_rank"), len(
        order
    ) - len(kept)


def pieces(line: pd.DataFrame) -> pd.Series:
    """The number of the piece that each count of the line belongs to: within one they follow each other (`LONGEST_STEP`)."""
    return (line["end_date"].diff() > LONGEST_STEP).cumsum()


def draw(
    fig: Drawing,
    name: str,
    line: pd.DataFrame,
    colour: str,
    dash: str = "solid",
    *,
    log: bool = False,
    base: int = 0,
    axis: str = "",
) -> None:
    """One line with its marks; many counts have a mark only where they stand alone."""
    dates: list[pd.Timestamp] = []
    values: list[float | None] = []
    hover: list[str] = []
    alone: list[bool] = []
    piece = pieces(line).to_list()
    together = Counter(piece)
    before = None
    for number, row in zip(piece, line.to_dict("records"), strict=True):
        if before is not None and number != before:
            dates.append(dates[-1] + (row["end_date"] - dates[-1]) / 2)
            values.append(None)
            hover.append("")
            alone.append(False)
        before = number
        dates.append(row["end_date"])
        values.append(None if log and not row["value"] else _plain(row["value"]))
        hover.append(_hover(name, row, base))
        alone.append(together[number] == 1)
    size = 6 if not axis else 4
    marker = {"color": colour, "size": size}
    if len(line) > MOST_MARKS:  # a mark that can't be seen is drawn all the same, and takes its time
        marker["size"] = [size if mark else 0 for mark in alone] if any(alone) else 0
    fig.add(
        "scatter",
        x=pd.DatetimeIndex(dates).to_numpy(),  # as a list it takes twice the time
        y=values,
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        text=hover,
        name=numbers.plain(name),
        mode="lines+markers" if marker["size"] else "lines",
        line={"color": colour, "width": 2.5 if not axis else 2, "dash": dash},
        **({"marker": marker} if marker["size"] else {}),
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)


def _hover(name: str, row: Row, base: int) -> str:
    publisher, people = str(row["publisher"]), row["people"] if base else row["value"]
    by = "" if publisher in name else f" ({numbers.plain(publisher)})"
    amount = numbers.bound(people, str(row["quantifier"]))
    derived = f"index {float(row['value']):,.0f} ({base} = 100): " if base else ""
    return f"<b>{numbers.plain(name)}</b>{by}<br>{derived}{amount}<br>{numbers.as_of(row['end_date'])}"


def _end(name: Hashable, line: pd.DataFrame, lines: pd.DataFrame, paint: dict[str, str]) -> ends.End:
    """Name and last value; the year as well where the line has ended before the others."""
    end = line.iloc[-1]
    year = f" ({end['end_date'].year})" if lines["end_date"].max() - end["end_date"] > LONGEST_STEP else ""
    amount = numbers.short(end["value"]) if "people" not in line else f"{float(end['value']):,.0f}"
    text = f"{numbers.wrapped(str(name), LABEL_WIDTH)}<br>{amount}{year}"
    return ends.End(text, float(end["value"]), paint[end["key"]])


def room(dates: pd.Series) -> list[pd.Timestamp]:
    """The axis of dates with a little air at both sides."""
    first, last = dates.min(), dates.max()
    margin = max((last - first) * 0.02, pd.Timedelta(days=20))
    return [first - margin, last + margin]


def air(span: list[pd.Timestamp]) -> pd.Timedelta:
    """How much air `room` left at each side."""
    return max((span[1] - span[0]) * 0.02 / 1.04, pd.Timedelta(days=20))


def dates(every: pd.Series) -> dict[str, object]:
    """The axis of these dates. Where all are in December a year's name stands under its end, where its count is."""
    layout: dict[str, object] = {"showgrid": False, "fixedrange": True, "range": room(every)}
    layout |= {"tickfont": {"color": style.SOFT}, "tickangle": 0}
    first, last = int(every.min().year), int(every.max().year)
    if not (every.dt.month == 12).all():
        return {**layout, "nticks": 5}
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= MOST_TICKS)
    years = range(last, first - 1, -step)
    ticks = [pd.Timestamp(year, 12, 31) for year in years]
    return {**layout, "tickvals": ticks, "ticktext": [str(year) for year in years]}
