"""A sheet for each country that the tables know of, in parallel; only those that changed, if asked.

A file `briefings.json` beside the sheets keeps a hash of what each says: what says the same need not be made anew.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from briefing import files, subjects, writing
from briefing.settings import settings
from briefing.sheet import Sheet
from etl import review
from etl.errors import DataError, UsageError
from etl.store import Reader

KEPT = "briefings.json"
Progress = Callable[[Iterable[Future["Made"]], int], Iterable[Future["Made"]]]


@dataclass(frozen=True)
class Order:
    """What to make of each country, and where."""

    datasets: Path
    folder: Path
    on: datetime.date | None
    kind: str = "pdf"
    layout: str = "portrait"
    scale: int = 2
    since_last: bool = False
    made: str = ""


@dataclass(frozen=True)
class Made:
    """A country's outcome: written, unchanged, or why there is no sheet."""

    country: str
    file: str = ""
    hash: str = ""
    written: bool = False
    failure: str = ""


def countries(reader: Reader) -> list[str]:
    """Where the tables count people, or where they fled from: ISO 3166-1 alpha-3 codes."""
    found = reader.query(
        "SELECT DISTINCT unnest([country, origin]) AS code FROM canonical WHERE review <> 'rejected' ORDER BY code"
    )
    return [str(code) for code in found["code"].dropna() if subjects.is_country(str(code))]


def all_countries(
    order: Order, workers: int = 0, progress: Progress = lambda futures, _: futures
) -> list[Made]:
    """Make the sheets; one that fails does not stop the others. Raises UsageError for a folder that can't be written."""
    reader = review.reader(order.datasets)
    if reader is None:
        raise UsageError(f"{order.datasets}: no tables yet: run `python -m etl build` first")
    try:
        order.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{order.folder}: can't be written ({error.strerror}): name another folder"
        ) from error
    before = _kept(order.folder)
    codes = countries(reader)
    with _pool(workers or os.cpu_count() or 1) as pool:
        futures = {
            pool.submit(_one, order, code, before.get(f"{code}.{order.kind}", "")): code for code in codes
        }
        found = [_outcome(one, futures[one]) for one in progress(as_completed(futures), len(codes))]
    done = sorted(found, key=lambda one: one.country)
    kept = before | {one.file: one.hash for one in done if one.hash}
    put(order.folder / KEPT, (json.dumps(kept, indent=1, sort_keys=True) + "\n").encode())
    return done


def _outcome(future: Future[Made], code: str) -> Made:
    """What came of a country, also where its process died or met what nobody thought of."""
    error = future.exception()
    if error is not None:
        return Made(code, failure=f"not made ({type(error).__name__}: {error}): please report it")
    return future.result()


def _pool(workers: int) -> Executor:
    """One worker needs no process of its own."""
    if workers == 1:
        return ThreadPoolExecutor(1)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _one(order: Order, code: str, before: str) -> Made:
    try:
        reader, said = review.reader(order.datasets), settings(order.datasets)
        if reader is None:
            return Made(code, failure="the tables are gone")
        subject = subjects.country(code)
        sheet = writing.sheet(reader, subject, order.on, said.brand, made=order.made)
        sheet = replace(sheet, link=said.link(subject, sheet.on.isoformat()))
        path = order.folder / f"{code}.{order.kind}"
        digest = _digest(order, sheet)
        if order.since_last and digest == before and path.exists():
            return Made(code, path.name, digest)
        put(path, files.KINDS[order.kind].made(sheet, order.layout, order.scale))
        return Made(code, path.name, digest, written=True)
    except (DataError, UsageError, OSError) as error:
        return Made(code, failure=str(error))


def _digest(order: Order, sheet: Sheet) -> str:
    """Of all that can be seen on the file: each point of the trend and each shade too, the layout, the logo's picture."""
    logo = sheet.brand.logo.read_bytes() if sheet.brand.logo else b""
    # The version's name changes with every build, what a sheet says of its country may not.
    said = repr((replace(sheet, version="", made=""), order.layout, order.scale))
    return hashlib.sha256(said.encode() + logo).hexdigest()


def put(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it meanwhile has the old one or the new one, whole."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _kept(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # the first time, or not ours: all sheets are made
        return {}
    return {str(code): str(digest) for code, digest in found.items()} if isinstance(found, dict) else {}


def failures(done: list[Made]) -> Iterator[str]:
    """A line for each country without a sheet."""
    return (f"{one.country}: {one.failure}" for one in done if one.failure)
