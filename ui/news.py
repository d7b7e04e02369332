"""What came in since a day: reports, and files of figures."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from charts import numbers
from etl import changes, record
from etl.changes import Loaded
from etl.filters import Filter
from etl.store import Reader
from etl.versions import Version
from ui import cards, questions, reading
from ui.reports import claims
from ui.text import safe

MOST = 12
"""Reports that are shown whole."""


def reports(chosen: Filter, day: datetime.date) -> None:
    """Each report that was published after the day, with its figures in its own words."""
    said = _published(chosen, day)
    if said.empty:
        newest = claims(Filter())["published"].max()
        came = f" The newest one came out on {numbers.day(newest)}." if pd.notna(newest) else ""
        st.caption(
            f"No report with figures of these people was published after {safe(numbers.day(day))}.{safe(came)}"
        )
        return
    groups = list(said.groupby("document", sort=False))
    for name, rows in groups[:MOST]:
        first = rows.iloc[0]
        title, publisher = reading.document(str(name)).get("title") or str(name), first["publisher"]
        head = f"{title}: {publisher if isinstance(publisher, str) else 'no publisher named'}"
        count = f"{len(rows)} figure{'' if len(rows) == 1 else 's'}"
        with st.expander(f"{safe(head)}, {safe(numbers.day(first['published']))} · {count}"):
            cards.claims(rows)
    if len(groups) > MOST:
        st.caption(f"The newest {MOST} of {len(groups)} reports. All of them are on the page Reports.")


@reading.remembered
def _published(chosen: Filter, day: datetime.date) -> pd.DataFrame:
    rows = claims(replace(questions.scope(chosen), publisher=chosen.publisher))
    said = rows[rows["published"] > pd.Timestamp(day)].sort_values(
        ["published", "document", "record"], ascending=[False, True, True]
    )
    reader = reading.reader()
    return record.beside(said, record.official_rows(reader, said)) if len(said) else said


def loaded(day: datetime.date) -> None:
    """What the tables in force hold that the version before did not, and the files taken after the day."""
    found = _loaded()
    if found is None or found.before is None:
        st.caption(
            "There is one version of the tables: nothing to compare it with until the next `python -m etl build`."
        )
    else:
        _against(found)
    taken = reading.query(
        "SELECT document, string_agg(DISTINCT publisher, ', ' ORDER BY publisher) AS publisher, count(*) AS figures, "
        "max(vintage) AS vintage FROM canonical GROUP BY document ORDER BY vintage DESC, figures DESC, document"
    )
    taken = taken[taken["vintage"] > pd.Timestamp(day)]
    if len(taken):
        with st.expander(f"{len(taken)} documents taken from their publishers after {numbers.day(day)}"):
            _documents(taken)


@reading.remembered
def _loaded() -> Loaded | None:
    now = reading.version()
    return changes.loaded(now, _by_document) if now else None


def _by_document(version: Version) -> dict[str, int]:
    reader = Reader(version.folder)
    try:
        found = reader.query(
            "SELECT document, count(*) AS n FROM figures JOIN documents USING (document_key) GROUP BY document"
        )
        return dict(zip(found["document"], found["n"].astype(int), strict=True))
    finally:
        reader.close()


def _against(found: Loaded) -> None:
    files = (("new", found.new), ("changed", found.changed), ("taken away", found.gone))
    said = [f"{len(names)} {word}" for word, names in files if names]
    what = (
        f"input files: {numbers.listed(said)}"
        if said
        else "the same input files, though the rules that read them may have changed"
    )
    number = (
        f"{abs(found.figures):,} figures {'more' if found.figures > 0 else 'fewer'}"
        if found.figures
        else "as many figures"
    )
    st.markdown(f"Against the tables before: **{safe(number)}**; {safe(what)}.")
    lines = [(name, word) for word, names in files for name in names]
    if found.more is None:
        st.caption(
            "An earlier release wrote the tables before: their files are known, their figures can't be counted."
        )
    elif found.more:
        known = {Path(name).name for name, _ in lines}
        lines += [(name, "read anew") for name in found.more if name not in known]
    if lines:
        more = found.more or {}
        table = pd.DataFrame(lines, columns=["File", "What"])
        table["Figures more or fewer"] = [
            more.get(Path(name).name, 0 if found.more is not None else None) for name in table["File"]
        ]
        st.dataframe(
            table,
            hide_index=True,
            column_config={"Figures more or fewer": st.column_config.NumberColumn(format="%+,d")},
            key="newly loaded",
            height=min(38 + 35 * len(table), 320),
        )


def _documents(taken: pd.DataFrame) -> None:
    said = taken.rename(
        columns={
            "document": "Document",
            "publisher": "Published by",
            "figures": "Figures",
            "vintage": "Taken",
        }
    )
    columns = {
        "Figures": st.column_config.NumberColumn(format="localized"),
        "Taken": st.column_config.DateColumn(format="YYYY-MM-DD"),
    }
    st.dataframe(
        said, hide_index=True, column_config=columns, key="taken", height=min(38 + 35 * len(said), 320)
    )
