"""What went wrong, in one line that names the file, the row and the cure."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb


class DataError(Exception):
    """Bad data. Its text is the one line that the user sees; the command line exits with 1."""


class UsageError(Exception):
    """Wrong use: an unknown filter value, a file that is not there. The command line exits with 2."""


@contextmanager
def want_of_room() -> Iterator[None]:
    """Within it, rows that neither memory nor disk has room for raise DataError."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise DataError(
            "neither memory nor the folder for temporary files has room for these tables: make room on the disk, or name a "
            "larger folder in TMPDIR"
        ) from error


def exit_code(command: Callable[[], int]) -> int:
    """What a command ends with: its own code, or one line on what is wrong and 2 (its use), 1 (its data) or 130 (Ctrl-C)."""
    try:
        with want_of_room():
            return command()
    except UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong, and nothing more is to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
