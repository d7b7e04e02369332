"""The words of one language, read from `lexicon_<language>.yaml` and compiled once.

In: a language code. Out: a `Lexicon`: nouns by kind, cues (what happened to the people counted), and the patterns
that say hypothetical, clause boundary, part of another figure, cause, and the part a place plays. A new language is a new file, no new code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from etl.reports.wording import DEFAULT, patterns, vocabulary


@dataclass(frozen=True)
class Sense:
    """What a cue says: of whom (`population`), counted how (`measure`), in which words (`term`).

    `kind` event, host, shelter, status, no, weak; `side` where the counted number stands: before, after, either.
    `moves`: people went somewhere, so a border may have been crossed. `soft`: a period makes a flow
    of the stock.
    """

    kind: str
    side: str = "either"
    population: str | None = None
    measure: str = "flow"
    term: str | None = None
    status: str | None = None
    moves: bool = False
    soft: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The compiled words of one language; `cues[n]` is the sense of group `c<n>` of `pattern`."""

    language: str
    nouns: dict[str, str]
    statuses: dict[str, Sense]
    cues: tuple[Sense, ...]
    pattern: re.Pattern[str]
    hypothetical: re.Pattern[str]
    boundary: re.Pattern[str]
    part_of: re.Pattern[str]
    of_whom: re.Pattern[str]
    causes: dict[str, re.Pattern[str]]
    places: dict[str, re.Pattern[str]]
    before: dict[str, re.Pattern[str]]
    attribution: dict[str, re.Pattern[str]]
    speaker: re.Pattern[str]
    speaker_before: re.Pattern[str]
    aliases: dict[str, re.Pattern[str]]
    clause: dict[str, re.Pattern[str]]
    demonyms: re.Pattern[str]
    after_noun: bool


@cache
def lexicon(language: str = DEFAULT) -> Lexicon:
    """The lexicon of a language that has one (`wording.languages`)."""
    said = vocabulary(language)
    statuses = {name: Sense("status", status=name, **sense) for name, sense in said["status"].items()}
    senses = tuple(_sense(cue, statuses) for cue in said["cues"])
    around, fill = said["places"], said["places"]["fill"]
    credit = said["attribution"]
    attribution = patterns(language, "attribution")
    speaker = attribution["speaker"].pattern
    groups = (f"(?P<c{n}>{_spaced(cue['pattern'])})" for n, cue in enumerate(said["cues"]))
    return Lexicon(
        language=language,
        nouns=_nouns(said["nouns"]),
        statuses=statuses,
        cues=senses,
        pattern=re.compile(rf"(?<![^\W_])(?={said['first']})(?:{'|'.join(groups)})(?![^\W\d_])"),
        hypothetical=re.compile(rf"\b{_spaced(said['hypothetical'])}$", re.IGNORECASE),
        boundary=re.compile(_spaced(said["boundary"]), re.IGNORECASE),
        part_of=re.compile(_spaced(said["part_of"]), re.IGNORECASE),
        of_whom=re.compile(rf"\b{_spaced(said['of_whom'])}\b", re.IGNORECASE),
        causes={
            name: re.compile(rf"\b{_spaced(words)}\b", re.IGNORECASE)
            for name, words in said["causes"].items()
        },
        places={name: re.compile(words) for name, words in around.items() if isinstance(words, str)},
        before={part: re.compile(words.replace("{fill}", fill)) for part, words in around["before"].items()},
        attribution=attribution,
        speaker=attribution["speaker"],
        speaker_before=re.compile(rf"(?:^|\s)(?P<who>{speaker})\s+$"),
        aliases={name: re.compile(rf"(?:{text})(?!\w)") for name, text in credit["aliases"].items()},
        clause=patterns(language, "clause"),
        demonyms=_demonyms(said["demonyms"]),
        after_noun=said["adjectives"] == "after",
    )


def _demonyms(said: dict[str, str]) -> re.Pattern[str]:
    """One group a country; never a match where the reference tables know the language's peoples."""
    groups = "|".join(f"(?P<{iso3}>{words})" for iso3, words in said.items()) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{groups})(?!\w)", re.IGNORECASE)


def _spaced(pattern: str) -> str:
    """A blank in the file stands for up to four of any white space (a line may be broken there)."""
    return re.sub(r" (?![?*+{])", r"\\s{1,4}", pattern)


def _sense(cue: dict[str, Any], statuses: dict[str, Sense]) -> Sense:
    if cue["kind"] == "status":
        return statuses[cue["status"]]
    rest = {key: value for key, value in cue.items() if key not in ("pattern", "number")}
    return Sense(side=cue["number"], **rest)


def _nouns(said: dict[str, Any]) -> dict[str, str]:
    """Each noun, lower case, with its kind; a status noun's kind is `status:<name>`."""
    kinds = {noun.lower(): f"status:{name}" for noun, name in said["status"].items()}
    for kind in ("part", "stop", "household", "home", "thing", "person"):
        kinds |= dict.fromkeys((noun.lower() for noun in said[kind].split()), kind)
    return kinds
