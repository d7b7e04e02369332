"""UNHCR's Operational Data Portal (data.unhcr.org): counts during the year, country by country, as operations report them.

Read are the replies of its widgets (JSON), the table that HDX makes of them (CSV) and bare series of days and counts.

- Each country has its own as-of date; totals of a situation mix them.
- All are a second count beside the Refugee Data Finder's year-end figures, so they carry a `series`; what the portal
  calls registered, estimated or new arrivals are series of their own.
- The portal marks new arrivals as cumulative, without the day they are counted from: a stock of people who came lately.
- Registered people become fewer at times: a falling series is no fault.
- Origins are UNHCR's own codes (SUD is Sudan, not SDN). "Various" and "Others" are parts of the origin `VAR`.
"""

from __future__ import annotations

from typing import Any

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.fetch import Download, Wanted
from etl.sources import Parsed
from etl.sources.unhcr_odp import replies as odp_replies
from etl.sources.unhcr_odp import series as odp_series
from etl.sources.unhcr_odp import tidy as odp_tidy
from etl.tabular.files import Head, head

NAME = "unhcr_odp"
PUBLISHER = "UNHCR"
URL = "https://data.unhcr.org"
CITATION = "UNHCR Operational Data Portal"

BASE = "https://data.unhcr.org"
COUNTRIES = {
    "AGO": "578",
    "BEN": "589",
    "BFA": "594",
    "CIV": "509",
    "CMR": "349",
    "GHA": "637",
    "GIN": "643",
    "GMB": "633",
    "GNB": "639",
    "LBR": "535",
    "MLI": "684",
    "NER": "697",
    "NGA": "699",
    "SDN": "295",
    "SEN": "723",
    "SLE": "726",
    "SSD": "259",
    "TCD": "410",
    "TGO": "745",
    "UGA": "220",
}
"""ISO 3166-1 code -> the portal's own number of the country. It publishes no list; only numbers seen in use are here."""

COLLECTIONS = "4,29"
"""The portal's collections of refugees and of asylum-seekers."""

MYANMAR = {"widget_id": "264111", "geo_id": "693", "population_group": "4999"}


def recognise(found: Head) -> bool:
    """Words that only the portal's replies have, the columns of HDX's table, or days and counts without a header."""
    if found.kind == "json":
        return odp_replies.fits(found) or odp_series.is_timeseries(found)
    return found.kind == "csv" and (odp_tidy.fits(found) or odp_series.is_bare(found))


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Whichever shape it is, to canonical rows. See `etl.sources` for what comes out."""
    found = head(document.path)
    if odp_replies.fits(found):
        return odp_replies.parse(con, found, document)
    if odp_tidy.fits(found):
        return odp_tidy.parse(con, found)
    if odp_series.is_timeseries(found) if found.kind == "json" else odp_series.is_bare(found):
        return odp_series.parse(con, found, document)
    raise DataError(
        f"{document.name}: nothing of the Operational Data Portal in it (a reply without data is empty): "
        "ask the portal again, or say another source with --source"
    )


def downloads(wanted: Wanted) -> list[Download]:
    """Refugees and asylum-seekers by origin of each country whose number we know, and IDPs in Myanmar.

    The portal keeps the latest count only, so `since` asks for nothing less.
    """
    asked = [
        Download(
            f"origin-{iso3.lower()}",
            "/population/get/origin",
            {"geo_id": geo, "population_collection": COLLECTIONS},
            _count,
        )
        for iso3, geo in COUNTRIES.items()
        if wanted.country in (None, iso3)
    ]
    if wanted.country in (None, "MMR"):
        asked.append(Download("idps-mmr", "/population/", MYANMAR, _count))
    return asked


def _count(reply: Any) -> int:
    return len(reply["data"])
