"""Recognition rates over time: of substantive decisions in a period, the share recognised as refugees and protected at all."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import ends, numbers, style, trend
from charts.drawing import Drawing
from charts.scales import Scale
from charts.style import Row

PLOT_HEIGHT = 260
LINES = {
    "total_rate": ("Some protection", style.SERIES[2]),
    "refugee_rate": ("Recognised as refugees", style.SERIES[0]),
}
UNITS = {"person": "persons", "case": "cases"}
METHOD = (
    "refugee recognition rate: recognised as refugees, of those recognised, given complementary protection or rejected",
    "total recognition rate: recognised or given complementary protection, of the same; what was closed otherwise is left out "
    "(UNHCR, Statistical Yearbook)",
)


def figure(rates: pd.DataFrame, what: str, notes: tuple[str, ...] = ()) -> go.Figure:
    """The picture of rows of `etl.recognition.decisions` of one instance and unit.

    `what` says whose decisions ("on people from Syria"). Raises ValueError for several instances or units, or for no rate.
    """
    if rates[["level", "unit"]].drop_duplicates().shape[0] > 1:
        raise ValueError("one picture shows one instance, in persons or in cases")
    known = rates.dropna(subset=["total_rate"]).sort_values("end_date")
    if known.empty:
        raise ValueError("nothing to draw: no rate")
    fig, scale, last = Drawing(), Scale(100.0), known.iloc[-1]
    for column, (name, colour) in LINES.items():
        _line(fig, known, column, name, colour)
    labels = [
        ends.End(f"{numbers.wrapped(name, 13)}<br>{last[column]:.0%}", float(last[column]) * 100, colour)
        for column, (name, colour) in LINES.items()
    ]
    ends.write(fig, labels, scale, PLOT_HEIGHT)
    percent = {
        "range": [0, 104],
        "tickvals": [0, 25, 50, 75, 100],
        "ticktext": ["0", "25%", "50%", "75%", "100%"],
        "gridcolor": style.GRID,
        "zeroline": True,
        "zerolinecolor": "#98A2AC",
        "tickfont": {"color": style.SOFT},
        "fixedrange": True,
    }
    fig.lay(yaxis=percent, xaxis={**trend.dates(known["end_date"]), "tickangle": 0})
    gone = rates[rates["total_rate"].isna()]
    reasons = gone.groupby("why").size()
    text = style.Text(
        title=_title(last, what),
        subtitle=f"Decisions {what}, {last['level']}, in {UNITS[last['unit']]}: percent of substantive decisions in a period",
        source=style.source(known),
        as_of=f"latest period ends {numbers.day(last['end_date'])}",
        notes=(
            "derived from the published numbers of decisions",
            *METHOD,
            *(f"{count} periods without a rate: {why}" for why, count in reasons.items()),
            *notes,
        ),
    )
    return style.dress(fig, text, PLOT_HEIGHT, left=58, right=112)


def _line(fig: Drawing, known: pd.DataFrame, column: str, name: str, colour: str) -> None:
    dates: list[object] = []
    values: list[float | None] = []
    hover: list[str] = []
    for _, run in known.groupby(trend.pieces(known)):
        if dates:
            dates, values, hover = [*dates, run["end_date"].iloc[0]], [*values, None], [*hover, ""]
        dates += list(run["end_date"])
        values += [float(value) * 100 for value in run[column]]
        hover += [_hover(row, column, name) for row in run.to_dict("records")]
    fig.add(
        "scatter",
        x=dates,
        y=values,
        text=hover,
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"color": colour, "size": 6},
        hovertemplate="%{text}<extra></extra>",
        connectgaps=False,
    )


def _hover(row: Row, column: str, name: str) -> str:
    period = numbers.span(pd.Timestamp(row["start_date"]), pd.Timestamp(row["end_date"]))
    return f"<b>{row[column]:.1%}</b> {name.lower()}<br>{period}<br>of {int(row['decided']):,} substantive decisions ({UNITS[row['unit']]})"


def _title(last: pd.Series, what: str) -> str:
    period = numbers.span(last["start_date"], last["end_date"])
    refugee, total = (f"{float(last[name]):.0%}" for name in ("refugee_rate", "total_rate"))
    return (
        f"{refugee} of {int(last['decided']):,} decisions {what} gave refugee status, and {total} some protection, "
        f"{period} ({last['level']})"
    )
