"""Numbers in text: digits, words, scales, ranges and bounds, each with where it stands.

In: plain text. Out: `Number`s in reading order, values in units ("3.6 million" is 3600000).
Every pattern has bounded repeats, so time grows with the length of the text and no faster. What holds more than `TABLE`
numbers is a table run together or noise: nothing says which words go with which number, so it has none to tell.
Grouping by comma, point, space or apostrophe, and Indian grouping (3,57,243; 2.14 lakh), are those seen in reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from etl.reports.wording import DEFAULT, filled, patterns, vocabulary

MOST = 8_200_000_000
"""No count of people exceeds the people alive (UN World Population Prospects 2024)."""

TABLE = 40
"""Numbers beyond which a stretch of text (at most `sentences.LONGEST` characters) is no sentence."""

LONGEST_GAP = 24
"""Characters between the two ends of a range: " and an estimated "."""

_SIGNS = {
    ord("٫"): ".",
    ord("٬"): ",",
    ord("٪"): "%",
    ord("’"): "'",
    ord("‘"): "'",
    ord("“"): '"',
    ord("”"): '"',
}
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰०০" for n in range(10)}
_BLANKS = {ord(mark): " " for mark in "\u00a0\u202f\u2009\u2007\u200e\u200f\u00ad⁰¹²³⁴⁵⁶⁷⁸⁹"}
_PLAIN = _SIGNS | _DIGITS | _BLANKS

_GROUPED = (
    r"\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,2}(?:,\d{2}){1,3},\d{3}(?!\d)|\d{1,3}(?: \d{3}){1,3}(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,3}(?!\d)|\d{1,3}(?:'\d{3}){1,3}(?!\d)|\d{1,3}(?:, 000){1,2}(?!\d)"
)


_TOKEN = re.compile(r"\d[\d.,]*")
_DASHED = re.compile(r" ?[-–—] ")


@dataclass(frozen=True)
class Number:
    """A number of the text: `value` (low end), `high` (of a range), the bound as worded, `text[start:end]`."""

    start: int
    end: int
    value: float
    high: float | None = None
    quantifier: str = "exact"
    scale: int = 1
    grouped: bool = False


@dataclass(frozen=True)
class Numerals:
    """How a language writes numbers and bounds them: the section `numbers` of its lexicon, compiled."""

    figure: re.Pattern[str]
    spelt: re.Pattern[str]
    word: re.Pattern[str]
    bounds: re.Pattern[str]
    after: dict[str, re.Pattern[str]]
    said: dict[str, re.Pattern[str]]
    small: dict[str, int]
    scales: dict[str, int]
    parts: dict[str, float]
    decimal: str
    half: re.Pattern[str]


@cache
def numerals(language: str = DEFAULT) -> Numerals:
    """The language's numbers, compiled once."""
    said = vocabulary(language)["numbers"]
    word = "|".join(sorted(said["small"], key=len, reverse=True)) or "(?!)"
    joined = sorted((name for name in said["small"] if not name.isalpha()), key=len, reverse=True)
    big = said["big"]
    one = filled(said["one"], language, {"big": big})
    spelt = (
        rf"{said['not_before']}\b(?:{said['part']}"
        rf"|(?P<spelt>(?:(?:{word})|{one})(?:(?:{said['joint']})(?:{word}|{big})\b|{said['half']}){{0,9}}))\b"
    )
    bounds = "|".join(f"(?P<{name}>{words})" for name, words in said["before"].items())
    return Numerals(
        figure=re.compile(
            rf"(?<![\d.,A-Z])(?<![\d][,.])(?P<body>{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,3}})?(?!\d))"
            rf"(?:[ -]?(?P<scale>{said['scale']})(?![a-zß-ÿ]{{3}}))?"
        ),
        spelt=re.compile(spelt, re.IGNORECASE),
        word=re.compile("|".join([said["half"].strip(), *joined, r"[^\W\d_]+"]), re.IGNORECASE),
        bounds=re.compile(rf"(?<!\w)(?:{bounds}) ?{said['filler']}$", re.IGNORECASE),
        after={name: re.compile(words) for name, words in said["after"].items()},
        said=patterns(language, "numbers"),
        small=said["small"],
        scales=said["scales"],
        parts=said["parts"],
        decimal=said["decimal"],
        half=re.compile(said["half"].strip(), re.IGNORECASE),
    )


def plain(text: str) -> str:
    """The text with other scripts' digits, odd blanks and curly quotes made plain; same length, so offsets hold."""
    return text.translate(_PLAIN)


def numbers(text: str, language: str = DEFAULT) -> list[Number]:
    """Every number of the text, ranges joined, bounds read. `text` should be `plain`."""
    known = numerals(language)
    if len(_TOKEN.findall(text)) > TABLE:
        return []
    found = sorted([*_written(text, known), *_spelt(text, known)], key=lambda n: (n.start, -n.end))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    if len(apart) > TABLE:
        return []
    bounded = [_bounded(n, _bound(text, n, known)) for n in _ranges(text, apart, known)]
    return [n for n, after in pairwise([*bounded, None]) if n and not (after and _restated(text, n, after))]


def _restated(text: str, first: Number, second: Number) -> bool:
    """'half a million - more than 520,000 - people': said roughly, then again within dashes, as one figure."""
    near = first.value <= second.value <= 1.25 * first.value and first.high is None and second.high is None
    between = text[first.end : second.start]
    return (
        near
        and len(between) < LONGEST_GAP
        and bool(_DASHED.match(between) and _DASHED.match(text, second.end))
    )


def _written(text: str, known: Numerals) -> list[Number]:
    found = []
    for match in known.figure.finditer(text):
        scale = 1
        for word in (match["scale"] or "").lower().split():
            scale *= known.scales[word]
        body = match["body"]
        value = _digits(body, scale > 1, known.decimal) * scale
        if 0 < value <= MOST:
            grouped = bool(re.search(r"\d\D\d{3}", body)) and scale == 1
            found.append(Number(match.start(), match.end(), round(value, 3), scale=scale, grouped=grouped))
    return found


def _digits(body: str, scaled: bool, decimal: str) -> float:
    """'3,600' alone is 3600 in any language (people are whole); before 'million' the language's mark decides."""
    mark = re.fullmatch(r"\d+([.,])\d{1,3}", body)
    thousands = re.search(r"\d{1,3}[.,]\d{3}$", body)
    if mark and (not thousands or (scaled and mark[1] in decimal)):
        return float(body.replace(",", "."))
    return float(re.sub(r"\D", "", body))


def _spelt(text: str, known: Numerals) -> list[Number]:
    found = []
    for match in known.spelt.finditer(text):
        value, scale = _fraction(match, known) if match["part"] else _words(match["spelt"].lower(), known)
        if 0 < value <= MOST:
            found.append(Number(match.start(), match.end(), value, scale=scale))
    return found


def _fraction(match: re.Match[str], known: Numerals) -> tuple[float, int]:
    scale = known.scales[match["whole"].lower()]
    return known.parts[" ".join(match["part"].lower().split())] * scale, scale


def _words(spelt: str, known: Numerals) -> tuple[float, int]:
    """'nine hundred and twenty-one' -> 921; 'two and a half million' -> 2500000; with the last scale word used."""
    total, group, scale, half = 0.0, 0.0, 1, False
    for word in known.word.findall(spelt):
        if known.half.fullmatch(word):
            half = True
        elif word in known.small:
            group += known.small[word]
        elif word in known.scales:
            scale = known.scales[word]
            group = (group or 1) + (0.5 if half else 0)
            half = False
            if scale == 100:
                group *= 100
            else:
                total, group = total + group * scale, 0.0
    return total + group + (scale * 0.5 if half else 0), scale


def _ranges(text: str, found: list[Number], known: Numerals) -> list[Number]:
    joined: list[Number] = []
    skip = False
    for low, high in pairwise([*found, None]):
        if skip:
            skip = False
            continue
        assert low is not None
        pair = high and _range(text, low, high, known.said)
        joined.append(pair or low)
        skip = bool(pair)
    return joined


def _range(text: str, low: Number, high: Number, said: dict[str, re.Pattern[str]]) -> Number | None:
    gap = text[low.end : high.start]
    if len(gap) > LONGEST_GAP or not (said["to"].fullmatch(gap) or said["and"].fullmatch(gap)):
        return None
    before = text[max(0, low.start - 110) : low.start]
    if said["trend"].search(before) or not (said["to"].fullmatch(gap) or said["between"].search(before)):
        return None
    value = low.value
    if low.scale == 1 and not low.grouped and value < 1000:
        shared = high.scale if high.scale > 100 else 1000 if high.grouped and high.value % 1000 == 0 else 1
        value = value * shared if value * shared < high.value else value
    if value >= high.value:
        return None
    return Number(low.start, high.end, value, high.value, "between", high.scale, high.grouped)


def _bounded(number: Number, quantifier: str) -> Number:
    return number if quantifier == number.quantifier else replace(number, quantifier=quantifier)


def _bound(text: str, number: Number, known: Numerals) -> str:
    if number.high is not None:
        return "between"
    before = text[max(0, number.start - 60) : number.start]
    bound = known.bounds.search(before) if known.said["worded"].search(before) else None
    if bound:
        return bound.lastgroup or "exact"
    after = text[number.end : number.end + 14]
    for name, pattern in known.after.items():
        if pattern.match(after):
            return name
    return "approximately" if known.said["estimate"].search(before) else "exact"
