"""Kill builds at random moments while others read and decide, and print the tally.

    python tests/faults/kills.py [KILLS]

Each build is `python -m etl build` in a process forked from this one, so that the kill strikes its work rather than its
start. Two readers read the version in force all the while: the two figures of a version are always equal, so a torn one
shows. A reviewer decides all the while and is killed, too; what was confirmed must be there afterwards. POSIX only.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib
import io
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from etl import arrow, decisions, frames, places, schema, store, versions
from etl.__main__ import main
from etl.errors import DataError
from etl.sources import sources

HEAD = "population,measure,country,origin,end_date,value\n"
READERS = 2


@dataclass
class Tally:
    """What happened: builds that were killed before their end, reads, and what must be none."""

    kills: int = 0
    struck: int = 0
    reads: int = 0
    bad_reads: int = 0
    lost_decisions: int = 0
    decisions: int = 0
    hand_work: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.struck} of them in the middle of a build; {self.reads:,} reads; {self.decisions} decisions\n"
            f"{self.bad_reads} bad reads, {self.lost_decisions} lost decisions, {self.hand_work} times hand work"
        )


def warm() -> None:
    """Load what every build loads, once, before the first fork; nothing that starts a thread."""
    importlib.import_module("etl.commands.build")
    sources()
    places.country("Syria")
    places.candidates("Hama")
    schema.check(frames.frame(arrow.SCHEMA.empty_table()))


def forked(work: Callable[[], int]) -> int:
    """Run `work` in a process of its own; its number."""
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        code = work()
    finally:
        os._exit(code)


def write(datasets: Path, value: int) -> None:
    """The input of the next version: two figures that are equal."""
    lines = "".join(f"refugee,stock,{country},SYR,2018,{value}\n" for country in ("TUR", "LBN"))
    (datasets / "keyed" / "a.csv").write_text(HEAD + lines, encoding="utf-8")


def build() -> int:
    """`python -m etl build`, saying nothing."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(["build"])


def killed(datasets: Path, value: int, seconds: float) -> bool:
    """Build a value and kill that after so many seconds; whether it was still at work."""
    write(datasets, value)
    number = forked(build)
    time.sleep(seconds)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    return os.WIFSIGNALED(status)


def read(tables: Path, stop: Path, out: Path) -> int:
    """Read until `stop` is there: good and bad reads, in `out`."""
    good = bad = 0
    while not stop.exists():
        try:
            version = versions.current(tables)
            if version is None:
                continue
            with contextlib.closing(store.Reader(version.folder)) as reader:
                values = set(reader.figures()["value"])
            whole = len(values) == 1 and not version.doubt
        except DataError:
            whole = False
        good, bad = good + whole, bad + (not whole)
    out.write_text(f"{good} {bad}", encoding="utf-8")
    return 0


def decide(file: Path, confirmed: Path, first: int) -> int:
    """Decide until killed; what was confirmed is noted."""
    with confirmed.open("a", encoding="utf-8") as notes:
        for number in range(first, first + 1_000_000):
            decisions.decide(
                file, f"{number:016x}", "accept", "Reviewer", datetime.datetime.now(datetime.UTC)
            )
            notes.write(f"{number:016x}\n")
            notes.flush()
    return 0


def tally(kills: int, datasets: Path) -> Tally:
    """Kill so many builds in `datasets`, and look at what is left."""
    os.environ["DISPLACEMENT_DATASETS"] = str(datasets)
    warm()
    (datasets / "keyed").mkdir(parents=True)
    (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    tables, stop, confirmed = datasets / "tables", datasets / "stop", datasets / "confirmed"
    write(datasets, 1)
    began = time.monotonic()
    os.waitpid(forked(build), 0)
    longest = time.monotonic() - began
    outs = [datasets / f"reads-{at}" for at in range(READERS)]
    readers = [forked(lambda out=out: read(tables, stop, out)) for out in outs]  # type: ignore[misc]
    found = Tally(kills)
    for kill in range(kills):
        reviewer = forked(lambda first=kill * 1_000_000: decide(datasets / decisions.FILE, confirmed, first))  # type: ignore[misc]
        found.struck += killed(datasets, kill + 2, random.uniform(0, longest))
        os.kill(reviewer, signal.SIGKILL)
        os.waitpid(reviewer, 0)
    write(datasets, kills + 2)
    _, status = os.waitpid(forked(build), 0)
    stop.touch()
    for reader in readers:
        os.waitpid(reader, 0)
    counted = [[int(number) for number in out.read_text().split()] for out in outs]
    found.reads, found.bad_reads = sum(good for good, _ in counted), sum(bad for _, bad in counted)
    noted = [line for line in confirmed.read_text().splitlines(keepends=True) if line.endswith("\n")]
    known = {step.figure_id for step in decisions.history(datasets / decisions.FILE)}
    found.decisions = len(noted)
    found.lost_decisions = len({line.strip() for line in noted} - known)
    found.hand_work = int(status != 0 or left(tables) or in_force(tables) != {kills + 2})
    return found


def left(tables: Path) -> bool:
    """Whether anything lies about that the last build should have swept."""
    return bool(list(tables.glob(f"{versions.ASIDE}*"))) or len(versions.folders(tables)) > versions.KEPT


def in_force(tables: Path) -> set[int]:
    version = versions.current(tables)
    assert version is not None
    return {int(value) for value in store.Reader(version.folder).figures()["value"]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        result = tally(int(sys.argv[1]) if len(sys.argv) > 1 else 200, Path(folder) / "datasets")
    print(result)
    sys.exit(1 if result.bad_reads or result.lost_decisions or result.hand_work else 0)
