"""Rows as lines of text: CSV that is safe in spreadsheets, and JSON lines."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

FORMULA = r"^[=+\-@\t\r\n\x00＝＋－＠]"


def write_csv(tables: Iterable[pa.Table | pa.RecordBatch], out: BinaryIO) -> None:
    """Rows without header, part by part, to a binary stream."""
    options = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
    for table in tables:
        pa.csv.write_csv(_formula_safe(table), out, write_options=options)


def _formula_safe(table: pa.Table | pa.RecordBatch) -> pa.Table:
    safe = pa.Table.from_batches([table]) if isinstance(table, pa.RecordBatch) else table
    for index, name in enumerate(safe.column_names):
        column = safe.column(index)
        if pa.types.is_string(column.type):
            marked = pc.binary_join_element_wise("'", column, "")
            safe = safe.set_column(
                index, name, pc.if_else(pc.match_substring_regex(column, FORMULA), marked, column)
            )
    return safe


def write_jsonl(tables: Iterable[pa.Table | pa.RecordBatch], out: BinaryIO) -> None:
    """One JSON object a line with all canonical columns: null for missing, ISO dates."""
    for table in tables:
        for row in table.to_pylist():
            out.write(json.dumps(row, ensure_ascii=False, default=iso).encode() + b"\n")


def iso(value: Any) -> str:
    """A date as JSON has it. Raises TypeError."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no type of a canonical column")
