"""PRMN, the Protection and Return Monitoring Network in Somalia (UNHCR with NRC): displacements tracked month by month.

One row an event of arrivals: month, region and district of arrival, reason, people; some editions say where they left, and
what they need (not read). Source: https://data.unhcr.org/en/country/som, and HDX, as XLSX or CSV.

- The file does not name the country: PRMN works in Somalia only.
- Many events are the same in all columns but for their number. Each is a part, told apart as the first, second, ... event of
  its month, district and reason in the order of the file.
- These are movements as tracked, not UNHCR's end-of-year count of IDPs: a series of their own.
- A cause is given only in months where all events have one, so that those without are not taken for the total.
"""

from __future__ import annotations

import duckdb

from etl.documents import Document
from etl.sources import Account, Parsed
from etl.tabular import cells, flat, units
from etl.tabular.files import Head, head

NAME = "prmn"
PUBLISHER = "UNHCR"
CITATION = "UNHCR and NRC, Protection and Return Monitoring Network (PRMN), Somalia"
URL = "https://data.unhcr.org/en/country/som"
COUNTRY = "SOM"
SERIES = "PRMN"

FIELDS = {
    "Month End": "month_end",
    "Current (Arrival) Region": "region",
    "Current (Arrival) District": "district",
    "Previous (Departure) Region": "left_region",
    "Previous (Departure) District": "left_district",
    "Reason": "reason",
    "Number of Individuals": "people",
    "Year": "year",
}
NEEDED = ("Month End", "Current (Arrival) Region", "Number of Individuals")
UNIT = (f"'{COUNTRY}'", "coalesce(district, region)", "NULL", "region")


def recognise(found: Head) -> bool:
    """The columns of month, arrival and people, in a workbook or a CSV."""
    return found.kind != "json" and flat.header(found, NEEDED) is not None


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """One row per event. See `etl.sources` for what comes out."""
    flat.read(con, head(document.path), "prmn", FIELDS, NEEDED)
    units.resolve(con, "prmn", *UNIT)
    con.execute(f"CREATE OR REPLACE TEMP TABLE prmn_events AS {_events_sql()}")
    row = con.execute("SELECT count(*) FROM (SELECT 1 FROM prmn UNION ALL SELECT 1 FROM prmn_bad)").fetchone()
    count = row[0] if row else 0
    return Parsed("prmn_events", account=Account(count, count))


def _month(cell: str) -> str:
    """SQL expression: the last day of the month in which the day DD/MM/YYYY or YYYY-MM-DD lies."""
    return (
        rf"last_day(CASE WHEN regexp_full_match({cell}, '\d{{1,2}}/\d{{1,2}}/(19|20)\d\d') THEN "
        rf"try_strptime({cell}, '%d/%m/%Y')::DATE ELSE {cells.date(f'left({cell}, 10)', True)} END)"
    )


def _events_sql() -> str:
    fault = """CASE WHEN tag THEN NULL
        WHEN last IS NULL THEN 'Month End "' || coalesce(month_end, '') || '" is no date: write it as DD/MM/YYYY'
        WHEN coalesce(district, region) IS NULL THEN 'no district and no region of arrival: name one' END"""
    return f"""
WITH read AS (
    SELECT prmn.*, {_month("month_end")} AS last, {cells.count("people")} AS n, {cells.causes("reason")} AS causes,
        coalesce(people, '') LIKE '#%' AS tag, {cells.missing("people")} AS blank
    FROM prmn
), judged AS (
    SELECT *, {fault} AS fault, NOT tag AND NOT blank AND n IS DISTINCT FROM 0 AS event FROM read
), numbered AS (
    SELECT *, bool_and(len(causes) IS NOT DISTINCT FROM 1 OR NOT event) OVER (PARTITION BY last) AS all_said,
        row_number() OVER (PARTITION BY last, coalesce(district, region), reason, event ORDER BY record) AS nth
    FROM judged
)
SELECT record, 'PRMN (UNHCR, NRC)' AS attributed_to, 'idp' AS population, 'flow' AS measure,
    CASE WHEN all_said THEN causes[1] END AS cause, n AS value, n AS reported, '{COUNTRY}' AS country, '{COUNTRY}' AS origin,
    coalesce(district, region) AS place, units.admin1, (CASE WHEN district IS NULL THEN 1 ELSE 2 END)::TINYINT AS admin_level,
    lat, lon, place_accuracy, 'default' AS place_basis,
    date_trunc('month', last)::DATE AS start_date, last AS end_date, 'month' AS start_accuracy, 'month' AS end_accuracy,
    '{SERIES}' AS series,
    concat_ws(', ', coalesce(reason, 'reason not said'), 'from ' || nullif(concat_ws(', ', left_district, left_region), ''),
        'event ' || nth) AS part,
    nullif(concat_ws('; ', units.warning, CASE WHEN len(causes) > 1 THEN 'several causes, not told apart' END,
        CASE WHEN TRY_CAST(year AS INT) <> year(last) THEN 'the column Year says ' || year END), '') AS warning,
    CASE WHEN tag THEN 'HXL tag row' WHEN fault IS NOT NULL THEN NULL WHEN blank THEN 'blank: not collected'
        WHEN n = 0 THEN '0: nobody' END AS nothing,
    CASE WHEN fault IS NOT NULL THEN fault
        WHEN n IS NULL THEN 'Number of Individuals "' || people || '" is not a whole number: write digits' END AS problem,
    concat_ws(',', month_end, region, district, reason, people) AS row
FROM numbered {units.joined("numbered", *UNIT)}
UNION ALL BY NAME SELECT record, reason AS problem, row FROM prmn_bad"""
