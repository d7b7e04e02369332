"""The sheet as a Word document, to be taken over into a report: paragraphs, tables, pictures."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import docx as office
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from briefing import paper, repeatable
from briefing.sheet import Sheet
from charts import numbers, style

MADE = datetime.datetime(1980, 1, 1)
TABLE = "Light List Accent 1"


def docx(sheet: Sheet) -> bytes:
    """Headline, key figures, places, reports, cautions, notes and sources; tables with their first row as header."""
    made = office.Document()
    core = made.core_properties
    core.title, core.author = f"{sheet.subject.name}, {numbers.day(sheet.on)}", sheet.brand.organisation
    core.created = core.modified = MADE
    core.comments = core.last_modified_by = ""
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(10.5)
    made.add_heading(f"{sheet.subject.name}, {numbers.day(sheet.on)}", 1)
    made.add_paragraph().add_run(f"{sheet.headline}.").bold = True
    if sheet.figures:
        rows = [
            (
                f"{one.label} ({one.note})" if one.amount and one.note else one.label,
                one.amount.text if one.amount else one.note,
                one.change,
                one.as_of,
                one.publisher,
            )
            for one in sheet.figures
        ]
        _table(made, ("Key figures", "People", "Change", "As of", "Counted by"), rows)
    if sheet.table:
        made.add_heading(sheet.table.title, 2)
        places = [
            (row.name, row.amount.text, row.change, row.as_of, row.publisher) for row in sheet.table.rows
        ]
        _table(made, (sheet.table.head, "People", "Change", "As of", "Counted by"), places)
        if sheet.table.note:
            _small(made, f"{numbers.capital(sheet.table.note)}.")
    if sheet.trend:
        made.add_heading(sheet.trend.title, 2)
        made.add_picture(io.BytesIO(paper.trend_png(sheet)), width=Cm(15))
        _described(made, f"{sheet.trend.title}. {sheet.trend.subtitle}.")
        _small(
            made, " ".join([f"Source: {sheet.trend.source}.", *(f"{note}." for note in sheet.trend.notes)])
        )
    if sheet.quotes:
        made.add_heading("What reports say", 2)
    for one in sheet.quotes:
        line = made.add_paragraph()
        line.add_run(f"{numbers.capital(one.said)}: ").bold = True
        line.add_run(f"“{one.quote}”").italic = True
        pending = " Not checked by a person yet." if one.review == "pending" else ""
        line.add_run(f" ({one.who}, published {one.published}). {one.verdict}{pending}")
    _lines(made, "To be careful about", [f"{line}." for line in sheet.cautions])
    _lines(made, "Notes", sheet.notes)
    told = [
        ", ".join(filter(None, (one.publisher, one.title, f"licence {one.licence}", one.taken, one.url)))
        for one in sheet.sources
    ]
    _lines(made, "Sources", told)
    _small(made, " ".join(filter(None, (*paper.colophon(sheet), sheet.link))))
    out = io.BytesIO()
    made.save(out)
    return repeatable.packed(out.getvalue())


def _table(made: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=1, cols=len(head), style=TABLE)
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
    marked = table.rows[0]._tr.get_or_add_trPr()  # read aloud with each cell, and again on each page
    marked.append(marked.makeelement(qn("w:tblHeader"), {}))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    made.add_paragraph()


def _lines(made: Any, heading: str, lines: Sequence[str]) -> None:
    if lines:
        made.add_heading(heading, 2)
    for line in lines:
        made.add_paragraph(line, style="List Bullet")


def _small(made: Any, words: str) -> None:
    run = made.add_paragraph().add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(style.SOFT.removeprefix("#"))


def _described(made: Any, words: str) -> None:
    """The last picture in words."""
    made.inline_shapes[-1]._inline.docPr.set("descr", words)
