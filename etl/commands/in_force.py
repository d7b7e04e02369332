"""The tables that commands read."""

from __future__ import annotations

from etl import build, review, versions
from etl.commands import telling
from etl.errors import UsageError
from etl.store import Reader


def reader() -> Reader:
    """The reader of the version in force; one that stands in for a damaged one is said so. Raises UsageError for none."""
    datasets = build.datasets_folder()
    found, version = review.reader(datasets), versions.current(build.tables_folder(datasets))
    if found is None or version is None:
        raise UsageError(f"{datasets / 'tables'}: no tables yet: run `python -m etl build` first")
    if version.doubt:
        telling.say(f"warning: {version.doubt}")
    return found
