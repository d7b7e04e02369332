"""`check`: what was rejected or doubted, by source and reason."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Hashable
from typing import Any

import pandas as pd

from etl.commands import in_force
from etl.findings import findings

ROW_WIDTH = 120


def run(chosen: Namespace) -> int:
    """`check`: what was rejected or doubted, by source and reason, with the first row of each."""
    found = findings(in_force.reader())
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
