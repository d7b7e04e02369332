"""Sheets as PDF, PNG and SVG: the words and numbers of the sheet, whole, the same bytes each time."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
from briefed import HOSTILE, NOTHING, SHEET
from PIL import Image

from briefing import fonts, paper
from briefing.sheet import Brand, Sheet

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")


def text_of(pdf: bytes) -> str:
    """The text of all pages, in one line."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_holds_exactly_the_numbers_of_the_sheet() -> None:
    read = set(NUMBER.findall(text_of(paper.document(SHEET).pdf())))
    amounts = [one.amount for one in SHEET.figures if one.amount] + [quote.amount for quote in SHEET.quotes]
    assert SHEET.table is not None
    amounts += [row.amount for row in SHEET.table.rows]
    assert read == {f"{amount.value:,}" for amount in amounts}


def test_the_pdf_is_tagged_titled_and_has_its_typefaces_inside() -> None:
    read = pypdf.PdfReader(io.BytesIO(paper.document(SHEET).pdf()))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert read.metadata is not None
    assert read.metadata.title == "Syria, 7 February 2020"
    named = {
        str(font["/BaseFont"])
        for page in read.pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    assert named
    assert all("SourceSans" in name or "DejaVu" in name for name in named)


@pytest.mark.parametrize("sheet", [SHEET, NOTHING], ids=["everything", "nothing"])
@pytest.mark.parametrize("layout", paper.LAYOUTS)
def test_every_layout_has_the_headline_the_sources_and_the_version(sheet: Sheet, layout: str) -> None:
    said = text_of(paper.document(sheet, layout).pdf())
    assert sheet.headline in said
    assert sheet.version in said
    assert all(one.publisher in said for one in sheet.sources)
    if layout in ("slide", "square"):
        assert len(paper.document(sheet, layout).svgs()) == 1


def test_words_are_words_whatever_they_look_like() -> None:
    said = text_of(paper.document(SHEET).pdf())
    assert " ".join(HOSTILE.split()) in said


def test_the_same_sheet_gives_the_same_bytes_in_another_process() -> None:
    made = "import sys; sys.path.insert(0, 'tests'); from briefed import SHEET; from briefing import paper; import hashlib; p = paper.document(SHEET)"
    asked = f"{made}; print(*(hashlib.sha256(b).hexdigest() for b in (p.pdf(), p.png(), p.svg())))"
    document = paper.document(SHEET)
    import hashlib

    here = [hashlib.sha256(made).hexdigest() for made in (document.pdf(), document.png(), document.svg())]
    there = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert there.stdout.split() == here


def test_a_picture_is_as_large_as_asked() -> None:
    small, large = (
        Image.open(io.BytesIO(paper.document(SHEET, "square").png(scale))).size for scale in (2, 4)
    )
    assert small == (1440, 1440)
    assert large == (2880, 2880)


def test_arabic_is_drawn_by_a_typeface_that_has_it_and_a_lost_letter_is_seen() -> None:
    assert fonts.drawable("إدلب Türkiye") == "إدلب Türkiye"
    assert fonts.drawable("Khmer ខ") == "Khmer □"
    drawn = pypdf.PdfReader(io.BytesIO(paper.document(SHEET).pdf()))
    named = {
        str(font["/BaseFont"])
        for page in drawn.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert any("DejaVu" in name for name in named)


def test_the_code_leads_to_the_live_view_and_without_address_there_is_none() -> None:
    assert "code.svg" in paper.document(SHEET)._files()
    assert "code.svg" not in paper.document(replace(SHEET, link=""))._files()


def test_the_organisations_logo_stands_on_the_sheet(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "#0067AA").save(logo)
    plain = paper.document(SHEET, "slide").png()
    branded = paper.document(replace(SHEET, brand=Brand("Relief Organisation", logo)), "slide").png()
    assert plain != branded


def test_the_svg_is_whole_and_links_nowhere() -> None:
    assert "&" in SHEET.link
    drawn = ElementTree.fromstring(paper.document(SHEET).svg())
    assert {element.tag.split("}")[1] for element in drawn.iter()}.isdisjoint(
        {"a", "script", "foreignObject"}
    )


def test_the_pdf_links_to_addresses_of_the_web_only() -> None:
    (source,) = SHEET.sources
    sheet = replace(SHEET, sources=(source, replace(source, url="javascript:alert(1)")))
    read = pypdf.PdfReader(io.BytesIO(paper.document(sheet).pdf()))
    notes = [note.get_object() for page in read.pages for note in page.get("/Annots", [])]
    assert {str(note["/A"]["/URI"]) for note in notes} == {source.url, SHEET.link}


def lowest(pdf: bytes, words: str) -> float:
    """Where the words stand on the first page: points above its lower edge."""
    found: list[float] = []

    def see(text: str, page: list[float], line: list[float], *rest: object) -> None:
        if words in text:
            found.append(line[4] * page[1] + line[5] * page[3] + page[5])

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=see)
    return min(found)


@pytest.mark.parametrize("layout", ["slide", "square"])
def test_the_foot_of_a_screens_page_lies_below_all_pictures(layout: str) -> None:
    wordy = replace(
        SHEET, headline=f"{SHEET.headline}; {SHEET.headline}", cautions=("A caution of many words. " * 9,)
    )
    made = paper.document(wordy, layout)
    pdf = made.pdf()
    assert len(made.svgs()) == 1
    assert lowest(pdf, "Made from tables") < lowest(pdf, "A caution") < lowest(pdf, "counted otherwise") - 8


def test_marks_of_the_direction_of_writing_are_no_lost_letters() -> None:
    assert fonts.drawable("\u2068إدلب\u2069") == "إدلب"


def test_a_sheet_without_a_map_is_made() -> None:
    assert SHEET.headline in text_of(paper.document(replace(SHEET, locator=None)).pdf())
