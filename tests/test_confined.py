"""Files from others are read in a process with limits: what breaks them ends that process, and says so in one line."""

import os
from pathlib import Path

import pytest

from etl import confined
from etl.confined import Limits
from etl.errors import DataError

SMALL = Limits(memory=512 * 2**20)


@pytest.fixture
def parsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser module of ours beside the shipped ones, in the processes that are started from here on."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\n"
        "module = types.ModuleType('etl.foreign.made')\n"
        "exec(open(__file__.replace('sitecustomize', 'made')).read(), module.__dict__)\n"
        "sys.modules['etl.foreign.made'] = module\n",
        encoding="utf-8",
    )
    (tmp_path / "made.py").write_text(
        "import os, sys, time\n"
        "def who(): return os.getpid()\n"
        "def hang(): time.sleep(60)\n"
        "def eat(): return len(bytearray(2 ** 31))\n"
        "def crash(): os.abort()\n"
        "def chatter(): print('{\"value\": 1}'); return 'said'\n"
        "def count(to):\n    yield from range(to)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(confined, "_IDLE", [])


def test_one_process_reads_one_file_after_the_other(parsers: None) -> None:
    first = confined.run("made.who", "a.pdf")
    assert first != os.getpid()
    assert confined.run("made.who", "b.pdf") == first
    assert list(confined.stream("made.count", "c.pdf", 3)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("parser", "limits", "said"),
    [
        ("made.hang", Limits(seconds=0.3), "a.pdf: reading it takes too long, it was given up"),
        (
            "made.eat",
            SMALL,
            "a.pdf: reading it broke off: it is damaged, or needs more than 512 MB of memory",
        ),
        ("made.crash", Limits(), "a.pdf: reading it broke off"),
    ],
)
def test_a_file_that_breaks_a_limit_is_named_and_the_next_one_is_read(
    parsers: None, parser: str, limits: Limits, said: str
) -> None:
    with pytest.raises(DataError, match=said) as refused:
        confined.run(parser, "a.pdf", limits=limits)
    assert "\n" not in str(refused.value)
    assert confined.run("made.who", "b.pdf", limits=Limits(memory=limits.memory))


def test_what_a_parser_prints_is_no_answer(parsers: None) -> None:
    assert confined.run("made.chatter", "a.pdf") == "said"


def test_a_process_left_in_the_middle_is_not_used_again(parsers: None) -> None:
    first = confined.run("made.who", "a.pdf")
    rows = confined.stream("made.count", "a.pdf", 1000)
    assert next(rows) == 0
    rows.close()  # type: ignore[attr-defined]
    assert confined.run("made.who", "b.pdf") != first
