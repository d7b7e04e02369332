"""The table of corridors: every pair with its change and its years, a click on a row, and the figures behind it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from charts import numbers
from etl import words
from etl.corridors import PAIR
from etl.filters import Filter
from ui import behind, filters, reading
from ui.controls import LAST
from ui.corridors import Told, history, pairs

LINE = "Year by year"
OF_LINE = "The last count of each year, up to 20 years, as far back as no year is missing. Each line has its own scale and length."
YEARS = 20
"""A sparkline's years: longer ones can't be read in a cell."""


@reading.remembered
def lines_until(asked: Filter) -> dict[tuple[str, str], list[int]]:
    """The counts of each pair in the unbroken years up to the asked day: a list by origin and country."""
    last = (asked.on or LAST).year
    past = history(replace(asked, on=None))
    past = (
        past[past["year"].between(last - YEARS + 1, last)]
        .dropna(subset=["value"])
        .sort_values([*PAIR, "year"])
    )
    # Counted back from the last year: where a year is missing, what came before is left out, as a line would bridge it.
    after = past.groupby(PAIR).cumcount(ascending=False)
    newest = past.groupby(PAIR)["year"].transform("max")
    unbroken = past[past["year"] + after == newest]
    found: dict[tuple[str, str], list[int]] = {}
    for origin, country, value in unbroken[[*PAIR, "value"]].itertuples(index=False):
        found.setdefault((origin, country), []).append(int(value))
    return found


def rows_of(found: Told) -> pd.DataFrame:
    """The rows of the table as people read them, the largest pair first."""
    lines, past = found.table, lines_until(found.asked)
    since = f"Change since {found.since}"
    said = {
        "From": lines["origin"].map(words.country),
        "In": lines["country"].map(words.country),
        "People": lines["value"],
        "Bound": lines["quantifier"].map(words.BOUND).str.strip(),
        "As of": lines["as_of"],
        since: lines["change"],
        f"{since}, %": lines["share"] * 100,
        LINE: [past.get(pair, []) for pair in lines[PAIR].itertuples(index=False, name=None)],
        "Published by": lines["publisher"],
        "No change told": lines["why"].map(numbers.capital),
    }
    left_out = {name for name in ("Bound", "No change told") if not pd.Series(said[name]).astype(bool).any()}
    if found.since is None:
        left_out |= {since, f"{since}, %", "No change told"}
    return pd.DataFrame({name: values for name, values in said.items() if name not in left_out})


def show(found: Told) -> None:
    """Every corridor; a row that is chosen becomes the filter of all pages."""
    rows, key = rows_of(found), f"corridors of {found.asked}"

    def chose() -> None:
        for place in st.session_state[key]["selection"]["rows"]:
            line = found.table.iloc[place]
            filters.choose(origin=[line["origin"]], country=[line["country"]])

    columns: dict[str, Any] = {
        "People": st.column_config.NumberColumn(format="localized"),
        "As of": st.column_config.DateColumn(format="YYYY-MM-DD"),
        LINE: st.column_config.LineChartColumn(help=OF_LINE),
    }
    for name in rows.columns:
        if name.startswith("Change since"):
            columns[name] = st.column_config.NumberColumn(format="%+,.1f%%" if name.endswith("%") else "%+,d")
    st.dataframe(
        rows,
        hide_index=True,
        column_config=columns,
        key=key,
        on_select=chose,
        selection_mode="single-row",
        height=min(38 + 35 * len(rows), 460),
    )


def figures(found: Told) -> pd.DataFrame:
    """The canonical rows of the pairs on the day, and of the same pairs at the end of the year before."""
    then = pairs(replace(found.asked, on=datetime.date(found.since, 12, 31))) if found.since else None
    earlier = [] if then is None or isinstance(then, str) else list(then.rows["row"])
    return behind.figures(found.asked, [*found.pairs.rows["row"], *earlier])
