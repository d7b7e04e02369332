"""A page on paper: what a reader of the sheet needs, fitted to it, on white; nothing that only a screen can do."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable
from urllib.parse import urlencode

import streamlit as st

from charts import numbers
from ui import reading

SCALE = 0.8
"""Letters of 16 px on the screen are 10 points on paper."""

_ONLY_ON_SCREEN = (
    "Sidebar",
    "Header",
    "Toolbar",
    "SidebarCollapsedControl",
    "ExpandSidebarButton",
    "Button",
    "DownloadButton",
    "LinkButton",
    "PageLink",
    "Popover",
    "Selectbox",
    "MultiSelect",
    "ButtonGroup",
    "Radio",
    "Checkbox",
    "Slider",
    "TextInput",
    "TextArea",
    "NumberInput",
    "DateInput",
    "FileUploader",
    "Form",
    "FormSubmitButton",
    "TooltipIcon",
    "ElementToolbar",
    "StatusWidget",
)
_TOLD = (
    "PlotlyChart",
    "Markdown",
    "CaptionContainer",
    "Heading",
    "Metric",
    "DataFrame",
    "Table",
    "Alert",
    "Image",
    "Html",
)


def _any(names: Iterable[str]) -> str:
    return ":is(" + ", ".join(f'[data-testid="st{name}"]' for name in names) + ")"


_PART, _CHART = _any(("ElementContainer", "LayoutWrapper")), _any(("PlotlyChart",))
_HEAD = f"{_any(('ElementContainer',))}:has(:is(h1, h2, h3))"
STYLE = f"""<style>
.on-paper {{ display: none; }}
@page {{ size: A4; margin: 14mm 12mm; }}
@media print {{
  {_any(_ONLY_ON_SCREEN)}, {_PART}:has(> {_any(_ONLY_ON_SCREEN)}), {_any(("LayoutWrapper",))}:not(:has({_any(_TOLD)})),
  {_any(("LayoutWrapper",))}:has(> [class*="st-key-under-"]), details:not([open]), details:has({_any(("Form",))}), .slider-container, .updatemenu-container
    {{ display: none !important; }}
  .stApp, {_any(("AppViewContainer", "Main"))}, .stMainBlockContainer {{
    position: static !important; overflow: visible !important; height: auto !important; padding: 0 2px !important;
    min-width: 0 !important; max-width: none !important; }}
  .stMainBlockContainer {{ zoom: {SCALE}; }}
  {_any(("HorizontalBlock",))}:has(> {_any(("Column",))}) {{
    display: flex !important; flex-wrap: nowrap !important; gap: 1rem; height: auto !important; }}
  {_any(("Column",))} {{ min-width: 0 !important; }}
  {_any(("PlotlyChart", "Metric", "DataFrame", "Alert"))}, {_HEAD},
  {_any(("LayoutWrapper",))}:not(:has({_any(("LayoutWrapper", "PlotlyChart"))})) {{ break-inside: avoid; }}
  {_HEAD} {{ break-after: avoid; }}
  {_PART}:has(> * > {_CHART}), {_PART} > :has(> {_CHART}), {_CHART}, {_CHART} > *, .js-plotly-plot, .plot-container
    {{ height: auto !important; width: 100% !important; }}
  .js-plotly-plot .svg-container {{ width: 100% !important; height: auto !important; aspect-ratio: var(--drawn-ratio);
    max-width: calc(1.35 * var(--drawn-width)); }}
  .js-plotly-plot .main-svg {{ width: 100% !important; height: 100% !important; }}
  hr {{ margin: .5rem 0 !important; }}
  .on-paper {{ display: block; margin: 0; font-size: .85rem; overflow-wrap: anywhere; }}
}}
</style>"""
_BY_NIGHT = """<style>
@media print {
  html, body, .stApp { background: #FFFFFF !important; color-scheme: light !important; }
  .stApp, .stApp :not(svg, svg *) {
    color: #1F2A37 !important; background-color: transparent !important;
    --st-text-color: #1F2A37 !important; --st-background-color: #FFFFFF !important; }
  .stApp canvas { filter: invert(1) hue-rotate(180deg); }
}
</style>"""


def style() -> str:
    """The style of pages on paper; a dark page is printed dark on white."""
    return STYLE + (_BY_NIGHT if st.context.theme.type == "dark" else "")


def footer() -> None:
    """Where the sheet comes from, seen on paper only: the address of the view, the tables' version, the day."""
    version = reading.version()
    tables = f"tables {version.name}, " if version else ""
    words = f"{_address()} ({tables}{numbers.day(datetime.date.today())})"
    st.html(f'<p class="on-paper">{html.escape(words)}</p>')


def _address() -> str:
    page = st.context.url or ""
    page = page if page.count("/") > 2 else f"{page}/"
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    return f"{page}?{urlencode(said, doseq=True)}" if said else page
