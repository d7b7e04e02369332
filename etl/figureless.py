"""Reports that were read and gave no figure: they are in no table, but whoever added one must see that it arrived."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from etl import reports
from etl.reports import Report, Unreadable
from etl.versions import Version

MANY = ".jsonl"
"""A file of many reports: their names stand inside. Any other file is one report of its own name."""


def without_figures(datasets: Path, version: Version, known: Collection[str]) -> list[Report]:
    """The reports among the version's inputs whose names are not among `known`, those with figures.

    What can't be read is left out: it is a reject, and the page Sources says why.
    """
    found: list[Report] = []
    for name in version.manifest["inputs"]:
        path = datasets / name
        single = path.suffix.lower() != MANY
        if not name.startswith("reports/") or not path.exists() or (single and path.name in known):
            continue
        with contextlib.suppress(Unreadable):
            found += [one for one in reports.read(path, warn=_known) if one.id not in known]
    return found


def _known(line: str) -> None:
    """A broken line of a .jsonl file: the build has said so."""
