"""The places a sentence names, each with the part it plays: from, to, in, host, people, agent, border, ...

In: a sentence (plain text) and votes for countries. Out: `Named`s in order. Organisation names are masked first
("Syrian Observatory for Human Rights" names no place); whoever merely speaks or fights ("Turkish soldiers") is an
`agent`, and "the Turkish border" is a `border`: neither says where the people are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from etl import places, reference
from etl.places import Mention, Place
from etl.reports.lexicon import Lexicon

REACH = 70
"""Characters before a name in which its preposition may stand."""

LIST = 40
"""Names beyond which a sentence is a list: of such a one nobody can say which part each plays."""


@dataclass(frozen=True)
class Named:
    """A mention `text[at:to]`, the part it plays, the country it is taken for, and the place it means there."""

    at: int
    to: int
    text: str
    part: str
    country: str | None
    place: Place

    @property
    def fine(self) -> bool:
        """Whether it is a place inside a country, not a country or a region of several."""
        return self.place.kind != "country" and self.country is not None


def named(text: str, near: Counter[str], words: Lexicon) -> list[Named]:
    """The sentence's places with their parts. `near` votes for the country of names that lie in several."""
    known = _mentions(text, words)
    if not known or len(known) > LIST:
        return []
    masked = [match.span() for match in words.places["organisation"].finditer(text)]
    found = [mention for mention in known if not _is_other(text, mention, masked, words)]
    votes = near.copy()
    for mention in found:
        votes.update(_votes(mention))
    result: list[Named] = []
    for mention in found:
        place = _meant(mention, votes)
        part = _part(text, mention, words)
        if part == "none" and result and words.places["list"].fullmatch(text[result[-1].to : mention.start]):
            part = result[-1].part if result[-1].part not in ("people", "agent", "border") else part
        written = place.name if mention.kind == "demonym" else mention.text
        result.append(Named(mention.start, mention.end, written, part, place.country, place))
    return [
        replace(n, part="in") if n.part == "none" and words.places["land"].match(text, n.to) else n
        for n in result
    ]


def _mentions(text: str, words: Lexicon) -> list[Mention]:
    """The places that the reference tables know, and the peoples that only the language's lexicon does."""
    own = []
    for match in words.demonyms.finditer(text):
        home = country_place(match.lastgroup)
        if home:
            own.append(Mention(match.start(), match.end(), match[0], "demonym", (home,)))
    known = places.mentions(text)
    taken = [name for name in known if not any(name.start < o.end and o.start < name.end for o in own)]
    return sorted([*taken, *own], key=lambda name: name.start) if own else known


@cache
def country_place(iso3: str | None) -> Place | None:
    """The country itself as a place."""
    return next((place for place in _countries() if place.country == iso3), None) if iso3 else None


@cache
def _countries() -> tuple[Place, ...]:
    names = [row["name"] for row in reference.rows("countries")]
    found = (mention.candidates[0] for name in names for mention in places.mentions(name))
    return tuple(place for place in found if place.kind == "country")


def _is_other(text: str, mention: Mention, masked: list[tuple[int, int]], words: Lexicon) -> bool:
    """Whether the name belongs to an organisation, a river, an airport, a road."""
    inside = any(low <= mention.start and mention.end <= high for low, high in masked)
    before = text[max(0, mention.start - 10) : mention.start]
    return inside or bool(
        words.places["water_before"].search(before)
        or words.places["water"].match(text, mention.end)
        or words.places["ignore"].fullmatch(mention.text)
    )


def _votes(mention: Mention) -> dict[str, int]:
    """A country's own name counts most, a name that lies in several countries least."""
    alone = len({place.country for place in mention.candidates}) == 1
    weights = (
        (place.country, 3 if place.kind == "country" else 1 + alone) for place in mention.candidates[:6]
    )
    return {country: weight for country, weight in weights if country}


def _meant(mention: Mention, votes: Counter[str]) -> Place:
    """Of the places with that name, the one in the country that the text speaks of most; else the first."""
    if len(mention.candidates) == 1:
        return mention.candidates[0]
    return max(mention.candidates, key=lambda place: votes[place.country or ""])


def _part(text: str, mention: Mention, words: Lexicon) -> str:
    said = words.places
    before = text[max(0, mention.start - REACH) : mention.start]
    if said["border"].match(text, mention.end):
        return "across" if said["over_border"].search(before) else "border"
    if said["border_before"].search(before):
        return "across" if said["over_border"].search(before) else "border"
    if mention.kind == "demonym":
        return _demonym(text, mention, before, words)
    if said["attack"].search(before) or said["talks"].search(before):
        return "agent"
    if said["mostly"].search(before):
        return "mostly"
    if said["war_after"].match(text, mention.end) or said["war_before"].search(before):
        return "war"
    possessive = text.startswith("'s", mention.end)
    if possessive and said["agent"].match(text, mention.end):
        return "agent"
    for part, pattern in words.before.items():
        if pattern.search(before):
            return part
    if said["host"].match(text, mention.end):
        return "host"
    if said["agent"].match(text, mention.end):
        return "agent"
    if said["counted"].match(text, mention.end):
        return "host"
    return "of" if possessive else "none"


def _demonym(text: str, mention: Mention, before: str, words: Lexicon) -> str:
    said = words.places
    if said["agent"].match(text, mention.end) or said["agent_before"].search(before):
        return "agent"
    if said["people"].match(text, mention.end) or said["people_before"].search(before):
        return "people"
    if said["land"].match(text, mention.end) or said["land_before"].search(before):
        return next((part for part in ("from", "to") if words.before[part].search(before)), "in")
    follows = text[mention.end : mention.end + 2]
    plural = (
        mention.text.endswith("s") or said["verb"].match(text, mention.end) or not follows.strip().isalpha()
    )
    return "people" if plural else "agent"
