"""Publish the workbench as a version of the tables: written aside, read back, checked, then put in force in one step.

A reader sees the old tables or the new ones, whole. The same content makes no new version, and two builds of one input
write the same bytes. A version is a folder (`etl.versions`), named by a counter and the hash of what is in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from etl import code, schema, star, versions
from etl.errors import DataError
from etl.star import TABLES
from etl.store import Reader
from etl.versions import Version

LARGEST_FALL, FALL_SEEN_FROM = 0.3, 100
"""A fall of a source's figures by more than this share is not published unasked, if it gave so many before."""


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
        star.write(con, aside)
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
    figures, documents = (star.file(folder, name) for name in ("figures", "documents"))
    totals = con.execute(
        f"SELECT population || ' ' || measure, sum(value)::BIGINT FROM {figures} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    by_source = con.execute(
        f"SELECT source, count(*) FROM {figures} JOIN {documents} USING (document_key) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return {
        "rows": {name: _one(con, f"SELECT count(*) FROM {star.file(folder, name)}") for name in TABLES},
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


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    return row[0] if row else None
