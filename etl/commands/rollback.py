"""`rollback`: an earlier version in force, until the next build."""

from __future__ import annotations

from argparse import Namespace

from etl import build, versions


def run(chosen: Namespace) -> int:
    """`rollback`: an earlier version in force, until the next build."""
    version = versions.roll_back(build.tables_folder(), chosen.to)
    rows = version.manifest["rows"]
    print(
        f"{version.name} is in force, {rows['figures']:,} figures; `python -m etl build` publishes what datasets/ holds again"
    )
    return 0
