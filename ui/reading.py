"""The published tables, read once a version and shared by all who look at them. What comes out is read-only."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from charts import numbers
from etl import build, store
from etl.errors import DataError
from etl.filters import Filter
from etl.store import Reader

_building = threading.Lock()


def build_if_none() -> None:
    """At the first start there are no tables: make them, and show how far it is."""
    if store.current(build.tables_folder()) is None:
        with _building:  # a second visitor waits for the first one's tables
            if store.current(build.tables_folder()) is None:
                _build()


def _build() -> None:
    bar = st.progress(0.0, "First start: reading the reports and tables")

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        every = list(paths)
        for place, path in enumerate(every):
            bar.progress(place / len(every), f"First start: reading {path.name}")
            yield path

    try:
        build.build(build.datasets_folder(), progress)
    finally:
        bar.empty()


def reader() -> Reader:
    """The reader of the version in force. Raises DataError if there is none."""
    version = store.current(build.tables_folder())
    if version is None:
        raise DataError("there are no tables: run `python -m etl build`")
    return store.reader(version.folder)


def figures(chosen: Filter) -> pd.DataFrame:
    """The canonical rows that pass the filter."""
    return _figures(_version(), chosen)


def query(sql: str) -> pd.DataFrame:
    """The answer to a fixed question to the tables."""
    return _query(_version(), sql)


def document(name: str) -> dict[str, Any]:
    """One document's title, citation and text; empty if it is none of text."""
    found = reader().query("SELECT title, citation, text FROM documents WHERE document = ? LIMIT 1", [name])
    return {} if found.empty else dict(found.iloc[0])


def freshness() -> str:
    """`2,499 figures from 19 documents, newest as-of date 31 December 2025.`"""
    said = query(
        "SELECT count(*) AS n, count(DISTINCT document) AS docs, max(end_date) AS newest FROM canonical"
    ).iloc[0]
    return f"{said['n']:,} figures from {said['docs']} documents, newest date {numbers.day(said['newest'])}."


def _version() -> Path:
    reader()
    version = store.current(build.tables_folder())
    assert version is not None
    return version.folder


@st.cache_resource(max_entries=48, show_spinner=False)
def _figures(folder: Path, chosen: Filter) -> pd.DataFrame:
    return store.reader(folder).figures(chosen)


@st.cache_resource(max_entries=48, show_spinner=False)
def _query(folder: Path, sql: str) -> pd.DataFrame:
    return store.reader(folder).query(sql)
