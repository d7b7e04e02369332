"""SQL for single cells, shared by the sources: counts, dates and country names as people write them."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from etl import places, putting

MISSING = ("", "-", "..", "...", "n/a", "na", "not available", "null", "nan", "none")
"""What publishers print where there is no number. None of them is a zero."""

WITHHELD = "*"
"""UNHCR prints an asterisk in place of small counts, to protect the people behind them."""


EASTERN = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬"
"""Arabic and Persian digits, and the mark between their thousands."""


def missing(cell: str) -> str:
    """SQL condition: the text `cell` says that there is no number."""
    words = ", ".join(f"'{word}'" for word in MISSING)
    return f"({cell} IS NULL OR lower(trim({cell})) IN ({words}))"


def count(cell: str) -> str:
    """SQL expression: the whole number in the text `cell`, thousands by comma or space allowed; NULL if none.

    Digits may be Arabic or Persian. 3.7, 3,6 and 1e9 are no counts of people and give NULL: the caller says so in its
    `problem`.
    """
    # Nearly all are digits and nothing else: told without a regular expression, by writing the number back.
    digits_only = f"length({cell}) < 19 AND TRY_CAST({cell} AS BIGINT)::VARCHAR = {cell}"
    western = f"translate({cell}, '{EASTERN}', '01234567890123456789,')"
    return (
        f"CASE WHEN {digits_only} THEN TRY_CAST({cell} AS BIGINT) WHEN {_whole(cell)} THEN {_digits(cell)} "
        f"WHEN regexp_matches({cell}, '[{EASTERN}]') AND {_whole(western)} THEN {_digits(western)} END"
    )


def _whole(cell: str) -> str:
    """SQL condition: the text `cell` is a whole number."""
    plain = rf"regexp_full_match(trim({cell}), '-?\d{{1,18}}')"
    grouped = rf"regexp_full_match(trim({cell}), '-?\d{{1,3}}([, \x{{00A0}}\x{{202F}}]\d{{3}})+')"
    return f"({plain} OR {grouped})"


def _digits(cell: str) -> str:
    return f"TRY_CAST(regexp_replace({cell}, '[^0-9-]', '', 'g') AS BIGINT)"


def date(cell: str, last: bool) -> str:
    """SQL expression: the day meant by YYYY, YYYY-MM or YYYY-MM-DD; the first or `last` day of a year or month."""
    end = {True: "+ INTERVAL 1 {} - INTERVAL 1 DAY", False: ""}[last]
    year = f"(make_date(TRY_CAST({cell} AS INT), 1, 1) {end.format('YEAR')})::DATE"
    month = f"(TRY_CAST({cell} || '-01' AS DATE) {end.format('MONTH')})::DATE"
    return (
        rf"CASE WHEN regexp_full_match({cell}, '(19|20)\d\d') THEN {year} "
        rf"WHEN regexp_full_match({cell}, '(19|20)\d\d-\d\d') THEN {month} "
        rf"WHEN regexp_full_match({cell}, '(19|20)\d\d-\d\d-\d\d') THEN TRY_CAST({cell} AS DATE) END"
    )


def date_accuracy(cell: str) -> str:
    """SQL expression: `year`, `month` or `day`, by how much of the date is written."""
    return f"CASE length({cell}) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' END"


def resolve_countries(con: duckdb.DuckDBPyConnection, table: str, *columns: str) -> str:
    """Look each distinct text of `columns` up once; return the name of a table (name, iso3) with those found."""
    texts = " UNION ".join(f"SELECT {column} AS name FROM {table}" for column in columns)
    names = [
        name
        for (name,) in con.execute(
            f"SELECT DISTINCT name FROM ({texts}) WHERE name IS NOT NULL ORDER BY name"
        ).fetchall()
    ]
    found = [(name, code) for name in names if (code := places.country(name))]
    putting.rows(con, "country_names", {"name": pa.string(), "iso3": pa.string()}, found)
    return "country_names"


CAUSE_WORDS = {
    "conflict": "conflict|violence|insecurity|armed|attack|clash|fighting|\\bwar\\b",
    "disaster": "disaster|drought|flood|earthquake|cyclone|hurricane|typhoon|storm|landslide|volcan|tsunami|climat|hazard|wildfire",
    "development": "development",
}
"""What publishers' reasons for displacement say, as regular expressions -> the canonical cause."""


def causes(reason: str) -> str:
    """SQL expression: the list of causes that the text `reason` names ('Conflict/Insecurity', 'Flood'); `other` for another
    reason, NULL where there is none.

    More than one ('Conflict; Natural disaster') is for the caller to leave open.
    """
    named = ", ".join(
        f"CASE WHEN regexp_matches(lower({reason}), '{words}') THEN '{cause}' END"
        for cause, words in CAUSE_WORDS.items()
    )
    found = f"list_filter([{named}], lambda cause: cause IS NOT NULL)"
    return (
        f"CASE WHEN NOT {missing(reason)} THEN CASE len({found}) WHEN 0 THEN ['other'] ELSE {found} END END"
    )


def lines(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many data rows `read_rows` found: those of `table`, and those not readable beside it."""
    return int(
        con.execute(f"SELECT (SELECT count(*) FROM {table}) + (SELECT count(*) FROM {table}_bad)").fetchall()[
            0
        ][0]
    )
