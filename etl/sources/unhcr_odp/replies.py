"""Replies of the portal's widgets: one item a country, or a place within one, with what it counts there.

`/population/` and `/population/get/sublocation` list the groups that an item adds up; `/population/get/origin` has an item
an origin, with sexes, ages and households. Numbers come as texts. `month` and `year` are sums over merged records and are
not read: `date` is the as-of date. An item that merges several groups says which; groups may overlap, so
items of several replies are counts of the same people.
"""

from __future__ import annotations

import duckdb

from etl.documents import Document
from etl.sources import Account, Parsed
from etl.sources.unhcr_odp import items as odp_items
from etl.sources.unhcr_odp.words import country_told
from etl.tabular import cells, units
from etl.tabular.files import Head
from etl.tabular.items import read_items

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
AGES = {"04": "0-4", "511": "5-11", "1217": "12-17", "1859": "18-59", "60": "60+", "total": "all"}
COHORTS = {f"{sex}_{end}": (sex, age) for sex in ("male", "female") for end, age in AGES.items()}
NO_COLUMN = ("male_hhs", "female_hhs", "children_total", "uac_total")
"""Heads of households, children and unaccompanied children: overlap with the cohorts, no column of the canonical table."""


def fits(found: Head) -> bool:
    """Items with the portal's name of a place and a count of individuals."""
    return found.kind == "json" and all(
        f'"{name}"' in found.text for name in ("geomaster_name", "individuals")
    )


def parse(con: duckdb.DuckDBPyConnection, found: Head, document: Document) -> Parsed:
    """One row for the individuals of each item, and one for each sex and age where the reply has them."""
    cohorts = '"male_total"' in found.text
    listed = (*FIELDS, *odp_items.OF_GROUPS, "population_groups", "population_group_id", *COHORTS, *NO_COLUMN)
    read_items(con, found, "items", listed, "data")
    odp_items.judge(con, country_told(document, "country"))
    units.resolve(con, "odp_judged WHERE level IS DISTINCT FROM 0", "country", "place")
    names = ("individuals", *(COHORTS if cohorts else ()), *(NO_COLUMN if cohorts else ()))
    con.execute(_sql(names))
    counted = con.execute(
        "SELECT count(*) FILTER (item_problem IS NULL), count(*) FILTER (item_problem IS NOT NULL) FROM odp_judged"
    ).fetchone()
    good, refused = counted or (0, 0)
    return Parsed("replies", account=Account(good + refused, good * len(names) + refused))


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
