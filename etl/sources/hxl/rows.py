"""A tagged table as canonical rows, one per count: SQL over what its columns say and where its rows stand.

What a count means is written once for each column and place (`hxl_lines`), its dates once (`hxl_when`); of the counts
themselves only the numbers are kept (`hxl_counts`), and put together with the others where they are read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from etl import noted
from etl.sources.hxl.columns import Count
from etl.tabular import cells

CAUSES = {
    "conflict": r"conflict|violen|insecur|\bwar\b|fighting|armed",
    "disaster": r"disaster|hazard|flood|drought|earthquake|storm|cyclone|hurricane|typhoon|landslide|volcan|fire|tsunami",
    "development": r"\bdevelopment",
}
NO_CAUSE = r"^(no |not |unknown|unspecified|n/?a\b)"
PLAIN_CAUSE = "('conflict', 'disaster', 'natural disaster', 'natural disasters', 'development')"
SEXES = "WHEN 'f' THEN 'female' WHEN 'm' THEN 'male' WHEN 'i' THEN 'other' WHEN 'x' THEN 'other'"


MOST_TOTALS = 3
PLACES = (
    *("country", "origin", "place", "admin1", "pcode", "admin_level", "lat", "lon", "place_accuracy"),
    "place_basis",
)
SPEAKERS = ("publisher", "attributed_to", "role")


@dataclass(frozen=True)
class Voice:
    """Who speaks: the publisher that the sidecar `stated`, or that the title rows name (`titled`); the `role` it has.

    `returned_from`: of returned refugees the second country is the one they came back from, the first their own.
    """

    stated: str | None = None
    titled: str | None = None
    role: str | None = None
    returned_from: bool = False


def write(con: duckdb.DuckDBPyConnection, view: str, columns: Sequence[Count], voice: Voice) -> None:
    """Make the canonical `view` of the counts in `hxl_rows` (see `where.look_up`): one row per cell of `columns`."""
    kinds = {"outgoing": pa.bool_()}
    schema = pa.schema(
        [(f"k_{field.name}", kinds.get(field.name, pa.string())) for field in dataclasses.fields(Count)]
    )
    said = [{f"k_{name}": value for name, value in dataclasses.asdict(column).items()} for column in columns]
    con.register("columns_frame", pa.Table.from_pylist(said, schema=schema))
    con.execute(_lines_sql(voice))
    con.unregister("columns_frame")
    each = " UNION ALL ".join(
        f"SELECT record, when_key, where_key, '{column.column}' AS k_column, {column.column} AS cell FROM hxl_rows"
        for column in columns
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE hxl_counts AS SELECT c.* EXCLUDE (where_key, k_column), line_key, {count('cell')} AS n, "
        f"coalesce(trim(cell) = '{cells.WITHHELD}', false) AS withheld FROM ({each}) c JOIN hxl_lines USING (where_key, k_column)"
    )
    _totals_add_up(con)
    con.execute(_sql(view))


def _totals_add_up(con: duckdb.DuckDBPyConnection) -> None:
    """Note totals that are not the sum of the column's other rows of that day, at any level: something may be missing."""
    if not con.execute("SELECT 1 FROM hxl_lines WHERE is_total LIMIT 1").fetchone():
        return
    wrong = con.execute("""
WITH cells AS (FROM hxl_counts JOIN hxl_lines USING (line_key) JOIN hxl_when USING (when_key)),
sums AS (
    SELECT k_column, day, sum(n) AS n, bool_or(withheld) AS withheld FROM cells WHERE NOT is_total
    GROUP BY GROUPING SETS ((k_column, day, w_level), (k_column, day), (k_column, w_level), (k_column))
)
SELECT t.record, any_value(t.n), coalesce(max(s.n) FILTER (s.day = t.day), max(s.n)) FROM cells t JOIN sums s ON s.k_column = t.k_column AND (s.day IS NULL OR s.day = t.day)
WHERE t.is_total AND t.n IS NOT NULL GROUP BY t.record, t.k_column
HAVING NOT bool_or(s.withheld) AND NOT bool_or(s.n = t.n) ORDER BY ALL""").fetchall()
    for record, said, added in wrong[:MOST_TOTALS]:
        noted.write(
            con, f"row {record}: says a total of {said:,}, its rows add up to {added:,}: see what is missing"
        )
    if len(wrong) > MOST_TOTALS:
        noted.write(con, f"{len(wrong) - MOST_TOTALS:,} more totals that are not the sum of their rows")


def count(cell: str) -> str:
    """SQL expression: the count in the text `cell`, also as programs write it (1e+05, 7000.0); NULL if there is none."""
    number = f"TRY_CAST({cell} AS DOUBLE)"
    written = rf"regexp_full_match(trim({cell}), '-?\d+(\.\d+)?([eE]\+?\d+)?')"
    whole = f"{number} = floor({number}) AND abs({number}) < 1e15"
    return f"coalesce({cells.count(cell)}, CASE WHEN {written} AND {whole} THEN {number}::BIGINT END)"


def _lines_sql(voice: Voice) -> str:
    """What a count in a column says at a place, whatever its number and its dates."""
    return f"""
CREATE OR REPLACE TEMP TABLE hxl_lines AS
WITH places AS (
    SELECT *, TRY_CAST(lat AS DOUBLE) AS y, TRY_CAST(lon AS DOUBLE) AS x, {_heard()} AS heard FROM hxl_where
), lines AS (
    SELECT *, k_measure = 'flow' AS is_flow,
        k_population = 'returned_refugee' AND {voice.returned_from} AND w_origin IS NOT NULL AS turned,
        k_outgoing AND w_origin IS NULL AS leaving
    FROM columns_frame CROSS JOIN places
)
SELECT row_number() OVER ()::INTEGER AS line_key, where_key, k_column, is_flow, is_total, w_level, where_problem,
    k_population AS population, k_measure AS measure, k_unit AS unit,
    coalesce(k_cause, CASE WHEN len(heard) = 1 THEN heard[1]
        WHEN heard = [] AND NOT regexp_matches(lower(cause), '{NO_CAUSE}') THEN 'other' END) AS cause,
    coalesce(k_sex, {_disaggregated("sex", SEXES)}) AS sex, coalesce(k_age, {_disaggregated("age")}) AS age,
    {_places()},
    operation AS series, {_part()} AS part,
    {_voice(voice)},
    CASE WHEN k_nothing IS NOT NULL THEN k_nothing END AS nothing_here,
    nullif(concat_ws(',', coalesce(country_code, country_name), coalesce(origin_code, origin_name), unit_name, site), '') AS written
FROM lines"""


def _sql(view: str) -> str:
    shown = ("population", "measure", "unit", "cause", "sex", "age", *PLACES, "series", "part", *SPEAKERS)
    return f"""
CREATE OR REPLACE TEMP VIEW {view} AS
SELECT record, {", ".join(shown)},
    CASE WHEN unit = 'person' THEN n END AS value, n AS reported,
    CASE WHEN withheld THEN 'redacted' ELSE 'reported' END AS value_status,
    CASE WHEN is_flow THEN since END AS start_date, until AS end_date,
    CASE WHEN is_flow THEN since_accuracy END AS start_accuracy, until_accuracy AS end_accuracy,
    published_first AS published,
    CASE WHEN withheld THEN warning_withheld ELSE warning_plain END AS warning,
    {_problem()} AS problem,
    CASE WHEN nothing_here IS NOT NULL THEN nothing_here
        WHEN {cells.missing("cell")} THEN 'blank or -: not collected'
        WHEN is_total THEN 'a total of the other rows' END AS nothing,
    concat_ws(',', written, day, cell) AS row
FROM hxl_counts JOIN hxl_lines USING (line_key) JOIN hxl_when USING (when_key)
UNION ALL BY NAME SELECT record, reason AS problem, row FROM tagged_bad
"""


def _heard() -> str:
    """The causes that a text names, as a list."""
    named = ", ".join(
        f"CASE WHEN regexp_matches(lower(cause), '{words}') THEN '{cause}' END"
        for cause, words in CAUSES.items()
    )
    return f"CASE WHEN cause IS NOT NULL THEN list_filter([{named}], lambda heard: heard IS NOT NULL) END"


def _disaggregated(name: str, cases: str = "") -> str:
    """A column of sexes or ages: `all`, `total` and blanks mean everybody."""
    text = f"lower({name})"
    known = f"CASE {text} {cases} ELSE {text} END" if cases else text
    return f"CASE WHEN {text} IN ('all', 'total', 'both', 't') THEN 'all' ELSE {known} END"


def _places() -> str:
    own_point = "x IS NOT NULL AND y IS NOT NULL"
    return f"""CASE WHEN turned THEN w_origin WHEN NOT leaving THEN w_country END AS country,
    CASE WHEN turned OR leaving THEN w_country
        WHEN w_origin IS NULL AND k_population IN ('idp', 'returned_idp') THEN w_country ELSE w_origin END AS origin,
    CASE WHEN turned THEN origin_name WHEN world THEN 'World'
        WHEN NOT leaving THEN coalesce(unit_name, CASE WHEN w_level = 0 THEN country_name END) END AS place,
    CASE WHEN NOT turned AND NOT leaving THEN u_admin1 END AS admin1,
    CASE WHEN NOT turned AND NOT leaving THEN u_pcode END AS pcode,
    CASE WHEN turned THEN 0 WHEN NOT leaving AND NOT world AND (w_level > 0 OR site IS NULL) AND w_country IS NOT NULL
        THEN w_level END AS admin_level,
    CASE WHEN turned OR leaving THEN NULL WHEN {own_point} THEN y ELSE u_lat END AS lat,
    CASE WHEN turned OR leaving THEN NULL WHEN {own_point} THEN x ELSE u_lon END AS lon,
    CASE WHEN turned OR leaving THEN NULL WHEN NOT ({own_point}) THEN u_place_accuracy WHEN site IS NOT NULL THEN 'point'
        WHEN w_level = 0 THEN 'country' ELSE 'admin' || w_level END AS place_accuracy,
    'table' AS place_basis"""


def _part() -> str:
    """Site, unit left, event and wording of the cause: what else makes two counts of one place and day different ones.

    An event's number counts for movements only: of stocks it would make each date a part of its own.
    """
    return f"""nullif(concat_ws('; ', k_part, site, 'from ' || coalesce(from_unit, CASE WHEN leaving THEN unit_name END),
        coalesce(event, CASE WHEN is_flow THEN event_id END),
        CASE WHEN lower(cause) NOT IN {PLAIN_CAUSE} THEN cause END), '')"""


def _voice(voice: Voice) -> str:
    def text(said: str | None) -> str:
        return "NULL" if said is None else "'" + said.replace("'", "''") + "'"

    stated, titled = text(voice.stated), text(voice.titled)

    def warnings(of_cell: str) -> str:
        return f"""nullif(concat_ws('; ', warning,
        CASE WHEN coalesce({stated}, publisher, {titled}) IS NULL
            THEN 'the file does not say who published it: write a sidecar' END,
        {of_cell},
        CASE WHEN disagree THEN 'code ' || country_code || ' and name ' || country_name || ' are two countries: the code counts' END,
        CASE WHEN turned THEN 'the file names their own country first and the one they came back from second' END,
        CASE WHEN coalesce(lat, lon) IS NOT NULL AND (x IS NULL OR y IS NULL)
            THEN 'coordinates "' || concat_ws(', ', lat, lon) || '" are not readable and left out' END,
        k_warning, CASE WHEN NOT turned AND NOT leaving THEN u_warning END), '')"""

    return f"""coalesce({stated}, publisher, {titled}, 'not stated') AS publisher,
    CASE WHEN {stated} IS NULL THEN org ELSE coalesce(org, publisher) END AS attributed_to,
    coalesce({text(voice.role)}, 'recommended') AS role,
    {warnings("NULL")} AS warning_plain,
    {warnings("'withheld by the publisher: a small count'")} AS warning_withheld"""


def _problem() -> str:
    return """CASE WHEN coalesce(where_problem, when_problem) IS NOT NULL THEN coalesce(where_problem, when_problem)
        WHEN n IS NULL AND NOT withheld
            THEN '"' || cell || '" is not a whole number of people: write digits, or - where there is none'
        WHEN until IS NULL THEN 'no date: tag the as-of date #date+reported, or the last day #date+end'
        WHEN is_flow AND since IS NULL
            THEN 'a movement takes a period, and only one day is given: tag its first day #date+start' END"""
