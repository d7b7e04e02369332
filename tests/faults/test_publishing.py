"""Faults 1 to 17 and 25: publishing, whatever happens meanwhile.

Elsewhere: 11 (a damaged version), 12 (a pointer to nowhere), 13 (two runs at once, the lock of a dead run) and 24 (a sudden
fall) in tests/test_versions.py; 1 (stopped after a download) in tests/test_fetching.py; 26 (a file that needs too much
memory) in tests/hostile/test_attacks.py; 27 (an empty folder at the first start) in tests/test_pages.py, and no test has a
network; 28 (many sessions) in benchmarks/soak.py. 7 does not apply: nothing is written after the pointer, decisions lie
apart and are in 14.
"""

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import REPOSITORY

from etl import build, star, store, versions
from faults import kills

Command = Callable[..., tuple[int, str, str]]
posix = pytest.mark.skipif(os.name == "nt", reason="forks and POSIX signals")


def sent(datasets: Path, value: int) -> None:
    (datasets / "keyed").mkdir(parents=True, exist_ok=True)
    (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    kills.write(datasets, value)


def in_force(datasets: Path) -> set[int]:
    version = versions.current(datasets / "tables")
    assert version is not None
    assert version.doubt == ""
    return {int(value) for value in store.Reader(version.folder).figures()["value"]}


def told(script: ModuleType, *more: str) -> str:
    """What a script beside this says, which must end well."""
    run = subprocess.run(
        [sys.executable, str(script.__file__), *more],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


@posix
def test_2_to_9_a_run_that_dies_leaves_a_whole_version_and_the_next_needs_no_hand() -> None:
    from faults import points

    lines = told(points).splitlines()
    full = lines.pop()
    for line in lines:
        state = "new" if line.startswith("8") else "old"
        assert line.endswith(f": killed, {state} in force; built, new in force, swept. ")
    assert [line[0] for line in lines] == ["2", "3", "4", "5", "6", "8"]
    assert full.startswith(
        "9 disk full: refused, old in force; built, new in force, swept. can't be written ("
    )


@posix
def test_14_kills_at_random_moments_lose_nothing_while_others_read_and_decide() -> None:
    assert "\n0 bad reads, 0 lost decisions, 0 times hand work" in told(kills, "6")


def test_10_a_folder_that_can_not_be_written_is_said_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    sent(tmp_path, 1)
    build.build(tmp_path)

    def refused(*_: object, **__: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(versions, "aside", refused)
    code, out, error = command("build", datasets=tmp_path)
    assert (code, out) == (1, "")
    assert "tables: can't be written (Permission denied)" in error
    assert command("total", "--population", "refugee", "--country", "TUR", datasets=tmp_path)[0] == 0


def test_15_16_the_same_input_is_the_same_version_and_a_corrected_one_replaces_it(tmp_path: Path) -> None:
    sent(tmp_path, 1)
    first = build.build(tmp_path).version
    assert build.build(tmp_path).version == first
    sent(tmp_path, 2)
    second = build.build(tmp_path).version
    assert in_force(tmp_path) == {2}
    before = versions.before(second)
    assert before is not None
    assert before.name == first.name
    sent(tmp_path, 1)
    assert build.build(tmp_path).version.name == first.name


@posix
def test_17_no_zone_moves_a_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        sent(tmp_path, 1)
        name = build.build(tmp_path).version.name
        version = versions.current(tmp_path / "tables")
        assert version is not None
        days = set(store.Reader(version.folder).figures()["end_date"].astype(str))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert days == {"2018-12-31"}
    assert name.startswith("000001-")


def test_17_the_newest_version_is_so_by_its_number_not_by_the_clock(tmp_path: Path) -> None:
    for value in (1, 2):
        sent(tmp_path, value)
        build.build(tmp_path)
    tables = tmp_path / "tables"
    for at, folder in enumerate(versions.folders(tables)):
        os.utime(folder, (2_000_000_000 - at * 100_000_000,) * 2)
    (tables / versions.POINTER).unlink()
    version = versions.current(tables)
    assert version is not None
    assert version.name.startswith("000002-")


@posix
@pytest.mark.parametrize(("asked", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_25_a_run_that_is_asked_to_end_ends_cleanly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: signal.Signals, code: int
) -> None:
    sent(tmp_path, 1)
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs do not hear Ctrl-C
    real = star.write

    def interrupted(*given: Any) -> None:
        real(*given)
        signal.raise_signal(asked)

    monkeypatch.setattr(star, "write", interrupted)
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["etl", "build"])
    monkeypatch.delitem(sys.modules, "etl.__main__", raising=False)
    try:
        with pytest.raises(SystemExit) as stop:
            runpy.run_module("etl", run_name="__main__")
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert stop.value.code == code
    assert not list((tmp_path / "tables").glob(f"{versions.ASIDE}*"))
    monkeypatch.setattr(star, "write", real)
    assert build.build(tmp_path).version.name.startswith("000001-")
