"""The sheet as slides whose words, chart and table can be edited: PowerPoint, 16:9."""

from __future__ import annotations

import datetime
import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from briefing import boxes, paper, repeatable
from briefing.sheet import Quote, Sheet, Table, Trend
from charts import numbers, style

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.55)
MADE = datetime.datetime(1980, 1, 1)
MOST_CARDS = 4
TOP = Inches(0.7)
LONGEST = 600
"""Letters of a quote on a slide; what is longer ends in […]."""


def pptx(sheet: Sheet) -> bytes:
    """A slide with headline, key figures and trend; one with the table and what reports say; sources in all notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    core = deck.core_properties
    core.title, core.author = f"{sheet.subject.name}, {numbers.day(sheet.on)}", sheet.brand.organisation
    core.created = core.modified = MADE
    core.last_modified_by = ""
    first = _slide(deck, sheet)
    boxes.words(
        first, EDGE, Inches(0.35), WIDTH - 2 * EDGE, Inches(0.35), [(_masthead(sheet), 12, False, style.SOFT)]
    )
    _title(first, sheet.headline)
    _cards(first, sheet)
    if sheet.trend:
        _chart(first, sheet.trend)
    else:
        _cautions(first, sheet)
    _footer(first, sheet)
    if sheet.table or sheet.quotes:
        second = _slide(deck, sheet)
        _title(second, sheet.table.title if sheet.table else "What reports say", Inches(0.4), 24)
        if sheet.table:
            _table(second, sheet.table)
        _quotes(second, sheet)
        _footer(second, sheet)
    out = io.BytesIO()
    deck.save(out)
    return repeatable.packed(out.getvalue())


def _masthead(sheet: Sheet) -> str:
    return " · ".join(
        filter(None, (paper.KIND, sheet.subject.name, numbers.day(sheet.on), sheet.brand.organisation))
    )


def _slide(deck: Any, sheet: Sheet) -> Any:
    """An empty slide with a title, and the notes of the sheet for the speaker."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    lines = [*(f"{line}." for line in sheet.cautions), *sheet.notes]
    lines += [
        ", ".join(filter(None, (one.publisher, one.title, one.licence, one.taken, one.url)))
        for one in sheet.sources
    ]
    slide.notes_slide.notes_text_frame.text = "\n".join(
        filter(None, [*lines, *paper.colophon(sheet), sheet.link])
    )
    return slide


def _title(slide: Any, words: str, top: int = TOP, size: float = 26) -> None:
    box = slide.shapes.title
    box.left, box.top, box.width, box.height = EDGE, top, WIDTH - 2 * EDGE, Inches(1.25)
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = 0
    longest = len(words)
    small = size if longest < 110 else size - 4 if longest < 170 else size - 8
    boxes.write(frame, [(words, small, True, style.INK)])


def _cards(slide: Any, sheet: Sheet) -> None:
    shown = sheet.figures[:MOST_CARDS]
    if not shown:
        return
    width = (WIDTH - 2 * EDGE) // len(shown)
    for n, one in enumerate(shown):
        colour = style.POPULATION.get(one.population, style.SERIES[-1])
        left, top = EDGE + n * width, Inches(2.15)
        rule = slide.shapes.add_shape(1, left, top, Inches(0.05), Inches(1.15))
        rule.fill.solid()
        rule.fill.fore_color.rgb = boxes.colour(colour)
        rule.line.fill.background()
        rule.name = f"Colour of {one.label}"
        amount = one.amount.text if one.amount else "No one number"
        small = "; ".join(
            filter(None, (one.change, f"{one.as_of} ({one.publisher})" if one.as_of else "", one.note))
        )
        said = [
            (one.label, 12, False, style.SOFT),
            (amount, 22, True, style.darker(colour)),
            (small, 11, False, style.SOFT),
        ]
        boxes.words(slide, left + Inches(0.1), top - Inches(0.05), width - Inches(0.2), Inches(1.25), said)


def _chart(slide: Any, trend: Trend) -> None:
    """A native chart: its data can be edited, and hold what the sheet holds. Years without a count stay empty."""
    days = sorted({day for line in trend.lines for day in line.dates})
    data = CategoryChartData(number_format="#,##0")
    ends_of_years = all((day.month, day.day) == (12, 31) for day in days)
    if ends_of_years:  # each year has its place, with or without a count
        days = [datetime.date(year, 12, 31) for year in range(days[0].year, days[-1].year + 1)]
    data.categories = [str(day.year) for day in days] if ends_of_years else days
    for line in trend.lines:
        known = dict(zip(line.dates, line.values, strict=True))
        data.add_series(line.name, [known.get(day) for day in days])
    boxes.words(
        slide, EDGE, Inches(3.45), WIDTH - 2 * EDGE, Inches(0.3), [(trend.title, 13, True, style.INK)]
    )
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS, EDGE, Inches(3.75), WIDTH - 2 * EDGE, Inches(3.05), data
    )
    frame.name = trend.title
    boxes.alt(frame, f"{trend.title}. {trend.subtitle}.")
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(11), boxes.FONT
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
    chart.has_title = False
    axis = chart.value_axis
    axis.minimum_scale, axis.tick_labels.number_format = 0, "#,##0"
    axis.tick_labels.number_format_is_linked = False
    axis.major_gridlines.format.line.color.rgb = boxes.colour(style.GRID)
    axis.format.line.fill.background()
    seen: set[str] = set()
    for line, series in zip(trend.lines, chart.plots[0].series, strict=True):
        if line.population in seen:  # the second line of a group has its colour too
            series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        seen.add(line.population)
        colour = boxes.colour(style.POPULATION.get(line.population, style.SERIES[-1]))
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(2)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour


def _cautions(slide: Any, sheet: Sheet) -> None:
    """In the chart's place, where there is none: what to be careful about, and what would fill the sheet."""
    said = [(f"{line}.", 14.0, False, style.INK) for line in sheet.cautions]
    if said:
        head = ("To be careful about", 13.0, True, "#0067AA")
        boxes.words(slide, EDGE, Inches(3.45), WIDTH - 2 * EDGE, Inches(3.3), [head, *said])


def _table(slide: Any, found: Table) -> None:
    head = [found.head, "People", "Change", "As of", "Counted by"]
    width = Inches(6.6)
    frame = slide.shapes.add_table(
        len(found.rows) + 1, len(head), EDGE, Inches(1.3), width, Inches(0.34) * (len(found.rows) + 1)
    )
    frame.name = found.title
    boxes.alt(frame, f"Table: {found.title}")
    for n, share in enumerate((0.26, 0.16, 0.24, 0.19, 0.15)):
        frame.table.columns[n].width = int(width * share)
    lines = [head, *([row.name, row.amount.text, row.change, row.as_of, row.publisher] for row in found.rows)]
    for r, cells in enumerate(lines):
        frame.table.rows[r].height = Inches(0.34)
        for c, words in enumerate(cells):
            cell = frame.table.cell(r, c)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            boxes.write(cell.text_frame, [(words, 11, r == 0, "#FFFFFF" if r == 0 else style.INK)])
            if c == 1:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            cell.fill.solid()
            cell.fill.fore_color.rgb = boxes.colour(
                "#0067AA" if r == 0 else "#FFFFFF" if r % 2 else "#F3F6F9"
            )
    if found.note:  # below the most rows with two lines each
        boxes.words(
            slide,
            EDGE,
            Inches(6.45),
            width,
            Inches(0.4),
            [(numbers.capital(found.note), 11, False, style.SOFT)],
        )


def _quotes(slide: Any, sheet: Sheet) -> None:
    if not sheet.quotes:
        return
    left, high = Inches(7.5) if sheet.table else EDGE, Inches(5.3)
    width = WIDTH - left - EDGE
    said: list[boxes.Run] = [("What reports say", 13, True, "#0067AA")] if sheet.table else []
    for n, one in enumerate(sheet.quotes):
        more = _quote(one)
        if n and boxes.height([*said, *more], width) > high - Inches(0.25):
            left_out = len(sheet.quotes) - n
            said.append((f"and {left_out} more, on the sheet as PDF or Word", 10, False, style.SOFT))
            break
        said += more
    boxes.words(slide, left, Inches(1.2), width, high, said)


def _quote(one: Quote) -> list[boxes.Run]:
    pending = " Not checked by a person yet." if one.review == "pending" else ""
    words = one.quote
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rsplit(' ', 1)[0]} […]"
    return [
        (numbers.capital(one.said), 12, True, style.INK),
        (f"“{words}”", 11, False, style.INK),
        (f"{one.who}, published {one.published}. {one.verdict}{pending}", 10, False, style.SOFT),
    ]


def _footer(slide: Any, sheet: Sheet) -> None:
    words = " ".join(paper.colophon(sheet))
    boxes.words(slide, EDGE, Inches(6.9), WIDTH - 2 * EDGE, Inches(0.4), [(words, 10, False, style.SOFT)])
