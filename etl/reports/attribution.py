"""Whom a sentence credits with its figures: 'according to the UN', 'UNHCR says', '(OCHA, 5 March)'.

In: a sentence (plain text) and where a figure stands. Out: the organisation as worded, without 'the', and with
well-known long names shortened ("the UN refugee agency" is UNHCR); None where nobody is credited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.reports.guards import MONTH
from etl.reports.lexicon import Lexicon

_CLAUSE = re.compile(r"[^,;:()\n]{2,100}")
_SAID_IN_BRACKETS = re.compile(
    rf"\((?:[Ss]ources?: )?(?P<who>[A-Z][\w&./' -]{{1,50}}?)(?:, (?:as of |on )?(?:\d{{1,2}} ?{MONTH}|{MONTH} \d|\d{{4}}|{MONTH})[^()]{{0,20}})\)"
)
_TIME = re.compile(
    r"(?: on| in| at| late| earlier| this| last| yesterday| today)?(?: (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day| [a-z]+ ?week| statement| \d.*| its| a | that| as ).*$"
)
_DASH = re.compile(r" ?[–—] ?| - ")
_PHRASE = re.compile(r"\b(?:from|in|of|to|at|by|for|across|an|a)\s*$", re.IGNORECASE)
_PRONOUNS = {
    "a",
    "an",
    "the",
    "this",
    "these",
    "it",
    "he",
    "she",
    "they",
    "who",
    "which",
    "that",
    "we",
    "i",
    "there",
    "also",
}


@dataclass(frozen=True)
class Credit:
    """An organisation credited, and where the words stand."""

    at: int
    to: int
    who: str


def credits(text: str, words: Lexicon) -> list[Credit]:
    """Everyone the sentence credits, in reading order."""
    said = words.attribution
    found = [Credit(m.start(), m.end(), m["who"]) for m in _SAID_IN_BRACKETS.finditer(text)]
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
    if match is None or _PHRASE.search(clause[: match.start("who")]):
        return None
    return match["who"]


def _worded(who: str, words: Lexicon) -> str:
    who = _TIME.sub("", _DASH.split(who.strip())[0]).strip(" .'\"")
    who = re.sub(r"^(?:the|a|an|The|A|An) ", "", who)
    shorter = words.attribution["person"].sub("", who)
    who = (
        shorter
        if len(shorter) > 1 and re.match(r"[A-Z]", shorter) and not re.search(r"\bofficials\b", who)
        else who
    )
    for name, pattern in words.aliases.items():
        if pattern.match(who):
            return name
    who = re.sub(r" (?:in|across) (?:the )?[A-Z].*$", "", who)
    who = re.sub(r" (?:teams|staff|officers|figures|data|estimates|statistics|records|reports)$", "", who)
    agency = re.search(r"\b(?:agency|office|ministry|service|broadcaster) ([A-Z]{3,10})\b", who)
    who = agency[1] if agency else who
    return "" if who.lower() in _PRONOUNS or not who else who[:80]
