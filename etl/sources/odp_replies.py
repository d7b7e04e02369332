"""Replies of the portal's widgets: one item a country, or a place within one, with what it counts there.

`/population/` and `/population/get/sublocation` list the groups that an item adds up; `/population/get/origin` has an item
an origin, with sexes, ages and households. Numbers come as texts. `month` and `year` are sums over merged records and are
not read: `date` is the as-of date. An item that merges several groups says which; groups may overlap, so items are never
added to those of another reply.
"""

from __future__ import annotations

import duckdb

from etl import places
from etl.documents import Document
from etl.errors import DataError
from etl.sources import Account, Parsed, cells, units
from etl.sources.files import Head
from etl.sources.items import read_items
from etl.sources.odp_words import (
    ACROSS_AND_INSIDE,
    ARRIVALS,
    PORTAL,
    REMAINDER,
    SAME_COUNTRY,
    population,
    remainder,
)

FIELDS = (
    "geomaster_name",
    "admin_level",
    "centroid_lat",
    "centroid_lon",
    "date",
    "individuals",
    "households",
    "source",
)
OF_GROUPS = (
    "pop_type_name",
    "pop_data_type_name",
    "pop_frequency_cumulative_code",
    "pop_origin_name",
    "pop_origin_code",
)
AGES = {"04": "0-4", "511": "5-11", "1217": "12-17", "1859": "18-59", "60": "60+", "total": "all"}
COHORTS = {f"{sex}_{end}": (sex, age) for sex in ("male", "female") for end, age in AGES.items()}
NO_COLUMN = ("male_hhs", "female_hhs", "children_total", "uac_total")
"""Heads of households, children and unaccompanied children: overlap with the cohorts, no column of the canonical table."""

LONGEST = 160
"""So many characters of the list of groups stand in a warning."""


def fits(found: Head) -> bool:
    """Items with the portal's name of a place and a count of individuals."""
    return found.kind == "json" and all(
        f'"{name}"' in found.text for name in ("geomaster_name", "individuals")
    )


def parse(con: duckdb.DuckDBPyConnection, found: Head, document: Document) -> Parsed:
    """One row for the individuals of each item, and one for each sex and age where the reply has them."""
    cohorts = '"male_total"' in found.text
    listed = (*FIELDS, *OF_GROUPS, "population_groups", "population_group_id", *COHORTS, *NO_COLUMN)
    read_items(con, found, "items", listed, "data")
    con.execute(_groups_sql())
    _resolve(con)
    con.execute(_judged_sql(), [_country_said(document)])
    units.resolve(con, "odp_judged WHERE level IS DISTINCT FROM 0", "country", "place")
    names = ("individuals", *(COHORTS if cohorts else ()), *(NO_COLUMN if cohorts else ()))
    con.execute(_sql(names))
    counted = con.execute(
        "SELECT count(*) FILTER (item_problem IS NULL), count(*) FILTER (item_problem IS NOT NULL) FROM odp_judged"
    ).fetchone()
    good, refused = counted or (0, 0)
    return Parsed("replies", account=Account(good + refused, good * len(names) + refused))


def _country_said(document: Document) -> str | None:
    """The country that the sidecar names, for replies whose items are places within one."""
    written = document.extra.get("country")
    if written is None:
        return None
    code = places.country("NO" if written is False else str(written))
    if code is None:
        raise DataError(
            f'{document.name}: unknown country "{written}" in its sidecar: use its ISO 3166-1 alpha-3 code'
        )
    return code


def _groups_sql() -> str:
    """Beside each item the distinct words of its groups, in a list; an item of `get/origin` is its own only group."""
    lists = ", ".join(
        f"list_sort(list_distinct(CASE WHEN pop_type_name IS NOT NULL THEN [{name}] "
        f"ELSE json_extract_string(item, '$.population_groups[*].{name}') END)) AS {name}s"
        for name in OF_GROUPS
    )
    concat = "coalesce(item->>'population_groups_concat', population_groups)"
    return f"""
CREATE OR REPLACE TEMP TABLE odp_items AS
SELECT *, trim(geomaster_name) AS place, {lists}, {concat} AS groups,
    len(string_split(population_group_id, ',')) AS group_count
FROM items
"""


def _resolve(con: duckdb.DuckDBPyConnection) -> None:
    """`odp_codes`: UNHCR's own codes of origins, and names of places, with their ISO 3166-1 codes."""
    con.execute("CREATE OR REPLACE TEMP TABLE odp_codes (kind VARCHAR, written VARCHAR, iso3 VARCHAR)")
    for kind, column, look_up in (
        ("code", "unnest(pop_origin_codes)", places.unhcr_country),
        ("name", "unnest(pop_origin_names)", places.country),
        ("place", "place", places.country),
    ):
        written = [
            text
            for (text,) in con.execute(
                f"SELECT DISTINCT {column} AS text FROM odp_items ORDER BY text"
            ).fetchall()
        ]
        found = [(kind, text, code) for text in written if text and (code := look_up(text))]
        if found:
            con.executemany("INSERT INTO odp_codes VALUES (?, ?, ?)", found)


def _judged_sql() -> str:
    """Of whom, where, from where, which count, and what forbids to take the item. `?` is the country of the sidecar.

    In `get/origin` the items are of different people, whatever the type of count, and a merged item shows that of one of
    its groups only: there no type but that of new arrivals makes a series.
    """
    types = f"list_distinct(list_transform(pop_type_names, lambda name: {population('name')}))"
    several = ", ".join(f"'{name}'" for name in ACROSS_AND_INSIDE)
    kinds = "CASE WHEN pop_type_name IS NULL OR group_count = 1 THEN pop_data_type_names END"
    arrivals = f"({kinds}) = ['New Arrivals']"
    return f"""
CREATE OR REPLACE TEMP TABLE odp_judged AS
WITH said AS (
    SELECT i.*, {types} AS who, len(pop_type_names) - len(who) AS unnamed,
        CASE WHEN len(who) = 1 THEN who[1] WHEN len(who) > 1 AND list_has_all([{several}], who) THEN 'displaced' END AS population,
        coalesce(lower(admin_level), 'country') = 'country' AS is_country,
        p.iso3 AS place_iso3, coalesce(c.iso3, n.iso3) AS one_origin, ?::VARCHAR AS told,
        CASE WHEN len(pop_origin_names) = 1 THEN {remainder("pop_origin_codes[1]", "pop_origin_names[1]")} END AS rest
    FROM odp_items i
    LEFT JOIN odp_codes p ON p.kind = 'place' AND p.written = place
    LEFT JOIN odp_codes c ON c.kind = 'code' AND len(pop_origin_codes) = 1 AND c.written = pop_origin_codes[1]
    LEFT JOIN odp_codes n ON n.kind = 'name' AND len(pop_origin_names) = 1 AND n.written = pop_origin_names[1]
), placed AS (
    SELECT * EXCLUDE (population), coalesce(population, '') AS population,
        CASE WHEN is_country THEN place_iso3 ELSE coalesce(told, CASE WHEN population = 'idp' THEN one_origin END) END AS country,
        CASE WHEN is_country AND place_iso3 IS NOT NULL THEN 0
            WHEN NOT is_country AND lower(admin_level) NOT SIMILAR TO '.*(settlement|camp|site|point).*' THEN 1 END AS level,
        CASE WHEN NOT is_country AND level IS NULL THEN place END AS site,
        CASE WHEN rest IS NOT NULL THEN '{REMAINDER}' WHEN len(pop_origin_names) > 1 THEN NULL
            ELSE coalesce(one_origin, CASE WHEN population = 'idp' THEN country END) END AS origin
    FROM said
)
SELECT *, {cells.count("individuals")} AS people, {cells.count("households")} AS families, {cells.date("date", True)} AS day,
    CASE WHEN len({kinds}) = 1 AND (pop_type_name IS NULL OR {arrivals}) THEN '{PORTAL}, ' || lower(({kinds})[1])
        ELSE '{PORTAL}' END AS series,
    nullif(concat_ws('; ', CASE WHEN population = 'displaced' THEN 'populations counted together: ' || array_to_string(who, ', ') END,
        CASE WHEN group_count > 1 THEN 'groups counted together: ' || left(groups, {LONGEST})
            || CASE WHEN length(groups) > {LONGEST} THEN ' ...' ELSE '' END END,
        CASE WHEN {arrivals} THEN '{ARRIVALS}' END,
        CASE WHEN list_contains(pop_frequency_cumulative_codes, 'NC') THEN 'the portal marks it as not cumulative' END,
        CASE WHEN rest IS NOT NULL THEN 'origin given as "' || rest || '"' END,
        CASE WHEN origin = country AND population IN ('refugee', 'asylum_seeker') THEN '{SAME_COUNTRY}' END,
        CASE WHEN is_country AND place_iso3 IS NULL THEN '"' || place || '" is no country we know: kept as written' END), '') AS said_warning,
    CASE WHEN place IS NULL THEN 'no geomaster_name: say where the people are'
        WHEN unnamed > 0 OR len(pop_type_names) = 0
            THEN 'unknown population type "' || array_to_string(pop_type_names, ', ') || '": use Refugees, Asylum-Seekers or IDPs'
        WHEN population = '' THEN 'counts ' || array_to_string(who, ' and ') || ' together: ask for one population_group at a time'
        WHEN NOT is_country AND country IS NULL
            THEN 'place "' || place || '" in no country: write `country: ISO3` into the sidecar'
        WHEN rest IS NULL AND len(pop_origin_names) = 1 AND origin IS NULL
            THEN 'unknown country of origin "' || pop_origin_names[1] || '": write a name we know'
        WHEN day IS NULL THEN 'date "' || coalesce(date, '') || '" is not readable: write YYYY-MM-DD' END AS item_problem
FROM placed
"""


def _sql(names: tuple[str, ...]) -> str:
    sexes = " ".join(f"WHEN '{name}' THEN '{sex}'" for name, (sex, _) in COHORTS.items())
    ages = " ".join(f"WHEN '{name}' THEN '{age}'" for name, (_, age) in COHORTS.items())
    known = f"{cells.count('male_total')} + {cells.count('female_total')}"
    kept = ", ".join(f"coalesce({name}, '') AS {name}" for name in names)
    return f"""
CREATE OR REPLACE TEMP TABLE replies AS
WITH melted AS (
    FROM (SELECT j.* REPLACE ({kept}), {known} AS known FROM odp_judged j WHERE item_problem IS NULL)
    UNPIVOT (cell FOR name IN ({", ".join(names)}))
), read AS (
    SELECT *, name = 'individuals' AS is_all, {cells.count("cell")} AS n,
        CASE WHEN {cells.missing("cell")} THEN 'blank: not collected'
            WHEN n = 0 AND NOT is_all THEN '0: none, or not collected'
            WHEN name IN ({", ".join(f"'{name}'" for name in NO_COLUMN)}) THEN 'children or heads of households, also counted by sex and age'
        END AS nothing
    FROM melted
)
SELECT record, population, 'stock' AS measure, series, n AS value, n AS reported,
    CASE WHEN is_all AND n > 0 AND families > 0 THEN n / families END AS household_size,
    CASE name {sexes} ELSE 'all' END AS sex, CASE name {ages} ELSE 'all' END AS age,
    country, origin, coalesce(site, rest) AS part, place, level AS admin_level, units.admin1, units.pcode,
    CASE WHEN level IS DISTINCT FROM 0 THEN coalesce(TRY_CAST(centroid_lat AS DOUBLE), units.lat) END AS lat,
    CASE WHEN level IS DISTINCT FROM 0 THEN coalesce(TRY_CAST(centroid_lon AS DOUBLE), units.lon) END AS lon,
    CASE WHEN site IS NOT NULL THEN 'point' WHEN level = 1 THEN 'admin1' END AS place_accuracy, 'table' AS place_basis,
    day AS end_date, {cells.date_accuracy("date")} AS end_accuracy, trim(source) AS attributed_to,
    nullif(concat_ws('; ', said_warning, CASE WHEN level IS DISTINCT FROM 0 THEN units.warning END,
        CASE WHEN NOT is_all AND known < people THEN 'sex and age known of ' || known || ' of ' || people END), '') AS warning,
    nothing,
    CASE WHEN nothing IS NULL AND n IS NULL THEN name || ' "' || cell || '" is not a whole number of people: write digits' END AS problem,
    concat_ws(',', read.place, date, array_to_string(pop_type_names, '+'), array_to_string(pop_origin_names, '+'), name || '=' || cell) AS row
FROM read {units.joined("read", "read.country", "read.place")}
UNION ALL BY NAME
SELECT record, item_problem AS problem, left(item::VARCHAR, 300) AS row FROM odp_judged WHERE item_problem IS NOT NULL
"""
