"""A build on many processes or machines: the workers of a Dask cluster read its tasks, their parts come back in order.

Dask gives a dead worker's tasks to others; what a task gives depends on its input alone, so it may run more than once.
This module alone knows Dask, and loads it only when asked to (`requirements-cluster.txt`).
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import signal
import tempfile
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, cast

from etl import code, documents, parts, pieces, reference
from etl.errors import DataError, UsageError

PATIENCE, GRACE = 10, 30
"""Seconds in which a scheduler must answer and have workers, and after which a run that has lost them all is given up."""
AHEAD = 4
"""Tasks for each thread that are on their way at once: enough that none waits, few enough that memory holds their parts."""
UNHARMED = "the tables before are still in force"


@dataclass(frozen=True)
class Cluster:
    """The workers behind a client, as `etl.build.Elsewhere`."""

    client: Any

    def __call__(self, tasks: list[pieces.Task], folder: Path) -> Iterator[parts.Part]:
        """The parts of the tasks in their order. Raises DataError if no worker can read one, or none is left."""
        from distributed.client import ClosedClientError
        from distributed.comm.core import CommClosedError

        try:
            yield from self._parts(tasks, folder)
        except (ClosedClientError, CommClosedError, CancelledError) as error:
            raise DataError(f"the scheduler is gone: {UNHARMED}; start it, then build again") from error

    def _parts(self, tasks: list[pieces.Task], folder: Path) -> Iterator[parts.Part]:
        shared = self._sees(folder)
        room = AHEAD * max(1, sum(self.client.nthreads().values()))
        waiting = iter(tasks)
        under_way: deque[tuple[pieces.Task, Any]] = deque()
        while True:
            for task in islice(waiting, room - len(under_way)):
                sent = task if shared else [pieces.carrying(piece) for piece in task]
                under_way.append((task, self.client.submit(read, sent, release(), pure=False)))
            if not under_way:
                return
            yield self._part(*under_way.popleft())

    def _sees(self, folder: Path) -> bool:
        """Whether all workers find what lies in our folders under the same paths."""
        with tempfile.NamedTemporaryFile(dir=folder.resolve(), prefix=".seen-") as mark:
            found = self.client.run(os.path.exists, mark.name, on_error="return")
        return all(seen is True for seen in found.values())

    def _part(self, task: pieces.Task, future: Any) -> parts.Part:
        """What came of a task, waited for as long as there are workers."""
        patience = GRACE
        while True:
            try:
                error = future.exception(timeout=GRACE)
                if error:
                    raise _told(task, error)
                # Longer each time: what a slow network has not brought in full is sent once more.
                return cast(parts.Part, future.result(timeout=patience))
            except TimeoutError as late:
                if not self.client.nthreads():
                    raise DataError(
                        f"no worker is left: {UNHARMED}; start workers, then build again"
                    ) from late
                patience *= 2


@cache
def release() -> str:
    """What reading depends on beside the input, as one hash: the code, and the reference tables in the order of their names."""
    digest = hashlib.sha256(code.sha256().encode())
    for path in sorted(reference.folder().glob("*.csv")):
        digest.update(f"{path.name} {documents.sha256(path)}\n".encode())
    return digest.hexdigest()


def read(task: pieces.Task, wanted: str) -> parts.Part:
    """What a worker does. Raises DataError if its release is not the one that is wanted: it might read otherwise."""
    if release() != wanted:
        raise DataError(
            "a worker runs another release than this one, or has other reference tables: install the same on all machines"
        )
    return parts.read(task)


def _told(task: pieces.Task, error: BaseException) -> Exception:
    """The one line that stands for what went wrong with a task."""
    from distributed import KilledWorker

    if isinstance(error, DataError | UsageError):
        return error
    names = list(dict.fromkeys(piece.document.name for piece in task))
    files = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]} ({len(names)} files)"
    if isinstance(error, KilledWorker):
        return DataError(
            f"{files}: every worker that read it died: look at their memory, or build without them; {UNHARMED}"
        )
    said = (str(error).splitlines() or [""])[0]
    if isinstance(error, ImportError) or "deserializ" in said:
        return DataError(
            f"scheduler or workers lack what reading needs ({said.partition('. ')[0]}): install this project and its "
            f"requirements there; {UNHARMED}"
        )
    return DataError(f"{files}: a worker failed ({type(error).__name__}: {said}); {UNHARMED}")


@contextlib.contextmanager
def embedded(workers: int) -> Iterator[Cluster]:
    """A cluster of so many processes on this machine, until the context ends. Raises UsageError without Dask."""
    with _dask() as distributed, tempfile.TemporaryDirectory() as scratch:
        with _deaf_children():
            cluster = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
                local_directory=scratch,
                memory_limit=0,
                security=True,
            )
        with cluster, distributed.Client(cluster) as client:
            yield Cluster(client)


@contextlib.contextmanager
def _deaf_children() -> Iterator[None]:
    """Ctrl-C reaches all processes of a terminal: those begun here, and by threads begun here, do not hear it; we end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def existing(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`. Raises UsageError if none answers, or it has no workers."""
    with _dask() as distributed:
        try:
            client = distributed.Client(address, timeout=PATIENCE)
        except (
            OSError,
            ValueError,
            TypeError,
        ) as error:  # TypeError: tls:// without certificates in Dask's settings
            raise UsageError(
                f"--scheduler {address}: no Dask scheduler answers there: check the address (tcp://HOST:8786), and that "
                "`dask scheduler` runs"
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError as error:
                raise UsageError(
                    f"--scheduler {address}: it has no workers: start some with `dask worker {address}`"
                ) from error
            yield Cluster(client)


@contextlib.contextmanager
def _dask() -> Iterator[Any]:
    """Dask, without its log: what matters is told in one line, by an error."""
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise UsageError(
            "--workers and --scheduler need Dask: pip install -r requirements-cluster.txt"
        ) from error
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield distributed
        finally:
            logging.disable(before)
