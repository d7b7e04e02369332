"""One screen of the canonical table at a time, however many rows there are.

DuckDB counts, sorts and cuts; only the rows of the screen become pandas. An identity (`figure_id`) is a hash that costs
more than all the rest, so it is computed for the rows of the screen alone.
"""

from __future__ import annotations

import pandas as pd

from etl.columns import STORED
from etl.filters import Filter
from etl.normalise import figure_id_sql
from etl.store import Reader

ORDERS = {
    "newest": "end_date DESC NULLS LAST, value DESC NULLS LAST",
    "oldest": "end_date NULLS LAST, value DESC NULLS LAST",
    "largest": "value DESC NULLS LAST, end_date DESC NULLS LAST",
    "smallest": "value NULLS LAST, end_date DESC NULLS LAST",
    "place": "country NULLS LAST, place NULLS LAST, end_date DESC NULLS LAST",
    "publisher": "publisher NULLS LAST, document, record",
}
"""In which order rows are listed, by name."""

TIES = "document, record, quote_start, population, measure, country, origin, sex, age, part, start_date, end_date, reported"
"""Where rows are equal in what they are sorted by: as they stand in their documents."""


def window(reader: Reader, chosen: Filter, order: str, first: int, rows: int) -> pd.DataFrame:
    """Canonical rows `first` (from 0) to `first + rows` of those that pass the filter, in an order of `ORDERS`."""
    where, parameters = chosen.where()
    stored = ", ".join(column.name for column in STORED)
    # A reviewer may have corrected what an identity is made from: what is read from text keeps the one it has.
    return reader.query(
        f"""
SELECT coalesce(told, {figure_id_sql()}) AS figure_id, {stored} FROM (
    SELECT * FROM (
        SELECT NULL::VARCHAR AS told, {stored} FROM canonical WHERE quote IS NULL AND {where}
        UNION ALL
        SELECT figure_id AS told, {stored} FROM canonical WHERE quote IS NOT NULL AND {where})
    ORDER BY {ORDERS[order]}, {TIES} LIMIT {int(rows)} OFFSET {int(first)})
ORDER BY {ORDERS[order]}, {TIES}""",
        [*parameters, *parameters],
    )


def measures(reader: Reader, chosen: Filter) -> pd.DataFrame:
    """What the accepted rows count: one row a `population` and `measure`, with its `rows`."""
    where, parameters = chosen.where()
    return reader.query(
        f"SELECT population, measure, count(*) AS rows FROM canonical WHERE {where} AND review = 'accepted' GROUP BY ALL "
        "ORDER BY rows DESC, population, measure",
        parameters,
    )


def placed(reader: Reader, chosen: Filter) -> int:
    """How many of the rows have coordinates."""
    where, parameters = chosen.where()
    return int(reader.query(f"SELECT count(lat) AS n FROM canonical WHERE {where}", parameters)["n"].item())
