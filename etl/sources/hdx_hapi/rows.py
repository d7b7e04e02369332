"""Rows of HDX HAPI as canonical rows: SQL for its tables of IDPs (from IOM) and of refugees and returnees (from UNHCR).

Both read the temporary table `hapi` (the file's columns as text) and leave `hapi_rows`, one row per row. See `etl.sources.hdx_hapi`.
"""

from __future__ import annotations

import duckdb

from etl.tabular import cells, rounds, units

SERIES = "via HDX HAPI"

IDPS = ("location_code", "assessment_type", "reporting_round", "population", "reference_period_start")
PEOPLE = (
    "origin_location_code",
    "asylum_location_code",
    "population_group",
    "population",
    "reference_period_start",
)
FIELDS = {
    name: name
    for name in (
        *IDPS,
        *(
            "location_name",
            "provider_admin1_name",
            "provider_admin2_name",
            "admin1_code",
            "admin1_name",
            "admin2_code",
        ),
        *("admin2_name", "admin_level", "operation", "reference_period_end", "warning", "error"),
        *(
            "origin_location_code",
            "asylum_location_code",
            "asylum_location_name",
            "population_group",
            "gender",
        ),
        *("age_range", "min_age", "max_age"),
    )
}

GROUPS = {
    "REF": ("refugee", "stock", None),
    "ROC": ("refugee", "stock", "people in refugee-like situations"),
    "ASY": ("asylum_seeker", "stock", None),
    "OIP": ("oip", "stock", None),
    "IDP": ("idp", "stock", None),
    "IOC": ("idp", "stock", "people in IDP-like situations"),
    "STA": ("stateless", "stock", None),
    "OOC": ("ooc", "stock", None),
    "HST": ("host_community", "stock", None),
    "RET": ("returned_refugee", "flow", None),
    "RST": ("resettled", "flow", None),
    "NAT": ("naturalised", "flow", None),
    "RDP": ("returned_idp", "flow", None),
}
"""HAPI's population_group -> population, measure, part. Whether refugees hold those in like situations is not said: these
stand aside as a part, which a sum that has the whole leaves out."""

NO_GROUP = {
    "all": "a total of the groups",
    "POC": "people of concern: a total of the groups",
    "RRI": "group RRI: HAPI does not say who these are",
}
SEXES = {"f": "female", "m": "male", "x": "non-binary", "o": "other", "u": "unknown", "all": "all"}


START, END = (cells.date(f"left(reference_period_{end}, 10)", end == "end") for end in ("start", "end"))
PEOPLE_COUNTED = cells.count(rounds.number("population"))
TAG = "coalesce(population, '') LIKE '#%'"
FAULTS = f"""WHEN error IS NOT NULL THEN 'HAPI itself leaves this row out (' || error || '): take the publisher''s own table'
WHEN {END} IS NULL THEN 'reference_period_end "' || coalesce(reference_period_end, '') || '" is no date: write it as YYYY-MM-DD'
WHEN {START} IS NULL THEN 'reference_period_start "' || coalesce(reference_period_start, '') || '" is no date: write it as YYYY-MM-DD'
WHEN NOT {cells.missing("population")} AND {PEOPLE_COUNTED} IS NULL
    THEN 'population "' || population || '" is not a whole number of people: write digits'"""
"""SQL: what is wrong with a row of any of the tables."""


def _unknown(column: str) -> str:
    return f"""'unknown country "' || coalesce({column}, '') || '" in {column}: use its ISO 3166-1 alpha-3 code'"""


UNIT = ("country", "unit_name", "unit_code", "first_name")


def judge_idps(con: duckdb.DuckDBPyConnection) -> None:
    """`hapi_rows` of IOM's IDPs: levels stacked, rounds and operations as in IOM's own table (`etl.sources.iom_dtm`)."""
    names = cells.resolve_countries(con, "hapi", "location_code", "location_name")
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE hapi_idps AS
WITH read AS (
    SELECT hapi.*, coalesce(code.iso3, name.iso3) AS country, {END} AS day, TRY_CAST(reporting_round AS DOUBLE) AS round,
        concat_ws(', ', {rounds.series("operation", "assessment_type")}, '{SERIES}') AS series, {PEOPLE_COUNTED} AS people,
        coalesce(TRY_CAST({rounds.number("admin_level")} AS TINYINT),
            CASE WHEN coalesce(admin2_code, admin2_name, provider_admin2_name) IS NOT NULL THEN 2
                WHEN coalesce(admin1_code, admin1_name, provider_admin1_name) IS NOT NULL THEN 1 ELSE 0 END) AS level
    FROM hapi LEFT JOIN {names} code ON code.name = location_code LEFT JOIN {names} name ON name.name = location_name
), placed AS (
    SELECT *, CASE WHEN level > 0 THEN coalesce(admin1_name, provider_admin1_name) END AS first_name,
        CASE level WHEN 1 THEN admin1_name WHEN 2 THEN admin2_name END AS official,
        CASE level WHEN 1 THEN provider_admin1_name WHEN 2 THEN provider_admin2_name END AS theirs,
        CASE level WHEN 1 THEN admin1_code WHEN 2 THEN admin2_code END AS unit_code
    FROM read
)
SELECT *, coalesce(official, theirs) AS unit_name,
    -- IOM's names apart: several of its units may lie in one of OCHA's, each with a figure
    concat_ws('/', first_name, coalesce(unit_code, official), theirs) AS unit, {TAG} AS tag,
    CASE WHEN {TAG} THEN NULL {FAULTS} WHEN country IS NULL THEN {_unknown("location_code")}
        WHEN level > 0 AND coalesce(official, theirs, unit_code) IS NULL
            THEN 'no name and no code of a unit of level ' || level || ': name it' END AS fault
FROM placed""")
    rounds.judge(con, "(SELECT * FROM hapi_idps WHERE fault IS NULL AND NOT tag)")
    units.resolve(con, "hapi_idps", *UNIT)
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE hapi_rows AS
SELECT record, 'IOM' AS publisher, 'IOM-DTM-non-commercial' AS licence, 'idp' AS population, 'stock' AS measure,
    people AS value, people AS reported, country, country AS origin,
    CASE WHEN level = 0 THEN location_name
        WHEN count(DISTINCT theirs) OVER (PARTITION BY series, country, day, level, round, unit_code, official) > 1 THEN theirs
        ELSE unit_name END AS place,
    units.admin1, units.pcode, level::TINYINT AS admin_level, lat, lon, place_accuracy, 'table' AS place_basis,
    day AS end_date, 'day' AS end_accuracy, CASE WHEN newer IS NULL THEN 'recommended' ELSE 'triangulation' END AS role,
    series, CASE WHEN newer IS NOT NULL THEN 'round ' || coalesce({rounds.number("reporting_round")}, 'not said') END AS part,
    nullif(concat_ws('; ', i.warning, units.warning, doubt,
        CASE WHEN newer IS NOT NULL THEN 'round ' || newer || ' has the same date and counts' END), '') AS warning,
    CASE WHEN tag THEN 'HXL tag row' WHEN fault IS NULL AND {cells.missing("population")} THEN 'blank: not collected' END AS nothing,
    fault AS problem, concat_ws(',', location_code, unit_name, operation, reference_period_end, population) AS row
FROM hapi_idps i LEFT JOIN rounds USING (record) {units.joined("i", *UNIT)}""")


def judge_people(con: duckdb.DuckDBPyConnection) -> None:
    """`hapi_rows` of UNHCR's refugees and returnees: pairs of countries by group, sex and age."""
    names = cells.resolve_countries(con, "hapi", "origin_location_code", "asylum_location_code")
    groups = ", ".join(
        f"('{code}', '{population}', '{measure}', {repr(part) if part else 'NULL'})"
        for code, (population, measure, part) in GROUPS.items()
    )
    sexes = " ".join(f"WHEN '{code}' THEN '{sex}'" for code, sex in SEXES.items())
    no_group = " ".join(f"WHEN '{code}' THEN '{why}'" for code, why in NO_GROUP.items())
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE hapi_rows AS
WITH read AS (
    SELECT hapi.*, {START} AS first_day, {END} AS last_day, {PEOPLE_COUNTED} AS n, coalesce(gender, 'all') AS g,
        coalesce(age_range, CASE WHEN min_age IS NOT NULL THEN {rounds.number("min_age")}
            || coalesce('-' || {rounds.number("max_age")}, '+') END, 'all') AS age
    FROM hapi
), known AS (
    SELECT read.*, CASE lower(g) {sexes} ELSE g END AS sex, destination.iso3 AS country, source.iso3 AS origin, population_of, measure, part,
        CASE WHEN {TAG} THEN NULL {FAULTS}
            WHEN source.iso3 IS NULL THEN {_unknown("origin_location_code")}
            WHEN destination.iso3 IS NULL THEN {_unknown("asylum_location_code")}
            WHEN population_of IS NULL AND coalesce(population_group, '') NOT IN ({", ".join(repr(code) for code in NO_GROUP)})
                THEN 'unknown population_group "' || coalesce(population_group, '') || '": use one of {", ".join(GROUPS)}'
        END AS fault
    FROM read LEFT JOIN {names} source ON source.name = origin_location_code
    LEFT JOIN {names} destination ON destination.name = asylum_location_code
    LEFT JOIN (VALUES {groups}) g (code, population_of, measure, part) ON g.code = population_group
), compared AS (
    SELECT *, sex <> 'all' OR age <> 'all' AS detail, max(CASE WHEN NOT detail THEN n END) OVER same AS whole,
        max(CASE WHEN detail THEN n END) OVER same AS largest_detail
    FROM known WINDOW same AS (PARTITION BY origin, country, population_group, first_day, last_day)
)
SELECT record, 'UNHCR' AS publisher, 'CC-BY-4.0' AS licence, population_of AS population, measure, n AS value, n AS reported,
    sex, age, country, origin, asylum_location_name AS place, 0::TINYINT AS admin_level, 'table' AS place_basis,
    CASE WHEN measure = 'flow' THEN first_day END AS start_date, last_day AS end_date,
    CASE WHEN measure = 'stock' THEN 'day'
        WHEN month(first_day) = 1 AND day(first_day) = 1 AND month(last_day) = 12 AND day(last_day) = 31 THEN 'year'
        ELSE 'day' END AS end_accuracy,
    CASE WHEN measure = 'flow' THEN end_accuracy END AS start_accuracy, '{SERIES}' AS series, part,
    nullif(concat_ws('; ', warning, CASE WHEN origin = country AND population_of IN ('refugee', 'asylum_seeker')
        THEN 'origin and asylum are the same country' END), '') AS warning,
    CASE WHEN {TAG} THEN 'HXL tag row' WHEN fault IS NOT NULL THEN NULL
        WHEN population_of IS NULL THEN CASE population_group {no_group} END
        WHEN {cells.missing("compared.population")} THEN 'blank: not collected'
        WHEN n = 0 AND detail AND whole > 0 AND largest_detail = 0 THEN '0: sexes and ages not told apart'
        WHEN n = 0 THEN '0: none, or not collected' END AS nothing,
    fault AS problem,
    concat_ws(',', origin_location_code, asylum_location_code, population_group, g, age, compared.population, reference_period_end) AS row
FROM compared""")
