"""Workbooks (XLSX, XLS, ODS): sheets as rows of text, the way a CSV gives them.

Whole numbers lose the `.0` that spreadsheets store, dates become YYYY-MM-DD, merged cells repeat their content where
the source asks for it. Formulas count as the value that was saved with them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, ZipError

from etl.errors import DataError

BATCH = 50_000


def sheet_names(path: Path) -> list[str]:
    """The visible sheets, in their order. Raises DataError for a damaged or protected workbook."""
    return _open(path).sheet_names


def rows(path: Path, sheet: str, fill_merged: bool = False) -> Iterator[list[str]]:
    """The sheet's rows as texts, from its first row and column on; blank cells are empty texts.

    With `fill_merged` each cell of a merged block below the first row of the block repeats what the block says.
    """
    found = _open(path).get_sheet_by_name(sheet)
    blocks = _blocks(found) if fill_merged else {}
    for number, cells in enumerate(_padded(found)):
        texts = [_text(cell) for cell in cells]
        for column, text in blocks.get(number, {}).items():
            if column < len(texts) and not texts[column]:
                texts[column] = text
        yield texts


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


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, batch: list[dict[str, Any]], schema: pa.Schema
) -> None:
    con.register("sheet_frame", pa.Table.from_pylist(batch, schema=schema))
    con.execute(f"INSERT INTO {table} SELECT * FROM sheet_frame")
    con.unregister("sheet_frame")


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, ZipError, OSError) as error:
        raise DataError(
            f"{path.name}: not readable as a workbook ({error}): open it in a spreadsheet and save it anew, without a password"
        ) from error


def _padded(sheet: CalamineSheet) -> list[list[Any]]:
    """All rows with the blank ones above and the blank columns before the first content."""
    return sheet.to_python(skip_empty_area=False)


def _blocks(sheet: CalamineSheet) -> dict[int, dict[int, str]]:
    """Row -> column -> what the merged block there says; rows above the data may hold titles and are left as they are."""
    cells = _padded(sheet)
    found: dict[int, dict[int, str]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found.setdefault(row, {})[column] = _text(cells[top][left])
    return found


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime.datetime() if cell.time() == datetime.time():
            return cell.date().isoformat()
        case datetime.datetime() | datetime.date():
            return cell.isoformat()
        case _:
            return str(cell).strip()
