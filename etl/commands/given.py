"""What is given to several commands: files, `--say KEY=VALUE`, a filter."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from etl import filters
from etl.documents import PAGES
from etl.errors import UsageError
from etl.filters import Filter


def said(lines: list[str] | None) -> dict[str, Any]:
    """`--say KEY=VALUE` as the lines of a sidecar. Raises UsageError."""
    said = {}
    for line in lines or ():
        key, equals, value = line.partition("=")
        if not (key.strip() and equals and value.strip()):
            raise UsageError(f"--say {line}: write KEY=VALUE, e.g. --say publisher=UNHCR")
        said[key.strip()] = filters.day(value.strip()) if key.strip() == "taken" else value.strip()
    return said


def existing(name: str) -> Path:
    """The path of a file that is there, or of standard input. Raises UsageError."""
    if Path(name).is_dir() and Path(name).suffix != PAGES:
        raise UsageError(f"{name}: a folder: name the files in it")
    if name != "-" and not Path(name).exists():
        raise UsageError(f"{name}: no such file: check the name and the folder")
    return Path(name)


def question(chosen: Namespace) -> Filter:
    """The filter that the options say. Raises UsageError."""
    return filters.of({key: getattr(chosen, key, None) for key in filters.KEYS})
