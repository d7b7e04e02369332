"""Add a report at the desk: paste its words or give its file. The tables are made anew, what was there stays."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import streamlit as st

from etl import adding, areas, arriving, build, reports, words
from etl.arriving import LARGEST, Pasted
from etl.errors import DataError
from ui import controls, desk, desk_steps, reading, roles
from ui.text import safe

ROUND = "reports added in this session"
PATIENCE = 60.0
"""Seconds that a report waits while another run reads the files in."""

_one_at_a_time = threading.Lock()


def show(first: bool) -> None:
    """The place to add a report; open where there is none yet (`first`)."""
    if not roles.may("add"):
        return
    turn = st.session_state.setdefault(ROUND, 0)  # a new one after each report: empty again, and closed
    with st.expander("Add a report", icon=":material/note_add:", expanded=first, key=f"add {turn}"):
        paste, upload = st.tabs(["Paste words", "Upload a file"])
        with paste:
            _paste(turn)
        with upload:
            _upload(turn)


def _paste(turn: int) -> None:
    with st.form(f"paste {turn}", border=False):
        text = st.text_area("Words of the report", height=220, max_chars=500_000)
        left, right = st.columns(2)
        title = left.text_input("Title", max_chars=300)
        publisher = right.text_input("Published by", max_chars=200)
        published = left.date_input("Published on", None, controls.FIRST, controls.LAST, format="YYYY-MM-DD")
        country = right.selectbox(
            "Country it is about (if one)",
            sorted(areas.countries()["iso3"], key=words.country),
            index=None,
            format_func=words.country,
            placeholder="not one country",
        )
        url = st.text_input("Web address (if any)", max_chars=1000)
        given = st.form_submit_button("Read the report", type="primary", icon=":material/find_in_page:")
    if given:
        day = published if isinstance(published, datetime.date) else None
        pasted = Pasted(text, title, publisher, day, country, url or None)
        _take(lambda folder, today: arriving.add_pasted(folder, pasted, today))


def _upload(turn: int) -> None:
    with st.form(f"upload {turn}", border=False):
        file = st.file_uploader(
            "File of the report",
            [suffix.removeprefix(".") for suffix in adding.REPORTS],
            max_upload_size=LARGEST // 1024**2,
        )
        st.caption(
            "Of a .md file the lines between --- at its head say title, publisher, published and country."
        )
        given = st.form_submit_button("Read the file", type="primary", icon=":material/find_in_page:")
    if given and file is None:
        st.error("Choose a file first.")
    elif given and file is not None:
        _take(lambda folder, today: arriving.add_file(folder, file.name, file.getvalue(), today))


def _take(add: Callable[[Path, datetime.date], Path]) -> None:
    """Keep the report, make the tables anew, and lay it on the desk. Errors are one line, and nothing stays behind."""
    try:
        with _one_at_a_time:
            names = _added(add)
    except DataError as error:
        st.error(safe(str(error)))
        return
    found = desk.reports().set_index("document")
    figures = found.loc[[name for name in names if name in found.index], list(desk.COUNTS)].sum(axis=1)
    if figures.any():
        said = f"{figures.sum()} figure{'s' if figures.sum() != 1 else ''} read from the report: now look at each."
        desk_steps.tell("success", said)
    st.session_state[ROUND] += 1
    desk.go(names[0] if figures.empty else str(figures.idxmax()), None)
    st.rerun()


def _added(add: Callable[[Path, datetime.date], Path]) -> list[str]:
    """Add and build; the names of the documents in the added file."""
    datasets = build.datasets_folder()
    roles.require("add")
    before = set(build.input_files(datasets))
    path = add(datasets, datetime.datetime.now(datetime.UTC).date())
    bar = st.progress(0.0, "Reading the report")

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        every = list(paths)
        for place, one in enumerate(every):
            bar.progress(place / len(every), f"Making the tables: {safe(one.name)}")
            yield one

    try:
        built = build.build(datasets, progress, patience=PATIENCE)
        failed = [line for line in built.failures if path.name in line]
        if failed:
            raise DataError(failed[0])
    except DataError:
        if path not in before:
            adding.remove(path)
        raise
    finally:
        bar.empty()
    reading.newest_version()
    return [report.id for report in reports.read(path)]
