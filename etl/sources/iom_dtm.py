"""IOM's Displacement Tracking Matrix (DTM): IDPs present in a place on a reporting date, from the API (v3) or from HDX.

One row a place, round, reason for displacement and place of origin; each may say the men and women among them.
Source: https://dtm.iom.int (API: https://dtmapi.iom.int).

- Countries, provinces and districts are stacked in one table, each level a count of the same people.
- Operations overlap in a country, so each is a series of its own, and so is each way to count (baseline, site, ...).
- Where a series says reasons or origins, its rows are parts: a row that says neither is the part of which they are not known.
- A cause is given only where all rows of a series and date have one, so that those without are not taken for their total.
- The same file on HDX may carry a row of HXL tags below its header.
"""

from __future__ import annotations

import os
import re
from typing import Any

import duckdb

from etl.documents import Document
from etl.errors import DataError, UsageError
from etl.fetch import Download, Wanted
from etl.sources import Account, Parsed
from etl.tabular import cells, flat, rounds, units
from etl.tabular.files import Head, head

NAME = "iom_dtm"
PUBLISHER = "IOM"
LICENCE = "IOM-DTM-non-commercial"
CITATION = "International Organization for Migration (IOM), Displacement Tracking Matrix (DTM)"
URL = "https://dtm.iom.int/"
DEFINITIONS = {
    "idp": "People whom the key informants and site assessments of a round found displaced within their country and present "
    "in the place on the reporting date."
}

BASE = "https://dtmapi.iom.int/v3/displacement/"
KEY = "DTM_SUBSCRIPTION_KEY"
BROWSER = "Mozilla/5.0 (compatible; displacement-dashboard)"
"""The API's firewall turns away what does not call itself a browser."""

IDPS = "numPresentIdpInd"
FIELDS = {
    name: name.lower()
    for name in (
        *("operation", "admin0Name", "admin0Pcode", "admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode"),
        *(
            "adminLevel",
            IDPS,
            "reportingDate",
            "roundNumber",
            "displacementReason",
            "numberMales",
            "numberFemales",
        ),
        *("idpOriginAdmin1Name", "idpOriginAdmin1Pcode", "assessmentType"),
    )
}
NEEDED = (IDPS, "reportingDate")
COUNTS = {"all": IDPS, "male": "numberMales", "female": "numberFemales"}
NOT_SAID = "no reason for displacement reported"


def recognise(found: Head) -> bool:
    """The column of IDPs beside that of the reporting date, or the envelope of the API."""
    if found.kind != "json":
        return flat.header(found, NEEDED) is not None
    return all(f'"{name}"' in found.text for name in NEEDED) or (
        '"totalRecordsCount"' in found.text and '"isSuccess"' in found.text
    )


def downloads(wanted: Wanted) -> list[Download]:
    """The API's three levels for one country. Raises UsageError without a country or a key."""
    if not wanted.country:
        raise UsageError(
            "iom_dtm gives one country at a time: name a country with --country, e.g. --country HTI"
        )
    key = os.environ.get(KEY)
    if not key:
        raise UsageError(
            f"iom_dtm needs a key: get one (free) at https://dtm-apim-portal.iom.int and put it into {KEY}"
        )
    params = {"Admin0Pcode": wanted.country}
    if wanted.since:
        params["FromReportingDate"] = f"{wanted.since}-01-01"
    headers = {"Ocp-Apim-Subscription-Key": key, "User-Agent": BROWSER}
    return [
        Download(
            level, level, params, _count, promised=lambda reply: reply["totalRecordsCount"], headers=headers
        )
        for level in ("admin0", "admin1", "admin2")
    ]


def _count(reply: Any) -> int:
    if not reply["isSuccess"]:
        raise ValueError(f"the API reports a fault: {reply['errorMessages']}")
    return len(reply["result"])


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """One row per count of people, men and women. See `etl.sources` for what comes out."""
    found = head(document.path)
    if re.search(r'"isSuccess"\s*:\s*false', found.text):
        raise DataError(f"{document.name}: the API reports a fault instead of figures: download it again")
    flat.read(con, found, "dtm", FIELDS, NEEDED, at="result")
    if not con.execute("SELECT 1 FROM dtm UNION ALL SELECT 1 FROM dtm_bad LIMIT 1").fetchone():
        raise DataError(
            f"{document.name}: a reply without rows: the API answers so for a country that DTM does not track"
        )
    _judge(con)
    rounds.judge(con, "(SELECT * FROM dtm_rows WHERE fault IS NULL AND NOT tag)")
    units.resolve(con, "dtm_rows", *UNIT)
    con.execute(f"CREATE OR REPLACE TEMP TABLE dtm_figures AS {_figures_sql()}")
    return Parsed("dtm_figures", account=_account(con))


UNIT = ("country", "unit_name", "unit_code", "CASE WHEN level > 0 THEN admin1name END")
"""What `units` is asked: country, name and p-code of the unit, name of its first-level unit."""


def _account(con: duckdb.DuckDBPyConnection) -> Account:
    """Three counts a row; a row of tags, refused or not readable is one entry."""
    row = con.execute(
        "SELECT count(*), coalesce(sum(CASE WHEN tag OR fault IS NOT NULL THEN 1 ELSE 3 END), 0), "
        "(SELECT count(*) FROM dtm_bad) FROM dtm_rows"
    ).fetchone()
    lines, entries, bad = row or (0, 0, 0)
    return Account(lines + bad, entries + bad)


def _said(cell: str) -> str:
    return f"CASE WHEN NOT {cells.missing(cell)} AND lower({cell}) <> '{NOT_SAID}' THEN {cell} END"


def _judge(con: duckdb.DuckDBPyConnection) -> None:
    """`dtm_rows`: each row with its country, date, series, level and unit, and why it is refused, if it is."""
    names = cells.resolve_countries(con, "dtm", "admin0pcode", "admin0name")
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE dtm_rows AS
WITH read AS (
    SELECT dtm.*, coalesce(code.iso3, name.iso3) AS country, {cells.date("left(reportingdate, 10)", True)} AS day,
        {rounds.series(_said("operation"), _said("assessmenttype"))} AS series, TRY_CAST(roundnumber AS DOUBLE) AS round,
        coalesce(TRY_CAST({rounds.number("adminlevel")} AS TINYINT),
            CASE WHEN coalesce(admin2name, admin2pcode) IS NOT NULL THEN 2
                WHEN coalesce(admin1name, admin1pcode) IS NOT NULL THEN 1 ELSE 0 END) AS level,
        {_said("displacementreason")} AS reason, coalesce({_said("idporiginadmin1name")}, {_said("idporiginadmin1pcode")}) AS came_from,
        {cells.count(rounds.number("numpresentidpind"))} AS people, coalesce(numpresentidpind, '') LIKE '#%' AS tag
    FROM dtm LEFT JOIN {names} code ON code.name = admin0pcode LEFT JOIN {names} name ON name.name = admin0name
), placed AS (
    SELECT *, CASE level WHEN 1 THEN admin1name WHEN 2 THEN admin2name END AS unit_name,
        CASE level WHEN 1 THEN admin1pcode WHEN 2 THEN admin2pcode END AS unit_code FROM read
), judged AS (
    SELECT *, concat_ws('/', admin1name, coalesce(unit_code, unit_name)) AS unit, CASE WHEN tag THEN NULL
        WHEN country IS NULL THEN 'unknown country "' || coalesce(admin0pcode, admin0name, '')
            || '": use its ISO 3166-1 alpha-3 code in admin0Pcode'
        WHEN day IS NULL THEN 'reportingDate "' || coalesce(reportingdate, '') || '" is no date: write it as YYYY-MM-DD'
        WHEN level NOT IN (0, 1, 2) THEN 'adminLevel ' || level || ' is not known: use 0, 1 or 2'
        WHEN level > 0 AND unit_name IS NULL AND unit_code IS NULL
            THEN 'no name and no p-code of a unit of level ' || level || ': name it'
        END AS fault
    FROM placed
)
SELECT *, {cells.causes("reason")} AS causes,
    bool_or(coalesce(reason, came_from) IS NOT NULL) OVER (PARTITION BY series, country) AS parted
FROM judged""")


def _figures_sql() -> str:
    cell = (
        "CASE sex " + " ".join(f"WHEN '{sex}' THEN {name.lower()}" for sex, name in COUNTS.items()) + " END"
    )
    column = "CASE sex " + " ".join(f"WHEN '{sex}' THEN '{name}'" for sex, name in COUNTS.items()) + " END"
    men, women = (cells.count(rounds.number(name)) for name in ("numbermales", "numberfemales"))
    row = (
        "concat_ws(',', operation, admin0pcode, admin1pcode, admin2pcode, reportingdate, displacementreason)"
    )
    return f"""
WITH counted AS (
    SELECT r.*, newer, doubt, units.admin1, units.pcode, lat, lon, place_accuracy, units.warning AS unit_warning,
        bool_and(len(causes) IS NOT DISTINCT FROM 1) OVER (PARTITION BY series, country, day) AS all_said,
        {men} + {women} AS both_sexes
    FROM dtm_rows r JOIN rounds USING (record) {units.joined("r", *UNIT)}
), entries AS (
    SELECT *, {cell} AS cell, {column} AS name, {cells.count(rounds.number("cell"))} AS n
    FROM counted CROSS JOIN (VALUES ('all'), ('male'), ('female')) sexes (sex)
)
SELECT record, 'idp' AS population, 'stock' AS measure, CASE WHEN all_said THEN causes[1] END AS cause,
    n AS value, n AS reported, sex, country, country AS origin,
    CASE level WHEN 0 THEN admin0name ELSE unit_name END AS place, admin1, pcode, level::TINYINT AS admin_level,
    lat, lon, place_accuracy, 'table' AS place_basis, day AS end_date, {cells.date_accuracy("left(reportingdate, 10)")} AS end_accuracy,
    CASE WHEN newer IS NULL THEN 'recommended' ELSE 'triangulation' END AS role, series,
    nullif(concat_ws('; ', CASE WHEN newer IS NOT NULL THEN 'round ' || coalesce({rounds.number("roundnumber")}, 'not said') END,
        'reason: ' || reason, 'origin: ' || came_from,
        CASE WHEN parted AND reason IS NULL AND came_from IS NULL THEN 'reason: not said; origin: not said' END), '') AS part,
    nullif(concat_ws('; ', unit_warning, CASE WHEN sex = 'all' THEN doubt END,
        CASE WHEN len(causes) > 1 THEN 'several causes, not told apart' END,
        CASE WHEN sex = 'all' AND both_sexes > 0 AND both_sexes <> n
            THEN format('men and women add up to {{:,}}', both_sexes) END,
        CASE WHEN newer IS NOT NULL THEN 'round ' || newer || ' has the same date and counts' END), '') AS warning,
    CASE WHEN {cells.missing("cell")} THEN 'blank, - or nan: not collected'
        WHEN n = 0 AND sex <> 'all' THEN '0 men or women: none, or not told apart' END AS nothing,
    CASE WHEN n IS NULL THEN name || ' "' || cell || '" is not a whole number of people: write digits' END AS problem,
    {row} || ',' || name || '=' || coalesce(cell, '') AS row
FROM entries
UNION ALL BY NAME
SELECT record, fault AS problem, CASE WHEN tag THEN 'HXL tag row' END AS nothing, {row} AS row
FROM dtm_rows WHERE fault IS NOT NULL OR tag
UNION ALL BY NAME SELECT record, reason AS problem, row FROM dtm_bad"""
