"""The pipeline, top to bottom: what lies in `datasets/` becomes the published tables.

    datasets/reports   text, by `etl.reports`        \
    datasets/keyed     tables keyed by hand           >  canonical rows -> settle -> publish
    datasets/raw       publishers' files, by content /
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from etl import normalise, store, versions
from etl.documents import PAGES, SUFFIX, describe
from etl.errors import DataError
from etl.settle import settle
from etl.versions import Version

INPUTS = {"reports": "report", "keyed": "keyed", "raw": None}
"""Folders of input, and the source that reads all files in them (None: each file is recognised by its content)."""

Progress = Callable[[Iterable[Path]], Iterable[Path]]


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
) -> Built:
    """Read everything in `datasets`, publish the tables, and say what could not be read.

    `progress` wraps the list of files, e.g. in a progress bar; `accept_fall` publishes a source that gives suddenly less;
    `patience` are the seconds to wait for another run. Raises DataError if there is nothing to publish or publishing
    fails; the tables that were there stay.
    """
    files = input_files(datasets)
    if not files:
        raise DataError(f"{datasets}: no reports, keyed or raw files in it: check DISPLACEMENT_DATASETS")
    with versions.alone(tables_folder(datasets), patience):
        return _build(datasets, files, progress, accept_fall)


def _build(datasets: Path, files: list[Path], progress: Progress, accept_fall: bool) -> Built:
    con = normalise.workbench()
    failures, inputs = [], {}
    for path in progress(files):
        folder = path.relative_to(datasets).parts[0]
        try:
            document = describe(path, INPUTS[folder])
            inputs[path.relative_to(datasets).as_posix()] = document.sha256
            failures += normalise.add_all(con, [document])
        except DataError as error:
            failures.append(str(error))
    failures += settle(con)
    if not con.execute("SELECT 1 FROM figures LIMIT 1").fetchone():
        raise DataError(
            f"{datasets}: none of its {len(files)} files gave a figure: {failures[:1] or 'see etl check'}"
        )
    return Built(store.publish(con, tables_folder(datasets), inputs, accept_fall), failures)
