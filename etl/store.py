"""Publish and read the tables; the only module that knows how they are stored.

`tables/` holds one folder a version (`etl.versions`), named by a counter and the hash of what is in it. A version is
written aside, read back and checked, and only then put in force, in one step: a reader sees the old tables or the new
ones, whole. The same content makes no new version, and two builds of one input write the same bytes.

A version is a star in plain Parquet: narrow `figures` and `procedures` with the keys of `documents` and `places`, and
`rejects`. The canonical table is their join, made where rows leave.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl import arrow, code, columns, privacy, schema, shapes, versions, voices
from etl.columns import Column
from etl.errors import DataError
from etl.filters import Filter
from etl.normalise import figure_id_sql
from etl.privacy import Privacy
from etl.versions import Version

TABLES = ("documents", "places", "figures", "procedures", "rejects")
LARGEST_FALL, FALL_SEEN_FROM = 0.3, 100
"""A fall of a source's figures by more than this share is not published unasked, if it gave so many before."""

ORDER = "country NULLS FIRST, population, measure, end_date, publisher, origin NULLS FIRST, figure_id"
BATCH = 100_000

NUMBERS = MappingProxyType({"row": "row", "place_number": "place_key"})
"""What the view `numbered` has beside the canonical columns: the stored row, and the key of its place. They name a figure and
a place within one version, and cost nothing; `figure_id` names it in all versions, and is worked out."""
CANONICAL = f"* EXCLUDE ({', '.join(NUMBERS)})"


def write_star(con: duckdb.DuckDBPyConnection, folder: Path, chosen: Collection[str] = TABLES) -> None:
    """Write the workbench's tables (all, or those `chosen`) as Parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = "SELECT DISTINCT ON (document, source) * FROM papers ORDER BY document, source, sha256"
    _dimension(
        con,
        "documents",
        f"d.*, p.title, p.citation, p.sha256, p.doubt, p.text FROM d LEFT JOIN ({papers}) p USING (document, source)",
    )
    _dimension(con, "places", "* FROM d")
    tables = {
        "documents": "SELECT * FROM documents ORDER BY document_key",
        "places": "SELECT * FROM places ORDER BY place_key",
        "figures": _narrow(con, "figures"),
        "procedures": _narrow(con, "procedures"),
        "rejects": "SELECT * FROM rejects ORDER BY ALL",
    }
    for name in chosen:
        con.execute(
            f"COPY ({tables[name]}) TO '{_quoted(folder / name)}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )


def _dimension(con: duckdb.DuckDBPyConnection, name: str, shown: str) -> None:
    """Make the stored table of documents or places, of those that rows name, and `{name}_new`: old key to stored key."""
    key = shapes.DIMENSIONS[name]
    names = [column.name for column in columns.in_table(name)]
    used = " UNION ".join(f"SELECT {key} FROM {shape.table}" for shape in shapes.all_of(con, *columns.KINDS))
    same = " AND ".join(f"k.{column} IS NOT DISTINCT FROM s.{column}" for column in names)
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE {name} AS
    WITH d AS (SELECT DISTINCT {", ".join(names)} FROM known_{name} WHERE {key} IN ({used or "SELECT NULL"}))
    SELECT row_number() OVER ()::INTEGER AS {key}, * FROM (SELECT {shown} ORDER BY ALL);
CREATE OR REPLACE TEMP TABLE {name}_new AS
    SELECT k.{key}, s.{key} AS new_{key}, {"s.country, " if name == "places" else ""} FROM known_{name} k JOIN {name} s ON {same};
""")


def _narrow(con: duckdb.DuckDBPyConnection, kind: str) -> str:
    """SQL: the rows of a kind with the keys of the stored documents and places, in stored order.

    Only what rows say is sorted; what is the same in all of them is added afterwards. Counts of one line of a document stand
    in the order in which they were read.
    """
    said = shapes.said(con, kind)
    first = [
        "population",
        "measure",
        "end_date",
        "new_document_key",
        "new_place_key",
        "record",
        "quote_start",
    ]
    order = ["country", *(name for name in first if name in said or name.startswith("new_"))]
    shown = ", ".join(
        f"{f'{column.name}::{shapes.narrow(column)}' if column.name in said else _same_in_all(column)} AS {column.name}"
        for column in shapes.facts(kind)
    )
    return f"""
SELECT new_document_key AS document_key, new_place_key AS place_key, {shown} FROM (
    SELECT * FROM ({shapes.narrow_rows(con, kind)}) JOIN documents_new USING (document_key)
        JOIN places_new USING (place_key) ORDER BY {", ".join(order)}, row)"""


def _same_in_all(column: Column) -> str:
    """SQL: what all rows have that do not say it. A text is a word of its own kind, which is written without looking at rows."""
    kind = f"ENUM ({shapes.unsaid(column)})" if column.default else shapes.narrow(column)
    return f"{shapes.unsaid(column)}::{kind}"


def publish(
    con: duckdb.DuckDBPyConnection, tables: Path, inputs: dict[str, str], accept_fall: bool = False
) -> Version:
    """Publish the workbench as a new version and return it; the version in force if nothing has changed.

    `inputs` maps each input file to its SHA-256. The caller is `versions.alone`. Raises DataError if what was written does
    not read back as it should, holds suddenly less than the version before (unless `accept_fall`), or can't be written;
    the tables that were there stay.
    """
    aside = versions.aside(tables)
    try:
        write_star(con, aside)
        manifest = _manifest(con, aside, inputs)
        if not accept_fall:
            _no_sudden_fall(versions.current_or_none(tables), manifest)
        _read_back(con, aside)
        return versions.put_in_force(tables, aside, manifest)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise DataError(
            f"{tables}: can't be written ({why}): the tables before are still in force"
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _manifest(con: duckdb.DuckDBPyConnection, folder: Path, inputs: dict[str, str]) -> dict[str, Any]:
    hashes = {name: hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest() for name in TABLES}
    return {
        "content": hashlib.sha256(json.dumps([hashes, inputs], sort_keys=True).encode()).hexdigest(),
        "code": code.sha256(),
        "inputs": inputs,
        "sha256": hashes,
        **counted(con, folder),
    }


def counted(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """What a manifest counts: the rows of each stored table, of each source, and the sum of values of each group and measure."""
    figures, documents = (f"'{_quoted(folder / name)}.parquet'" for name in ("figures", "documents"))
    totals = con.execute(
        f"SELECT population || ' ' || measure, sum(value)::BIGINT FROM {figures} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    by_source = con.execute(
        f"SELECT source, count(*) FROM {figures} JOIN {documents} USING (document_key) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return {
        "rows": {
            name: _one(con, f"SELECT count(*) FROM '{_quoted(folder / name)}.parquet'") for name in TABLES
        },
        "rows_by_source": dict(by_source),
        "totals": dict(totals),
    }


def _no_sudden_fall(before: Version | None, manifest: dict[str, Any]) -> None:
    """A source that suddenly gives much less is more likely broken than right ("highly improbable", as OCHA's scrapers say)."""
    for source, rows in (before.manifest.get("rows_by_source", {}) if before else {}).items():
        now = manifest["rows_by_source"].get(source, 0)
        if rows >= FALL_SEEN_FROM and now < rows * (1 - LARGEST_FALL):
            raise DataError(
                f"tables not published: {source} gives {now:,} figures, it gave {rows:,} before: look at its files; if that "
                "is right, run `python -m etl build --accept-fall`"
            )


def _read_back(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Read what was just written as a reader will, in bounded batches, through the schema."""
    written = _one(con, "SELECT coalesce(sum(value), 0)::VARCHAR || '/' || count(*) FROM figures")
    total = count = 0
    with contextlib.closing(Reader(folder)) as reader:
        for rows in reader.batches():
            schema.check(rows)
            total, count = total + int(rows["value"].sum()), count + len(rows)
        ids = reader.query("SELECT count(*) - count(DISTINCT figure_id) AS twice FROM canonical")
    if written != f"{total}/{count}":
        raise DataError(f"tables not published: {written} (sum/rows) were written, {total}/{count} read back")
    if ids["twice"].item():
        raise DataError(
            f"tables not published: {ids['twice'].item()} figures share their figure_id with another"
        )


class Reader:
    """Reads one version. Its connection sees that version's files and nothing else on the machine."""

    def __init__(self, folder: Path, decided: pa.Table | None = None, rule: Privacy | None = None) -> None:
        """Open the version in `folder`; `decided` is what reviewers decided (`etl.review.decided`), `rule` what is withheld."""
        self._folder = folder = folder.resolve()
        self.privacy = rule
        self._con = duckdb.connect()
        self._con.execute("SET TimeZone = 'UTC'")
        with _damage_named(folder):
            for name in sorted({*TABLES} - {"figures"}):
                self._con.execute(f"CREATE VIEW {name} AS SELECT * FROM '{_quoted(folder / name)}.parquet'")
            self._con.execute(f"CREATE VIEW stored AS {self._stored(rule)}")
        self._con.execute("CREATE VIEW figures AS SELECT * EXCLUDE (row) FROM stored")
        self._con.execute(f"CREATE VIEW numbered AS {_wide('figures', 'stored', NUMBERS)}")
        self._con.execute(f"CREATE VIEW canonical AS SELECT {CANONICAL} FROM numbered")
        self._con.execute(f"CREATE VIEW asylum_procedures AS {_wide('procedures', 'procedures')}")
        if decided is not None and decided.num_rows:
            self._con.register("decided_frame", decided)
            self._con.execute("CREATE TABLE decided AS SELECT * FROM decided_frame")
            self._con.unregister("decided_frame")
            self._review(decided)
        self._con.execute(f"SET allowed_directories = ['{_quoted(folder)}']")
        self._con.execute("SET enable_external_access = false; SET lock_configuration = true")

    def _stored(self, rule: Privacy | None) -> str:
        """SQL: the stored figures with the number of their `row`, without the counts that the rule withholds."""
        figures = f"read_parquet('{_quoted(self._folder / 'figures')}.parquet', file_row_number = true)"
        if rule is None:
            return f"SELECT * EXCLUDE (file_row_number), file_row_number AS row FROM {figures}"
        from etl import suppression  # takes a third of a second to load, and few withhold

        rows = arrow.frame(self._con.sql(privacy.rows_sql(figures, rule)).to_arrow_table()).set_index("row")
        reasons = suppression.withheld(rows, rule)
        hidden = pa.table({"row": pa.array(reasons.index, pa.int64()), "why": pa.array(reasons, pa.string())})
        self._con.register("hidden_frame", hidden)
        self._con.execute("CREATE TABLE hidden AS SELECT * FROM hidden_frame")
        self._con.unregister("hidden_frame")
        return privacy.without_sql(figures, "hidden")

    def _review(self, decided: pa.Table) -> None:
        """Lay what reviewers decided over the figures read from text, and let the right voice of each count."""
        self._con.execute(f"CREATE TABLE told AS {_reviewed(decided)}")
        voices.mark(self._con, "told")
        self._con.execute(
            f"CREATE OR REPLACE VIEW numbered AS SELECT * FROM ({_wide('figures', 'stored', NUMBERS)}) WHERE quote IS NULL "
            "UNION ALL SELECT * FROM told"
        )

    def query(self, sql: str, parameters: list[Any] | None = None) -> pd.DataFrame:
        """Run SQL over the views `canonical` and `asylum_procedures` and the stored tables; safe from any thread.

        Raises DataError if a table's file is damaged.
        """
        with _damage_named(self._folder):
            return arrow.frame(self._con.cursor().sql(sql, params=parameters or []).to_arrow_table())

    @property
    def name(self) -> str:
        """The name of the version that is read."""
        return self._folder.name

    def close(self) -> None:
        """Let go of the files."""
        self._con.close()

    def figures(self, chosen: Filter | None = None) -> pd.DataFrame:
        """The canonical rows that pass the filter, in the order they are stored."""
        where, parameters = (chosen or Filter()).where()
        return self.query(f"SELECT * FROM canonical WHERE {where} ORDER BY {ORDER}", parameters)

    def procedures(self, chosen: Filter | None = None) -> pd.DataFrame:
        """The rows of asylum procedures that pass the filter: canonical columns and `etl.columns.PROCEDURE_COLUMNS`."""
        where, parameters = (chosen or Filter()).where()
        return self.query(f"SELECT * FROM asylum_procedures WHERE {where} ORDER BY {ORDER}", parameters)

    def count(self, chosen: Filter) -> int:
        """How many canonical rows pass the filter."""
        where, parameters = chosen.where()
        return int(self.query(f"SELECT count(*) AS n FROM canonical WHERE {where}", parameters)["n"].item())

    def tables(self, chosen: Filter) -> Iterator[pa.Table]:
        """What `figures` gives, part by part: no more is held at once than `BATCH` rows or one country's."""
        where, parameters = chosen.where()
        counted = f"SELECT country, count(*) AS n FROM canonical WHERE {where} GROUP BY ALL ORDER BY country NULLS FIRST"
        for countries in _runs(self.query(counted, parameters)):
            names = [name for name in countries if isinstance(name, str)]
            here = f"country IN ({', '.join('?' * len(names))})" if names else "country IS NULL"
            sql = f"SELECT * FROM canonical WHERE {where} AND {here} ORDER BY {ORDER}"
            yield from self._stream(sql, [*parameters, *names])

    def batches(self) -> Iterator[pd.DataFrame]:
        """The whole canonical table in parts of bounded size."""
        return map(arrow.frame, self._stream("SELECT * FROM canonical", []))

    def _stream(self, sql: str, parameters: list[Any]) -> Iterator[pa.Table]:
        with _damage_named(self._folder):
            for batch in self._con.cursor().sql(sql, params=parameters).to_arrow_reader(BATCH):
                yield pa.Table.from_batches([batch])


def _runs(counted: pd.DataFrame) -> Iterator[list[object]]:
    """Countries that follow each other, `BATCH` rows together if one alone has not more; no country comes first, alone."""
    run: list[object] = []
    rows = 0
    for country, n in counted.itertuples(index=False):
        if run and (rows + n > BATCH or not isinstance(run[0], str)):
            yield run
            run, rows = [], 0
        run.append(country)
        rows += n
    if run:
        yield run


def _wide(kind: str, table: str, numbers: Mapping[str, str] = MappingProxyType({})) -> str:
    """SQL: a stored table joined with documents and places, with its ids, in canonical order; before it these `numbers`."""
    joined = [f"{table}.{stored} AS {name}" for name, stored in numbers.items()]
    joined += [
        f"{table if column.table == 'figures' else column.table}.{column.name}"
        for column in columns.KINDS[kind]
    ]
    ordered = ", ".join([*numbers, "figure_id", *(column.name for column in columns.KINDS[kind])])
    return (
        f"SELECT {ordered} FROM (SELECT {figure_id_sql(kind)} AS figure_id, * FROM (SELECT {', '.join(joined)} FROM {table} "
        "JOIN documents USING (document_key) JOIN places USING (place_key)))"
    )


def _reviewed(decided: pa.Table) -> str:
    """SQL: the figures read from text as reviewers left them, before `etl.voices.mark`."""
    corrected = set(decided.column_names) - {"figure_id", "review", "reviewed_by", "reviewed_on", "warning"}
    laid_over = {
        name: f"CASE WHEN list_contains(d.changed, '{name}') THEN d.{name} ELSE c.{name} END"
        for name in columns.NAMES
        if name in corrected
    } | {
        "review": "coalesce(d.review, c.review)",
        "reviewed_by": "d.reviewed_by",
        "reviewed_on": "d.reviewed_on",
        "warning": "nullif(concat_ws('; ', nullif(c.warning, ''), d.warning), '')",
    }
    names = (*NUMBERS, *columns.NAMES)
    shown = ", ".join(f"{laid_over.get(name, f'c.{name}')} AS {name}" for name in names)
    unmarked = ", ".join(f"{sql} AS {name}" for name, sql in voices.UNMARKED.items())
    return f"""
WITH c AS (SELECT * REPLACE ({unmarked}) FROM ({_wide("figures", "stored", NUMBERS)}) WHERE quote IS NOT NULL)
SELECT {shown} FROM c LEFT JOIN decided d USING (figure_id) ORDER BY document, quote_start, reported, figure_id"""


@contextlib.contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise DataError(f"{folder.name}: a table is damaged or gone: run `python -m etl build`") from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    return row[0] if row else None
