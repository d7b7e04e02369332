"""Our own extract with HXL tags read back: each column by its tag, every figure as it left.

What is new is where it comes from now: `source`, `document` and `record` are those of the extract. `figure_id` is
computed again.
"""

from __future__ import annotations

import duckdb

from etl.columns import COLUMNS
from etl.sources.hxl.tables import Tagged
from etl.sources.hxl.tags import Tag, read_tag
from etl.tabular import cells

NEW = {"figure_id", "source", "document", "record"}
NEEDED = {"population", "measure", "value"}
TAGS: dict[Tag | None, str] = {read_tag(column.hxl): column.name for column in COLUMNS}
DISARMED = r"^''[=+\-@\t\r\n\x00＝＋－＠]"
"""The apostrophe that extracts put before text which a spreadsheet would run as a formula."""
CURES = {
    "BIGINT": "write a whole number",
    "TINYINT": "write a whole number",
    "DOUBLE": "write a number with a decimal point",
    "DATE": "write a day that exists as YYYY-MM-DD",
}


def columns(table: Tagged) -> dict[str, str]:
    """Canonical column -> column of `tagged`; empty where the table is no extract of ours."""
    found = {TAGS[tag]: column for column, tag in table.columns.items() if tag in TAGS}
    return found if set(found) >= NEEDED else {}


def write(con: duckdb.DuckDBPyConnection, view: str, found: dict[str, str]) -> None:
    """Make the canonical `view` of `tagged`: one row per row."""
    read = {
        column.name: _typed(column.type, found[column.name])
        for column in COLUMNS
        if column.name in found and column.name not in NEW
    }
    whens = " ".join(
        f"WHEN {found[column.name]} IS NOT NULL AND {read[column.name]} IS NULL "
        f"THEN '{column.name} \"' || {found[column.name]} || '\" is not readable: {CURES[column.type]}'"
        for column in COLUMNS
        if column.name in read and column.type in CURES
    )
    selected = ", ".join(f"{expression} AS {name}" for name, expression in read.items())
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT record, {selected}, CASE {whens} END AS problem, "
        f"concat_ws(',', {', '.join(found.values())}) AS row FROM tagged "
        "UNION ALL BY NAME SELECT record, reason AS problem, row FROM tagged_bad"
    )


def _typed(kind: str, cell: str) -> str:
    match kind:
        case "BIGINT" | "TINYINT":
            return cells.count(cell)
        case "DOUBLE":
            return f"TRY_CAST({cell} AS DOUBLE)"
        case "DATE":
            return cells.date(f"trim({cell})", last=True)
        case _:
            return f"CASE WHEN regexp_matches({cell}, '{DISARMED}') THEN {cell}[2:] ELSE {cell} END"
