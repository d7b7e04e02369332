"""What reports say, and how it lies to the official counts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl import record
from etl.claims import OTHER
from etl.filters import Filter
from ui import reading

MOST = 24
PENDING, KEPT, SEEN = "pending", "only accepted reports", "pending in the address"


def only_accepted() -> bool:
    """The switch that leaves out what nobody has accepted; kept in the address (`pending=no`) and from page to page."""
    said = st.query_params.get(PENDING)
    if said is not None and said != st.session_state.get(SEEN):
        st.session_state[KEPT] = said == "no"
    st.session_state["leave pending out"] = st.session_state.get(KEPT, False)
    with st.sidebar:
        left_out = st.toggle(
            "Leave out what nobody has accepted",
            key="leave pending out",
            on_change=lambda: st.session_state.update({KEPT: st.session_state["leave pending out"]}),
            help="Figures read from reports are hollow marks until a person accepts them on the page Reports.",
        )
    if left_out and said != "no":
        st.query_params[PENDING] = "no"
    elif not left_out:
        st.query_params.pop(PENDING, None)
    st.session_state[SEEN] = "no" if left_out else None
    return left_out


@reading.remembered
def claims(chosen: Filter, accepted: bool = False) -> pd.DataFrame:
    """What reports say of the chosen people: rows with a quote, newest first; `accepted` leaves out the pending ones."""
    told = "quote IS NOT NULL" + (" AND review <> 'pending'" if accepted else "")
    return reading.some(chosen, told).sort_values(["end_date", "figure_id"], ascending=[False, True])


@reading.remembered
def held(chosen: Filter, accepted: bool = False) -> pd.DataFrame:
    """The newest claims beside the record (`etl.record.COLUMNS`); those that count something else come last."""
    newest = claims(chosen, accepted).head(MOST)
    told = record.beside(newest, record.official_rows(reading.reader(), newest))
    other = told["verdict"] == OTHER
    return pd.concat([told[~other], told[other]])


def question(rows: pd.DataFrame) -> Filter:
    """The question that rows of one group and country answer."""
    first = rows.iloc[0]
    return Filter(country=(first["country"],), population=(first["population"],), measure="flow")
