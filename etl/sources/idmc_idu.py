"""IDMC's Internal Displacement Updates: dated, located figures of new displacement, provisional until the GIDD is out.

JSON feed or CSV, the older one (timestamps, no `role`) and the newer (35 columns, lists joined by `; `). Source:
https://www.internal-displacement.org/database/displacement-data/ (monitoring tools, API documentation).

- Each row is one figure of an event and part of no printed total; rows marked as triangulation are a second voice.
- Old timestamps are midnights of places 13 hours ahead of UTC: 2023-11-06T11:00Z means 7 November.
- The heading's term is wrong where IDMC mislabels housing ("uninhabitable" over "were homeless"): only the sentence below
  it is read.
- Where the sentence counts households, the figure is IDMC's own conversion into persons.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.fetch import Download, Wanted
from etl.sources import Account, Parsed
from etl.sources.idmc import api as idmc_api
from etl.sources.idmc import sentences as idmc_sentences
from etl.sources.idmc.periods import period_sql
from etl.tabular import cells
from etl.tabular.files import Head, head, read_rows
from etl.tabular.items import read_items

NAME = "idmc_idu"
PUBLISHER = idmc_api.PUBLISHER
LICENCE = idmc_api.LICENCE
CITATION = "Internal Displacement Monitoring Centre (IDMC), Internal Displacement Updates (IDU), provisional"
URL = idmc_api.URL
BASE = idmc_api.BASE
SERIES = "IDU: provisional events"

KEYS = ("iso3", "displacement_type", "figure", "displacement_start_date")
FIELDS = (
    *KEYS,
    "id",
    "country",
    "latitude",
    "longitude",
    "role",
    "qualifier",
    "displacement_date",
    "displacement_end_date",
    "year",
    "event_name",
    "standard_popup_text",
    "sources",
    "locations_name",
    "locations_accuracy",
)
QUALIFIERS = {
    "total": "exact",
    "exact": "exact",
    "approximately": "approximately",
    "more than": "more_than",
    "more than or equal to": "at_least",
    "at least": "at_least",
    "less than": "less_than",
    "less than or equal to": "at_most",
    "up to": "at_most",
}
ACCURACIES = {"adm0": "country", "adm1": "admin1", "adm2": "admin2", "adm3": "admin3"}
POINTS = ("point", "locality")
HOUSEHOLD = (1.5, 15)
"""Persons per household outside of this range: the figure is not what the sentence counts."""


def recognise(found: Head) -> bool:
    """IDU's columns: what happened to how many from when on."""
    names = re.findall(r'"(\w+)"\s*:', found.text) if found.kind == "json" else found.fields
    return set(KEYS) <= set(names)


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """One row per figure of the feed. See `etl.sources` for what comes out."""
    found = head(document.path)
    con.execute("CREATE OR REPLACE TEMP TABLE idu_bad (record BIGINT, reason VARCHAR, row VARCHAR)")
    if found.kind == "json":
        read_items(con, found, "idu", FIELDS, "" if found.text.lstrip().startswith("[") else "results")
    else:
        _read_csv(con, found)
    counted = con.execute("SELECT (SELECT count(*) FROM idu) + (SELECT count(*) FROM idu_bad)").fetchone()
    rows = counted[0] if counted else 0
    if not rows:
        raise DataError(f"{document.name}: a feed without figures: download it again")
    con.execute(f"CREATE OR REPLACE TEMP TABLE idu_read AS {_read_sql(con)}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE idu_long AS {_long_sql()}")
    return Parsed("idu_long", account=Account(rows, rows))


def _read_csv(con: duckdb.DuckDBPyConnection, found: Head) -> None:
    missing = [name for name in KEYS if name not in found.fields]
    if missing:
        raise DataError(f"{found.path.name}: no column {', '.join(missing)}: not IDMC's IDU")
    read_rows(con, found, "idu")
    for name in FIELDS:
        if name not in found.fields:
            con.execute(f"ALTER TABLE idu ADD COLUMN {name} VARCHAR")


def _day(cell: str) -> str:
    """SQL expression: the day that a plain date or an old timestamp means."""
    moment = f"(TRY_CAST({cell} AS TIMESTAMP) + INTERVAL 13 HOUR)::DATE"
    return f"CASE WHEN {cell} LIKE '%T%' THEN {moment} ELSE TRY_CAST({cell} AS DATE) END"


def _read_sql(con: duckdb.DuckDBPyConnection) -> str:
    """The cells as numbers, days and the public sentence; `problem` for rows that can't be read."""
    codes = cells.resolve_countries(con, "idu", "iso3")
    qualifiers = " ".join(f"WHEN '{word}' THEN '{ours}'" for word, ours in QUALIFIERS.items())
    return rf"""
SELECT idu.* EXCLUDE (year), coalesce(starts_with(idu.iso3, '#'), false) AS tagged, found.iso3 AS code,
    {cells.count("figure")} AS n,
    coalesce(displacement_start_date, displacement_date) AS start_cell, displacement_end_date AS end_cell,
    {_day("start_cell")} AS starts, {_day("end_cell")} AS ends, 'day' AS start_word, 'day' AS end_word,
    coalesce(TRY_CAST(year AS INT), year(starts), year(ends)) AS counted_in,
    {idmc_sentences.sentence_sql("standard_popup_text")} AS sentence,
    {idmc_sentences.households_sql()} AS households,
    CASE coalesce(lower(trim(qualifier)), 'total') {qualifiers} END AS quantifier,
    CASE WHEN tagged THEN NULL
        WHEN code IS NULL
            THEN 'unknown country "' || coalesce(idu.iso3, '') || '": use its ISO 3166-1 alpha-3 code'
        WHEN NOT {cells.missing("figure")} AND n IS NULL
            THEN 'figure "' || figure || '" is not a whole number of people: write digits'
        WHEN starts IS NULL AND start_cell IS NOT NULL
            THEN 'displacement_start_date "' || start_cell || '" is no date: write YYYY-MM-DD'
        WHEN ends IS NULL AND end_cell IS NOT NULL
            THEN 'displacement_end_date "' || end_cell || '" is no date: write YYYY-MM-DD'
        WHEN counted_in IS NULL THEN 'no year and no dates: give displacement_start_date'
        WHEN quantifier IS NULL
            THEN 'unknown qualifier "' || qualifier || '": use one of {", ".join(QUALIFIERS)}'
    END AS problem
FROM idu LEFT JOIN {codes} found ON found.name = idu.iso3"""


def _long_sql() -> str:
    """One canonical row per figure; tag rows, blanks and unreadable lines beside them."""
    low, high = HOUSEHOLD
    return rf"""
SELECT record, 'idp' AS population, 'flow' AS measure, '{SERIES}' AS series,
    code AS country, code AS origin, lower(trim(displacement_type)) AS cause,
    concat_ws(' ', event_name, coalesce('[' || id || ']', '#' || row_number() OVER (
        PARTITION BY code, event_name ORDER BY starts, ends, n, record))) AS part,
    n AS value, quantifier, coalesce(households, n) AS reported,
    CASE WHEN households IS NULL THEN 'person' ELSE 'household' END AS unit,
    CASE WHEN households IS NULL THEN 'reported' ELSE 'derived' END AS value_status,
    round(n / nullif(households, 0), 2) AS household_size,
    {idmc_sentences.term_sql()} AS term, {idmc_sentences.place_sql()} AS place, {_accuracy_sql()} AS place_accuracy, 'table' AS place_basis,
    TRY_CAST(latitude AS DOUBLE) AS lat, TRY_CAST(longitude AS DOUBLE) AS lon,
    {idmc_sentences.attribution_sql()} AS attributed_to,
    start_date, end_date, start_accuracy, end_accuracy,
    CASE WHEN lower(role) LIKE 'triangulation%' THEN 'triangulation' ELSE 'recommended' END AS role,
    nullif(concat_ws('; ', doubt,
        CASE WHEN lower(role) LIKE 'triangulation%' THEN 'a second voice, which IDMC does not add up' END,
        CASE WHEN household_size NOT BETWEEN {low} AND {high}
            THEN 'households and persons do not fit: ' || household_size || ' persons a household' END,
        {idmc_sentences.gaps_sql()}
    ), '') AS warning,
    CASE WHEN {cells.missing("figure")} THEN {idmc_api.BLANK} END AS nothing,
    concat_ws(',', iso3, id, event_name, figure) AS row
FROM ({period_sql("(SELECT * FROM idu_read WHERE NOT tagged AND problem IS NULL)")})
UNION ALL BY NAME
SELECT record, CASE WHEN tagged THEN {idmc_api.TAGS} END AS nothing, problem, concat_ws(',', iso3, id, event_name, figure) AS row
FROM idu_read WHERE tagged OR problem IS NOT NULL
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM idu_bad"""


def _accuracy_sql() -> str:
    """How the one location's coordinates are known; of several locations the coordinates are only the middle."""
    levels = " ".join(
        f"WHEN lower(locations_accuracy) LIKE '%({word})' THEN '{ours}'" for word, ours in ACCURACIES.items()
    )
    points = ", ".join(f"'{word}'" for word in POINTS)
    return (
        "CASE WHEN locations_accuracy LIKE '%;%' OR TRY_CAST(latitude AS DOUBLE) IS NULL THEN NULL "
        f"{levels} WHEN lower(trim(locations_accuracy)) IN ({points}) THEN 'point' END"
    )


def downloads(wanted: Wanted) -> list[Download]:
    """The whole feed in one reply: the API gives it whole, whatever country or year is wanted."""
    params = {"client_id": idmc_api.client_id(), "format": "json"}
    return [Download("idus", "idus/all/", params, count=_size, secret=("client_id",))]


def _size(reply: Any) -> int:
    if not isinstance(reply, list):
        raise TypeError("not a list of figures")
    return len(reply)
