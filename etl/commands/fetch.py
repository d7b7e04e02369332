"""`fetch`: from a publisher's API into `datasets/raw`, with a progress bar, then build."""

from __future__ import annotations

import datetime
import sys
from argparse import Namespace
from collections.abc import Iterator

from tqdm import tqdm

from etl import build as pipeline
from etl import filters
from etl.commands import build
from etl.errors import UsageError
from etl.fetch import Wanted
from etl.fetch.gathering import Page, Table
from etl.fetch.keeping import fetch
from etl.fetch.manners import manners
from etl.fetch.planning import plan, unheard


def run(chosen: Namespace, today: datetime.date | None = None) -> int:
    """`fetch`: the pages are kept and dated with `today`, else with the computer's date."""
    wanted = _wanted(chosen)
    tables = plan(chosen.source, wanted, chosen.table or (), chosen.mirror)
    datasets = pipeline.datasets_folder()
    try:
        kept = fetch(tables, datasets, today or datetime.date.today(), manners(), _bar)
    except KeyboardInterrupt:
        print("stopped: whole pages are kept, the same command goes on after them", file=sys.stderr)
        raise
    for table, folder in zip(tables, kept, strict=True):
        if folder:
            _say(table, f"{len(list(folder.iterdir())):,} pages kept as {folder.relative_to(datasets)}")
        else:
            _say(table, "no items, nothing kept of it")
    for option in unheard(chosen.source, wanted):
        print(f"{chosen.source}: its API does not know {option}: the tables came whole", file=sys.stderr)
    return build.run(chosen)


def _say(table: Table, line: str) -> None:
    print(f"{table.name}: {line}", file=sys.stderr)


def _wanted(chosen: Namespace) -> Wanted:
    """What the options say. Raises UsageError for an unknown country or a year that is none."""
    countries = filters.of({"country": chosen.country}).country
    if len(countries) > 1:
        raise UsageError("--country: one country at a time, or none for all")
    if chosen.since is not None and not (chosen.since.isdecimal() and 1900 <= int(chosen.since) <= 2100):
        raise UsageError(f"--since {chosen.since}: not a year: write four digits")
    return Wanted(int(chosen.since) if chosen.since else None, countries[0] if countries else None)


def _bar(table: Table, pages: Iterator[Page]) -> Iterator[Page]:
    """Hand the pages on and show how far it is: in pages or items, as the publisher promises."""
    with tqdm(desc=table.name, unit="item", leave=False, disable=None) as bar:
        for page in pages:
            bar.total = page.pages or page.promised
            bar.unit = "page" if page.pages else "item"
            bar.update(1 if page.pages else page.count)
            yield page
