"""Replies of APIs: JSON pages, each with a list of items; every value arrives as text, the way a CSV gives it."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from etl.documents import pages
from etl.errors import DataError
from etl.tabular.files import Head


def read_items(
    con: duckdb.DuckDBPyConnection, found: Head, table: str, fields: Iterable[str], at: str = ""
) -> None:
    """Read the items of all pages into the temporary `table`: `record` (number of the item, from 1), one text column per
    field (NULL where the item does not have it or says null), and `item`, the item's own JSON.

    `at` is the way to the list inside a page (`items`, `data.timeseries`), empty where the page is the list itself.
    Raises DataError for a file that is no JSON, or a page without that list; an empty list is an empty table.
    """
    path = "$" + "".join(f".{name}" for name in at.split(".") if name)
    texts = "".join(f', item->>\'$."{name}"\' AS "{name}"' for name in fields)
    files = [str(page) for page in pages(found.path)]
    try:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE json_pages AS SELECT row_number() OVER () AS page, "
            f"json_extract(content::JSON, '{path}') AS list FROM read_text(?)",
            [files],
        )
    except duckdb.Error as error:
        line = str(error).splitlines()[0][:160]
        raise DataError(f"{found.path.name}: not readable as JSON ({line}): download it again") from error
    bad = con.execute(
        "SELECT page FROM json_pages WHERE list IS NULL OR json_type(list) <> 'ARRAY' ORDER BY page"
    ).fetchone()
    if bad:
        where = f"page {bad[0]} " if len(files) > 1 else ""
        raise DataError(
            f"{found.path.name}: {where}has no list {at or 'of items'}: not a reply of this API, download it again"
        )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT row_number() OVER () AS record{texts}, item FROM ("
        "SELECT unnest(list::JSON[]) AS item FROM (SELECT list FROM json_pages ORDER BY page))"
    )
