"""The review desk: which report and which figure lie on it. The address says so (`?report=...&figure=...`)."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers, style
from etl import build, figureless, words
from etl.reports import Report
from ui import desk_text, desk_words, highlight, reading
from ui.text import safe

REPORT, FIGURE = "report", "figure"
OTHER = "#7F7F7F"
"""The colour of groups that have none in the charts."""

REPORTS = """
SELECT document, any_value(d.title) AS title, any_value(d.publisher) AS publisher, any_value(d.published) AS published,
    any_value(d.url) AS url, count(*) FILTER (c.review = 'pending') AS pending,
    count(*) FILTER (c.review = 'accepted') AS accepted, count(*) FILTER (c.review = 'rejected') AS rejected
FROM documents d JOIN (SELECT document, review FROM canonical WHERE quote IS NOT NULL) c USING (document)
WHERE d.text IS NOT NULL GROUP BY document ORDER BY any_value(d.published) DESC NULLS LAST, document"""


TOLD, COUNTS = ("title", "publisher", "published", "url"), ("pending", "accepted", "rejected")
LINE = ("document", *TOLD, *COUNTS)


def reports() -> pd.DataFrame:
    """Every report, newest first, with how many of its figures are pending, accepted and rejected; empty at the start."""
    version = reading.version()
    if version is None:
        return pd.DataFrame(columns=list(LINE))
    known = reading.query(REPORTS)
    found = _without_figures(version.folder.name, tuple(known["document"]))
    lines = [{name: getattr(one, name) for name in TOLD} | {"document": one.id} for one in found]
    more = (
        pd.DataFrame(lines, columns=list(LINE))
        .fillna(dict.fromkeys(COUNTS, 0))
        .astype({"published": "datetime64[us]"})
    )
    every = pd.concat([known, more.astype(dict.fromkeys(COUNTS, int))]) if lines else known
    return every.sort_values("published", ascending=False, kind="stable", ignore_index=True)


@st.cache_resource(max_entries=2, show_spinner=False)
def _without_figures(version: str, known: tuple[str, ...]) -> list[Report]:
    """Read once a `version` of the tables."""
    datasets = build.datasets_folder()
    current = reading.version()
    return figureless.without_figures(datasets, current, set(known)) if current else []


def words_of(document: str) -> str:
    """The text of a report, with figures or without."""
    said = reading.document(document).get("text")
    if isinstance(said, str):
        return said
    known = tuple(reading.query(REPORTS)["document"])
    version = reading.version()
    found = _without_figures(version.folder.name, known) if version else []
    return next((one.text for one in found if one.id == document), "")


@reading.remembered
def on_desk(document: str) -> pd.DataFrame:
    """The canonical rows of one report in reading order, the rejected ones too."""
    return reading.reader().query(
        "SELECT * FROM canonical WHERE document = ? AND quote IS NOT NULL ORDER BY quote_start, reported, figure_id",
        [document],
    )


def report(found: pd.DataFrame) -> style.Row:
    """Choose a report: that of the address, else the newest with something to review, else the newest."""
    names = list(found["document"])
    asked = st.query_params.get(REPORT)
    if asked is not None and asked not in names:
        st.warning(safe(f"There is no report {asked} in these tables: choose one of the list."))
    waiting = found[found["pending"] > 0]["document"]
    st.session_state["report on the desk"] = (
        asked if asked in names else (waiting.iloc[0] if len(waiting) else names[0])
    )
    told = {str(one["document"]): one for one in found.to_dict("records")}
    picked = st.selectbox(
        "Report",
        names,
        format_func=lambda name: desk_words.report(told[name]),
        key="report on the desk",
        on_change=_report_chosen,
    )
    return told[picked or names[0]]


def _report_chosen() -> None:
    go(st.session_state["report on the desk"], None)


def go(document: str, figure_id: str | None) -> None:
    """Lay this report and figure on the desk. The browser's back button leads to what lay there before."""
    chosen = {REPORT: document} | ({FIGURE: figure_id} if figure_id else {})
    others = {key: st.query_params.get_all(key) for key in st.query_params if key not in (REPORT, FIGURE)}
    st.query_params.from_dict({**others, **chosen})


def figure(rows: pd.DataFrame) -> pd.Series:
    """The figure that the address names, else the first that waits for a decision, else the first."""
    named = rows[rows["figure_id"] == st.query_params.get(FIGURE)]
    waiting = rows[rows["review"] == "pending"]
    return next(part for part in (named, waiting, rows) if len(part)).iloc[0]


def text(document: str, rows: pd.DataFrame, chosen: str | None) -> None:
    """The report's words, its figures (if any) marked; a mark chosen in them goes on the desk."""
    marked = [_marked(row) for row in rows.to_dict("records")]
    words = highlight.marked_text(words_of(document), marked, chosen)
    desk_text.show(words, document, lambda figure_id: go(document, figure_id))
    if marked:
        _legend(list(dict.fromkeys(rows["population"])))


def _marked(row: style.Row) -> highlight.Marked:
    return highlight.Marked(
        figure_id=row["figure_id"],
        quote=row["quote"],
        start=int(row["quote_start"]),
        end=int(row["quote_end"]),
        printed=None if pd.isna(row["reported"]) else int(row["reported"]),
        colour=style.POPULATION.get(row["population"], OTHER),
        review=row["review"],
        reading=f"{desk_words.reading(row)} ({desk_words.REVIEW[row['review']]})",
    )


def _legend(populations: list[str]) -> None:
    signs = "".join(
        f'<span style="white-space:nowrap;margin-right:1em"><span aria-hidden="true" style="color:'
        f'{style.POPULATION.get(name, OTHER)}">■</span> {numbers.plain(words.POPULATION[name])}</span>'
        for name in populations
    )
    st.html(
        f'<p style="font-size:.875rem;margin:0;line-height:1.6">{signs}<br>dashed outline: to review · filled: '
        "accepted · struck through: rejected</p>"
    )
