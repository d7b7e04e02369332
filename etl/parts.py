"""A part of a build: what a workbench holds, as Arrow tables that travel between processes and machines.

`exported` takes it off the workbench on which a few files were read, `absorb` adds it to the one where all come together.
Parts absorbed in the order of their files leave the workbench as if it had read the files itself: the same rows in the same
order, the same keys.
"""

from __future__ import annotations

import contextlib
import io
import threading
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from etl import columns, normalise, pieces, shapes

LISTS = ("rejects", "papers", "accounts")
"""Tables of the workbench whose rows name no other table's keys."""
_ALONE = threading.Lock()
"""Standard error is one for all threads of a process, so one task at a time reads; text would not be read faster by more."""


@dataclass(frozen=True)
class Part:
    """A workbench's tables. `shapes`: kind of rows, columns they give, rows (see `etl.shapes`), in the order they were made.

    `failures`: one line for each file that can't be read; `said`: what its readers told on standard error.
    """

    shapes: tuple[tuple[str, tuple[str, ...], pa.Table], ...]
    dimensions: dict[str, pa.Table]
    lists: dict[str, pa.Table]
    failures: tuple[str, ...] = ()
    said: str = ""


def read(task: pieces.Task) -> Part:
    """Files in, canonical rows out: the same for the same task, wherever it runs."""
    said = io.StringIO()
    failures: list[str] = []
    with contextlib.closing(normalise.workbench()) as con:
        with _ALONE, contextlib.redirect_stderr(said):
            for piece in task:
                with pieces.at_hand(piece) as document:
                    failures += normalise.add_all(con, [document])
        return replace(exported(con), failures=tuple(failures), said=said.getvalue())


def exported(con: duckdb.DuckDBPyConnection) -> Part:
    """All that the workbench holds."""
    return Part(
        tuple(
            (shape.kind, shape.given, _rows(con, shape.table)) for shape in shapes.all_of(con, *columns.KINDS)
        ),
        {name: _rows(con, f"known_{name}") for name in shapes.DIMENSIONS},
        {name: _rows(con, name) for name in LISTS},
    )


def absorb(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Add the part to the workbench; its keys of documents and places move behind those that are there."""
    behind = {
        key: con.execute(f"SELECT coalesce(max({key}), 0) FROM known_{name}").fetchall()[0][0]
        for name, key in shapes.DIMENSIONS.items()
    }
    for name, rows in part.dimensions.items():
        _insert(con, f"known_{name}", rows, behind)
    for kind, given, rows in part.shapes:
        _insert(con, shapes.fitting(con, kind, given).table, rows, behind)
    for name, rows in part.lists.items():
        _insert(con, name, rows, {})


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    return con.sql(f"SELECT * FROM {table}").to_arrow_table()


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table, behind: dict[str, int]) -> None:
    moved = ", ".join(f"{key} + {by} AS {key}" for key, by in behind.items() if key in rows.column_names)
    con.register("arriving_rows", rows)
    con.execute(f"INSERT INTO {table} SELECT * {f'REPLACE ({moved})' if moved else ''} FROM arriving_rows")
    con.unregister("arriving_rows")
