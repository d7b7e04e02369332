"""A reviewer's steps: each written down at once, with who and when. What happened is told in one line, once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from etl import build, decisions, review
from etl.decisions import Overtaken
from etl.errors import DataError
from ui import roles
from ui.text import safe

WHO, TOLD = "reviewer", "told on the desk"
NAMELESS = "Write your name above the text first: every decision carries it."
LONGEST_NAME = 80
DONE = {
    "accept": "Accepted.",
    "reject": "Rejected.",
    "correct": "Correction kept.",
    "undo": "The last step is taken back.",
}


def file() -> Path:
    """Where decisions are kept."""
    return build.datasets_folder() / decisions.FILE


def name() -> None:
    """Ask for the reviewer's name: once a session, kept nowhere else until a decision is written down.

    Where people sign in, decisions carry their address.
    """
    if roles.on():
        st.caption(safe(f"Decisions carry {roles.who()}" if roles.may("decide") else roles.lacking("decide")))
        return
    st.session_state["your name"] = st.session_state.get(WHO, "")
    st.text_input(
        "Your name",
        key="your name",
        max_chars=LONGEST_NAME,
        placeholder="kept with each decision",
        on_change=lambda: st.session_state.update({WHO: st.session_state["your name"].strip()}),
    )


def take(action: str, row: Mapping[str, Any], seen: int, wanted: Mapping[str, Any] | None = None) -> None:
    """Take one step on a figure (a canonical row); `seen` is the last step that the page showed.

    `wanted` are the reviewer's values of a correction. The figure stays on the desk.
    """
    for key, value in (("report", row["document"]), ("figure", row["figure_id"])):
        if st.query_params.get(key) != value:
            st.query_params[key] = value
    try:
        before, after = review.correction(row, wanted) if wanted is not None else ({}, {})
        if wanted is not None and not after:
            tell("info", "Nothing was changed: the fields are as they were.")
        elif _write(action, row["figure_id"], seen, before, after):
            tell("success", DONE[action])
    except DataError as error:
        tell("warning" if isinstance(error, Overtaken) else "error", str(error))


def accept_all(waiting: Mapping[str, int]) -> None:
    """Accept every pending figure of a report, each by a decision of its own. `waiting`: figure_id -> last step shown."""
    late = []
    for figure_id, seen in waiting.items():
        try:
            if not _write("accept", figure_id, seen, {}, {}):
                return
        except Overtaken as error:
            late.append(str(error))
        except DataError as error:
            tell("error", str(error))
            return
    left = f" {len(late)} left as they are: {late[0]}" if late else ""
    tell("warning" if late else "success", f"{len(waiting) - len(late)} accepted.{left}")


def _write(
    action: str, figure_id: str, seen: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    roles.require("decide")
    by = roles.who() if roles.on() else st.session_state.get(WHO, "")
    if not by:
        tell("error", NAMELESS)
        return False
    now = datetime.datetime.now(datetime.UTC)
    decisions.decide(file(), figure_id, action, by, now, before=before, after=after, seen=seen)
    return True


def tell(kind: str, line: str) -> None:
    """Keep one line (`success`, `info`, `warning`, `error`) for the next drawing of the page."""
    st.session_state[TOLD] = (kind, line)


def told() -> None:
    """Show the line that waits, if one does."""
    kind, line = st.session_state.pop(TOLD, (None, ""))
    if kind:
        getattr(st, kind)(safe(line))
