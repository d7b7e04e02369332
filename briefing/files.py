"""A sheet as the bytes of a file, by the kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing import paper, slides, text, word
from briefing.sheet import Sheet


@dataclass(frozen=True)
class Kind:
    """A kind of file: what people call it, its media type, and how a sheet in a layout, at a scale, becomes one."""

    name: str
    media: str
    made: Callable[[Sheet, str, int], bytes]


KINDS = {
    "pdf": Kind("PDF", "application/pdf", lambda sheet, layout, _: paper.document(sheet, layout).pdf()),
    "png": Kind("PNG", "image/png", lambda sheet, layout, scale: paper.document(sheet, layout).png(scale)),
    "svg": Kind("SVG", "image/svg+xml", lambda sheet, layout, _: paper.document(sheet, layout).svg()),
    "pptx": Kind(
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda sheet, _, __: slides.pptx(sheet),
    ),
    "docx": Kind(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda sheet, _, __: word.docx(sheet),
    ),
    "txt": Kind("Text", "text/plain", lambda sheet, _, __: text.text(sheet).encode()),
}
