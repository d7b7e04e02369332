"""Where and when each row of a tagged table stands: one text per role of its columns, then places and dates looked up."""

from __future__ import annotations

import duckdb

from etl.sources.hxl import dates as hxl_dates
from etl.sources.hxl.columns import ROLES
from etl.tabular import cells, units

DATES = ("start_text", "end_text", "day_text", "published")
COUNTRIES = ("country_code", "country_name", "origin_code", "origin_name")
TOTALS = "('total', 'totals', 'grand total', 'overall total')"
WORLD = "('world', 'global')"


def look_up(con: duckdb.DuckDBPyConnection, roles: dict[str, list[str]], country: str | None) -> str:
    """Read the texts, places and dates of `tagged`; return the name of a table with one row per row of it.

    `roles` says which columns are for what, `country` (a code or name) where the people are if no column says so.
    """
    con.execute(_said_sql(roles, country))
    hxl_dates.look_up(con, "hxl_said", DATES)
    con.execute(_found_sql(cells.resolve_countries(con, "hxl_said", *COUNTRIES)))
    con.execute(_named_sql())
    unit = ("w_country", "unit_name", "unit_code", "first_name")
    units.resolve(con, "hxl_named", *unit)
    own = ("admin1", "pcode", "lat", "lon", "place_accuracy", "warning")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE hxl_where AS SELECT hxl_named.*, {', '.join(f'units.{name} AS u_{name}' for name in own)} "
        f"FROM hxl_named {units.joined('hxl_named', *unit)}"
    )
    return "hxl_where"


def _said_sql(roles: dict[str, list[str]], country: str | None) -> str:
    """One column per role, as text; of several columns in one role the first that says something."""
    texts = {role: [f"nullif(trim({column}), '')" for column in columns] for role, columns in roles.items()}
    if country and not {"country_code", "country_name"} & set(roles):
        texts["country_code"] = ["'" + country.replace("'", "''") + "'"]
    year, month = texts.get("year"), texts.get("month", ["NULL"])
    if year:
        dated = f"CASE WHEN {year[0]} IS NOT NULL THEN concat_ws('-', {year[0]}, {month[0]}) END"
        texts["day_text"] = [*texts.get("day_text", []), dated]
    columns = [
        f"coalesce({', '.join([*texts.get(role, []), 'NULL'])}, NULL)::VARCHAR AS {role}" for role in ROLES
    ]
    return f"CREATE OR REPLACE TEMP TABLE hxl_said AS SELECT record, {', '.join(columns)} FROM tagged"


def _found_sql(codes: str) -> str:
    """With ISO3 codes (a code counts before a name), days, and the level: that said, or of the deepest unit named."""
    iso = {name: f"(SELECT iso3 FROM {codes} WHERE {codes}.name = s.{name})" for name in COUNTRIES}
    parts = ("first", "last", "accuracy", "problem")
    spans = ", ".join(f"{name}.{part} AS {name}_{part}" for name in DATES for part in parts)
    joins = " ".join(
        f"LEFT JOIN hxl_dates {name} ON {name}.role = '{name}' AND {name}.text = s.{name}" for name in DATES
    )
    deepest = " ".join(f"WHEN coalesce(adm{n}_name, adm{n}_code) IS NOT NULL THEN {n}" for n in (3, 2, 1))
    return f"""
CREATE OR REPLACE TEMP TABLE hxl_found AS
SELECT s.*, {spans},
    coalesce({iso["country_code"]}, {iso["country_name"]}) AS w_country,
    coalesce({iso["origin_code"]}, {iso["origin_name"]}) AS w_origin,
    {iso["country_code"]} <> {iso["country_name"]} AS disagree,
    coalesce(lower(coalesce(country_name, country_code)) IN {WORLD}, false) AS world,
    least(coalesce(TRY_CAST(level AS UTINYINT), CASE {deepest} ELSE 0 END), 3)::TINYINT AS w_level,
    coalesce(lower(coalesce(site, adm3_name, adm2_name, adm1_name, country_name, country_code)) IN {TOTALS}, false) AS is_total
FROM hxl_said s {joins}"""


def _named_sql() -> str:
    """With the unit that each row is about, and what is wrong with its place and dates."""
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
        ELSE coalesce(start_text_problem, end_text_problem, day_text_problem, published_problem)
    END AS where_problem
FROM hxl_found"""
