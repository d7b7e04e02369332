"""The data dictionary, rendered from `etl.columns`: `python -m etl.dictionary` prints it as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from etl.columns import COLUMNS, PROCEDURE_COLUMNS, Column

INTRODUCTION = """\
# Data dictionary

One row is one published figure. This page is made from `etl/columns.py` by `make docs`; a test holds them together.

**Key** marks the natural key: what makes a figure that figure whatever its value, hashed into `figure_id`.
**Table** is the stored table that holds the column; the canonical table is the join of the three.

"""
HEADER = """\
| column | type | meaning | values | unit | HXL tag | table | key |
|---|---|---|---|---|---|---|---|
"""
PROCEDURES = """
## Asylum procedures

Applications and decisions count cases or persons in a procedure, not people in a state. They lie in the stored table
`procedures`, with all columns above and these; `python -m etl export --procedures` gives them.

"""
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "whole number",
    "TINYINT": "whole number",
    "DOUBLE": "number",
    "DATE": "date",
}


def markdown() -> str:
    """The whole page."""
    return INTRODUCTION + _table(COLUMNS) + PROCEDURES + _table(PROCEDURE_COLUMNS)


def _table(columns: Iterable[Column]) -> str:
    return HEADER + "".join(f"{_row(column)}\n" for column in columns)


def _row(column: Column) -> str:
    table = "computed" if column.name == "figure_id" else column.table
    cells = (
        f"`{column.name}`",
        TYPES[column.type],
        column.meaning,
        ", ".join(f"`{value}`" for value in column.allowed),
        column.unit,
        f"`{column.hxl}`",
        table,
        "yes" if column.key else "",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(markdown(), end="")
