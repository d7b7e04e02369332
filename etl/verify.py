"""Do the published tables still hold what was published, and are the input files the ones they were made from?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl import build, documents, publishing, versions
from etl.errors import DataError, UsageError
from etl.versions import Version


def differences(datasets: Path) -> tuple[Version, list[str]]:
    """The version in force and a line for each thing that differs from its manifest, with the cure; none if all is well.

    Looked at: each table's hash, the rows and totals counted anew, each input file's hash. Raises UsageError if nothing was
    published, DataError if no version is sound.
    """
    found = versions.current(build.tables_folder(datasets))
    if found is None:
        raise UsageError(f"{datasets}: no tables yet: run `python -m etl build` first")
    doubt = [found.doubt] if found.doubt else []
    return found, [*doubt, *_tables(found), *_inputs(found, datasets)]


def _tables(version: Version) -> list[str]:
    wrong = versions.damage(version.folder)
    if wrong:
        return [f"{version.name}: {wrong}: run `python -m etl build`"]
    with duckdb.connect() as con:
        counted = publishing.counted(con, version.folder)
    return [
        f"{version.name}: {what} is {counted[what]}, the manifest says {version.manifest.get(what)}: run `python -m etl build`"
        for what in counted
        if version.manifest.get(what) != counted[what]
    ]


def _inputs(version: Version, datasets: Path) -> list[str]:
    known = version.manifest["inputs"]
    there = {path.relative_to(datasets).as_posix(): path for path in build.input_files(datasets)}
    lines = []
    for name in sorted({*known, *there}):
        if name not in there:
            lines.append(f"{name}: was read, and is gone")
        elif name not in known:
            lines.append(f"{name}: is not in the tables yet")
        elif _hash(there[name]) != known[name]:
            lines.append(f"{name}: has changed since it was read")
    return [f"{line}: run `python -m etl build`" for line in lines]


def _hash(path: Path) -> str:
    try:
        return documents.sha256(path)
    except OSError as error:
        raise DataError(f"{path.name}: can't be read ({error.strerror}): mend its permissions") from error
