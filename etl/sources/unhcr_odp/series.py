"""Series of the portal that say only days and counts: `date;count` files, and the time series of a widget.

They don't say of whom, where, or whether people were there or came; a person who took them knows, and writes it into the
sidecar. Counts may fall: people are deregistered, return and move on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from etl import words
from etl.columns import MEASURES, POPULATIONS
from etl.documents import SUFFIX, Document
from etl.errors import DataError
from etl.sources import Account, Parsed
from etl.sources.unhcr_odp.words import PORTAL, country_told
from etl.tabular import cells
from etl.tabular.files import Head, read_rows
from etl.tabular.items import read_items

DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
PERIODS = ("day", "month", "year")
EXAMPLE = (
    "publisher: UNHCR, country: LBN (or place: Syria situation), origin: SYR (or left out), population: refugee, "
    "measure: stock (or flow, with period: day, month or year)"
)


@dataclass(frozen=True)
class Said:
    """What the sidecar says of all rows."""

    population: str
    measure: str
    series: str
    country: str | None
    origin: str | None
    place: str
    period: str | None
    admin_level: str
    """SQL: 0 a country, 1 a place within one, NULL a region or situation."""


def is_bare(found: Head) -> bool:
    """Two columns without a header, mostly a day and a whole number; a first line may be blank."""
    rows = [row for row in found.rows if any(row)]
    good = [row for row in rows if len(row) == 2 and DAY.fullmatch(row[0]) and row[1].isdigit()]
    return bool(good) and rows[0] in good and 2 * len(good) > len(rows)


def is_timeseries(found: Head) -> bool:
    """A reply with the list `timeseries`."""
    return all(name in found.text for name in ('"timeseries"', '"data_date"', '"individuals"'))


def parse(con: duckdb.DuckDBPyConnection, found: Head, document: Document) -> Parsed:
    """One row a day. Raises DataError if the sidecar does not say of whom, where and what."""
    if found.kind == "json":
        said = _said(document)
        read_items(con, found, "series_text", ("data_date", "individuals"), "data.timeseries")
        con.execute(
            "ALTER TABLE series_text RENAME data_date TO date; ALTER TABLE series_text RENAME individuals TO count"
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE series_text_bad (record BIGINT, reason VARCHAR, row VARCHAR)"
        )
    else:
        said = _said(document, "publisher")
        read_rows(con, found, "series_text", ["date", "count"], 0)
    con.execute(_sql(said), [said.place])
    counted = con.execute(
        "SELECT (SELECT count(*) FROM series_text) + (SELECT count(*) FROM series_text_bad)"
    ).fetchone()
    rows = counted[0] if counted else 0
    return Parsed("series", account=Account(rows, rows))


def _said(document: Document, *also: str) -> Said:
    keys = {**document.extra, "publisher": document.publisher}
    missing = [key for key in (*also, "population", "measure") if not keys.get(key)]
    missing += [] if "country" in keys or keys.get("place") else ["country (or place)"]
    missing += ["period"] if keys.get("measure") == "flow" and not keys.get("period") else []
    if missing:
        raise DataError(
            f"{document.name}: only days and counts, the file does not say of whom, where or what: write "
            f"{', '.join(missing)} into {document.name}{SUFFIX}, one `key: value` a line, e.g. {EXAMPLE}; or say them with --say KEY=VALUE"
        )
    for key, allowed in (("population", POPULATIONS), ("measure", MEASURES), ("period", PERIODS)):
        if keys.get(key) and keys[key] not in allowed:
            raise DataError(
                f'{document.name}{SUFFIX}: unknown {key} "{keys[key]}": use one of {", ".join(allowed)}'
            )
    country, origin = (country_told(document, key) for key in ("country", "origin"))
    return Said(
        population=keys["population"],
        measure=keys["measure"],
        series=str(keys.get("series") or PORTAL),
        country=country,
        origin=origin or (country if keys["population"] == "idp" else None),
        place=str(keys.get("place") or words.country(country or "")),
        period=keys.get("period"),
        admin_level="NULL::TINYINT" if country is None else "1" if keys.get("place") else "0",
    )


def _sql(said: Said) -> str:
    def text(value: str | None) -> str:
        return "NULL::VARCHAR" if value is None else "'" + value.replace("'", "''") + "'"

    day = cells.date("trim(date)", True)
    start, end = "NULL::DATE", "day"
    if said.measure == "flow":
        start = f"date_trunc('{said.period}', day)::DATE"
        end = f"({start} + INTERVAL 1 {said.period} - INTERVAL 1 DAY)::DATE"
    accuracy = text(said.period) if said.measure == "flow" else "'day'"
    return f"""
CREATE OR REPLACE TEMP TABLE series AS
WITH judged AS (
    SELECT *, {day} AS day, {cells.count("count")} AS n, length(trim(date)) = 10 AND day IS NOT NULL AS is_day FROM series_text
)
SELECT record, {text(said.population)} AS population, {text(said.measure)} AS measure, {text(said.series)} AS series,
    n AS value, n AS reported, {text(said.country)} AS country, {text(said.origin)} AS origin, ? AS place,
    {said.admin_level} AS admin_level, 'document' AS place_basis,
    {start} AS start_date, {end} AS end_date, {accuracy} AS end_accuracy,
    CASE WHEN start_date IS NOT NULL THEN {accuracy} END AS start_accuracy,
    CASE WHEN date IS NULL AND count IS NULL THEN 'blank line' WHEN {cells.missing("count")} THEN 'blank: not collected' END AS nothing,
    CASE WHEN NOT is_day THEN 'date "' || coalesce(date, '') || '" is not readable: write a day as YYYY-MM-DD'
        WHEN n IS NULL THEN 'count "' || count || '" is not a whole number of people: write digits' END AS problem,
    concat_ws(',', date, count) AS row
FROM judged
UNION ALL BY NAME
SELECT record, reason AS problem, row FROM series_text_bad
"""
