"""Names at the ends of lines or bands instead of a legend, moved apart where they would lie on each other."""

from __future__ import annotations

from dataclasses import dataclass

from charts import style
from charts.drawing import Drawing
from charts.scales import Scale

LINE_HEIGHT = 14


@dataclass(frozen=True)
class End:
    """A label at the height of `value`; `text` is harmless markup (`charts.numbers.plain`)."""

    text: str
    value: float
    colour: str


def write(fig: Drawing, ends: list[End], scale: Scale, plot_height: int) -> None:
    """Write the labels at the right of the plot, lowest first."""
    floor = None
    labels = []
    for end in sorted(ends, key=lambda one: one.value):
        height = (end.text.count("<br>") + 1) * LINE_HEIGHT + 2
        middle = scale.share(end.value) * plot_height
        shifted = middle if floor is None else max(middle, floor + height / 2)
        floor = shifted + height / 2
        labels.append(
            {
                "text": end.text,
                "font": {"size": 11.5, "color": style.darker(end.colour)},
                "align": "left",
                "showarrow": False,
                **{"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8},
                **{"yref": "y", "y": scale.at(end.value), "yanchor": "middle", "yshift": shifted - middle},
            }
        )
    fig.annotate(*labels)
