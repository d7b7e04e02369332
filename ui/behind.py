"""The canonical rows behind a picture, for its CSV: made at the click, whole rows with their source and licence."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from etl import wholes
from etl.filters import Filter
from ui import questions, reading

Rows = Callable[[], pd.DataFrame]


def series(question: Filter, by: str | None) -> Rows:
    """What `questions.series` adds up."""

    def rows() -> pd.DataFrame:
        stocks = questions.counted(question)
        stocks = stocks if by is None else wholes.main_series(stocks, question)
        kept = wholes.one_level(stocks, question, by, ["end_date"]) if len(stocks) else stocks
        return figures(question, list(kept["figure_id"]))

    return rows


def table(question: Filter, key: str, found: pd.DataFrame, reports: pd.DataFrame | None = None) -> Rows:
    """What `questions.table` shows, those of its keys and dates, and the reports drawn on it."""

    def rows() -> pd.DataFrame:
        official = questions.counted(question, question.measure or "stock")
        dated = official.merge(found[["key", "as_of"]], left_on=[key, "end_date"], right_on=["key", "as_of"])
        shown = figures(question, list(dated["figure_id"]))
        return shown if reports is None or reports.empty else pd.concat([shown, reports])

    return rows


def figures(question: Filter, ids: list[str]) -> pd.DataFrame:
    """The whole rows of these ids."""
    rows = reading.figures(reading.scope(question))
    return rows[rows["figure_id"].isin(ids)]
