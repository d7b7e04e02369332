"""`python -m briefing --country SYR --on 2020-02-07 -o syria.pdf`: one page about a place, as a file.

The kind of file follows from its name. Exit 2 for wrong use, 1 for bad data, 130 if interrupted; a place without
figures gives a sheet that says so.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from briefing import files, many, paper, settings, subjects, writing
from briefing.many import Made, Order
from briefing.sheet import Subject
from etl import build, filters
from etl.commands import in_force
from etl.errors import UsageError, exit_code


def parser() -> argparse.ArgumentParser:
    """The options with their help."""
    top = argparse.ArgumentParser(prog="python -m briefing", description="A page about a place, as a file.")
    whom = top.add_mutually_exclusive_group(required=True)
    whom.add_argument("--country", metavar="ISO3", help="the people in a country, and those who fled from it")
    whom.add_argument("--origin", metavar="ISO3", help="the people from a country")
    whom.add_argument("--situation", metavar="NAME", help=f"one of {', '.join(subjects.situations())}")
    whom.add_argument(
        "--region", metavar="NAME", help="a region or subregion of UN M49: Africa, Western Asia, ..."
    )
    whom.add_argument("--all-countries", metavar="FOLDER", help="a sheet for each country into this folder")
    top.add_argument(
        "--on", metavar="DATE", help="as things stood on this day; else the newest in the tables"
    )
    top.add_argument(
        "-o", "--output", metavar="FILE", help=f"{', '.join(f'.{kind}' for kind in files.KINDS)}"
    )
    top.add_argument(
        "--format", choices=sorted(files.KINDS), default="pdf", help="for --all-countries; else pdf"
    )
    top.add_argument("--layout", choices=list(paper.LAYOUTS), default="portrait", help="of .pdf, .png, .svg")
    top.add_argument("--scale", type=int, choices=(1, 2, 4), default=2, help="of .png")
    top.add_argument("--made", action="store_true", help="say the day of making on the sheet")
    top.add_argument("--workers", type=int, default=0, metavar="N", help="processes for --all-countries")
    top.add_argument(
        "--since-last", action="store_true", help="for --all-countries: only sheets that say something else"
    )
    return top


def run(chosen: argparse.Namespace) -> int:
    """Make what was chosen; the exit code."""
    on = filters.day(chosen.on) if chosen.on else None
    made = datetime.date.today().isoformat() if chosen.made else ""
    if chosen.all_countries:
        if chosen.output:
            raise UsageError(
                "--all-countries names its files itself: leave -o out, choose their kind by --format"
            )
        return _all(chosen, on, made)
    if not chosen.output:
        raise UsageError("name the file: -o syria.pdf")
    path = Path(chosen.output)
    kind = files.KINDS.get(path.suffix.lower().removeprefix("."))
    if kind is None:
        raise UsageError(
            f"{path.name}: unknown kind of file: use {', '.join(f'.{name}' for name in files.KINDS)}"
        )
    subject, said = _subject(chosen), settings.settings(build.datasets_folder())
    sheet = writing.sheet(in_force.reader(), subject, on, said.brand, made=made)
    sheet = replace(sheet, link=said.link(subject, sheet.on.isoformat()))
    try:
        many.put(path, kind.made(sheet, chosen.layout, chosen.scale))
    except OSError as error:
        raise UsageError(
            f"{path}: can't be written ({error.strerror}): choose another file with -o"
        ) from error
    print(f"{path}: {sheet.headline}", file=sys.stderr)
    return 0


def _subject(chosen: argparse.Namespace) -> Subject:
    kind = next(kind for kind in subjects.KINDS if getattr(chosen, kind))
    return subjects.MAKERS[kind](getattr(chosen, kind))


def _all(chosen: argparse.Namespace, on: datetime.date | None, made: str) -> int:
    order = Order(
        datasets=build.datasets_folder(),
        folder=Path(chosen.all_countries),
        on=on,
        kind=chosen.format,
        layout=chosen.layout,
        scale=chosen.scale,
        since_last=chosen.since_last,
        made=made,
    )

    def bar(futures: Iterable[Future[Made]], count: int) -> Iterable[Future[Made]]:
        return tqdm(futures, total=count, unit="sheet", leave=False, disable=None)

    done = many.all_countries(order, chosen.workers, bar)
    wrong = list(many.failures(done))
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    written = sum(one.written for one in done)
    print(
        f"{written:,} sheets written to {order.folder}, {len(done) - written - len(wrong):,} say what they said before"
    )
    return 1 if wrong else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return the exit code."""
    chosen = parser().parse_args(arguments)
    return exit_code(lambda: run(chosen))


if __name__ == "__main__":
    sys.exit(main())
