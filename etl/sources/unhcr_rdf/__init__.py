"""UNHCR Refugee Data Finder: the population table as wide CSV, or as JSON pages of its API.

One row a year and pair of countries, nine counts wide. Source: https://www.unhcr.org/refugee-statistics
(methodology: "Data content"). End-year stocks, except returns, which are movements during the year.

- Codes: only `coo_iso` and `coa_iso` are ISO 3166-1. UNHCR's own `coo` and `coa` collide with it (AUS is Austria).
- `-` means not collected or not applicable; in a code it means that the dimension is summed.
- 0 stands for none and for not collected alike, so a zero gives no row. `*` stands for a count of 1 to 4.
"""

from __future__ import annotations

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.sources import Account, Parsed, cells
from etl.sources.files import Head, head, read_rows

NAME = "unhcr_rdf"
PUBLISHER = "UNHCR"
LICENCE = "CC-BY-4.0"
URL = "https://www.unhcr.org/refugee-statistics/"

MEASURES = {
    "refugees": ("refugee", "stock"),
    "asylum_seekers": ("asylum_seeker", "stock"),
    "returned_refugees": ("returned_refugee", "flow"),
    "idps": ("idp", "stock"),
    "returned_idps": ("returned_idp", "flow"),
    "stateless": ("stateless", "stock"),
    "ooc": ("ooc", "stock"),
    "oip": ("oip", "stock"),
    "hst": ("host_community", "stock"),
}
OTHER_TABLES = {
    "refugee_like",
    "resettlement",
    "naturalisation",
    "applied",
    "dec_total",
    "dec_recognized",
    "pop_type",
}
"""Columns of the Finder's other tables (flows, solutions, asylum, demographics): their counts are of another kind."""

IDENTITY = ("year", "coo_iso", "coa_iso")
NAMES = ("coo_name", "coa_name")


def recognise(found: Head) -> bool:
    """The three identity columns, or an API reply that names them, beside at least one population count."""
    if found.kind == "json":
        other = any(f'"{name}"' in found.text for name in OTHER_TABLES)
        return '"items"' in found.text and all(f'"{name}"' in found.text for name in IDENTITY) and not other
    names = set(found.fields)
    return set(IDENTITY) <= names and bool(set(MEASURES) & names) and not OTHER_TABLES & names


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Wide rows to one row per count. See `etl.sources` for what comes out."""
    found = head(document.path)
    foreign = sorted(OTHER_TABLES & set(found.fields))
    if foreign:
        raise DataError(
            f"{document.name}: column {', '.join(foreign)}: another table of the Finder; only the population table is read"
        )
    if found.kind == "json":
        present = _read_json(con, document)
    else:
        read_rows(con, found, "wide")
        present = [name for name in MEASURES if name in found.fields]
    missing = [name for name in IDENTITY if name not in _columns(con, "wide")]
    if missing or not present:
        raise DataError(
            f"{document.name}: no column {', '.join(missing) or 'with a count'}: not the Refugee Data Finder's table"
        )
    for name in NAMES:
        if name not in _columns(con, "wide"):
            con.execute(f"ALTER TABLE wide ADD COLUMN {name} VARCHAR")
    con.execute(_long_sql(con, present))
    return Parsed("long", account=_account(con, present))


def _account(con: duckdb.DuckDBPyConnection, present: list[str]) -> Account:
    """Cells of all rows that can be read, and what says nothing in them; a row refused whole is one cell."""
    zeros = " + ".join(f"({cells.count(name)} IS NOT DISTINCT FROM 0)::INT" for name in present)
    blanks = " + ".join(f"{cells.missing(name)}::INT" for name in present)
    bad = "(SELECT DISTINCT record FROM long WHERE problem IS NOT NULL AND population IS NULL)"
    row = con.execute(
        f"SELECT count(*), coalesce(sum({zeros}), 0), coalesce(sum({blanks}), 0) FROM wide WHERE record NOT IN {bad}"
    ).fetchone()
    refused = con.execute(f"SELECT count(*) FROM {bad}").fetchone()
    good, zero, blank = row or (0, 0, 0)
    whole = refused[0] if refused else 0
    nothing = {"0: none, or not collected": zero, "blank or -: not collected": blank}
    return Account(
        good + whole,
        good * len(present) + whole,
        {reason: count for reason, count in nothing.items() if count},
    )


def _read_json(con: duckdb.DuckDBPyConnection, document: Document) -> list[str]:
    fields = (*IDENTITY, *NAMES, *MEASURES)
    texts = ", ".join(f"item->>'{name}' AS {name}" for name in fields)
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE wide AS SELECT row_number() OVER () AS record, {texts} FROM ("
            "SELECT unnest(items) AS item FROM read_json(?, columns = {'items': 'JSON[]'}, maximum_object_size = 268435456))",
            [str(document.path)],
        )
    except duckdb.Error as error:
        line = str(error).splitlines()[0][:200]
        raise DataError(
            f"{document.name}: not readable as a page of the API ({line}): download it again"
        ) from error
    con.execute("CREATE OR REPLACE TEMP TABLE wide_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if not con.execute("SELECT 1 FROM wide LIMIT 1").fetchone():
        raise DataError(
            f"{document.name}: a page without items: the API answers so for an unknown country or year"
        )
    return list(MEASURES)


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]


def _long_sql(con: duckdb.DuckDBPyConnection, present: list[str]) -> str:
    """One row per count that is there, and one per wide row that can't be read at all."""
    codes = cells.resolve_countries(con, "wide", "coo_iso", "coa_iso")
    measures = ", ".join(present)
    populations = " ".join(f"WHEN '{name}' THEN '{MEASURES[name][0]}'" for name in present)
    flows = ", ".join(f"'{name}'" for name in present if MEASURES[name][1] == "flow") or "''"
    return f"""
CREATE OR REPLACE TEMP TABLE long AS
WITH judged AS (
    SELECT wide.*, TRY_CAST(year AS INT) AS y,
        CASE WHEN y IS NULL OR y NOT BETWEEN 1900 AND 2100
                THEN 'year "' || coalesce(year, '') || '" is no year: write it as four digits'
            WHEN coo_iso <> '-' AND coo_iso NOT IN (SELECT iso3 FROM {codes}) OR coo_iso IS NULL
                THEN 'unknown country of origin "' || coalesce(coo_iso, '') || '": use its ISO 3166-1 alpha-3 code'
            WHEN coa_iso <> '-' AND coa_iso NOT IN (SELECT iso3 FROM {codes}) OR coa_iso IS NULL
                THEN 'unknown country of asylum "' || coalesce(coa_iso, '') || '": use its ISO 3166-1 alpha-3 code'
        END AS wide_problem
    FROM wide
), counts AS (
    UNPIVOT (SELECT * FROM judged WHERE wide_problem IS NULL) ON {measures} INTO NAME name VALUE cell
), read AS (
    SELECT *, {cells.count("cell")} AS n, trim(cell) = '{cells.WITHHELD}' AS withheld, name IN ({flows}) AS is_flow
    FROM counts WHERE NOT {cells.missing("cell")}
)
SELECT record,
    CASE name {populations} END AS population,
    CASE WHEN is_flow THEN 'flow' ELSE 'stock' END AS measure,
    n AS value, n AS reported,
    CASE WHEN withheld THEN 'redacted' ELSE 'reported' END AS value_status,
    nullif(coa_iso, '-') AS country, nullif(coo_iso, '-') AS origin,
    CASE WHEN coa_iso = '-' THEN 'World' ELSE coa_name END AS place,
    CASE WHEN coa_iso <> '-' THEN 0 END AS admin_level,
    'table' AS place_basis,
    CASE WHEN is_flow THEN make_date(y, 1, 1) END AS start_date,
    make_date(y, 12, 31) AS end_date,
    CASE WHEN is_flow THEN 'year' END AS start_accuracy,
    CASE WHEN is_flow THEN 'year' ELSE 'day' END AS end_accuracy,
    CASE WHEN withheld THEN 'withheld by UNHCR: a count of 1 to 4'
        WHEN coo_iso = coa_iso AND name IN ('refugees', 'asylum_seekers')
            THEN 'origin and asylum are the same country' END AS warning,
    CASE WHEN n IS NULL AND NOT withheld
        THEN name || ' "' || cell || '" is not a whole number of people: write digits, or - where there is none' END AS problem,
    name || '=' || cell AS row
FROM read WHERE n IS DISTINCT FROM 0
UNION ALL BY NAME
SELECT record, wide_problem AS problem, concat_ws(',', year, coo_iso, coa_iso, {measures}) AS row
FROM judged WHERE wide_problem IS NOT NULL
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM wide_bad
"""
