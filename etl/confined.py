"""Files from others are read in a process of their own, with limits: one made to do harm ends that process, not ours.

In: the name of a parser of `etl.foreign` and what it is called with. Out: what it gives, as JSON, which runs nothing.
The parsers and their libraries are loaded there only. A process reads one file after the other; one that a file has
ended, or filled, is not used again.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.errors import DataError

REPOSITORY = Path(__file__).resolve().parents[1]
FILLED = 3
"""A process that has used more than this part of its memory is not used again."""


@dataclass(frozen=True)
class Limits:
    """Seconds for a file, and bytes of memory of the process (Windows has no such limit: there the seconds hold)."""

    seconds: float = 30
    memory: int = 1536 * 2**20


LIMITS = Limits()


def run(parser: str, name: str, *arguments: Any, limits: Limits = LIMITS) -> Any:
    """What the parser returns for the file called `name`. Raises DataError that names the file and the limit it broke."""
    (found,) = stream(parser, name, *arguments, limits=limits)
    return found


def stream(parser: str, name: str, *arguments: Any, limits: Limits = LIMITS) -> Iterator[Any]:
    """One value after the other of a parser that yields them (`MODULE.FUNCTION` of `etl.foreign`). Raises DataError."""
    process = _idle_one(limits.memory) or _Process(limits.memory)
    try:
        yield from process.answers(parser, name, arguments, limits.seconds)
    finally:
        if process.rested:
            _IDLE.append(process)
        else:
            process.end()


class _Process:
    """A process that reads files, on our side of the pipe."""

    def __init__(self, memory: int) -> None:
        known = [str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.memory = memory
        self.rested = True
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "etl.confined", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(known)},
        )

    def answers(self, parser: str, name: str, arguments: tuple[Any, ...], seconds: float) -> Iterator[Any]:
        """What it answers, value by value. Only the time that we wait for it counts."""
        self.rested = False
        request = pickle.dumps((*parser.split("."), arguments))
        while True:
            began = time.monotonic()
            line = self._within(seconds, request)
            seconds, request = seconds - (time.monotonic() - began), b""
            if not line.endswith(b"\n"):
                raise DataError(
                    f"{name}: {self._why(seconds)}: give its text or its table as a file of its own"
                )
            kind, said = json.loads(line)
            if kind == "value":
                yield said
                continue
            self.rested = bool(said["rested"])
            if kind == "refused":
                raise DataError(said["why"])
            return

    def _within(self, seconds: float, request: bytes) -> bytes:
        """Its next line; less than a line if it died or was ended, because the time was over."""
        assert self._process.stdin and self._process.stdout
        watch = threading.Timer(max(seconds, 0), self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it died: the empty line says so
                self._process.stdin.write(request)
                self._process.stdin.flush()
            return self._process.stdout.readline()
        finally:
            watch.cancel()

    def _why(self, left: float) -> str:
        if left <= 0:
            return "reading it takes too long, it was given up"
        return (
            f"reading it broke off: it is damaged, or needs more than {self.memory // 2**20:,} MB of memory"
        )

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()


_IDLE: list[_Process] = []


def _idle_one(memory: int) -> _Process | None:
    for process in list(_IDLE):
        if process.memory == memory:
            with contextlib.suppress(ValueError):  # another thread was quicker
                _IDLE.remove(process)
                return process
    return None


@atexit.register
def _end_all() -> None:
    while _IDLE:
        _IDLE.pop().end()


def _serve(memory: int) -> None:
    """The other side of the pipe: answer requests until there are no more."""
    _limit(memory)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no answer
    while True:
        try:
            module, function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        for answer in _answers(module, function, arguments, memory):
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()


def _answers(module: str, function: str, arguments: Iterable[Any], memory: int) -> Iterator[tuple[str, Any]]:
    try:
        found = getattr(importlib.import_module(f"etl.foreign.{module}"), function)(*arguments)
        for value in found if isinstance(found, Iterator) else (found,):
            yield "value", value
    except DataError as error:
        yield "refused", {"why": str(error), "rested": _rested(memory)}
    else:
        yield "end", {"rested": _rested(memory)}


def _limit(memory: int) -> None:
    with contextlib.suppress(ImportError):  # Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _rested(memory: int) -> bool:
    """Whether there is room left for the next file."""
    return _largest() < memory // FILLED


def _largest() -> int:
    """Bytes that this process had at most; 0 where the system does not say.

    Linux counts the process that it was made from into `ru_maxrss`; its own peak stands in /proc.
    """
    with contextlib.suppress(OSError, StopIteration):
        status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return 1024 * int(next(line for line in status if line.startswith("VmHWM")).split()[1])
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return 0


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
