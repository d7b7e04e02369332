"""The documents are held to what the program does."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY

from etl.__main__ import parser

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^\$ python -m etl (.+)\n((?:(?!\$|```).*\n)*)", README, re.MULTILINE)


def test_the_readme_shows_what_the_terminal_prints(
    command: Callable[..., tuple[int, str, str]], built: Path
) -> None:
    assert len(SESSIONS) >= 2
    for line, shown in SESSIONS:
        _, out, _ = command(*shlex.split(line), datasets=built)
        assert out == shown, line


def test_every_command_is_in_the_readme_and_has_help() -> None:
    commands = next(action.choices for action in parser()._actions if action.dest == "command")
    assert isinstance(commands, dict)
    for name, command in commands.items():
        assert f"`python -m etl {name}" in README, name
        assert command.format_help()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_of_the_readme_lead_somewhere(target: str) -> None:
    assert (REPOSITORY / target).exists()


def test_every_need_has_a_bound_and_a_reason() -> None:
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                assert re.fullmatch(r"[\w-]+(\[\w+\])?>=[\d.]+(,<[\d.]+)?\s+# .{8,}", line), line


def test_the_lock_holds_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
