"""A report that comes in by hand: pasted words, or the bytes of a file, made a document of `datasets/reports`.

Names are ours: day and title for pasted words, the plain letters of its own name for a file. No path that a person
sends is ever followed.
"""

from __future__ import annotations

import datetime
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

import yaml

from etl import adding, reports
from etl.errors import DataError

LARGEST = 10 * 1024 * 1024
"""Bytes. The longest reports have a few hundred pages; their text is below 2 MB, scans are larger but have no text."""

LONGEST_NAME = 60
DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for devices, whatever their suffix."""
_LICENCE = "the publisher's: kept here for reading, ask before passing the text on"


@dataclass(frozen=True)
class Pasted:
    """Words as pasted, and what the person says of them. `country` (ISO 3166-1 alpha-3) is what they are about."""

    text: str
    title: str
    publisher: str
    published: datetime.date | None
    country: str | None = None
    url: str | None = None


def markdown(pasted: Pasted) -> str:
    """The pasted words under front matter that `etl.reports` reads. Raises DataError where something is missing."""
    for given, name in (
        (pasted.text, "text"),
        (pasted.title, "title"),
        (pasted.publisher, "publisher"),
        (pasted.published, "date of publication"),
    ):
        if not given or not str(given).strip():
            raise DataError(f"the report has no {name}: fill it in, every figure is dated and credited by it")
    if pasted.url and not re.match(r"https?://\S+$", pasted.url.strip()):
        raise DataError("the address must begin with http:// or https://: mend it or leave it empty")
    facts: dict[str, object] = {
        "title": " ".join(pasted.title.split()),
        "publisher": " ".join(pasted.publisher.split()),
        "published": pasted.published,
        "country": pasted.country,
        "url": pasted.url.strip() if pasted.url else None,
        "licence": _LICENCE,
    }
    said = {key: value for key, value in facts.items() if value is not None}
    front = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)
    body = pasted.text.replace("\r\n", "\n").strip()
    return f"---\n{front}---\n\n{body}\n"


def add_pasted(datasets: Path, pasted: Pasted, today: datetime.date) -> Path:
    """Keep pasted words as a document; return where it lies. Raises DataError that names what is missing."""
    name = f"{pasted.published}-{slug(pasted.title) or 'report'}.md"
    return _add(datasets, name, markdown(pasted).encode(), today)


def add_file(datasets: Path, name: str, content: bytes, today: datetime.date) -> Path:
    """Keep the bytes of a report file as a document; return where it lies. Raises DataError for one that can't be read."""
    own = PurePosixPath(PureWindowsPath(name).name)
    suffix = own.suffix.lower()
    if suffix not in adding.REPORTS:
        raise DataError(f"{own.name}: not a kind of report: give one of {', '.join(adding.REPORTS)}")
    return _add(datasets, f"{slug(own.stem) or 'report'}{suffix}", content, today)


def slug(words: str) -> str:
    """`Turkey and Russia, at odds!` -> `turkey-and-russia-at-odds`: letters and digits of any script, no more than 60."""
    plain = unicodedata.normalize("NFKC", words).lower()
    name = re.sub(r"[\W_]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"report-{name}" if DEVICES.fullmatch(name) else name


def _add(datasets: Path, name: str, content: bytes, today: datetime.date) -> Path:
    if len(content) > LARGEST:
        raise DataError(f"{name}: larger than {LARGEST // 1024**2} MB: give its text only")
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder) / name
        aside.write_bytes(content)
        try:
            found = list(reports.read(aside, warn=_refuse))
        except reports.Unreadable as error:
            raise DataError(str(error)) from error
        if not any(report.text.strip() for report in found):
            raise DataError(f"{name}: no text in it: a scan needs to be read by eye, paste its words instead")
        return adding.add(datasets, aside, adding.Said(source="report"), today)


def _refuse(line: str) -> None:
    """A broken line of a .jsonl file: said at once, as nobody reads the server's terminal."""
    raise DataError(line)
