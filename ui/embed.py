"""A page inside another one (`?embed=true`): only its pictures, or the one that the address names (`&chart=trend`)."""

from __future__ import annotations

import streamlit as st

from charts import numbers
from ui import text

CHART, NAMES = "chart", "names of the page's pictures"
_KEPT = ':is([data-testid="stPlotlyChart"], [data-testid="stAlert"], .st-key-clear-from-the-empty-page)'
_EMPTY = '[data-testid="stVerticalBlock"]:has(> .st-key-clear-from-the-empty-page) > [data-testid="stElementContainer"]'
STYLE = f"""<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] {{ display: none; }}
.stMainBlockContainer {{ padding: 0; max-width: none; }}
[data-testid="stMainBlockContainer"]
  :is([data-testid="stElementContainer"], [data-testid="stLayoutWrapper"], [data-testid="stColumn"]):not(:has({_KEPT})):not({_KEPT})
  {{ display: none; }}
.stMainBlockContainer {_EMPTY}:not(.st-key-clear-from-the-empty-page) {{ display: block; }}
.stMainBlockContainer .st-key-clear-from-the-empty-page {{ display: none; }}
</style>"""
"""Pictures, and what is said in place of them, stay; their scripts run even where nothing is seen."""


def style() -> str:
    """The style of a page that stands inside another one; empty for other pages."""
    return STYLE if st.context.is_embedded else ""


def asked() -> str:
    """The name of the only picture that the address asks for; empty if it asks for all."""
    return str(st.query_params.get(CHART, "")) if st.context.is_embedded else ""


def begin() -> None:
    """No picture has been met on this page yet."""
    st.session_state[NAMES] = []


def leaves_out(name: str) -> bool:
    """Whether this picture is not the one that the address asks for; called once for each picture of a page."""
    st.session_state.setdefault(NAMES, []).append(name)
    return asked() not in ("", name)


def end() -> None:
    """Say what can be embedded, where there was nothing to show."""
    if not st.context.is_embedded:
        return
    names, name = st.session_state[NAMES], asked()
    if not names:
        st.info(
            "There is no picture on this page: to embed one, copy the code under a picture of another page."
        )
    elif name and name not in names:
        st.info(
            f"No picture here is named {text.safe(name)}. This page has {text.safe(numbers.listed(names))}."
        )
