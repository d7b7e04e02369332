"""Who may do what: the lists of roles.toml, and nobody more by a fault in it."""

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.secrets import Secrets

from etl import roles
from etl.errors import DataError, UsageError
from ui import desk_add, desk_steps
from ui import roles as here

FILE = 'reader = ["@example.org", "guest@example.net"]\nreviewer = ["amina@example.org"]\nadmin = ["Head@Example.org"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    (tmp_path / roles.FILE).write_text(FILE)
    return tmp_path


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("somebody@example.org", "reader"),
        ("GUEST@example.net", "reader"),
        ("amina@example.org", "reviewer"),
        ("head@example.org", "admin"),
        ("somebody@sub.example.org", None),
        ("somebody@notexample.org", None),
        ("", None),
        ("*", None),
    ],
)
def test_a_role_is_given_to_an_address_or_a_domain(folder: Path, email: str, role: str | None) -> None:
    assert roles.role(folder, email) == role


def test_each_role_may_what_those_before_it_may() -> None:
    allowed = {role: [action for action in roles.MAY if roles.may(role, action)] for role in roles.ROLES}
    assert allowed == {"reader": ["read"], "reviewer": ["read", "decide"], "admin": ["read", "decide", "add"]}
    assert not roles.may(None, "read")


def test_without_a_file_nobody_has_a_role_and_everybody_only_by_a_star(tmp_path: Path) -> None:
    assert roles.role(tmp_path, "amina@example.org") is None
    (tmp_path / roles.FILE).write_text('reader = ["*"]')
    assert roles.role(tmp_path, "amina@example.org") == "reader"


@pytest.mark.parametrize(
    "wrong",
    [
        'admin = ["*"]',
        'reviewers = ["a@example.org"]',
        'reader = "a@example.org"',
        "reader = [1]",
        'reader = ["example.org"]',
        "reader",
    ],
)
def test_a_fault_gives_nobody_any_right_and_is_named(folder: Path, wrong: str) -> None:
    (folder / roles.FILE).write_text(wrong)
    with pytest.raises(UsageError, match=roles.FILE):
        roles.role(folder, "head@example.org")


def signed_in(monkeypatch: pytest.MonkeyPatch, **claims: Any) -> None:
    monkeypatch.setattr(here, "on", lambda: True)
    monkeypatch.setattr(st, "user", {"is_logged_in": True, **claims})


def test_what_a_role_may_not_do_is_refused_where_it_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(monkeypatch, email="amina@example.org", email_verified=True)
    here.require("decide")
    with pytest.raises(DataError, match="Only the role admin may add reports"):
        here.require("add")


def test_a_step_or_a_report_is_refused_though_its_button_was_reached(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(monkeypatch, email="guest@example.org", email_verified=True)
    with pytest.raises(DataError, match="Only the role reviewer may decide"):
        desk_steps._write("accept", "0" * 16, 0, {}, {})
    with pytest.raises(DataError, match="Only the role admin may add reports"):
        desk_add._added(lambda *_: pytest.fail("a file was written"))
    assert [path.name for path in folder.iterdir()] == [roles.FILE]


@pytest.mark.parametrize("verified", [None, False, "false", ""])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, verified: object
) -> None:
    signed_in(monkeypatch, email="head@example.org", email_verified=verified)
    assert here.who() == ""
    assert not here.may("read")


def test_where_nobody_signs_in_one_person_may_do_all(folder: Path) -> None:
    assert not here.on()
    assert all(here.may(action) for action in roles.MAY)


@pytest.mark.parametrize(
    ("secrets", "on"),
    [
        ('[auth]\nclient_id = "a"\n', True),
        ("[other]\n", False),
        (None, False),
        ('[auth]\nclient_id = "a\n', True),
    ],
)
def test_a_slip_in_the_secrets_opens_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, secrets: str | None, on: bool
) -> None:
    file = folder / "secrets.toml"
    if secrets is not None:
        file.write_text(secrets)
    monkeypatch.setattr(st, "get_option", lambda name: [str(file)])
    monkeypatch.setattr(st, "secrets", Secrets())
    monkeypatch.setattr(
        "streamlit.config.get_option", lambda name: [str(file)] if name == "secrets.files" else None
    )
    assert here.on() is on
    assert here.may("add") is not on
