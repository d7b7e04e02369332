"""Kill a build at each step of publishing, and fill the disk under one: a line for each on what is left. POSIX only.

    python tests/faults/points.py

Every build runs in a process forked from this one, which itself touches no table.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from etl import build, normalise, publishing, versions
from etl.errors import DataError
from faults.kills import forked, in_force, left, warm, write


def die(*_: object, **__: object) -> None:
    """End this process as a loss of power would."""
    os.kill(os.getpid(), signal.SIGKILL)


def sweep_half(folder: Path, **_: object) -> None:
    """Begin to take a folder away, and die."""
    next(Path(folder).iterdir()).unlink()
    die()


def full_disk() -> None:
    """No file may grow beyond 2 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


def at(module: Any, name: str, fault: Callable[..., None]) -> Callable[[], None]:
    """Put the fault in the stead of a function."""
    return lambda: setattr(module, name, fault)


POINTS: dict[str, Callable[[], None]] = {
    "2 parsed": at(normalise, "take", die),
    "3 validated": at(publishing, "_read_back", die),
    "4 in the middle of the Parquet": at(publishing, "_manifest", die),
    "5 before it is on the disk": at(versions, "_to_disk", die),
    "6 before the pointer moves": at(versions, "point_to", die),
    "8 while old versions are swept": at(shutil, "rmtree", sweep_half),
    "9 disk full": full_disk,
}


def built(datasets: Path, value: int, before: Callable[[], None] = lambda: None) -> str:
    """Build a value in a process of its own, after `before`; how that ended."""

    def work() -> int:
        before()
        try:
            build.build(datasets)
        except DataError as error:
            (datasets / "said").write_text(str(error), encoding="utf-8")
            return 1
        return 0

    write(datasets, value)
    _, status = os.waitpid(forked(work), 0)
    return {0: "built", 1: "refused"}.get(os.waitstatus_to_exitcode(status), "killed")


def looked(datasets: Path) -> str:
    """The value in force, looked up in a process of its own."""

    def look() -> int:
        (datasets / "seen").write_text(str(sorted(in_force(datasets / "tables"))), encoding="utf-8")
        return 0

    os.waitpid(forked(look), 0)
    return (datasets / "seen").read_text(encoding="utf-8")


def main() -> None:
    """One point after the other in one folder: the run that dies, what is in force, and the run after it."""
    warm()
    with tempfile.TemporaryDirectory() as folder:
        datasets = Path(folder)
        (datasets / "keyed").mkdir()
        (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
        for value in (1, 2, 3):
            built(datasets, value)
        for value, (point, fault) in enumerate(POINTS.items(), 4):
            ended, seen = built(datasets, value, fault), looked(datasets)
            why = (
                (datasets / "said").read_text(encoding="utf-8").split("tables: ")[-1]
                if ended == "refused"
                else ""
            )
            again, now = built(datasets, value), looked(datasets)
            state = {str([value - 1]): "old", str([value]): "new"}
            swept = "left over" if left(datasets / "tables") else "swept"
            print(
                f"{point}: {ended}, {state.get(seen)} in force; {again}, {state.get(now)} in force, {swept}. {why}"
            )


if __name__ == "__main__":
    main()
