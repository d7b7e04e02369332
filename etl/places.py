"""Names and codes -> ISO 3166-1/-2, p-code, coordinates and how exact these are.

The tables read here lie in `datasets/reference/`: a sidecar says whence each comes, `rebuild.py` makes them.
Names are compared folded (case, accents, punctuation and invisible marks don't count) and otherwise exactly:
a near miss is no match, because Niger is not Nigeria.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from etl import reference

ADMIN_LEVELS = {"country": 0, "admin1": 1, "admin2": 2, "admin3": 3}
# soft hyphen, Arabic lengthening, joiners, direction marks
INVISIBLE = "\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
MARKS = "\u0300-\u036f\u064b-\u065f\u0670"  # accents and Arabic vowels written as characters of their own
WORD = re.compile(rf"[^\W_][\w{INVISIBLE}{MARKS}]*")
UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
OVERWHELMING = 5  # how many times larger than the runner-up a place must be to be meant without its country
LONGEST_ABBREVIATION = 4  # "Dem.", "Rep.", "St.": a longer word before a full stop ends a sentence
GAP = re.compile(
    r"(?:[ \t\u00a0]*[.\-‐‑–—'’‘ʼ`&/]?[ \t\u00a0]*\n?[ \t]*)?"
)  # what may stand between the words of a name
PSEUDO_IN_TABLES_ONLY = {"UNK", "VAR", "XXA"}  # "unknown" and "others" are words

Kind = Literal["country", "demonym", "place"]


@dataclass(frozen=True)
class Place:
    """A place as the gazetteer knows it; what isn't known is None. `accuracy` says what lat/lon stand for."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    pcode: str | None
    admin_level: int | None
    lat: float | None
    lon: float | None
    accuracy: str
    population: int = 0


@dataclass(frozen=True)
class Mention:
    """A name found in a text, at `text[start:end]` of the original, and all it may mean, likeliest first."""

    start: int
    end: int
    text: str
    kind: Kind
    candidates: tuple[Place, ...]


def fold(name: str) -> str:
    """Return the name as compared: without case, accents, punctuation, invisible marks or spare spaces."""
    if name.isascii():
        plain = name.lower()
    else:
        visible = re.sub(f"[{INVISIBLE}]", "", name)
        spread = unicodedata.normalize("NFKD", visible.casefold()).translate(UNDECOMPOSED)
        plain = re.sub(f"[{MARKS}]", "", spread)
    return " ".join(re.findall(r"[^\W_]+", plain))


_fold = lru_cache(maxsize=65536)(fold)  # for words and names that come again and again


def country(name_or_code: str) -> str | None:
    """Return the ISO3 code of a country's name, alias or code, None if it has none or could be two countries.

    Codes count in capitals only ("NO" is Norway, "no" is a word). UNHCR's pseudo-countries (unknown,
    stateless ...) return themselves. Source: `countries.csv`, `aliases.csv`.
    """
    wanted = name_or_code.strip()
    return _codes().get(wanted) or _country_names().get(fold(wanted))


def unhcr_country(code: str) -> str | None:
    """Return the ISO3 code of UNHCR's own three-letter code (SUD is Sudan, AUS is Austria), None for one we don't know."""
    return _unhcr_codes().get(code.strip())


def pcode(written: str, country: str) -> tuple[str, str | None]:
    """Return the p-code as OCHA writes it for that country (ISO3), and a warning where it was mended or is not one of it.

    Some publishers begin all codes with ISO's two letters, or all with three: TD07 and TCD07 are one place.
    Source: `pcode_prefixes.csv`.
    """
    code = written.strip().upper()
    iso2, prefix = _pcode_prefixes().get(country, (None, None))
    found = re.fullmatch(r"([A-Z]+)(\d[\dA-Z]*)", code)
    if prefix is None or not found or found[1] == prefix:
        known = prefix is None or code.startswith(prefix)
        return code, None if known else f"p-code {written} does not begin with {prefix}: check it"
    if found[1] in (iso2, country):
        return prefix + found[2], f"p-code {written} written as {prefix}{found[2]}"
    return code, f"p-code {written} does not begin with {prefix}: check it"


def candidates(name: str) -> tuple[Place, ...]:
    """Return the country of that name, if any, and every place of it, most populous first (`gazetteer.csv`)."""
    country_place = _country_places().get(_country_names().get(fold(name), ""))
    own = (country_place,) if country_place and country_place.lat is not None else ()
    return own + _gazetteer().get(fold(name), ())


def resolve(name: str, country: str | None = None) -> Place | None:
    """Return the one place meant by a name, None when none or several could be.

    In: the name as written and, where known, the ISO3 code of the country it must lie in. Without a country
    the name must be a country's, or of one country only, or its largest place overwhelmingly larger than those
    elsewhere.
    """
    found = candidates(name)
    if country is not None:
        return next((place for place in found if place.country == country), None)
    if not found or found[0].kind == "country":
        return found[0] if found else None
    elsewhere = [place.population for place in found if place.country != found[0].country]
    return found[0] if found[0].population >= OVERWHELMING * max(elsewhere, default=-1) else None


def mentions(text: str) -> list[Mention]:
    """Return the countries, demonyms and places a text names, left to right, longest first, no two overlapping.

    A name starts with a capital (where its script has them); an abbreviation is written as listed ("US" is a
    country, "us" is not). Offsets count characters of the text as given. Time grows linearly with the text.
    """
    starts, starts_small, _, _ = _names()
    words = list(WORD.finditer(text))
    found: list[Mention] = []
    after = 0
    for at, word in enumerate(words):
        folded = _fold(word[0])
        if at >= after and folded in (starts_small if word[0][0].islower() else starts):
            mention, after = _longest(text, words, at, folded)
            if mention:
                found.append(mention)
    return found


def _longest(text: str, words: list[re.Match[str]], at: int, folded: str) -> tuple[Mention | None, int]:
    """The longest name from this word on, and the number of the word after it."""
    _, _, beginnings, names = _names()
    mention, after = None, at + 1
    for following in range(at + 1, len(words) + 1):
        if folded in names:
            longer = _mention(names[folded], text, words[at:following])
            mention, after = (longer, following) if longer else (mention, after)
        if folded not in beginnings or following == len(words):
            break
        folded += " " + _fold(words[following][0])
    return mention, after


@dataclass(frozen=True)
class _Name:
    """What a folded name means in texts; `spellings` are the odd ones: all capitals, or first letter small."""

    kind: Kind
    candidates: tuple[Place, ...]
    spellings: frozenset[str]
    only_as_spelled: bool

    def allows(self, written: str) -> bool:
        return written in self.spellings or not (self.only_as_spelled or written[0].islower())


def _mention(name: _Name, text: str, words: list[re.Match[str]]) -> Mention | None:
    start, end = words[0].start(), words[-1].end()
    if not name.allows(text[start:end]) or not _stand_together(text, words):
        return None
    return Mention(start, end, text[start:end], name.kind, name.candidates)


def _stand_together(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the words can be one name: nothing but spaces, hyphens, or a full stop after "Dem." between."""
    for left, right in pairwise(words):
        gap = text[left.end() : right.start()]
        if not GAP.fullmatch(gap) or ("." in gap and len(left[0]) > LONGEST_ABBREVIATION):
            return False
    return True


@cache
def _codes() -> dict[str, str]:
    rows = reference.rows("countries")
    return {row["iso3"]: row["iso3"] for row in rows} | {
        row["iso2"]: row["iso3"] for row in rows if row["iso2"]
    }


@cache
def _unhcr_codes() -> dict[str, str]:
    return {row["unhcr_code"]: row["iso3"] for row in reference.rows("countries") if row["unhcr_code"]}


@cache
def _pcode_prefixes() -> dict[str, tuple[str, str]]:
    """ISO3 -> two-letter code, and what the country's p-codes begin with."""
    odd = {row["iso3"]: row["prefix"] for row in reference.rows("pcode_prefixes")}
    return {
        row["iso3"]: (row["iso2"], odd.get(row["iso3"], row["iso2"]))
        for row in reference.rows("countries")
        if row["iso2"]
    }


@cache
def _country_names() -> dict[str, str]:
    """Folded name -> ISO3, without names of two countries; a country's own name is always its own."""
    meant: dict[str, set[str]] = defaultdict(set)
    for row in reference.rows("aliases"):
        meant[_fold(row["alias"])].add(row["iso3"])
    certain = {name: iso3s.pop() for name, iso3s in meant.items() if len(iso3s) == 1}
    return certain | {_fold(row["name"]): row["iso3"] for row in reference.rows("countries")}


@cache
def _country_places() -> dict[str, Place]:
    return {
        row["iso3"]: Place(
            name=row["name"],
            kind="country",
            country=row["iso3"],
            admin1=None,
            pcode=None,
            admin_level=0,
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            accuracy="country",
            population=int(row["population"] or 0),
        )
        for row in reference.rows("countries")
    }


@cache
def _gazetteer() -> dict[str, tuple[Place, ...]]:
    named: dict[str, list[Place]] = defaultdict(list)
    for row in reference.rows("gazetteer"):
        place = Place(
            name=row["main_name"] or row["name"],
            kind=row["kind"],
            country=row["iso3"] or None,
            admin1=row["admin1"] or None,
            pcode=row["pcode"] or None,
            admin_level=ADMIN_LEVELS.get(row["kind"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            accuracy=row["accuracy"],
            population=int(row["population"] or 0),
        )
        named[_fold(row["name"])].append(place)
    return {name: tuple(dict.fromkeys(sorted(found, key=_by_size))) for name, found in named.items()}


def _by_size(place: Place) -> int:
    return -place.population


@cache
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, _Name]]:
    """First words of names, those that may be small, the beginnings of longer names, and the names, all folded."""
    never = {_fold(row["name"]) for row in reference.rows("not_in_text")}
    names: dict[str, _Name] = {}
    for folded, heard in _spoken().items():
        if folded not in never:
            odd = frozenset(spelling for spelling, _, _ in heard if _is_odd(spelling))
            every = tuple(dict.fromkeys(place for _, _, places in heard for place in places))
            names[folded] = _Name(heard[0][1], every, odd, all(_is_odd(spelling) for spelling, _, _ in heard))
    starts = frozenset(name.split()[0] for name in names)
    small = {name.split()[0] for name in names if any(s[0].islower() for s in names[name].spellings)}
    beginnings = {name[: space.start()] for name in names for space in re.finditer(" ", name)}
    return starts, frozenset(small), frozenset(beginnings), names


def _spoken() -> dict[str, list[tuple[str, Kind, tuple[Place, ...]]]]:
    """Folded name -> (spelling, what it is, places), demonyms before countries before places."""
    spoken: dict[str, list[tuple[str, Kind, tuple[Place, ...]]]] = defaultdict(list)
    own = _country_places()
    for row in reference.rows("demonyms"):
        spoken[_fold(row["demonym"])].append((row["demonym"], "demonym", (own[row["iso3"]],)))
    for row in reference.rows("aliases"):
        if row["iso3"] not in PSEUDO_IN_TABLES_ONLY:
            spoken[_fold(row["alias"])].append((row["alias"], "country", (own[row["iso3"]],)))
    for row in reference.rows("gazetteer"):
        spoken[_fold(row["name"])].append((row["name"], "place", _gazetteer()[_fold(row["name"])]))
    return spoken


def _is_odd(spelling: str) -> bool:
    return spelling.isupper() or spelling[0].islower()
