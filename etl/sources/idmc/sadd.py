"""IDMC's estimates of internally displaced people by sex and age (SADD), the workbook's second or third table.

IDMC applies the sexes and ages of a country's whole population (UN estimates) to its IDPs. The bands overlap: 0-4 lies
in 0-17. Source: README sheet of the workbook.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.sources.idmc import api as idmc_api
from etl.tabular import cells

ESTIMATE = "'estimated by IDMC from the sexes and ages of the whole population'"


def by_age_sql(table: str, ages: Sequence[str]) -> str:
    """Stocks at the end of the year, one row per cell of `{table}_judged`."""
    bands = ", ".join(f"{{'age': '{age}', 'cell': \"{age}\"}}" for age in ages)
    return f"""
SELECT * FROM (
WITH long AS (
    SELECT * EXCLUDE (band), band.age AS age, band.cell AS cell FROM (
        SELECT record, country, place, y, row, lower(trim(sex)) AS printed_sex, lower(trim(cause)) AS cause,
            unnest([{bands}]) AS band
        FROM {table}_judged WHERE NOT tagged AND refused IS NULL)
)
SELECT record, country, place, cause, 'stock' AS measure, {cells.count("cell")} AS value, value AS reported,
    'derived' AS value_status, age, CASE printed_sex WHEN 'both sexes' THEN 'all' ELSE printed_sex END AS sex,
    make_date(y, 12, 31) AS end_date, 'day' AS end_accuracy, {ESTIMATE} AS warning,
    CASE WHEN {cells.missing("cell")} THEN {idmc_api.BLANK} END AS nothing,
    CASE WHEN nothing IS NOT NULL THEN NULL
        WHEN coalesce(printed_sex, '') NOT IN ('both sexes', 'female', 'male')
            THEN 'unknown sex "' || coalesce(printed_sex, '') || '": write Both sexes, Female or Male'
        WHEN value IS NULL THEN 'age ' || age || ' "' || cell || '" is not a whole number of people: write digits'
    END AS problem,
    concat_ws(',', row, printed_sex, age, cell) AS row
FROM long)"""
