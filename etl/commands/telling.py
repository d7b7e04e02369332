"""What commands say of the workbench, on standard error: rejects, doubts, accounts."""

from __future__ import annotations

import sys

import duckdb

SHOWN_REJECTS = 20
SHOWN_REASONS = 8


def nothing_kept(con: duckdb.DuckDBPyConnection) -> bool:
    """Rows came in, and none of them was good."""
    return rows_in(con, "rejects") > 0 and not rows_in(con, "figures") and not rows_in(con, "procedures")


def rows_in(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table of the workbench has."""
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def summary(con: duckdb.DuckDBPyConnection) -> None:
    """Rejects and warnings, counted, on standard error."""
    rejects = con.execute(
        "SELECT document, record, reason FROM rejects WHERE record IS NOT NULL ORDER BY ALL"
    ).fetchall()
    for document, record, reason in rejects[:SHOWN_REJECTS]:
        say(f"rejected: {document}: row {record}: {reason}")
    if len(rejects) > SHOWN_REJECTS:
        say(f"rejected: {len(rejects) - SHOWN_REJECTS:,} more rows")
    warnings = con.execute(
        # Warnings that name what stands in the row ("...: 2008-03-02 to 2008-02-03") are of one kind.
        "SELECT split_part(warning, ': ', 1) AS kind, count(*) "
        "FROM (SELECT warning FROM figures UNION ALL SELECT warning FROM procedures) "
        "WHERE warning IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    for warning, count in warnings[:SHOWN_REJECTS]:
        say(f"warning: {count:,} rows: {warning}")
    if len(warnings) > SHOWN_REJECTS:
        say(f"warning: {len(warnings) - SHOWN_REJECTS:,} more kinds")
    # That a file has no sidecar is no news to who names it here: `check` tells it of what is in `datasets`.
    for document, doubt in con.execute(
        "SELECT document, regexp_replace(doubt, '^no sidecar [^;]*(; )?', '') AS told FROM papers "
        "WHERE source <> 'report' AND told <> '' ORDER BY ALL"
    ).fetchall():
        say(f"warning: {document}: {doubt}")
    _accounts(con)
    kept = rows_in(con, "figures") + rows_in(con, "procedures")
    say(
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
        say(
            f"account: {document}: {rows:,} rows hold {cells:,} cells = {kept:,} figures + {refused:,} rejected + {empty:,} with nothing to report"
        )
        for what, entries in (("rejected", rejected or []), ("nothing", nothing)):
            for entry in sorted(entries, key=lambda entry: (-entry["value"], entry["key"]))[:SHOWN_REASONS]:
                say(f"  {entry['value']:,} {what}: {entry['key']}")


def say(line: str) -> None:
    """One line on standard error."""
    print(line, file=sys.stderr)
