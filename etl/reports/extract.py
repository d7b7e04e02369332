"""A report to its figures: text -> numbers -> guards -> cues -> places -> period -> attribution -> context -> figures.

In: a `Report`. Out: one dict a figure with the columns of `etl.columns`. Every figure keeps the sentence it was read
from: `report.text[quote_start:quote_end] == quote`.
"""

from __future__ import annotations

from dataclasses import replace

from etl.reports import cues, households, unknown
from etl.reports.context import scene
from etl.reports.cues import Count, Cue
from etl.reports.eras import eras, within
from etl.reports.guards import refused
from etl.reports.heads import Head, head
from etl.reports.lexicon import Lexicon, lexicon
from etl.reports.numbers import Number, numbers, plain
from etl.reports.readers import Report
from etl.reports.readings import SILENT, Reading, read
from etl.reports.roles import Named
from etl.reports.rows import Line, Row, parts, row
from etl.reports.sentences import Sentence, sentences
from etl.reports.wording import languages

FEW_ABROAD = 1_000
"""Fewer nationals than that in another country are visitors or workers as likely as refugees."""


def figures(report: Report) -> list[Row]:
    """Every figure of displaced people that the report's text gives, in reading order. No text makes it raise."""
    if report.language not in languages():
        return unknown.figures(report)
    words = lexicon(report.language)
    text = plain(report.text)
    about = scene(report.title, report.country, text, sentences(text), words)
    found: list[Row] = []
    for sentence, named in about.told:
        line = _line(report, sentence, text[sentence.start : sentence.end], named, words)
        if line:
            found += [row(report, line, number, reading, about) for number, reading in _readings(line)]
    return parts(found)


def _line(report: Report, sentence: Sentence, text: str, named: list[Named], words: Lexicon) -> Line | None:
    """The sentence taken apart, or None where it has nothing to count. A Markdown heading is context only."""
    if text.startswith("#"):
        return None
    written = numbers(text, words.language)
    found = cues.cues(text, words, written) if written else []
    nationals = {name.at: name.to for name in named if name.part == "people"} if written else {}
    if not found and not nationals:
        return None
    others = eras(text, words.language)
    written = [number for number in written if not within(others, number.start, number.end)]
    counts = [number for number in written if not refused(text, number, words.language)]
    heads = {number.start: head(text, number, words, nationals) for number in counts}
    return Line(sentence, text, counts, heads, found, named, report.published, words, others)


def _readings(line: Line) -> list[tuple[Number, Reading]]:
    """Each count that says how many people are displaced, with its reading; families and persons told once."""
    told = households.pairs(line.text, line.counts, line.heads, line.words.clause["same"])
    second = {number.start for number in told.values()}
    found: list[tuple[Number, Reading]] = []
    for number in line.counts:
        if number.start in second:
            continue
        noun = line.heads[number.start]
        said = read(Count(line.text, number, noun, line.cues, line.others(number), line.words))
        reading = said if isinstance(said, Reading) else _listed(line, number, noun, found)
        reading = reading or (_nationals(line, number, noun) if said == SILENT else None)
        if reading:
            found.append((number, reading))
    return [_told_once(number, reading, told.get(number.start)) for number, reading in found]


def _listed(line: Line, number: Number, head: Head, found: list[tuple[Number, Reading]]) -> Reading | None:
    """'47,000 people were displaced: 33,000 from Idlib, 8,900 from Aleppo': each item is read like the one before."""
    if not found or head.kind != "none":
        return None
    before, reading = found[-1]
    host = next(
        (name for name in line.named if name.part == "host" and before.end < name.at < number.start), None
    )
    if host and reading.population == "refugee" and number.start - host.to < 20:
        return replace(
            reading,
            cue=replace(reading.cue, start=host.at, end=host.to),
            part=False,
            head=head,
            rule="listed",
        )
    if not line.words.clause["item"].match(line.text, number.end):
        return None
    return replace(reading, part=True, head=head, rule="listed") if number.start - before.end < 60 else None


def _nationals(line: Line, number: Number, head: Head) -> Reading | None:
    """'2.3 million Venezuelans are in Colombia': nationals of one country in another, though no verb says why."""
    own = line.nationals(number, head)
    if (
        own is None
        or head.kind != "name"
        or number.value < FEW_ABROAD
        or not line.words.clause["are_in"].match(line.text, head.end)
    ):
        return None
    if not any(
        name.part in ("in", "host") and name.country not in (None, own.country) for name in line.named
    ):
        return None
    cue = Cue(number.start, head.end, line.words.statuses["refugee"])
    return Reading("refugee", "stock", "other", "person", "nationals abroad", 0.5, cue, head)


def _told_once(number: Number, reading: Reading, other: Number | None) -> tuple[Number, Reading]:
    """Families and persons in one figure: the persons are its value, the bound is that of whichever came first."""
    if other is None:
        return number, reading
    families, persons = (number, other) if reading.unit == "household" else (other, number)
    bound = number.quantifier if number.quantifier != "exact" else other.quantifier
    told = replace(persons, quantifier="between" if persons.high is not None else bound)
    return told, replace(reading, unit="person", families=families.value)
