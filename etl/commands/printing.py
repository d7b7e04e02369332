"""The workbench's rows on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from etl import lines
from etl.columns import KINDS
from etl.commands import telling
from etl.errors import UsageError
from etl.normalise import figure_id_sql

BATCH = 100_000


def rows(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """The workbench's figures as canonical rows, part by part, to standard output."""
    table = (
        "figures"
        if telling.rows_in(con, "figures") or not telling.rows_in(con, "procedures")
        else "procedures"
    )
    if table == "figures" and telling.rows_in(con, "procedures"):
        raise UsageError(
            "these files hold figures and asylum procedures, which have columns of their own: normalise them apart"
        )
    header = ["figure_id", *(column.name for column in KINDS[table])]
    found = con.sql(
        f"SELECT {', '.join(header)} FROM (SELECT {figure_id_sql(table)} AS figure_id, * FROM {table}) "
        "ORDER BY document, record, quote_start, population, figure_id"
    )
    batches: Iterable[pa.RecordBatch] = found.to_arrow_reader(BATCH)
    out = sys.stdout.buffer
    if kind == "jsonl":
        lines.write_jsonl(batches, out)
    else:
        out.write((",".join(header) + "\n").encode())
        lines.write_csv(batches, out)
    out.flush()
