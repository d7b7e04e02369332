"""The Finder's demographics: people of one kind at a place, by sex and age.

The places of one country are of mixed levels (units, camps, "dispersed in the country") and add up to it, so each is a
part of the country's count. The API's own rows name no place: they are the country's whole count.
"""

from __future__ import annotations

import duckdb

from etl.sources.unhcr_rdf.tables import Said, Table, choice
from etl.tabular import units

POPULATIONS = {
    "REF": "refugee",
    "ROC": "refugee",
    "ASY": "asylum_seeker",
    "IDP": "idp",
    "IOC": "idp",
    "OIP": "oip",
    "VDA": "oip",
    "OOC": "ooc",
    "STA": "stateless",
    "HST": "host_community",
    "RET": "returned_refugee",
    "RDP": "returned_idp",
}
FLOWS = ("RET", "RDP")
LIKE = {"ROC": "in a refugee-like situation", "IOC": "in an IDP-like situation"}
SURROUNDINGS = {"U": "urban", "R": "rural"}
ACCOMMODATION = {
    "C": "collective centre",
    "I": "individual accommodation",
    "P": "planned camp",
    "R": "reception or transit camp",
    "S": "self-settled camp",
}
"""UNHCR's codes; V (various) and U (unknown) say nothing of the place, but tell its rows apart, so they stay as printed."""

AGES = {"0_4": "0-4", "5_11": "5-11", "12_17": "12-17", "18_59": "18-59", "60": "60+", "other": "unknown"}
COUNTS: dict[str, Said] = {
    **{
        f"{letter}_{code}": {"sex": sex, "age": age}
        for letter, sex in (("f", "female"), ("m", "male"))
        for code, age in {**AGES, "total": "all"}.items()
    },
    "total": {"sex": "all", "age": "all"},
}

LOCATED = ("admin1", "pcode", "lat", "lon", "place_accuracy")
LOCATION = "nullif(nullif(trim(location), '-'), '')"
# "Aaley [Admin 2]", "Kakuma (within Admin 1: Turkana ) [Admin 3: POC]"
UNIT = rf"regexp_extract({LOCATION}, '^(.*?)\s*(\(within Admin 1:.*\))?\s*\[Admin [12]\]$', 1)"
WITHIN = rf"regexp_extract({LOCATION}, '\(within Admin 1:\s*(.*?)\s*\)\s*\[Admin', 1)"
IS_FIRST = f"{LOCATION} LIKE '%[Admin 1]'"


def _kind_of(column: str, codes: dict[str, str], unsaid: str) -> str:
    return f"coalesce({choice(column, codes)}, {unsaid} || nullif(trim({column}), '-'))"


DEMOGRAPHICS = Table(
    "demographics",
    COUNTS,
    marks=frozenset({"pop_type", *COUNTS} - {"total"}),
    own=("pop_type", "location", "loc_type", "acc_type"),
    of_row={
        "population": choice("pop_type", POPULATIONS),
        "measure": f"CASE WHEN trim(pop_type) IN {FLOWS} THEN 'flow' ELSE 'stock' END",
        "location": LOCATION,
        "part": f"nullif(concat_ws('; ', {LOCATION}, {choice('pop_type', LIKE)}, "
        f"{_kind_of('loc_type', SURROUNDINGS, repr('surroundings '))}, "
        f"{_kind_of('acc_type', ACCOMMODATION, repr('accommodation '))}), '')",
        "unit_name": f"nullif({UNIT}, '')",
        "unit_first": f"CASE WHEN {IS_FIRST} THEN nullif({UNIT}, '') ELSE nullif({WITHIN}, '') END",
    },
    faults={
        "population IS NULL": "'unknown pop_type \"' || coalesce(wide.pop_type, '') || '\": use one of "
        f"{', '.join(POPULATIONS)}'"
    },
    said={
        "place": "CASE WHEN world THEN 'World' ELSE coalesce(location, trim(coa_name)) END",
        "admin_level": "CASE WHEN NOT world AND part IS NULL THEN 0 END",
    },
)


def locate(con: duckdb.DuckDBPyConnection) -> str:
    """`judged` with what is known of the first- and second-level units that its locations name; returns the table."""
    unit = ("coa_iso", "unit_name", "NULL", "unit_first")
    units.resolve(con, "judged", *unit)
    known = ", ".join(f"units.{name}" for name in LOCATED)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE located AS SELECT judged.*, {known}, units.warning AS place_warning FROM judged "
        f"{units.joined('judged', *unit)} ORDER BY record"
    )
    return "located"
