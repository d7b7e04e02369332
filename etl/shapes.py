"""How the workbench keeps rows: each source's say as a narrow table, a shape; what stands for many rows is said once.

A source gives some of the canonical columns. Rows that give the same ones lie in one table with these columns alone, and
the keys of `known_documents` and `known_places`: what a whole file or place says. `figures` and `procedures` are views that
put all together and fill in the defaults; `figures_rows` and `procedures_rows` say as well where each row lies (`shape`,
`row`), for those who change roles or take rows away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from etl import columns
from etl.columns import Column

DIMENSIONS = {"documents": "document_key", "places": "place_key"}
ALWAYS = ("role", "warning")
"""What is written into rows after they are in, so every shape has it."""


@dataclass(frozen=True)
class Shape:
    """One table of the workbench: the columns its rows give beside the two keys."""

    number: int
    kind: str
    given: tuple[str, ...]

    @property
    def table(self) -> str:
        """Its name in the workbench."""
        return f"shape_{self.number}"


def facts(kind: str) -> list[Column]:
    """The columns that a row of this kind has to itself."""
    return [column for column in columns.KINDS[kind] if column.table not in DIMENSIONS]


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """An empty workbench's tables and views."""
    for column in facts("procedures"):
        if column.allowed:  # in the order of the alphabet, so that sorting by it is sorting by its text
            words = ", ".join(f"'{word}'" for word in sorted(column.allowed))
            con.execute(f"CREATE TYPE {column.name}_word AS ENUM ({words})")
    for name, key in DIMENSIONS.items():
        typed = ", ".join(f"{column.name} {column.type}" for column in columns.in_table(name))
        con.execute(f"CREATE TABLE known_{name} ({key} INTEGER, {typed})")
    con.execute("CREATE TABLE shapes (number INTEGER, kind VARCHAR, given VARCHAR[])")
    for kind in columns.KINDS:
        _views(con, kind)


def all_of(con: duckdb.DuckDBPyConnection, *kinds: str) -> list[Shape]:
    """The shapes there are of these kinds."""
    found = con.execute("SELECT number, kind, given FROM shapes ORDER BY number").fetchall()
    return [Shape(number, kind, tuple(given)) for number, kind, given in found if kind in kinds]


def fitting(con: duckdb.DuckDBPyConnection, kind: str, given: Sequence[str]) -> Shape:
    """The shape of rows that give these columns; made if there is none yet."""
    names = tuple(column.name for column in facts(kind) if column.name in {*given, *ALWAYS})
    known = all_of(con, *columns.KINDS)
    for shape in known:
        if (shape.kind, shape.given) == (kind, names):
            return shape
    shape = Shape(len(known) + 1, kind, names)
    typed = ", ".join(f"{name} {narrow(columns_of(kind)[name])}" for name in names)
    con.execute(f"CREATE TABLE {shape.table} (document_key INTEGER, place_key INTEGER, {typed})")
    con.execute("INSERT INTO shapes VALUES (?, ?, ?)", [shape.number, kind, list(names)])
    _views(con, kind)
    return shape


def columns_of(kind: str) -> dict[str, Column]:
    """The columns of a kind by name."""
    return {column.name: column for column in columns.KINDS[kind]}


def narrow(column: Column) -> str:
    """The type in which a shape keeps the column: one byte where only some words are allowed."""
    return f"{column.name}_word" if column.allowed else column.type


def unsaid(column: Column) -> str:
    """SQL: what holds where nobody says anything."""
    return f"'{column.default}'" if column.default else "NULL"


def said(con: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    """The facts that any row of this kind gives; all others are the default in every row."""
    given = {name for shape in all_of(con, kind) for name in shape.given}
    return [column.name for column in facts(kind) if column.name in given]


def narrow_rows(con: duckdb.DuckDBPyConnection, kind: str) -> str:
    """SQL: all rows of a kind as they are kept: `shape`, `row`, the keys, and what `said` names."""
    names = said(con, kind)
    parts = [
        f"SELECT {shape.number} AS shape, rowid AS row, document_key, place_key"
        + "".join(
            f", {name if name in shape.given else f'{unsaid(columns_of(kind)[name])}::{narrow(columns_of(kind)[name])} AS {name}'}"
            for name in names
        )
        + f" FROM {shape.table}"
        for shape in all_of(con, kind)
    ]
    none = "SELECT NULL::INTEGER AS shape, NULL::BIGINT AS row, NULL::INTEGER AS document_key, NULL::INTEGER AS place_key WHERE false"
    return " UNION ALL ".join(parts) or none


def change(con: duckdb.DuckDBPyConnection, kind: str, changed: str) -> None:
    """Write role and warning of the table `changed` (shape, row, role, warning) into the rows it names."""
    for shape in all_of(con, kind):
        con.execute(
            f"UPDATE {shape.table} SET role = c.role, warning = c.warning FROM {changed} c "
            f"WHERE c.shape = {shape.number} AND c.row = {shape.table}.rowid"
        )


def remove(con: duckdb.DuckDBPyConnection, kind: str, rows: str) -> None:
    """Take away the rows that the query `rows` (shape, row) names."""
    for shape in all_of(con, kind):
        con.execute(
            f"DELETE FROM {shape.table} WHERE rowid IN (SELECT row FROM ({rows}) WHERE shape = {shape.number})"
        )


def remove_document(con: duckdb.DuckDBPyConnection, document: str) -> None:
    """Take away all rows of a document."""
    for shape in all_of(con, *columns.KINDS):
        con.execute(
            f"DELETE FROM {shape.table} WHERE document_key IN (SELECT document_key FROM known_documents WHERE document = ?)",
            [document],
        )


def _views(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """The rows of all shapes of a kind with every stored column."""
    names = ", ".join(column.name for column in columns.KINDS[kind])
    con.execute(
        f"CREATE OR REPLACE VIEW {kind}_rows AS SELECT shape, row, {', '.join(_shown(con, kind))} "
        f"FROM ({narrow_rows(con, kind)}) JOIN known_documents USING (document_key) JOIN known_places USING (place_key)"
    )
    con.execute(f"CREATE OR REPLACE VIEW {kind} AS SELECT {names} FROM {kind}_rows")


def _shown(con: duckdb.DuckDBPyConnection, kind: str) -> Iterator[str]:
    given = {*said(con, kind), *(column.name for name in DIMENSIONS for column in columns.in_table(name))}
    for column in columns.KINDS[kind]:
        value = column.name if column.name in given else unsaid(column)
        yield f"{value}::{column.type} AS {column.name}"
