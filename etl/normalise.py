"""Files to canonical rows: a workbench of DuckDB tables that sources fill and rules sort.

`figures` holds the good rows (all stored columns, wide), `procedures` those of asylum procedures, `rejects` the others
with their reasons, `papers` what is known of each document, `accounts` what became of each file's cells. Nothing here
is stored; `etl.build` publishes it, the command line prints it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl import columns, places, schema
from etl.documents import Document, describe
from etl.errors import DataError, UsageError
from etl.sources import Paper, Parsed, Source, choose


def workbench() -> duckdb.DuckDBPyConnection:
    """A connection with the empty tables `figures`, `rejects` and `papers`, and the countries to look up."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    for kind, stored in columns.KINDS.items():
        con.execute(f"CREATE TABLE {kind} ({', '.join(f'{column.name} {column.type}' for column in stored)})")
    con.execute(
        f"CREATE TABLE rejects ({', '.join(f'{name} {kind}' for name, kind in columns.REJECT_COLUMNS.items())})"
    )
    con.execute(
        "CREATE TABLE papers (document VARCHAR, source VARCHAR, title VARCHAR, citation VARCHAR, sha256 VARCHAR, "
        "doubt VARCHAR, text VARCHAR, dataset VARCHAR, vintage DATE, accepted BOOLEAN)"
    )
    con.execute(
        "CREATE TABLE accounts (document VARCHAR, source VARCHAR, rows BIGINT, cells BIGINT, nothing MAP(VARCHAR, BIGINT))"
    )
    countries = places.countries()
    con.register("countries_frame", countries)
    con.execute(
        "CREATE TABLE countries AS SELECT iso3, name, TRY_CAST(lat AS DOUBLE) AS lat, TRY_CAST(lon AS DOUBLE) AS lon FROM countries_frame ORDER BY iso3"
    )
    con.unregister("countries_frame")
    return con


def add(con: duckdb.DuckDBPyConnection, document: Document) -> int:
    """Read one file with the source that it names or that recognises it; return the number of good rows.

    A file that can't be read at all raises DataError or UsageError and leaves the workbench as it was.
    """
    if not document.path.exists():
        raise UsageError(f"{document.path}: no such file: check the name and the folder")
    source = choose(document.path, document.source)
    return take(con, source.parse(con, document), document, source)


def add_all(con: duckdb.DuckDBPyConnection, documents: Iterable[Document]) -> list[str]:
    """Read every file that can be read; return one line for each that can't, which also becomes a reject."""
    failures = []
    for document in documents:
        try:
            add(con, document)
        except DataError as error:
            failures.append(str(error))
            con.execute(
                "INSERT INTO rejects VALUES (?, ?, NULL, ?, NULL)",
                [document.source, document.name, str(error)],
            )
    return failures


def take(con: duckdb.DuckDBPyConnection, parsed: Parsed, document: Document, source: Source) -> int:
    """Complete the rows of a file from document and defaults, sort good from bad, and keep both.

    Raises DataError if the file's account does not add up: a fault of ours, and nothing of the file is kept.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE checked AS {_complete_sql(con, parsed)}",
        _constants(document, source),
    )
    con.execute(
        "ALTER TABLE checked ADD COLUMN reason VARCHAR; UPDATE checked SET reason = "
        f"CASE WHEN nothing IS NULL THEN coalesce(problem, {schema.reason_sql()}) END"
    )
    _account(con, parsed, document, source)
    con.execute(
        "INSERT INTO rejects SELECT coalesce(source, $source), coalesce(document, $name), record, reason, row FROM checked "
        "WHERE reason IS NOT NULL ORDER BY record, reason",
        {"source": source.NAME, "name": document.name},
    )
    names = ", ".join(column.name for column in columns.KINDS[parsed.kind])
    good = "reason IS NULL AND nothing IS NULL"
    con.execute(f"INSERT INTO {parsed.kind} SELECT {names} FROM checked WHERE {good}")
    kept = con.execute(f"SELECT count(*) FROM checked WHERE {good}").fetchone()
    for paper in parsed.papers or (Paper(document.name, document.title, ""),):
        con.execute(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)",
            [
                paper.name,
                source.NAME,
                paper.title or document.title,
                document.citation or getattr(source, "CITATION", None),
                document.sha256,
                document.warning,
                paper.text,
                document.dataset,
                document.vintage,
                document.accepted,
            ],
        )
    con.execute("DROP TABLE checked")
    return int(kept[0]) if kept else 0


def _account(con: duckdb.DuckDBPyConnection, parsed: Parsed, document: Document, source: Source) -> None:
    """Hold what was read against what the file holds, and write the account down."""
    found = con.execute("SELECT nothing, count(*) FROM checked GROUP BY nothing ORDER BY nothing").fetchall()
    nothing = {reason: count for reason, count in found if reason}
    for reason, count in (parsed.account.nothing if parsed.account else {}).items():
        nothing[reason] = nothing.get(reason, 0) + count
    entries = sum(count for reason, count in found if not reason)
    cells = parsed.account.cells if parsed.account else entries + sum(nothing.values())
    rows = parsed.account.rows if parsed.account else cells
    if cells != entries + sum(nothing.values()):
        raise DataError(
            f"{document.name}: not read whole: it holds {cells:,} entries, {entries + sum(nothing.values()):,} came out: "
            f"a fault of the adapter {source.NAME}, please report it"
        )
    con.execute(
        "INSERT INTO accounts VALUES (?, ?, ?, ?, MAP(?::VARCHAR[], ?::BIGINT[]))",
        [document.name, source.NAME, rows, cells, list(nothing), list(nothing.values())],
    )


def _constants(document: Document, source: Source) -> dict[str, object]:
    licence = document.licence or getattr(source, "LICENCE", None)
    return {
        "source": source.NAME,
        "publisher": document.publisher or getattr(source, "PUBLISHER", None),
        "document": document.name,
        "url": document.url or getattr(source, "URL", None),
        "licence": licence,
        "vintage": document.vintage,
    }


def _complete_sql(con: duckdb.DuckDBPyConnection, parsed: Parsed) -> str:
    """Every stored column, typed: from the row, else from the document, else its default; countries get their middle."""
    table = parsed.table
    present = {name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()}
    said = {"source", "publisher", "document", "url", "licence", "vintage"}
    expressions = []
    for column in columns.KINDS[parsed.kind]:
        choices = [f"t.{column.name}"] if column.name in present else []
        choices += [f"${column.name}"] if column.name in said else []
        choices += [f"'{column.default}'"] if column.default else []
        if column.name in ("lat", "lon"):
            choices.append(f"CASE WHEN level = 0 THEN c.{column.name} END")
        if column.name == "place_accuracy":
            choices.append("CASE WHEN level = 0 AND c.lat IS NOT NULL THEN 'country' END")
        expressions.append(f"coalesce({', '.join(choices) or 'NULL'}, NULL)::{column.type} AS {column.name}")
    level = "t.admin_level" if "admin_level" in present else "NULL::TINYINT"
    country = "t.country" if "country" in present else "NULL::VARCHAR"
    apart = ", ".join(
        f"t.{name}::VARCHAR AS {name}" if name in present else f"NULL::VARCHAR AS {name}"
        for name in ("problem", "nothing", "row")
    )
    return (
        f"SELECT {', '.join(expressions)}, {apart} "
        f"FROM (SELECT *, {level} AS level FROM {table} t) t LEFT JOIN countries c ON c.iso3 = {country}"
    )


def figure_id_sql(kind: str = "figures") -> str:
    """SQL expression for `figure_id`: the first 16 hex digits of the SHA-256 of the natural key.

    `concat_ws` leaves NULLs out, so a row without series or part keeps the id it had before these columns were there.
    """
    late = {"series", "part"} | {column.name for column in columns.PROCEDURE_COLUMNS}
    parts = [
        f"'{name}=' || {name}" if name in late else f"coalesce({name}::VARCHAR, '')"
        for name in columns.natural_key(kind)
    ]
    # One quote may hold several figures: a figure from text is told apart by its printed number as well.
    parts.append("coalesce((CASE WHEN quote IS NOT NULL THEN reported END)::VARCHAR, '')")
    return f"substr(sha256(concat_ws(chr(31), {', '.join(parts)})), 1, 16)"


def documents_of(paths: Iterable[Path], source: str | None = None) -> list[Document]:
    """The documents at `paths`, with their sidecars where there are any."""
    return [describe(path, source) for path in paths]
