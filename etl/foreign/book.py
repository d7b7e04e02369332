"""Workbooks (XLSX, XLS, ODS) as rows of text, by calamine.

Whole numbers lose the `.0` that spreadsheets store, dates become YYYY-MM-DD. Formulas count as the value that was saved
with them; a sheet with formulas that have none is refused, as its numbers would be missing without a word.
"""

from __future__ import annotations

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from etl.errors import DataError
from etl.foreign import damage_named, no_bomb

CELLS = 10_000_000
"""Cells from the first row and column to the last: one far away makes a sheet of billions."""
BATCH = 1_000
CURE = "open it in a spreadsheet and save it anew, without a password"


def beginnings(path: str, count: int) -> dict[str, list[list[str]]]:
    """The first `count` rows of each visible sheet, in their order."""
    name = Path(path).name
    with damage_named(name, "workbook", CURE), _opened(path, name) as book:
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return {sheet: _texts(_padded(book, sheet, name, count)) for sheet in shown}


def rows(path: str, sheet: str, fill_merged: bool) -> Iterator[list[list[str]]]:
    """The sheet's rows as texts, `BATCH` at a time, from its first row and column on; blank cells are empty texts.

    With `fill_merged` each cell of a merged block below the first row of the block repeats what the block says.
    """
    name = Path(path).name
    with damage_named(name, "workbook", CURE), _opened(path, name) as book:
        cells = _padded(book, sheet, name)
        blocks = _blocks(book.get_sheet_by_name(sheet), cells) if fill_merged else {}
        numbered = enumerate(cells)
        while batch := list(itertools.islice(numbered, BATCH)):
            yield [_filled(_text_row(row), blocks.get(number, {})) for number, row in batch]


def _opened(path: str, name: str) -> CalamineWorkbook:
    if zipfile.is_zipfile(path):
        with Path(path).open("rb") as file:
            no_bomb(file, name)
            _formulas_have_values(file, name)
    return CalamineWorkbook.from_path(path)


def _padded(book: CalamineWorkbook, sheet: str, name: str, count: int | None = None) -> list[list[Any]]:
    """Rows with the blank ones above and the blank columns before the first content."""
    found = book.get_sheet_by_name(sheet)
    last_row, last_column = found.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > CELLS:
        raise DataError(
            f"{name}: sheet {sheet} reaches to row {last_row + 1:,}, column {last_column + 1:,}, more than {CELLS:,} "
            "cells: take away what stands far from the table"
        )
    return found.to_python(skip_empty_area=False, nrows=count)


EMPTY_FORMULA = re.compile(rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
PIECE, OVERLAP = 1 << 22, 1 << 13


def _formulas_have_values(file: Any, name: str) -> None:
    """Raise DataError for an XLSX with formulas that were never calculated."""
    with zipfile.ZipFile(file) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with packed.open(part) as xml:
                    if _found(xml, EMPTY_FORMULA):
                        raise DataError(
                            f"{name}: holds formulas without a value: open it in a spreadsheet, which calculates them, "
                            "and save it anew"
                        )


def _found(stream: Any, pattern: re.Pattern[bytes]) -> bool:
    """Whether the pattern stands in the stream, read piece by piece."""
    before = b""
    while piece := stream.read(PIECE):
        if pattern.search(before + piece):
            return True
        before = piece[-OVERLAP:]
    return False


HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_rows(path: str, sheet: str) -> int:
    """How many rows of the sheet are hidden, by hand or by a filter; 0 for workbooks that are no XLSX."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as packed:
        part = _part(packed, sheet)
        if part is None:
            return 0
        with packed.open(part) as xml:
            return _count(xml, HIDDEN_ROW)


def _part(packed: zipfile.ZipFile, sheet: str) -> str | None:
    """Where in the XLSX the sheet of this name lies."""
    names = set(packed.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    listed = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    ids = {one.get("name"): one.get(RELATION) for one in listed.iter() if one.tag.endswith("}sheet")}
    related = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in related}
    target = targets.get(ids.get(sheet), "").removeprefix("/xl/").removeprefix("/")
    return f"xl/{target}" if f"xl/{target}" in names else None


def _count(stream: Any, pattern: re.Pattern[bytes]) -> int:
    """How often the pattern stands in the stream, read piece by piece; pieces end between tags."""
    count, before = 0, b""
    while piece := stream.read(PIECE):
        whole, _, before = (before + piece).rpartition(b"<")
        before = b"<" + before
        count += len(pattern.findall(whole))
    return count + len(pattern.findall(before))


def _blocks(sheet: CalamineSheet, cells: list[list[Any]]) -> dict[int, dict[int, str]]:
    """Row -> column -> what the merged block there says; rows above the data may hold titles and are left as they are."""
    found: dict[int, dict[int, str]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                found.setdefault(row, {})[column] = _text(cells[top][left])
    return found


def _filled(texts: list[str], block: dict[int, str]) -> list[str]:
    for column, text in block.items():
        texts[column] = texts[column] or text
    return texts


def _texts(cells: list[list[Any]]) -> list[list[str]]:
    return [_text_row(row) for row in cells]


def _text_row(row: list[Any]) -> list[str]:
    return [_text(cell) for cell in row]


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
