"""The published versions: one folder each, and the pointer file that says which one is in force.

A version is written aside, put to disk, given its name in one step, and then the pointer is moved in one step. Whatever
happens in between, readers find a whole version; what a run that died has left is swept by the next. A version that
does not hold what its manifest says is not read: the newest sound one takes its place, and says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from etl.errors import DataError, UsageError

POINTER, MANIFEST, LOCK, ASIDE = "CURRENT", "manifest.json", ".lock", ".writing"
KEPT = 3


@dataclass(frozen=True)
class Version:
    """One published state of the tables: its folder and its manifest."""

    folder: Path
    manifest: dict[str, Any]
    doubt: str = ""
    """Why this version is read in place of the one that should be in force; empty if it is that one."""

    @property
    def name(self) -> str:
        """The folder's name, `NUMBER-HASH`."""
        return self.folder.name


def current(tables: Path) -> Version | None:
    """The version in force: the one the pointer names, or the newest sound one where that is damaged or gone.

    None if nothing was published yet. Raises DataError if there are versions and none of them is sound.
    """
    found = folders(tables)
    named = _named(tables)
    if named is None and not found:
        return None
    why = "it names no version" if named is None else damage(named)
    if named is not None and not why:
        return _version(named)
    for folder in reversed(found):
        if folder != named and not damage(folder):
            said = f"{POINTER} can't be followed" if named is None else f"{named.name} can't be read"
            return _version(folder, f"{said} ({why}): shown is {folder.name}, `python -m etl build` mends it")
    lost = named.name if named else "the versions"
    raise DataError(
        f"{POINTER}: {lost} can't be read ({why}) and no other version can: run `python -m etl build`"
    )


def current_or_none(tables: Path) -> Version | None:
    """`current`, None where no version is sound: the next build replaces them."""
    with contextlib.suppress(DataError):
        return current(tables)
    return None


def folders(tables: Path) -> list[Path]:
    """The folders of all versions that are kept, oldest first."""
    if not tables.is_dir():
        return []
    return sorted(path for path in tables.iterdir() if path.is_dir() and path.name[:6].isdigit())


def before(version: Version) -> Version | None:
    """The version with the next lower number that is kept and sound."""
    older = [
        path
        for path in folders(version.folder.parent)
        if path.name < version.folder.name and not damage(path)
    ]
    return _version(older[-1]) if older else None


def damage(folder: Path) -> str:
    """What is wrong with a version, in words; empty if each table is as it was published."""
    try:
        state = tuple(
            (path.name, status.st_size, status.st_mtime_ns)
            for path in sorted(folder.iterdir())
            for status in (path.stat(),)
        )
    except OSError:
        return "the folder is gone"
    return _damage(folder, state)


@lru_cache(maxsize=16)
def _damage(folder: Path, state: tuple[tuple[str, int, int], ...]) -> str:
    """Looked at once for each `state` of the files: hashing them takes longer than asking the disk for their dates."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, known in sorted(manifest["sha256"].items()):
            with (folder / f"{name}.parquet").open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != known:
                    return f"{name}.parquet is not what was published"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{Path(getattr(error, 'filename', None) or MANIFEST).name} is damaged or gone"
    return ""


@contextlib.contextmanager
def alone(tables: Path, patience: float = 0) -> Iterator[None]:
    """Nobody else publishes in the meantime; what dead runs have left aside is swept.

    The lock is the system's: it ends with its process. Raises DataError if another run has it for longer than `patience`
    seconds, or nothing can be written.
    """
    try:
        tables.mkdir(parents=True, exist_ok=True)
        with FileLock(tables / LOCK, timeout=patience):
            for left in tables.glob(f"{ASIDE}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except Timeout as error:
        raise DataError(
            f"{tables}: locked, another run is reading the files in: wait for its end, then try again"
        ) from error
    except OSError as error:
        raise DataError(
            f"{tables}: can't be written ({error.strerror}): the tables before are still in force; mend that, or choose "
            "another folder by DISPLACEMENT_DATASETS"
        ) from error


def aside(tables: Path) -> Path:
    """A new folder to write the next version in; whoever is `alone` sweeps it."""
    folder = tables / f"{ASIDE}-{os.getpid()}"
    folder.mkdir()
    return folder


def put_in_force(tables: Path, written: Path, manifest: dict[str, Any]) -> Version:
    """Give what is `written` aside its name, and move the pointer to it; old versions are swept.

    The same content as a sound version that is kept makes no new one.
    """
    (written / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for path in [*written.iterdir(), written]:
        _to_disk(path)
    known = folders(tables)
    same = [path for path in known if path.name[7:] == manifest["content"][:12] and not damage(path)]
    if same:
        folder = same[-1]
    else:
        number = max((int(path.name[:6]) for path in known), default=0) + 1
        folder = tables / f"{number:06d}-{manifest['content'][:12]}"
        written.rename(folder)
    point_to(folder)
    for old in folders(tables)[:-KEPT]:
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    return _version(folder)


def point_to(folder: Path) -> None:
    """Put this version in force, in one step."""
    pointer = folder.parent / f".{POINTER}.new"
    pointer.write_text(folder.name + "\n", encoding="utf-8")
    _to_disk(pointer)
    pointer.replace(folder.parent / POINTER)
    _to_disk(folder.parent)


def roll_back(tables: Path, name: str | None = None) -> Version:
    """Put an earlier version in force: the one of that name, else the one before. Raises UsageError if there is none."""
    with alone(tables):
        now = current(tables)
        if now is None:
            raise UsageError(f"{tables}: no tables yet: run `python -m etl build` first")
        kept = {path.name: path for path in folders(tables) if path != now.folder and not damage(path)}
        earlier = [path for path in sorted(kept) if path < now.name]
        wanted = kept.get(name or (earlier[-1] if earlier else ""))
        if wanted is None:
            offered = f"choose one of {', '.join(sorted(kept))}" if kept else "there is no other one"
            raise UsageError(f"{name or 'an earlier version'}: not kept, or damaged: {offered}")
        point_to(wanted)
        return _version(wanted)


def _named(tables: Path) -> Path | None:
    try:
        name = (tables / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return tables / name if name and Path(name).name == name else None


def _version(folder: Path, doubt: str = "") -> Version:
    return Version(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")), doubt)


def _to_disk(path: Path) -> None:
    """What is written survives a loss of power. Windows can't do it for folders, and keeps their order itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
