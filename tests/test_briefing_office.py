"""Slides and Word documents: native, editable, holding the numbers of the sheet; the same bytes each time."""

import io
import re
import zipfile
from dataclasses import replace

import docx as office
import pytest
from briefed import HOSTILE, NOTHING, SHEET
from pptx import Presentation
from pptx.util import Emu

from briefing import slides, word
from briefing.sheet import Sheet


def deck(sheet: Sheet) -> object:
    return Presentation(io.BytesIO(slides.pptx(sheet)))


def words(slide: object) -> str:
    shapes = list(slide.shapes)  # type: ignore[attr-defined]
    said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [
        cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells
    ]
    return "\n".join([*said, *tables])


def clocks(file: bytes) -> tuple[set[tuple[int, ...]], set[bytes]]:
    """Every date of the parts of an office file, those of workbooks in it too: of the ZIP, and told."""
    dates: set[tuple[int, ...]] = set()
    told: set[bytes] = set()
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        for entry in packed.infolist():
            dates.add(entry.date_time)
            content = packed.read(entry)
            told |= set(re.findall(rb"<dcterms:\w+[^>]*>([^<]+)<", content))
            if entry.filename.endswith(".xlsx"):
                inner = clocks(content)
                dates, told = dates | inner[0], told | inner[1]
    return dates, told


def test_the_chart_of_the_slide_holds_the_counts_of_the_sheet() -> None:
    first = deck(SHEET).slides[0]  # type: ignore[attr-defined]
    chart = next(shape.chart for shape in first.shapes if shape.has_chart)
    assert SHEET.trend is not None
    days = sorted({day for line in SHEET.trend.lines for day in line.dates})
    assert list(chart.plots[0].categories) == [str(day.year) for day in days]
    for series, line in zip(chart.plots[0].series, SHEET.trend.lines, strict=True):
        assert series.name == line.name
        known = dict(zip(line.dates, line.values, strict=True))
        assert list(series.values) == [known.get(day) for day in days]
        assert not series.smooth


def test_the_slides_say_what_the_sheet_says() -> None:
    first, second = deck(SHEET).slides  # type: ignore[attr-defined]
    assert first.shapes.title.text_frame.text == SHEET.headline
    assert "more than 6,495,000" in words(first)
    assert "no one number: two publishers count them" in words(first)
    assert SHEET.table is not None
    assert all(row.amount.text in words(second) for row in SHEET.table.rows)
    assert HOSTILE in words(second)
    notes = first.notes_slide.notes_text_frame.text
    assert SHEET.sources[0].url in notes
    assert SHEET.cautions[0] in notes


def test_everything_stands_on_the_slide_and_pictures_are_told_in_words() -> None:
    made = deck(SHEET)
    width, height = made.slide_width, made.slide_height  # type: ignore[attr-defined]
    for slide in made.slides:  # type: ignore[attr-defined]
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= width + Emu(1)
            assert shape.top + shape.height <= height
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_place_without_figures_is_one_slide_that_says_so() -> None:
    slides_ = deck(NOTHING).slides  # type: ignore[attr-defined]
    assert len(slides_) == 1
    assert slides_[0].shapes.title.text_frame.text == NOTHING.headline


def test_what_is_to_be_careful_about_stands_where_there_is_no_chart() -> None:
    first, *_ = deck(replace(SHEET, trend=None)).slides  # type: ignore[attr-defined]
    assert f"{SHEET.cautions[0]}." in words(first)


def test_quotes_that_do_not_fit_on_a_slide_are_counted() -> None:
    (one, *_) = SHEET.quotes
    long = replace(one, quote="They fled. " * 90)
    _, second = deck(replace(SHEET, quotes=(long, long, long, long))).slides  # type: ignore[attr-defined]
    assert "[…]" in words(second)
    assert "and 3 more, on the sheet as PDF or Word" in words(second)


def test_the_document_says_what_the_sheet_says() -> None:
    read = office.Document(io.BytesIO(word.docx(SHEET)))
    paragraphs = "\n".join(paragraph.text for paragraph in read.paragraphs)
    assert f"{SHEET.headline}." in paragraphs
    assert HOSTILE in paragraphs
    assert SHEET.version in paragraphs
    figures, places = read.tables
    assert [row.cells[1].text for row in figures.rows[1:]] == [
        "more than 6,495,000",
        "5,960,276",
        "no one number: two publishers count them",
    ]
    assert [row.cells[0].text for row in places.rows] == ["Country", "Türkiye", "Lebanon"]
    assert figures.rows[0]._tr.trPr is not None
    assert SHEET.trend is not None
    assert SHEET.trend.title in read.inline_shapes[0]._inline.docPr.get("descr")


@pytest.mark.parametrize("make", [slides.pptx, word.docx])
def test_the_same_sheet_gives_the_same_bytes_and_no_clock(make: object) -> None:
    first, again = make(SHEET), make(SHEET)  # type: ignore[operator]
    assert first == again
    dates, told = clocks(first)
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert told == {b"1980-01-01T00:00:00Z"}
