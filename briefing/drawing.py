"""What the pictures on a sheet have in common: an empty canvas, sizes, and SVG whose bytes repeat. No browser is needed."""

from __future__ import annotations

import io
import threading
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from briefing import fonts

_DRAWING = threading.Lock()
"""How letters are written is a setting of the whole process, and pages are drawn in threads."""

POINT = 72
"""Points an inch; sizes here are points, as on the sheet."""

SMALL, LABEL = 7.5, 8.5


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty picture of so many points, without a frame but for its lower edge."""
    fig = Figure(figsize=(width / POINT, height / POINT))
    fig.patch.set_alpha(0)
    ax = fig.add_subplot()
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color("#98A2AC")
    ax.tick_params(length=0, pad=3)
    return fig, ax


def written(fig: Figure, letters: bool) -> bytes:
    """The picture as SVG. Words stay `letters`, or become outlines for readers that lack the typefaces."""
    for text in fig.findobj(mpl.text.Text):
        text.set_fontfamily(fonts.for_pictures())
        text.set_parse_math(False)  # a dollar sign is a dollar sign
        text.set_text(fonts.drawable(text.get_text()))
    out = io.BytesIO()
    nothing: dict[str, Any] = {"Date": None, "Creator": None}
    # The same words give the same bytes: no random names.
    settings: Any = {
        "svg.fonttype": "none" if letters else "path",
        "svg.hashsalt": "briefing",
        "svg.id": None,
    }
    with _DRAWING, mpl.rc_context(settings):
        FigureCanvasSVG(fig).print_svg(out, metadata=nothing)
    return out.getvalue()
