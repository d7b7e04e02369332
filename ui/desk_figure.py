"""One figure on the review desk: its reading, the buttons, the form that corrects it, its history."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import numbers
from etl import areas, columns, decisions, words
from etl.decisions import EDITABLE, Decision
from ui import desk, desk_steps, desk_words, roles
from ui.controls import FIRST, LAST
from ui.text import safe

BADGE = {
    "pending": ":gray-badge[:material/pending: to review]",
    "accepted": ":green-badge[:material/check: accepted]",
    "rejected": ":red-badge[:material/close: rejected]",
}
ROWS = (
    ("population", "measure", "term"),
    ("value", "quantifier", "value_high"),
    ("country", "place", "origin"),
    ("start_date", "start_accuracy"),
    ("end_date", "end_accuracy"),
    ("attributed_to", "cause"),
)


def show(row: pd.Series, rows: pd.DataFrame) -> None:
    """The panel of the chosen figure; `rows` are all of its report, in reading order."""
    steps = decisions.history(desk_steps.file(), row["figure_id"])
    seen = _last(steps)
    at = list(rows["figure_id"]).index(row["figure_id"])
    st.markdown(f"**Figure {at + 1} of {len(rows)}** {BADGE[row['review']]}")
    figure = row.to_dict()
    st.markdown(f"#### {safe(numbers.capital(desk_words.who(figure)))}")
    st.markdown(safe(numbers.capital(desk_words.counted(figure))))
    st.markdown(f"“{safe(row['quote'])}”")
    st.caption(
        safe(
            f"How sure the reading is: {row['confidence']:.0%}, found by the rule {row['rule']}; the country is from the {row['place_basis']}."
        )
    )
    if isinstance(row["warning"], str):
        st.warning(safe(row["warning"]), icon=":material/warning:")
    _decide(row, seen, steps)
    _walk(rows, at)
    desk_steps.told()  # under the buttons, so that none of them moves away from the pointer
    _history(steps)


def _last(steps: list[Decision]) -> int:
    """The number of the last step, 0 if there is none."""
    return steps[-1].number if steps else 0


def _decide(row: pd.Series, seen: int, steps: list[Decision]) -> None:
    figure = row.to_dict()
    buttons = (
        ("Accept", "accept", "A", ":material/check:", row["review"] == "accepted"),
        ("Reject", "reject", "X", ":material/close:", row["review"] == "rejected"),
        ("Undo", "undo", "U", ":material/undo:", not decisions.standing(steps)),
    )
    with st.container(horizontal=True):
        for label, action, key, icon, disabled in buttons:
            st.button(
                label,
                key=f"{action} the figure",
                on_click=desk_steps.take,
                args=(action, figure, seen),
                shortcut=key,
                icon=icon,
                disabled=disabled or not roles.may("decide"),
                type="primary" if action == "accept" else "secondary",
            )


def _walk(rows: pd.DataFrame, at: int) -> None:
    ids = list(rows["figure_id"])
    document = rows["document"].iloc[0]
    with st.container(horizontal=True):
        for label, to, key, icon in (
            ("Previous", at - 1, "P", ":material/arrow_upward:"),
            ("Next", at + 1, "N", ":material/arrow_downward:"),
        ):
            there = 0 <= to < len(ids)
            st.button(
                label,
                key=f"{label} figure",
                on_click=desk.go,
                args=(document, ids[to] if there else None),
                shortcut=key,
                icon=icon,
                disabled=not there,
            )


def correct(row: pd.Series) -> None:
    """The form that corrects the figure. A newer state of it gets a fresh form with its values."""
    seen = _last(decisions.history(desk_steps.file(), row["figure_id"]))
    keys = {name: f"{name} of {row['figure_id']} after {seen}" for name in EDITABLE}
    for name, key in keys.items():
        if key not in st.session_state:
            st.session_state[key] = _now(name, row[name])
    with (
        st.expander("Correct the reading", icon=":material/edit:", expanded=True),
        st.form(f"correct {row['figure_id']} {seen}", border=False),
    ):
        for names in ROWS:
            for place, name in zip(st.columns(3), names, strict=False):
                _field(place, name, keys[name])
        st.caption("A date that you change counts as known to the day, unless you change that too.")
        st.form_submit_button(
            "Save correction",
            on_click=_save,
            args=(row.to_dict(), seen, keys),
            shortcut="S",
            icon=":material/save:",
            disabled=not roles.may("decide"),
        )


def _now(name: str, value: Any) -> Any:
    """The canonical value as its widget holds it."""
    if pd.isna(value):
        return None
    kind = columns.BY_NAME[name].type
    return value.date() if kind == "DATE" else int(value) if kind == "BIGINT" else value


def _field(place: DeltaGenerator, name: str, key: str) -> None:
    """An input with a label; all but the mandatory ones can be emptied."""
    column, label = columns.BY_NAME[name], desk_words.FIELD[name]
    options = _countries() if name in ("country", "origin") else list(column.allowed)
    if options:
        place.selectbox(
            label,
            options,
            index=None,
            format_func=lambda code: desk_words.value(name, code),
            key=key,
            placeholder="not said",
        )
    elif column.type == "DATE":
        place.date_input(label, None, FIRST, LAST, key=key, format="YYYY-MM-DD")
    elif column.type == "BIGINT":
        place.number_input(label, min_value=0, step=1, value=None, key=key, placeholder="not said")
    else:
        place.text_input(label, value=None, key=key, placeholder="not said", max_chars=200)


def _countries() -> list[str]:
    return sorted(areas.countries()["iso3"], key=words.country)


def _save(row: dict[str, Any], seen: int, keys: dict[str, str]) -> None:
    wanted = {name: _wanted(st.session_state.get(key)) for name, key in keys.items()}
    desk_steps.take("correct", row, seen, wanted)


def _wanted(said: Any) -> Any:
    """A widget's value as `etl.review.correction` takes it: days in words, blank is empty."""
    if isinstance(said, datetime.date):
        return said.isoformat()
    return said.strip() or None if isinstance(said, str) else said


def _history(steps: list[Decision]) -> None:
    with st.expander(f"History: {len(steps)} steps" if steps else "History: nobody has decided yet"):
        for step in reversed(steps):
            st.markdown(safe(desk_words.step(step)))
        if not steps:
            st.caption("Each step is kept here: who, when, and what it was before.")
