"""What was published more than once is sorted out after all files are in, so that no sum meets the same people twice.

1. A vintage with far fewer figures than the one before is held back until a person has looked at it.
2. Of one dataset only the newest vintage counts; what older ones say of the same country and people stays as
   triangulation, even where the newest has taken it out.
3. The same natural key twice in one document: the first row stays, the others become rejects.
4. The same figure in several files of one publisher: that of the newest vintage counts.
5. The same figure in several reports: that of the first voice counts (`etl.voices`).
"""

from __future__ import annotations

import duckdb

from etl import columns, shapes
from etl.normalise import figure_id_sql

SHRUNK = 0.7
"""A vintage that has less than this share of the figures of the one before is held back."""

ALIKE = "publisher, population, measure, cause, unit, sex, age, country, origin, admin1, pcode, start_date, end_date, series, part"
"""Rows that are the same figure, in one document or in several, agree in these at least."""

REVISED = (
    "SELECT dataset FROM papers WHERE dataset IS NOT NULL GROUP BY dataset HAVING count(DISTINCT vintage) > 1"
)
"""The datasets of which there are several vintages."""

SAME = f"{ALIKE}, CASE WHEN country IS NULL OR admin_level > 0 OR part IS NOT NULL THEN place END"
ALIKE_IN, SAME_IN = (
    {"figures": key, "procedures": ", ".join([key, *(column.name for column in columns.PROCEDURE_COLUMNS)])}
    for key in (ALIKE, SAME)
)


def settle(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the five rules to the workbench's tables; return one line for each file that is held back."""
    held = _hold_back(con)
    revised = _revised(con)
    for kind in dict.fromkeys(shape.kind for shape in shapes.all_of(con, *columns.KINDS)):
        alike = _crowded(con, kind, "alike", ALIKE_IN[kind])
        if con.execute("SELECT 1 FROM alike LIMIT 1").fetchone():
            _reject_repeated(con, kind, alike)
        elif not revised:
            continue
        _recommend_newest(con, kind, alike)
    if "quote" in shapes.said(con, "figures"):
        _mark_voices(con)
    return held


def _hold_back(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Rule 1, dataset by dataset from its oldest vintage on; what is held back is a reject of the whole file."""
    counted = " UNION ALL ".join(f"SELECT document, source FROM {kind}" for kind in columns.KINDS)
    states = con.execute(f"""
SELECT p.dataset, p.vintage, list(DISTINCT p.document ORDER BY p.document), bool_and(p.accepted), count(f.document)
FROM (SELECT DISTINCT dataset, vintage, document, source, accepted FROM papers WHERE dataset IS NOT NULL) p
LEFT JOIN ({counted}) f USING (document, source)
GROUP BY p.dataset, p.vintage ORDER BY p.dataset, p.vintage NULLS FIRST""").fetchall()
    before: dict[str, tuple[int, object]] = {}
    held = []
    for dataset, vintage, documents, accepted, count in states:
        last, when = before.get(dataset, (0, None))
        if count >= SHRUNK * last or accepted:
            before[dataset] = (count, vintage)
            continue
        reason = (
            f"held back: {count:,} figures where the vintage of {when} had {last:,}: look at it, then write `accepted: true` "
            "into its sidecar (or a `dataset:` of its own, if it is another table), or take it away"
        )
        for document in documents:
            held.append(f"{document}: {reason}")
            con.execute(
                "INSERT INTO rejects SELECT DISTINCT source, document, NULL, ?, NULL FROM papers WHERE document = ?",
                [reason, document],
            )
            shapes.remove_document(con, document)
            con.execute("DELETE FROM papers WHERE document = ?", [document])
    return held


def _revised(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether there are several vintages of any dataset."""
    return bool(con.execute(f"{REVISED} LIMIT 1").fetchone())


def _crowded(con: duckdb.DuckDBPyConnection, kind: str, name: str, key: str, among: str = "true") -> str:
    """SQL condition: other rows `among` these have the same `key`; the keys are kept in the temporary table `name`.

    It may hold for a few rows too many: 64 bits stand for the key. Nearly all rows are alone, and what is done with the
    others costs too much to be done with all.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT hash({key}) AS crowd FROM {kind} WHERE {among} "
        "GROUP BY ALL HAVING count(*) > 1"
    )
    return f"({among} AND hash({key}) IN (SELECT crowd FROM {name}))"


def _reject_repeated(con: duckdb.DuckDBPyConnection, kind: str, alike: str) -> None:
    """Rule 3, among rows that are `alike`."""
    crowded = _crowded(con, kind, "repeated", ", ".join(columns.natural_key(kind)), alike)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE numbered AS SELECT *, row_number() OVER same AS nth, "
        f"first_value(coalesce(value, reported)) OVER same AS before FROM {kind}_rows WHERE {crowded} "
        f"WINDOW same AS (PARTITION BY {figure_id_sql(kind)} ORDER BY record, value)"
    )
    con.execute(
        "INSERT INTO rejects SELECT source, document, record, 'the same figure stands in this document before, as ' "
        "|| coalesce(before::VARCHAR, 'withheld') || ' (here ' || coalesce(value::VARCHAR, reported::VARCHAR, 'withheld') || "
        "'): tell the rows apart (place, cause, sex, age) or delete one', concat_ws(',', population, measure, country, "
        "origin, place, end_date, value) FROM numbered WHERE nth > 1 ORDER BY document, record"
    )
    shapes.remove(con, kind, "SELECT shape, row FROM numbered WHERE nth > 1")


def _recommend_newest(con: duckdb.DuckDBPyConnection, kind: str, alike: str) -> None:
    """Rules 2 and 4, among rows that are `alike`."""
    same = f"{SAME_IN[kind]}, role, quote IS NULL"
    crowded = _crowded(con, kind, "said_again", same, alike)
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE changed AS
WITH states AS (
    SELECT DISTINCT document, source, dataset FROM papers WHERE dataset IN (
        {REVISED})
), newest AS (
    SELECT dataset AS of_dataset, population AS of_population, measure AS of_measure, country AS of_country,
        max(vintage) AS latest
    FROM {kind} JOIN states USING (document, source) GROUP BY ALL
), said AS (
    SELECT r.*, quote IS NULL AND role = 'recommended' AS counts,
        counts AND coalesce(vintage < latest, false) AS old
    FROM {kind}_rows r LEFT JOIN states USING (document, source)
    LEFT JOIN newest ON of_dataset = dataset AND of_population = population AND of_measure = measure
        AND of_country IS NOT DISTINCT FROM country
    WHERE {crowded} OR old
), voices AS (
    SELECT *, row_number() OVER same AS voice, first_value(document) OVER same AS newest FROM said
    WINDOW same AS (PARTITION BY {same} ORDER BY vintage DESC NULLS LAST, (source = 'keyed')::INT, document)
)
SELECT shape, row, 'triangulation' AS role,
    concat_ws('; ', warning, CASE WHEN voice > 1 THEN 'also in ' || newest || ', which counts'
        ELSE 'only in an older vintage of this table' END) AS warning
FROM voices WHERE counts AND (old OR voice > 1)""")
    shapes.change(con, kind, "changed")


def _mark_voices(con: duckdb.DuckDBPyConnection) -> None:
    """Rule 5, for figures read from text."""
    from etl import (
        voices,  # with pandas: as long to load as a small table takes to read, and tables have no text
    )

    con.execute("CREATE OR REPLACE TEMP TABLE told AS SELECT * FROM figures_rows WHERE quote IS NOT NULL")
    voices.mark(con, "told")
    shapes.change(con, "figures", "told")
