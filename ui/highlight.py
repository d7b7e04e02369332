"""A report's text with its figures marked, as HTML. Every character of the report is escaped: shown, never run.

The number of a figure is a mark, its sentence is underlined: colour says who is counted, the kind of line says whether a
person has decided (outline: nobody yet, filled: accepted, struck through: rejected).
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etl.reports.languages import language_of
from etl.reports.numbers import numbers, plain
from etl.reports.unknown import OTHER
from etl.reports.wording import languages


@dataclass(frozen=True)
class Marked:
    """One figure of a text: its sentence `text[start:end]` (`quote`), the number as printed, and how it is shown."""

    figure_id: str
    quote: str
    start: int
    end: int
    printed: int | None
    colour: str
    review: str
    reading: str
    """The reading in words, for those who point at the mark or hear it."""


def marked_text(text: str, figures: Sequence[Marked], chosen: str | None = None) -> str:
    """HTML of the text. A figure whose words are not where they should be is left out: it would mark others' words.

    Numbers are found as the text's language writes them: a figure of a French text may stand there as "12 400".
    """
    language = language_of(text)
    language = language if language in languages() else OTHER
    parts, at = [], 0
    for (start, end), inside in _sentences(text, figures):
        spans = _spans(inside, language)
        parts += [html.escape(text[at:start]), _sentence(text, start, end, inside, spans, chosen)]
        at = end
    return "".join([*parts, html.escape(text[at:])])


def _sentences(text: str, figures: Iterable[Marked]) -> list[tuple[tuple[int, int], list[Marked]]]:
    """The sentences that have figures, in reading order, none overlapping the one before."""
    found: dict[tuple[int, int], list[Marked]] = {}
    for figure in figures:
        if figure.start < figure.end and text[figure.start : figure.end] == figure.quote:
            found.setdefault((figure.start, figure.end), []).append(figure)
    kept: list[tuple[tuple[int, int], list[Marked]]] = []
    for place, inside in sorted(found.items(), key=lambda item: item[0]):
        if not kept or place[0] >= kept[-1][0][1]:
            kept.append((place, inside))
    return kept


Spans = dict[tuple[int, int], Marked]


def _sentence(text: str, start: int, end: int, inside: list[Marked], spans: Spans, chosen: str | None) -> str:
    parts, at = [], start
    for (first, last), figure in sorted(spans.items()):
        parts += [
            html.escape(text[at : start + first]),
            _mark(figure, text[start + first : start + last], chosen),
        ]
        at = start + last
    here = " here" if chosen in {figure.figure_id for figure in inside} else ""
    colour = html.escape(inside[0].colour, quote=True)
    return f'<span class="said{here}" style="--colour:{colour}">{"".join(parts)}{html.escape(text[at:end])}</span>'


def _spans(inside: list[Marked], language: str) -> Spans:
    """Where each figure's number stands in the sentence; a figure alone whose number is not found takes it whole."""
    quote = inside[0].quote
    written = numbers(plain(quote), language)
    spans: Spans = {}
    for figure in inside:
        free = (
            (number.start, number.end)
            for number in written
            if int(number.value) == figure.printed and (number.start, number.end) not in spans
        )
        span = next(free, (0, len(quote)) if len(inside) == 1 else None)
        if span and not any(span[0] < last and first < span[1] for first, last in spans):
            spans[span] = figure
    return spans


def _mark(figure: Marked, words: str, chosen: str | None) -> str:
    said = html.escape(f"{words}: {figure.reading}", quote=True)
    return (
        f'<mark class="{html.escape(figure.review, quote=True)}" role="button" tabindex="0" '
        f'data-figure="{html.escape(figure.figure_id, quote=True)}" '
        f'aria-pressed="{"true" if figure.figure_id == chosen else "false"}" '
        f'style="--colour:{html.escape(figure.colour, quote=True)}" title="{said}" aria-label="{said}">'
        f"{html.escape(words)}</mark>"
    )
