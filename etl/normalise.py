"""Files to canonical rows: a workbench of DuckDB tables that sources fill and rules sort.

`figures` shows the good rows (all stored columns), `procedures` those of asylum procedures (`etl.shapes` keeps both),
`rejects` the others with their reasons, `papers` what is known of each document, `accounts` what became of each file's
cells. Nothing here is stored; `etl.build` publishes it, the command line prints it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from etl import columns, noted, reference, schema, shapes
from etl.documents import Document, describe
from etl.errors import DataError, UsageError
from etl.sources import Paper, Parsed, Source, choose

MEMORY = "800MB"
"""What a workbench's rows may take of memory, however large the files are; what is more lies in the system's folder for
temporary files meanwhile."""

REFUSED = "nothing VARCHAR, reason VARCHAR, source VARCHAR, document VARCHAR, record BIGINT, row VARCHAR"


def workbench() -> duckdb.DuckDBPyConnection:
    """A connection with the empty tables `figures`, `rejects` and `papers`, and the countries to look up."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    con.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{_aside()}'")
    shapes.begin(con)
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
    con.execute(
        "CREATE TABLE countries AS SELECT iso3, name, TRY_CAST(lat AS DOUBLE) AS lat, TRY_CAST(lon AS DOUBLE) AS lon "
        "FROM read_csv(?, all_varchar = true) ORDER BY iso3",
        [str(reference.folder() / "countries.csv")],
    )
    return con


def _aside() -> str:
    """Where DuckDB may put rows that memory has no room for: it makes the folder when it needs it, and takes it away."""
    return (Path(tempfile.gettempdir()) / f"displacement-{os.getpid()}").as_posix().replace("'", "''")


def add(con: duckdb.DuckDBPyConnection, document: Document) -> int:
    """Read one file with the source that it names or that recognises it; return the number of good rows.

    A file that can't be read at all raises DataError or UsageError and leaves the workbench as it was.
    """
    if not document.path.exists():
        raise UsageError(f"{document.path}: no such file: check the name and the folder")
    source = choose(document.path, document.source)
    noted.take(con)  # of a file that could not be read to its end
    return read(con, document, source)


def read(con: duckdb.DuckDBPyConnection, document: Document, source: Source) -> int:
    """Read one file with this source, and let go of all that was made on the way; return the number of good rows.

    Raises what the source raises; the workbench then is as it was.
    """
    try:
        return take(con, source.parse(con, document), document, source)
    finally:
        _let_go(con)


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
    given = _complete(con, parsed, _constants(document, source))
    shape = shapes.fitting(con, parsed.kind, given)
    kept = con.execute(
        f"INSERT INTO {shape.table} SELECT document_key, place_key, {', '.join(shape.given)} FROM checked "
        "WHERE reason IS NULL AND nothing IS NULL"
    ).fetchall()[0][0]
    _refuse(con, parsed, kept)
    try:
        _account(con, parsed, document, source)
    except DataError:
        con.execute(
            f"DELETE FROM {shape.table} WHERE document_key IN (SELECT document_key FROM file_documents)"
        )
        raise
    con.execute(
        "INSERT INTO rejects SELECT coalesce(source, $source), coalesce(document, $name), record, reason, row FROM refused "
        "WHERE reason IS NOT NULL ORDER BY record, reason",
        {"source": source.NAME, "name": document.name},
    )
    _dates_after(con, document)
    doubt = "; ".join(filter(None, (document.warning, *noted.take(con)))) or None
    for paper in parsed.papers or (Paper(document.name, document.title, ""),):
        con.execute(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)",
            [
                paper.name,
                source.NAME,
                paper.title or document.title,
                document.citation or getattr(source, "CITATION", None),
                document.sha256,
                doubt,
                paper.text,
                document.dataset,
                document.vintage,
                document.accepted,
            ],
        )
    return int(kept)


def _let_go(con: duckdb.DuckDBPyConnection) -> None:
    """Drop all temporary tables and views: they may hold the file several times over, and stand in the next one's way."""
    made = con.execute(
        "SELECT 'VIEW ' || view_name FROM duckdb_views() WHERE temporary AND NOT internal "
        "UNION ALL SELECT 'TABLE ' || table_name FROM duckdb_tables() WHERE temporary"
    ).fetchall()
    for (name,) in made:
        con.execute(f"DROP {name}")


def _refuse(con: duckdb.DuckDBPyConnection, parsed: Parsed, kept: int) -> None:
    """Make `refused`: the rows that are not kept, with what is wrong in them or why they say nothing.

    Mostly these are the rows in which the source itself saw a fault: only if there are more is every row judged again.
    """
    given = [name for (name, *_) in con.execute(f"DESCRIBE {parsed.table}").fetchall()]
    seen = " OR ".join(f"{name} IS NOT NULL" for name in ("problem", "nothing") if name in given) or "false"
    rows, known = con.execute(f"SELECT count(*), count(*) FILTER ({seen}) FROM {parsed.table}").fetchall()[0]
    if kept == rows:
        con.execute(f"CREATE OR REPLACE TEMP TABLE refused ({REFUSED})")
        return
    those = seen if kept + known == rows else "reason IS NOT NULL OR nothing IS NOT NULL"
    con.execute(
        "CREATE OR REPLACE TEMP TABLE refused AS SELECT nothing, reason, source, document, record, row FROM checked "
        f"WHERE {those}"
    )


def _dates_after(con: duckdb.DuckDBPyConnection, document: Document) -> None:
    """Note figures of days that lay ahead when the file was taken: plans and projections are no counts."""
    if document.vintage is None:
        return
    ahead = con.execute(
        "SELECT count(*), min(record), max(end_date) FROM checked WHERE reason IS NULL AND nothing IS NULL AND end_date > ? "
        "AND quote IS NULL",
        [document.vintage],
    ).fetchall()[0]
    if ahead[0]:
        noted.write(
            con,
            f"{ahead[0]:,} figures of days after it was taken ({document.vintage}), up to {ahead[2]}, the first in row "
            f"{ahead[1]}: check the dates, or `taken` in its sidecar",
        )


def _account(con: duckdb.DuckDBPyConnection, parsed: Parsed, document: Document, source: Source) -> None:
    """Hold what was read against what the file holds, and write the account down."""
    nothing = dict(
        con.execute(
            "SELECT nothing, count(*) FROM refused WHERE nothing IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    )
    entries = con.execute(f"SELECT count(*) FROM {parsed.table}").fetchall()[0][0] - sum(nothing.values())
    for reason, count in (parsed.account.nothing if parsed.account else {}).items():
        nothing[reason] = nothing.get(reason, 0) + count
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


def _complete(con: duckdb.DuckDBPyConnection, parsed: Parsed, constants: Mapping[str, object]) -> list[str]:
    """Make the view `checked`: every stored column, typed, with `reason`, `nothing` and `row`; return what the rows give.

    A value is the row's, else the document's, else the default; documents and places are completed once for all rows that
    say the same of them (`file_documents`, `file_places`).
    """
    table = parsed.table
    given = [name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()]
    _once(con, table, "documents", given, constants)
    _once(con, table, "places", given, {})
    facts = [
        f"coalesce(t.{column.name}, {shapes.unsaid(column)})::{column.type} AS {column.name}"
        if column.name in given
        else f"{shapes.unsaid(column)}::{column.type} AS {column.name}"
        for column in shapes.facts(parsed.kind)
    ]
    apart = [
        f"t.{name}::VARCHAR AS {name}" if name in given else f"NULL::VARCHAR AS {name}"
        for name in ("problem", "nothing", "row")
    ]
    joins = [f"JOIN file_{name} ON {_same_row(name, given)}" for name in shapes.DIMENSIONS]
    dimensions = [f"file_{name}.* EXCLUDE (of_rows)" for name in shapes.DIMENSIONS]
    con.execute(
        "CREATE OR REPLACE TEMP VIEW checked AS SELECT *, "
        f"CASE WHEN nothing IS NULL THEN coalesce(problem, {schema.reason_sql()}) END AS reason "
        f"FROM (SELECT {', '.join([*dimensions, *facts, *apart])} FROM {table} t {' '.join(joins)})"
    )
    return given


def _same_row(dimension: str, given: list[str]) -> str:
    """SQL condition: what row `t` says of its document or place is what this row of the dimension was made of."""
    names = [column.name for column in columns.in_table(dimension) if column.name in given]
    same = [f"t.{name} IS NOT DISTINCT FROM file_{dimension}.of_rows.{name}" for name in names]
    return " AND ".join(same) or "true"


def _once(
    con: duckdb.DuckDBPyConnection,
    table: str,
    dimension: str,
    given: list[str],
    constants: Mapping[str, object],
) -> None:
    """Make `file_documents` or `file_places`: one row for all rows that say the same of it; countries get their middle."""
    stored = columns.in_table(dimension)
    names = [column.name for column in stored if column.name in given]
    of_rows = f"SELECT DISTINCT {', '.join(names)} FROM {table}" if names else "SELECT 1 AS one"
    key = shapes.DIMENSIONS[dimension]
    level, country = (f"t.{name}" if name in names else "NULL" for name in ("admin_level", "country"))
    expressions = []
    for column in stored:
        choices = [f"t.{column.name}"] if column.name in names else []
        choices += [f"${column.name}"] if column.name in constants else []
        if column.name in ("lat", "lon"):
            choices.append(f"CASE WHEN {level} = 0 THEN c.{column.name} END")
        if column.name == "place_accuracy":
            choices.append(f"CASE WHEN {level} = 0 AND c.lat IS NOT NULL THEN 'country' END")
        expressions.append(
            f"coalesce({', '.join(choices or ['NULL'])}, NULL)::{column.type} AS {column.name}"
        )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE file_{dimension} AS SELECT t AS of_rows, "
        f"(row_number() OVER () + (SELECT coalesce(max({key}), 0) FROM known_{dimension}))::INTEGER AS {key}, {', '.join(expressions)} "
        f"FROM ({of_rows}) t LEFT JOIN countries c ON c.iso3 = {country}",
        dict(constants),
    )
    con.execute(f"INSERT INTO known_{dimension} SELECT * EXCLUDE (of_rows) FROM file_{dimension}")


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
