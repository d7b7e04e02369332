"""What each command of `python -m etl` does; the options are declared in `etl.__main__`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import io
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

import duckdb
import pyarrow as pa
from tqdm import tqdm

from etl import (
    adding,
    answers,
    cluster,
    datapackage,
    extracts,
    filters,
    places,
    reports,
    review,
    storage,
    store,
    totals,
    versions,
)
from etl import build as pipeline
from etl import normalise as workbench
from etl.columns import KINDS
from etl.documents import PAGES, Document, describe
from etl.errors import DataError, UsageError
from etl.filters import Filter
from etl.record import held
from etl.reports import Report
from etl.settle import settle
from etl.sources import report as report_source
from etl.store import Reader

SHOWN_REJECTS = 20
SHOWN_REASONS = 8


def build(chosen: Namespace) -> int:
    """`build`: datasets/ to published tables, with a progress bar."""
    datasets = pipeline.datasets_folder()
    if getattr(chosen, "storage", None):
        storage.brought(chosen.storage, datasets, pipeline.INPUTS)
    with _elsewhere(chosen) as elsewhere:
        built = pipeline.build(
            datasets,
            lambda files: tqdm(list(files), unit="file", leave=False, disable=None),
            accept_fall=getattr(chosen, "accept_fall", False),
            elsewhere=elsewhere,
        )
    for failure in built.failures:
        print(f"error: {failure}", file=sys.stderr)
    rows = built.version.manifest["rows"]
    with contextlib.closing(
        Reader(built.version.folder)
    ) as reader:  # one may stand there once for each publisher in it
        documents = reader.query("SELECT count(DISTINCT document) AS n FROM documents")["n"].item()
    print(
        f"{rows['figures']:,} figures from {documents:,} documents published as {built.version.name}; {rows['rejects']:,} rejected"
    )
    return 1 if built.failures else 0


def _elsewhere(chosen: Namespace) -> AbstractContextManager[pipeline.Elsewhere | None]:
    """Where the files are read: on processes of `--workers`, on the cluster of `--scheduler`, else here."""
    if getattr(chosen, "scheduler", None):
        return cluster.existing(chosen.scheduler)
    if getattr(chosen, "workers", None):
        return cluster.embedded(chosen.workers)
    return contextlib.nullcontext()


def add(chosen: Namespace) -> int:
    """`add`: files into datasets/, each with its sidecar, then build. A file that can't be read is not kept."""
    datasets = pipeline.datasets_folder()
    said = adding.Said(
        source=chosen.source,
        publisher=chosen.publisher,
        title=chosen.title,
        url=chosen.url,
        licence=chosen.licence,
        taken=filters.day(chosen.taken) if chosen.taken else None,
        more=_said(chosen.say),
    )
    for name in chosen.files:
        _existing(name)
    failed = False
    for name in chosen.files:
        try:
            _added(datasets, Path(name), said)
        except DataError as error:
            _say(f"error: {error}")
            failed = True
    return build(chosen) or int(failed)


def _added(datasets: Path, path: Path, said: adding.Said) -> None:
    """One file: copied, read on trial, and taken back if it gives nothing. Raises DataError."""
    before = set(pipeline.input_files(datasets))
    target = adding.add(datasets, path, said, datetime.date.today())
    if target in before:
        _say(f"{path.name}: already there as {target.relative_to(datasets)}")
        return
    con = workbench.workbench()
    try:
        source = pipeline.INPUTS[target.relative_to(datasets).parts[0]]
        workbench.add(con, describe(target, source))
        if _nothing_kept(con):
            _summary(con)
            raise DataError(
                f"{path.name}: no row of it is good: mend the rows named above, then add it again"
            )
    except DataError:
        adding.remove(target)
        raise
    _summary(con)
    _say(f"{path.name}: added as {target.relative_to(datasets)}")


def extract(chosen: Namespace) -> int:
    """`extract`: reports to figures on standard output."""
    filters.of({"country": chosen.country, "on": chosen.published})  # wrong words are told before any reading
    con = workbench.workbench()
    failed = False
    names = chosen.files or ["-"]
    for name in names:
        _existing(name)
    for name in names:
        try:
            found = [_filled(report, chosen) for report in reports.read(name, _say)]
        except reports.Unreadable as error:
            _say(f"error: {error}")
            failed = True
            continue
        document = Document(Path(name), Path(name).name)
        workbench.take(con, report_source.parse_reports(con, found), document, report_source)
    _print(con, chosen.format)
    _summary(con)
    return 1 if failed or _nothing_kept(con) else 0


def _nothing_kept(con: duckdb.DuckDBPyConnection) -> bool:
    """Rows came in, and none of them was good."""
    return _count(con, "rejects") > 0 and not _count(con, "figures") and not _count(con, "procedures")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _filled(report: Report, chosen: Namespace) -> Report:
    """The report with what the command line says, where it does not say it itself."""
    return dataclasses.replace(
        report,
        published=report.published or (filters.day(chosen.published) if chosen.published else None),
        country=report.country or (places.country(chosen.country) if chosen.country else None),
        publisher=report.publisher or chosen.publisher,
    )


def normalise(chosen: Namespace) -> int:
    """`normalise`: tables to canonical rows on standard output, or to a folder of Parquet."""
    if (chosen.format == "parquet") != bool(chosen.output):
        raise UsageError(
            "--format parquet writes several tables: name a folder with -o FOLDER, and only then"
        )
    con = workbench.workbench()
    more = _said(chosen.say)
    documents = [describe(_existing(name), chosen.source, more) for name in chosen.files]
    failures = workbench.add_all(con, documents)
    settle(con)
    for failure in failures:
        _say(f"error: {failure}")
    if chosen.format == "parquet":
        kept = [table for table in store.TABLES if table != "procedures" or _count(con, table)]
        store.write_star(con, Path(chosen.output), kept)
    else:
        _print(con, chosen.format)
    _summary(con)
    return 1 if failures or _nothing_kept(con) else 0


def _said(lines: list[str] | None) -> dict[str, Any]:
    """`--say KEY=VALUE` as the lines of a sidecar. Raises UsageError."""
    said = {}
    for line in lines or ():
        key, equals, value = line.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise UsageError(f"--say {line}: write KEY=VALUE, e.g. --say publisher=UNHCR")
        said[key.strip()] = filters.day(value.strip()) if key.strip() == "taken" else value.strip()
    return said


def _existing(name: str) -> Path:
    """The path of a file that is there, or of standard input. Raises UsageError."""
    if Path(name).is_dir() and Path(name).suffix != PAGES:
        raise UsageError(f"{name}: a folder: name the files in it")
    if name != "-" and not Path(name).exists():
        raise UsageError(f"{name}: no such file: check the name and the folder")
    return Path(name)


def _print(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    """The workbench's figures as canonical rows, part by part, to standard output."""
    table = "figures" if _count(con, "figures") or not _count(con, "procedures") else "procedures"
    if table == "figures" and _count(con, "procedures"):
        raise UsageError(
            "these files hold figures and asylum procedures, which have columns of their own: normalise them apart"
        )
    header = ["figure_id", *(column.name for column in KINDS[table])]
    rows = con.sql(
        f"SELECT {', '.join(header)} FROM (SELECT {workbench.figure_id_sql(table)} AS figure_id, * FROM {table}) "
        "ORDER BY document, record, quote_start, population, figure_id"
    )
    batches: Iterable[pa.RecordBatch] = rows.to_arrow_reader(store.BATCH)
    out = sys.stdout.buffer
    if kind == "jsonl":
        extracts.write_jsonl(batches, out)
    else:
        out.write((",".join(header) + "\n").encode())
        extracts.write_csv(batches, out)
    out.flush()


def _summary(con: duckdb.DuckDBPyConnection) -> None:
    """Rejects and warnings, counted, on standard error."""
    rejects = con.execute(
        "SELECT document, record, reason FROM rejects WHERE record IS NOT NULL ORDER BY ALL"
    ).fetchall()
    for document, record, reason in rejects[:SHOWN_REJECTS]:
        _say(f"rejected: {document}: row {record}: {reason}")
    if len(rejects) > SHOWN_REJECTS:
        _say(f"rejected: {len(rejects) - SHOWN_REJECTS:,} more rows")
    warnings = con.execute(
        # Warnings that name what stands in the row ("...: 2008-03-02 to 2008-02-03") are of one kind.
        "SELECT split_part(warning, ': ', 1) AS kind, count(*) "
        "FROM (SELECT warning FROM figures UNION ALL SELECT warning FROM procedures) "
        "WHERE warning IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    for warning, count in warnings[:SHOWN_REJECTS]:
        _say(f"warning: {count:,} rows: {warning}")
    if len(warnings) > SHOWN_REJECTS:
        _say(f"warning: {len(warnings) - SHOWN_REJECTS:,} more kinds")
    # That a file has no sidecar is no news to who names it here: `check` tells it of what is in `datasets`.
    for document, doubt in con.execute(
        "SELECT document, regexp_replace(doubt, '^no sidecar [^;]*(; )?', '') AS told FROM papers "
        "WHERE source <> 'report' AND told <> '' ORDER BY ALL"
    ).fetchall():
        _say(f"warning: {document}: {doubt}")
    _accounts(con)
    kept = _count(con, "figures") + _count(con, "procedures")
    _say(
        f"{kept:,} figures, {len(rejects):,} rejected, {sum(count for _, count in warnings):,} with a warning"
    )


def _accounts(con: duckdb.DuckDBPyConnection) -> None:
    """What became of each file's cells, on standard error: rows in = rows out + rejected + nothing to report."""
    every = con.execute("""
SELECT a.document, a.rows, a.cells, map_entries(a.nothing),
    (SELECT count(*) FROM figures f WHERE f.document = a.document) + (SELECT count(*) FROM procedures p WHERE p.document = a.document),
    (SELECT map_entries(histogram(reason)) FROM rejects r WHERE r.document = a.document)
FROM accounts a WHERE a.source <> 'report' ORDER BY a.document""").fetchall()
    for document, rows, cells, nothing, kept, rejected in every:
        refused = sum(entry["value"] for entry in rejected or [])
        empty = sum(entry["value"] for entry in nothing)
        _say(
            f"account: {document}: {rows:,} rows hold {cells:,} cells = {kept:,} figures + {refused:,} rejected + {empty:,} with nothing to report"
        )
        for what, entries in (("rejected", rejected or []), ("nothing", nothing)):
            for entry in sorted(entries, key=lambda entry: (-entry["value"], entry["key"]))[:SHOWN_REASONS]:
                _say(f"  {entry['value']:,} {what}: {entry['key']}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def reader() -> Reader:
    """The reader of the version in force; one that stands in for a damaged one is said so. Raises UsageError for none."""
    datasets = pipeline.datasets_folder()
    found, version = review.reader(datasets), versions.current(pipeline.tables_folder(datasets))
    if found is None or version is None:
        raise UsageError(f"{datasets / 'tables'}: no tables yet: run `python -m etl build` first")
    if version.doubt:
        _say(f"warning: {version.doubt}")
    return found


def _filter(chosen: Namespace) -> Filter:
    return filters.of({key: getattr(chosen, key, None) for key in filters.KEYS})


def total(chosen: Namespace) -> int:
    """`total`: one answer with the rows behind it, or the reason there is none (exit 1)."""
    headline = chosen.population == ["forcibly_displaced"]
    if not chosen.population:
        raise UsageError(
            "--population is needed: refugee, idp, ... (different groups are only added as forcibly_displaced)"
        )
    if headline and chosen.measure == "flow":
        raise UsageError("forcibly_displaced is a stock: leave --measure out")
    if chosen.on and (getattr(chosen, "from") or chosen.to):
        raise UsageError("a day and a period: use --on, or --from and --to")
    if headline:
        chosen.population = None
    question = _filter(chosen)
    figures = reader().figures(
        Filter(country=question.country, origin=question.origin, population=question.population)
    )
    answer = totals.headline(figures, question) if headline else totals.total(figures, question)
    who = "forcibly_displaced" if headline else None
    counts = [] if headline else totals.counts(figures, question)
    print(
        answers.as_json(answer, counts) if chosen.format == "json" else answers.as_text(answer, who, counts)
    )
    return 0 if answer.refusal is None else 1


def export(chosen: Namespace) -> int:
    """`export`: the canonical rows that pass the filter, to a file, a folder or standard output."""
    if (chosen.procedures or chosen.claims) and chosen.format != "csv":
        raise UsageError("asylum procedures and claims leave as CSV only: use --format csv")
    if chosen.procedures and chosen.claims:
        raise UsageError("asylum procedures hold no claims: use --procedures or --claims")
    question = _asked(chosen)
    if chosen.procedures:
        figures = reader().procedures(question)
        rows = _kept(chosen.output, io.BytesIO(extracts.procedures_csv_bytes(figures)), len(figures))
    elif chosen.claims:
        figures = held(reader(), question)
        rows = _kept(chosen.output, io.BytesIO(extracts.claims_csv_bytes(figures)), len(figures))
    else:
        made = extracts.made(reader(), question, chosen.format)
        with made.file:
            rows = _extracted(chosen.output, made, question)
    _say(f"{rows:,} figures" + ("" if rows else ": nothing passes this filter"))
    return 0


def _asked(chosen: Namespace) -> Filter:
    """The filter of the options, or of an address (`--query`), not of both."""
    if chosen.query is None:
        return _filter(chosen)
    if _filter(chosen) != Filter():
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
