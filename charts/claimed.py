"""Claims of reports in the colour of who said them, each with its bound, and a shade over those of one time.

Solid where a person has accepted the figure, hollow until then; a diamond is of a part of the place or of a region.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from charts import bounds, ends, marks, numbers
from charts import told as about
from charts.drawing import Drawing
from charts.scales import Scale

SHADE = "rgba(210,90,69,0.16)"
NAME = 17
BOUNDS = "arrows: more than, or less than; bars: between, or about (5 percent to both sides)"
SHADED = "shaded: from the lowest to the highest that reports say of one time, a month at most apart"


def draw(fig: Drawing, rows: pd.DataFrame, paint: Mapping[str, str], scale: Scale) -> None:
    """Draw the claims (`etl.trends.told`); those of movements over their period. `paint`: the colour of each publisher."""
    for row in rows.to_dict("records"):
        colour = paint[str(row["publisher"])]
        if row["measure"] == "flow":
            period, value = [row["start_date"], row["end_date"]], [float(row["value"])] * 2
            bounds.stroke(fig, period, value, colour, 1.5, 0.7)
        bounds.draw(fig, row, colour, scale.top)
    for name, group in rows.groupby("publisher"):
        colour = paint[str(name)]
        fig.add(
            "scatter",
            x=list(group["end_date"]),
            y=group["value"].astype(float).tolist(),
            mode="markers",
            marker=about.marker(group, marks.fills(group, colour)) | {"line": {"color": colour, "width": 2}},
            text=[about.hover(row) for row in group.to_dict("records")],
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
            name="reports",
        )


def shade(fig: Drawing, ranges: pd.DataFrame, dates: pd.Series) -> None:
    """A box for each of `etl.comparison.ranges`, at least so wide that it can be seen beside its marks."""
    air = max((dates.max() - dates.min()) * 0.012, pd.Timedelta(days=6))
    box = {"type": "rect", "fillcolor": SHADE, "line": {"width": 0}, "layer": "below"}
    fig.outline(
        *(
            {**box, "x0": row["first"] - air, "x1": row["last"] + air, "y0": row["low"], "y1": row["high"]}
            for row in ranges.to_dict("records")
        ),
    )


def labels(rows: pd.DataFrame, paint: Mapping[str, str], named: set[str]) -> list[ends.End]:
    """A label at the right for everyone who speaks in a report and is not `named` already: the newest figure."""
    newest = rows.sort_values(["end_date", "value"]).groupby("publisher").tail(1)
    return [
        ends.End(
            f"{numbers.wrapped(str(row['publisher']), NAME)}<br>"
            f"{numbers.plain(numbers.mark(row['quantifier']) + numbers.brief(row['value']))} ({row['end_date'].year})",
            float(row["value"]),
            paint[str(row["publisher"])],
        )
        for row in newest.to_dict("records")
        if row["publisher"] not in named
    ]


def notes(rows: pd.DataFrame, ranges: pd.DataFrame) -> tuple[str, ...]:
    """What the marks, their bounds and the shades mean; nothing where no report speaks."""
    bounded = bool(rows["quantifier"].ne("exact").any())
    return (*about.notes(rows), *((BOUNDS,) if bounded else ()), *((SHADED,) if len(ranges) else ()))
