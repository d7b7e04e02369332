"""Publishers side by side: each one's counts in its own colour, with what reports claimed of the same people.

The counts are of the same people and are never added. Stocks and flows have a picture each.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from charts import claimed, ends, numbers, style, trend
from charts.drawing import Drawing
from charts.scales import Scale
from etl.comparison import Spread
from etl.trends import TOGETHER

PLOT_HEIGHT = 320
NUMBER = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
NEVER_ADDED = "counts of the same people stand side by side and are never added"


def stocks(
    counts: pd.DataFrame,
    told: pd.DataFrame,
    ranges: pd.DataFrame,
    what: str,
    spread: Spread | None,
    notes: tuple[str, ...] = (),
) -> go.Figure:
    """The picture of `etl.comparison.lines`, of the claims `told` (`etl.trends.told`) and their `ranges`.

    Raises ValueError where there is neither a count nor a claim, and for flows.
    """
    both = pd.concat([counts[["end_date"]].assign(measure="stock"), told[["end_date", "measure"]]])
    if style.one_measure(both) != "stock":
        raise ValueError("people at a date stand apart from movements in a period")
    last = counts.sort_values("end_date").groupby("publisher")["value"].last()
    order = list(last.sort_values(ascending=False).index)
    paint = _paint(order, told)
    scale = _scale(counts, told)
    fig = Drawing()
    claimed.shade(fig, ranges, both["end_date"])
    main = set(counts.loc[counts["publisher"] == counts["maker"], "publisher"])
    for name in sorted(order, key=lambda one: one in main):  # a publisher's main line lies on top
        dash = "solid" if name in main else "dot"
        trend.draw(fig, name, counts[counts["publisher"] == name], paint[name], dash)
    claimed.draw(fig, told, paint, scale)
    named = [_end(name, counts, paint) for name in order]
    ends.write(fig, [*named, *claimed.labels(told, paint, set(order))], scale, PLOT_HEIGHT)
    fig.lay(yaxis=scale.layout(), xaxis={**trend.dates(both["end_date"]), "tickangle": 0})
    text = style.Text(
        title=title(counts, told, what, spread),
        subtitle=f"{numbers.capital(what)}: people at each date of counting, by who counted",
        source=style.source(pd.concat([counts[["publisher"]], told[["publisher"]]])),
        as_of=f"latest figure {numbers.day(both['end_date'].max())}",
        notes=(*((NEVER_ADDED,) if len(order) > 1 else ()), *claimed.notes(told, ranges), *notes),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=scale.room, right=trend.LABEL_ROOM)


def _paint(order: list[str], told: pd.DataFrame) -> dict[str, str]:
    return style.colours([*order, *sorted(set(told["publisher"]) - set(order))], None)


def _scale(counts: pd.DataFrame, told: pd.DataFrame) -> Scale:
    values = pd.concat([counts["value"], told["value"], told["value_high"]]).dropna().astype(float)
    top = max(float(values.max()), 1.0)
    newest = pd.concat([counts, told]).sort_values("end_date").groupby("publisher")["value"].last()
    crowd = int((newest.astype(float) > top * 0.75).sum())
    return Scale(top * (1.06 + 0.1 * max(crowd - 1, 0)))  # room for labels that stand upon each other


def _end(name: str, counts: pd.DataFrame, paint: Mapping[str, str]) -> ends.End:
    last = counts[counts["publisher"] == name].iloc[-1]
    old = counts["end_date"].max() - last["end_date"] > TOGETHER
    year = f" ({last['end_date'].year})" if old else ""
    text = f"{numbers.wrapped(name, trend.LABEL_WIDTH)}<br>{numbers.short(last['value'])}{year}"
    return ends.End(text, float(last["value"]), paint[name])


def title(counts: pd.DataFrame, told: pd.DataFrame, what: str, spread: Spread | None) -> str:
    """The finding: how far the counts lie apart, or who alone counts, or what reports alone say."""
    if spread is not None:
        when = f"{what} {numbers.as_of(spread.date)}"
        if not spread.apart:
            same = numbers.short(spread.counts["value"].iloc[0])
            return f"{_many(len(spread.counts))} counts of {when} are the same: {same}"
        return f"{_many(len(spread.counts))} counts of {when} lie {numbers.short(spread.apart)} apart"
    if len(counts):
        last = counts.sort_values("end_date").iloc[-1]
        amount = numbers.bound(last["value"], last["quantifier"], last["value_high"])
        several = counts["publisher"].nunique() > 1
        alone = (
            "no two counts of one time and the same origins"
            if several
            else f"{last['publisher']} alone counts them"
        )
        return f"{numbers.capital(amount)} {what} {numbers.as_of(last['end_date'])}: {alone}"
    low, high = told["value"].min(), told[["value", "value_high"]].max().max()
    said = numbers.short(low) if low == high else f"{numbers.short(low)} to {numbers.short(high)}"
    speak = "One figure of a report" if len(told) == 1 else f"{len(told)} figures of reports"
    return f"{speak}, {said}: no table here counts {what}"


def _many(count: int) -> str:
    return NUMBER[count] if count < len(NUMBER) else f"{count}"


def flows(periods: pd.DataFrame, told: pd.DataFrame, what: str, notes: tuple[str, ...] = ()) -> go.Figure:
    """Movements by who counted: a bar as long as its period at the height of its number, never joined to a line.

    `periods` are those of `etl.movements`, of all counts; `told` the claims. Raises ValueError for stocks, or for nothing.
    """
    both = pd.concat([periods[["end_date", "measure"]], told[["end_date", "measure"]]])
    if style.one_measure(both) != "flow":
        raise ValueError("movements in a period stand apart from people at a date")
    periods = periods.sort_values("end_date")
    order = list(dict.fromkeys(periods["publisher"]))
    paint, scale = _paint(order, told), _scale(periods, told)
    fig = Drawing()
    for name in order:
        _spans(fig, name, periods[periods["publisher"] == name], paint[name])
    claimed.draw(fig, told, paint, scale)
    named = [_end(name, periods, paint) for name in order]
    ends.write(fig, [*named, *claimed.labels(told, paint, set(order))], scale, PLOT_HEIGHT)
    every = pd.concat([periods["start_date"], both["end_date"], told["start_date"]]).dropna()
    ticks = {"nticks": 5, "tickangle": 0, "tickfont": {"color": style.SOFT}}
    xaxis = {"showgrid": False, "fixedrange": True, "range": trend.room(every), **ticks}
    fig.lay(yaxis=scale.layout(), xaxis=xaxis)
    text = style.Text(
        title=_flow_title(periods, told, what),
        subtitle=f"{numbers.capital(what)}: movements in each period, a bar as long as the period, by who counted",
        source=style.source(pd.concat([periods[["publisher"]], told[["publisher"]]])),
        as_of=f"latest period ends {numbers.day(both['end_date'].max())}",
        notes=(
            "periods of different lengths can't be compared; figures of the same movements are never added",
            *claimed.notes(told, told.head(0)),
            *notes,
        ),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=scale.room, right=trend.LABEL_ROOM, below=42)


def _spans(fig: Drawing, name: str, rows: pd.DataFrame, colour: str) -> None:
    dates: list[object] = []
    values: list[float | None] = []
    hover: list[str] = []
    for row in rows.to_dict("records"):
        amount = numbers.bound(row["value"], str(row["quantifier"]))
        period = numbers.span(pd.Timestamp(row["start_date"]), pd.Timestamp(row["end_date"]))
        dates += [row["start_date"], row["end_date"], row["end_date"]]
        values += [float(row["value"]), float(row["value"]), None]
        hover += [f"<b>{amount}</b><br>{period}<br>{numbers.plain(name)}"] * 3
    fig.add(
        "scatter",
        x=dates,
        y=values,
        mode="lines+markers",
        line={"color": colour, "width": 4},
        marker={"color": colour, "size": 5},
        text=hover,
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
        name=numbers.plain(name),
    )


def _flow_title(periods: pd.DataFrame, told: pd.DataFrame, what: str) -> str:
    """How far two counts of one period lie apart; else the newest count; else the highest claim."""
    same = periods.groupby(["start_date", "end_date"])["value"].agg(["min", "max", "size"])
    shared = same[same["size"] > 1]
    if len(shared):
        (start, end), row = shared.index[-1], shared.iloc[-1]
        span, apart = numbers.span(start, end), numbers.short(row["max"] - row["min"])
        return f"{_many(int(row['size']))} counts of {what}, {span}, lie {apart} apart"
    if len(periods):
        last = periods.iloc[-1]
        amount = numbers.capital(numbers.bound(last["value"], last["quantifier"]))
        alone = periods["publisher"].nunique() == 1 and told.empty
        who = f"{last['publisher']} alone counts them" if alone else f"the newest count ({last['publisher']})"
        return f"{amount} {what}, {numbers.span(last['start_date'], last['end_date'])}: {who}"
    top = told.iloc[int(told["value"].astype(float).to_numpy().argmax())]
    amount = numbers.capital(numbers.bound(top["value"], top["quantifier"], top["value_high"]))
    span = numbers.span(top["start_date"], top["end_date"])
    where = "" if top["whole"] else f" ({top['part_of']})"
    rank = "" if len(told) == 1 else f", the highest of {len(told)} figures"
    return f"{amount} {what}{where}, {span}, says {top['publisher']}{rank}"
