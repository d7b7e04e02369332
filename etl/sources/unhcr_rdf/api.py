"""What `python -m etl fetch unhcr_rdf` asks of UNHCR's API. No key; the flows table is not offered there."""

from __future__ import annotations

from typing import Any

from etl.fetch import Download, Wanted, by_number

BASE = "https://api.unhcr.org/population/v1"

TABLES: dict[str, dict[str, str]] = {
    "population": {},
    "demographics": {"ptype_show": "true"},
    "asylum-applications": {},
    "asylum-decisions": {},
    "solutions": {},
    "unrwa": {},
    "idmc": {},
}
"""Path -> what only this table needs: without `ptype_show` refugees, IDPs and all others share a row."""

PAGE = 10_000
FIRST_YEAR = 1951
LAST_YEAR = 2100
"""Far ahead on purpose: the API goes by the span only if both its ends are given, and an address that never changes can
be resumed."""


def downloads(wanted: Wanted) -> list[Download]:
    """All tables, of all pairs of countries or of those in one country of asylum.

    Misspelt parameters are ignored by the API, which then answers with one row for the world. The envelope's `total` adds
    cases to persons and promises nothing; how many pages there are is in `maxPages`.
    """
    where = {"coa": wanted.country} if wanted.country else {"coa_all": "true"}
    common = {
        "limit": str(PAGE),
        "page": "1",
        "yearFrom": str(wanted.since or FIRST_YEAR),
        "yearTo": str(LAST_YEAR),
        "cf_type": "ISO",
        "coo_all": "true",
        **where,
    }
    return [
        Download(
            table=table,
            path=f"/{table}/",
            params={**common, **own},
            count=_items,
            following=by_number(_pages),
        )
        for table, own in TABLES.items()
    ]


def _items(reply: Any) -> int:
    return len(reply["items"])


def _pages(reply: Any) -> int:
    return int(reply["maxPages"])
