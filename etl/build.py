"""The pipeline, top to bottom: what lies in `datasets/` becomes the published tables.

    datasets/reports   text, by `etl.reports`        \
    datasets/keyed     tables keyed by hand           >  canonical rows -> settle -> publish
    datasets/raw       publishers' files, by content /
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import normalise, parts, pieces, publishing, versions
from etl.documents import PAGES, SUFFIX, Document, describe
from etl.errors import DataError, want_of_room
from etl.settle import settle
from etl.versions import Version

INPUTS = {"reports": "report", "keyed": "keyed", "raw": None}
"""Folders of input, and the source that reads all files in them (None: each file is recognised by its content)."""

Progress = Callable[[Iterable[Path]], Iterable[Path]]
Elsewhere = Callable[[list[pieces.Task], Path], Iterator[parts.Part]]
"""Reads tasks on other processes or machines, as `etl.cluster` does; gives what came of each, in their order. The folder is
one that we may write into, to find out who shares our storage."""


@dataclass(frozen=True)
class Built:
    """A build's outcome: the version in force, and one line for each file that could not be read."""

    version: Version
    failures: list[str]


def datasets_folder() -> Path:
    """The folder of the data: `DISPLACEMENT_DATASETS`, else `datasets` here."""
    return Path(os.environ.get("DISPLACEMENT_DATASETS", "datasets"))


def tables_folder(datasets: Path | None = None) -> Path:
    """Where the published tables lie."""
    return (datasets or datasets_folder()) / "tables"


def input_files(datasets: Path) -> list[Path]:
    """Every data file in the input folders, in a fixed order; a folder of pages (`NAME.pages`) is one document.

    Sidecars, READMEs and what is hidden (as the folder in which `fetch` works) are none.
    """
    return [
        path
        for folder in INPUTS
        for path in sorted((datasets / folder).rglob("*"))
        if _is_document(path, path.relative_to(datasets / folder))
    ]


def _is_document(path: Path, inside: Path) -> bool:
    *folders, name = inside.parts
    if any(part.startswith(".") for part in inside.parts) or any(part.endswith(PAGES) for part in folders):
        return False
    if path.is_dir():
        return path.suffix == PAGES
    return path.is_file() and path.suffix != SUFFIX and not name.startswith("README")


def build(
    datasets: Path,
    progress: Progress = lambda paths: paths,
    *,
    accept_fall: bool = False,
    patience: float = 0,
    elsewhere: Elsewhere | None = None,
) -> Built:
    """Read everything in `datasets`, publish the tables, and say what could not be read.

    `progress` wraps the list of files, e.g. in a progress bar; `accept_fall` publishes a source that gives suddenly less;
    `patience` are the seconds to wait for another run; `elsewhere` reads the files on other processes. Raises DataError if there is nothing to publish or publishing
    fails; the tables that were there stay.
    """
    files = input_files(datasets)
    if not files:
        raise DataError(f"{datasets}: no reports, keyed or raw files in it: check DISPLACEMENT_DATASETS")
    with versions.alone(tables_folder(datasets), patience), want_of_room():
        return _build(datasets, files, progress, accept_fall, elsewhere)


def _build(
    datasets: Path, files: list[Path], progress: Progress, accept_fall: bool, elsewhere: Elsewhere | None
) -> Built:
    con = normalise.workbench()
    documents, failures = _described(datasets, files)
    if elsewhere:
        tasks = pieces.tasks(documents)
        failures += _gather(con, tasks, elsewhere(tasks, tables_folder(datasets)), progress)
    else:
        by_path = {document.path: document for document in documents}
        failures += [line for path in progress(by_path) for line in normalise.add_all(con, [by_path[path]])]
    failures += settle(con)
    if not con.execute("SELECT 1 FROM figures LIMIT 1").fetchone():
        raise DataError(
            f"{datasets}: none of its {len(files)} files gave a figure: {failures[:1] or 'see etl check'}"
        )
    inputs = {document.path.relative_to(datasets).as_posix(): document.sha256 for document in documents}
    return Built(publishing.publish(con, tables_folder(datasets), inputs, accept_fall), failures)


def _described(datasets: Path, files: list[Path]) -> tuple[list[Document], list[str]]:
    """What is known of each file; one line for each whose sidecar can't be read."""
    documents, failures = [], []
    for path in files:
        try:
            documents.append(describe(path, INPUTS[path.relative_to(datasets).parts[0]]))
        except DataError as error:
            failures.append(str(error))
    return documents, failures


def _gather(
    con: duckdb.DuckDBPyConnection,
    tasks: list[pieces.Task],
    arriving: Iterator[parts.Part],
    progress: Progress,
) -> list[str]:
    """Put the parts that arrive on the workbench; `progress` counts the pieces they were read from."""
    failures: list[str] = []
    begun: pieces.Task = []
    of_path = [(task, piece.document.path) for task in tasks for piece in task]
    for at, _ in enumerate(progress([path for _, path in of_path])):
        if of_path[at][0] is not begun:
            begun, part = of_path[at][0], next(arriving)
            parts.absorb(con, part)
            failures += part.failures
            print(part.said, end="", file=sys.stderr)
    return failures
