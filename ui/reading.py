"""The published tables, read once a version and shared by all who look at them. What comes out is read-only."""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from charts import numbers
from etl import build, decisions, privacy, questions, review, store, versions
from etl.errors import DataError
from etl.filters import Filter
from etl.privacy import Privacy
from etl.store import Reader
from etl.versions import Version

P = ParamSpec("P")
T = TypeVar("T")
State = tuple[str, int, Privacy | None]
"""A version's folder, the last decision, the rule of privacy."""

EMPTY = (
    "there are no figures yet: paste a report on the page Reports, or add files by `python -m etl add FILE`"
)
_FUNCTIONS: dict[str, Callable[..., Any]] = {}
_LAST_STATES: deque[State] = deque(maxlen=2)
_building = threading.Lock()
_PINNED: ContextVar[Version | None] = ContextVar("the version that the page is drawn from", default=None)


@contextlib.contextmanager
def one_version() -> Iterator[Version | None]:
    """Within it all is read from one version, whatever is published in the meantime. At the first start it is made."""
    _build_if_none()
    token = _PINNED.set(versions.current(build.tables_folder()))
    try:
        yield _PINNED.get()
    finally:
        _PINNED.reset(token)


def newest_version() -> None:
    """Go over to what this very page has just published."""
    _PINNED.set(versions.current(build.tables_folder()))


def version() -> Version | None:
    """The version that the page is drawn from, else that in force; None if nothing was published yet."""
    return _PINNED.get() or versions.current(build.tables_folder())


def _build_if_none() -> None:
    """At the first start there are no tables: make them, and show how far it is. Without any input there is nothing to make."""
    if versions.current(build.tables_folder()) is None and build.input_files(build.datasets_folder()):
        with _building:  # a second visitor waits for the first one's tables
            if versions.current(build.tables_folder()) is None:
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
    """The reader of the page's version, with all decisions so far. Raises DataError if there is none."""
    found = review.reader(build.datasets_folder(), version())
    if found is None:
        raise DataError(EMPTY)
    return found


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Remember a function's answers to arguments that `repr` tells apart (filters, words, numbers, days) as long as tables and decisions stay the same; bounded."""
    name = f"{function.__module__}.{function.__qualname__}"
    _FUNCTIONS[name] = function

    @wraps(function)
    def answer(*arguments: P.args, **_: P.kwargs) -> T:
        state = _state()
        _forget_before(state)
        found: T = _answer(repr((state, name, arguments)), name, arguments)
        return found

    return answer


def _forget_before(state: State) -> None:
    """Let go of all answers when tables or decisions have changed: nobody will ask for the old ones again.

    A page that is still drawn from the version before does not start that anew.
    """
    if state not in _LAST_STATES:
        _LAST_STATES.append(state)
        _answer.clear()
        _accepted.clear()
        _stocks_at.clear()


@st.cache_resource(max_entries=256, show_spinner="Reading and adding up the figures")
def _answer(asked: str, _name: str, _arguments: tuple[Any, ...]) -> Any:
    # The words of the question stand for it: Streamlit takes a millisecond to hash each of its parts.
    return _FUNCTIONS[_name](*_arguments)


@remembered
def figures(chosen: Filter) -> pd.DataFrame:
    """The canonical rows that pass the filter."""
    return reader().figures(chosen)


@remembered
def procedures(chosen: Filter) -> pd.DataFrame:
    """Asylum applications and decisions that pass the filter."""
    return reader().procedures(chosen)


def accepted(chosen: Filter) -> pd.DataFrame:
    """`etl.questions.accepted` of the tables in force; once for all questions of the same scope."""
    state = _state()
    _forget_before(state)
    scope = questions.scope(chosen)
    return _accepted(repr((state, scope)), scope)


@st.cache_resource(
    max_entries=8, show_spinner="Reading the figures"
)  # each may hold all figures of the tables
def _accepted(asked: str, _scope: Filter) -> pd.DataFrame:
    return questions.accepted(reader(), _scope)


def stocks_at(chosen: Filter, on: datetime.date | None) -> pd.DataFrame:
    """`etl.questions.stocks_at` of the tables in force; once for all questions of the same scope and day."""
    state = _state()
    _forget_before(state)
    scope = questions.scope(chosen)
    return _stocks_at(repr((state, scope, on)), scope, on)


@st.cache_resource(max_entries=16, show_spinner="Reading the figures")
def _stocks_at(asked: str, _scope: Filter, _on: datetime.date | None) -> pd.DataFrame:
    return questions.stocks_at(reader(), _scope, _on)


def some(chosen: Filter, condition: str, *parameters: Any) -> pd.DataFrame:
    """The canonical rows that pass the filter and an SQL condition, in the order they are stored; not remembered."""
    where, said = chosen.where()
    sql = f"SELECT {store.CANONICAL} FROM numbered WHERE {where} AND {condition} ORDER BY {store.ORDER}"
    return reader().query(sql, [*said, *parameters])


@remembered
def query(sql: str) -> pd.DataFrame:
    """The answer to a fixed question to the tables."""
    return reader().query(sql)


def document(name: str) -> dict[str, Any]:
    """One document's title, citation and text; empty if it is not there."""
    found = reader().query("SELECT title, citation, text FROM documents WHERE document = ? LIMIT 1", [name])
    return {} if found.empty else dict(found.iloc[0])


def freshness() -> str:
    """`2,499 figures from 19 documents, newest date 31 December 2025.`"""
    if version() is None:
        return "No figures yet."
    said = query(
        "SELECT count(*) AS n, count(DISTINCT document) AS docs, max(end_date) AS newest FROM canonical"
    ).iloc[0]
    return f"{said['n']:,} figures from {said['docs']} documents, newest date {numbers.day(said['newest'])}."


def _state() -> State:
    """The version in force, the last decision, the rule of privacy: while these stay, so do all answers.

    Raises DataError for no version.
    """
    found = version()
    if found is None:
        raise DataError(EMPTY)
    datasets = build.datasets_folder()
    return str(found.folder), decisions.newest(datasets / decisions.FILE), privacy.settings(datasets)
