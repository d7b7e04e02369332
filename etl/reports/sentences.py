"""Sentences and headings of a text, each with where it stands and the paragraph it belongs to.

In: plain text. Out: `Sentence`s in order. A paragraph ends at a blank line; a list item and a heading stand alone.
A sentence without an end is cut before `LONGEST` characters, at a line's end or else between words, so that no later
stage meets one of unbounded length. What has neither letter nor digit (rules, bullets) is no sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1_000
"""Characters of the longest sentence: more than five times what is usual in reports."""

_TAG = r"</?[A-Za-z][^<>]{0,60}>"
"""Markup that a sentence's end may be followed by: '… the UN.</p><p>Snow …'."""

_BREAK = re.compile(
    rf"(?P<stop>[.!?…؟۔](?: ?»|[\"')\]*_]|{_TAG}){{0,4}})\s+"  # an end, then a beginning
    rf"(?=(?:[\"'(\[«¿¡*_]|{_TAG}){{0,4}}\s?[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ\u0600-\u06ff0-9•])"
    rf"|(?P<run>(?:(?<=[a-z0-9)]{{2}})\.[\"'»]?|\.{_TAG})(?:{_TAG}){{0,3}})(?=[\"'«]?(?:[A-Z][a-z]|[A-Z]{{3}}))"  # "…in Myanmar.Since"
    r"|\n[ \t\r]*\n\s*"  # a blank line
    r"|\n(?=[ \t]{0,8}(?:[-*•#|>]|\d{1,2}[.)]) )"  # a list item or heading
)
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|No|Nos|vs|approx|ca|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gov|Gen|Col"
    r"|MM|Mme|Mlle|Sr|Sra|Sres|núm|aprox|EE|Lt|Maj|Capt|Prof|Rs|Art|Fig|pp?|e\.g|i\.e|U\.S|U\.N))\.$"
)
_SAYS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Sentence:
    """`text[start:end]`, its number (from 1), its paragraph, and whether it is a heading."""

    start: int
    end: int
    number: int
    paragraph: int
    heading: bool = False


def sentences(text: str) -> list[Sentence]:
    """The text's sentences in order, blank ends trimmed; their spans do not overlap."""
    found: list[Sentence] = []
    start, paragraph = 0, 0
    for match in _BREAK.finditer(text):
        if match["stop"] and _SHORT.search(text, max(start, match.start() - 7), match.start() + 1):
            continue
        end = match.end("stop") if match["stop"] else match.end("run") if match["run"] else match.start()
        _add(found, text, start, end, paragraph)
        start = match.end()
        paragraph += not (match["stop"] or match["run"])
        paragraph += bool(match["stop"]) and "\n\n" in match[0].replace("\r", "")
    _add(found, text, start, len(text), paragraph)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end:
        cut = end
        if end - start > LONGEST:
            cut = _border(text, start + LONGEST // 2, start + LONGEST)
        body = text[start:cut].strip()
        if _SAYS.search(body):
            at = text.index(body[0], start)
            found.append(Sentence(at, at + len(body), len(found) + 1, paragraph, _is_heading(body)))
        start = cut


def _border(text: str, low: int, high: int) -> int:
    """The last end of a line in [low, high), else the last blank, else `high`."""
    return text.rfind("\n", low, high) + 1 or text.rfind(" ", low, high) + 1 or high


def _is_heading(body: str) -> bool:
    if body.startswith("#"):
        return True
    return len(body) < 80 and body[-1] not in ".!?…\"')" and body.count(" ") <= 8
