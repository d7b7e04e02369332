"""Figures as a workbook: typed cells, what reports say beside the official count, and a README sheet.

Rows are written as they come and lie in a temporary file, so a large extract needs no more memory than a small one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import xlsxwriter

from etl import arrow, frames
from etl.citations import Sources
from etl.columns import COLUMNS
from etl.errors import UsageError

CLAIMS = pa.schema(
    [
        *arrow.SCHEMA,
        ("verdict", pa.string()),
        ("verdict_text", pa.string()),
        ("official_value", pa.int64()),
        ("official_publisher", pa.string()),
        ("official_date", pa.date32()),
        ("difference", pa.int64()),
    ]
)
"""The canonical columns and what stands beside a claim (`etl.record.COLUMNS`)."""

BESIDE = (
    *("figure_id", "verdict", "difference", "population", "measure", "value", "value_high", "quantifier"),
    *("country", "origin", "place", "start_date", "end_date", "publisher", "attributed_to"),
    *("official_value", "official_publisher", "official_date", "verdict_text", "review", "quote"),
)
"""The columns of the sheet `claims`, which stands beside `figures` and repeats what names the claim."""

CLAIMS_MEAN = (
    (
        "claims",
        "What reports say beside the last official count of the same people and place, where there is a sheet of it",
    ),
    ("verdict", "agrees, above, below, counts something else, no official count near"),
    (
        "difference",
        "Persons above (+) or below (-) the official count, beyond what the words allow; 0 where they agree",
    ),
)

LARGEST = 1_048_575
"""Rows that a sheet holds under its header (Excel's specifications and limits)."""

Cell = Callable[[int, int, Any], Any]


def fits(rows: int) -> None:
    """Raises UsageError, with the cure, where a sheet does not hold so many rows."""
    if rows > LARGEST:
        raise UsageError(
            f"{rows:,} rows are more than a sheet holds ({LARGEST:,}): narrow the filter, or take CSV or Parquet"
        )


def write(tables: Iterable[pa.Table], out: BinaryIO, claims: pd.DataFrame | None = None) -> None:
    """Sheets `figures`, `claims` (of `etl.record.beside`, if there are any) and `README`. Raises UsageError as `fits`."""
    sources = Sources()
    settings = {"constant_memory": True, **dict.fromkeys(TEXT_STAYS_TEXT, False)}
    with xlsxwriter.Workbook(out, settings) as book:
        # The file format wants a date of making; the clock would make equal extracts unequal.
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": "Displacement figures"})
        _sheet(book, "figures", arrow.SCHEMA, sources.passing(tables))
        if claims is not None and len(claims):
            schema = pa.schema([CLAIMS.field(name) for name in BESIDE])
            _sheet(book, "claims", schema, [frames.table(claims, schema)])
        _readme(book, sources)


TEXT_STAYS_TEXT = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")


def _sheet(book: xlsxwriter.Workbook, name: str, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, schema.names, book.add_format({"bold": True}))
    cells = list(_cells(book, sheet, schema))
    written = 0
    for table in tables:
        fits(written + table.num_rows)
        columns = [column.to_pylist() for column in table.columns]
        for number, row in enumerate(zip(*columns, strict=True), written + 1):
            for index, value in enumerate(row):
                if value is not None:
                    cells[index](number, index, value)
        written += table.num_rows


def _cells(book: xlsxwriter.Workbook, sheet: Any, schema: pa.Schema) -> Iterator[Cell]:
    """How each column's values are written: text as text, days as days, counts with separators."""
    day, people = (book.add_format({"num_format": spec}) for spec in ("yyyy-mm-dd", "#,##0"))
    for field in schema:
        if pa.types.is_string(field.type):
            yield sheet.write_string
        elif pa.types.is_date(field.type):
            yield lambda row, column, value: sheet.write_datetime(row, column, value, day)
        elif field.type == pa.int64():
            yield lambda row, column, value: sheet.write_number(row, column, value, people)
        else:
            yield sheet.write_number


def _readme(book: xlsxwriter.Workbook, sources: Sources) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    about = "One row per published figure. Missing is not zero. Stocks are not added over time."
    lines = [("Displacement figures", about)]
    lines += [("", ""), ("column", "meaning"), *((column.name, column.meaning) for column in COLUMNS)]
    lines += [("", ""), *CLAIMS_MEAN]
    lines += [("", ""), ("publisher", "document, licence, address")]
    lines += [
        (one.publisher or "", ", ".join(filter(None, (one.document, one.licence, one.url))))
        for one in sources.found()
    ]
    for number, (left, right) in enumerate(lines):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)
