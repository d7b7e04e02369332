"""Who may do what where people sign in: `roles.toml` in the datasets folder, read anew each time.

    reader = ["@example.org", "guest@example.net"]   # sees everything; "*" is everybody who can sign in
    reviewer = ["amina@example.org"]                 # and decides on figures read from reports
    admin = ["head@example.org"]                     # and adds reports

An entry is an e-mail address, or `@` and a domain. Who is in none of the lists sees nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from etl import settings
from etl.errors import UsageError

FILE = "roles.toml"
ROLES = ("reader", "reviewer", "admin")
"""Each may do what those before it may."""

MAY = {"read": "reader", "decide": "reviewer", "add": "admin"}
"""What is done, and the least role that may."""

EVERYBODY = "*"


def role(datasets: Path, email: str) -> str | None:
    """The highest role that the file gives the address; None if it gives none, or there is no file.

    Raises UsageError that names what to mend: a file with a fault gives nobody any right.
    """
    given = _lists(datasets)
    address = email.strip().lower()
    named = {address, f"@{address.partition('@')[2]}", EVERYBODY} if address else set()
    return next((name for name in reversed(ROLES) if named & given[name]), None)


def may(role: str | None, action: str) -> bool:
    """Whether a role may do one of `MAY`."""
    return role is not None and ROLES.index(role) >= ROLES.index(MAY[action])


def _lists(datasets: Path) -> Mapping[str, set[str]]:
    said = settings.read(datasets / FILE, 'reader = ["@example.org"]') or {}
    for name, entries in said.items():
        if name not in ROLES or not isinstance(entries, list):
            raise UsageError(
                f"{FILE}: {name}: use {', '.join(ROLES)}, each with a list of addresses in quotes"
            )
        for entry in entries:
            if not isinstance(entry, str) or not (
                _is_address(entry) or (entry, name) == (EVERYBODY, ROLES[0])
            ):
                raise UsageError(
                    f'{FILE}: {name}: {entry!r}: write an e-mail address or "@" and a domain ("*" only for {ROLES[0]})'
                )
    return {name: {entry.strip().lower() for entry in said.get(name, [])} for name in ROLES}


def _is_address(entry: str) -> bool:
    before, at, domain = entry.strip().partition("@")
    return (
        at == "@"
        and "." in domain
        and not any(letter.isspace() or letter == "@" for letter in before + domain)
    )
