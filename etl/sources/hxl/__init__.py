"""Any table under HXL tags: CSV, workbook or JSON, whoever published it; also our own tagged extracts.

What the tags mean here is in `hxl_columns` and, for users, in docs/map-your-columns.md. Beside that:

- `#country` is where the people are, `#origin` or `+origin` where they fled from; of IDPs both are one country. A
  header "Returned from" over the origin (UNHCR's older tables) turns returned refugees around: there the first country
  is their own, the second the one they came back from, which is what `country` says in UNHCR's newer tables.
- A 0 is a published zero; a blank or `-` is none. `*` is withheld.
- Rounds are left out: a round is told by its date, and naming it would make each round a part of its own.
"""

from __future__ import annotations

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.sources import Account, Parsed
from etl.sources.hxl import canonical as hxl_canonical
from etl.sources.hxl import columns as hxl_columns
from etl.sources.hxl import rows as hxl_rows
from etl.sources.hxl import where as hxl_where
from etl.sources.hxl.tables import Tagged, load, tables
from etl.tabular.files import Head, head

NAME = "hxl"

PUBLISHERS_OWN = (
    "conflict stock displacement",  # IDMC's yearly figures
    "new_displacement",
    "displacement_start_date",  # IDMC's event feed
    "numpresentidpind",  # IOM's Displacement Tracking Matrix
    "reference_period_start",  # HDX HAPI
    "iso3coo",  # UNHCR's end-year totals on HDX
    "iso3 of origin",  # UNHCR's Operational Data Portal
    "coo_iso",  # UNHCR's Refugee Data Finder
)
"""Headers of publishers whose own adapters know more of their tables than tags can say."""

UNHCR = ("united nations high commissioner for refugees", "unhcr")
GUIDE = "docs/map-your-columns.md"


def recognise(found: Head) -> bool:
    """A row of tags among the first rows, under a header that is no other source's."""
    tagged = tables(found)
    headers = " ".join(" ".join(table.headers) for table in tagged).lower()
    return bool(tagged) and not any(header in headers for header in PUBLISHERS_OWN)


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """All tagged tables of the file, one row per count. See `etl.sources` for what comes out.

    Raises DataError for a file without tags or whose tags name no count of displaced people.
    """
    found = head(document.path)
    tagged = tables(found)
    if not tagged:
        raise DataError(_untagged(document, found))
    con.execute("CREATE OR REPLACE TEMP TABLE hxl_figures (record BIGINT)")
    rows = entries = read = 0
    for table in tagged:
        width = _read(con, found, table, document)
        if width:
            good, bad = _size(con, "tagged"), _size(con, "tagged_bad")
            rows, entries, read = rows + good + bad, entries + good * width + bad, read + 1
            if len(tagged) > 1:  # the next one takes its place
                con.execute(
                    "CREATE OR REPLACE TEMP TABLE hxl_figures AS FROM hxl_figures UNION ALL BY NAME FROM hxl_table"
                )
    if not read:
        raise DataError(_nobody_displaced(document, tagged))
    return Parsed("hxl_figures" if len(tagged) > 1 else "hxl_table", account=Account(rows, entries))


def _read(con: duckdb.DuckDBPyConnection, found: Head, table: Tagged, document: Document) -> int:
    """Make `hxl_table` of one table; return how many entries each of its rows holds, 0 if none is of displaced people."""
    own = hxl_canonical.columns(table)
    if own:
        load(con, found, table, counts=tuple(table.columns))
        hxl_canonical.write(con, "hxl_table", own)
        return 1
    counts = hxl_columns.counts(table)
    if all(count.nothing for count in counts):
        return 0
    load(con, found, table, counts=[count.column for count in counts])
    roles = hxl_columns.roles(table)
    country = document.extra.get("country")
    columns = [count.column for count in counts]
    hxl_where.look_up(con, roles, None if country is None else str(country), columns)
    hxl_rows.write(con, "hxl_table", counts, _voice(table, roles, document))
    return len(counts)


def _voice(table: Tagged, roles: dict[str, list[str]], document: Document) -> hxl_rows.Voice:
    origins = [*roles.get("origin_code", []), *roles.get("origin_name", [])]
    return hxl_rows.Voice(
        document.publisher,
        "UNHCR" if any(name in table.above.lower() for name in UNHCR) else None,
        document.extra.get("role"),
        any("returned from" in table.header(column).lower() for column in origins),
    )


def _untagged(document: Document, found: Head) -> str:
    columns = ", ".join(name for name in found.fields if name)[:160]
    return (
        f"{document.name}: no row of HXL tags among the first 25 rows{f' (columns: {columns})' if columns else ''}: put "
        f"a row such as #country+code, #date+reported, #affected+idps under the header; {GUIDE} lists the tags"
    )


def _nobody_displaced(document: Document, tagged: list[Tagged]) -> str:
    tags = ", ".join(str(tag) for table in tagged for tag in table.columns.values())[:200]
    return (
        f"{document.name}: no column counts displaced people (its tags: {tags}; people in need, targeted or reached "
        f"are other counts): tag one with #affected+idps, #affected+refugees, ...; {GUIDE} lists the tags"
    )


def _size(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
