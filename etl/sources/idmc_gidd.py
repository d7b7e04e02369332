"""IDMC's Global Internal Displacement Database: country-years, disasters one by one, and estimates by sex and age.

CSV, JSON pages of the API, the workbook, with or without an HXL tag row. Source of the definitions:
https://www.internal-displacement.org/monitoring-tools ("internal displacements" of a year, "total number of IDPs" on
31 December); of the columns: the API's documentation and the README sheet of the workbook.

- A blank is not a zero: nobody counted. A zero is kept as printed; it may mean that IDMC knows of no displacement.
- The rounded twin of a number is for display and never a second figure; alone, it is an approximate one.
- Disasters are parts of their country's disaster total of the year and are never added to it.
- The workbook's sheets of explanations and country-years withheld hold no counts of their own and are not read.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.fetch import Download, Params, Wanted
from etl.sources import Account, Parsed
from etl.sources.idmc import api as idmc_api
from etl.sources.idmc.annual import account, annual_sql, judge, refused_sql
from etl.sources.idmc.headers import (
    COUNTS,
    DISAGGREGATION,
    EVENT,
    IDENTITY,
    RESULTS,
    is_annual,
    is_by_age,
    read_annual,
    read_by_age,
)
from etl.sources.idmc.sadd import by_age_sql
from etl.tabular.files import Head, head

NAME = "idmc_gidd"
PUBLISHER = idmc_api.PUBLISHER
LICENCE = idmc_api.LICENCE
CITATION = (
    "Internal Displacement Monitoring Centre (IDMC), Global Internal Displacement Database (GIDD). IDMC's own export asks for "
    "non-commercial use (CC BY-NC 4.0): ask IDMC before selling what is made of it"
)
URL = idmc_api.URL
DEFINITIONS = {
    "idp": "All people living in internal displacement of whom IDMC could establish a count, whoever assists them; as a flow, "
    "each movement counts, so a person displaced twice in a year counts twice."
}

BASE = idmc_api.BASE
LIMIT = 100


def recognise(found: Head) -> bool:
    """A header, or an API reply, that names iso3, year and counts of displacement by IDMC's names."""
    if found.kind == "json":
        keys = re.findall(r'"(\w+)"\s*:', found.text)
        return RESULTS in keys and "displacement_type" not in keys and is_annual(keys)
    if found.kind == "workbook":
        return any(rows and (is_annual(rows[0]) or is_by_age(rows[0])) for rows in found.sheets.values())
    return is_annual(found.fields) or is_by_age(found.fields)


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """One row per cell of a count. See `etl.sources` for what comes out.

    Raises DataError for a file that has none of the tables, or no rows in them.
    """
    found = head(document.path)
    names = read_annual(con, found, "gidd")
    ages = read_by_age(con, found, "gidd_ages")
    tables, accounts = [], []
    if names:
        judge(con, "gidd", (*IDENTITY, *EVENT, *COUNTS))
        tables += [annual_sql("gidd", names), refused_sql("gidd")]
        accounts.append(account(con, "gidd", len(set(names) & set(COUNTS))))
    if ages:
        judge(con, "gidd_ages", (*IDENTITY, *DISAGGREGATION, *ages))
        tables += [by_age_sql("gidd_ages", ages), refused_sql("gidd_ages")]
        accounts.append(account(con, "gidd_ages", len(ages)))
    rows, entries = sum(one.rows for one in accounts), sum(one.cells for one in accounts)
    if not rows:
        raise DataError(
            f"{document.name}: no rows under columns iso3, year and a count of displacement: not a table of GIDD, or an empty one"
        )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gidd_long AS SELECT *, 'idp' AS population, country AS origin, 0 AS admin_level, "
        f"'table' AS place_basis, ?::DATE AS published FROM ({' UNION ALL BY NAME '.join(tables)})",
        [_released(found)],
    )
    return Parsed("gidd_long", account=Account(rows, entries))


def _released(found: Head) -> str | None:
    """The day of IDMC's release, which replies of the API name."""
    said = (
        re.search(r'"last_updated"\s*:\s*"(\d{4}-\d\d-\d\d)"', found.text) if found.kind == "json" else None
    )
    return said[1] if said else None


def downloads(wanted: Wanted) -> list[Download]:
    """The three tables, whole: they are small, and only a whole table can be held against the vintage before."""
    params = {"client_id": idmc_api.client_id(), "format": "json", "limit": str(LIMIT), "offset": "0"}
    return [
        Download(
            table,
            f"gidd/{table}/",
            params,
            count=lambda reply: len(reply[RESULTS]),
            following=_following,
            promised=lambda reply: int(reply["count"]),
            secret=("client_id",),
        )
        for table in ("conflicts", "disasters", "displacements")
    ]


def _following(reply: Any, number: int, params: Params) -> Params | None:
    if not reply["next"]:
        return None
    return {**params, "offset": str(int(params["offset"]) + len(reply[RESULTS]))}
