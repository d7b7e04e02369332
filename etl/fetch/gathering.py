"""All pages of one table, or an error: never a silently smaller total.

Each page lies in a folder before it is handed on, so a run that stops can go on after the last whole one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlencode

from etl.errors import DataError
from etl.fetch import ByNumber, Download, Params, Wanted, getting
from etl.fetch.manners import Manners
from etl.sources import Source

MOST_PAGES = 9_999


@dataclass(frozen=True)
class Table:
    """One table to fetch: of which source, from which address, and what the user asked for."""

    source: Source
    download: Download
    wanted: Wanted
    base: str

    @property
    def parts(self) -> list[str]:
        """What tells it from the source's other requests."""
        since = f"since {self.wanted.since}" if self.wanted.since else None
        return [part for part in (self.download.table, self.wanted.country, since) if part]

    @property
    def name(self) -> str:
        """The name of its folder, but for the day."""
        return "-".join((self.source.NAME, *self.parts)).replace(" ", "-")

    @property
    def address(self) -> str:
        """Where it is asked for."""
        return f"{self.base}/{self.download.path.lstrip('/')}" if self.download.path else self.base

    @property
    def url(self) -> str:
        """The address with the parameters of the first page that may be written down."""
        told = {key: value for key, value in self.download.params.items() if key not in self.download.secret}
        return self.address + (f"?{urlencode(told)}" if told else "")


@dataclass(frozen=True)
class Page:
    """A page that came: how many items it holds, what all pages promise together, and what to ask for next."""

    number: int
    body: bytes
    count: int
    promised: int | None
    pages: int | None
    following: Params | None


class Contradiction(DataError):
    """The pages do not fit each other: they are of no use, and the table is fetched anew."""


def gather(table: Table, folder: Path, manners: Manners) -> Iterator[Page]:
    """All pages, those that lie in the folder first; each lies there before it is handed on.

    Raises DataError for a page that can't be had, Contradiction for pages that don't fit each other or the promise.
    """
    params: Params | None = table.download.params
    before: Page | None = None
    items = 0
    while params is not None:
        page = _page(table, folder, before.number + 1 if before else 1, params, manners)
        items += page.count
        params = None if page.pages is None and items == page.promised else page.following
        _hold_against(before, page, items, params is None)
        _store(folder, page)
        yield page
        before = page


def _hold_against(before: Page | None, page: Page, items: int, last: bool) -> None:
    """Raise Contradiction if this page can't be the next one of the same table, or the last one of it."""
    if before and (before.promised, before.pages) != (page.promised, page.pages):
        raise Contradiction("the table changed while it was being fetched: run it again")
    if before and (before.body == page.body or (not page.count and page.promised is None and page.pages)):
        raise Contradiction(
            f"page {page.number} brings nothing that page {before.number} had not: run it again"
        )
    if last and page.promised not in (None, items):
        raise Contradiction(
            f"{items:,} items came where the publisher promised {page.promised:,}: run it again"
        )
    if not last and page.number == MOST_PAGES:
        raise Contradiction(
            f"more than {MOST_PAGES:,} pages: ask for less with --since, --country or --table"
        )


def _page(table: Table, folder: Path, number: int, params: Params, manners: Manners) -> Page:
    """A page as it lies in the folder, else as the publisher gives it."""
    stored = folder / _file_name(number)
    where = f"page {number}: "
    try:
        if stored.exists():
            body = stored.read_bytes()
            reply = json.loads(body)
        else:
            sleep(manners.pause if number > 1 else 0)
            body, reply = getting.page(table.address, params, table.download.headers, manners)
    except ValueError as error:
        raise Contradiction(f"{where}{stored.name} was changed: run it again") from error
    except DataError as error:
        raise DataError(f"{where}{error}{_key_hint(table, str(error))}") from error
    return _understood(table, number, params, body, reply)


def _understood(table: Table, number: int, params: Params, body: bytes, reply: Any) -> Page:
    """What the page says. Raises DataError that names what came, if it is no page of this API."""
    following = table.download.following
    try:
        return Page(
            number=number,
            body=body,
            count=table.download.count(reply),
            promised=table.download.promised(reply),
            pages=following.last(reply) if isinstance(following, ByNumber) else None,
            following=following(reply, number, params),
        )
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        what = f"a {type(reply).__name__}"
        if isinstance(reply, dict):
            what = f"an object of {', '.join(list(reply)[:8]) or 'nothing'}"
        # Only a source that looked for a fault in the reply raises a plain ValueError.
        why = f" ({_without_keys(table, str(error))})" if type(error) is ValueError else ""
        raise DataError(
            f"page {number}: what came is {what}, not a page of this API{why}: its address may have changed (--mirror URL)"
        ) from error


def _without_keys(table: Table, text: str) -> str:
    """The text without the values that are not written down."""
    for value in _keys(table):
        text = text.replace(value, "***")
    return text


def _keys(table: Table) -> list[str]:
    hidden = [table.download.params.get(name, "") for name in table.download.secret]
    return [value for value in (*hidden, *table.download.headers.values()) if value]


def _key_hint(table: Table, error: str) -> str:
    """Where the key that was refused stands: in the environment variable that holds what was sent."""
    if not error.startswith(("401", "403")):
        return ""
    names = [name for name, value in sorted(os.environ.items()) if value in _keys(table)]
    if names:
        return f": check the key in {' and '.join(names)}"
    return ": it asks for no key, so it may block programs: download by hand, then `python -m etl add FILE`"


def _file_name(number: int) -> str:
    return f"page-{number:04d}.json"


def _store(folder: Path, page: Page) -> None:
    target = folder / _file_name(page.number)
    if not target.exists():
        aside = folder.parent / "coming"
        aside.write_bytes(page.body)
        aside.replace(target)
