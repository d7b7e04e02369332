"""One flat table, however it is wrapped: a CSV, a sheet of a workbook, or the pages of an API; its cells as text.

For sources whose publisher offers the same columns in several wrappings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import duckdb

from etl.errors import DataError
from etl.tabular.files import Head, read_rows
from etl.tabular.items import read_items
from etl.tabular.workbooks import read_sheet


def header(found: Head, needed: Collection[str]) -> tuple[str, int, tuple[str, ...]] | None:
    """Where the first row with all of the `needed` names stands: sheet (empty for a CSV), row from 1, its names.

    Names are compared in lower case, single-spaced. None if there is no such row among the first 25 of each sheet.
    """
    for sheet, rows in (found.sheets or {"": found.rows}).items():
        for number, row in enumerate(rows, 1):
            names = tuple(_plain(cell) for cell in row)
            if {_plain(name) for name in needed} <= set(names):
                return sheet, number, names
    return None


def read(
    con: duckdb.DuckDBPyConnection,
    found: Head,
    table: str,
    fields: Mapping[str, str],
    needed: Collection[str],
    at: str = "",
) -> None:
    """Read into the temporary `table`: `record` and one text column per entry of `fields` (name in the file -> column).

    Cells are trimmed, blank ones NULL, as are those of a column that the file does not have. `needed` are the names that tell
    the header row (see `header`); `at` is the way to the list in a page of JSON. Lines that can't be read lie in
    `{table}_bad` (record, reason, row). Raises DataError where nothing can be read.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if found.kind == "json":
        read_items(con, found, table, fields, at)
        names = tuple(_plain(name) for name in fields)
    else:
        place = header(found, needed)
        if place is None:
            raise DataError(f"{found.path.name}: no row with the columns {', '.join(needed)}: not this table")
        sheet, row, names = place
        wanted = {_plain(name) for name in fields}
        kept = [name if name in wanted else "" for name in names]
        if found.kind == "workbook":
            read_sheet(con, found.path, table, kept, sheet=sheet, first_row=row + 1)
        else:
            others = [name or f"_{number}" for number, name in enumerate(kept)]
            read_rows(con, found, table, others, row)
    chosen = ", ".join(
        (f"nullif(trim(\"{_plain(name)}\"), '')" if _plain(name) in names else "NULL::VARCHAR")
        + f" AS {column}"
        for name, column in fields.items()
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT record, {chosen} FROM {table}")


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
