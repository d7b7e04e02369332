"""What a number counts: the noun phrase after it ("35,000 displaced people", "12 observation posts").

In: a sentence, a number of it, the language's lexicon. Out: a `Head`: person, household, home, part (children, women),
thing, status (IDPs, refugees), name (a nationality), none (the noun is left out) or unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.reports.lexicon import Lexicon
from etl.reports.numbers import Number

LONGEST = 9
"""Words of a noun phrase."""

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_GAP = re.compile(r"[\s'\"/-]*(?:\(\w{1,12}\))?[\s'\"]*")


@dataclass(frozen=True)
class Head:
    """The noun phrase after a number: what it names, which status it carries, where it ends."""

    kind: str
    end: int
    status: str | None = None
    name: str | None = None

    @property
    def unit(self) -> str:
        """What the noun counts: household or person."""
        return "household" if self.kind in ("household", "home") else "person"


def head(text: str, number: Number, words: Lexicon, names: dict[int, int]) -> Head:
    """Walk the noun phrase after a number. `names` are demonyms of the text (start -> end)."""
    link = words.clause["link"].match(text, number.end)
    position, status, name, unknown = link.end() if link else number.end, None, None, 0
    for _ in range(LONGEST):
        gap = _GAP.match(text, position)
        position_next = gap.end() if gap else position
        if position_next in names:
            name = text[position_next : names[position_next]]
            position = names[position_next]
            continue
        match = _WORD.match(text, position_next)
        if not match:
            break
        kind = _kind(match[0], words)
        if kind.startswith("status:"):
            if (
                kind == "status:idp"
                and words.clause["participle"].fullmatch(match[0])
                and not _adjective(text, match.end(), words, names)
            ):
                break
            status = kind[7:]
            if words.after_noun:
                return _described(text, Head("status", match.end(), status, name), words, names)
        elif kind == "stop" and not (unknown and not status and match[0] in ("and", "or")):
            break
        elif kind == "thing" and words.clause["with_family"].match(text, match.end()):
            return Head("person", match.end(), status, name)
        elif kind in ("person", "household", "home", "part", "thing"):
            found = Head(kind, match.end(), status, name)
            return _described(text, found, words, names) if words.after_noun else found
        elif words.pattern.match(text, match.start()):
            break
        else:
            unknown += 1
            name = name or (match[0] if match[0][0].isupper() else None)
        position = match.end()
    return Head(_bare(status, name, unknown), position, status, name)


def _described(text: str, noun: Head, words: Lexicon, names: dict[int, int]) -> Head:
    """The noun with what follows it where adjectives do: 'personnes | déplacées', 'refugiados | sirios'."""
    found = noun
    for _ in range(4):
        gap = _GAP.match(text, found.end)
        start = gap.end() if gap else found.end
        if start in names:
            found = replace(found, end=names[start], name=text[start : names[start]])
            continue
        match = _WORD.match(text, start)
        if not match or not words.clause["attribute"].fullmatch(match[0]):
            break
        if words.clause["verbal"].match(text, match.end()):
            break
        kind = _kind(match[0], words)
        status = kind[7:] if kind.startswith("status:") else found.status
        found = replace(found, end=match.end(), status=status)
    return found


def head_after(text: str, start: int, words: Lexicon) -> str:
    """The kind of the word that starts here: '70,000 of them | children'."""
    match = _WORD.match(text, start + 1)
    return _kind(match[0], words) if match else "none"


def _kind(word: str, words: Lexicon) -> str:
    kind = words.nouns.get(word.lower()) or words.nouns.get(word.lower().replace("-", ""))
    if kind is None and word.startswith(("people", "displacedp")):  # words run together by a PDF
        return "person"
    return kind or "unknown"


def _adjective(text: str, end: int, words: Lexicon, names: dict[int, int]) -> bool:
    """Whether a noun follows 'displaced', so that it is no verb: '3,000 displaced people', '300 displaced Yazidis'."""
    gap = _GAP.match(text, end)
    start = gap.end() if gap else end
    match = _WORD.match(text, start)
    return start in names or bool(
        match and _kind(match[0], words) in ("person", "household", "part", "thing", "home")
    )


def _bare(status: str | None, name: str | None, unknown: int) -> str:
    if status:
        return "status"
    if name:
        return "name"
    return "unknown" if unknown else "none"
