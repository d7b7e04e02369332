"""Workbooks (XLSX, XLS, ODS): sheets as rows of text, the way a CSV gives them.

They are read in a process of their own (`etl.confined`), by `etl.foreign.book`: cells as a person sees them, merged cells
repeat their content where the source asks for it, hidden sheets are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl import confined, noted

BATCH = 50_000


def beginnings(path: Path, count: int) -> dict[str, list[list[str]]]:
    """The first `count` rows of each visible sheet. Raises DataError for a damaged, protected or oversized workbook."""
    found: dict[str, list[list[str]]] = confined.run("book.beginnings", path.name, str(path), count)
    return found


def rows(path: Path, sheet: str, fill_merged: bool = False) -> Iterator[list[str]]:
    """The sheet's rows as texts, from its first row and column on; blank cells are empty texts.

    With `fill_merged` each cell of a merged block below the first row of the block repeats what the block says.
    """
    for batch in confined.stream("book.rows", path.name, str(path), sheet, fill_merged):
        yield from batch


def read_sheet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    names: list[str],
    *,
    sheet: str,
    first_row: int,
    fill_merged: bool = False,
) -> None:
    """Read the sheet's rows from `first_row` on (the first row of the sheet is 1) into the temporary `table`.

    It gets `record` (row in the sheet), `sheet` and one text column per name, NULL where the cell is blank. Rows that
    are blank throughout are left out. A name that is empty leaves its column out.
    """
    kept = [(at, name) for at, name in enumerate(names) if name]
    schema = pa.schema(
        [("record", pa.int64()), ("sheet", pa.string()), *((name, pa.string()) for _, name in kept)]
    )
    batch: list[dict[str, Any]] = []
    con.register("sheet_frame", schema.empty_table())
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM sheet_frame")
    con.unregister("sheet_frame")
    for number, texts in enumerate(rows(path, sheet, fill_merged), 1):
        if number < first_row or not any(texts):
            continue
        said = {name: texts[at] or None for at, name in kept if at < len(texts)}
        batch.append({"record": number, "sheet": sheet, **said})
        if len(batch) == BATCH:
            _insert(con, table, batch, schema)
            batch = []
    _insert(con, table, batch, schema)
    hidden = confined.run("book.hidden_rows", path.name, str(path), sheet)
    if hidden:
        noted.write(
            con,
            f"sheet {sheet} has {hidden:,} hidden rows, which are read like the others: check that they belong to the table",
        )


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, batch: list[dict[str, Any]], schema: pa.Schema
) -> None:
    con.register("sheet_frame", pa.Table.from_pylist(batch, schema=schema))
    con.execute(f"INSERT INTO {table} SELECT * FROM sheet_frame")
    con.unregister("sheet_frame")
