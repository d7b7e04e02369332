"""Choices that one page has beside the filter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from etl import words
from etl.filters import Filter
from ui import choices, reading

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
BY = {"country": "Where they are", "origin": "Where they fled from"}


def by(place: DeltaGenerator) -> str:
    """Colour countries as those of asylum or of origin."""
    return choices.tabs(place, "Countries by", BY, "by")


def day(place: DeltaGenerator, chosen: Filter, population: str) -> date:
    """Any day (`?on=`); at first the period's last, else the newest as-of date of the group."""
    days = reading.accepted(replace(chosen, population=(population,)))["end_date"]
    newest = days.max().date() if len(days) else date.today()
    earliest = min(days.min().date(), FIRST) if len(days) else FIRST
    return choices.day(place, "On", "on", chosen.end or newest, earliest, LAST)


def country(chosen: Filter, reports: pd.DataFrame) -> str:
    """The country to look into: the filter's first, else the one that reports speak of most."""
    inside = reports[reports["lat"].notna() & (reports["admin_level"].fillna(0) > 0)][
        "country"
    ].value_counts()
    every = list(reading.query("SELECT DISTINCT country FROM canonical WHERE country IS NOT NULL")["country"])
    first = chosen.country[0] if chosen.country else (inside.index[0] if len(inside) else "SYR")
    options = sorted({*every, first}, key=words.country)
    return st.selectbox("Country", options, index=options.index(first), format_func=words.country) or first
