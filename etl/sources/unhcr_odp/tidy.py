"""The portal's figures as OCHA's data exchange (HDX) passes them on: one row a country, origin, population and date."""

from __future__ import annotations

import duckdb

from etl.sources import Account, Parsed
from etl.sources.unhcr_odp.words import PORTAL, REMAINDER, SAME_COUNTRY, population, remainder
from etl.tabular import cells
from etl.tabular.files import Head, read_rows

COLUMNS = {
    "country": "country_name",
    "iso3": "country_iso3",
    "country of origin": "origin_name",
    "iso3 of origin": "origin_iso3",
    "population type": "population_type",
    "source": "credited",
    "date": "date",
    "individuals": "individuals",
}


def fits(found: Head) -> bool:
    """All columns but the source are needed."""
    return found.kind == "csv" and set(COLUMNS) - {"source"} <= set(found.fields)


def parse(con: duckdb.DuckDBPyConnection, found: Head) -> Parsed:
    """One row a row; a row of HXL tags below the header says nothing."""
    read_rows(con, found, "tidy_text", [COLUMNS.get(name, "") for name in found.fields])
    if "source" not in found.fields:
        con.execute("ALTER TABLE tidy_text ADD COLUMN credited VARCHAR")
    names = cells.resolve_countries(
        con, "tidy_text", "country_name", "country_iso3", "origin_name", "origin_iso3"
    )
    con.execute(_sql(names))
    counted = con.execute(
        "SELECT (SELECT count(*) FROM tidy_text) + (SELECT count(*) FROM tidy_text_bad)"
    ).fetchone()
    rows = counted[0] if counted else 0
    return Parsed("tidy", account=Account(rows, rows))


def _sql(names: str) -> str:
    """ISO 3166-1 codes decide; names only where there is no code, and to say that the two don't fit."""
    return f"""
CREATE OR REPLACE TEMP TABLE tidy AS
WITH judged AS (
    SELECT t.*, {cells.count("individuals")} AS n, {population("population_type")} AS who, {cells.date("trim(date)", True)} AS day,
        c.iso3 AS here, {remainder("NULL", "origin_name")} AS rest,
        CASE WHEN rest IS NOT NULL THEN '{REMAINDER}' WHEN t.origin_iso3 IS NOT NULL THEN o.iso3 ELSE n_o.iso3 END AS fled,
        starts_with(t.country_name, '#') AS is_tags,
        CASE WHEN n_c.iso3 <> c.iso3 THEN t.country_name || ' stands beside the code ' || t.country_iso3 || ': the code counts'
            WHEN rest IS NULL AND n_o.iso3 <> o.iso3
                THEN t.origin_name || ' stands beside the code ' || t.origin_iso3 || ': the code counts' END AS at_odds
    FROM tidy_text t
    LEFT JOIN {names} c ON c.name = t.country_iso3 LEFT JOIN {names} n_c ON n_c.name = t.country_name
    LEFT JOIN {names} o ON o.name = t.origin_iso3 LEFT JOIN {names} n_o ON n_o.name = t.origin_name
)
SELECT record, who AS population, 'stock' AS measure, '{PORTAL}' AS series,
    n AS value, n AS reported, here AS country, fled AS origin, rest AS part, trim(country_name) AS place,
    0 AS admin_level, 'table' AS place_basis, day AS end_date, {cells.date_accuracy("trim(date)")} AS end_accuracy,
    trim(credited) AS attributed_to,
    nullif(concat_ws('; ', CASE WHEN rest IS NOT NULL THEN 'origin given as "' || rest || '"' END,
        CASE WHEN fled = here AND who IN ('refugee', 'asylum_seeker') THEN '{SAME_COUNTRY}' END, at_odds), '') AS warning,
    CASE WHEN is_tags THEN 'HXL tag row' WHEN {cells.missing("individuals")} THEN 'blank: not collected' END AS nothing,
    CASE WHEN who IS NULL
            THEN 'unknown population type "' || coalesce(population_type, '') || '": use one of Refugees, Asylum-Seekers, IDPs'
        WHEN here IS NULL THEN 'unknown country "' || coalesce(country_iso3, '') || '": use its ISO 3166-1 alpha-3 code'
        WHEN fled IS NULL AND (origin_iso3 IS NOT NULL OR origin_name IS NOT NULL)
            THEN 'unknown country of origin "' || coalesce(origin_iso3, origin_name) || '": use its ISO 3166-1 alpha-3 code'
        WHEN day IS NULL THEN 'date "' || coalesce(date, '') || '" is not readable: write YYYY-MM-DD'
        WHEN n IS NULL THEN 'individuals "' || individuals || '" is not a whole number of people: write digits' END AS problem,
    concat_ws(',', country_iso3, origin_iso3, origin_name, population_type, date, individuals) AS row
FROM judged
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM tidy_text_bad
"""
