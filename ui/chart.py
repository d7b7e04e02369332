"""A picture on a page, with its alternative text, its PNG button and the CSV of what it shows."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from etl import extracts
from etl.filters import Filter
from ui.behind import Rows


def show(fig: go.Figure, name: str, chosen: Filter, rows: Rows) -> None:
    """Draw the figure and offer the canonical rows behind it. `name` tells pictures of one page apart."""
    filename = f"{name}_{extracts.filename(chosen, 'png')}".removesuffix(".png")
    st.plotly_chart(
        fig,
        key=f"chart {name}",
        theme=None,
        alt=fig.layout.meta["alt"],
        config={
            "displaylogo": False,
            "displayModeBar": True,
            "responsive": True,
            "scrollZoom": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "png", "scale": 2, "filename": filename},
        },
    )
    download(rows, f"{name}_{extracts.filename(chosen, 'csv')}", "CSV of this chart", f"csv {name}")


def download(rows: Rows, filename: str, label: str, key: str) -> None:
    """A CSV of canonical rows, made at the click; the page stays as it is."""
    st.download_button(
        label,
        data=lambda: extracts.csv_bytes(rows()),
        file_name=filename,
        mime="text/csv",
        on_click="ignore",
        key=key,
        icon=":material/download:",
        type="tertiary",
    )
