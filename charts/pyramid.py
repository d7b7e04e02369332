"""A population pyramid: women and girls at the left, men and boys at the right, youngest at the foot.

The bands are those of the publisher and not of equal width, so each carries its years; what is of unknown sex or age is
told under the picture, not spread.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from charts import numbers, style
from charts.drawing import Drawing
from etl.pyramids import SEXES, Pyramid, band_of

A_BAND, HEAD = 46, 24
"""Pixels for a band of ages, and for the names of the sides above them."""

PAINT = {"female": style.SERIES[3], "male": style.SERIES[5]}
CALLED = {"female": "Women and girls", "male": "Men and boys"}
AIR = 1.5
"""Room beside the longest bar for its number."""


def figure(found: Pyramid, what: str, share: bool = False, notes: tuple[str, ...] = ()) -> go.Figure:
    """The picture of one count; `share` shows percent of all whose sex and age are published instead of people.

    `what` says who is counted ("refugees from Syria in Türkiye"). Raises ValueError where no band has a number.
    """
    if not found.known:
        raise ValueError("nothing to draw: no band has a published number")
    sizes = found.bands[list(SEXES)].astype("Float64") / (found.known / 100 if share else 1)
    largest = float(sizes.max().max())
    fig = Drawing()
    for sex in SEXES:
        _side(fig, found, sizes, sex, share)
    xaxis = {"range": [-largest * AIR, largest * AIR], "showgrid": False, "zeroline": True}
    xaxis |= {"zerolinecolor": style.GRID, "showticklabels": False, "fixedrange": True}
    labels = [_named(band) for band in found.bands["band"]]
    yaxis = {"tickvals": list(found.bands["band"]), "ticktext": labels, "fixedrange": True}
    yaxis |= {"type": "category", "showgrid": False, "range": [-0.5, len(found.bands) - 0.5 + HEAD / A_BAND]}
    fig.lay(barmode="overlay", bargap=0.22, xaxis=xaxis, yaxis=yaxis)
    heads = (
        {
            "text": f"<b>{CALLED[sex]}</b>",
            "font": {"size": style.LABEL_SIZE, "color": style.darker(PAINT[sex])},
            "showarrow": False,
            **{"xref": "paper", "x": at, "xanchor": side},
            **{"yref": "paper", "y": 1, "yanchor": "top"},
        }
        for sex, at, side in (("female", 0.02, "left"), ("male", 0.98, "right"))
    )
    fig.annotate(*heads)
    counted = "percent of those whose sex and age are published" if share else "people at a date"
    text = style.Text(
        title=title(found, what),
        subtitle=f"{numbers.capital(what)}: {counted}, by sex and age in years",
        source=found.publisher,
        as_of=f"as of {numbers.day(found.date)}",
        notes=(*open_notes(found), *notes),
    )
    return style.dress(fig, text, A_BAND * len(found.bands) + HEAD, left=88, right=12, below=10)


def _side(fig: Drawing, found: Pyramid, sizes: pd.DataFrame, sex: str, share: bool) -> None:
    sign = -1 if sex == "female" else 1
    values = sizes[sex]
    words = ["" if pd.isna(value) else f"{value:.1f}%" if share else numbers.brief(value) for value in values]
    fig.add(
        "bar",
        orientation="h",
        y=list(found.bands["band"]),
        x=[None if pd.isna(value) else sign * float(value) for value in values],
        marker={"color": PAINT[sex]},
        text=words,
        textposition="outside",
        textfont={"size": 11},
        cliponaxis=False,
        constraintext="none",
        hovertext=[
            _hover(sex, band, count, found.known)
            for band, count in zip(found.bands["band"], found.bands[sex], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        name=CALLED[sex],
    )


def _named(band: str) -> str:
    """`18-59` with its width, as bands are not of equal width."""
    low, high = band_of(band)
    years = "and over" if high is None else f"{high - low + 1} years"
    return f"{band.replace('-', '–').removesuffix('+')}<br><span style='color:{style.SOFT}'>{years}</span>"


def _hover(sex: str, band: str, count: int, known: int) -> str:
    if pd.isna(count):
        return f"<b>{CALLED[sex]}, {band}</b><br>nobody published"
    return f"<b>{int(count):,}</b><br>{CALLED[sex]}, {band} years<br>{int(count) / known:.1%} of those whose sex and age are published"


def title(found: Pyramid, what: str) -> str:
    """`48% of refugees from Syria in Türkiye at the end of 2025 are children, 48% are women or girls`."""
    when = numbers.as_of(found.date)
    women, children = found.women, found.children
    said = [f"{children:.0%} are children under 18"] if children is not None else []
    said += [f"{women:.0%} are women or girls"] if women is not None else []
    among = "those of known age and sex among " if _much_open(found) else ""
    return numbers.capital(f"of {among}{what} {when}, {' and '.join(said)}")


def _much_open(found: Pyramid) -> bool:
    """Whether one in a hundred or more is of unknown sex or age."""
    whole = found.whole or found.known
    return found.age_open + found.sex_open > whole / 100


def open_notes(found: Pyramid) -> list[str]:
    """What the bands leave open, and where they do not add up to what is printed."""
    notes = ["bands are as published and of unequal width: a longer bar may only hold more years of age"]
    if found.age_open > 0:
        notes.append(f"{found.age_open:,} people whose age is not published are in no band")
    if found.sex_open > 0:
        notes.append(f"{found.sex_open:,} people whose sex is not published are in no band")
    if found.age_open < 0:
        notes.append(f"the bands add up to {-found.age_open:,} more than the printed totals of the sexes")
    if found.sex_open < 0:
        notes.append(f"women and men add up to {-found.sex_open:,} more than the printed whole")
    if found.whole is not None:
        notes.append(f"the printed whole is {found.whole:,}")
    if found.withheld:
        notes.append(f"{found.withheld:,} counts are withheld by the publisher: small numbers")
    if found.bands[list(SEXES)].isna().any(axis=None):
        notes.append("no bar: none published for the band, which may mean nobody or not counted")
    if found.parts > 1:
        notes.append(f"the sum of {found.parts:,} places and kinds of stay that the publisher counts apart")
    if found.origins > 1:
        notes.append(f"from the {found.origins} countries of origin in the tables; there may be others")
    return [*notes, *found.warnings]
