"""`publish`: the tables into a PostgreSQL database, or on object storage."""

from __future__ import annotations

from argparse import Namespace

from etl import build, postgres, storage, versions
from etl.commands import in_force
from etl.errors import UsageError

POSTGRES = ("postgres://", "postgresql://")


def run(chosen: Namespace) -> int:
    """`publish`: the tables in a PostgreSQL database, in one transaction, or a version of them on object storage."""
    if storage.is_address(chosen.address) and not chosen.address.startswith(POSTGRES):
        version = versions.current(build.tables_folder())
        if version is None:
            raise UsageError("no tables yet: run `python -m etl build` first")
        storage.publish(version, chosen.address)
        print(f"{version.name} is in force at {storage.shown(chosen.address)}")
        return 0
    for name, rows in postgres.publish(in_force.reader(), chosen.address, chosen.schema).items():
        print(f"{rows:,} rows in {chosen.schema}.{name}")
    return 0
