"""Who counts the same people, as a table: the latest counts, how far each lies from a reference, and whom each counts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers
from etl import comparison, words
from etl.filters import Filter
from etl.sources import definitions
from ui import choices
from ui.text import safe

AT_HOME = ("idp", "returned_idp")
"""Groups that are counted by cause."""


def show(question: Filter, counts: pd.DataFrame, spread: comparison.Spread | None) -> None:
    """The table of `etl.comparison.lines`, beside a reference that the reader chooses; first the highest compared."""
    names = list(
        counts.sort_values("end_date").groupby("publisher")["value"].last().sort_values().index[::-1]
    )
    reference = names[0]
    if len(names) > 1:
        # The highest of those compared, rather of a publisher's main series than of one of its others.
        compared = spread.counts if spread is not None else counts
        main = compared[compared["publisher"] == compared["maker"]]
        meant = (main if len(main) else compared)["publisher"].iloc[-1]
        reference = choices.select(
            st.container(), "Compared to", {name: name for name in names}, "reference", meant, width=320
        )
    rows = comparison.table(counts, reference)
    said = definitions()
    population = question.population[0]
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    shown = pd.DataFrame(
        {
            "Counted by": rows["publisher"],
            "Latest count": rows["value"],
            "Bound": [
                "" if kind == "exact" else numbers.bound(value, kind, high)
                for value, kind, high in zip(
                    rows["value"], rows["quantifier"], rows["value_high"], strict=True
                )
            ],
            "As of": rows["as_of"],
            "Difference": rows["difference"],
            "In percent": rows["share"],
            "Compared on": rows["common"],
            "Remark": rows["why"],
            "Whom it counts": [said.get((maker, population), "not said") for maker in rows["maker"]],
            "Causes": [comparison.causes(cause) for cause in rows["causes"]],
            "Sum of": [comparison.covers(origins, question) for origins in rows["origins"]],
            "Counts": rows["counts"],
            "First": rows["first"],
        }
    )
    optional = ("Bound", "Remark", "Sum of")
    empty = [name for name in optional if not shown[name].astype(bool).any()]
    if population not in AT_HOME:
        empty.append("Causes")
    if len(names) == 1:
        empty += ["Difference", "In percent", "Compared on", "Remark"]
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown.drop(columns=list(dict.fromkeys(empty))),
        hide_index=True,
        key="table of counts",
        placeholder="",
        row_height=54,
        column_config={
            "Counted by": st.column_config.TextColumn(pinned=True, width=165),
            "Latest count": whole,
            "Difference": whole,
            "Counts": whole,
            "In percent": st.column_config.NumberColumn(format="%+.1f%%"),
            **dict.fromkeys(("As of", "Compared on", "First"), day),
            "Whom it counts": st.column_config.TextColumn(width=420),
        },
        alt="Table of who counts: latest count, date, bound, difference to the reference, definition",
    )
    if len(names) > 1:
        st.caption(
            safe(
                f"Difference: the count less that of {reference}, on the latest date that both have, a month apart at most. "
                "The counts are of the same people: they are never added."
            )
        )
    _whom(rows, population)


def _whom(rows: pd.DataFrame, population: str) -> None:
    """Each publisher's definition in full: a table cuts long words."""
    said = definitions()
    makers = [maker for maker in dict.fromkeys(rows["maker"]) if (maker, population) in said]
    if makers:
        with st.expander(
            f"Whom {numbers.listed(makers)} count{'s' if len(makers) == 1 else ''} as {words.POPULATION[population]}"
        ):
            for maker in makers:
                st.markdown(f"**{safe(maker)}**: {safe(said[maker, population])}")
