"""The canonical rows behind a picture, for its CSV: made at the click, whole rows with their source and licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from etl import questions
from etl.filters import Filter
from ui import reading

Rows = Callable[[], pd.DataFrame]


def series(question: Filter, by: str | None) -> Rows:
    """What `ui.questions.series` adds up."""
    return lambda: figures(question, questions.behind_series(reading.accepted(question), question, by))


def table(question: Filter, key: str, found: pd.DataFrame, reports: pd.DataFrame | None = None) -> Rows:
    """What `ui.questions.table` shows, those of its keys and dates, and the reports drawn on it."""

    def rows() -> pd.DataFrame:
        stored = questions.behind_table(reading.accepted(question), question, key, found)
        shown = figures(question, stored)
        return shown if reports is None or reports.empty else pd.concat([shown, reports])

    return rows


def figures(question: Filter, stored: Iterable[int]) -> pd.DataFrame:
    """These stored rows, whole."""
    return reading.some(
        questions.scope(question), "row IN (SELECT unnest(?::BIGINT[]))", list(map(int, stored))
    )
