"""The tables of an API to `datasets/raw`: all pages of a table, or an error and everything as it was.

    gather    page after page into a working folder (`raw/.fetching`), held against what the publisher promises
    readable  the source reads the pages on trial
    keep      the folder of pages and its sidecar into their place, by renaming

Pages stay in the working folder when a run stops, and the next run of the same request goes on after the last whole
one, until the day after it was begun. Pages that contradict each other are thrown away.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import yaml

from etl import normalise
from etl.documents import PAGES, SUFFIX, describe, sha256
from etl.errors import DataError
from etl.fetch.gathering import Contradiction, Page, Table, gather
from etl.fetch.manners import Manners

WORKING = ".fetching"
REQUEST = "request.json"


Progress = Callable[[Table, Iterator[Page]], Iterator[Page]]


def fetch(
    tables: Sequence[Table], datasets: Path, today: datetime.date, manners: Manners, progress: Progress
) -> list[Path | None]:
    """Fetch all tables, then put them into place; return the folder of pages of each, None for one without items.

    Raises DataError if one can't be had whole or can't be read, or none has an item: then nothing is put into place.
    """
    raw = datasets / "raw"
    try:
        gathered = [_gathered(table, raw, today, manners, progress) for table in tables]
        if not any(gathered):
            raise DataError(
                f"{', '.join(table.name for table in tables)}: no items: the publisher answers so where it has nothing, "
                "or does not know the country or the years"
            )
        return [
            folder and keep(table, folder, raw, today) for table, folder in zip(tables, gathered, strict=True)
        ]
    except OSError as error:
        raise DataError(
            f"{raw}: can't be written ({error.strerror}): make room, choose another DISPLACEMENT_DATASETS, or wait for "
            "another fetch of the same table"
        ) from error


def _gathered(
    table: Table, raw: Path, today: datetime.date, manners: Manners, progress: Progress
) -> Path | None:
    """The working folder with all pages of a table, None if it has no items. Raises DataError."""
    folder = working_folder(table, raw, today)
    try:
        items = sum(page.count for page in progress(table, gather(table, folder, manners)))
        if items:
            readable(table, folder)
            return folder
    except Contradiction as error:
        shutil.rmtree(folder.parent)
        raise DataError(f"{table.name}: {error}") from error
    except DataError as error:
        pages = len(list(folder.iterdir()))
        if not pages:
            shutil.rmtree(folder.parent)
        more = f"; {pages} pages are kept, the same command goes on after them" if pages else ""
        raise DataError(f"{table.name}: {error}{more}") from error
    shutil.rmtree(folder.parent)
    return None


def working_folder(table: Table, raw: Path, today: datetime.date) -> Path:
    """Where the pages of this request are gathered: with those of an earlier run, if it began today or yesterday."""
    folder = raw / WORKING / table.name / f"{table.name}{PAGES}"
    note = folder.parent / REQUEST
    request = {"url": table.url}
    if folder.is_dir() and _begun(note, request) in (today, today - datetime.timedelta(days=1)):
        return folder
    if folder.parent.exists():
        shutil.rmtree(folder.parent)
    folder.mkdir(parents=True)
    note.write_text(json.dumps({**request, "begun": today.isoformat()}), encoding="utf-8")
    return folder


def _begun(note: Path, request: dict[str, str]) -> datetime.date | None:
    """The day on which the same request was begun; None for another one, or a note cut short."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        begun = datetime.date.fromisoformat(said.pop("begun"))
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return begun if said == request else None


def readable(table: Table, folder: Path) -> None:
    """Read the pages on trial. Raises Contradiction if the source can make nothing of them."""
    con = normalise.workbench()
    document = describe(folder)
    try:
        kept = normalise.read(con, document, table.source)
    except DataError as error:
        raise Contradiction(f"the pages can't be read: {error}") from error
    reason = con.execute("SELECT min(reason) FROM rejects").fetchone()
    if not kept and reason and reason[0]:
        raise Contradiction(f"no item of the pages is good: {reason[0]}")


def keep(table: Table, folder: Path, raw: Path, today: datetime.date) -> Path:
    """Put the pages and their sidecar into place, in the stead of those of the same day; return where they lie."""
    target = raw / table.source.NAME / f"{table.name}-{today}{PAGES}"
    target.parent.mkdir(parents=True, exist_ok=True)
    sidecar = target.with_name(target.name + SUFFIX)
    earlier, said = folder.parent / "earlier", folder.parent / "sidecar"
    said.write_text(_sidecar(table, folder, today), encoding="utf-8")
    if target.exists():
        target.rename(earlier)
    try:
        folder.rename(target)
    except BaseException:
        if earlier.exists():
            earlier.rename(target)
        raise
    said.replace(sidecar)
    shutil.rmtree(folder.parent)
    return target


def _sidecar(table: Table, folder: Path, today: datetime.date) -> str:
    publisher = getattr(table.source, "PUBLISHER", None)
    lines = {
        "title": f"{publisher or table.source.NAME}: {', '.join(table.parts)}",
        "publisher": publisher,
        "citation": getattr(table.source, "CITATION", None),
        "url": table.url,
        "licence": getattr(table.source, "LICENCE", None),
        "taken": today,
        "source": table.source.NAME,
        "dataset": "/".join((table.source.NAME, *table.parts)),
        "sha256": sha256(folder),
    }
    kept = {key: value for key, value in lines.items() if value is not None}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
