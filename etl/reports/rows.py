"""A reading to a canonical row, and which rows of a report must not be added up.

In: a report, a sentence taken apart (`Line`), a number of it and its reading. Out: a dict with the columns of
`etl.columns`; its quote is the sentence: `report.text[quote_start:quote_end] == quote`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from etl.places import Place
from etl.reports.attribution import Credit, credited, credits
from etl.reports.context import Scene, situate
from etl.reports.cues import Cue
from etl.reports.eras import Era, within
from etl.reports.heads import Head
from etl.reports.lexicon import Lexicon
from etl.reports.numbers import Number
from etl.reports.periods import Period, Phrase, period, phrases
from etl.reports.readers import Report
from etl.reports.readings import Reading
from etl.reports.roles import Named, country_place
from etl.reports.sentences import Sentence
from etl.reports.where import Sight, Where

Row = dict[str, Any]

_OF_A_TOWN, _OF_A_COUNTRY = 0.5, 1_000_000
"""Refugees to residents, and refugees, beyond which no town hosts them: then its country is meant. (Smaller towns at
a border do host more refugees than residents.)"""
_RISING = 80
"""Characters before a number in which 'from' may stand."""
_DOCUMENT, _DOUBTED = 0.85, 0.95
"""What is left of the confidence where only the document says the place, and where the date is doubtful."""


@dataclass(frozen=True)
class Line:
    """A sentence taken apart: its text, counts with their nouns, cues, places; dates and credits when asked for."""

    sentence: Sentence
    text: str
    counts: list[Number]
    heads: dict[int, Head]
    cues: list[Cue]
    named: list[Named]
    published: date | None
    words: Lexicon
    eras: list[Era]

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The sentence's time phrases, those apart that speak of a fiscal or Hijri year."""
        found = phrases(self.text, self.published, self.words.language)
        return [phrase for phrase in found if not within(self.eras, phrase.at, phrase.to)]

    @cached_property
    def credits(self) -> list[Credit]:
        """Whom the sentence credits."""
        return credits(self.text, self.words)

    @cached_property
    def cause(self) -> str | None:
        """What drove the sentence's people out."""
        return next((name for name, said in self.words.causes.items() if said.search(self.text)), None)

    def others(self, number: Number) -> list[int]:
        """Where the sentence's other counts of people stand."""
        people = (n for n in self.counts if self.heads[n.start].kind != "thing")
        return [n.start for n in people if n.start != number.start]

    def nationals(self, number: Number, head: Head) -> Named | None:
        """The nationality in a number's noun phrase."""
        people = (name for name in self.named if name.part == "people")
        return next((name for name in people if number.end <= name.at < head.end), None)


def row(report: Report, line: Line, number: Number, reading: Reading, about: Scene) -> Row:
    """The canonical row of one figure."""
    sight = _sight(line, number, reading)
    where, basis = situate(sight, reading.population, line.sentence, about, line.words)
    if reading.rule.startswith("host") and not where.origin and where.place and where.place.kind != "country":
        where = replace(where, population="displaced")  # a town or camp may hold refugees or its own people
    if where.population == "refugee" and where.place and _more_than_a_town(where.place, number):
        where = replace(where, place=None, written=None)
    measure = _measure(line, reading)
    rising = bool(
        line.words.clause["rising"].search(line.text[max(0, number.start - _RISING) : number.start])
    )
    days = period(
        line.text,
        measure,
        line.phrases,
        sight.low,
        sight.high,
        sight.others,
        line.published,
        rising,
        line.words.language,
    )
    days = _reckoned(days, line)
    sure = reading.confidence * (_DOCUMENT if basis == "document" else 1) * (_DOUBTED if days.warning else 1)
    doubts = (_doubt(reading, where, basis), _either(where, line), days.warning)
    return {
        **_who(line, reading, where, measure),
        **_how_many(number, reading),
        **_place(where, basis),
        **_when(days),
        **_whence(report, line),
        "attributed_to": credited(line.credits, sight.low, sight.high),
        "role": "triangulation" if reading.part else "recommended",
        "review": "pending",
        "rule": reading.rule,
        "confidence": round(sure, 2),
        "warning": "; ".join(filter(None, doubts)) or None,
    }


def _sight(line: Line, number: Number, reading: Reading) -> Sight:
    return Sight(
        text=line.text,
        found=line.named,
        at=number.start,
        head_end=max(number.end, reading.head.end),
        cue=(reading.cue.start, reading.cue.end),
        others=line.others(number),
        crossing=reading.moves,
        people=line.nationals(number, reading.head) is not None,
        fled=bool(line.words.clause["fled"].search(line.text, reading.cue.start, reading.cue.end)),
        words=line.words,
    )


def _more_than_a_town(place: Place, number: Number) -> bool:
    """'Ankara, home to 3.6 million Syrians': a capital that stands for its country."""
    return number.value >= _OF_A_COUNTRY and number.value > _OF_A_TOWN * place.population > 0


def _reckoned(days: Period, line: Line) -> Period:
    """The period with a warning where the sentence says a fiscal or Hijri year: if that is all it says, no day is known."""
    if not line.eras:
        return days
    warning = "; ".join(filter(None, (line.eras[0].warning, days.warning)))
    return replace(days, warning=warning, end_accuracy=days.end_accuracy if line.phrases else "unknown")


def _measure(line: Line, reading: Reading) -> str:
    """'internally displaced' counts a state, but 'between May and July' makes a flow of it.

    So does 'the number of displaced has passed 9,000 since May'; one that has doubled since is still a state.
    """
    moved = any(phrase.kind in ("since", "range", "past", "on") for phrase in line.phrases)
    said = line.words.clause
    counted = reading.rule.startswith("status:displaced") and said["so_far"].match(
        line.text, reading.head.end
    )
    so_far = bool(counted) and not said["grown"].search(line.text)
    return "flow" if (reading.soft and moved) or so_far else reading.measure


def _who(line: Line, reading: Reading, where: Where, measure: str) -> Row:
    return {
        "population": where.population,
        "term": reading.term,
        "measure": measure,
        "cause": line.cause,
        "sex": "all",
        "age": "all",
    }


def _how_many(number: Number, reading: Reading) -> Row:
    """Households have no number of persons; where both are said, their ratio keeps the households."""
    count = round(number.value)
    persons = reading.unit == "person"
    return {
        "value": count if persons else None,
        "value_high": round(number.high) if number.high is not None and persons else None,
        "quantifier": number.quantifier,
        "value_status": "reported",
        "unit": reading.unit,
        "reported": count,
        "household_size": round(count / reading.families, 2) if reading.families else None,
    }


def _place(where: Where, basis: str | None) -> Row:
    """A country as written, a finer place by its own name ("Idleb governorate" is Idlib)."""
    spot = where.place or country_place(where.country)
    finer = spot is not None and spot.kind != "country"
    return {
        "country": where.country,
        "origin": where.origin,
        "place": spot.name if spot and (finer or not where.written) else where.written,
        "admin1": spot.admin1 if spot else None,
        "pcode": spot.pcode if spot else None,
        "admin_level": spot.admin_level if spot else None,
        "lat": spot.lat if spot else None,
        "lon": spot.lon if spot else None,
        "place_accuracy": spot.accuracy if spot else None,
        "place_basis": basis,
    }


def nowhere(basis: str | None) -> Row:
    """The columns of a place that nobody can tell."""
    return _place(Where("displaced"), basis)


def _when(days: Period) -> Row:
    return {
        "start_date": days.start,
        "end_date": days.end,
        "start_accuracy": days.start_accuracy,
        "end_accuracy": days.end_accuracy,
    }


def _whence(report: Report, line: Line) -> Row:
    sentence = line.sentence
    return {
        "source": "report",
        "document": report.id,
        "publisher": report.publisher,
        "published": report.published,
        "url": report.url,
        "licence": report.licence,
        "record": sentence.number,
        "quote": report.text[sentence.start : sentence.end],
        "quote_start": sentence.start,
        "quote_end": sentence.end,
    }


def _doubt(reading: Reading, where: Where, basis: str | None) -> str | None:
    abroad = where.population in ("refugee", "asylum_seeker")
    if abroad and where.country and where.country == where.origin:
        return "the country of asylum is not said: country is that of origin"
    if where.population == "displaced" and where.country and where.country == where.origin:
        return "they left the country, to where is not said: country is that of origin"
    if reading.unit == "household":
        return "households: no number of persons is said"
    return "no place is said" if basis is None else None


def _either(where: Where, line: Line) -> str | None:
    """Both Congos call their people Congolese; most of those who fled are of the larger."""
    said = where.origin == "COD" and line.words.clause["either_congo"].search(line.text)
    return "Congolese: taken for people of the Democratic Republic of the Congo" if said else None


def parts(found: list[Row]) -> list[Row]:
    """Mark what must not be added: figures said again, and flows whose days lie inside a larger one's."""
    largest: dict[tuple[object, ...], dict[tuple[date, date], int]] = defaultdict(dict)
    for row in found:
        if row["measure"] == "flow" and row["start_date"] and row["end_date"]:
            days = (row["start_date"], row["end_date"])
            largest[_who_where(row)][days] = max(row["reported"], largest[_who_where(row)].get(days, 0))
    said: set[tuple[object, ...]] = set()
    for row in found:
        again = (*_who_where(row), row["reported"], row["end_date"])
        if again in said or _inside(row, largest[_who_where(row)]):
            row["role"] = "triangulation"
        said.add(again)
    return found


def _who_where(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("population", "measure", "unit", "country", "origin"))


def _inside(row: Row, others: dict[tuple[date, date], int]) -> bool:
    start, end = row["start_date"], row["end_date"]
    if not (start and end):
        return False
    longer = (days for days, reported in others.items() if reported > row["reported"])
    return any((first, last) != (start, end) and first <= start and end <= last for first, last in longer)
