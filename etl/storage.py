"""Files on object storage, by address (`s3://bucket/folder`): brought here to be read, and tables taken there.

pyarrow knows s3, gs, abfs, hdfs and file, and finds their credentials where their makers' tools do (`AWS_PROFILE`,
`AWS_ENDPOINT_URL`, ...); every other kind is asked of fsspec, if that is installed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
from pyarrow import fs

from etl import versions
from etl.documents import PAGES, SUFFIX
from etl.errors import DataError, UsageError
from etl.versions import Version

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")
Command = Callable[[Namespace], int]


def is_address(name: str) -> bool:
    """Whether this names something on a storage, rather than a file here."""
    return bool(ADDRESS.match(name))


def shown(address: str) -> str:
    """The address without the name and key that it may hold, and without its settings."""
    return re.sub(r"//[^/@]*@", "//", address).partition("?")[0]


def staged(command: Command) -> Command:
    """The command, with the `files` at addresses brought here first, and the folder `output` taken to its address after."""

    def run(chosen: Namespace) -> int:
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            files = [
                str(fetched(name, here / str(number))) if is_address(name) else name
                for number, name in enumerate(chosen.files)
            ]
            output = getattr(chosen, "output", None)
            if not (output and is_address(output)):
                return command(Namespace(**{**vars(chosen), "files": files}))
            code = command(Namespace(**{**vars(chosen), "files": files, "output": str(here / "output")}))
            if (here / "output").is_dir():
                sent(here / "output", output)
            return code

    return run


def fetched(address: str, folder: Path) -> Path:
    """The file at the address, or the folder of pages, with its sidecar, copied into `folder`. Raises UsageError."""
    with _reached(address) as (storage, path):
        if storage.get_file_info(path).type == fs.FileType.NotFound:
            raise UsageError(f"{shown(address)}: no such file: check the name and the folder")
        target = folder / PurePosixPath(path).name
        if target.suffix == PAGES:
            _mirror(storage, path, target)
        else:
            _copy(storage, path, target)
        if storage.get_file_info(path + SUFFIX).type == fs.FileType.File:
            _copy(storage, path + SUFFIX, target.with_name(target.name + SUFFIX))
        return target


def brought(address: str, datasets: Path, folders: Collection[str]) -> None:
    """Copy what is new or changed in these folders at the address into those of `datasets`. Nothing is deleted."""
    with _reached(address) as (storage, path):
        for folder in folders:
            _mirror(storage, f"{path}/{folder}", datasets / folder)


def sent(folder: Path, address: str) -> None:
    """Take the files in the folder to the address. Raises DataError."""
    with _reached(address) as (storage, path):
        for file in sorted(folder.iterdir()):
            _send(storage, file, f"{path}/{file.name}")


def publish(version: Version, address: str) -> None:
    """Take a version to the address: its folder first, read back there, then the pointer that puts it in force.

    One object is written whole or not at all, so whoever follows the pointer finds a whole version. Raises DataError; the
    pointer stays where it was.
    """
    wrong = versions.damage(version.folder)
    if wrong:
        raise DataError(f"{version.name}: {wrong}: run `python -m etl build`, then publish again")
    with _reached(address) as (storage, path):
        for file in sorted(version.folder.iterdir()):
            there = f"{path}/{version.name}/{file.name}"
            if not _same(storage, file, there):
                _send(storage, file, there)
                if not _same(storage, file, there):
                    raise DataError(
                        f"{shown(address)}: {file.name} does not read back as it was sent: publish again"
                    )
        with tempfile.TemporaryDirectory() as folder:
            pointer = Path(folder) / versions.POINTER
            pointer.write_text(version.name + "\n", encoding="utf-8")
            _send(storage, pointer, f"{path}/{versions.POINTER}")


@contextmanager
def _reached(address: str) -> Iterator[tuple[Any, str]]:
    """The storage, and the path on it. What goes wrong there is told in one line. Raises UsageError and DataError."""
    try:
        yield _storage(address)
    except (OSError, pa.ArrowException) as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        raise DataError(
            f"{shown(address)}: can't be read or written ({said[:300]}): check the address, the network and your rights"
        ) from error


def _storage(address: str) -> tuple[Any, str]:
    try:
        storage, path = fs.FileSystem.from_uri(address)
    except pa.ArrowInvalid:
        try:
            import fsspec  # type: ignore[import-untyped]

            found, path = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise UsageError(
                f"{shown(address)}: not a kind of storage we know: use s3://, gs://, abfs:// or file://"
            ) from error
        storage = fs.PyFileSystem(fs.FSSpecHandler(found))
    return storage, path.rstrip("/")


def _mirror(storage: Any, path: str, folder: Path) -> None:
    for found in storage.get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True)):
        inside = PurePosixPath(found.path).relative_to(path)
        if found.type != fs.FileType.File or ".." in inside.parts:
            continue
        target = folder / inside
        known = target.stat() if target.exists() else None
        if not known or known.st_size != found.size or known.st_mtime_ns < (found.mtime_ns or 0):
            _copy(storage, found.path, target)


def _copy(storage: Any, path: str, target: Path) -> None:
    """A half of a file is never left under its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.half")
    with storage.open_input_stream(path) as source, half.open("wb") as copy:
        shutil.copyfileobj(source, copy, 2**20)
    half.replace(target)


def _send(storage: Any, file: Path, path: str) -> None:
    folders = isinstance(storage, fs.LocalFileSystem | fs.PyFileSystem)
    # Where there are folders, a file shows before it is whole; an object does not.
    half = f"{path}.half" if folders else path
    if folders:
        storage.create_dir(str(PurePosixPath(path).parent))
    with file.open("rb") as source, storage.open_output_stream(half) as copy:
        shutil.copyfileobj(source, copy, 2**20)
    if folders:
        storage.move(half, path)


def _same(storage: Any, file: Path, path: str) -> bool:
    if storage.get_file_info(path).type != fs.FileType.File:
        return False
    with file.open("rb") as here, storage.open_input_stream(path) as there:
        digest = hashlib.sha256()
        while part := there.read(2**20):
            digest.update(part)
        return hashlib.file_digest(here, "sha256").digest() == digest.digest()
