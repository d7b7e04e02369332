"""A report to its figures: text -> numbers -> guards -> cues -> places -> period -> attribution -> context -> figures.

In: a `Report`. Out: one dict a figure with the columns of `etl.columns`. Every figure keeps the sentence it was read
from: `report.text[quote_start:quote_end] == quote`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from etl.reports import cues, households
from etl.reports.attribution import Credit, credited, credits
from etl.reports.context import Scene, country_place, scene
from etl.reports.cues import Cue, Head, Reading
from etl.reports.guards import refused
from etl.reports.lexicon import Lexicon, Sense, lexicon
from etl.reports.numbers import Number, numbers, plain
from etl.reports.periods import Period, Phrase, period, phrases
from etl.reports.readers import Report
from etl.reports.roles import Named
from etl.reports.sentences import Sentence, sentences
from etl.reports.where import Sight, Where, locate

FEW_ABROAD = 1_000
"""Fewer nationals than that in another country are visitors or workers as likely as refugees."""

_RISING = re.compile(r"\bfrom (?:\w+ ){0,2}$")
_ITEM = re.compile(r" (?:people )?(?:from|in|at|to) (?:the )?[A-Z]")
_ARE_IN = re.compile(
    r" (?:\w+ )?(?:are|were|live|living|remain|have settled|now live|stay|staying)? ?(?:now |currently )?in "
)


@dataclass(frozen=True)
class Line:
    """A sentence taken apart: its text, counts, cues, places, time phrases and credits."""

    sentence: Sentence
    text: str
    counts: list[Number]
    heads: dict[int, Head]
    cues: list[Cue]
    named: list[Named]
    phrases: list[Phrase]
    credits: list[Credit]

    def others(self, number: Number) -> list[int]:
        """Where the sentence's other counts of people stand."""
        return [
            n.start for n in self.counts if n.start != number.start and self.heads[n.start].kind != "thing"
        ]


def figures(report: Report) -> list[dict[str, Any]]:
    """Every figure of displaced people that the report's text gives, in reading order. Never raises on any text."""
    words = lexicon(report.language)
    text = plain(report.text)
    cut = sentences(text)
    about = scene(report.title, report.country, text, cut, words)
    found: list[dict[str, Any]] = []
    for sentence, named in about.told:
        line = _line(report, sentence, text[sentence.start : sentence.end], named, words)
        if line:
            rows = [
                row
                for number, reading in _readings(line, words)
                if (row := _row(report, line, number, reading, about, words))
            ]
            found += _parts(rows)
    return found


def _line(report: Report, sentence: Sentence, text: str, named: list[Named], words: Lexicon) -> Line | None:
    """The sentence taken apart, or None where it has nothing to count."""
    if sentence.heading and text.startswith("#"):
        return None
    counts = [n for n in numbers(text) if not refused(text, n)]
    if not counts:
        return None
    found = cues.cues(text, words, counts)
    if not found and not any(name.part == "people" for name in named):
        return None
    nationals = {name.at: name.to for name in named if name.part == "people"}
    heads = {n.start: cues.head(text, n, words, nationals) for n in counts}
    return Line(
        sentence, text, counts, heads, found, named, phrases(text, report.published), credits(text, words)
    )


def _readings(line: Line, words: Lexicon) -> list[tuple[Number, Reading]]:
    """Each count that says how many people are displaced, with its reading; families and persons told once."""
    told = households.pairs(line.text, line.counts, line.heads)
    second = {number.start for number in told.values()}
    found: list[tuple[Number, Reading]] = []
    for number in line.counts:
        if number.start in second:
            continue
        head = line.heads[number.start]
        reading = cues.read(line.text, number, line.cues, head, words, line.others(number))
        if isinstance(reading, str):
            reading = _listed(line, number, head, found) or _nationals(line, number, head, reading)
        if isinstance(reading, Reading):
            found.append((number, reading))
    return [_told_once(number, reading, told.get(number.start), line) for number, reading in found]


def _listed(line: Line, number: Number, head: Head, found: list[tuple[Number, Reading]]) -> Reading | None:
    """'47,000 people were displaced: 33,000 from Idlib, 8,900 from Aleppo': each item is read like the one before."""
    if not found or head.kind != "none" or not _ITEM.match(line.text, number.end):
        return None
    before, reading = found[-1]
    return replace(reading, part=True, head=head, rule="listed") if number.start - before.end < 60 else None


def _nationals(line: Line, number: Number, head: Head, why: str) -> Reading | None:
    """'2.3 million Venezuelans are in Colombia': nationals of one country in another, though no verb says why."""
    own = next(
        (name for name in line.named if name.part == "people" and number.end <= name.at < head.end), None
    )
    if own is None or head.kind != "name" or why != cues.SILENT or number.value < FEW_ABROAD:
        return None
    hosts = [
        name
        for name in line.named
        if name.part in ("in", "host") and name.country and name.country != own.country
    ]
    if not hosts or not _ARE_IN.match(line.text, head.end):
        return None
    sense = words_of_status("refugee")
    return Reading(
        "refugee",
        "stock",
        "other",
        "person",
        "nationals abroad",
        0.5,
        Cue(number.start, head.end, sense),
        head,
    )


def words_of_status(status: str) -> Sense:
    """The sense of a status noun."""
    return lexicon().statuses[status]


def _told_once(number: Number, reading: Reading, other: Number | None, line: Line) -> tuple[Number, Reading]:
    """Families and persons in one figure: the persons are its value, the bound is that of whichever came first."""
    if other is None:
        return number, reading
    families, persons = (number, other) if reading.unit == "household" else (other, number)
    bound = number.quantifier if number.quantifier != "exact" else other.quantifier
    told = replace(persons, quantifier=bound if persons.high is None else "between")
    return told, replace(reading, unit="person", families=families.value, head=line.heads[number.start])


def _row(
    report: Report, line: Line, number: Number, reading: Reading, about: Scene, words: Lexicon
) -> dict[str, Any]:
    low = min(number.start, reading.cue.start)
    high = max(number.end, reading.head.end, reading.cue.end)
    others = line.others(number)
    where, basis = _where(line, reading, about, Sight(
        line.text, line.named, low, high, reading.head.end, others, reading.moves, _is_national(line, number, reading),
    ), words)  # fmt: skip
    measure = reading.measure
    if reading.soft and any(phrase.kind in ("since", "range", "past", "on") for phrase in line.phrases):
        measure = "flow"
    rising = bool(_RISING.search(line.text[: number.start]))
    days = period(line.text, measure, line.phrases, low, high, others, report.published, rising)
    return {
        **_who(reading, where, measure, line, words),
        **_how_many(number, reading),
        **_place(where, basis),
        **_when(days),
        "published": report.published,
        "role": "triangulation" if reading.part else "recommended",
        "review": "pending",
        "document": report.id,
        "record": line.sentence.number,
        "quote": report.text[line.sentence.start : line.sentence.end],
        "quote_start": line.sentence.start,
        "quote_end": line.sentence.end,
        "rule": reading.rule,
        "confidence": round(
            reading.confidence * (0.85 if basis == "document" else 1.0) * (0.95 if days.warning else 1.0), 2
        ),
        "url": report.url,
        "publisher": report.publisher,
        "attributed_to": credited(line.credits, low, high),
        "licence": report.licence,
        "source": "report",
        "warning": "; ".join(filter(None, (_doubt(reading, where, basis), days.warning))) or None,
    }


def _is_national(line: Line, number: Number, reading: Reading) -> bool:
    return any(name.part == "people" and number.end <= name.at < reading.head.end for name in line.named)


def _where(
    line: Line, reading: Reading, about: Scene, sight: Sight, words: Lexicon
) -> tuple[Where, str | None]:
    """Where the people are, by the sentence or else by the document, and which of the two said so."""
    said = locate(sight, reading.population, words)
    if said.country or said.place or said.written:
        return said, "sentence"
    abroad = said.population in ("refugee", "asylum_seeker")
    if abroad and words.places["abroad"].search(line.text):
        origin = said.origin or about.likeliest(line.sentence)[0]
        return replace(said, country=origin, origin=origin), "sentence" if said.origin else "document"
    country, place = about.likeliest(line.sentence, unlike=said.origin if abroad else None, hosts=abroad)
    if country is None:
        return replace(said, country=said.origin), "sentence" if said.origin else None
    if abroad:
        return replace(said, country=country, place=None), "document"
    spot = place.place if place else None
    return replace(said, country=country, origin=country, place=spot), "document"


def _who(reading: Reading, where: Where, measure: str, line: Line, words: Lexicon) -> dict[str, Any]:
    cause = next((name for name, pattern in words.causes.items() if pattern.search(line.text)), None)
    return {
        "population": where.population,
        "term": reading.term,
        "measure": measure,
        "cause": cause,
        "sex": "all",
        "age": "all",
    }


def _how_many(number: Number, reading: Reading) -> dict[str, Any]:
    count = round(number.value)
    household = reading.unit == "household"
    size = round(number.value / reading.families, 2) if reading.families else None
    return {
        "value": None if household else count,
        "value_high": round(number.high) if number.high is not None and not household else None,
        "quantifier": number.quantifier,
        "value_status": "reported",
        "unit": reading.unit,
        "reported": count,
        "household_size": size,
    }


def _place(where: Where, basis: str | None) -> dict[str, Any]:
    spot = where.place or country_place(where.country)
    inside = spot is not None and spot.kind != "country"
    return {
        "country": where.country,
        "origin": where.origin,
        "place": spot.name if spot and (inside or not where.written) else where.written,
        "admin1": spot.admin1 if spot else None,
        "pcode": spot.pcode if spot else None,
        "admin_level": spot.admin_level if spot else None,
        "lat": spot.lat if spot else None,
        "lon": spot.lon if spot else None,
        "place_accuracy": spot.accuracy if spot else None,
        "place_basis": basis,
    }


def _when(days: Period) -> dict[str, Any]:
    return {
        "start_date": days.start,
        "end_date": days.end,
        "start_accuracy": days.start_accuracy,
        "end_accuracy": days.end_accuracy,
    }


def _doubt(reading: Reading, where: Where, basis: str | None) -> str | None:
    if where.population in ("refugee", "asylum_seeker") and where.country and where.country == where.origin:
        return "the country of asylum is not said: country is that of origin"
    if reading.unit == "household":
        return "households: no number of persons is said"
    return "no place is said" if basis is None else None


def _parts(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mark what must not be added: figures said again, and flows whose days lie inside a larger figure's."""
    for n, row in enumerate(found):
        for other in found[:n] + found[n + 1 :]:
            if (
                row["role"] == "recommended"
                and other is not row
                and _inside(row, other, earlier=other in found[:n])
            ):
                row["role"] = "triangulation"
    return found


def _inside(row: dict[str, Any], other: dict[str, Any], earlier: bool) -> bool:
    alike = all(row[name] == other[name] for name in ("population", "measure", "unit", "country", "origin"))
    if not alike or row["unit"] == "household":
        return False
    if row["value"] == other["value"] and row["end_date"] == other["end_date"]:
        return earlier
    if row["measure"] == "stock" or not (
        row["start_date"] and other["start_date"] and row["value"] < other["value"]
    ):
        return False
    return bool(other["start_date"] <= row["start_date"] and row["end_date"] <= other["end_date"])
