"""Persons of concern as CSV: a year, two countries, and one count for each population.

Stocks of 31 December, except returns, which are movements during the year. In a return the first country is the one that
people came home to and the second the one they returned from; the canonical table has them the other way round, as the
Refugee Data Finder does: `country` is where they were, `origin` where they belong.
"""

from __future__ import annotations

import duckdb

from etl.sources import Account, Parsed
from etl.sources.unhcr_popstats.head import PERSONS, header
from etl.sources.unhcr_popstats.monthly import WITHHELD, both, extracted
from etl.tabular import cells
from etl.tabular.files import Head, read_rows

MEASURES = {
    "refugees": ("refugee", "stock"),
    "asylum_seekers": ("asylum_seeker", "stock"),
    "returned_refugees": ("returned_refugee", "flow"),
    "idps": ("idp", "stock"),
    "returned_idps": ("returned_idp", "flow"),
    "stateless": ("stateless", "stock"),
    "ooc": ("ooc", "stock"),
    "total": ("", "stock"),
}
NEEDED = ("year", "asylum", "origin")


def fits(found: Head) -> bool:
    """The header with year, residence and origin, and at least one population."""
    there = header(found, PERSONS, NEEDED)
    return there is not None and bool(set(MEASURES) & set(there[1]))


def parse(con: duckdb.DuckDBPyConnection, found: Head) -> Parsed:
    """Wide rows to one row per cell; the cells of a row whose year or countries are not readable are one reject."""
    line, names = header(found, PERSONS, NEEDED) or (0, [])
    read_rows(con, found, "persons_text", names, line)
    present = [name for name in MEASURES if name in names]
    codes = cells.resolve_countries(con, "persons_text", "asylum", "origin")
    con.execute(_judged_sql(codes))
    con.execute(_sql(present, extracted(found)))
    counted = con.execute(
        "SELECT count(*) FILTER (wide_problem IS NULL), count(*) FILTER (wide_problem IS NOT NULL), "
        "(SELECT count(*) FROM persons_text_bad) FROM persons_judged"
    ).fetchone()
    good, refused, unreadable = counted or (0, 0, 0)
    whole = refused + unreadable
    return Parsed("persons", account=Account(good + whole, good * len(present) + whole))


def _judged_sql(codes: str) -> str:
    return f"""
CREATE OR REPLACE TEMP TABLE persons_judged AS
SELECT t.*, a.iso3 AS residence, o.iso3 AS fled, TRY_CAST(t.year AS INT) AS y,
    coalesce({both("t.asylum", "a.iso3")}, {both("t.origin", "o.iso3")}) AS combined,
    CASE WHEN y IS NULL OR y NOT BETWEEN 1900 AND 2100
            THEN 'year "' || coalesce(t.year, '') || '" is no year: write it as four digits'
        WHEN a.iso3 IS NULL
            THEN 'unknown country of residence "' || coalesce(t.asylum, '') || '": write its ISO 3166-1 code or a name we know'
        WHEN o.iso3 IS NULL
            THEN 'unknown country of origin "' || coalesce(t.origin, '') || '": write its ISO 3166-1 code or a name we know'
    END AS wide_problem
FROM persons_text t LEFT JOIN {codes} a ON a.name = t.asylum LEFT JOIN {codes} o ON o.name = t.origin
"""


def _sql(present: list[str], published: str) -> str:
    measures = ", ".join(present)
    populations = " ".join(f"WHEN '{name}' THEN '{MEASURES[name][0]}'" for name in present)
    flows = ", ".join(f"'{name}'" for name, (_, measure) in MEASURES.items() if measure == "flow")
    return f"""
CREATE OR REPLACE TEMP TABLE persons AS
WITH counts AS (
    FROM (FROM persons_judged WHERE wide_problem IS NULL) UNPIVOT INCLUDE NULLS (cell FOR name IN ({measures}))
), read AS (
    SELECT *, {cells.count("cell")} AS n, trim(cell) = '{cells.WITHHELD}' AS withheld, name IN ({flows}) AS is_flow,
        name = 'returned_refugees' AS swapped,
        CASE WHEN name = 'total' THEN 'a total of the other columns'
            WHEN {cells.missing("cell")} THEN 'blank: not collected'
            WHEN n = 0 THEN '0: none, or not collected' END AS nothing
    FROM counts
)
SELECT record, CASE name {populations} END AS population, CASE WHEN is_flow THEN 'flow' ELSE 'stock' END AS measure,
    n AS value, n AS reported, CASE WHEN withheld THEN 'redacted' ELSE 'reported' END AS value_status,
    CASE WHEN swapped THEN fled ELSE residence END AS country,
    CASE WHEN swapped THEN residence ELSE fled END AS origin,
    trim(CASE WHEN swapped THEN read.origin ELSE asylum END) AS place,
    0 AS admin_level, 'table' AS place_basis,
    CASE WHEN is_flow THEN make_date(y, 1, 1) END AS start_date, make_date(y, 12, 31) AS end_date,
    CASE WHEN is_flow THEN 'year' END AS start_accuracy, CASE WHEN is_flow THEN 'year' ELSE 'day' END AS end_accuracy,
    {published} AS published,
    nullif(concat_ws('; ', CASE WHEN withheld THEN '{WITHHELD}' END, combined,
        CASE WHEN fled = residence AND name IN ('refugees', 'asylum_seekers')
            THEN 'origin and asylum are the same country' END), '') AS warning,
    nothing,
    CASE WHEN nothing IS NULL AND n IS NULL AND NOT withheld
        THEN name || ' "' || cell || '" is not a whole number of people: write digits, or leave it blank' END AS problem,
    concat_ws(',', year, asylum, read.origin, name || '=' || cell) AS row
FROM read
UNION ALL BY NAME
SELECT record, wide_problem AS problem, concat_ws(',', year, asylum, origin) AS row
FROM persons_judged WHERE wide_problem IS NOT NULL
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM persons_text_bad
"""
