"""Choices that one page has beside the filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from etl import words
from etl.errors import UsageError
from etl.filters import Filter
from etl.filters import day as as_day
from ui import reading
from ui.text import safe

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
BY = {"country": "Where they are", "origin": "Where they fled from"}


def by(place: DeltaGenerator) -> str:
    """Colour countries as those of asylum or of origin."""
    chosen = place.segmented_control(
        "Countries by", list(BY), default="country", format_func=lambda key: BY[key], key="by", required=True
    )
    return chosen or "country"


def day(place: DeltaGenerator, chosen: Filter, population: str) -> date:
    """Any day; at first that of the address (`on=`) or the period's last, else the newest as-of date of the group."""
    days = reading.accepted(replace(chosen, population=(population,)))["end_date"]
    newest = days.max().date() if len(days) else date.today()
    first = min(days.min().date(), FIRST) if len(days) else FIRST
    if "on" not in st.session_state:
        st.session_state["on"] = max(_in_address() or chosen.end or newest, first)
    picked = place.date_input("On", min_value=first, max_value=LAST, key="on", format="YYYY-MM-DD", width=170)
    shown = picked if isinstance(picked, date) else newest
    if shown == newest:
        st.query_params.pop("on", None)
    else:
        st.query_params["on"] = shown.isoformat()
    return shown


def _in_address() -> date | None:
    said = st.query_params.get("on")
    try:
        return as_day(said) if said else None
    except UsageError as error:
        st.warning(f"Left out of the filter: {safe(str(error))}")
        return None


def country(chosen: Filter, reports: pd.DataFrame) -> str:
    """The country to look into: the filter's first, else the one that reports speak of most."""
    inside = reports[reports["lat"].notna() & (reports["admin_level"].fillna(0) > 0)][
        "country"
    ].value_counts()
    every = list(reading.query("SELECT DISTINCT country FROM canonical WHERE country IS NOT NULL")["country"])
    first = chosen.country[0] if chosen.country else (inside.index[0] if len(inside) else "SYR")
    options = sorted({*every, first}, key=words.country)
    return st.selectbox("Country", options, index=options.index(first), format_func=words.country) or first


SPLITS = {
    "population": "Group of people",
    "country": "Where they are",
    "origin": "Where they fled from",
    "publisher": "Who counted",
}


def split(chosen: Filter) -> str:
    """One line for each of what? At first for what the filter leaves open.

    Those who counted stand side by side for one country only: in several, each would count in other ones.
    """
    offered = [key for key in SPLITS if key != "publisher" or len(chosen.country) == 1]
    first = (
        "population"
        if len(chosen.population) != 1
        else "origin"
        if chosen.country and not chosen.origin
        else "country"
    )
    if "split" not in st.session_state:
        said = st.query_params.get("split")
        st.session_state["split"] = said if said in offered else first
    elif st.session_state["split"] not in offered:
        st.session_state["split"] = first
    picked = st.segmented_control(
        "A line for each", offered, format_func=lambda key: SPLITS[key], key="split", required=True
    )
    if picked == first:
        st.query_params.pop("split", None)
    else:
        st.query_params["split"] = picked or first
    return picked or first
