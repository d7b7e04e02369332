"""What holds for a whole report on the desk: where it comes from, how far its review is, and accepting the rest."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers
from charts.style import Row
from etl import decisions
from ui import desk_steps, roles, text
from ui.text import safe


def head(report: Row, rows: pd.DataFrame) -> None:
    """The line of the report (`ui.desk.reports`), who reviews, and one button for all that waits."""
    published: str = numbers.day(report["published"]) if pd.notna(report["published"]) else "date not said"
    publisher = report["publisher"] if isinstance(report["publisher"], str) else "publisher not said"
    counts = f"{report['pending']} to review, {report['accepted']} accepted, {report['rejected']} rejected"
    counts = counts if len(rows) else "No figure read"
    address = text.web_address(report["url"])
    source = f" · [open the source]({address})" if address else ""
    st.markdown(f"**{counts}** · {safe(publisher)}, {safe(published)}{source}")
    if rows.empty:
        st.info(
            "The report has arrived, but no figure of displaced people was read in its words: they stand below."
        )
        return
    left, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
    with left:
        desk_steps.name()
    waiting = list(rows[rows["review"] == "pending"]["figure_id"])
    with right:
        _rest(waiting)


def _rest(waiting: list[str]) -> None:
    states = decisions.states(desk_steps.file()) if waiting else {}
    seen = {figure_id: states[figure_id].number if figure_id in states else 0 for figure_id in waiting}
    st.button(
        f"Accept all {len(waiting)} to review" if len(waiting) != 1 else "Accept the one to review",
        key="accept all",
        on_click=desk_steps.accept_all,
        args=(seen,),
        disabled=not waiting or not roles.may("decide"),
        icon=":material/done_all:",
        help="Each figure gets its own decision, which can be taken back one by one.",
    )
