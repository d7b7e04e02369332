"""The text of a PDF, by pypdf."""

from __future__ import annotations

import io

import pypdf

from etl.errors import DataError
from etl.foreign import damage_named

PAGES = 2_000
"""No report has more pages; one that has is not read in part."""
CURE = "save it anew or give its text as .txt"


def text(raw: bytes, name: str) -> str:
    """The text of all pages, blank lines between them."""
    with damage_named(name, "PDF", CURE):
        pages = pypdf.PdfReader(io.BytesIO(raw)).pages
        if len(pages) > PAGES:
            raise DataError(
                f"{name}: has {len(pages):,} pages, more than {PAGES:,}: give the part that counts"
            )
        found = "\n\n".join(page.extract_text() for page in pages)
    if not found.strip():
        raise DataError(f"{name}: no text in this PDF, perhaps it is scanned: give its text as .txt")
    return found
