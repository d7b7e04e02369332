"""The stored tables: a star in plain Parquet; the only module that knows how rows become files.

Narrow `figures` and `procedures` with the keys of `documents` and `places`, and `rejects`. The canonical table is their
join, made where rows leave (`etl.store`). The same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from etl import columns, shapes
from etl.columns import Column

TABLES = ("documents", "places", "figures", "procedures", "rejects")


def write(con: duckdb.DuckDBPyConnection, folder: Path, chosen: Collection[str] = TABLES) -> None:
    """Write the workbench's tables (all, or those `chosen`) as Parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = "SELECT DISTINCT ON (document, source) * FROM papers ORDER BY document, source, sha256"
    _dimension(
        con,
        "documents",
        f"d.*, p.title, p.citation, p.sha256, p.doubt, p.text FROM d LEFT JOIN ({papers}) p USING (document, source)",
    )
    _dimension(con, "places", "* FROM d")
    tables = {
        "documents": "SELECT * FROM documents ORDER BY document_key",
        "places": "SELECT * FROM places ORDER BY place_key",
        "figures": _narrow(con, "figures"),
        "procedures": _narrow(con, "procedures"),
        "rejects": "SELECT * FROM rejects ORDER BY ALL",
    }
    for name in chosen:
        con.execute(f"COPY ({tables[name]}) TO {file(folder, name)} (FORMAT parquet, COMPRESSION zstd)")


def _dimension(con: duckdb.DuckDBPyConnection, name: str, shown: str) -> None:
    """Make the stored table of documents or places, of those that rows name, and `{name}_new`: old key to stored key."""
    key = shapes.DIMENSIONS[name]
    names = [column.name for column in columns.in_table(name)]
    used = " UNION ".join(f"SELECT {key} FROM {shape.table}" for shape in shapes.all_of(con, *columns.KINDS))
    same = " AND ".join(f"k.{column} IS NOT DISTINCT FROM s.{column}" for column in names)
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE {name} AS
    WITH d AS (SELECT DISTINCT {", ".join(names)} FROM known_{name} WHERE {key} IN ({used or "SELECT NULL"}))
    SELECT row_number() OVER ()::INTEGER AS {key}, * FROM (SELECT {shown} ORDER BY ALL);
CREATE OR REPLACE TEMP TABLE {name}_new AS
    SELECT k.{key}, s.{key} AS new_{key}, {"s.country, " if name == "places" else ""} FROM known_{name} k JOIN {name} s ON {same};
""")


def _narrow(con: duckdb.DuckDBPyConnection, kind: str) -> str:
    """SQL: the rows of a kind with the keys of the stored documents and places, in stored order.

    Only what rows say is sorted; what is the same in all of them is added afterwards. Counts of one line of a document stand
    in the order in which they were read.
    """
    said = shapes.said(con, kind)
    first = [
        "population",
        "measure",
        "end_date",
        "new_document_key",
        "new_place_key",
        "record",
        "quote_start",
    ]
    order = ["country", *(name for name in first if name in said or name.startswith("new_"))]
    shown = ", ".join(
        f"{f'{column.name}::{shapes.narrow(column)}' if column.name in said else _same_in_all(column)} AS {column.name}"
        for column in shapes.facts(kind)
    )
    return f"""
SELECT new_document_key AS document_key, new_place_key AS place_key, {shown} FROM (
    SELECT * FROM ({shapes.narrow_rows(con, kind)}) JOIN documents_new USING (document_key)
        JOIN places_new USING (place_key) ORDER BY {", ".join(order)}, row)"""


def _same_in_all(column: Column) -> str:
    """SQL: what all rows have that do not say it. A text is a word of its own kind, which is written without looking at rows."""
    kind = f"ENUM ({shapes.unsaid(column)})" if column.default else shapes.narrow(column)
    return f"{shapes.unsaid(column)}::{kind}"


def file(folder: Path, name: str) -> str:
    """SQL: where a table lies in `folder`."""
    return quoted(folder / f"{name}.parquet")


def quoted(path: Path) -> str:
    """SQL: a path as a text."""
    return "'" + str(path).replace("'", "''") + "'"
