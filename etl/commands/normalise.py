"""`normalise`: tables to canonical rows, on standard output or as a folder of Parquet; nothing stored."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from etl import normalise, star
from etl.commands import given, printing, telling
from etl.documents import describe
from etl.errors import UsageError
from etl.settle import settle
from etl.storage import staged


@staged
def run(chosen: Namespace) -> int:
    """`normalise`: tables to canonical rows on standard output, or to a folder of Parquet."""
    if (chosen.format == "parquet") != bool(chosen.output):
        raise UsageError(
            "--format parquet writes several tables: name a folder with -o FOLDER, and only then"
        )
    con = normalise.workbench()
    more = given.said(chosen.say)
    documents = [describe(given.existing(name), chosen.source, more) for name in chosen.files]
    failures = normalise.add_all(con, documents)
    settle(con)
    for failure in failures:
        telling.say(f"error: {failure}")
    if chosen.format == "parquet":
        kept = [table for table in star.TABLES if table != "procedures" or telling.rows_in(con, table)]
        star.write(con, Path(chosen.output), kept)
    else:
        printing.rows(con, chosen.format)
    telling.summary(con)
    return 1 if failures or telling.nothing_kept(con) else 0
