"""The files of settings in the datasets folder: TOML, read anew each time, all of them optional."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from etl.errors import UsageError


def read(file: Path, line: str) -> dict[str, Any] | None:
    """What the file says; None where there is none. Raises UsageError that names it, with a `line` as it could stand there."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{file.name}: can't be read ({error}): write lines like {line}") from error
