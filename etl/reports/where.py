"""Where the counted people are and where they came from, as far as one sentence says.

In: a `Sight` (the sentence's places with the parts they play, and where a figure stands among them) and the figure's
population. Out: a `Where`. Rules: the nearest place that plays a fitting part; whoever fled to another country is a
refugee there; nationals of one country sheltered in another are refugees there, those who went back are returnees;
internally displaced people have origin = country.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.places import Place
from etl.reports.lexicon import Lexicon
from etl.reports.roles import Named

RETURNEES = ("returnee", "returned_idp", "returned_refugee")


@dataclass(frozen=True)
class Where:
    """Who they are once the places are known, where they are, where they came from; `written` as in the text."""

    population: str
    country: str | None = None
    origin: str | None = None
    place: Place | None = None
    written: str | None = None


@dataclass(frozen=True)
class Sight:
    """A figure among the sentence's places: number and noun stand at [at, head_end), the verb at `cue`.

    `others`: where the sentence's other counts stand. `crossing`: the verb moves people. `people`: the noun names a
    nationality ("405,000 South Sudanese"). `fled`: they ran from something, so they did not go home.
    """

    text: str
    found: list[Named]
    at: int
    head_end: int
    cue: tuple[int, int]
    others: list[int]
    crossing: bool
    people: bool
    fled: bool
    words: Lexicon

    def nearest(self, *parts: str, unlike: str | None = None) -> Named | None:
        """The nearest mention that plays one of the parts, outside the country `unlike`."""
        able = [name for name in self.found if name.part in parts and not self._elsewhere(name)]
        able = [name for name in able if unlike is None or name.country != unlike]
        return min(able, key=self._distance, default=None)

    def inside(self) -> Named | None:
        """The nationality in the noun phrase: "405,000 South Sudanese"."""
        people = (name for name in self.found if name.part == "people")
        return next((name for name in people if self.low <= name.at < self.head_end), None)

    def own(self) -> Named | None:
        """The nationality in the noun phrase, or the nearest one of people."""
        return self.inside() or self.nearest("people")

    def _elsewhere(self, name: Named) -> bool:
        """'33,012 displaced, 4,970 returnees from Iran': what follows another count is that count's."""
        return name.part == "from" and any(self.high <= other < name.at for other in self.others)

    @property
    def low(self) -> int:
        """Where the figure begins: its number or its verb, whichever comes first."""
        return min(self.at, self.cue[0])

    @property
    def high(self) -> int:
        """Where the figure ends."""
        return max(self.head_end, self.cue[1])

    def _distance(self, name: Named) -> int:
        """Characters to the number or to its verb, plus what stands between the name and the number."""
        near = min(_gap(name, self.at, self.head_end), _gap(name, *self.cue))
        low, high = (name.to, self.at) if name.to <= self.at else (self.head_end, name.at)
        between = sum(low <= other < high for other in self.others)
        return near + 60 * between + 15 * len(self.words.clause["joints"].findall(self.text[low:high]))


def _gap(name: Named, low: int, high: int) -> int:
    return max(0, name.at - high, low - name.to)


def locate(sight: Sight, population: str, words: Lexicon) -> Where:
    """Country, origin and place of a figure from its own sentence; what the sentence doesn't say is None."""
    own, source = sight.own(), sight.nearest("from")
    origin = _origin(sight, own, source)
    if population in ("refugee", "asylum_seeker"):
        return _abroad(sight, population, origin)
    if population in RETURNEES:
        return _home(sight, population, own, source)
    if words.places["both"].search(sight.text, sight.low):
        place = _inside(sight)
        written = f"{place.text} and neighbouring countries" if place else None
        return Where("displaced", None, place.country if place else origin, None, written)
    if sight.crossing or sight.people:
        moved = _moved(sight, population, own, source, words)
        if moved:
            return moved
    left = _left(sight) if population == "idp" else None
    if left:
        return Where("displaced", left.country, left.country, left.place, left.text)
    place = _inside(sight)
    if place:
        return Where(population, place.country, place.country, place.place, place.text)
    return Where(population, own.country, own.country) if own else Where(population)


def _moved(
    sight: Sight, population: str, own: Named | None, source: Named | None, words: Lexicon
) -> Where | None:
    """Refugees or returnees, where the sentence names both ends of the way and they lie in different countries."""
    origin = _origin(sight, own, source)
    border = sight.nearest("across") if sight.crossing else None
    if border:
        return _over(sight, border, origin)
    left = source is not None and own is not None and source.country != own.country
    if left and source and sight.fled:
        origin = source.country
    host = sight.nearest("to", "host", unlike=origin)
    if host is None and (sight.people or (source and not source.fine and sight.fled)):
        host = sight.nearest("in", "of", unlike=origin)
    if host is None and source:
        host = sight.nearest("for", unlike=origin)
    if left and source and not sight.fled and (host is None or host.country == source.country):
        return _home(sight, "returnee", own, source)
    if host:
        origin = origin or _country(sight.nearest("war", unlike=host.country))
        if host.country and origin and host.country != origin:
            return Where("refugee", host.country, origin, host.place, host.text)
    if sight.crossing and words.places["abroad"].search(sight.text, sight.low, sight.high + 120):
        return _abroad(sight, "refugee", origin or _country(sight.nearest("in", "of", "war")))
    return None


def _over(sight: Sight, border: Named, origin: str | None) -> Where:
    """'over the Ethiopian border into Melkadida': refugees in the country behind that border."""
    camp = sight.nearest("to", "in")
    host = camp if camp and camp.country == border.country else border
    return Where("refugee", host.country, origin if origin != host.country else None, host.place, host.text)


def _origin(sight: Sight, own: Named | None, source: Named | None) -> str | None:
    """The country of the people's nationality, else the one they came from; None where several are said."""
    if own:
        return own.country
    several = {name.country for name in sight.found if name.part == "from"}
    return source.country if source and len(several) == 1 else None


def _country(name: Named | None) -> str | None:
    return name.country if name else None


def _inside(sight: Sight) -> Named | None:
    """Where people displaced inside their country are or were: a town or province rather than the country."""
    first = sight.nearest("from", "in", "to", "host")
    if first and not first.fine:
        finer = sight.nearest("from", "in", "to", "of", "none")
        same = [name for name in sight.found if name.fine and name.country == first.country]
        first = finer if finer in same else first
    if first and first.country is None:
        lands = (name for name in sight.found if name.country and name.part in ("in", "of", "from", "to"))
        first = min(lands, key=sight._distance, default=first)
    first = first or sight.nearest("of", "war") or sight.nearest("none") or sight.nearest("mostly", "for")
    return _owned(sight, first) if first else None


def _left(sight: Sight) -> Named | None:
    """'300,000 people fled Burundi': the country itself is what they fled, so they need not be inside it."""
    ends = (name for name in sight.found if name.at >= sight.cue[1] and name.place.kind == "country")
    name = next(ends, None) if sight.crossing and sight.fled else None
    if name is None or not name.country or sight.text.startswith("'s", name.to):
        return None
    stays = any(other.fine and other.country == name.country for other in sight.found)
    direct = sight.words.clause["object"].fullmatch(sight.text[sight.cue[1] : name.at])
    return name if direct and not stays else None


def _owned(sight: Sight, owner: Named) -> Named:
    """'northwest Syria's Idlib province': the province is meant."""
    for name in sight.found:
        if name.country == owner.country and sight.words.clause["possessive"].fullmatch(
            sight.text[owner.to : name.at]
        ):
            return name
    return owner


def _abroad(sight: Sight, population: str, origin: str | None) -> Where:
    if origin is None:
        origin = _country(sight.nearest("war"))
    parts = ("across", "of", "none", "for")
    host = sight.nearest("host", "to", "in", unlike=origin) or sight.nearest(*parts, unlike=origin)
    if host is None:
        return Where(population, None, origin)
    return Where(population, host.country, origin, host.place, host.text)


def _home(sight: Sight, population: str, own: Named | None, source: Named | None) -> Where:
    """Where people went back to: a place said, else the country whose nationals they are."""
    own = sight.inside() or (own if source else None)
    if own:
        back = (
            name for name in sight.found if name.country == own.country and name.part in ("to", "in", "of")
        )
        place = next(back, None)
    else:
        away = source.country if source else None
        place = sight.nearest("to", "in", "of", "host", unlike=away) or sight.nearest("none", unlike=away)
    if place is None and population == "returned_idp":
        place = source
    if place:
        return Where(population, place.country, place.country, place.place, place.text)
    return Where(population, _country(own), _country(own))
