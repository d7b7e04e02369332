"""Files to canonical rows: a workbench of DuckDB tables that sources fill and rules sort.

`figures` holds the good rows (all stored columns, wide), `rejects` the others with their reasons, `papers` what is
known of each document. Nothing here is stored; `etl.build` publishes it, the command line prints it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl import columns, places, schema
from etl.documents import Document, describe
from etl.errors import DataError, UsageError
from etl.sources import Paper, Parsed, Source, choose

TEXT_ID = "CASE WHEN quote IS NULL THEN NULL ELSE reported END"


def workbench() -> duckdb.DuckDBPyConnection:
    """A connection with the empty tables `figures`, `rejects` and `papers`, and the countries to look up."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    stored = ", ".join(f"{column.name} {column.type}" for column in columns.STORED)
    con.execute(f"CREATE TABLE figures ({stored})")
    con.execute(
        f"CREATE TABLE rejects ({', '.join(f'{name} {kind}' for name, kind in columns.REJECT_COLUMNS.items())})"
    )
    con.execute(
        "CREATE TABLE papers (document VARCHAR, source VARCHAR, title VARCHAR, citation VARCHAR, sha256 VARCHAR, "
        "doubt VARCHAR, text VARCHAR)"
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
    if not document.path.is_file():
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
    """Complete the rows of a file from document and defaults, sort good from bad, and keep both."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE checked AS {_complete_sql(con, parsed.table)}",
        _constants(document, source),
    )
    con.execute(
        f"ALTER TABLE checked ADD COLUMN reason VARCHAR; UPDATE checked SET reason = coalesce(problem, {schema.reason_sql()})"
    )
    con.execute(
        "INSERT INTO rejects SELECT coalesce(source, $source), coalesce(document, $name), record, reason, row FROM checked "
        "WHERE reason IS NOT NULL ORDER BY record, reason",
        {"source": source.NAME, "name": document.name},
    )
    names = ", ".join(column.name for column in columns.STORED)
    con.execute(f"INSERT INTO figures SELECT {names} FROM checked WHERE reason IS NULL")
    kept = con.execute("SELECT count(*) FROM checked WHERE reason IS NULL").fetchone()
    for paper in parsed.papers or (Paper(document.name, document.title, ""),):
        con.execute(
            "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''))",
            [
                paper.name,
                source.NAME,
                paper.title or document.title,
                document.citation,
                document.sha256,
                document.warning,
                paper.text,
            ],
        )
    con.execute("DROP TABLE checked")
    return int(kept[0]) if kept else 0


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


def _complete_sql(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Every stored column, typed: from the row, else from the document, else its default; countries get their middle."""
    present = {name for (name, *_) in con.execute(f"DESCRIBE {table}").fetchall()}
    said = {"source", "publisher", "document", "url", "licence", "vintage"}
    expressions = []
    for column in columns.STORED:
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
    problem = "t.problem" if "problem" in present else "NULL::VARCHAR AS problem"
    row = "t.row" if "row" in present else "NULL::VARCHAR AS row"
    return (
        f"SELECT {', '.join(expressions)}, {problem}, {row} "
        f"FROM (SELECT *, {level} AS level FROM {table} t) t LEFT JOIN countries c ON c.iso3 = {country}"
    )


def figure_id_sql() -> str:
    """SQL expression for `figure_id`: the first 16 hex digits of the SHA-256 of the natural key."""
    parts = [f"coalesce({name}::VARCHAR, '')" for name in columns.NATURAL_KEY] + [
        f"coalesce(({TEXT_ID})::VARCHAR, '')"
    ]
    return f"substr(sha256(concat_ws(chr(31), {', '.join(parts)})), 1, 16)"


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Sort out what was published more than once, after all files are in.

    - The same natural key twice in one document: the first row stays, the others become rejects.
    - The same figure from several files of one publisher: the newest vintage stays recommended, the others become
      triangulation with a warning, so that no sum meets the same people twice.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE ranked AS SELECT *, {figure_id_sql()} AS figure_id FROM figures"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS SELECT *, row_number() OVER same AS nth, "
        "first_value(coalesce(value, reported)) OVER same AS before FROM ranked "
        "WINDOW same AS (PARTITION BY figure_id ORDER BY record, value)"
    )
    con.execute(
        "INSERT INTO rejects SELECT source, document, record, 'the same figure stands in this document before, as ' "
        "|| coalesce(before::VARCHAR, 'withheld') || ' (here ' || coalesce(value::VARCHAR, 'withheld') || "
        "'): tell the rows apart (place, cause, sex, age) or delete one', concat_ws(',', population, measure, country, "
        "origin, place, end_date, value) FROM numbered WHERE nth > 1 ORDER BY document, record"
    )
    same = (
        "publisher, population, measure, cause, unit, sex, age, country, origin, admin1, pcode, start_date, end_date, "
        "CASE WHEN country IS NULL OR admin_level > 0 THEN place END"
    )
    names = [column.name for column in columns.STORED]
    kept = ", ".join(name for name in names if name not in ("role", "warning"))
    con.execute(f"""
CREATE OR REPLACE TABLE figures AS
SELECT {", ".join(names)} FROM (
    SELECT {kept},
        CASE WHEN again THEN 'triangulation' ELSE role END AS role,
        CASE WHEN again THEN concat_ws('; ', warning, 'also in ' || newest || ', which counts') ELSE warning END AS warning
    FROM (
        SELECT *,
            quote IS NULL AND role = 'recommended' AND row_number() OVER voices > 1 AS again,
            first_value(document) OVER voices AS newest
        FROM numbered WHERE nth = 1
        WINDOW voices AS (PARTITION BY {same}, role, quote IS NULL
            ORDER BY vintage DESC NULLS LAST, (source = 'keyed')::INT, document)
    )
)""")


def documents_of(paths: Iterable[Path], source: str | None = None) -> list[Document]:
    """The documents at `paths`, with their sidecars where there are any."""
    return [describe(path, source) for path in paths]
