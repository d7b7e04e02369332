"""Items of the portal's replies, judged: of whom, where, from where, which count, and what forbids to take one."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from etl import places, putting
from etl.sources.unhcr_odp.words import (
    ACROSS_AND_INSIDE,
    ARRIVALS,
    PORTAL,
    REMAINDER,
    SAME_COUNTRY,
    population,
    remainder,
)
from etl.tabular import cells

OF_GROUPS = (
    "pop_type_name",
    "pop_data_type_name",
    "pop_frequency_cumulative_code",
    "pop_origin_name",
    "pop_origin_code",
)

LONGEST = 160
"""So many characters of the list of groups stand in a warning."""


def judge(con: duckdb.DuckDBPyConnection, told: str | None) -> None:
    """Make `odp_judged` of the table `items`; `told` is the country (ISO3) that the sidecar names, if any.

    Beside what was read it has country, level, site, origin, rest (`Various` or `Others`), population, people, families,
    day, series, said_warning, and item_problem: why the whole item is refused.
    """
    con.execute(_groups_sql())
    _resolve(con)
    con.execute(_judged_sql(), [told])


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
    found: list[tuple[str, str, str]] = []
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
        found += [(kind, text, code) for text in written if text and (code := look_up(text))]
    putting.rows(con, "odp_codes", dict.fromkeys(("kind", "written", "iso3"), pa.string()), found)


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
