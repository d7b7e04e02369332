"""Where and when the rows of a tagged table stand: read once for all rows that say the same, then joined to each.

`hxl_where` has one row for each different text in the columns that say where, of what and by whom; `hxl_when` one for
each in those with dates. `hxl_rows` are the rows of the file with the keys of the two.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from etl.sources.hxl import dates as hxl_dates
from etl.sources.hxl.columns import ROLES
from etl.tabular import cells, units

DATES = ("start_text", "end_text", "day_text", "published")
OF_DATES = (*DATES, "year", "month")
COUNTRIES = ("country_code", "country_name", "origin_code", "origin_name")
TOTALS = "('total', 'totals', 'grand total', 'overall total')"
WORLD = "('world', 'global')"


def look_up(
    con: duckdb.DuckDBPyConnection, roles: dict[str, list[str]], country: str | None, counts: list[str]
) -> None:
    """Make `hxl_where`, `hxl_when` and, with the columns of `counts`, `hxl_rows` of `tagged`.

    `roles` says which columns are for what, `country` (a code or name) where the people are if no column says so.
    """
    texts = _texts(roles, country)
    of_dates = [name for name in ROLES if name in OF_DATES]
    others = [name for name in ROLES if name not in OF_DATES]
    joins = [
        _each_once(
            con, "when", [column for role in of_dates for column in roles.get(role, [])], texts, of_dates
        ),
        _each_once(
            con, "where", [column for role in others for column in roles.get(role, [])], texts, others
        ),
    ]
    hxl_dates.look_up(con, "hxl_when_said", DATES)
    con.execute(_when_sql())
    con.execute(_found_sql(cells.resolve_countries(con, "hxl_where_said", *COUNTRIES)))
    con.execute(_named_sql())
    unit = ("w_country", "unit_name", "unit_code", "first_name")
    units.resolve(con, "hxl_named", *unit)
    own = ("admin1", "pcode", "lat", "lon", "place_accuracy", "warning")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE hxl_where AS SELECT hxl_named.*, {', '.join(f'units.{name} AS u_{name}' for name in own)} "
        f"FROM hxl_named {units.joined('hxl_named', *unit)}"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE hxl_rows AS SELECT record, when_key, where_key, {', '.join(counts)} FROM tagged {' '.join(joins)}"
    )


def _texts(roles: dict[str, list[str]], country: str | None) -> dict[str, list[str]]:
    """Role -> SQL of the texts that may say it, the first that says something counts."""
    texts = {role: [f"nullif(trim({column}), '')" for column in columns] for role, columns in roles.items()}
    if country and not {"country_code", "country_name"} & set(roles):
        texts["country_code"] = ["'" + country.replace("'", "''") + "'"]
    year, month = texts.get("year"), texts.get("month", ["NULL"])
    if year:
        dated = f"CASE WHEN {year[0]} IS NOT NULL THEN concat_ws('-', {year[0]}, {month[0]}) END"
        texts["day_text"] = [*texts.get("day_text", []), dated]
    return texts


def _each_once(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: list[str],
    texts: dict[str, list[str]],
    roles: Iterable[str],
) -> str:
    """Make `hxl_{name}_said`: what the rows say in these columns, a text for each of the `roles`, each once with a
    `{name}_key`; returns the SQL that joins it to `tagged`."""
    said = ", ".join(
        f"coalesce({', '.join([*texts.get(role, []), 'NULL'])}, NULL)::VARCHAR AS {role}" for role in roles
    )
    distinct = f"SELECT DISTINCT {', '.join(columns)} FROM tagged" if columns else "SELECT 1 AS one"
    written = "".join(f"{column}, " for column in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE hxl_{name}_said AS SELECT row_number() OVER ()::INTEGER AS {name}_key, {written}{said} "
        f"FROM ({distinct})"
    )
    same = [f"tagged.{column} IS NOT DISTINCT FROM hxl_{name}_said.{column}" for column in columns]
    return f"JOIN hxl_{name}_said ON {' AND '.join(same) or 'true'}"


def _when_sql() -> str:
    """Days as read: the as-of day or the last one of a period (`until`), its first (`since`), how exact they are."""
    parts = ("first", "last", "accuracy", "problem")
    spans = ", ".join(f"{name}.{part} AS {name}_{part}" for name in DATES for part in parts)
    joins = " ".join(
        f"LEFT JOIN hxl_dates {name} ON {name}.role = '{name}' AND {name}.text = s.{name}" for name in DATES
    )
    return f"""
CREATE OR REPLACE TEMP TABLE hxl_when AS
SELECT when_key, coalesce(day_text, end_text, start_text) AS day,
    coalesce(end_text_last, day_text_last, CASE WHEN start_text_accuracy <> 'day' THEN start_text_last END) AS until,
    coalesce(end_text_accuracy, day_text_accuracy, start_text_accuracy) AS until_accuracy,
    coalesce(start_text_first, CASE WHEN coalesce(end_text_accuracy, day_text_accuracy) <> 'day'
        THEN coalesce(end_text_first, day_text_first) END) AS since,
    coalesce(start_text_accuracy, end_text_accuracy, day_text_accuracy) AS since_accuracy,
    published_first, coalesce(start_text_problem, end_text_problem, day_text_problem, published_problem) AS when_problem
FROM (SELECT s.*, {spans} FROM hxl_when_said s {joins})"""


def _found_sql(codes: str) -> str:
    """With ISO3 codes (a code counts before a name) and the level: that said, or of the deepest unit named."""
    iso = {name: f"(SELECT iso3 FROM {codes} WHERE {codes}.name = s.{name})" for name in COUNTRIES}
    deepest = " ".join(f"WHEN coalesce(adm{n}_name, adm{n}_code) IS NOT NULL THEN {n}" for n in (3, 2, 1))
    return f"""
CREATE OR REPLACE TEMP TABLE hxl_found AS
SELECT s.*,
    coalesce({iso["country_code"]}, {iso["country_name"]}) AS w_country,
    coalesce({iso["origin_code"]}, {iso["origin_name"]}) AS w_origin,
    {iso["country_code"]} <> {iso["country_name"]} AS disagree,
    coalesce(lower(coalesce(country_name, country_code)) IN {WORLD}, false) AS world,
    least(coalesce(TRY_CAST(level AS UTINYINT), CASE {deepest} ELSE 0 END), 3)::TINYINT AS w_level,
    coalesce(lower(coalesce(site, adm3_name, adm2_name, adm1_name, country_name, country_code)) IN {TOTALS}, false) AS is_total
FROM hxl_where_said s"""


def _named_sql() -> str:
    """With the unit that the rows are about, and what is wrong with their place."""
    own = {kind: " ".join(f"WHEN {n} THEN adm{n}_{kind}" for n in (1, 2, 3)) for kind in ("name", "code")}
    return f"""
CREATE OR REPLACE TEMP TABLE hxl_named AS
SELECT *,
    CASE w_level {own["name"]} ELSE site END AS unit_name,
    CASE w_level {own["code"]} END AS unit_code,
    CASE WHEN w_level > 0 THEN adm1_name END AS first_name,
    CASE WHEN error IS NOT NULL
            THEN 'the file itself marks this row as wrong (' || error || '): mend it and empty its #meta+error'
        WHEN w_country IS NULL AND NOT world AND coalesce(country_code, country_name) IS NOT NULL
            THEN 'unknown country "' || coalesce(country_code, country_name) || '": write its ISO 3166-1 alpha-3 code'
        WHEN w_origin IS NULL AND coalesce(origin_code, origin_name) IS NOT NULL
            THEN 'unknown country of origin "' || coalesce(origin_code, origin_name) || '": write its ISO 3166-1 alpha-3 code'
        WHEN w_country IS NULL AND w_origin IS NULL AND NOT world
            THEN 'no country: tag a column #country+code, or write `country: ISO3` into the sidecar'
        WHEN level IS NOT NULL AND TRY_CAST(level AS UTINYINT) IS NULL
            THEN 'level "' || level || '" is no administrative level: write 0, 1, 2 or 3'
    END AS where_problem
FROM hxl_found"""
