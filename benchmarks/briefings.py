"""Seconds for the first sheet and for each after it, for 50 countries: ours, without a browser; beside it one chart with one.

    python benchmarks/briefings.py [--countries N]

The tables are those of DISPLACEMENT_DATASETS. `with a browser` draws only the trend, as a Plotly figure through Kaleido
and the installed Chromium: what a sheet made of page charts would need at least, once for each of its pictures.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import kaleido
import plotly.graph_objects as go

from briefing import many, paper, subjects, writing
from briefing.sheet import Sheet
from etl import build, review


def _seconds(work: Callable[[Sheet], object], sheets: list[Sheet]) -> tuple[float, float]:
    """Seconds of the first, and the median of those after it."""
    taken = []
    for sheet in sheets:
        started = time.perf_counter()
        work(sheet)
        taken.append(time.perf_counter() - started)
    return taken[0], statistics.median(taken[1:])


def _by_browser(sheet: Sheet) -> None:
    figure = go.Figure()
    for line in sheet.trend.lines if sheet.trend else ():
        figure.add_scatter(x=line.dates, y=line.values, mode="lines+markers", name=line.name)
    figure.to_image(format="svg")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--countries", type=int, default=50)
    count = parser.parse_args().countries
    reader = review.reader(build.datasets_folder())
    if reader is None:
        raise SystemExit("no tables yet: run `python -m etl build` first")
    codes = many.countries(reader)[:count]
    sheets: list[Sheet] = []

    def written(code: str) -> Sheet:
        return writing.sheet(reader, subjects.country(code))

    taken = []
    for code in codes:
        started = time.perf_counter()
        sheets.append(written(code))
        taken.append(time.perf_counter() - started)
    print(f"{len(sheets)} countries {'':31}{'first, s':>10}{'each after, s':>15}")
    print(f"{'what it says, from the tables':45}{taken[0]:10.2f}{statistics.median(taken[1:]):15.2f}")
    kaleido.start_sync_server(n=1, mathjax=False)
    rows: dict[str, Callable[[Sheet], object]] = {
        "its PDF, without a browser": lambda sheet: paper.document(sheet).pdf(),
        "its PNG at 2x, without a browser": lambda sheet: paper.document(sheet).png(),
        "its trend alone as SVG, with a browser": _by_browser,
    }
    for name, work in rows.items():
        first, after = _seconds(work, sheets)
        print(f"{name:45}{first:10.2f}{after:15.2f}")
    kaleido.stop_sync_server()


if __name__ == "__main__":
    main()
