"""Figures leave here: canonical rows as CSV, HXL-tagged CSV, XLSX, GeoJSON, Parquet and JSON lines.

The page's download and the command line call the same functions and give the same bytes. Text that a spreadsheet
would run as a formula gets a leading apostrophe in CSV; numbers are left alone. No clock: the same rows give the
same bytes.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

import geopandas
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter

from etl import arrow
from etl.columns import BY_NAME, COLUMNS, NAMES
from etl.filters import Filter

BOM = b"\xef\xbb\xbf"
"""Spreadsheet programs take a CSV for UTF-8 only if it begins with this."""

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

FORMULA = r"^[=+\-@\t\r\x00]"


def filename(chosen: Filter, suffix: str) -> str:
    """A name that says what is in the file: `displacement_syr-tur_refugee_2019-12-31.csv`."""
    words = [value.lower() for values in chosen.query().values() for value in values]
    said = "_".join(
        "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in word) for word in words
    )
    return f"displacement_{said or 'all'}"[:120] + f".{suffix}"


def csv_bytes(figures: pd.DataFrame) -> bytes:
    """CSV for spreadsheets: UTF-8 with BOM, formula-safe, the canonical columns in their order."""
    return BOM + _csv(figures, [NAMES])


def hxl_bytes(figures: pd.DataFrame) -> bytes:
    """The same CSV with a row of HXL tags under the header (hxlstandard.org)."""
    return BOM + _csv(figures, [NAMES, tuple(BY_NAME[name].hxl for name in NAMES)])


def procedures_csv_bytes(rows: pd.DataFrame) -> bytes:
    """The same CSV of asylum procedures: the canonical columns, then `etl.columns.PROCEDURE_COLUMNS`."""
    return BOM + _csv(rows, [tuple(arrow.PROCEDURES.names)], arrow.PROCEDURES)


def claims_csv_bytes(claims: pd.DataFrame) -> bytes:
    """The same CSV of what reports say (`etl.record.beside`): the canonical columns, then verdict and official count."""
    return BOM + _csv(claims, [tuple(CLAIMS.names)], CLAIMS)


def _csv(
    figures: pd.DataFrame, headers: Iterable[tuple[str, ...]], schema: pa.Schema = arrow.SCHEMA
) -> bytes:
    out = io.BytesIO()
    for header in headers:
        out.write((",".join(header) + "\n").encode())
    write_csv([arrow.table(figures, schema)], out)
    return out.getvalue()


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
            out.write(json.dumps(row, ensure_ascii=False, default=_iso).encode() + b"\n")


def _iso(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no type of a canonical column")


def parquet_bytes(figures: pd.DataFrame) -> bytes:
    """Parquet (zstd) with the canonical types."""
    out = io.BytesIO()
    pa.parquet.write_table(arrow.table(figures), out, compression="zstd")
    return out.getvalue()


def geojson_bytes(figures: pd.DataFrame) -> bytes:
    """GeoJSON points (WGS84) of the figures that have coordinates; the others have no place on a map."""
    placed = figures[figures["lat"].notna()]
    plain = placed.assign(**{name: placed[name].dt.strftime("%Y-%m-%d") for name in _dates()})
    points = geopandas.points_from_xy(placed["lon"], placed["lat"])
    frame = geopandas.GeoDataFrame(plain, geometry=points, crs="EPSG:4326")
    text: str = frame.to_json(na="null", drop_id=True)
    return text.encode()


def xlsx_bytes(figures: pd.DataFrame, claims: pd.DataFrame | None = None) -> bytes:
    """A workbook: `figures` with typed cells, and `README` with the meaning of each column and the sources.

    `claims` (`etl.record.beside`) become a sheet of their own: what reports say beside the official count.
    """
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, settings) as book:
        # The file format wants a date of making; the clock would make equal extracts unequal.
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": "Displacement figures"})
        _sheet(book, "figures", figures[list(NAMES)])
        if claims is not None and len(claims):
            _sheet(book, "claims", claims[list(BESIDE)])
        _readme_sheet(book, figures)
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, rows: pd.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    bold, day, people = (
        book.add_format(spec)
        for spec in ({"bold": True}, {"num_format": "yyyy-mm-dd"}, {"num_format": "#,##0"})
    )
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, rows.columns, bold)
    counts = [CLAIMS.field(column).type == pa.int64() for column in rows.columns]
    for number, row in enumerate(rows.itertuples(index=False), 1):
        for index, value in enumerate(row):
            if pd.isna(value):
                continue
            if isinstance(value, pd.Timestamp):
                sheet.write_datetime(number, index, value.to_pydatetime(), day)
            elif isinstance(value, str):
                sheet.write_string(number, index, value)
            else:
                sheet.write_number(number, index, float(value), people if counts[index] else None)


def _readme_sheet(book: xlsxwriter.Workbook, figures: pd.DataFrame) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    lines = [
        (
            "Displacement figures",
            "One row per published figure. Missing is not zero. Stocks are not added over time.",
        )
    ]
    lines += [("", ""), ("column", "meaning"), *((column.name, column.meaning) for column in COLUMNS)]
    lines += [("", ""), *CLAIMS_MEAN]
    lines += [("", ""), ("publisher", "document, licence, address")]
    sources = figures[["publisher", "document", "licence", "url"]].drop_duplicates().fillna("").astype(str)
    for publisher, *where in sources.to_numpy().tolist():
        lines.append((publisher, ", ".join(filter(None, where))))
    for number, (left, right) in enumerate(lines):
        sheet.write_string(number, 0, left)
        sheet.write_string(number, 1, right)


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


def _dates() -> list[str]:
    return [column.name for column in COLUMNS if column.type == "DATE"]


FORMATS: dict[str, tuple[str, Callable[[pd.DataFrame], bytes]]] = {
    "csv": ("csv", csv_bytes),
    "hxl": ("hxl.csv", hxl_bytes),
    "xlsx": ("xlsx", xlsx_bytes),
    "geojson": ("geojson", geojson_bytes),
    "parquet": ("parquet", parquet_bytes),
}
"""Name of each format: its file suffix, and what turns canonical rows into its bytes."""
