"""The command line: `python -m etl build | extract | normalise | total | export | check | verify | rollback |
publish`.

Answers go to standard output; what was rejected or doubted, and errors, one line each, to standard error. Exit 2 for
wrong use, 1 for bad data or a refused sum, 130 if interrupted, 143 if ended by the system.
"""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from collections.abc import Sequence
from typing import TypeAlias

from etl.columns import MEASURES
from etl.errors import exit_code
from etl.formats import FORMATS
from etl.sources import sources, with_api

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parser() -> argparse.ArgumentParser:
    """All commands with their options and help."""
    top = argparse.ArgumentParser(
        prog="python -m etl", description="Displacement figures: reports and tables in, one table out."
    )
    commands_ = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for declared in (_build, _add, _fetch, _extract, _normalise, _total, _export, _upkeep):
        declared(commands_)
    return top


def _build(commands_: Commands) -> None:
    command = commands_.add_parser("build", help="read everything in datasets/ and publish the tables")
    command.add_argument(
        "--accept-fall",
        action="store_true",
        help="publish even if a source gives far fewer figures than before",
    )
    elsewhere = command.add_mutually_exclusive_group()
    elsewhere.add_argument(
        "--workers", type=_positive, metavar="N", help="read on so many processes of this machine (Dask)"
    )
    elsewhere.add_argument(
        "--scheduler", metavar="ADDRESS", help="read on the Dask cluster at tcp://HOST:8786"
    )
    command.add_argument(
        "--from",
        dest="storage",
        metavar="ADDRESS",
        help="first copy what is new in reports/, keyed/, raw/ at s3://...",
    )


def _add(commands_: Commands) -> None:
    command = commands_.add_parser("add", help="put reports or tables into datasets/, then build")
    command.add_argument("files", nargs="+", metavar="FILE")
    _add_source(command)
    command.add_argument("--publisher", metavar="NAME", help="who published it, where the file does not say")
    command.add_argument("--title", metavar="TEXT", help="what to call it")
    command.add_argument("--url", metavar="URL", help="where it is from")
    command.add_argument("--licence", metavar="ID", help="under which licence")
    command.add_argument("--taken", metavar="DATE", help="when it was taken from the publisher; else today")
    _add_said(command)


def _fetch(commands_: Commands) -> None:
    command = commands_.add_parser(
        "fetch",
        help="download from a publisher's API into datasets/raw/, then build; a run that stopped goes on where it was",
    )
    command.add_argument("source", metavar="SOURCE", help=f"one of {', '.join(with_api())}")
    command.add_argument("--since", metavar="YEAR", help="figures from this year on")
    command.add_argument("--country", metavar="ISO3", help="figures of this country only")
    command.add_argument(
        "--table",
        action="extend",
        nargs="+",
        metavar="NAME",
        help="these tables only; else all of the source",
    )
    command.add_argument("--mirror", metavar="URL", help="ask this address instead of the publisher's")


def _extract(commands_: Commands) -> None:
    command = commands_.add_parser("extract", help="reports -> figures on standard output, nothing stored")
    command.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=".txt .md .html .pdf .docx, or .jsonl with one document a line; - is standard input",
    )
    command.add_argument(
        "--published", metavar="DATE", help="day of publication, for documents that do not say"
    )
    command.add_argument(
        "--country", metavar="ISO3", help="country that the documents are about, where they do not say"
    )
    command.add_argument("--publisher", metavar="NAME", help="publisher, for documents that do not say")
    command.add_argument("--format", choices=("csv", "jsonl"), default="csv")


def _normalise(commands_: Commands) -> None:
    command = commands_.add_parser(
        "normalise", help="tables -> canonical rows on standard output, nothing stored"
    )
    command.add_argument("files", nargs="+", metavar="FILE")
    _add_source(command)
    command.add_argument("--format", choices=("csv", "jsonl", "parquet"), default="csv")
    command.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        help="folder (or s3://...) for --format parquet: figures, documents, places, rejects",
    )
    _add_said(command)


def _total(commands_: Commands) -> None:
    command = commands_.add_parser(
        "total", help="one answer with the rows behind it, or the reason there is none"
    )
    _add_filter(command)
    command.add_argument("--format", choices=("text", "json"), default="text")


def _export(commands_: Commands) -> None:
    command = commands_.add_parser("export", help="canonical rows to a file")
    _add_filter(command)
    command.add_argument(
        "--text",
        metavar="WORDS",
        help="rows with all these words: place, document, publisher, quote, country",
    )
    command.add_argument("--pending", choices=("yes", "no"), help="no: accepted figures only")
    command.add_argument(
        "--query", metavar="ADDRESS", help="the filter of a page's address, ?country=SYR&..., or a whole one"
    )
    command.add_argument("--format", choices=sorted(FORMATS), default="csv")
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="- is standard output; into a folder, with a datapackage.json beside",
    )
    command.add_argument(
        "--procedures",
        action="store_true",
        help="asylum applications and decisions, which lie in a table of their own (CSV)",
    )
    command.add_argument(
        "--claims",
        action="store_true",
        help="what reports say, each with verdict, official count and difference (CSV)",
    )


def _upkeep(commands_: Commands) -> None:
    """What looks after the tables: `check`, `verify`, `rollback`, `publish`."""
    commands_.add_parser("check", help="what was rejected or doubted, by source and reason")
    commands_.add_parser("verify", help="are tables and inputs what was published?")

    rollback = commands_.add_parser("rollback", help="put an earlier version of the tables in force")
    rollback.add_argument("--to", metavar="NAME", help="its name; else the version before")

    publish = commands_.add_parser(
        "publish", help="put the tables into a PostgreSQL database, or on object storage"
    )
    publish.add_argument(
        "address", metavar="ADDRESS", help="postgresql://USER@HOST/DATABASE or s3://BUCKET/FOLDER"
    )
    publish.add_argument(
        "--schema", metavar="NAME", default="displacement", help="in this schema, else displacement"
    )


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}: write a whole number from 1 on")
    return int(text)


def _add_source(command: argparse.ArgumentParser) -> None:
    names = sorted(sources())
    command.add_argument(
        "--source", choices=names, metavar="NAME", help=f"read as: {', '.join(names)}; else by content"
    )


def _add_said(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--say",
        action="append",
        metavar="KEY=VALUE",
        help="what the files do not say, as in a sidecar: publisher=UNHCR, country=LBN; may be repeated",
    )


def _add_filter(command: argparse.ArgumentParser) -> None:
    """The filter of `etl.filters`, the same for every command that has one."""
    command.add_argument(
        "--population",
        action="append",
        metavar="P",
        help="refugee, idp, ... or forcibly_displaced; may be repeated",
    )
    command.add_argument("--measure", choices=MEASURES)
    command.add_argument(
        "--country", action="append", metavar="ISO3", help="where the people are; may be repeated"
    )
    command.add_argument(
        "--admin1", action="append", metavar="CODE", help="in this unit (ISO 3166-2, SY-ID); may be repeated"
    )
    command.add_argument(
        "--origin", action="append", metavar="ISO3", help="where they fled from; may be repeated"
    )
    command.add_argument("--publisher", action="append", metavar="NAME", help="may be repeated")
    command.add_argument(
        "--series", action="append", metavar="NAME", help="which of a publisher's counts; may be repeated"
    )
    command.add_argument("--level", metavar="N", help="0 countries, 1 to 3 units below")
    command.add_argument("--on", metavar="DATE", help="as things stood on this day (YYYY-MM-DD)")
    command.add_argument("--from", dest="from", metavar="DATE", help="first day of a period")
    command.add_argument("--to", metavar="DATE", help="last day of a period")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    chosen = parser().parse_args(arguments)
    return exit_code(lambda: int(importlib.import_module(f"etl.commands.{chosen.command}").run(chosen)))


def _ended(number: int, frame: object) -> None:
    """End as asked, cleanly: what is half written is swept on the way out."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _ended)
    sys.exit(main())
