"""Tables of what is loaded and of what was refused or doubted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import style
from etl import sources
from etl.filters import Filter
from ui import reading
from ui.text import web_address

MAIN = "its main one"
ONE = ("title", "citation", "licence", "url", "published", "vintage")
DOCUMENTS = (
    "SELECT document, string_agg(DISTINCT publisher, ', ' ORDER BY publisher) AS publisher, "
    f"{', '.join(f'any_value({name}) AS {name}' for name in ONE)} FROM documents GROUP BY document"
)
KINDS = {"rejected": "Refused (not in the table)", "doubted": "Doubted (in the table, with a warning)"}


@reading.remembered
def loaded(chosen: Filter) -> pd.DataFrame:
    """How many figures of whom each document gave, from when to when, how many wait for a review.

    Columns publisher, population, series, document, told (by a report), figures, first, newest, pending.
    """
    where, parameters = chosen.where()
    return reading.reader().query(
        "SELECT publisher, population, series, document, quote IS NOT NULL AS told, count(*) AS figures, "
        "min(end_date) AS first, max(end_date) AS newest, count(*) FILTER (review = 'pending') AS pending "
        f"FROM canonical WHERE {where} GROUP BY ALL ORDER BY ALL",
        parameters,
    )


def publishers(found: pd.DataFrame) -> None:
    """One row a publisher: how many figures, of whom, from when to when; of what is `loaded`."""
    groups = found.groupby("publisher")
    said = pd.DataFrame(
        {
            "Figures": groups["figures"].sum(),
            "Of": groups["population"].agg(
                lambda names: ", ".join(style.name(name, "population") for name in sorted(set(names)))
            ),
            "First date": groups["first"].min(),
            "Newest date": groups["newest"].max(),
            "To review": groups["pending"].sum(),
        }
    ).reset_index(names="Published by")
    _show(said.sort_values("Figures", ascending=False), "publishers", "Figures by publisher")


def definitions(found: pd.DataFrame) -> None:
    """Whom each publisher counts as what, and which counts it has: those of the same people are never added."""
    tables = found[~found["told"]].fillna({"series": MAIN})
    known = sources.definitions()
    said = pd.DataFrame(
        [
            {
                "Who": style.name(str(population), "population"),
                "Published by": publisher,
                "Which count": series,
                "Definition": known.get((str(publisher), str(population))),
                "Figures": rows["figures"].sum(),
                "Newest date": rows["newest"].max(),
            }
            for (population, publisher, series), rows in tables.groupby(["population", "publisher", "series"])
        ]
    )
    if len(said):
        _show(said, "definitions", "Whom each publisher counts")


def documents(found: pd.DataFrame, about: pd.DataFrame) -> None:
    """One row a document: what it is, its licence and address, when it was taken, how many figures it gave."""
    counts = found.groupby("document", as_index=False)["figures"].sum()
    found = counts.merge(about, on="document").sort_values("figures", ascending=False)
    said = pd.DataFrame(
        {
            "Document": found["title"].fillna(found["document"]),
            "Published by": found["publisher"],
            "Figures": found["figures"],
            "Published": found["published"],
            "Taken": found["vintage"],
            "Licence": found["licence"],
            "Citation": found["citation"],
            "Address": found["url"].map(web_address, na_action="ignore"),
        }
    )
    _show(said, "documents", "Documents that the figures come from")


def doubts(found: pd.DataFrame) -> None:
    """Rows that were refused, and rows or files to be careful with, each with its reason."""
    if found.empty:
        st.caption("Nothing was refused, nothing is in doubt.")
        return
    said = pd.DataFrame(
        {
            "What": found["kind"].map(KINDS),
            "Source": found["source"],
            "Document": found["document"],
            "Reason": found["reason"],
            "Rows": found["rows"],
            "First row": found["first"],
            "What stands there": found["row"],
        }
    )
    _show(said, "doubts", "Rows refused or doubted, with the reason")


def _show(table: pd.DataFrame, key: str, alt: str) -> None:
    day = st.column_config.DateColumn(format="YYYY-MM-DD")
    count = st.column_config.NumberColumn(format="localized")
    dates = {name: day for name in ("First date", "Newest date", "Published", "Taken") if name in table}
    counts = {name: count for name in ("Figures", "Rows", "First row", "To review") if name in table}
    link = {"Address": st.column_config.LinkColumn(display_text="open")} if "Address" in table else {}
    long = ("Reason", "Definition")
    wide = {name: st.column_config.TextColumn(width="large") for name in long if name in table}
    st.dataframe(
        table,
        hide_index=True,
        key=f"table {key}",
        column_config={**dates, **counts, **link, **wide},
        placeholder="",
        alt=alt,
    )
