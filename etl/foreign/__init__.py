"""Parsers of formats that others made and that can be made to do harm: web pages, PDF, Word, workbooks.

They run in the confined process only (`etl.confined`), each module loads its own library, and each raises DataError
with one line that names the file and the cure. What a library raises on bytes that it can't read is such a line, too.
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from typing import IO

from etl.errors import DataError

UNPACKED = 500_000_000
"""Bytes that a packed file may unpack to, all its parts together."""
RATIO = 250
"""Times that it may grow by that, if it grows beyond `SMALL`: tables of equal rows grow about 100 times, bombs 1,000."""
SMALL = 20_000_000


@contextlib.contextmanager
def damage_named(name: str, what: str, cure: str) -> Iterator[None]:
    """Whatever a library says of a file, in one line. Raises DataError."""
    try:
        yield
    except DataError:
        raise
    except MemoryError as error:
        raise DataError(f"{name}: needs more memory than a file may: {cure}") from error
    except Exception as error:  # parsers of bytes from anywhere raise anything
        why = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        raise DataError(f"{name}: not readable as a {what} ({why}): {cure}") from error


def no_bomb(file: IO[bytes], name: str) -> None:
    """Raise DataError for a ZIP (Word, XLSX, ODS) that says it unpacks to more than a file may."""
    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED or unpacked > max(SMALL, RATIO * sum(part.compress_size for part in parts)):
        raise DataError(
            f"{name}: unpacks to {unpacked:,} bytes, as files made to exhaust a computer do: give its text or its "
            "table as a file of its own"
        )
