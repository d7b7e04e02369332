"""The table of figures: what narrows it beside the filter, which columns, in which order, and one screen of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from charts import style
from etl import browse, filters, record, words
from etl.columns import BY_NAME
from etl.filters import Filter
from ui import choices, reading
from ui import filters as filters_bar

ROWS = 1_000
"""Rows on one screen."""
SCREENS = 20
"""Screens to turn: to sort further in millions of rows takes long, and who looks so far needs a filter or an extract."""
ROW_HEIGHT = 35
ANY = "any"
COUNTED = {ANY: "Both", "stock": "At a date", "flow": "In a period"}
LEVELS = {ANY: "All levels", "0": "Countries", "1": "First level", "2": "Second level", "3": "Third level"}
ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "largest": "Largest first",
    "smallest": "Smallest first",
    "place": "By place",
    "publisher": "By publisher",
}
NAMED = {
    "country": "Where",
    "origin": "From",
    "population": "Who",
    "part": "Part",
    "value": "People",
    "quantifier": "Bound",
    "measure": "Counted",
    "start_date": "Since",
    "end_date": "As of / until",
    "publisher": "Published by",
    "attributed_to": "According to",
    "series": "Which count",
    "place": "Place",
    "role": "Use",
    "review": "Reviewed",
    "verdict": "Verdict",
    "difference": "Difference",
    "quote": "Words",
}
"""What people call the columns they need most."""
BESIDE = {
    "verdict": "What the official series says of a claim: agrees, above, below, counts something else",
    "difference": "People above or below the last official count, beyond what the words allow; 0 where they agree",
}
COLUMNS = NAMED | {
    name: name.replace("_", " ").capitalize().replace("Url", "Address")
    for name in BY_NAME
    if name not in NAMED
}
"""Every column that can be shown: the canonical ones, and what stands beside a claim."""
FIRST = (
    *("country", "origin", "population", "part", "value", "quantifier", "measure", "start_date", "end_date"),
    *("publisher", "attributed_to", "place", "review", "verdict", "quote"),
)
"""The columns that people read first."""
MEASURE = {"stock": "at a date", "flow": "in a period"}
USE = {"recommended": "counts", "triangulation": "second voice, never added"}
REVIEW = {"accepted": "accepted", "pending": "not yet", "rejected": "rejected"}


def narrowed(chosen: Filter) -> Filter:
    """The filter and what this page has beside it: words to search for, stock or flow, level, review."""
    text = choices.words(st.container(), "Search", "text", "Place, document, publisher, words of a quote")
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    measure = choices.tabs(bar, "Counted", COUNTED, "measure")
    units = choices.select(bar, "Level", LEVELS, "level", width=170)
    pending = choices.switch(
        bar, "With what nobody has accepted yet", "pending", first=True, help=BY_NAME["review"].meaning
    )
    return replace(
        chosen,
        text=filters.of({"text": text}).text,
        measure=None if measure == ANY else measure,
        level=None if units == ANY else int(units),
        pending=pending,
    )


def clear_search() -> None:
    """Take off what only this page has: for callbacks."""
    st.session_state["choice text"] = ""
    st.session_state["choice measure"] = st.session_state["choice level"] = ANY
    st.session_state["choice pending"] = True


@reading.remembered
def rows_chosen(chosen: Filter) -> int:
    """How many rows pass the filter."""
    return reading.reader().count(chosen)


@reading.remembered
def _screen(chosen: Filter, order: str, first: int) -> pd.DataFrame:
    return browse.window(reading.reader(), chosen, order, first, ROWS)


@reading.remembered
def _verdicts(ids: tuple[str, ...]) -> pd.DataFrame:
    """Claims by their ids, beside the record."""
    said = reading.reader().query(
        f"SELECT * FROM canonical WHERE quote IS NOT NULL AND figure_id IN ({', '.join('?' * len(ids))})",
        list(ids),
    )
    held = record.beside(said, record.official_rows(reading.reader(), said))
    return held[["figure_id", *record.COLUMNS]]


def table(chosen: Filter, count: int) -> pd.Series | None:
    """Draw one screen of the table; return the row that is chosen, or is the only one."""
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    order = choices.select(bar, "Order", ORDERS, "order", width=170)
    first = _stepper(bar, count)
    with bar.popover("Columns", icon=":material/view_column:"):
        names = choices.several(st.container(), "Columns", COLUMNS, "columns", FIRST)
    rows = beside(_screen(chosen, order, first))
    picked = st.dataframe(
        in_words(rows, names),
        hide_index=True,
        height=min(480, ROW_HEIGHT * (len(rows) + 1) + 3),
        selection_mode="single-row",
        on_select="rerun",
        key=f"figures {chosen.address()} {order} {first}",
        placeholder="",
        column_config={COLUMNS[name]: _config(name) for name in names},
        alt="Table of published figures: where, from where, who, how many, when, according to whom",
    )["selection"]["rows"]
    if picked and picked[0] < len(rows):
        return rows.iloc[picked[0]]
    return rows.iloc[0] if count == 1 else None


def _stepper(bar: st.delta_generator.DeltaGenerator, count: int) -> int:
    """Which screen of several (`?page=2`); the first row on it, from 0."""
    screens = min(-(-count // ROWS), SCREENS)
    if screens < 2:
        return 0
    words_of = {
        str(page): f"{(page - 1) * ROWS + 1:,} to {min(page * ROWS, count):,}"
        for page in range(1, screens + 1)
    }
    page = int(choices.select(bar, "Rows", words_of, "page", width=210))
    for name, icon, to in (
        ("Earlier rows", "chevron_left", page - 1),
        ("Later rows", "chevron_right", page + 1),
    ):
        bar.button(
            name,
            icon=f":material/{icon}:",
            disabled=not 1 <= to <= screens,
            on_click=_turn,
            args=(to,),
            type="tertiary",
        )
    if count > SCREENS * ROWS:
        st.caption(
            f"The first {SCREENS * ROWS:,} rows in this order can be looked through; the extracts have all {count:,}."
        )
    return (page - 1) * ROWS


def _turn(page: int) -> None:
    st.session_state["choice page"] = str(page)


def beside(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `etl.record.COLUMNS`: what reports say held against the official count, empty for tables."""
    told = tuple(rows.loc[rows["quote"].notna(), "figure_id"])
    if not told:
        return rows.assign(**dict.fromkeys(record.COLUMNS))
    return rows.join(_verdicts(told).set_index("figure_id"), on="figure_id")


def in_words(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """These columns as people read them: under their headings, codes as words."""
    return pd.DataFrame({COLUMNS[name]: _said(rows, name) for name in names})


def _said(rows: pd.DataFrame, name: str) -> pd.Series:
    column = rows[name]
    if name == "country":
        return column.map(words.country, na_action="ignore").fillna(rows["place"])
    if name == "origin":
        return column.map(words.country, na_action="ignore")
    if name == "population":
        return column.map(lambda code: style.short_name(code, "population"))
    if name == "part":
        parts = [_part(*one) for one in zip(rows["sex"], rows["age"], column, strict=True)]
        return pd.Series(parts, index=rows.index)
    if name == "quantifier":
        return column.map(lambda code: "exact" if code == "exact" else words.BOUND[code].strip())
    coded = {"measure": MEASURE, "role": USE, "review": REVIEW}.get(name)
    return column.map(coded) if coded else column


def _part(sex: str, age: str, part: object) -> str:
    """Of whom the row counts a part: `female, 0-4`; empty for a whole."""
    named = [word for word in (sex, age) if word != "all"]
    return ", ".join([*named, *([part] if isinstance(part, str) else [])])


def _config(name: str) -> Any:
    """How a column is drawn, with its meaning under the pointer."""
    meaning = BESIDE[name] if name in BESIDE else BY_NAME[name].meaning
    kind = BY_NAME[name].type if name in BY_NAME else "BIGINT" if name == "difference" else "VARCHAR"
    if kind == "DATE":
        return st.column_config.DateColumn(format="YYYY-MM-DD", width=105, help=meaning)
    if kind == "BIGINT":
        return st.column_config.NumberColumn(format="localized", help=meaning)
    if name == "url":
        return st.column_config.LinkColumn(help=meaning)
    return st.column_config.Column(help=meaning, width="large" if name == "quote" else None)


def nothing(chosen: Filter) -> None:
    """Say that there is none, and what to take off."""
    filters_bar.nothing(chosen, "Take one of the filters off, or ask for a longer period.")
    if chosen.text or chosen.level is not None or chosen.measure or not chosen.pending:
        st.button("Clear the search", on_click=clear_search, icon=":material/search_off:")
