"""Whom a sentence credits with its figures: 'according to the UN', 'UNHCR says', '(OCHA, 5 March)'.

In: a sentence (plain text) and where a figure stands. Out: the organisation as worded, without 'the', and with
well-known long names shortened ("the UN refugee agency" is UNHCR); None where nobody is credited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.reports.lexicon import Lexicon

_CLAUSE = re.compile(r"[^,;:()\n]{2,100}")
_DASH = re.compile(r" ?[–—] ?| - ")


@dataclass(frozen=True)
class Credit:
    """An organisation credited, and where the words stand."""

    at: int
    to: int
    who: str


def credits(text: str, words: Lexicon) -> list[Credit]:
    """Everyone the sentence credits, in reading order."""
    said = words.attribution
    found = [Credit(m.start(), m.end(), m["who"]) for m in said["brackets"].finditer(text)]
    for match in said["according"].finditer(text):
        clause = _CLAUSE.match(text, match.end())
        if clause:
            found.append(Credit(match.start(), clause.end(), said["paper"].sub("", clause[0])))
    for match in said["by"].finditer(text):
        named = words.speaker.match(text, match.end())
        if named:
            found.append(Credit(match.start(), named.end(), named[0]))
    for match in said["said"].finditer(text):
        speaker = _before(text, match.start(), words)
        if speaker:
            found.append(Credit(match.start() - len(speaker), match.end(), speaker))
    named_ = [Credit(credit.at, credit.to, _worded(credit.who, words)) for credit in found]
    return sorted((credit for credit in named_ if credit.who), key=lambda credit: credit.at)


def credited(found: list[Credit], low: int, high: int) -> str | None:
    """The one credited nearest to the figure that stands at [low, high)."""
    able = [credit for credit in found if not (low <= credit.at and credit.to <= high)] or found
    nearest = min(able, key=lambda credit: max(0, credit.at - high, low - credit.to), default=None)
    return nearest.who if nearest else None


def _before(text: str, end: int, words: Lexicon) -> str | None:
    """The speaker that ends where the verb begins: 'Turkish state media | said', 'UNHCR in Rwanda | reports'."""
    start = max(0, end - 110)
    clause = re.split(r"[,;:()\n\"]|\. ", text[start:end])[-1]
    match = words.speaker_before.search(clause)
    if match is None or words.attribution["phrase"].search(clause[: match.start("who")]):
        return None
    return match["who"]


def _worded(who: str, words: Lexicon) -> str:
    said = words.attribution
    who = said["time"].sub("", _DASH.split(who.strip())[0]).strip(" .'\"")
    who = said["article"].sub("", who)
    shorter = said["person"].sub("", who)
    named = len(shorter) > 1 and shorter[0].isupper() and not said["officials"].search(who)
    who = shorter if named else who
    for name, pattern in words.aliases.items():
        if pattern.match(who):
            return name
    who = said["figures"].sub("", said["region"].sub("", who))
    agency = said["agency"].search(who)
    who = agency[1] if agency else who
    return "" if said["nobody"].fullmatch(who.lower()) or not who else who[:80]
