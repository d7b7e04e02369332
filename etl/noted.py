"""What is odd about a file as a whole: its readers write it down, and it stays with the document (`documents.doubt`)."""

from __future__ import annotations

import duckdb

_TABLE = "CREATE TEMP TABLE IF NOT EXISTS noted (what VARCHAR)"


def write(con: duckdb.DuckDBPyConnection, what: str) -> None:
    """Write down one oddity of the file that is being read, in words that say what to look at."""
    con.execute(_TABLE)
    con.execute("INSERT INTO noted SELECT ? WHERE ? NOT IN (SELECT what FROM noted)", [what, what])


def take(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What was written down, in its order; nothing is left for the next file."""
    con.execute(_TABLE)
    found = [what for (what,) in con.execute("SELECT what FROM noted").fetchall()]
    if found:
        con.execute("DELETE FROM noted")
    return found
