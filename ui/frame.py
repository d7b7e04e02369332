"""Round every page: page settings, navigation, first start, footer, and one friendly line for errors."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from etl.errors import DataError, UsageError
from ui import embed, memory, paper, reading, roles, text, width

TITLE = "Displacement figures"
ICON = Path(__file__).with_name("icon.svg")
INSIDE = "inside the front door"
STYLE = """<style>
.stMainBlockContainer { padding-top: 3.2rem; max-width: 1240px; }
[data-testid="stPlotlyChart"] { border: 1px solid rgba(128, 142, 155, 0.35); border-radius: 6px; overflow: hidden; }
.modebar { display: none !important; }
[data-testid="stMetric"] { height: 100%; }
/* What Streamlit fades further than can be read easily (4.5:1). */
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.8; }
[data-testid="stButtonGroup"] button[data-selected="true"] p { color: light-dark(#00568E, #9BD0F5); font-weight: 600; }
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
</style>"""


def pages() -> list[Page]:
    """The screens, in the order people need them: what the figures say, then the figures themselves."""
    return [
        st.Page("pages/overview.py", title="Overview", icon=":material/dashboard:", default=True),
        st.Page("pages/map.py", title="Map", icon=":material/public:", url_path="map"),
        st.Page("pages/trends.py", title="Trends", icon=":material/show_chart:", url_path="trends"),
        st.Page("pages/corridors.py", title="Corridors", icon=":material/route:", url_path="corridors"),
        st.Page("pages/compare.py", title="Compare", icon=":material/compare_arrows:", url_path="compare"),
        st.Page("pages/people.py", title="People", icon=":material/groups:", url_path="people"),
        st.Page(
            "pages/changes.py", title="What changed", icon=":material/notifications:", url_path="changes"
        ),
        st.Page("pages/briefing.py", title="Briefing", icon=":material/description:", url_path="briefing"),
        st.Page("pages/figures.py", title="Figures", icon=":material/table_rows:", url_path="figures"),
        st.Page("pages/reports.py", title="Reports", icon=":material/rate_review:", url_path="reports"),
        st.Page("pages/sources.py", title="Sources", icon=":material/menu_book:", url_path="sources"),
    ]


def navigation() -> Page:
    """Page settings and navigation; hidden where the dashboard stands inside another page, and from who is not signed in."""
    st.set_page_config(page_title=TITLE, page_icon=str(ICON), layout="wide")
    hidden = st.context.is_embedded or (roles.on() and not st.user.get("is_logged_in"))
    return st.navigation(pages(), position="hidden" if hidden else "sidebar", expanded=True)


def open_page() -> None:
    """Draw the page that the address names. What goes wrong with data or address is said in one line."""
    memory.share_one_heap()
    page = navigation()
    st.html(STYLE + paper.style() + embed.style())
    st.session_state[INSIDE] = True
    embed.begin()
    try:
        if not roles.entrance():
            return
        with reading.one_version() as version:
            if version and version.doubt:
                st.warning(text.safe(version.doubt), icon=":material/warning:")
            page.run()
            embed.end()
            _footer()
            width.follow()
    except (DataError, UsageError) as error:
        st.error(text.safe(str(error)), icon=":material/error:")
    finally:
        st.session_state[INSIDE] = False
        memory.set_loaded_aside()


def enter() -> None:
    """The first line of every page.

    Streamlit takes the folder `pages/` for its older kind of navigation until the front door has been opened once, so
    the first visit after a start may go straight to the page's file, without navigation, page settings or the friendly
    line for errors. Such a run is sent through the front door.
    """
    if not st.session_state.get(INSIDE):
        navigation()
        st.rerun()


def _footer() -> None:
    st.divider()
    st.caption(
        text.safe(f"{reading.freshness()} Every figure leads back to its source: see Figures and Sources.")
    )
    rule = reading.reader().privacy if reading.version() else None
    if rule:
        st.caption(text.safe(f"{rule.note}."))
    paper.footer()
