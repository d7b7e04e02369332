"""HDX HAPI: OCHA's digest of other publishers' tables; here IDPs (from IOM) and refugees and returnees (from UNHCR).

Source: https://hapi.humdata.org (docs: https://hdx-hapi.readthedocs.io), as CSV with or without a row of HXL tags, or JSON.

- The figures are IOM's and UNHCR's at second hand: published under their names, in a series of their own, so that they never
  meet the publisher's own table in a sum.
- Each row has a period: a stock is true on its last day, a return or resettlement happened within it.
- `error` holds why HAPI itself leaves the row out; `warning` is kept.
- Totals over sexes and ages stand beside the details. Where the details are not known they are written as 0.
"""

from __future__ import annotations

import os
from typing import Any

import duckdb

from etl.documents import Document
from etl.errors import UsageError
from etl.fetch import Download, Wanted, by_offset
from etl.sources import Account, Parsed
from etl.sources.hdx_hapi import rows as hapi_rows
from etl.sources.hdx_hapi.rows import FIELDS, IDPS, PEOPLE
from etl.tabular import flat
from etl.tabular.files import Head, head

NAME = "hdx_hapi"
URL = "https://data.humdata.org/hapi"
CITATION = "HDX Humanitarian API (OCHA Centre for Humanitarian Data), from IOM's and UNHCR's data"

BASE = "https://hapi.humdata.org/api/v1/"
KEY = "HDX_APP_IDENTIFIER"
PAGE = 10_000
PATHS = {
    "idps": ("affected-people/idps", "location_code"),
    "refugees": ("affected-people/refugees", "asylum_location_code"),
    "returnees": ("affected-people/returnees", "asylum_location_code"),
}
"""Table -> its path, and the parameter that names the country where the people are, as documented for v1."""


def recognise(found: Head) -> bool:
    """HAPI's columns of one of the three tables."""
    if found.kind == "json":
        return '"data"' in found.text and any(
            all(f'"{name}"' in found.text for name in needed) for needed in (IDPS, PEOPLE)
        )
    return any(flat.header(found, needed) is not None for needed in (IDPS, PEOPLE))


def downloads(wanted: Wanted) -> list[Download]:
    """The three tables, page by page. Raises UsageError without an app identifier."""
    identifier = os.environ.get(KEY)
    if not identifier:
        raise UsageError(
            "hdx_hapi needs an app identifier (free): make one of a name and an e-mail address at "
            f"https://hapi.humdata.org/docs (encode_app_identifier) and put it into {KEY}"
        )
    params = {"app_identifier": identifier, "output_format": "json", "limit": str(PAGE), "offset": "0"}
    if wanted.since:
        params["start_date"] = f"{wanted.since}-01-01"
    return [
        Download(
            table,
            path,
            {**params, **({where: wanted.country} if wanted.country else {})},
            _count,
            by_offset(PAGE, _count),
            secret=("app_identifier",),
        )
        for table, (path, where) in PATHS.items()
    ]


def _count(reply: Any) -> int:
    return len(reply["data"])


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """One row per row. See `etl.sources` for what comes out."""
    found = head(document.path)
    of_idps = (
        '"reporting_round"' in found.text if found.kind == "json" else flat.header(found, PEOPLE) is None
    )
    flat.read(con, found, "hapi", FIELDS, IDPS if of_idps else PEOPLE, at="data")
    (hapi_rows.judge_idps if of_idps else hapi_rows.judge_people)(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE hapi_figures AS FROM hapi_rows "
        "UNION ALL BY NAME SELECT record, reason AS problem, row FROM hapi_bad"
    )
    row = con.execute("SELECT count(*) FROM (SELECT 1 FROM hapi UNION ALL SELECT 1 FROM hapi_bad)").fetchone()
    count = row[0] if row else 0
    return Parsed("hapi_figures", account=Account(count, count))
