"""Parts of a picture's layout, set whole and together.

Plotly's `update_layout` compares each part with what is there, and `add_annotation` copies all others: for a picture of ours
these took longer than everything else.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

Part = dict[str, Any]


def lay(fig: go.Figure, **parts: Any) -> None:
    """Set these parts of the layout (`xaxis={...}`); what stood there is replaced."""
    for name, value in parts.items():
        fig.layout[name] = value


def annotate(fig: go.Figure, *notes: Part) -> None:
    """Add words to the picture, drawn in this order."""
    fig.layout.annotations = (*fig.layout.annotations, *notes)


def outline(fig: go.Figure, *shapes: Part) -> None:
    """Add lines and boxes to the picture."""
    fig.layout.shapes = (*fig.layout.shapes, *shapes)
