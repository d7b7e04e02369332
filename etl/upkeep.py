"""The commands about what is published: `check`, `verify`, `rollback`, `publish`. Each returns its exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Hashable
from typing import Any

import pandas as pd

from etl import build, commands, storage, verify, versions
from etl.errors import UsageError
from etl.findings import findings

ROW_WIDTH = 120
POSTGRES = ("postgres://", "postgresql://")


def verify_tables(chosen: Namespace) -> int:
    """`verify`: whether tables and inputs are what the manifest says; exit 1 and a line for each that is not."""
    version, wrong = verify.differences(build.datasets_folder())
    for line in wrong:
        print(f"differs: {line}")
    rows, inputs = version.manifest["rows"], version.manifest["inputs"]
    if not wrong:
        print(
            f"{version.name}: {len(rows)} tables, {rows['figures']:,} figures and {len(inputs)} inputs are as published"
        )
    return 1 if wrong else 0


def rollback(chosen: Namespace) -> int:
    """`rollback`: an earlier version in force, until the next build."""
    version = versions.roll_back(build.tables_folder(), chosen.to)
    rows = version.manifest["rows"]
    print(
        f"{version.name} is in force, {rows['figures']:,} figures; `python -m etl build` publishes what datasets/ holds again"
    )
    return 0


def check(chosen: Namespace) -> int:
    """`check`: what was rejected or doubted, by source and reason, with the first row of each."""
    found = findings(commands.reader())
    for (kind, source), lines in found.groupby(["kind", "source"], sort=False):
        count = int(lines["rows"].sum())
        print(f"{kind}  {source}: {count:,} rows, {len(lines):,} reasons")
        for line in lines.to_dict("records"):
            print(f"  {_finding(line)}")
    counts = found.groupby("kind")["rows"].sum()
    print(f"{counts.get('rejected', 0):,} rows rejected, {counts.get('doubted', 0):,} kept with a warning")
    return 0


def _finding(line: dict[Hashable, Any]) -> str:
    # What can't be read at all begins with the name of its file already.
    reason = str(line["reason"]).removeprefix(f"{line['document']}: ")
    if pd.isna(line["first"]):
        return f"{line['document']}: {reason} (the whole file)"
    row = f": {str(line['row'])[:ROW_WIDTH]}" if pd.notna(line["row"]) else ""
    return f"{line['document']}: {reason} ({line['rows']:,} rows, the first is row {line['first']}{row})"


def publish(chosen: Namespace) -> int:
    """`publish`: the tables in a PostgreSQL database, in one transaction, or a version of them on object storage."""
    if storage.is_address(chosen.address) and not chosen.address.startswith(POSTGRES):
        version = versions.current(build.tables_folder())
        if version is None:
            raise UsageError("no tables yet: run `python -m etl build` first")
        storage.publish(version, chosen.address)
        print(f"{version.name} is in force at {storage.shown(chosen.address)}")
        return 0
    from etl import postgres  # its driver is loaded by this command only

    for name, rows in postgres.publish(commands.reader(), chosen.address, chosen.schema).items():
        print(f"{rows:,} rows in {chosen.schema}.{name}")
    return 0
