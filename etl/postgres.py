"""The tables in a PostgreSQL database, for Power BI, Tableau, QGIS and whoever speaks SQL: `python -m etl publish`.

The canonical rows as the pages have them, reviewers' decisions included, go into one table, asylum procedures and
documents into two more; each column carries its meaning as a comment. Where PostGIS is there, figures have a point and
countries and first-level units their outlines. All happens in one transaction: readers see the old rows or the new
ones, whole. Rows are replaced and tables are kept, so views that people have made upon them stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as arrow_csv
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from etl import areas, boundaries, columns
from etl.errors import DataError, UsageError
from etl.filters import Filter
from etl.store import Reader

SCHEMA = "displacement"
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "TINYINT": "smallint",
    "DOUBLE": "double precision",
    "DATE": "date",
    "BOOLEAN": "boolean",
}
DOCUMENTS = {
    "document": "Name of the file or page that figures come from.",
    "source": "Which adapter read it.",
    "publisher": "Who published it.",
    "title": "Its title.",
    "citation": "How its publisher wants to be cited.",
    "url": "Where it is from.",
    "licence": "Under which licence.",
    "sha256": "The SHA-256 of the file.",
}
OUTLINES = {
    "code": (
        "text",
        "ISO 3166-1 alpha-3 of countries, ISO 3166-2 of first-level units; empty where outlines are older.",
    ),
    "level": ("smallint", "0 for countries, 1 for first-level units."),
    "name": ("text", "Its name."),
    "geom": ("geometry(Geometry, 4326)", boundaries.disclaimer()),
}
POINT = "geometry(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED"
Columns = dict[str, tuple[str, str]]
"""Name -> type in PostgreSQL, and meaning."""


def publish(reader: Reader, address: str, schema: str = SCHEMA) -> dict[str, int]:
    """Replace the tables in `schema` of the database at `address` (`postgresql://user@host/name`); rows of each table.

    Raises UsageError for an address that can't be reached or a schema's name that is none, DataError where the database
    refuses the rows.
    """
    target = _said(address)
    try:
        con = psycopg.connect(address, connect_timeout=10, application_name="displacement")
    except (psycopg.Error, UnicodeError) as error:
        raise UsageError(f"{target}: can't be reached ({_first_line(error)}): check the address") from error
    try:
        with con:
            return _replace(con, reader, schema)
    except psycopg.Error as error:
        raise DataError(
            f"{target}: not published ({_first_line(error)}): the tables there are as they were"
        ) from error


def _replace(con: psycopg.Connection, reader: Reader, schema: str) -> dict[str, int]:
    con.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    geometry = con.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone() is not None
    figures, procedures = _columns(columns.COLUMNS), _columns([*columns.COLUMNS, *columns.PROCEDURE_COLUMNS])
    if geometry:
        figures |= {"geom": (POINT, "Where the people are (WGS 84), as sure as place_accuracy says.")}
    done = {
        "figures": _fill(con, schema, "figures", figures, reader.tables(Filter())),
        "procedures": _fill(con, schema, "procedures", procedures, _procedures(reader, procedures)),
        "documents": _fill(con, schema, "documents", _texts(DOCUMENTS), _documents(reader)),
    }
    if geometry:
        done["outlines"] = _fill(con, schema, "outlines", OUTLINES, _outlines())
    return done


def _columns(declared: Iterable[columns.Column]) -> Columns:
    return {
        "figure_id": ("text PRIMARY KEY", "The figure's identity; see the data dictionary."),
        **{
            column.name: (TYPES[column.type], column.meaning)
            for column in declared
            if column.name != "figure_id"
        },
    }


def _texts(said: dict[str, str]) -> Columns:
    return {name: ("text", meaning) for name, meaning in said.items()}


def _procedures(reader: Reader, wanted: Columns) -> Iterator[pa.Table]:
    yield pa.Table.from_pandas(reader.procedures(), preserve_index=False).select(list(wanted))


def _documents(reader: Reader) -> Iterator[pa.Table]:
    found = reader.query(f"SELECT {', '.join(DOCUMENTS)} FROM documents ORDER BY ALL")
    yield pa.Table.from_pandas(found, preserve_index=False)


def _fill(
    con: psycopg.Connection, schema: str, name: str, wanted: Columns, tables: Iterable[pa.Table]
) -> int:
    """Make the table if it is not there as wanted, and put these rows in place of its own."""
    table = sql.Identifier(schema, name)
    if _there(con, schema, name) != list(wanted):
        con.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table))
        con.execute(sql.SQL("CREATE TABLE {} ({})").format(table, _definitions(wanted)))
        for column, (_, meaning) in wanted.items():
            said = sql.SQL("COMMENT ON COLUMN {} IS {}")
            con.execute(said.format(sql.Identifier(schema, name, column), sql.Literal(meaning)))
        if "end_date" in wanted:
            index = sql.SQL("CREATE INDEX ON {} (country, population, measure, end_date)")
            con.execute(index.format(table))
    con.execute(sql.SQL("DELETE FROM {}").format(table))
    given = [column for column, (kind, _) in wanted.items() if "GENERATED" not in kind]
    names = sql.SQL(", ").join(map(sql.Identifier, given))
    rows = 0
    with con.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(table, names)) as copy:
        for part in tables:
            rows += part.num_rows
            copy.write(_csv(part.select(given)))
    return rows


def _definitions(wanted: Columns) -> sql.Composed:
    return sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, (kind, _) in wanted.items()
    )


def _csv(table: pa.Table) -> bytes:
    """NULL as nothing, an empty text as two quotes: PostgreSQL tells them apart."""
    out = pa.BufferOutputStream()
    arrow_csv.write_csv(table, out, arrow_csv.WriteOptions(include_header=False, quoting_style="needed"))
    return bytes(out.getvalue())


def _outlines() -> Iterator[pa.Table]:
    countries = boundaries.admin0().rename(columns={"iso3": "code"}).assign(level=0)
    units = [boundaries.admin1(iso3) for iso3 in areas.countries()["iso3"]]
    below = pd.concat(units).rename(columns={"admin1": "code"}).assign(level=1)
    for outlines in (countries, below):
        shapes = pd.DataFrame(outlines[["code", "level", "name"]]).assign(
            geom=outlines.geometry.to_wkb(hex=True)
        )
        yield pa.Table.from_pandas(shapes, preserve_index=False)


def _there(con: psycopg.Connection, schema: str, name: str) -> list[str]:
    found = con.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s "
        "ORDER BY ordinal_position",
        (schema, name),
    )
    return [column for (column,) in found.fetchall()]


def _said(address: str) -> str:
    """The address without its password. Raises UsageError for what is none."""
    if not address.startswith(("postgresql://", "postgres://")):
        raise UsageError(
            "the address of a database begins with postgresql://, e.g. postgresql://me@host/name"
        )
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error as error:
        raise UsageError("this is no address of a database: write postgresql://me@host/name") from error
    return f"postgresql://{parts.get('host', 'localhost')}/{parts.get('dbname', '')}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
