"""How much faster a build is on two Dask workers than on one: reports to figures, the same text, in the same run.

    python benchmarks/cluster.py [--sentences N] [--runs N]

The text is that of `benchmarks/text.py`, as a file of reports, one a line. One worker and two take turns, each warmed up;
medians are printed: until the last figure is read, and the whole build (what is published more than once is sorted out, and
the tables are written, on the one process that has all). Both must publish the same bytes. Beside it stands what the
machine gives two processes that only count, measured between the runs: on one that is busy that is less than two.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from text import text

from etl import build, cluster

WORKERS = (1, 2)
STEPS = 4_000_000
Run = tuple[float, float, str]
"""Seconds until all is read, seconds of the whole build, and what was published."""


def written(datasets: Path, sentences: int) -> None:
    """The reports as a file of an input folder."""
    (datasets / "reports").mkdir(parents=True)
    lines = (
        json.dumps({"id": f"report-{number}", "text": document, "published": "2024-12-01"})
        for number, document in enumerate(text(sentences))
    )
    (datasets / "reports" / "made.jsonl").write_text("\n".join(lines), encoding="utf-8")


def counting(_: int) -> float:
    """Seconds for some work that needs a core and nothing else."""
    begun = time.perf_counter()
    total = 0
    for number in range(STEPS):
        total += number * number % 7
    return time.perf_counter() - begun


def timed(datasets: Path, workers: cluster.Cluster) -> Run:
    """One build."""
    read = 0.0

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        nonlocal read
        yield from paths
        read = time.perf_counter()

    begun = time.perf_counter()
    version = build.build(datasets, progress, elsewhere=workers).version
    return read - begun, time.perf_counter() - begun, version.manifest["content"]


def measure(datasets: Path, runs: int) -> tuple[dict[int, list[Run]], list[float]]:
    """The runs of each cluster, in turns, and what two processes gain between them.

    A first run of each is not counted: it loads what reading needs.
    """
    gains = []
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(2))
        clusters = {count: stack.enter_context(cluster.embedded(count)) for count in WORKERS}
        found: dict[int, list[Run]] = {count: [] for count in WORKERS}
        for _ in range(runs + 1):
            for count, workers in clusters.items():
                found[count].append(timed(datasets, workers))
            gains.append(2 * counting(0) / max(pool.map(counting, [0, 0])))
        return {count: every[1:] for count, every in found.items()}, gains


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description="Two Dask workers against one.")
    options.add_argument("--sentences", type=int, default=20_000)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        datasets = Path(folder)
        written(datasets, chosen.sentences)
        found, gains = measure(datasets, chosen.runs)
    assert len({content for runs in found.values() for *_, content in runs}) == 1, "not the same bytes"
    print(f"{chosen.sentences:,} sentences, median of {chosen.runs} runs in turns\n")
    print(f"{'':12}{'read s':>10}{'ratio':>8}{'whole build s':>16}{'ratio':>8}")
    medians = {
        count: [statistics.median(run[at] for run in runs) for at in (0, 1)] for count, runs in found.items()
    }
    for count, (read, whole) in medians.items():
        one = medians[WORKERS[0]]
        print(
            f"{count} worker{'s' if count > 1 else ' '}{read:>13.1f}{one[0] / read:>8.2f}{whole:>16.1f}{one[1] / whole:>8.2f}"
        )
    print(f"\ntwo processes that only count, against one: {statistics.median(gains):.2f}")


if __name__ == "__main__":
    main()
