"""The text inside HTML, PDF and Word files.

In: the file's bytes and its name. Out: text (for HTML also title and date). Raises Unreadable with one line that names
the file and the cure. The formats are read in a process of their own (`etl.confined`).
"""

from __future__ import annotations

import re
from typing import Any

from etl import confined
from etl.encoding import encoding_of, text_of
from etl.errors import DataError


class Unreadable(DataError):
    """A report that cannot be read; its one line names the file, the line and the cure."""


def decode(raw: bytes, name: str) -> str:
    """Text in UTF-8 or UTF-16 with or without mark, or else in Windows' western or Arabic encoding."""
    encoding = encoding_of(raw)
    if encoding.startswith("cp") and b"\x00" in raw[:4096]:
        raise Unreadable(f"{name}: not text: give .txt, .md, .html, .pdf, .docx or .jsonl")
    return text_of(raw, encoding)


def html_article(raw: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The article of a web page without menus and advertisements, with its title and date."""
    page = decode(raw, name)
    if not re.search(r"<\s*(?:!doctype|html|body|article|p|div|h1)\b", page[:20_000], re.IGNORECASE):
        raise Unreadable(f"{name}: not HTML, though it is named so: rename it .txt")
    text, said = _read("web.article", page, name)
    return text, said


def pdf_text(raw: bytes, name: str) -> str:
    """The text of all pages, blank lines between them."""
    return str(_read("pdf.text", raw, name))


def docx_text(raw: bytes, name: str) -> str:
    """Paragraphs and table cells of a Word file, in order, blank lines between them."""
    return str(_read("word.text", raw, name))


def _read(parser: str, content: bytes | str, name: str) -> Any:
    try:
        return confined.run(parser, name, content, name)
    except DataError as error:
        raise Unreadable(str(error)) from error
