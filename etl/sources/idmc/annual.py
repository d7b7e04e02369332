"""Country-years and disasters of IDMC's annual tables, each cell as a canonical row."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from etl.sources import Account
from etl.sources.idmc import api as idmc_api
from etl.sources.idmc.headers import CAUSES, EVENT, MEASURES, TWINS
from etl.sources.idmc.periods import period_sql
from etl.tabular import cells

TWIN = "'rounded twin of the number beside it'"
ZERO = "'0 as printed: IDMC may not be aware of any'"


def judge(con: duckdb.DuckDBPyConnection, table: str, kept: Sequence[str]) -> None:
    """Make `{table}_judged`: the columns `kept`, `country` and `y` (year) as read, and why a row is refused whole.

    `tagged` rows are HXL tags. A blank name is filled from our table of countries; dates of events must be dates.
    """
    codes = cells.resolve_countries(con, table, "iso3")
    wrong_dates = " ".join(_wrong_date(name) for name in ("start_date", "end_date") if name in kept)
    columns = ", ".join(f't."{name}"' for name in kept)
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE {table}_judged AS
SELECT t.record, {columns}, TRY_CAST(t.year AS INT) AS y, found.iso3 AS country, coalesce(t.name, c.name) AS place,
    coalesce(starts_with(t.iso3, '#'), false) AS tagged,
    CASE WHEN tagged THEN NULL
        WHEN country IS NULL
            THEN 'unknown country "' || coalesce(t.iso3, '') || '": use its ISO 3166-1 alpha-3 code'
        WHEN y IS NULL OR y NOT BETWEEN 1900 AND 2100
            THEN 'year "' || coalesce(t.year, '') || '" is no year: write it as four digits'
        {wrong_dates}
    END AS refused,
    concat_ws(',', t.iso3, t.name, t.year) AS row
FROM {table} t LEFT JOIN {codes} found ON found.name = t.iso3 LEFT JOIN countries c ON c.iso3 = found.iso3""")


def _wrong_date(column: str) -> str:
    return (
        f"WHEN t.{column} IS NOT NULL AND TRY_CAST(t.{column} AS DATE) IS NULL "
        f"THEN '{column} \"' || t.{column} || '\" is no date: write YYYY-MM-DD'"
    )


def account(con: duckdb.DuckDBPyConnection, table: str, columns: int) -> Account:
    """Each row has an entry per column of counts; a tag row, a row refused whole and an unreadable line are one."""
    row = con.execute(
        f"SELECT count(*), coalesce(sum(CASE WHEN tagged OR refused IS NOT NULL THEN 1 ELSE {columns} END), 0), "
        f"(SELECT count(*) FROM {table}_bad) FROM {table}_judged"
    ).fetchone()
    rows, entries, bad = row or (0, 0, 0)
    return Account(rows + bad, int(entries) + bad)


def refused_sql(table: str) -> str:
    """Rows that are tags, refused whole, or not readable."""
    return f"""
SELECT record, CASE WHEN tagged THEN {idmc_api.TAGS} END AS nothing, refused AS problem, row
FROM {table}_judged WHERE tagged OR refused IS NOT NULL
UNION ALL BY NAME SELECT record, reason AS problem, row FROM {table}_bad"""


def annual_sql(table: str, names: Sequence[str]) -> str:
    """Each count with its rounded twin, of all rows of `{table}_judged` that can be read."""
    pairs = ", ".join(
        _pair_sql(cause, measure, names)
        for cause in CAUSES
        for measure in MEASURES
        if {f"{cause}_{measure}{twin}" for twin in TWINS} & set(names)
    )
    dated = (_events_sql if "event_name" in names else _years_sql)(f"{table}_judged")
    return f"""
SELECT * FROM (
WITH pairs AS (
    SELECT * EXCLUDE (pair), pair.cause AS cause, pair.measure AS measure, pair.raw AS raw, pair.rounded AS rounded,
        pair.twins AS twins, {cells.missing("raw")} AS no_raw, {cells.missing("rounded")} AS no_rounded,
        CASE WHEN no_raw THEN rounded ELSE raw END AS cell, {cells.count("cell")} AS n
    FROM (SELECT *, unnest([{pairs}]) AS pair FROM ({dated}))
)
SELECT record, country, place, cause, measure, part, n AS value, n AS reported,
    CASE WHEN no_raw AND n > 100 THEN 'approximately' ELSE 'exact' END AS quantifier,
    CASE WHEN measure = 'flow' THEN start_date END AS start_date,
    CASE WHEN measure = 'flow' THEN end_date ELSE make_date(y, 12, 31) END AS end_date,
    CASE WHEN measure = 'flow' THEN start_accuracy END AS start_accuracy,
    CASE WHEN measure = 'flow' THEN end_accuracy ELSE 'day' END AS end_accuracy,
    nullif(concat_ws('; ', CASE WHEN n = 0 THEN {ZERO} END, CASE WHEN measure = 'flow' THEN doubt END, again,
        CASE WHEN NOT no_raw AND NOT no_rounded AND {cells.count("rounded")} IS DISTINCT FROM {_rounded_sql("n")}
            THEN 'rounded by IDMC to ' || rounded END), '') AS warning,
    CASE WHEN no_raw AND no_rounded THEN {idmc_api.BLANK} END AS nothing,
    CASE WHEN nothing IS NULL AND n IS NULL THEN
        'count of ' || cause || ' ' || measure || ' "' || cell || '" is not a whole number of people: write digits, or nothing where there is none'
    END AS problem,
    concat_ws(',', row, part, cell) AS row
FROM pairs
UNION ALL BY NAME
SELECT record, CASE WHEN no_raw OR no_rounded THEN {idmc_api.BLANK} ELSE {TWIN} END AS nothing FROM pairs WHERE twins)"""


def _pair_sql(cause: str, measure: str, names: Sequence[str]) -> str:
    raw, rounded = (f"{cause}_{measure}{twin}" for twin in TWINS)
    texts = [name if name in names else "NULL::VARCHAR" for name in (raw, rounded)]
    twins = str(raw in names and rounded in names).lower()
    return f"{{'cause': '{cause}', 'measure': '{measure}', 'raw': {texts[0]}, 'rounded': {texts[1]}, 'twins': {twins}}}"


def _rounded_sql(number: str) -> str:
    """SQL expression: as IDMC rounds for display, half to even: 3250 is 3200; 0 has no twin."""
    return (
        f"CASE WHEN {number} <= 100 THEN nullif({number}, 0) WHEN {number} <= 1000 THEN round_even({number}, -1) "
        f"WHEN {number} < 10000 THEN round_even({number}, -2) ELSE round_even({number}, -3) END::BIGINT"
    )


def _good(judged: str) -> str:
    return f"{judged} WHERE NOT tagged AND refused IS NULL"


def _years_sql(judged: str) -> str:
    return f"""
SELECT * EXCLUDE ({", ".join(EVENT)}), make_date(y, 1, 1) AS start_date, make_date(y, 12, 31) AS end_date,
    'year' AS start_accuracy, 'year' AS end_accuracy,
    NULL::VARCHAR AS doubt, NULL::VARCHAR AS part, NULL::VARCHAR AS again
FROM {_good(judged)}"""


def _events_sql(judged: str) -> str:
    """Disasters with their period, and the part that each is of the year's total.

    Several disasters of a country may share a name ("Annual floods"): they are numbered, lest one passes for a later
    count of the other.
    """
    read = f"""(
    SELECT * EXCLUDE (start_date, end_date), start_date::DATE AS starts, end_date::DATE AS ends, y AS counted_in,
        start_date_accuracy AS start_word, end_date_accuracy AS end_word, concat_ws('|', disaster_flow, disaster_stock) AS size,
        concat_ws(' ', event_name, '(' || nullif(concat_ws(': ', hazard_category_name, hazard_type_name), '') || ')') AS event
    FROM {_good(judged)})"""
    return f"""
SELECT *, row_number() OVER (PARTITION BY country, event ORDER BY starts, ends, y, size, record) AS nth,
    event || CASE WHEN nth > 1 THEN ' #' || nth ELSE '' END AS part,
    CASE WHEN count(*) OVER (PARTITION BY country, event, y, starts, ends, size) > 1
        THEN 'the same event and number stand in this table more than once' END AS again
FROM ({period_sql(read)})"""
