"""Which tables of which address a fetch asks for, before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from etl.errors import DataError, UsageError
from etl.fetch import Download, Wanted
from etl.fetch.gathering import Table
from etl.fetch.manners import address
from etl.sources import sources, with_api


def plan(name: str, wanted: Wanted, chosen: Sequence[str], mirror: str | None) -> list[Table]:
    """The tables to fetch; `chosen` names some of them, none means all; `mirror` stands in for the source's address.

    Raises UsageError for a source without an API, a table that it has not, a missing key, a bad address.
    """
    known = with_api()
    if name not in known:
        what = "is downloaded by hand, then `python -m etl add FILE`" if name in sources() else "is not known"
        raise UsageError(f"{name} {what}: sources with an API are {', '.join(known) or 'none yet'}")
    source = known[name]
    base = address(mirror or os.environ.get("DISPLACEMENT_MIRROR") or source.BASE)
    downloads: list[Download] = source.downloads(wanted)
    tables = {each.table: Table(source, each, _heard(source, each, wanted), base) for each in downloads}
    if len(tables) < len(downloads):
        raise DataError(f"{name}: two of its tables have one name: a fault of the adapter, please report it")
    if not tables:
        raise UsageError(
            f"{name} offers nothing of {wanted.country}: leave --country out, or choose another source"
        )
    for table in chosen:
        if table not in tables:
            raise UsageError(f"{name} has no table {table}: use {', '.join(tables)}")
    return [tables[table] for table in dict.fromkeys(chosen)] or list(tables.values())


def unheard(name: str, wanted: Wanted) -> list[str]:
    """The options that change nothing in what this source asks for: its API does not know them."""
    said = {"--since": replace(wanted, since=None), "--country": replace(wanted, country=None)}
    asked = _requests(with_api()[name], wanted)
    return [
        option
        for option, other in said.items()
        if other != wanted and _requests(with_api()[name], other) == asked
    ]


def _heard(source: Any, download: Download, wanted: Wanted) -> Wanted:
    """What of the user's wishes this table's request holds: a table that comes whole is named so."""
    asked = (download.path, dict(download.params))

    def same(other: Wanted) -> bool:
        return _requests(source, other).get(download.table) == asked

    return Wanted(
        since=None if same(replace(wanted, since=None)) else wanted.since,
        country=None if same(replace(wanted, country=None)) else wanted.country,
    )


def _requests(source: Any, wanted: Wanted) -> dict[str, tuple[str, dict[str, str]]]:
    """Table -> path and parameters; none where the source can't be asked so."""
    try:
        return {each.table: (each.path, dict(each.params)) for each in source.downloads(wanted)}
    except UsageError:
        return {}
