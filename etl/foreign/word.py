"""The text of a Word file, by python-docx, whose XML parser resolves no entities."""

from __future__ import annotations

import io

import docx

from etl.errors import DataError
from etl.foreign import damage_named, no_bomb

CURE = "save it anew or give its text as .txt"


def text(raw: bytes, name: str) -> str:
    """Paragraphs and table cells in order, blank lines between them."""
    with damage_named(name, "Word file", CURE):
        no_bomb(io.BytesIO(raw), name)
        document = docx.Document(io.BytesIO(raw))
        pieces = [paragraph.text for paragraph in document.paragraphs]
        pieces += [
            " ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows
        ]
    found = "\n\n".join(piece for piece in pieces if piece.strip())
    if not found:
        raise DataError(f"{name}: no text in this Word file: give its text as .txt")
    return found
