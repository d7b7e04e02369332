"""Asylum applications and decisions: a table of their own, as they count cases and persons in a procedure."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers
from etl import extracts, words
from etl.filters import Filter

LISTED = 2_000
STAGE = {"application": "Application", "decision": "Decision"}


def show(rows: pd.DataFrame, chosen: Filter) -> None:
    """The table and its CSV; nothing where there are no such rows."""
    if rows.empty:
        return
    st.header("Asylum applications and decisions", anchor=False)
    st.caption(
        "Cases or persons in a procedure in a period, not people in a state: they are not among the figures above and "
        "are never added to them."
    )
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    st.dataframe(
        _in_words(rows.sort_values("end_date", ascending=False, kind="stable").head(LISTED)),
        hide_index=True,
        height=320,
        key="table of procedures",
        placeholder="",
        column_config={
            "Count": st.column_config.NumberColumn(format="localized"),
            "Since": day,
            "Until": day,
        },
        alt="Table of asylum applications and decisions: where, from where, stage, outcome, how many, when",
    )
    if len(rows) > LISTED:
        st.caption(f"The newest {LISTED:,} of {len(rows):,} rows are listed; the CSV has them all.")
    st.download_button(
        f"Download {len(rows):,} rows (CSV)",
        data=lambda: extracts.procedures_csv_bytes(rows),
        file_name="asylum_" + extracts.filename(chosen, "csv"),
        mime="text/csv",
        on_click="ignore",
        key="csv procedures",
        icon=":material/download:",
        type="tertiary",
    )


def _in_words(rows: pd.DataFrame) -> pd.DataFrame:
    said = {
        "Where": rows["country"].map(words.country, na_action="ignore").fillna(rows["place"]),
        "From": rows["origin"].map(words.country, na_action="ignore").fillna("all origins"),
        "Stage": rows["stage"].map(STAGE),
        "Outcome": rows["outcome"].map(numbers.capital, na_action="ignore"),
        "Count": rows["reported"],
        "Of": rows["unit"].map({"person": "persons", "case": "cases"}),
        "Since": rows["start_date"],
        "Until": rows["end_date"],
        "Published by": rows["publisher"],
    }
    return pd.DataFrame(said)
