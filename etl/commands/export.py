"""`export`: canonical rows to a file, a folder or standard output."""

from __future__ import annotations

import io
import shutil
import sys
from argparse import Namespace
from pathlib import Path
from typing import IO

from etl import datapackage, extracts, filters
from etl.commands import given, in_force, telling
from etl.errors import UsageError
from etl.filters import Filter
from etl.record import held


def run(chosen: Namespace) -> int:
    """`export`: the canonical rows that pass the filter, to a file, a folder or standard output."""
    if (chosen.procedures or chosen.claims) and chosen.format != "csv":
        raise UsageError("asylum procedures and claims leave as CSV only: use --format csv")
    if chosen.procedures and chosen.claims:
        raise UsageError("asylum procedures hold no claims: use --procedures or --claims")
    question = _asked(chosen)
    if chosen.procedures:
        figures = in_force.reader().procedures(question)
        rows = _kept(chosen.output, io.BytesIO(extracts.procedures_csv_bytes(figures)), len(figures))
    elif chosen.claims:
        figures = held(in_force.reader(), question)
        rows = _kept(chosen.output, io.BytesIO(extracts.claims_csv_bytes(figures)), len(figures))
    else:
        made = extracts.made(in_force.reader(), question, chosen.format)
        with made.file:
            rows = _extracted(chosen.output, made, question)
    telling.say(f"{rows:,} figures" + ("" if rows else ": nothing passes this filter"))
    return 0


def _asked(chosen: Namespace) -> Filter:
    """The filter of the options, or of an address (`--query`), not of both."""
    if chosen.query is None:
        return given.question(chosen)
    if given.question(chosen) != Filter():
        raise UsageError("--query says the whole filter: leave the other options of the filter out")
    return filters.of_address(chosen.query)


def _extracted(output: str, made: extracts.Made, question: Filter) -> int:
    """Into a folder go the extract under its own name and its `datapackage.json`; else the extract alone."""
    folder = Path(output)
    if output == "-" or not folder.is_dir():
        return _kept(output, made.file, made.rows)
    if made.kind != "package":  # that one brings it along
        _kept(str(folder / datapackage.NAME), io.BytesIO(made.datapackage(question)), made.rows)
    return _kept(str(folder / made.name), made.file, made.rows)


def _kept(output: str, file: IO[bytes], rows: int) -> int:
    if output == "-":
        shutil.copyfileobj(file, sys.stdout.buffer)
        return rows
    try:
        with Path(output).open("wb") as out:
            shutil.copyfileobj(file, out)
    except OSError as error:
        raise UsageError(
            f"{output}: can't be written ({error.strerror}): choose another file with -o"
        ) from error
    return rows
