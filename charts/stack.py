"""Parts of one sum as areas, one upon the other: only between dates at which a part was counted.

A part without a count at a date is a gap there, not 0 and no value between: what lies above it comes down, and the
notes name it.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import ends, findings, numbers, steps, style, trend
from charts.drawing import Drawing
from charts.scales import Scale
from etl import trends

MOST = 7
NAMED_GAPS = 4
OTHERS = "others"


def figure(
    stack: trends.Stack,
    what: str,
    by: str,
    notes: tuple[str, ...] = (),
    *,
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """The picture of `etl.trends.stack`. Raises ValueError where it is refused or has no rows."""
    if stack.refusal or stack.series.empty:
        raise ValueError(f"nothing to stack: {stack.refusal or 'no counts'}")
    every = stack.series.dropna(subset=["value"])
    bands = _bands(every, by)
    order = list(dict.fromkeys(bands["name"]))
    table = bands.pivot_table(index="end_date", columns="name", values="value", aggfunc="sum")[order].astype(
        float
    )
    tops = table.fillna(0).cumsum(axis=1)
    feet = tops - table.fillna(0)
    scale = Scale(float(tops.iloc[:, -1].max()))
    keys = {str(name): str(key) for name, key in zip(bands["name"], bands["key"], strict=True)}
    paint = dict(zip(order, [*style.SERIES[:MOST], style.POPULATION["ooc"]], strict=False))
    if OTHERS in keys.values():
        paint[order[-1]] = style.POPULATION["ooc"]
    fig = Drawing()
    for name in order:
        _band(fig, name, table[name], feet[name], tops[name], paint[name])
    last = table.index.max()
    labels = [
        ends.End(
            f"{numbers.wrapped(name, trend.LABEL_WIDTH)}<br>{numbers.short(table[name][last])}",
            float(feet[name][last] + table[name][last] / 2),
            paint[name],
        )
        for name in order
        if pd.notna(table[name][last])
    ]
    ends.write(fig, labels, scale, trend.PLOT_HEIGHT)
    fig.lay(yaxis=scale.layout(), xaxis=trend.dates(every["end_date"]))
    drawn = breaks[breaks["key"].isin(set(keys.values()))] if breaks is not None else None
    if drawn is not None:
        steps.draw(fig, drawn, scale.top)
    at_last = every[every["end_date"] == last].sort_values("value", ascending=False)
    parts = at_last.assign(name=[style.name(str(key), by) for key in at_last["key"]])
    text = style.Text(
        title=findings.stack(parts, what, by, parts["key"].nunique()),
        subtitle=f"{numbers.capital(what)}: people at each date of counting, {'where they are' if by == 'country' else 'where they fled from'}",
        source=style.source(every),
        as_of=f"latest count {numbers.day(last)}",
        notes=(*_missing(stack, keys, every), *(steps.notes(drawn) if drawn is not None else ()), *notes),
    )
    return style.dress(fig, text, trend.PLOT_HEIGHT, left=scale.room, right=trend.LABEL_ROOM)


def _bands(every: pd.DataFrame, by: str) -> pd.DataFrame:
    """The largest parts by their last count, and the others' sum at each date of those that were counted then."""
    last = every.groupby("key").last().sort_values(["end_date", "value"], ascending=False)
    kept = list(last.index[:MOST])
    mine = every[every["key"].isin(kept)]
    rank = {key: place for place, key in enumerate(kept)}
    mine = mine.assign(
        name=[style.short_name(str(key), by) for key in mine["key"]], _rank=mine["key"].map(rank)
    )
    mine = mine.sort_values(["_rank", "end_date"]).drop(columns="_rank")
    rest = every[~every["key"].isin(kept)]
    if rest.empty:
        return mine
    count = rest["key"].nunique()
    name = f"{count} others" if count > 1 else style.short_name(str(rest["key"].iloc[0]), by)
    others = rest.groupby("end_date", as_index=False)["value"].sum().assign(key=OTHERS, name=name)
    bands: pd.DataFrame = pd.concat([mine, others])
    return bands


def _band(fig: Drawing, name: str, value: pd.Series, foot: pd.Series, top: pd.Series, colour: str) -> None:
    xs: list[pd.Timestamp | None] = []
    ys: list[float | None] = []
    dates = list(value.index)
    run: list[pd.Timestamp] = []
    alone = set()
    for place, date in enumerate(dates):
        if pd.notna(value[date]):
            run.append(date)
        after = dates[place + 1] if place + 1 < len(dates) else None
        ended = after is None or pd.isna(value[after]) or after - date > trends.TOGETHER
        if run and ended:
            xs += [*run, *run[::-1], None]
            ys += [*(top[day] for day in run), *(foot[day] for day in run[::-1]), None]
            alone |= set(run) if len(run) == 1 else set()
            run = []
    fig.add(
        "scatter",
        x=xs,
        y=ys,
        fill="toself",
        mode="lines",
        fillcolor=colour,
        line={"color": style.PAPER, "width": 1},
        hoverinfo="skip",
        name=numbers.plain(name),
    )
    counted = value.dropna()
    fig.add(
        "scatter",
        x=list(counted.index),
        y=[top[date] for date in counted.index],
        mode="markers",
        marker={"color": colour, "size": 6, "opacity": [int(date in alone) for date in counted.index]},
        text=[
            f"<b>{numbers.plain(name)}</b><br>{numbers.whole(amount)}<br>{numbers.as_of(pd.Timestamp(str(date)))}"
            for date, amount in counted.items()
        ],
        hovertemplate="%{text}<extra></extra>",
        name="counts",
    )


def _missing(stack: trends.Stack, keys: dict[str, str], every: pd.DataFrame) -> list[str]:
    """What is not there: `no figure for Egypt in 2011 and 2016 to 2025`."""
    years = sorted(every["end_date"].dt.year.unique())
    said = []
    for name, key in keys.items():
        gone = sorted({date.year for date in stack.missing.get(key, ())})
        here = set(every.loc[every["key"] == key, "end_date"].dt.year)
        gone = [year for year in gone if year not in here]
        if gone:
            said.append(f"{name} in {trends.spans(gone, years)}")
    more = len(said) - NAMED_GAPS
    tail = f"; and gaps of {more} more" if more > 0 else ""
    notes = [f"no figure for {'; '.join(said[:NAMED_GAPS])}{tail}: a gap is not 0"] if said else []
    if OTHERS in keys.values():
        notes.append("the others are the sum of those that were counted at each date")
    return notes
