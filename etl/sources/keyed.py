"""Figures keyed by hand: a CSV whose header uses the names of the canonical columns, any of them, in any order.

Needed are `population`, `measure`, `value`, `end_date` and a `country`, `origin` or `place`. Countries may be
written as names or codes, dates as 2019, 2019-12 or 2019-12-31 (a year or month stands for its last day, as a
flow's start for its first), numbers with or without thousands separators; `*` is a withheld count, `-` or an empty
cell one that was not collected and gives no row. Everything else is checked as it stands.
"""

from __future__ import annotations

import duckdb

from etl.columns import BY_NAME
from etl.documents import Document
from etl.errors import DataError
from etl.sources import Parsed
from etl.sources.hxl import tags as hxl_tags
from etl.tabular import cells
from etl.tabular.files import Head, head, read_rows

NAME = "keyed"
LICENCE = None

NEEDED = ("population", "measure", "value", "end_date")
INTEGERS = ("value", "value_high", "reported", "admin_level")
NUMBERS = ("household_size", "lat", "lon")
DATES = {"start_date": False, "end_date": True, "published": True}


def recognise(found: Head) -> bool:
    """A header of canonical names with at least the needed ones; under HXL tags it is the source `hxl`'s."""
    return set(NEEDED) <= set(found.fields) and hxl_tags.tag_row(found.rows[:2]) is None


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Text cells to canonical columns. See `etl.sources` for what comes out.

    Raises DataError for a column that the canonical table does not have.
    """
    found = head(document.path)
    missing = [name for name in NEEDED if name not in found.fields]
    unknown = [name for name in found.fields if name not in BY_NAME and name != "note"]
    if missing or unknown:
        fault = f"no column {', '.join(missing)}" if missing else f"unknown column {', '.join(unknown)}"
        raise DataError(
            f"{document.name}: row 1: {fault}: use the names of the data dictionary (and `note` for remarks)"
        )
    read_rows(con, found, "keyed_text")
    present = [name for name in found.fields if name != "note"]
    codes = cells.resolve_countries(
        con, "keyed_text", *({"country", "origin"} & set(present) or {"NULL::VARCHAR"})
    )
    con.execute(_sql(present, codes, document.extra))
    return Parsed("keyed_rows")


def _sql(present: list[str], codes: str, settings: dict[str, object]) -> str:
    columns = {name: f"nullif(trim({name}), '')" for name in present}
    columns |= {name: cells.count(name) for name in INTEGERS if name in present}
    columns |= {name: f"TRY_CAST({name} AS DOUBLE)" for name in NUMBERS if name in present}
    columns |= {name: cells.date(f"trim({name})", last) for name, last in DATES.items() if name in present}
    columns |= {name: _country(name, codes) for name in ("country", "origin") if name in present}
    for name in ("start", "end"):
        if f"{name}_date" in present and f"{name}_accuracy" not in present:
            columns[f"{name}_accuracy"] = cells.date_accuracy(f"trim({name}_date)")
    # A stock is true on one day: a year written for it means its last day, which is exact.
    if "end_accuracy" not in present:
        columns["end_accuracy"] = f"CASE WHEN measure = 'stock' THEN 'day' ELSE {columns['end_accuracy']} END"
    if "reported" not in present:
        columns["reported"] = columns["value"]
    if "value_status" not in present:
        columns["value_status"] = (
            f"CASE WHEN trim(value) = '{cells.WITHHELD}' THEN 'redacted' ELSE 'reported' END"
        )
    if "country" in present and "admin_level" not in present:
        columns["admin_level"] = "CASE WHEN nullif(trim(country), '') IS NOT NULL{} THEN 0 END".format(
            " AND coalesce(admin1, '') = ''" if "admin1" in present else ""
        )
    columns["place_basis"] = "'table'"
    if "role" in settings:
        columns["role"] = f"'{settings['role']}'"
    selected = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    return f"""
CREATE OR REPLACE TEMP TABLE keyed_rows AS
SELECT record, {selected}, {_problem(present, columns)} AS problem, concat_ws(',', {", ".join(present)}) AS row
FROM keyed_text WHERE NOT {cells.missing("value")}
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM keyed_text_bad
"""


def _country(name: str, codes: str) -> str:
    return f"(SELECT iso3 FROM {codes} WHERE {codes}.name = keyed_text.{name})"


def _problem(present: list[str], columns: dict[str, str]) -> str:
    """The first cell that holds something we could not read, with the cure."""
    cures = {
        **dict.fromkeys(INTEGERS, "write a whole number of people"),
        **dict.fromkeys(NUMBERS, "write a number with a decimal point"),
        **dict.fromkeys(DATES, "write a day that exists as YYYY-MM-DD, a month as YYYY-MM, a year as YYYY"),
        **dict.fromkeys(("country", "origin"), "write an ISO 3166-1 code or a name we know"),
    }
    whens = [
        f"WHEN nullif(trim({name}), '') IS NOT NULL AND trim({name}) <> '{cells.WITHHELD}' AND ({columns[name]}) IS NULL "
        f"THEN '{name} \"' || {name} || '\" is not readable: {cure}'"
        for name, cure in cures.items()
        if name in present
    ]
    return f"CASE {' '.join(whens)} END"
