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

BESIDE = {
    *("coo_id", "coo", "coo_name", "coa_id", "coa", "coa_name"),
    *("total", "dec_total", "f_total", "m_total"),
    *("countryorigin", "countryoriginname", "countryasylum", "countryasylumname"),
}
"""Columns that tables have beside their counts: other codes and names of the two countries, sums of the counts."""

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


def unread(found: Head, table: Table) -> list[str]:
    """The file's columns of which nothing is known: neither this table's, nor names, codes and sums beside it."""
    known = {*IDENTITY, *table.counts, *table.own, *BESIDE}
    return [name for name in columns(found) if name not in known and name]


def is_empty_page(found: Head) -> bool:
    """A reply of the API without any item."""
    return found.kind == "json" and re.search(r'"items"\s*:\s*\[\s*\]', found.text) is not None


def read(con: duckdb.DuckDBPyConnection, found: Head, table: Table) -> list[str]:
    """Make `wide` and `wide_bad` (lines that can't be read); return those count columns of `table` that the file has.

    Raises DataError for a file that is no CSV or JSON, or has no rows.
    """
    reader = _read_pages if found.kind == "json" else _read_csv
    text, present = reader(con, found, table, (*IDENTITY, *NAMES, *table.own))
    replaced = {name: _iso_code(con, text, name) for name in ("coo_iso", "coa_iso")}
    if _is_hdx(found):
        replaced |= {name: _digits(name) for name in present}
    shown = ", ".join(f"{expression} AS {name}" for name, expression in replaced.items())
    con.execute(f"CREATE OR REPLACE TEMP VIEW wide AS SELECT * REPLACE ({shown}) FROM {text}")
    return present


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """Let go of the file's rows."""
    con.execute("DROP TABLE IF EXISTS wide_text_lines; DROP TABLE IF EXISTS wide_items")


def _read_pages(
    con: duckdb.DuckDBPyConnection, found: Head, table: Table, beside: tuple[str, ...]
) -> tuple[str, list[str]]:
    read_items(con, found, "wide_items", (*beside, *table.counts), at="items")
    con.execute("CREATE OR REPLACE TEMP TABLE wide_text_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if not con.execute("SELECT 1 FROM wide_items LIMIT 1").fetchone():
        raise DataError(
            f"{found.path.name}: a page without items: the API answers so for an unknown country or year"
        )
    return "wide_items", list(table.counts)


def _read_csv(
    con: duckdb.DuckDBPyConnection, found: Head, table: Table, beside: tuple[str, ...]
) -> tuple[str, list[str]]:
    names = columns(found)
    present = [name for name in table.counts if name in names]
    read_rows(con, found, "wide_text", names, needed=(*beside, *present))
    return "wide_text", present


def _is_hdx(found: Head) -> bool:
    return {"iso3coo", "iso3coa"} <= set(found.fields)


def _keys(text: str) -> tuple[str, ...]:
    """The keys of the first item of a page, whose end need not be there."""
    start = re.search(r'"items"\s*:\s*\[\s*(?=\{)', text)
    try:
        return tuple(json.JSONDecoder().raw_decode(text, start.end())[0]) if start else ()
    except json.JSONDecodeError:
        return ()  # a page cut short: reading it says so, and no other file begins like this


def _iso_code(con: duckdb.DuckDBPyConnection, table: str, name: str) -> str:
    """SQL: codes of UNHCR's own that are no ISO codes (UKN, STA; flows and HDX have them) as those that ISO columns hold."""
    found = con.execute(
        f"SELECT DISTINCT {name} FROM {table} WHERE {name} IS NOT NULL ORDER BY ALL"
    ).fetchall()
    unhcr = {code: places.unhcr_country(code) for (code,) in found if places.country(code) is None}
    whens = " ".join(f"WHEN {quoted(code)} THEN '{iso3}'" for code, iso3 in unhcr.items() if iso3)
    return f"CASE {name} {whens} ELSE {name} END" if whens else name


def _digits(name: str) -> str:
    """SQL: whole numbers that R wrote as 1e+05 with their digits."""
    number = f"TRY_CAST(trim({name}) AS DECIMAL(38, 15))"
    return (
        rf"CASE WHEN regexp_full_match(trim({name}), '\d(\.\d{{1,14}})?[eE]\+?\d{{1,2}}') AND {number} = trunc({number}) "
        rf"THEN {number}::BIGINT::VARCHAR ELSE {name} END"
    )


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
