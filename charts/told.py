"""What reports say, on the picture of what was counted: a mark each, and at most three with a direct label.

A figure of a part of the country, or of a region, is a diamond with its place: it is no count of the whole.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd

from charts import marks, numbers, style
from charts.drawing import Drawing
from charts.scales import Scale
from charts.style import Row

MOST_LABELS = 3
APART = 0.12
"""Labels stand at least this share of the axis apart."""


def draw(
    fig: Drawing, rows: pd.DataFrame, paint: Mapping[str, str], scale: Scale, spread: pd.Timedelta
) -> None:
    """Marks at the as-of date (stock), or over their period (flow). `rows` as `etl.trends.told` gives them."""
    for key, group in rows.groupby("key"):
        colour = paint.get(str(key), style.SERIES[0])
        for row in group[group["start_date"].notna() & (group["measure"] == "flow")].to_dict("records"):
            fig.add(
                "scatter",
                x=[row["start_date"], row["end_date"]],
                y=[float(row["value"])] * 2,
                mode="lines",
                line={"color": style.INK, "width": 1.5},
                hoverinfo="skip",
                name="period",
            )
        fig.add(
            "scatter",
            x=list(group["end_date"]),
            y=group["value"].astype(float).tolist(),
            mode="markers",
            marker=marker(group, marks.fills(group, colour)),
            text=[hover(row) for row in group.to_dict("records")],
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
            name="reports",
        )
    _label(fig, rows, scale, spread)


def marker(rows: pd.DataFrame, fills: list[str], size: int = 9) -> dict[str, object]:
    """A circle for the whole place, a diamond for a part of it or a region."""
    return {
        "symbol": ["circle" if whole else "diamond" for whole in rows["whole"]],
        "color": fills,
        "size": size,
        "line": {"color": style.INK, "width": 1.5},
    }


def _label(fig: Drawing, rows: pd.DataFrame, scale: Scale, spread: pd.Timedelta) -> None:
    last = rows["end_date"].max()
    shown: list[pd.Timestamp] = []
    labels = []
    ordered = rows.sort_values(["whole", "end_date", "value"], ascending=False)
    for row in ordered.to_dict("records"):
        date = pd.Timestamp(row["end_date"])
        if len(shown) == MOST_LABELS or any(abs(date - other) < spread * APART for other in shown):
            continue
        late = last - date < spread * 0.5
        labels.append(
            {
                "text": "<br>".join(numbers.plain(line) for line in _words(row)),
                **{
                    "font": {"size": 10.5, "color": style.INK},
                    "bgcolor": "rgba(255,255,255,0.75)",
                    "align": "left",
                },
                **{
                    "showarrow": True,
                    "arrowhead": 0,
                    "arrowwidth": 0.8,
                    "arrowcolor": style.SOFT,
                    "standoff": 5,
                },
                **{"x": date, "xanchor": "right" if late else "left", "ax": -14 if late else 14},
                **{
                    "y": scale.at(float(row["value"])),
                    "ay": _side(scale.share(float(row["value"])), len(shown)),
                },
            }
        )
        shown.append(date)
    fig.annotate(*labels)


def _side(height: float, place: int) -> int:
    """Pixels from the mark to its label: below a high mark and above a low one, else in turn."""
    return 34 if height > 0.85 or (height > 0.3 and place % 2) else -30


def _words(row: Row) -> list[str]:
    who = textwrap.shorten(str(row["publisher"]), 18, placeholder="…")
    amount = f"{numbers.mark(row['quantifier'])}{numbers.brief(row['value'])} {who}"
    start = pd.Timestamp(row["start_date"])
    end = pd.Timestamp(row["end_date"])
    dated = f"since {start.day} {start:%b %Y}" if pd.notna(start) else f"{end.day} {end:%b %Y}"
    place = [] if row["whole"] else [textwrap.shorten(str(row["part_of"]), 24, placeholder="…")]
    return [amount, dated, *place]


def hover(row: Row) -> str:
    """The whole claim: value with its bound, its days, who says it, how far it is reviewed, of which part, the quote."""
    amount = numbers.bound(row["value"], str(row["quantifier"]), row["value_high"])
    end, start = pd.Timestamp(row["end_date"]), pd.Timestamp(row["start_date"])
    dated = numbers.span(start, end) if pd.notna(start) else numbers.as_of(end)
    part = "" if row["whole"] else f"<br>{numbers.plain(str(row['part_of']))} only, not the whole"
    quote = "<br>" + numbers.wrapped("“" + row["quote"] + "”", 55) if isinstance(row["quote"], str) else ""
    state = "accepted" if row["review"] == "accepted" else "not accepted yet"
    return f"<b>{amount}</b> {dated}<br>{numbers.plain(str(row['publisher']))}, {state}{part}{quote}"


def notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What the marks mean, for the caption; nothing where no report speaks."""
    if rows.empty:
        return ()
    partly = (
        ("diamonds: reports on a part of the place or on a region, no count of the whole",)
        if not rows["whole"].all()
        else ()
    )
    return (*marks.notes(rows), *partly)
