"""A picture on a page, with its alternative text and, under it, the ways to take it along: as a picture, cited, as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts import night, style
from etl import extracts
from etl.filters import Filter
from ui import embed, picture_buttons, reading, width
from ui.behind import Rows

ToCsv = Callable[[pd.DataFrame], bytes]


def show(
    fig: go.Figure,
    name: str,
    chosen: Filter,
    rows: Rows,
    *,
    picked: Callable[[list[dict[str, Any]]], None] | None = None,
    beside: int = 1,
    to_csv: ToCsv = extracts.csv_bytes,
) -> None:
    """Draw the figure and offer the canonical rows behind it. `name` tells pictures of one page apart.

    `picked` is called with the points that a click chose, before the page runs again. `beside` is how many pictures
    share the page's width; `to_csv` writes the rows.
    """
    if embed.leaves_out(name):
        return
    beside = 1 if embed.asked() else beside
    rule = reading.reader().privacy
    fig = style.fitted(fig, width.page() // beside - 16 * (beside - 1), rule.note if rule else "")
    key, filename = f"chart {name}", f"{name}_{extracts.filename(chosen, 'png')}".removesuffix(".png")

    def chose() -> None:
        if picked is not None:
            picked(st.session_state[key]["selection"]["points"])

    st.plotly_chart(
        night.of(fig) if st.context.theme.type == "dark" else fig,
        key=key,
        theme=None,
        alt=fig.layout.meta["alt"],
        on_select=chose if picked is not None else "ignore",
        selection_mode="points",
        config={
            "displaylogo": False,
            "displayModeBar": True,  # not shown, but `picture.js` works its camera
            "responsive": True,
            "scrollZoom": False,
            "modeBarButtons": [["toImage"]],
        },
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"under {name}"):
        csv_name = f"{name}_{extracts.filename(chosen, 'csv')}"
        download(rows, csv_name, "CSV of this chart", f"csv {name}", to_csv)
        picture_buttons.show(fig, name, key, filename)


def download(rows: Rows, filename: str, label: str, key: str, to_csv: ToCsv = extracts.csv_bytes) -> None:
    """A CSV of canonical rows, made at the click; the page stays as it is."""
    st.download_button(
        label,
        data=lambda: to_csv(rows()),
        file_name=filename,
        mime="text/csv",
        on_click="ignore",
        key=key,
        icon=":material/download:",
        type="tertiary",
    )
