"""A build on a Dask cluster: the same bytes as on one process, whatever becomes of its workers."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from etl import build, cluster, pieces, versions
from etl.cluster import Cluster
from etl.errors import DataError

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of pages leave a page's script as the main module, which each new process would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def test_workers_that_die_lose_nothing_and_leave_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path)
    whole = build.build(tmp_path)
    shutil.rmtree(tmp_path / "tables")
    monkeypatch.setattr(pieces, "BYTES", 1)
    with cluster.embedded(1) as workers:
        cut = build.build(tmp_path, killing(workers), elsewhere=workers)
        assert cut.version.manifest == whole.version.manifest

        monkeypatch.setattr(cluster, "GRACE", 1)
        with pytest.raises(DataError, match="no worker is left: the tables before are still in force"):
            build.build(tmp_path, leaving(workers), elsewhere=workers)
        assert versions.current(tmp_path / "tables") == cut.version


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "nowhere"])
def test_a_wrong_address_is_told_in_one_line(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    code, out, error = command("build", "--scheduler", address, datasets=tmp_path)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert error.startswith(f"error: --scheduler {address}: no Dask scheduler answers there")


def test_without_dask_the_cure_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, error = command("build", "--workers", "2", datasets=tmp_path)
    assert (code, error) == (
        2,
        "error: --workers and --scheduler need Dask: pip install -r requirements-cluster.txt\n",
    )


def test_a_worker_of_another_release_reads_nothing() -> None:
    with pytest.raises(DataError, match="another release"):
        cluster.read([], "0" * 64)


def kept(datasets: Path) -> None:
    """Tables that one task each reads."""
    (datasets / "keyed").mkdir()
    for number in range(4):
        path = datasets / "keyed" / f"{number}.csv"
        path.write_text(
            f"population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,201{number},7\n"
        )
        path.with_name(f"{path.name}.yaml").write_text("publisher: UNHCR\n")


def killing(workers: Cluster) -> build.Progress:
    """When the first part has arrived, a worker process dies."""

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        first = next(iter(workers.client.run(os.getpid).values()))
        for number, path in enumerate(paths):
            if number == 1:
                os.kill(first, signal.SIGKILL)
            yield path

    return progress


def leaving(workers: Cluster) -> build.Progress:
    """When the first part has arrived, all workers leave for good."""

    def progress(paths: Iterable[Path]) -> Iterator[Path]:
        for number, path in enumerate(paths):
            if number == 1:
                workers.client.cluster.scale(0)
            yield path

    return progress
