"""The buttons under a picture: PNG, SVG, a citation to paste, a frame for a web page. All of it is made in the browser.

The script is `picture.js` beside this module; it also makes the picture ready for paper (see `ui.paper`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from charts import night
from etl import citations

_BUTTONS = """
<div>
  <button type="button" value="png" title="At twice its size; with the Shift key at four times">PNG</button>
  <button type="button" value="svg" title="Lines and letters, for any size">SVG</button>
  <button type="button" value="citation" title="What it shows, whose figures, as of when, and this address">Copy citation</button>
  <button type="button" value="embed" title="Copies a frame with this picture alone, for a web page">Embed</button>
  <span role="status" aria-live="polite"></span>
</div>
"""
_LOOK = """
div { display: flex; flex-wrap: wrap; gap: 0 1.1rem; align-items: center; min-height: 2.5rem; font-family: var(--st-font); }
button { all: unset; cursor: pointer; color: var(--st-text-color); font-size: .875rem; line-height: 1.6; border-radius: 4px; }
button:hover { color: var(--st-link-color); text-decoration: underline; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
span { color: var(--st-text-color); font-size: .875rem; }
"""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|rgba?\([^)]*\)")

_draw = st.components.v2.component(
    "picture_buttons",
    html=_BUTTONS,
    css=_LOOK,
    js=Path(__file__).with_name("picture.js").read_text(encoding="utf-8"),
)


def show(fig: go.Figure, name: str, key: str, filename: str) -> None:
    """Draw the buttons of the picture that stands on the page under `key`; `fig` is as drawn by day."""
    meta = fig.layout.meta
    _draw(
        key=f"buttons {name}",
        data={
            "chart": css_class(key),
            "name": name,
            "title": meta["title"],
            "filename": filename,
            "citation": citations.picture(meta["text"]),
            "day": _by_day(fig) if st.context.theme.type == "dark" else {},
        },
        width="content",
    )


def css_class(key: str) -> str:
    """The class that Streamlit gives to what has this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def _by_day(fig: go.Figure) -> dict[str, str]:
    """What each colour of the picture in the dark is by day: pictures to take along stand on white paper."""
    return {night.colour(found): found for found in set(_colours(fig.to_plotly_json()))}


def _colours(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "geojson":
                yield from _colours(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _colours(value)
    elif isinstance(part, str):
        yield from _COLOUR.findall(part)
