"""Workbooks of monthly asylum applications: one sheet an origin, a row a country of asylum, a column a month.

- The codes in the first column are UNHCR's own; countries are known by their names.
- A blank (grey) cell is not available yet; 0 is none; `*` is 1 to 4, withheld.
- Columns of several months and rows of several countries are sums of others and say nothing new.
- The United States report cases, not persons. On the sheet of all origins UNHCR has multiplied them by 1.393, an
  estimate; on the sheets of one origin they stand as cases (note on the workbook's first sheet).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import duckdb

from etl import places
from etl.errors import DataError
from etl.sources import Account, Parsed
from etl.sources.unhcr_popstats.head import MONTHS
from etl.sources.unhcr_popstats.monthly import SERIES, WITHHELD, both
from etl.tabular import cells, workbooks
from etl.tabular.files import Head

ALL = "ALL"
CASES = "USA (DHS)"
ESTIMATE = "estimated by UNHCR: cases multiplied by 1.393 persons, rounded here"


@dataclass(frozen=True)
class Table:
    """One sheet: the row of its header (from 1), what each column holds (`m7` is July), and what its titles say."""

    sheet: str
    header: int
    names: list[str]
    year: int
    origin: str
    established: datetime.date | None


def tables(found: Head) -> list[Table]:
    """The sheets that hold monthly asylum applications; none for another workbook."""
    return [table for sheet, rows in found.sheets.items() if (table := _table(sheet, rows))]


def _table(sheet: str, rows: tuple[tuple[str, ...], ...]) -> Table | None:
    above = " | ".join(cell for row in rows for cell in row if cell)
    title = re.search(r"asylum applications [^|]*?((?:19|20)\d\d) \|", above)
    origin = re.search(r"Origin: ([^|]+?) \|", above)
    for number, row in enumerate(rows, 1):
        names = _names(row)
        if title and origin and "asylum" in names and "m1" in names:
            return Table(sheet, number, names, int(title[1]), origin[1], _established(above))
    return None


def _names(row: tuple[str, ...]) -> list[str]:
    """What the columns hold: the name of the country, a month, a sum; the codes left of the name are left out."""
    names = []
    for at, cell in enumerate(row):
        label = cell.strip(" .").lower()
        month = next(
            (n for n, name in enumerate(MONTHS, 1) if len(label) > 2 and name.startswith(label)), None
        )
        other = f"sum{at}" if label and "asylum" in names else ""
        names.append("asylum" if label == "asylum" else f"m{month}" if month else other)
    return names


def _established(above: str) -> datetime.date | None:
    said = re.search(r"Table established: (\d+) (\w+) (\d{4})", above)
    month = said and said[2].lower()
    return (
        datetime.date(int(said[3]), MONTHS.index(month) + 1, int(said[1]))
        if said and month in MONTHS
        else None
    )


def parse(con: duckdb.DuckDBPyConnection, found: Head) -> Parsed:
    """One row a cell. Raises DataError for a sheet whose origin we don't know."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE sheet_rows (record BIGINT, sheet VARCHAR, asylum VARCHAR, named VARCHAR, part VARCHAR)"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE sheet_cells (record BIGINT, sheet VARCHAR, name VARCHAR, cell VARCHAR)"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE sheet_titles (sheet VARCHAR, year INT, written VARCHAR, origin VARCHAR, published DATE)"
    )
    entries = [_read(con, found, table) for table in tables(found)]
    con.execute(_kinds_sql(cells.resolve_countries(con, "sheet_rows", "named")))
    con.execute(_sql())
    return Parsed(
        "applications",
        kind="procedures",
        account=Account(sum(rows for rows, _ in entries), sum(held for _, held in entries)),
    )


def _read(con: duckdb.DuckDBPyConnection, found: Head, table: Table) -> tuple[int, int]:
    """Add one sheet to the three tables; return its rows and their entries (a line of text below the table is one)."""
    origin = None if table.origin == ALL else places.country(table.origin)
    if origin is None and table.origin != ALL:
        raise DataError(
            f'{found.path.name}: sheet {table.sheet}: unknown origin "{table.origin}": write a name we know'
        )
    con.execute(
        "INSERT INTO sheet_titles VALUES (?, ?, ?, ?, ?)",
        [table.sheet, table.year, table.origin, origin, table.established],
    )
    workbooks.read_sheet(
        con, found.path, "sheet_text", table.names, sheet=table.sheet, first_row=table.header + 1
    )
    con.execute(
        "INSERT INTO sheet_rows SELECT record, sheet, asylum, "
        "regexp_replace(regexp_replace(asylum, '^- of which ', ''), '^USA \\(.*\\)$', 'USA'), "
        "CASE WHEN asylum SIMILAR TO '- of which .*|USA \\(.*\\)' THEN ltrim(asylum, '- ') END FROM sheet_text"
    )
    columns = ", ".join(name for name in table.names if name and name != "asylum")
    con.execute(
        "INSERT INTO sheet_cells SELECT record, sheet, name, cell "
        f"FROM sheet_text UNPIVOT INCLUDE NULLS (cell FOR name IN ({columns}))"
    )
    counted = con.execute(
        f"SELECT count(*), count(*) FILTER (coalesce({columns}) IS NULL) FROM sheet_text"
    ).fetchone()
    rows, texts = counted or (0, 0)
    return rows, (rows - texts) * len(columns.split(", ")) + texts


def _kinds_sql(codes: str) -> str:
    """What each row is: a country, a part of one (its country is that of the row above), a sum of several, or a note."""
    return f"""
CREATE OR REPLACE TEMP TABLE sheet_kinds AS
SELECT r.*, CASE WHEN r.asylum LIKE '- of which%' THEN lag(c.iso3) OVER (PARTITION BY r.sheet ORDER BY record)
        ELSE c.iso3 END AS country,
    NOT EXISTS (FROM sheet_cells s WHERE s.sheet = r.sheet AND s.record = r.record AND s.cell IS NOT NULL) AS is_note,
    c.iso3 IS NULL AND regexp_matches(r.asylum, '^(Total|EU|Europe)|/') AS is_sum
FROM sheet_rows r LEFT JOIN {codes} c ON c.name = r.named
"""


def _sql() -> str:
    return f"""
CREATE OR REPLACE TEMP TABLE applications AS
WITH entries AS (
    SELECT k.*, s.name, s.cell, t.year, t.written, t.origin AS fled, t.published,
        TRY_CAST(nullif(regexp_extract(s.name, '^m(\\d+)$', 1), '') AS INT) AS m,
        CASE WHEN m IS NOT NULL THEN make_date(t.year, m, 1) END AS first_day,
        trim(s.cell) = '{cells.WITHHELD}' AS withheld,
        k.asylum = '{CASES}' AND t.written = '{ALL}' AS estimated, k.asylum = '{CASES}' AND NOT estimated AS cases,
        CASE WHEN estimated THEN TRY_CAST(round(TRY_CAST(s.cell AS DOUBLE)) AS BIGINT) ELSE {cells.count("s.cell")} END AS n
    FROM sheet_kinds k JOIN sheet_cells s USING (sheet, record) JOIN sheet_titles t USING (sheet)
    WHERE NOT is_note
), judged AS (
    SELECT *, CASE WHEN is_sum THEN 'a sum of countries'
        WHEN m IS NULL THEN 'a sum of months'
        WHEN {cells.missing("cell")} THEN 'blank: not available yet' END AS nothing
    FROM entries
)
SELECT record, 'asylum_seeker' AS population, 'flow' AS measure, 'application' AS stage, '{SERIES}' AS series, part,
    country, fled AS origin, CASE WHEN asylum LIKE '- of which%' THEN named ELSE asylum END AS place, 0 AS admin_level, 'table' AS place_basis,
    CASE WHEN cases THEN 'case' ELSE 'person' END AS unit, CASE WHEN NOT cases THEN n END AS value, n AS reported,
    CASE WHEN withheld THEN 'redacted' WHEN estimated THEN 'derived' ELSE 'reported' END AS value_status,
    first_day AS start_date, last_day(first_day) AS end_date, 'month' AS start_accuracy, 'month' AS end_accuracy,
    published,
    nullif(concat_ws('; ', CASE WHEN withheld THEN '{WITHHELD}' END,
        CASE WHEN estimated THEN '{ESTIMATE}' WHEN cases THEN 'cases, each of one or more persons' END,
        coalesce(CASE WHEN part IS NULL THEN {both("asylum", "country")} END, {both("written", "fled")}),
        CASE WHEN fled = country THEN 'origin and asylum are the same country' END), '') AS warning,
    nothing,
    CASE WHEN nothing IS NOT NULL THEN NULL
        WHEN country IS NULL THEN 'unknown country of asylum "' || coalesce(asylum, '') || '": write a name we know'
        WHEN n IS NULL AND NOT withheld
            THEN 'count "' || cell || '" is not a whole number: write digits, or * where it is withheld' END AS problem,
    concat_ws(',', sheet, asylum, name, cell) AS row
FROM judged
UNION ALL BY NAME
SELECT record, 'a line of text without counts' AS nothing, concat_ws(',', sheet, asylum) AS row FROM sheet_kinds WHERE is_note
"""
