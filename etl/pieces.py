"""What one task of a build reads: some small files, one large one, or some lines of a file of many reports.

A piece carries its bytes where its reader does not see our folders. Pieces read one after the other, in their order, give
what the files give that they were cut from.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.documents import PAGES, Document, pages

FILES, BYTES = 20, 128 * 1024
"""A task reads up to so many files, and no further one after so many bytes: one or two seconds of work, so that handing it
over takes little beside it, and a worker that dies leaves little to do again."""
LINES = ".jsonl"


@dataclass(frozen=True)
class Piece:
    """A document, or its `lines`: how many stand before them, and from which byte to which they lie.

    `carried`: file by file, the bytes that are read; None where the reader sees the document's own path.
    """

    document: Document
    size: int
    lines: tuple[int, int, int] | None = None
    carried: dict[str, bytes] | None = field(default=None, repr=False)


Task = list[Piece]
"""What is read together."""


def tasks(documents: Iterable[Document]) -> list[Task]:
    """All documents, in their order, as what one task after the other reads."""
    found: list[Task] = []
    room = 0
    for piece in (piece for document in documents for piece in _cut(document)):
        if room <= 0 or len(found[-1]) == FILES:
            found.append([])
            room = BYTES
        found[-1].append(piece)
        room -= piece.size
    return found


def carrying(piece: Piece) -> Piece:
    """The piece with its bytes, for a reader elsewhere."""
    return replace(piece, carried=_content(piece))


@contextlib.contextmanager
def at_hand(piece: Piece) -> Iterator[Document]:
    """The piece as a document that can be read here and now."""
    if not piece.lines and piece.carried is None:
        yield piece.document
        return
    with tempfile.TemporaryDirectory() as folder:
        content = _content(piece) if piece.carried is None else piece.carried
        for name, data in content.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        yield replace(piece.document, path=Path(folder) / piece.document.path.name)


def _content(piece: Piece) -> dict[str, bytes]:
    path = piece.document.path
    if not piece.lines:
        return {page.relative_to(path.parent).as_posix(): page.read_bytes() for page in pages(path)}
    before, start, end = piece.lines
    with path.open("rb") as stream:
        stream.seek(start)
        # Empty lines stand for those before, so that a broken line is named by its number in the file.
        return {path.name: b"\n" * before + stream.read(end - start)}


def _cut(document: Document) -> list[Piece]:
    """The document as one piece; a large file of many reports as several."""
    size = sum(page.stat().st_size for page in pages(document.path))
    many = document.source == "report" and document.path.suffix.lower() == LINES
    if many and size > BYTES and document.path.suffix != PAGES:
        return _of_lines(document) or [Piece(document, size)]
    return [Piece(document, size)]


def _of_lines(document: Document) -> list[Piece]:
    """Pieces of whole lines that each hold a report, since a file without one is refused; none if it is not all UTF-8.

    Another encoding is told by a file's beginning, which a piece from its middle does not have.
    """
    begins = [(0, 0)]
    end, holds = 0, False
    with document.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            text = _text(line)
            if text is None:
                return []
            end += len(line)
            holds = holds or _is_report(text)
            if holds and end - begins[-1][1] >= BYTES:
                begins.append((number, end))
                holds = False
    if not holds and len(begins) > 1:
        begins.pop()
    ends = [*(start for _, start in begins[1:]), end]
    return [
        Piece(document, to - start, (before, start, to))
        for (before, start), to in zip(begins, ends, strict=True)
    ]


def _text(line: bytes) -> str | None:
    with contextlib.suppress(UnicodeDecodeError):
        return line.decode("utf-8")
    return None


def _is_report(line: str) -> bool:
    """Surely a report; a line in doubt is none, which makes the piece longer."""
    try:
        said = json.loads(line)
        datetime.date.fromisoformat(str(said.get("published") or said.get("date") or "2000-01-01"))
        return bool(said["id"]) and bool(said["text"].strip())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
