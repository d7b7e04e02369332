"""What reports say, and how it lies to the official counts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.style import Row
from etl import totals
from etl.claims import verdict
from etl.filters import Filter
from ui import questions, reading

MOST = 24
OTHER = "counts something else"


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
    rows = reading.figures(chosen)
    told = rows["quote"].notna() & (~rows["review"].eq("pending") if accepted else True)
    return rows[told].sort_values(["end_date", "figure_id"], ascending=[False, True])


@reading.remembered
def held(chosen: Filter, accepted: bool = False) -> pd.DataFrame:
    """The newest claims, each held against the official count of its own people, country and day.

    Adds `verdict` and `verdict_text`; those that count something else come last.
    """
    newest = claims(chosen, accepted).head(MOST)
    verdicts = [_verdict(claim) for claim in newest.to_dict("records")]
    told = newest.assign(
        verdict=[short for short, _ in verdicts], verdict_text=[text for _, text in verdicts]
    )
    return pd.concat([told[told["verdict"] != OTHER], told[told["verdict"] == OTHER]])


def _verdict(claim: Row) -> tuple[str, str]:
    if not isinstance(claim["country"], str):
        place = claim["place"] if isinstance(claim["place"], str) else "a region"
        return OTHER, f"{OTHER}: people in {place}, not in one country"
    origin = (claim["origin"],) if isinstance(claim["origin"], str) else ()
    same = Filter(country=(claim["country"],), origin=origin, population=(claim["population"],))
    asked = replace(questions.of_one(same, claim["population"]), on=claim["end_date"].date())
    alone = verdict(claim, asked, None)
    if alone[0] == OTHER:
        return alone
    answer = totals.total(reading.accepted(asked), asked)
    if answer.value is None:
        return alone
    return verdict(claim, asked, (answer.value, answer.quantifier, answer.newest, answer.publisher))


def question(rows: pd.DataFrame) -> Filter:
    """The question that rows of one group and country answer."""
    first = rows.iloc[0]
    return Filter(country=(first["country"],), population=(first["population"],), measure="flow")
