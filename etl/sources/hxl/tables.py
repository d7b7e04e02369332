"""Where the tagged table of a file lies, and its rows as text: CSV, sheets of a workbook, JSON.

JSON comes as a list of rows (lists) with the tags among the first, as a list of objects keyed by tags, or as one
object that holds `headers` (or `tags`) and such a list.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from etl.errors import DataError
from etl.sources.hxl.tags import AT_LEAST, Tag, read_tag, tag_row
from etl.tabular.files import HEAD_ROWS, Head, read_rows
from etl.tabular.items import read_items
from etl.tabular.workbooks import read_sheet

LIST = re.compile(r'"(\w+)"\s*:\s*(?=\[\s*[\[{])')
NAMED_HEADERS = re.compile(r'"(?:headers|tags)"\s*:\s*(?=\[)')


@dataclass(frozen=True)
class Tagged:
    """A table under HXL tags. Its columns are called c1, c2, ...: headers may be missing or stand twice.

    `row` is where the tags stand (row of a CSV or sheet, item of a list; 0: apart from the rows), `above` what the rows
    over the header say; `breaks` the line breaks inside the cells so far; `sheet` of a workbook; `at` and `paths` the
    way to a JSON's list and to its cells.
    """

    tags: tuple[Tag | None, ...]
    headers: tuple[str, ...]
    above: str
    row: int
    breaks: int = 0
    sheet: str = ""
    at: str = ""
    paths: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Tag]:
        """The tagged columns by their names."""
        return {f"c{number}": tag for number, tag in enumerate(self.tags, 1) if tag}

    def header(self, column: str) -> str:
        """What the header says of a column, an empty text where it says nothing."""
        number = int(column[1:]) - 1
        return self.headers[number] if number < len(self.headers) else ""


def tables(found: Head) -> list[Tagged]:
    """The tagged tables of a file: one at most, in a workbook one a sheet."""
    if found.kind == "workbook":
        each = [_tagged(rows, 1, sheet=name) for name, rows in found.sheets.items()]
    elif found.kind == "json":
        each = [_json(found.text)]
    else:
        each = [_csv(found)]
    return [table for table in each if table]


def load(con: duckdb.DuckDBPyConnection, found: Head, table: Tagged, counts: Collection[str]) -> None:
    """Read the table's rows into the temporary table `tagged` (record, c1, c2, ...), unreadable lines into `tagged_bad`.

    In workbooks a merged cell stands for all rows that it spans, but a number in `counts` is not said twice. Raises
    DataError for a second row of tags.
    """
    names = [f"c{number}" for number in range(1, len(table.tags) + 1)]
    _load_rows(con, found, table, names, counts)
    tags = " + ".join(f"starts_with({name}, '#')::INT" for name in table.columns)
    second = con.execute(f"SELECT min(record) FROM tagged WHERE {tags} >= {AT_LEAST}").fetchone()
    if second and second[0] is not None:
        raise DataError(
            f"{found.path.name}: row {second[0]}: a second row of tags, under which the columns may count other people: "
            "keep one table a sheet or file"
        )


def _load_rows(
    con: duckdb.DuckDBPyConnection, found: Head, table: Tagged, names: list[str], counts: Collection[str]
) -> None:
    if found.kind == "csv":
        read_rows(con, found, "tagged", names, table.row, None if table.breaks else list(table.columns))
        if table.breaks:
            con.execute(f"UPDATE tagged SET record = record + {table.breaks}")
        return
    con.execute("CREATE OR REPLACE TEMP TABLE tagged_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if found.kind == "workbook":
        _load_sheet(con, found, table, names, counts)
        return
    read_items(con, found, "tagged_items", (), table.at)
    cells = ", ".join(f"item->>'{path}' AS {name}" for name, path in zip(names, table.paths, strict=True))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE tagged AS SELECT record, {cells} FROM tagged_items WHERE record > {table.row}"
    )


def _load_sheet(
    con: duckdb.DuckDBPyConnection, found: Head, table: Tagged, names: list[str], counts: Collection[str]
) -> None:
    below = table.row + 1
    read_sheet(con, found.path, "tagged", names, sheet=table.sheet, first_row=below)
    read_sheet(con, found.path, "filled", names, sheet=table.sheet, first_row=below, fill_merged=True)
    repeated = [name for name in names if name not in counts]
    if repeated:
        said = ", ".join(f"{name} = coalesce(tagged.{name}, filled.{name})" for name in repeated)
        con.execute(f"UPDATE tagged SET {said} FROM filled WHERE filled.record = tagged.record")


def _csv(found: Head) -> Tagged | None:
    reader = csv.reader(found.text.splitlines(), delimiter=found.delimiter)
    rows, lines = [], []
    for row in itertools.islice(reader, HEAD_ROWS):
        rows.append(row)
        lines.append(reader.line_num)
    table = _tagged(rows, 1)
    return replace(table, breaks=lines[table.row - 1] - table.row) if table else None


def _tagged(rows: Sequence[Sequence[str]], first: int, sheet: str = "", at: str = "") -> Tagged | None:
    """The table in `rows`, of which the first has the number `first`; numbers below 1 stand apart from the data."""
    number = tag_row(rows)
    if number is None:
        return None
    headers = tuple(cell.strip() for cell in rows[number - 1]) if number else ()
    above = "\n".join(" ".join(row) for row in rows[: max(number - 1, 0)])
    tags = tuple(read_tag(cell) for cell in rows[number])
    paths = tuple(f"$[{place}]" for place in range(len(tags)))
    return Tagged(tags, headers, above, max(first + number, 0), sheet=sheet, at=at, paths=paths)


def _json(text: str) -> Tagged | None:
    """The table in the first part of a JSON's text, which may break off anywhere."""
    start, at = text.index("[") if text.lstrip()[:1] == "[" else -1, ""
    if start < 0:
        found = LIST.search(text)
        if not found:
            return None
        start, at = found.end(), found[1]
    items = _elements(text, start + 1)
    if items and isinstance(items[0], dict):
        return _keyed(items, at)
    named = [[_text(cell) for cell in row] for row in _named(text)] if at else []
    rows = named + [[_text(cell) for cell in item] for item in items if isinstance(item, list)]
    return _tagged(rows, 1 - len(named), at=at)


def _keyed(items: list[Any], at: str) -> Tagged | None:
    """A table of objects; an object may leave keys out."""
    keys = list(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    if tag_row([keys]) is None:
        return None
    plain = [key for key in keys if read_tag(key)]
    return Tagged(
        tuple(read_tag(key) for key in plain), (), "", 0, at=at, paths=tuple(f'$."{key}"' for key in plain)
    )


def _named(text: str) -> list[list[Any]]:
    """The lists called headers and tags, outside the rows."""
    decoder = json.JSONDecoder()
    found = []
    for match in NAMED_HEADERS.finditer(text):
        try:
            cells, _ = decoder.raw_decode(text, match.end())
        except (json.JSONDecodeError, RecursionError):  # the head of the file ends in it
            continue
        if all(isinstance(cell, str) for cell in cells):
            found.append(cells)
    return found


def _elements(text: str, start: int) -> list[Any]:
    """The first elements of the list that opens just before `start`, as far as the text goes."""
    decoder = json.JSONDecoder()
    found: list[Any] = []
    while len(found) < HEAD_ROWS:
        start = re.compile(r"[\s,]*").match(text, start).end()  # type: ignore[union-attr]
        try:
            element, start = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):  # the head ends here, or nobody's table begins
            return found
        found.append(element)
    return found


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)
