"""Where a file comes from: the sidecar beside it says publisher, citation, address, licence and date taken.

A sidecar is a YAML file named like its data file plus `.yaml` (`world.csv` has `world.csv.yaml`).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from etl.errors import DataError

SUFFIX = ".yaml"
KEYS = ("title", "publisher", "citation", "url", "licence", "taken", "sha256", "dataset", "accepted")

PAGES = ".pages"
"""A folder of this suffix is one document: the pages of an API's reply, one file each, in the order of their names."""


@dataclass(frozen=True)
class Document:
    """One file and what its sidecar says of it. Dates are days; what is not known is None."""

    path: Path
    name: str
    title: str | None = None
    publisher: str | None = None
    citation: str | None = None
    url: str | None = None
    licence: str | None = None
    vintage: datetime.date | None = None
    source: str | None = None
    sha256: str = ""
    warning: str | None = None
    dataset: str | None = None
    """Which table this is a state of: of one dataset only the newest vintage counts."""
    accepted: bool = False
    """A person has looked at it: it counts even if it is much shorter than the vintage before."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Settings that only some adapters read, e.g. `role: triangulation` for a second voice."""


def pages(path: Path) -> list[Path]:
    """The files of a document: its pages in their order, or the one file that it is."""
    return sorted(page for page in path.iterdir() if page.is_file()) if path.is_dir() else [path]


def sha256(path: Path) -> str:
    """Hex digest of the file's bytes; of a folder of pages, that of their digests."""
    if path.is_dir():
        return hashlib.sha256("".join(sha256(page) for page in pages(path)).encode()).hexdigest()
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def describe(path: Path, source: str | None = None, more: Mapping[str, Any] | None = None) -> Document:
    """What is known of the file at `path`; `source` names its adapter where the caller knows it, `more` are lines that go
    before those of its sidecar.

    Without a sidecar everything but the name and the hash is None and the document carries a warning.
    Raises DataError for a sidecar that is not YAML.
    """
    said = {**_read_sidecar(path), **(more or {})}
    digest = sha256(path)
    named = said.pop("source", None)
    known = {key: said.pop(key, None) for key in KEYS}
    warning = None
    if not said and not named and not any(known.values()):
        warning = f"no sidecar {path.name}{SUFFIX}: publisher, licence and date taken are not known"
    elif known["sha256"] is not None and known["sha256"] != digest:
        warning = f"{path.name} changed after its sidecar was written: check it, then run `python -m etl.documents {path.name}`"
    return Document(
        path=path,
        name=path.name,
        title=known["title"],
        publisher=known["publisher"],
        citation=known["citation"],
        url=known["url"],
        licence=known["licence"],
        vintage=known["taken"],
        source=source or named,
        sha256=digest,
        warning=warning,
        dataset=known["dataset"],
        accepted=bool(known["accepted"]),
        extra=said,
    )


def _read_sidecar(path: Path) -> dict[str, Any]:
    sidecar = path.with_name(path.name + SUFFIX)
    if not sidecar.exists():
        return {}
    try:
        said = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = str(error).splitlines()[0]
        raise DataError(f"{sidecar.name}: not readable as YAML ({line}): mend it or take it away") from error
    if not isinstance(said, dict):
        raise DataError(
            f"{sidecar.name}: holds no `key: value` lines: write at least publisher, url, licence, taken"
        )
    return said


def refresh(path: Path) -> None:
    """Write the file's present hash into its sidecar, all other lines untouched."""
    sidecar = path.with_name(path.name + SUFFIX)
    kept = [
        line for line in sidecar.read_text(encoding="utf-8").splitlines() if not line.startswith("sha256:")
    ]
    sidecar.write_text("\n".join([*kept, f"sha256: {sha256(path)}"]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    for argument in sys.argv[1:]:
        refresh(Path(argument))
