"""What the document says where the sentence doesn't: the country and place it is about.

In: a report and its sentences. Out: a `Scene`, asked for the likeliest place at a sentence. Each place named
votes: the title, the front matter, headings and near sentences weigh more; a place where something happens weighs more
than one that speaks or acts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from etl import places
from etl.reports.lexicon import Lexicon
from etl.reports.numbers import plain
from etl.reports.roles import Named, named
from etl.reports.sentences import Sentence
from etl.reports.where import Sight, Where, locate

_PART = {
    "from": 2.0, "in": 2.0, "war": 2.0, "of": 1.5, "mostly": 1.0, "to": 1.0, "dateline": 0.5, "across": 0.5, "none": 0.5, "people": 0.5, "host": 0.4,
    "for": 0.3, "agent": 0.2, "toward": 0.2, "border": 0.1,
}  # fmt: skip
_ASIDE = ("agent", "none", "people", "toward", "for")
_OPENING = 3
"""Sentences at the beginning, which say what a document is about."""
_DATELINE = re.compile(r"[A-Z][A-Z .'/-]{2,40}(?:, [^-–—\n]{0,40})?(?: ?\([^()]{0,40}\))? ?[-–—] ")
_HOST = {"host": 2.0, "none": 1.0, "of": 1.0, "agent": 0.5, "border": 0.5, "from": 0.3}
_WHERE = ("from", "in", "war", "of", "to", "none")
_FINE, _TITLE, _HEADING, _FRONT, _LEAD, _TOGETHER, _LATER = 1.5, 3.0, 4.0, 4.0, 1.5, 1.5, 0.3
_FADE = 0.9
"""What each sentence in between takes from a vote."""
_REACH = 60
"""Sentences before and after that have a vote."""


@dataclass(frozen=True)
class Scene:
    """Places that a document names, sentence by sentence, and the country its front matter says."""

    country: str | None
    title: list[Named]
    told: list[tuple[Sentence, list[Named]]]

    @cached_property
    def _spoken(self) -> list[tuple[Sentence, list[Named]]]:
        """The sentences that name a place."""
        return [(sentence, found) for sentence, found in self.told if found]

    @cached_property
    def _numbered(self) -> list[int]:
        return [sentence.number for sentence, _ in self._spoken]

    def likeliest(
        self, sentence: Sentence, unlike: str | None = None, hosts: bool = False, near: bool = False
    ) -> tuple[str | None, Named | None]:
        """Country, and place in it, that the document speaks of when it comes to this sentence.

        `unlike`: a country it can't be. `hosts`: a country that takes people in is wanted. `near`: only what the
        same paragraph has named so far counts.
        """
        score: dict[str, float] = defaultdict(float)
        finest: dict[str, tuple[float, Named]] = {}
        if self.country and self.country != unlike and not near:
            score[self.country] += _FRONT
        for weight, name, earlier in self._voices(sentence, hosts, near):
            if name.country is None or name.country == unlike:
                continue
            score[name.country] += weight
            better = weight > finest.get(name.country, (0.0, name))[0]
            if name.fine and name.part in _WHERE and earlier and better:
                finest[name.country] = (weight, name)
        if not score:
            return None, None
        country = max(score, key=lambda code: score[code])
        place = finest.get(country)
        return country, place[1] if place else None

    def _voices(self, sentence: Sentence, hosts: bool, near: bool) -> Iterator[tuple[float, Named, bool]]:
        """Every place named in the title and around this sentence, the weight of its vote, and if it came before."""
        for name in () if near else self.title:
            yield self._weight(name, hosts) * _TITLE, name, True
        here = sentence.number
        low, high = bisect_left(self._numbered, here - _REACH), bisect_left(self._numbered, here + _REACH)
        for other, found in self._spoken[low:high]:
            together = other.paragraph == sentence.paragraph
            if near and not (together and other.number <= here):
                continue
            weight = _FADE ** abs(here - other.number) * (1.0 if other.number <= here else _LATER)
            weight *= _HEADING if other.heading else _LEAD if other.number <= _OPENING else 1.0
            weight *= _TOGETHER if together else 1.0
            for name in found:
                # The sentence's own places were weighed before: only those that played no part may speak now.
                if other.number != here or name.part in _ASIDE:
                    yield weight * self._weight(name, hosts), name, other.number <= here

    def _weight(self, name: Named, hosts: bool) -> float:
        part = _HOST.get(name.part, _PART[name.part]) if hosts else _PART[name.part]
        return part * (_FINE if name.fine else 1.0)


def scene(title: str | None, country: str | None, text: str, cut: list[Sentence], words: Lexicon) -> Scene:
    """The scene of a document: its title, front matter, and the places of each of its sentences."""
    votes: Counter[str] = Counter({country: 5} if country else {})
    top = named(plain(title), votes, words) if title else []
    _vote(votes, top, 2)
    heading: Counter[str] = Counter()
    told = []
    for sentence in cut:
        body = text[sentence.start : sentence.end]
        found = _undated(named(body, votes + heading if heading else votes, words), body, sentence)
        if sentence.heading and found:
            heading.clear()
            _vote(heading, found, 5)
        _vote(votes, found, 1)
        told.append((sentence, found))
    return Scene(country, top, told)


def _vote(votes: Counter[str], found: list[Named], weight: int) -> None:
    votes.update({name.country: weight for name in found if name.country})


def _undated(found: list[Named], body: str, sentence: Sentence) -> list[Named]:
    """'PORT SUDAN, 2 May - One year of war': where a report was written need not be where people are."""
    line = _DATELINE.match(body) if sentence.number <= _OPENING else None
    return [replace(name, part="dateline") if line and name.to <= line.end() else name for name in found]


def situate(
    sight: Sight, population: str, sentence: Sentence, about: Scene, words: Lexicon
) -> tuple[Where, str | None]:
    """Where the people are, by the sentence or else by the document, and which of the two said so."""
    said = locate(sight, population, words)
    if said.country or said.place or said.written:
        return said, "sentence"
    if words.places["world"].search(sight.text):
        return replace(said, place=places.resolve("World"), written="World"), "sentence"
    if said.population in ("refugee", "asylum_seeker"):
        return _hosted(said, sight, sentence, about, words)
    country, place = about.likeliest(sentence)
    if country is None or words.places["national"].search(sight.text):
        place = None
    spot = place.place if place else None
    return replace(said, country=country, origin=country, place=spot), "document" if country else None


def _hosted(
    said: Where, sight: Sight, sentence: Sentence, about: Scene, words: Lexicon
) -> tuple[Where, str | None]:
    """Refugees of whom the sentence doesn't say where they are: in a host that the document names, else unknown.

    'Two million fled abroad' names no host unless its own paragraph does; then country is that of origin (and a
    warning says so).
    """
    away = bool(words.places["abroad"].search(sight.text))
    origin = said.origin or (about.likeliest(sentence)[0] if away else None)
    host = about.likeliest(sentence, unlike=origin, hosts=True, near=away)[0]
    basis = "document" if host or not said.origin else "sentence"
    if host is None and origin is None:
        return said, None
    return replace(said, country=host or origin, origin=origin), basis
