"""Column names of IDMC's annual tables, in all the spellings it has used, and their cells as one table of text.

CSV and API pages spell with underscores, the workbook and the old HXL file in words. In the workbook the plain column
is the rounded one and `(Raw)` the number itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import duckdb

from etl.tabular.files import Head, read_rows
from etl.tabular.items import read_items
from etl.tabular.workbooks import read_sheet

NAMES = {
    "country_name": "name",
    "country": "name",
    "country / territory": "name",
    "event name": "event_name",
    "date of event (start)": "start_date",
    "hazard category": "hazard_category_name",
    "hazard type": "hazard_type_name",
}
WORDS = {
    "stock displacement": "stock",
    "total number of idps": "stock",
    "internal displacements": "flow",
    "new displacements": "flow",
}
AGE = re.compile(r"\d+-\d+|\d+\+")
IDENTITY = ("iso3", "name", "year")
EVENT = (
    "event_name",
    "start_date",
    "start_date_accuracy",
    "end_date",
    "end_date_accuracy",
    "hazard_category_name",
    "hazard_type_name",
)
DISAGGREGATION = ("sex", "cause")
CAUSES = ("conflict", "disaster")
MEASURES = ("flow", "stock")
TWINS = ("", "_rounded")
COUNTS = tuple(f"{cause}_{measure}{twin}" for cause in CAUSES for measure in MEASURES for twin in TWINS)
"""Our names of all counts; a table has some of them."""
OURS = {*IDENTITY, *EVENT, *COUNTS}
RESULTS = "results"


def internal(header: Sequence[str]) -> list[str]:
    """Our names of the columns of this header, in its order; those we don't know keep theirs in lower case.

    Counts are called by cause, measure and `_rounded`: `conflict_flow`, `disaster_stock_rounded`.
    """
    cells = [cell.strip().lower() for cell in header]
    # The CSV of conflict and that of disasters name their counts alike; only disasters have events.
    cause = "disaster" if "event_name" in cells else "conflict"
    return [NAMES.get(cell) or _count(cell, cause) or cell for cell in cells]


def _count(cell: str, cause: str) -> str | None:
    """`conflict_stock_rounded` and the like, None for a column that is no count of GIDD's."""
    found = re.fullmatch(r"(?:(conflict|disaster)_)?(new|total)_displacement(_rounded)?", cell)
    if found:
        return f"{found[1] or cause}_{'flow' if found[2] == 'new' else 'stock'}{found[3] or ''}"
    found = re.fullmatch(r"(conflict|disaster) ([a-z ]+?)( \(raw\))?", cell)
    if found and found[2] in WORDS:
        return f"{found[1]}_{WORDS[found[2]]}{'' if found[3] else '_rounded'}"
    return None


def is_annual(header: Sequence[str]) -> bool:
    """The header of a table of country-years or of disasters."""
    names = internal(header)
    return {"iso3", "year"} <= set(names) and bool(set(COUNTS) & set(names))


def is_by_age(header: Sequence[str]) -> bool:
    """The header of the estimates by sex and age."""
    names = internal(header)
    return {"iso3", "year", *DISAGGREGATION} <= set(names) and any(AGE.fullmatch(name) for name in names)


def read_annual(con: duckdb.DuckDBPyConnection, found: Head, table: str) -> list[str]:
    """Read country-years or disasters from CSV, JSON pages or a workbook; return our names of the columns, none if
    the file has no such table. All counts, names and columns of events are there as text, NULL where the file has none.
    """
    if found.kind == "json":
        names = _read_pages(con, found, table)
    else:
        names = _read_table(con, found, table, is_annual)
    if names:
        _complete(con, table, [*IDENTITY, *EVENT, *COUNTS], names)
    return names


def read_by_age(con: duckdb.DuckDBPyConnection, found: Head, table: str) -> list[str]:
    """Read the estimates by sex and age from CSV or workbook; return the age columns, none if there is no such table."""
    names = _read_table(con, found, table, is_by_age)
    if names:
        _complete(con, table, IDENTITY, names)
    return [name for name in names if AGE.fullmatch(name)]


def _read_table(
    con: duckdb.DuckDBPyConnection, found: Head, table: str, fits: Callable[[Sequence[str]], bool]
) -> list[str]:
    """Read the CSV, or the first sheet whose header fits; unreadable lines of a CSV go to `{table}_bad`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if found.kind == "csv" and fits(found.fields):
        names = internal(found.fields)
        read_rows(con, found, table, names)
        return names
    for sheet, rows in found.sheets.items():
        if rows and fits(rows[0]):
            names = internal(rows[0])
            read_sheet(con, found.path, table, names, sheet=sheet, first_row=2)
            return names
    return []


def _read_pages(con: duckdb.DuckDBPyConnection, found: Head, table: str) -> list[str]:
    """Pages of the API: the fields are those that its first page names."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    keys = list(dict.fromkeys(re.findall(r'"(\w+)"\s*:', found.text)))
    known = {key: name for key, name in zip(keys, internal(keys), strict=True) if name in OURS}
    if not is_annual(keys):
        return []
    read_items(con, found, f"{table}_items", known, RESULTS)
    texts = ", ".join(f'"{key}" AS "{name}"' for key, name in known.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT record, {texts} FROM {table}_items")
    return list(known.values())


def _complete(
    con: duckdb.DuckDBPyConnection, table: str, wanted: Iterable[str], present: Iterable[str]
) -> None:
    for name in wanted:
        if name not in present:
            con.execute(f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR")
