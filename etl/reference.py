"""The tables of countries, places and names in `datasets/reference/`, row by row.

A sidecar says whence each comes, `rebuild.py` makes them.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path


def folder() -> Path:
    """Return the reference folder: that under DISPLACEMENT_DATASETS if it has one, else the repository's."""
    repository = Path(__file__).resolve().parent.parent
    named = Path(os.environ.get("DISPLACEMENT_DATASETS", "datasets"))
    for datasets in (Path.cwd() / named, repository / named):
        if (datasets / "reference" / "countries.csv").is_file():
            return datasets / "reference"
    return repository / "datasets" / "reference"


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of `TABLE.csv` with their cells as written."""
    with (folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
