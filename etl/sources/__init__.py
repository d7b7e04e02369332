"""One publisher a file; adding a source is adding one file to this folder.

A source is a module with

- `NAME`: what the canonical column `source` says;
- optionally `PUBLISHER`, `LICENCE`, `CITATION`, `URL`: what holds where neither the row nor the sidecar says another
  thing;
- optionally `DEFINITIONS`: population -> one sentence on whom this publisher counts as such;
- `recognise(head) -> bool`: is this file mine, by its content?
- `parse(con, document) -> Parsed`: read the file with DuckDB into a temporary table that holds any of the canonical
  columns, and three more: `problem` (why the row is refused, NULL for a good one), `nothing` (why the cell holds
  nothing to report: a blank, a zero that means none) and `row` (its text as found). What it leaves out is filled from
  the document and from the defaults of `etl.columns`;
- optionally `downloads(wanted) -> list[Download]`: what `python -m etl fetch` asks of its API (see `etl.fetch`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import duckdb

from etl.documents import Document
from etl.errors import DataError, UsageError
from etl.tabular.files import Head, head


@dataclass(frozen=True)
class Paper:
    """A text inside a file: the offsets of its quotes count in `text`."""

    name: str
    title: str | None
    text: str


@dataclass(frozen=True)
class Account:
    """What a file holds, counted apart from what was read of it: nothing may be lost on the way.

    `rows` are its data rows; `cells` the entries that these hold (a wide row has several, a row refused whole is one);
    `nothing` says how many of them report nothing, by reason, where `parse` leaves these out of its table itself.
    """

    rows: int
    cells: int
    nothing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """The temporary table with a file's rows, the texts they were read from (none for tables), and the account.

    `kind` is `figures`, or `procedures` for asylum applications and decisions (see `etl.columns.PROCEDURE_COLUMNS`).
    """

    table: str
    papers: tuple[Paper, ...] = ()
    kind: str = "figures"
    account: Account | None = None


class Source(Protocol):
    """What each module of this folder that has a `NAME` offers."""

    NAME: str

    def recognise(self, found: Head) -> bool:
        """Is this file mine?"""

    def parse(self, con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
        """Read the file into a temporary table. Raises DataError for a file that can't be read at all."""


@cache
def sources() -> dict[str, Source]:
    """All sources by name, as the folder holds them."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    return {module.NAME: cast(Source, module) for module in modules if hasattr(module, "NAME")}


def with_api() -> dict[str, Any]:
    """The sources that `python -m etl fetch` can ask, by name."""
    return {
        name: source
        for name, source in sources().items()
        if hasattr(source, "BASE") and hasattr(source, "downloads")
    }


def choose(path: Path, name: str | None) -> Source:
    """The source called `name`, or the one that recognises the file by its content.

    Raises UsageError for an unknown name, DataError for a file that none (or more than one) recognises.
    """
    known = sources()
    if name:
        if name not in known:
            raise UsageError(f"unknown source {name}: use one of {', '.join(known)}")
        return known[name]
    found = head(path)
    fitting = [source for source in known.values() if source.recognise(found)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(source.NAME for source in fitting)
        raise DataError(f"{path.name}: could be {names}: say which with --source")
    columns = f" (its columns: {', '.join(found.fields)[:120]})" if found.fields else f" ({found.kind})"
    raise DataError(
        f"{path.name}: no source recognises this file{columns}: say which with --source, one of {', '.join(known)}; "
        "or tag its columns with HXL, or rename them as in the data dictionary"
    )


@dataclass(frozen=True)
class Definition:
    """Whom a publisher counts as a population, in one sentence of ours, and where the publisher says so."""

    publisher: str
    population: str
    sentence: str
    citation: str
    url: str


def glossary() -> tuple[Definition, ...]:
    """The definitions that the sources give, in the order of their names."""
    return tuple(
        Definition(
            str(getattr(source, "PUBLISHER", source.NAME)),
            population,
            sentence,
            str(getattr(source, "CITATION", "")),
            str(getattr(source, "URL", "")),
        )
        for source in sources().values()
        for population, sentence in getattr(source, "DEFINITIONS", {}).items()
    )


def definitions() -> dict[tuple[str, str], str]:
    """(publisher, population) -> whom that publisher counts as such, in one sentence."""
    return {(one.publisher, one.population): one.sentence for one in glossary()}
