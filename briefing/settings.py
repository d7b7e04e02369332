"""What the one who hands sheets out says of themselves, in `briefing.toml` of the datasets folder.

    organisation = "Relief Organisation"
    logo = "logo.png"            # beside this file: PNG, JPEG or SVG, 2 MB at most
    contact = "info@example.org"
    dashboard = "https://displacement.example.org"   # the live view that sheets link to

All of it may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from briefing.sheet import Brand, Subject
from etl import settings as toml
from etl.errors import UsageError

FILE = "briefing.toml"
KEYS = ("organisation", "logo", "contact", "dashboard")
LOGOS = (".png", ".jpg", ".jpeg", ".svg")
LARGEST = 2 * 1024 * 1024
"""Bytes of a logo."""


@dataclass(frozen=True)
class Settings:
    """The brand, and the dashboard's address without the page (`https://host/path`), empty if there is none to link to."""

    brand: Brand = field(default_factory=Brand)
    dashboard: str = ""

    def link(self, subject: Subject, on: str) -> str:
        """The live view of a sheet; empty where no dashboard is set."""
        if not self.dashboard:
            return ""
        return f"{self.dashboard.rstrip('/')}/briefing?{urlencode({'about': subject.kind, 'of': subject.key, 'day': on})}"


def settings(datasets: Path) -> Settings:
    """What `briefing.toml` says; nothing where there is none. Raises UsageError that names what to mend."""
    said = toml.read(datasets / FILE, 'organisation = "Name"') or {}
    for key, value in said.items():
        if key not in KEYS or not isinstance(value, str):
            raise UsageError(f"{FILE}: {key}: use {', '.join(KEYS)}, each with words in quotes")
    dashboard = said.get("dashboard", "")
    if dashboard and not re.match(r"https?://\S+$", dashboard):
        raise UsageError(f"{FILE}: dashboard: an address begins with http:// or https://")
    logo = _logo(datasets, said["logo"]) if said.get("logo") else None
    return Settings(Brand(said.get("organisation", ""), logo, said.get("contact", "")), dashboard)


def _logo(datasets: Path, name: str) -> Path:
    path = datasets / Path(name).name
    if path.suffix.lower() not in LOGOS:
        raise UsageError(f"{FILE}: logo {name}: give one of {', '.join(LOGOS)}")
    if not path.is_file():
        raise UsageError(f"{FILE}: logo {name}: no such file beside {FILE}")
    if path.stat().st_size > LARGEST:
        raise UsageError(f"{FILE}: logo {name}: larger than {LARGEST // 1024**2} MB: make it smaller")
    return path
