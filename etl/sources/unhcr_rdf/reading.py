"""A file of the Finder as the temporary table `wide`: one text column per column, the names as the API has them."""

from __future__ import annotations

import json
import re

import duckdb

from etl import places
from etl.errors import DataError
from etl.sources.unhcr_rdf.tables import IDENTITY, Table
from etl.tabular.files import Head, read_rows
from etl.tabular.items import read_items

NAMES = ("coa_name",)

HDX = {
    "iso3coo": "coo_iso",
    "iso3coa": "coa_iso",
    "ref": "refugees",
    "asy": "asylum_seekers",
    "idp": "idps",
    "ret": "returned_refugees",
    "rdp": "returned_idps",
    "sta": "stateless",
    "ooc": "ooc",
    "oip": "oip",
    "vda": "oip",
    "hst": "hst",
}
"""The population table as HDX offers it: codes for columns, written by R. Venezuelans displaced abroad (VDA) are called
other people in need of international protection today."""


def columns(found: Head) -> tuple[str, ...]:
    """The file's columns under the API's names; of JSON the keys of its first item; none where a row of HXL tags follows."""
    if found.kind == "json":
        return _keys(found.text)
    tagged = len(found.rows) > 1 and any(cell.startswith("#") for cell in found.rows[1])
    if found.kind != "csv" or tagged:
        return ()
    return tuple(HDX.get(name, name) for name in found.fields) if _is_hdx(found) else found.fields


def is_empty_page(found: Head) -> bool:
    """A reply of the API without any item."""
    return found.kind == "json" and re.search(r'"items"\s*:\s*\[\s*\]', found.text) is not None


def read(con: duckdb.DuckDBPyConnection, found: Head, table: Table) -> list[str]:
    """Fill `wide` and `wide_bad` (lines that can't be read); return those count columns of `table` that the file has.

    Raises DataError for a file that is no CSV or JSON, or has no rows.
    """
    reader = _read_pages if found.kind == "json" else _read_csv
    present = reader(con, found, table, (*IDENTITY, *NAMES, *table.own))
    _iso_codes(con)
    return present


def _read_pages(
    con: duckdb.DuckDBPyConnection, found: Head, table: Table, beside: tuple[str, ...]
) -> list[str]:
    read_items(con, found, "wide", (*beside, *table.counts), at="items")
    con.execute("CREATE OR REPLACE TEMP TABLE wide_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if not con.execute("SELECT 1 FROM wide LIMIT 1").fetchone():
        raise DataError(
            f"{found.path.name}: a page without items: the API answers so for an unknown country or year"
        )
    return list(table.counts)


def _read_csv(
    con: duckdb.DuckDBPyConnection, found: Head, table: Table, beside: tuple[str, ...]
) -> list[str]:
    names = columns(found)
    read_rows(con, found, "wide", names)
    for name in beside:
        if name not in names:
            con.execute(f"ALTER TABLE wide ADD COLUMN {name} VARCHAR")
    present = [name for name in table.counts if name in names]
    if _is_hdx(found):
        _digits(con, present)
    return present


def _is_hdx(found: Head) -> bool:
    return {"iso3coo", "iso3coa"} <= set(found.fields)


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the first item of a page, whose end need not be there."""
    start = re.search(r'"items"\s*:\s*\[\s*(?=\{)', text)
    try:
        return tuple(json.JSONDecoder().raw_decode(text, start.end())[0]) if start else ()
    except json.JSONDecodeError:
        return ()  # a page cut short: reading it says so, and no other file begins like this


def _iso_codes(con: duckdb.DuckDBPyConnection) -> None:
    """Codes of UNHCR's own that are no ISO codes (UKN, STA; flows and HDX have them) become those that ISO columns hold."""
    for name in ("coo_iso", "coa_iso"):
        for (code,) in con.execute(f"SELECT DISTINCT {name} FROM wide WHERE {name} IS NOT NULL").fetchall():
            if places.country(code) is None and (iso3 := places.unhcr_country(code)):
                con.execute(f"UPDATE wide SET {name} = ? WHERE {name} = ?", [iso3, code])


def _digits(con: duckdb.DuckDBPyConnection, present: list[str]) -> None:
    """Whole numbers that R wrote as 1e+05 get their digits."""
    for name in present:
        number = f"TRY_CAST(trim({name}) AS DECIMAL(38, 15))"
        con.execute(
            rf"UPDATE wide SET {name} = {number}::BIGINT::VARCHAR WHERE {number} = trunc({number}) "
            rf"AND regexp_full_match(trim({name}), '\d(\.\d{{1,14}})?[eE]\+?\d{{1,2}}')"
        )
