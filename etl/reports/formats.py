"""The text inside HTML, PDF and Word files.

In: the file's bytes and its name. Out: text (for HTML also title and date, found by trafilatura). Raises Unreadable
with one line that names the file and the cure.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from typing import Any

import docx
import pypdf
import trafilatura
from docx.opc.exceptions import PackageNotFoundError
from pypdf.errors import PyPdfError

from etl.errors import DataError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said once, by us

PAGES = 2_000
UNPACKED = 200_000_000
"""Bytes that a Word file may unpack to: larger ones are made to exhaust memory."""


class Unreadable(DataError):
    """A report that cannot be read; its one line names the file, the line and the cure."""


def decode(raw: bytes, name: str) -> str:
    """Text in UTF-8 (with or without mark), UTF-16 with mark, or else Windows-1252."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        if b"\x00" in raw[:4096]:
            raise Unreadable(f"{name}: not text: give .txt, .md, .html, .pdf, .docx or .jsonl") from None
        return raw.decode("cp1252", errors="replace")


def html_article(raw: bytes, name: str) -> tuple[str, dict[str, Any]]:
    """The article of a web page without menus and advertisements, with its title and date."""
    page = decode(raw, name)
    if not re.search(r"<\s*(?:!doctype|html|body|article|p|div|h1)\b", page[:20_000], re.IGNORECASE):
        raise Unreadable(f"{name}: not HTML, though it is named so: rename it .txt")
    found = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        # Only a date that the page declares: a year in its prose is no day of publication.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = getattr(found, "text", None)
    if not text or not text.strip():
        raise Unreadable(f"{name}: no article found in the page: save its text as .txt")
    said = {key: getattr(found, key, None) for key in ("title", "date", "url")}
    return text, {**said, "publisher": getattr(found, "sitename", None)}


def pdf_text(raw: bytes, name: str) -> str:
    """The text of all pages, blank lines between them."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        text = "\n\n".join(page.extract_text() for page in list(reader.pages)[:PAGES])
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as error:
        raise Unreadable(
            f"{name}: damaged or no PDF ({type(error).__name__}): save it anew or give its text as .txt"
        ) from error
    if not text.strip():
        raise Unreadable(f"{name}: no text in this PDF, perhaps it is scanned: give its text as .txt")
    return text


def docx_text(raw: bytes, name: str) -> str:
    """Paragraphs and table cells of a Word file, in order, blank lines between them."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unreadable(f"{name}: unpacks to more than {UNPACKED:,} bytes: give its text as .txt")
        document = docx.Document(io.BytesIO(raw))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable(
            f"{name}: damaged or no Word file ({type(error).__name__}): save it anew or give its text as .txt"
        ) from error
    pieces = [paragraph.text for paragraph in document.paragraphs]
    pieces += [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    text = "\n\n".join(piece for piece in pieces if piece.strip())
    if not text:
        raise Unreadable(f"{name}: no text in this Word file: give its text as .txt")
    return text
