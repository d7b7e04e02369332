"""Contenders in turns: each in a process of its own, with its seconds, its processor's seconds and its peak of memory."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Found = tuple[float, float, float]
"""Seconds, seconds of the processor, MB at the peak."""


OURS = "this project"
Contender = Callable[[Path, Path], Callable[[], object]]
"""Of a file and a folder to write into: what is to be timed."""


def options(description: str) -> argparse.ArgumentParser:
    """The command line that all such benchmarks share."""
    found = argparse.ArgumentParser(description=description)
    found.add_argument("--runs", type=int, default=3)
    found.add_argument("--one", nargs=3, metavar=("NAME", "FILE", "FOLDER"), help=argparse.SUPPRESS)
    found.add_argument("--make", nargs=2, metavar=("ROWS", "FILE"), help=argparse.SUPPRESS)
    return found


def in_a_process_of_its_own(
    chosen: argparse.Namespace, make: Callable[[Path, int], None], contenders: Mapping[str, Contender]
) -> bool:
    """Do what this process was started for: make the table, or run one contender and print its seconds without imports."""
    if chosen.make:
        make(Path(chosen.make[1]), int(chosen.make[0]))
    elif chosen.one:
        name, path, folder = chosen.one
        run = contenders[name](Path(path), Path(folder))
        begun = time.perf_counter()
        run()
        print(time.perf_counter() - begun)
    return bool(chosen.make or chosen.one)


def command(script: str, name: str, whole: bool) -> Callable[[Path, Path], list[str]]:
    """How a contender is started on a file and a folder."""
    if whole and name == OURS:
        return lambda path, folder: [
            *(sys.executable, "-m", "etl", "normalise", str(path)),
            *("--format", "parquet", "-o", str(folder)),
        ]
    return lambda path, folder: [sys.executable, script, "--one", name, str(path), str(folder)]


def surroundings() -> dict[str, str]:
    """Of a contender's process: as here, but Python keeps what it has compiled, as it does on people's machines."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(command: list[str], whole: bool) -> Found:
    """A process of a contender; `whole` with its start, else the seconds that it prints last."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings()
    )
    said = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise SystemExit(f"failed: run it alone to see why: {' '.join(command)}")
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return (seconds if whole else float(said.splitlines()[-1])), used.ru_utime + used.ru_stime, peak


def compare(
    title: str,
    make: list[str],
    commands: dict[str, Callable[[Path, Path], list[str]]],
    outcome: Callable[[Path], tuple[int, ...]],
    said: str,
    base: str,
    runs: int,
    whole: bool,
) -> dict[str, Found]:
    """Print one table of medians, with ratios to `base`, and return it.

    `make` is a command that writes the file named at its end; `commands` give each contender's from the file and a folder
    to write into; `outcome` reads what must be the same of all, `said` puts it in words.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "population.csv"
        # In a process of its own: a child starts with its parent's peak, and making the table takes much memory.
        subprocess.run([*make, str(path)], check=True)
        found: dict[str, list[Found]] = {name: [] for name in commands}
        outcomes = {}
        for _ in range(runs):
            for number, (name, command) in enumerate(commands.items()):
                target = Path(folder) / str(number)
                found[name].append(measured(command(path, target), whole))
                outcomes[name] = outcome(target)
        size = path.stat().st_size / 2**20
    if len(set(outcomes.values())) > 1:
        raise SystemExit(f"not the same result: {outcomes}")
    medians: dict[str, Found] = {
        name: tuple(map(statistics.median, zip(*of, strict=True)))  # type: ignore[misc]
        for name, of in found.items()
    }
    how = "whole process" if whole else "inside"
    print(f"{title} ({size:.0f} MB), median of {runs} runs in turns, {how}")
    print(f"{'':34}{'s':>8}{'x':>7}{'cpu s':>8}{'peak MB':>9}{'x':>7}")
    seconds_, _, peak_ = medians[base]
    for name, (seconds, cpu, peak) in medians.items():
        print(
            f"{name:34}{seconds:>8.2f}{seconds / seconds_:>7.2f}{cpu:>8.2f}{peak:>9,.0f}{peak / peak_:>7.2f}"
        )
    print(f"all: {said.format(*next(iter(outcomes.values())))}\n", flush=True)
    return medians
