"""Rounds of a survey that counts the people in a place again and again, at several levels of places.

Of two rounds with one date the later one counts. What the levels say is held against each other.
"""

from __future__ import annotations

import duckdb

ASSESSMENTS = {"BA": "baseline", "SA": "site assessment", "ETT": "emergency tracking"}
"""IOM's codes of how a round was made (dtm.iom.int)."""


def series(operation: str, assessment: str) -> str:
    """SQL expression: the operation, and in brackets how it counts; NULL where neither is said.

    Operations overlap, and so do their baselines and site assessments: each is a count of its own.
    """
    kinds = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in ASSESSMENTS.items())
    kind = f"CASE upper({assessment}) {kinds} ELSE {assessment} END"
    return f"nullif(concat_ws(' ', {operation}, '(' || {kind} || ')'), '')"


def number(cell: str) -> str:
    """SQL expression: the text `cell` without the `.0` that spreadsheets and data frames add to whole numbers."""
    return rf"regexp_replace({cell}, '\.0+$', '')"


def judge(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Compare the rounds and levels of `table`; return the name of a table with one row per row of it.

    In: `record`, `series`, `country`, `day`, `round` (a number), `level`, `unit` (what tells places of a level apart) and
    `people`. Out: `record`, `newer` (the later round of the same place and date, NULL if this is the last) and `doubt` (a
    warning where the next lower level adds up to another number, else NULL).
    """
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE rounds AS
WITH placed AS (
    SELECT *, max(round) OVER (PARTITION BY series, country, day, level, unit) AS last_round FROM {table}
), counted AS (
    SELECT *, round IS NOT DISTINCT FROM last_round AS counts FROM placed
), levels AS (
    SELECT series, country, day, level, sum(people)::BIGINT AS total FROM counted WHERE counts GROUP BY ALL
), compared AS (
    SELECT *, lead(level) OVER deeper AS lower, lead(total) OVER deeper AS lower_total FROM levels
    WINDOW deeper AS (PARTITION BY series, country, day ORDER BY level)
)
SELECT c.record, CASE WHEN NOT counts THEN last_round::BIGINT END AS newer,
    CASE WHEN counts AND total <> lower_total
        THEN format('level {{}} adds up to {{:,}}, level {{}} to {{:,}}', c.level, total, lower, lower_total) END AS doubt
FROM counted c LEFT JOIN compared l
    ON l.series IS NOT DISTINCT FROM c.series AND l.country = c.country AND l.day = c.day AND l.level = c.level
""")
    return "rounds"
