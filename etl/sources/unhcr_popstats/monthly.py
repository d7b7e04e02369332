"""Monthly asylum applications as CSV: country of asylum, origin, year, month, count."""

from __future__ import annotations

import re

import duckdb

from etl.sources import Account, Parsed
from etl.sources.unhcr_popstats.head import BARE, MONTHLY, MONTHS, header, is_bare
from etl.tabular import cells
from etl.tabular.files import Head, read_rows

SERIES = "Monthly asylum applications"
"""Provisional counts by month: not UNHCR's yearly figures, though of the same applications."""

WITHHELD = "withheld by UNHCR: a count of 1 to 4"
BOTH_SERBIA_AND_KOSOVO = "counts Serbia and Kosovo (S/RES/1244 (1999)) together"


def fits(found: Head) -> bool:
    """The header of the monthly export somewhere in the first rows, or its five columns without any."""
    return header(found, MONTHLY, BARE) is not None or is_bare(found)


def parse(con: duckdb.DuckDBPyConnection, found: Head) -> Parsed:
    """One row a count; each is a flow of its month."""
    line, names = header(found, MONTHLY, BARE) or (0, list(BARE))
    read_rows(con, found, "monthly_text", names, line)
    con.execute(_sql(cells.resolve_countries(con, "monthly_text", "asylum", "origin"), extracted(found)))
    rows = con.execute(
        "SELECT (SELECT count(*) FROM monthly_text) + (SELECT count(*) FROM monthly_text_bad)"
    ).fetchone()
    count = rows[0] if rows else 0
    return Parsed("monthly", kind="procedures", account=Account(count, count))


def extracted(found: Head) -> str:
    """SQL: the day on which the export was made, as its titles say; NULL if they don't."""
    said = re.search(r"Date extracted: (\d{4}-\d\d-\d\d)", found.text)
    return f"DATE '{said[1]}'" if said else "NULL::DATE"


def both(name: str, iso3: str) -> str:
    """SQL: the warning for a name that stands for Serbia and Kosovo."""
    return f"CASE WHEN {iso3} = 'SRB' AND {name} ILIKE '%kosovo%' THEN '{BOTH_SERBIA_AND_KOSOVO}' END"


def _sql(codes: str, published: str) -> str:
    month = f"list_position([{', '.join(repr(name) for name in MONTHS)}], lower(trim(month)))"
    return f"""
CREATE OR REPLACE TEMP TABLE monthly AS
WITH judged AS (
    SELECT t.record, t.asylum, t.origin, t.year, t.month, t.value AS cell, a.iso3 AS country, o.iso3 AS fled,
        {cells.count("t.value")} AS n, trim(t.value) = '{cells.WITHHELD}' AS withheld,
        {cells.missing("t.value")} AS blank,
        TRY_CAST(t.year AS INT) AS y, {month} AS m,
        CASE WHEN y BETWEEN 1900 AND 2100 AND m IS NOT NULL THEN make_date(y, m::INT, 1) END AS first_day
    FROM monthly_text t
    LEFT JOIN {codes} a ON a.name = t.asylum
    LEFT JOIN {codes} o ON o.name = t.origin
)
SELECT record, 'asylum_seeker' AS population, 'flow' AS measure, 'application' AS stage, '{SERIES}' AS series,
    country, fled AS origin, trim(asylum) AS place, 0 AS admin_level, 'table' AS place_basis,
    n AS value, n AS reported, CASE WHEN withheld THEN 'redacted' ELSE 'reported' END AS value_status,
    first_day AS start_date, last_day(first_day) AS end_date, 'month' AS start_accuracy, 'month' AS end_accuracy,
    {published} AS published,
    nullif(concat_ws('; ', CASE WHEN withheld THEN '{WITHHELD}' END,
        coalesce({both("asylum", "country")}, {both("judged.origin", "fled")}),
        CASE WHEN fled = country THEN 'origin and asylum are the same country' END), '') AS warning,
    CASE WHEN blank THEN 'blank: not collected' END AS nothing,
    CASE WHEN country IS NULL
            THEN 'unknown country of asylum "' || coalesce(asylum, '') || '": write its ISO 3166-1 code or a name we know'
        WHEN fled IS NULL
            THEN 'unknown country of origin "' || coalesce(judged.origin, '') || '": write its ISO 3166-1 code or a name we know'
        WHEN first_day IS NULL
            THEN 'no month "' || concat_ws(' ', month, year) || '": write the month in English and the year in four digits'
        WHEN n IS NULL AND NOT withheld
            THEN 'count "' || cell || '" is not a whole number: write digits, or * where it is withheld' END AS problem,
    concat_ws(',', asylum, judged.origin, year, month, cell) AS row
FROM judged
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM monthly_text_bad
"""
