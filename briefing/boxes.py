"""Words on a slide: boxes of paragraphs in one typeface, and how high they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

FONT = "Calibri"
"""On every machine that opens slides: a typeface that is not there would change all line ends."""

Run = tuple[str, float, bool, str]
"""A paragraph: words, size in points, bold, colour."""


def words(slide: Any, left: int, top: int, width: int, height: int, said: Sequence[Run]) -> None:
    """A box of paragraphs, in the units of the slide (`pptx.util`)."""
    box = slide.shapes.add_textbox(left, top, width, height)
    box.text_frame.word_wrap = True
    box.text_frame.margin_left = box.text_frame.margin_right = 0
    box.name = said[0][0][:60]
    write(box.text_frame, said)


def write(frame: Any, said: Sequence[Run]) -> None:
    """The paragraphs, into a frame that has none yet."""
    for n, (text, size, bold, ink) in enumerate(said):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = colour(ink)


def alt(frame: Any, text: str) -> None:
    """What a screen reader says of a chart or table."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text)


def colour(said: str) -> Any:
    """Of `#0067AA`."""
    return RGBColor.from_string(said.removeprefix("#"))


def height(said: Sequence[Run], width: int) -> int:
    """About how high the paragraphs stand: a letter is half as wide as its size, a line a quarter higher."""
    lines = [(size, -(-len(text) * size * 0.5 // Emu(width).pt)) for text, size, *_ in said]
    return Pt(sum(size * 1.25 * count for size, count in lines))
