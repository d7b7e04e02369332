"""How publishers are asked: how patiently, and at which addresses."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from etl.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Manners:
    """Seconds: between two pages, for a connection, for silence while reading, and for a page as a whole."""

    pause: float = 1.0
    connect: float = 10.0
    read: float = 60.0
    page: float = 600.0


def manners() -> Manners:
    """As the environment says: DISPLACEMENT_PAUSE, DISPLACEMENT_TIMEOUT (silence), DISPLACEMENT_PAGE_TIMEOUT (a whole page).

    Raises UsageError for what is no number of seconds.
    """
    usual = Manners()
    read = _seconds("DISPLACEMENT_TIMEOUT", usual.read)
    return Manners(
        pause=_seconds("DISPLACEMENT_PAUSE", usual.pause),
        connect=min(read, usual.connect),
        read=read,
        page=_seconds("DISPLACEMENT_PAGE_TIMEOUT", usual.page),
    )


def _seconds(name: str, usual: float) -> float:
    said = os.environ.get(name, "")
    try:
        seconds = float(said) if said else usual
    except ValueError:
        seconds = -1
    if not (0 <= seconds <= threading.TIMEOUT_MAX) or (seconds == 0 and name != "DISPLACEMENT_PAUSE"):
        raise UsageError(f"{name}={said}: not a number of seconds: write e.g. {usual:g}")
    return seconds


def address(base: str) -> str:
    """The address of an API, without a slash at its end. Raises UsageError if it is not one that may be asked."""
    try:
        parts = urlsplit(base)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise UsageError(f"{base}: not an address: write it as https://HOST/PATH")
    if parts.username or parts.query or parts.fragment:
        raise UsageError(
            f"{parts.hostname}: write the address without a user name, ? or #: only https://HOST/PATH"
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise UsageError(
            f"{parts.hostname}: only https is asked (http on this machine alone): write https://"
        )
    return base.rstrip("/")
