"""Numbers in text: digits, words, scales, ranges and bounds, each with where it stands.

In: plain text. Out: `Number`s in reading order, values in units ("3.6 million" is 3600000).
Every pattern has bounded repeats, so time grows with the length of the text and no faster.
Grouping by comma, point, space or apostrophe, and Indian grouping (3,57,243; 2.14 lakh), are those seen in reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

MOST = 8_200_000_000
"""No count of people exceeds the people alive (UN World Population Prospects 2024)."""

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

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_SMALL = {word: n for n, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
}
_SCALE = (
    r"(?:[ -]?(?P<scale>hundred thousand|thousand|million|billion|lakhs?|crores?|mn|bn|(?<=\d)[mMkK](?![\w'°]))"
    r"(?![a-z]{3}))?"
)
_GROUPED = (
    r"\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,2}(?:,\d{2}){1,3},\d{3}(?!\d)|\d{1,3}(?: \d{3}){1,3}(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){2,3}(?!\d)|\d{1,3}(?:'\d{3}){1,3}(?!\d)|\d{1,3}(?:, 000){1,2}(?!\d)"
)
_FIGURE = re.compile(
    rf"(?<![\d.,A-Z])(?<![\d][,.])(?P<body>{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,3}})?(?!\d)){_SCALE}"
)
_WORD = "|".join(sorted([*_SMALL, *_TENS], key=len, reverse=True))
_BIG = r"hundred|thousand|million|billion|lakh|crore"
_AND_WORD = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)),?[ -]and[ -]"
_WORDS = re.compile(
    rf"(?<!no )(?<!No )\b(?:(?P<part>half|(?:a |one )?quarter of|three[- ]quarters of) (?:a|one) (?P<whole>thousand|million|billion)"
    rf"|(?P<spelt>(?:(?:{_WORD})|an?(?= (?:{_BIG})))(?:(?:[ -]|{_AND_WORD})(?:{_WORD}|{_BIG})\b| and a half){{0,9}}))\b",
    re.IGNORECASE,
)
_PARTS = {"h": 0.5, "t": 0.75, "a": 0.25, "o": 0.25, "q": 0.25}

_BEFORE = {
    "at_least": r"at least|no fewer than|no less than|not less than|a minimum of|minimum of",
    "at_most": r"up to|as many as|as much as|at most|no more than|not more than|a maximum of|maximum of",
    "less_than": r"fewer than|less than|under|below|short of",
    "more_than": r"more than|over|in excess of|upwards? of|exceed(?:ed|ing|s)?|above|beyond|(?:sur)?pass(?:ed|ing|es)?"
    r"|topp(?:ed|ing)|north of|greater than|>",
    "approximately": r"about|around|approximately|approx\.?|roughly|some|nearly|almost|close to|an? estimated|estimated"
    r"|circa|ca?\.|near|~|an? estimate of|estimated (?:at|to be)|in the region of|an? average of",
}
_FILLER = r"(?:(?:the|an?|another|additional|further|extra|new|total of|total|as many as|some|estimated|of|about) )*"
_BOUNDS = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _BEFORE.items())}) ?{_FILLER}$",
    re.IGNORECASE,
)
_WORDED = re.compile(r"[a-z.~>] ?$", re.IGNORECASE)
_ESTIMATE = re.compile(r"\bestimate[sd]?\b(?: that| there (?:are|were))?(?:[^.;:()\d]{0,40})$", re.IGNORECASE)
_AFTER = {
    "more_than": re.compile(r"\+|-plus\b| plus\b| or more\b| and counting"),
    "approximately": re.compile(r" or so\b"),
}
_TREND = re.compile(
    r"\b(?:rose|risen|rising|increas\w+|gr[eo]wn?|jumped|climbed|up|fell|fallen|dropped|decreased|declined|swelled"
    r"|soared|surged|down|shrank|went|gone)\b[^.;]{0,60}\bfrom\W{0,2}(?:\w+\W){0,2}$",
    re.IGNORECASE,
)
_ABOUT = r"(?:(?:about|around|some|nearly|an estimated) )?"
_TO = re.compile(rf" ?(?:-|–|—|to|or) ?{_ABOUT}")
_AND = re.compile(rf" and {_ABOUT}")
_BETWEEN = re.compile(rf"\b(?:between|from) {_ABOUT}$", re.IGNORECASE)


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


def plain(text: str) -> str:
    """The text with other scripts' digits, odd blanks and curly quotes made plain; same length, so offsets hold."""
    return text.translate(_PLAIN)


def numbers(text: str) -> list[Number]:
    """Every number of the text, ranges joined, bounds read. `text` should be `plain`."""
    found = sorted([*_written(text), *_spelt(text)], key=lambda n: (n.start, -n.end))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    return [_bounded(n, _bound(text, n)) for n in _ranges(text, apart)]


def _written(text: str) -> list[Number]:
    found = []
    for match in _FIGURE.finditer(text):
        scale = 1
        for word in (match["scale"] or "").lower().split():
            scale *= _SCALES[word]
        body = match["body"]
        value = _digits(body, scaled=scale > 1) * scale
        if 0 < value <= MOST:
            grouped = bool(re.search(r"\d\D\d{3}", body)) and scale == 1
            found.append(Number(match.start(), match.end(), round(value, 3), scale=scale, grouped=grouped))
    return found


def _digits(body: str, scaled: bool) -> float:
    if re.fullmatch(r"\d+[.,]\d{1,3}", body) and (scaled or not re.search(r"\d{1,3}[.,]\d{3}$", body)):
        return float(body.replace(",", "."))
    return float(re.sub(r"\D", "", body))


def _spelt(text: str) -> list[Number]:
    found = []
    for match in _WORDS.finditer(text):
        value, scale = _fraction(match) if match["part"] else _words(match["spelt"].lower())
        if 0 < value <= MOST:
            found.append(Number(match.start(), match.end(), value, scale=scale))
    return found


def _fraction(match: re.Match[str]) -> tuple[float, int]:
    scale = _SCALES[match["whole"].lower()]
    return _PARTS[match["part"][0].lower()] * scale, scale


def _words(spelt: str) -> tuple[float, int]:
    """'nine hundred and twenty-one' -> 921; 'two and a half million' -> 2500000; with the last scale word used."""
    total, group, scale, half = 0.0, 0.0, 1, False
    for word in re.findall(r"a half|[a-z]+", spelt):
        if word == "a half":
            half = True
        elif word in _SMALL or word in _TENS:
            group += _SMALL.get(word, 0) or _TENS.get(word, 0)
        elif word in _SCALES:
            scale = _SCALES[word]
            group = (group or 1) + (0.5 if half else 0)
            half = False
            if scale == 100:
                group *= 100
            else:
                total, group = total + group * scale, 0.0
    return total + group + (scale * 0.5 if half else 0), scale


def _ranges(text: str, found: list[Number]) -> list[Number]:
    joined: list[Number] = []
    skip = False
    for low, high in pairwise([*found, None]):
        if skip:
            skip = False
            continue
        assert low is not None
        pair = high and _range(text, low, high)
        joined.append(pair or low)
        skip = bool(pair)
    return joined


def _range(text: str, low: Number, high: Number) -> Number | None:
    gap = text[low.end : high.start]
    if len(gap) > LONGEST_GAP or not (_TO.fullmatch(gap) or _AND.fullmatch(gap)):
        return None
    before = text[max(0, low.start - 110) : low.start]
    if _TREND.search(before) or not (_TO.fullmatch(gap) or _BETWEEN.search(before)):
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


def _bound(text: str, number: Number) -> str:
    if number.high is not None:
        return "between"
    before = text[max(0, number.start - 60) : number.start]
    bound = _BOUNDS.search(before) if _WORDED.search(before) else None
    if bound:
        return bound.lastgroup or "exact"
    after = text[number.end : number.end + 14]
    for name, pattern in _AFTER.items():
        if pattern.match(after):
            return name
    return "approximately" if _ESTIMATE.search(before) else "exact"
