"""What the document says where the sentence doesn't: the country and place it is about.

In: a report and its sentences. Out: a `Scene`, asked for the likeliest place before a sentence. Each place named earlier
votes: the title, the front matter, headings and near sentences weigh more; a place where something happens weighs more
than one that speaks or acts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from etl import places
from etl.places import Place
from etl.reports.lexicon import Lexicon
from etl.reports.numbers import plain
from etl.reports.roles import Named, named
from etl.reports.sentences import Sentence

_PART = {"from": 2.0, "in": 2.0, "of": 1.5, "to": 1.0, "war": 2.0, "none": 0.5, "host": 0.4, "people": 0.5, "agent": 0.2,
         "for": 0.3, "toward": 0.2, "border": 0.1}  # fmt: skip
_FINE, _TITLE, _HEADING, _FRONT, _LEAD = 1.5, 3.0, 4.0, 4.0, 1.5
_FADE = 0.9
"""What each sentence in between takes from a vote."""


@dataclass
class Scene:
    """Places named in a document, sentence by sentence; filled while the document is read in order."""

    country: str | None
    title: list[Named]
    words: Lexicon
    votes: Counter[str] = field(default_factory=Counter)
    told: list[tuple[Sentence, list[Named]]] = field(default_factory=list)

    def read(self, sentence: Sentence, text: str) -> list[Named]:
        """The sentence's places, which from now on are part of the scene."""
        found = named(text, self.votes, self.words)
        self.votes.update(name.country for name in found if name.country)
        self.told.append((sentence, found))
        return found

    def likeliest(
        self, sentence: Sentence, unlike: str | None = None, hosts: bool = False
    ) -> tuple[str | None, Named | None]:
        """Country, and place in it, that the document speaks of when it comes to this sentence.

        `unlike`: a country it can't be. `hosts`: a country that takes people in is wanted.
        """
        score: Counter[str] = Counter()
        finest: dict[str, tuple[float, Named]] = {}
        if self.country:
            score[self.country] += _FRONT
        for weight, name in self._voices(sentence, hosts):
            if name.country is None or name.country == unlike:
                continue
            score[name.country] += weight
            if name.fine and name.part not in ("agent", "border", "toward", "people", "host"):
                best = finest.get(name.country)
                if best is None or weight > best[0]:
                    finest[name.country] = (weight, name)
        score.pop(unlike or "", None)
        if not score:
            return None, None
        country = max(score, key=lambda code: score[code])
        place = finest.get(country)
        return country, place[1] if place else None

    def _voices(self, sentence: Sentence, hosts: bool) -> list[tuple[float, Named]]:
        """Every place named before this sentence (and in the title) with the weight of its vote."""
        voices = [(self._weight(name, hosts) * _TITLE, name) for name in self.title]
        for earlier, found in self.told[-60:]:
            if earlier.number == sentence.number:
                continue
            weight = _FADE ** (sentence.number - earlier.number)
            weight *= _HEADING if earlier.heading else _LEAD if earlier.number <= 3 else 1.0
            weight *= 1.5 if earlier.paragraph == sentence.paragraph else 1.0
            voices += [(weight * self._weight(name, hosts), name) for name in found]
        return voices

    def _weight(self, name: Named, hosts: bool) -> float:
        part = 2.0 if hosts and name.part == "host" else _PART[name.part]
        return part * (_FINE if name.fine else 1.0)


def scene(title: str | None, country: str | None, opening: str, words: Lexicon) -> Scene:
    """The scene before the first sentence: title, front matter, and votes from the document's opening."""
    votes: Counter[str] = Counter()
    if country:
        votes[country] += 5
    for text, weight in ((title or "", 3), (opening, 1)):
        for mention in places.mentions(plain(text)):
            if len(mention.candidates) == 1 and mention.candidates[0].country:
                votes[mention.candidates[0].country] += weight
    return Scene(country, named(plain(title), votes, words) if title else [], words, votes)


@cache
def country_place(iso3: str | None) -> Place | None:
    """The country itself as a place."""
    return next((place for place in _countries() if place.country == iso3), None) if iso3 else None


@cache
def _countries() -> tuple[Place, ...]:
    frame = places.countries()
    found = (mention.candidates[0] for name in frame["name"] for mention in places.mentions(name))
    return tuple(place for place in found if place.kind == "country")
