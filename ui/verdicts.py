"""What reports claim, held against the official counts: a summary and the list."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers, phrases
from ui import cards

UNHELD = ("counts something else", "no official count near")


def show(beside: pd.DataFrame) -> None:
    """How many claims agree, lie above or below, and the list of them."""
    if beside.empty:
        st.caption("No report in the tables speaks of these people here. Add one on the page Reports.")
        return
    counted = beside["verdict"].value_counts()
    badges = [f"{cards.VERDICTS[name]} {counted[name]}" for name in cards.VERDICTS if name in counted]
    st.markdown("&emsp;".join(badges))
    order = beside["verdict"].isin(UNHELD)
    listed = pd.concat([beside[~order], beside[order]])
    claims = listed.to_dict("records")
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    shown = pd.DataFrame(
        {
            "Claim": [numbers.bound(one["value"], one["quantifier"], one["value_high"]) for one in claims],
            "Verdict": [one["verdict"] for one in claims],
            "Difference": listed["difference"].reset_index(drop=True),
            "In words": [numbers.capital(one["verdict_text"]) for one in claims],
            "Official count": listed["official_value"].reset_index(drop=True),
            "Its date": listed["official_date"].reset_index(drop=True),
            "Said by": [phrases.said_by(one) for one in claims],
            "When": [phrases.when(one) for one in claims],
            "Words of the report": [one["quote"] for one in claims],
            "Accepted": ["yes" if one["review"] == "accepted" else "not yet" for one in claims],
            "Document": [one["document"] for one in claims],
        }
    )
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown,
        hide_index=True,
        key="table of verdicts",
        placeholder="",
        column_config={
            "Claim": st.column_config.TextColumn(pinned=True, width=150),
            "Difference": whole,
            "Official count": whole,
            "Its date": day,
            "In words": st.column_config.TextColumn(width=380),
            "Words of the report": st.column_config.TextColumn(width=380),
        },
        alt="Table of claims: what was said, the verdict against the official count, the difference, the words",
    )
    st.caption(
        "Difference: how far the claim lies outside what agrees with the official count of its own people, place and day; "
        "0 where they agree, empty where there is nothing to hold it against."
    )
