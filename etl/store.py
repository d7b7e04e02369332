"""Read one version of the stored tables as canonical rows: their star (`etl.star`) joined, filtered, in one order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl import columns, frames, privacy, star, voices
from etl.errors import DataError
from etl.filters import Filter
from etl.normalise import figure_id_sql
from etl.privacy import Privacy

ORDER = "country NULLS FIRST, population, measure, end_date, publisher, origin NULLS FIRST, figure_id"
BATCH = 100_000

NUMBERS = MappingProxyType({"row": "row", "place_number": "place_key"})
"""What the view `numbered` has beside the canonical columns: the stored row, and the key of its place. They name a figure and
a place within one version, and cost nothing; `figure_id` names it in all versions, and is worked out."""
CANONICAL = f"* EXCLUDE ({', '.join(NUMBERS)})"


class Reader:
    """Reads one version. Its connection sees that version's files and nothing else on the machine."""

    def __init__(self, folder: Path, decided: pa.Table | None = None, rule: Privacy | None = None) -> None:
        """Open the version in `folder`; `decided` is what reviewers decided (`etl.review.decided`), `rule` what is withheld."""
        self._folder = folder = folder.resolve()
        self.privacy = rule
        self._con = duckdb.connect()
        self._con.execute("SET TimeZone = 'UTC'")
        with _damage_named(folder):
            for name in sorted({*star.TABLES} - {"figures"}):
                self._con.execute(f"CREATE VIEW {name} AS SELECT * FROM {star.file(folder, name)}")
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
        self._con.execute(f"SET allowed_directories = [{star.quoted(folder)}]")
        self._con.execute("SET enable_external_access = false; SET lock_configuration = true")

    def _stored(self, rule: Privacy | None) -> str:
        """SQL: the stored figures with the number of their `row`, without the counts that the rule withholds."""
        figures = f"read_parquet({star.file(self._folder, 'figures')}, file_row_number = true)"
        if rule is None:
            return f"SELECT * EXCLUDE (file_row_number), file_row_number AS row FROM {figures}"
        from etl import suppression  # takes a third of a second to load, and few withhold

        rows = frames.frame(self._con.sql(privacy.rows_sql(figures, rule)).to_arrow_table()).set_index("row")
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
            return frames.frame(self._con.cursor().sql(sql, params=parameters or []).to_arrow_table())

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
        return map(frames.frame, self._stream("SELECT * FROM canonical", []))

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
