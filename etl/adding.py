"""Put a file into `datasets/`: recognised by its content, copied under a name of its own, with a sidecar beside it.

Nothing is overwritten: the same bytes are there already, other bytes under a known name are the next vintage of that
table.
"""

from __future__ import annotations

import contextlib
import datetime
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from etl import build, documents
from etl.errors import DataError, UsageError
from etl.sources import Source, choose

REPORTS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".jsonl")


@dataclass(frozen=True)
class Said:
    """What the user says of the files; None where they say nothing."""

    source: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    licence: str | None = None
    taken: datetime.date | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further lines of the sidecar: what the file does not say of its figures."""


def add(datasets: Path, path: Path, said: Said, today: datetime.date) -> Path:
    """Copy the file and its sidecar into `datasets`; return where it lies. What is there already is returned as it is.

    A sidecar that lies beside the given file comes along. Raises UsageError for no such file, DataError for a file that
    no source recognises.
    """
    if path.is_dir():
        raise UsageError(
            f"{path}: fetched pages, which are in their place already: `python -m etl build` reads them"
        )
    if not path.is_file():
        raise UsageError(f"{path}: no such file: check the name and the folder")
    described = documents.describe(path, more=said.more)
    source = _source(path, said.source or described.source)
    folder = datasets / next((name for name, of in build.INPUTS.items() if of == source.NAME), "raw")
    if folder.name == "raw":
        folder /= source.NAME
    taken = said.taken or described.vintage or today
    there = _same(datasets, described.sha256)
    if there:
        return there
    target = _free(folder, path.name, taken)
    folder.mkdir(parents=True, exist_ok=True)
    sidecar = target.with_name(target.name + documents.SUFFIX)
    aside = target.with_name(f".adding-{target.name}")
    try:
        shutil.copyfile(path, aside)
        sidecar.write_text(_sidecar(path, described, source, said, taken), encoding="utf-8")
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        sidecar.unlink(missing_ok=True)
        raise DataError(
            f"{folder}: can't be written ({error.strerror}): choose another DISPLACEMENT_DATASETS"
        ) from error
    return target


def remove(path: Path) -> None:
    """Take back what `add` put there."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + documents.SUFFIX).unlink(missing_ok=True)


def _source(path: Path, named: str | None) -> Source:
    """The source that reads the file: the one named, else by content; a text that is no table is a report."""
    if named is None and path.suffix.lower() in REPORTS:
        with contextlib.suppress(DataError):
            return choose(path, None)
        return choose(path, "report")
    return choose(path, named)


def _same(datasets: Path, digest: str) -> Path | None:
    for there in build.input_files(datasets):
        if documents.sha256(there) == digest:
            return there
    return None


def _free(folder: Path, name: str, taken: datetime.date) -> Path:
    """The file's own name; where that is taken by another vintage, the name with its day, then with a number."""
    stem, suffix = name.split(".", 1)[0], "".join(f".{part}" for part in name.split(".")[1:])
    names = [name, f"{stem}-{taken}{suffix}"]
    for number in range(2, 1000):
        free = next((one for one in names if not (folder / one).exists()), None)
        if free:
            return folder / free
        names = [f"{stem}-{taken}-{number}{suffix}"]
    raise UsageError(f"{name}: there are too many of that name in {folder.name}: give it another name")


def _sidecar(
    path: Path, described: documents.Document, source: Source, said: Said, taken: datetime.date
) -> str:
    """The sidecar's text: what the user says, else what the given sidecar says, else what the source knows."""
    table = source.NAME not in build.INPUTS.values()
    lines = {
        "title": said.title or described.title or path.name,
        "publisher": said.publisher or described.publisher or getattr(source, "PUBLISHER", None),
        "citation": described.citation or getattr(source, "CITATION", None),
        "url": said.url or described.url or getattr(source, "URL", None),
        "licence": said.licence or described.licence or getattr(source, "LICENCE", None),
        "taken": taken,
        "source": source.NAME if table else None,
        "dataset": described.dataset or (f"{source.NAME}/{path.name}" if table else None),
        **described.extra,
        "sha256": described.sha256,
    }
    kept = {key: value for key, value in lines.items() if value is not None}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
