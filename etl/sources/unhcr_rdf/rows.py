"""Wide rows to one row per count: any of the Finder's tables, by its declaration."""

from __future__ import annotations

import duckdb

from etl import places
from etl.columns import KINDS
from etl.sources import Account
from etl.sources.unhcr_rdf import demographics
from etl.sources.unhcr_rdf.reading import quoted
from etl.sources.unhcr_rdf.tables import UNRWA, Table
from etl.tabular import cells

IS_FLOW = "measure = 'flow'"
NO_PLACE = "('-', 'UNK')"

COLUMNS = {
    "value": "n",
    "reported": "n",
    "value_status": "CASE WHEN withheld THEN 'redacted' ELSE 'reported' END",
    "country": "CASE WHEN NOT world THEN coa_iso END",
    "origin": "nullif(coo_iso, '-')",
    "place": "CASE WHEN world THEN 'World' ELSE trim(coa_name) END",
    "admin_level": "CASE WHEN NOT world THEN 0 END",
    "place_basis": "'table'",
    "start_date": f"CASE WHEN {IS_FLOW} THEN make_date(y, 1, 1) END",
    "end_date": "make_date(y, 12, 31)",
    "start_accuracy": f"CASE WHEN {IS_FLOW} THEN 'year' END",
    "end_accuracy": f"CASE WHEN {IS_FLOW} THEN 'year' ELSE 'day' END",
    "problem": "CASE WHEN n IS NULL AND NOT withheld THEN name || ' \"' || cell || '\" is not a whole number of people: "
    "write digits, or - where there is none' END",
    "row": "name || '=' || cell",
}
"""What the rows of all tables say: canonical column -> SQL over a count with its row."""

WITHHELD = "CASE WHEN withheld THEN 'withheld by UNHCR: a count of 1 to 4' END"
AT_HOME = (
    f"CASE WHEN coo_iso = coa_iso AND coo_iso NOT IN {NO_PLACE} AND population IN ('refugee', 'asylum_seeker') "
    "THEN 'origin and asylum are the same country' END"
)


def judge(con: duckdb.DuckDBPyConnection, table: Table, present: list[str]) -> str:
    """What each row of `wide` says beside its counts; returns the view. Rows that can't be read at all go to `faults`."""
    codes = con.execute(
        "SELECT DISTINCT coo_iso FROM wide UNION SELECT DISTINCT coa_iso FROM wide ORDER BY ALL"
    ).fetchall()
    known = ", ".join(quoted(code) for (code,) in codes if code == "-" or places.country(code or "") == code)
    faults = {
        "y IS NULL OR y NOT BETWEEN 1900 AND 2100": "'year \"' || coalesce(wide.year, '') || '\" is no year: write it as four digits'",
        **{
            f"({column} IN ({known or 'NULL'})) IS NOT TRUE": f"'unknown country of {of} \"' || "
            f"coalesce({column}, '') || '\": use its ISO 3166-1 alpha-3 code'"
            for column, of in (("coo_iso", "origin"), ("coa_iso", "asylum"))
        },
        **table.faults,
    }
    whens = " ".join(f"WHEN {broken} THEN {reason}" for broken, reason in faults.items())
    of_row = "".join(f", {expression} AS {column}" for column, expression in table.of_row.items())
    counted = ", ".join(present)
    seen = f"record, year, TRY_CAST(year AS INT) AS y, coo_iso, coa_iso, coa_name, {table.world} AS world{of_row}, {counted}"
    con.execute(f"""
CREATE OR REPLACE TEMP VIEW judged AS SELECT {seen} FROM wide;
CREATE OR REPLACE TEMP TABLE faults AS
SELECT record, fault AS problem, concat_ws(',', year, coo_iso, coa_iso, {counted}) AS row
FROM (SELECT {seen}, CASE {whens} END AS fault FROM wide) WHERE fault IS NOT NULL
UNION ALL SELECT record, reason, row FROM wide_text_bad""")
    return demographics.locate(con) if table is demographics.DEMOGRAPHICS else "judged"


def lengthen(con: duckdb.DuckDBPyConnection, table: Table, judged: str, present: list[str]) -> None:
    """`judged` to `long`: one row per count that is there, and one per row that can't be read at all.

    The order is that of the columns, then of the file. What a count says is only looked at in the view: kept are the counts
    and their rows.
    """
    said = _said(table, present)
    selected = ",\n    ".join(f"{expression} AS {name}" for name, expression in said.items())
    constants = "".join(f", {sql} AS {name}" for name, sql in _constants(table, present).items())
    # Most cells are 0 or -: these are put away before anything else is asked of a cell. Column by column is twice as fast
    # as UNPIVOT, which copies all cells of a row first.
    telling = " UNION ALL ".join(
        f"SELECT * EXCLUDE (year, {', '.join(present)}), '{name}' AS name, {name} AS cell FROM {judged} "
        f"WHERE {name} <> '0' AND {name} <> '-'"
        for name in present
    )
    con.execute(f"""
CREATE OR REPLACE TEMP TABLE counts AS
SELECT *, {cells.count("cell")} AS n, trim(cell) = '{cells.WITHHELD}' AS withheld
FROM ({telling}) ANTI JOIN faults USING (record);
DELETE FROM counts WHERE n IS NULL AND {cells.missing("cell")};
CREATE OR REPLACE TEMP VIEW long AS
SELECT record, {selected} FROM (SELECT *{constants} FROM counts WHERE n IS DISTINCT FROM 0) UNION ALL BY NAME SELECT * FROM faults""")


def account(con: duckdb.DuckDBPyConnection, judged: str, present: list[str]) -> Account:
    """Cells of all rows that can be read, and what says nothing in them; a row refused whole is one cell."""
    plain = " + ".join(f"count(*) FILTER ({name} = '0')" for name in present)
    good, zero = con.execute(
        f"SELECT count(*), {plain} FROM {judged} ANTI JOIN faults USING (record)"
    ).fetchall()[0]
    told, written = con.execute("SELECT count(*), count(*) FILTER (n = 0) FROM counts").fetchall()[0]
    refused = con.execute("SELECT count(*) FROM faults").fetchall()[0][0]
    zero += written  # as 00 or 0,000
    blank = good * len(present) - (told - written) - zero
    nothing = {"0: none, or not collected": zero, "blank or -: not collected": blank}
    return Account(
        good + refused,
        good * len(present) + refused,
        {reason: count for reason, count in nothing.items() if count},
    )


def _said(table: Table, present: list[str]) -> dict[str, str]:
    """Canonical column -> SQL over a count with its row, for all that this table says."""
    located = table is demographics.DEMOGRAPHICS
    warnings = [WITHHELD, "place_warning"] if located else [WITHHELD]
    if table is not UNRWA:  # Palestine refugees in Palestine are what it counts
        warnings.append(AT_HOME)
    canonical = {column.name for column in KINDS[table.kind]}
    names = [name for name in (*table.of_row, *_constants(table, present)) if name in canonical]
    names += demographics.LOCATED if located else ()
    return {
        **COLUMNS,
        "warning": f"nullif(concat_ws('; ', {', '.join(warnings)}), '')",
        **{name: name for name in names},
        **table.said,
    }


def _constants(table: Table, present: list[str]) -> dict[str, str]:
    """Canonical column -> SQL: what the column says in which the count stands."""
    names = {name: None for said in table.counts.values() for name in said}
    return {
        name: "CASE name "
        + " ".join(
            f"WHEN '{count}' THEN '{table.counts[count][name]}'"
            for count in present
            if name in table.counts[count]
        )
        + " END"
        for name in names
        if any(name in table.counts[count] for count in present)
    }
