"""Report files -> `Report`s: plain text, Markdown, HTML, PDF, Word, JSON lines.

In: a path, or `-` for standard input. Out: one `Report` a document. The offsets of quotes count characters of
`Report.text`: the body without front matter, the article without boilerplate, the `text` value of a JSON line, each
without marks that nobody sees.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl import places
from etl.reports.formats import Unreadable, decode, docx_text, html_article, pdf_text
from etl.reports.languages import language_of

Warn = Callable[[str], object]

MARKS = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What nobody sees: soft hyphens, marks of direction, spaces without width. They part words, and can hide what is said."""


@dataclass(frozen=True)
class Report:
    """One document. `country` is an ISO 3166-1 alpha-3 code, `published` a day; what is not said is None."""

    id: str
    text: str
    published: datetime.date | None = None
    title: str | None = None
    publisher: str | None = None
    country: str | None = None
    url: str | None = None
    language: str = "en"
    licence: str | None = None
    note: str | None = None


def read(source: str | Path, warn: Warn | None = None) -> Iterator[Report]:
    """Every report in the file (one, or one a line in .jsonl). `-` reads standard input.

    Raises Unreadable, whose one line names the file and the cure. Of JSON lines, only the broken ones are lost: each
    goes to `warn` (standard error by default).
    """
    say = warn or _to_stderr
    name, raw = _bytes(source)
    kind = Path(name).suffix.lower() if name != "-" else _sniff(raw)
    if kind == ".jsonl":
        yield from _lines(name, decode(raw, name), say)
    elif kind in (".html", ".htm"):
        yield _from(name, *html_article(raw, name))
    elif kind == ".pdf":
        yield _from(name, pdf_text(raw, name), {})
    elif kind == ".docx":
        yield _from(name, docx_text(raw, name), {})
    elif kind in (".txt", ".md", ""):
        yield _from(name, *_front_matter(decode(raw, name), name))
    else:
        raise Unreadable(f"{name}: cannot read {kind} files: use .txt, .md, .html, .pdf, .docx or .jsonl")


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def _bytes(source: str | Path) -> tuple[str, bytes]:
    if str(source) == "-":
        raw = sys.stdin.buffer.read()
        name = "-"
    else:
        path = Path(source)
        name = path.name
        if not path.exists():
            raise Unreadable(f"{path}: no such file: check the name and the folder")
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise Unreadable(
                f"{path}: cannot be opened ({error.strerror}): check that it is a file you may read"
            ) from error
    if not raw.strip():
        raise Unreadable(f"{name}: empty: give a report with text in it")
    return name, raw


def _sniff(raw: bytes) -> str:
    """The kind of what comes in by standard input, by its first characters."""
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith(b"{"):
        return ".jsonl"
    if start.startswith(b"%PDF"):
        return ".pdf"
    if start.startswith(b"PK"):
        return ".docx"
    return ".html" if start.lower().startswith((b"<!doctype html", b"<html")) else ".txt"


def _front_matter(text: str, name: str) -> tuple[str, dict[str, Any]]:
    """Split '---', YAML, '---' off the beginning of a text."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        return text, {}
    end = next((n for n, line in enumerate(lines[1:60], 1) if line.strip() == "---"), None)
    if end is None:
        return text, {}
    try:
        said = yaml.safe_load("".join(lines[1:end]))
    except yaml.YAMLError as error:
        raise Unreadable(
            f"{name}: front matter is no YAML ({str(error).splitlines()[0]}): mend lines 2-{end}"
        ) from error
    return "".join(lines[end + 1 :]).lstrip("\r\n"), said if isinstance(said, dict) else {}


def _lines(name: str, text: str, say: Warn) -> Iterator[Report]:
    found = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            if (
                not isinstance(said, dict)
                or not isinstance(said.get("text"), str)
                or said.get("id") in (None, "")
            ):
                raise ValueError("no id or no text")
            report = _from(str(said["id"]), said["text"], said)
        except Unreadable as error:
            say(f"{name}, line {number}: rejected: {error}")
            continue
        except (ValueError, RecursionError) as error:
            say(
                f'{name}, line {number}: rejected ({error}): write one object a line with at least "id" and "text"'
            )
            continue
        found += 1
        yield report
    if not found:
        raise Unreadable(f'{name}: no document in it: write one object a line with at least "id" and "text"')


def _from(name: str, text: str, said: dict[str, Any]) -> Report:
    text = MARKS.sub("", text)
    return Report(
        id=name,
        text=text,
        published=_day(said.get("published") or said.get("date"), name),
        title=_text(said.get("title")),
        publisher=_text(said.get("publisher")),
        country=places.country(str(said["country"])) if said.get("country") else None,
        url=_text(said.get("url")),
        language=language_of(text, _text(said.get("language"))),
        licence=_text(said.get("licence")),
        note=_text(said.get("note")),
    )


def _text(value: object) -> str | None:
    return str(value).strip() or None if value is not None else None


def _day(value: object, name: str) -> datetime.date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value).strip()[:10])
    except ValueError as error:
        raise Unreadable(
            f'{name}: published "{str(value)[:40]}" is no date: write it as 2020-02-07'
        ) from error
