"""A picture in the making: traces and layout in Plotly's own words, as plain dicts.

Plotly's `Figure` looks at every word that is set, and copies what was there before: a change of filter waited longer for
that than for the figures. Here words are gathered, and a `Figure` is made of them at once, unlooked at. The tests look at
every picture that they draw, with all of Plotly's checks.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

Part = dict[str, Any]


class Drawing:
    """Traces, layout and frames; what is added later is drawn upon what was there."""

    def __init__(self) -> None:
        """An empty picture."""
        self.data: list[Part] = []
        self.layout: Part = {}
        self.frames: list[Part] = []

    @classmethod
    def of(cls, fig: go.Figure) -> Drawing:
        """The figure's words, to be changed; the figure stays as it is."""
        drawing, words = cls(), fig.to_plotly_json()
        drawing.data, drawing.layout, drawing.frames = words["data"], words["layout"], words.get("frames", [])
        return drawing

    def add(self, kind: str, **trace: Any) -> Part:
        """Add a trace of Plotly's kind (`scatter`, `choropleth`) and return it."""
        self.data.append({"type": kind, **trace})
        return self.data[-1]

    def lay(self, **parts: Any) -> None:
        """Set these parts of the layout (`xaxis={...}`); what stood there is replaced."""
        self.layout |= parts

    def annotate(self, *notes: Part) -> None:
        """Add words to the picture."""
        self._more("annotations", notes)

    def outline(self, *shapes: Part) -> None:
        """Add lines and boxes to the picture."""
        self._more("shapes", shapes)

    def _more(self, name: str, parts: tuple[Part, ...]) -> None:
        if parts:
            self.layout[name] = [*self.layout.get(name, ()), *parts]

    def figure(self) -> go.Figure:
        """The picture. Its words are not looked at: what Plotly does not know it leaves out."""
        return go.Figure({"data": self.data, "layout": self.layout, "frames": self.frames}, _validate=False)
