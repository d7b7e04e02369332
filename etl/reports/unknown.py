"""Reports in a language without a lexicon: numbers and places are read, all else is doubted, nothing is guessed.

In: a report. Out: one row for each large number near a word for refugees or displaced people (`lexicon_other.yaml`),
with population `displaced`, a confidence of at most 0.3 and a warning. Where no such word stands there is no figure,
because nobody can say what was counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from etl.reports.context import Scene, scene
from etl.reports.cues import Cue
from etl.reports.eras import eras, within
from etl.reports.guards import refused
from etl.reports.heads import Head
from etl.reports.lexicon import Lexicon, Sense, lexicon
from etl.reports.numbers import Number, numbers, plain
from etl.reports.readers import Report
from etl.reports.readings import Reading
from etl.reports.roles import Named
from etl.reports.rows import Line, Row, nowhere, row
from etl.reports.sentences import Sentence, sentences
from etl.reports.wording import vocabulary

SURE = 0.3
"""The most that a reading without knowledge of the language can claim."""
NEAR = 60
"""Characters between a number and the word that may say whom it counts."""
LEAST = 1_000
"""Smaller numbers are days, ages and shares as likely as people."""
OTHER = "other"
_SENSE = Sense("status", population="displaced", measure="stock", term="other")


def figures(report: Report) -> list[Row]:
    """The doubtful figures of a report, in reading order."""
    text, words = plain(report.text), lexicon()
    about = scene(report.title, report.country, text, sentences(text), words)
    found: list[Row] = []
    for sentence, named in about.told:
        found += _doubtful(report, sentence, text[sentence.start : sentence.end], named, words, about)
    return found


def _doubtful(
    report: Report, sentence: Sentence, text: str, named: list[Named], words: Lexicon, about: Scene
) -> Iterator[Row]:
    status = [match.span() for match in _status().finditer(text)]
    if not status:
        return
    doubt = f"read without knowledge of the language ({report.language}): check population, measure and dates"
    others = eras(text)
    written = (n for n in numbers(text, OTHER) if not within(others, n.start, n.end))
    counts = [number for number in written if not refused(text, number)]
    heads = {number.start: Head("none", number.end) for number in counts}
    line = Line(sentence, text, counts, heads, [], named, report.published, words, others)
    for number in counts:
        near = next((span for span in status if _gap(number, span) < NEAR), None)
        if near is None or number.value < LEAST:
            continue
        cue = Cue(*near, _SENSE)
        reading = Reading(
            "displaced", "stock", "other", "person", "language unknown", SURE, cue, heads[number.start]
        )
        read = row(report, line, number, reading, about)
        if len({name.country for name in named if name.country}) > 1:
            read |= nowhere("sentence")  # which of them, only the words between could say
        warning = "; ".join(filter(None, (doubt, read["warning"])))
        yield read | {"population": "displaced", "origin": None, "attributed_to": None, "warning": warning}


def _gap(number: Number, span: tuple[int, int]) -> int:
    return max(0, span[0] - number.end, number.start - span[1])


@cache
def _status() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{vocabulary(OTHER)['status']})(?!\w)", re.IGNORECASE)
