"""Dates in text: each with its first and last day, resolved against the day the document came out.

In: a sentence (plain text) and the day of publication. Out: `Spot`s in reading order. Rules: a month without a year is
the latest such month not after publication; early = 1-10, mid = 11-20, late = 21-end of the month (as IDMC's coders
read them); the beginning of a year is its first quarter. Nothing is guessed where there is no day of publication.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

from etl.reports.guards import MONTH

Day = datetime.date

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_WEEKDAYS = {
    name: n
    for n, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_COUNTS = {
    word: n
    for n, words in enumerate(
        [
            "a an one 1",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        1,
    )
    for word in words.split()
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_YEAR = r"(?:19|20)\d\d(?![\d,.]?\d)"
_STAGE = (
    r"(?:(?:the )?(?:very )?(?:beginning|start|outset|middle|end|close)(?: of)?(?:[ -]the)?|early (?:to|and) mid|mid to late|mid-? to late"
    r"|early|mid|late|end)"
)
_STAGES = {"b": "early", "s": "early", "o": "early", "e": "end", "m": "mid", "c": "end", "l": "late"}
_NTH = r"(?P<nth>first|second|third|fourth|last)(?: (?P<many>two|three))? (?P<part>week|half|quarter|day)s?(?: of)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_SPOT = re.compile(
    rf"(?P<iso>{_YEAR}-\d\d-\d\d)(?!\d)"
    rf"|(?P<dmy>(?<!\d)\d\d?[./]\d\d?[./]{_YEAR})"
    rf"|(?P<d1>(?<!\d){_DAY}) ?(?P<and1>-|–|and|to|until|through) ?(?P<d2>{_DAY})(?: of)? ?(?P<m2>{MONTH})(?![a-z])\.?(?:,? ?(?P<y2>{_YEAR}))?"
    rf"|(?P<d3>(?<!\d){_DAY})(?: of)?[ -]?(?P<m3>{MONTH})(?![a-z])\.?(?:,? ?(?P<y3>{_YEAR}))?"
    rf"|(?<![A-Za-z])(?P<m4>{MONTH})\.? (?P<d4>{_DAY}(?!\d|[,. ]\d{{3}}\b|:| (?:million|thousand)))"
    rf"(?: ?(?P<and4>-|–|and|to) ?(?P<e4>{_DAY}(?![\d,]\d| (?:\w+ )?{MONTH})))?(?:,? (?P<y4>{_YEAR}))?"
    rf"|(?<![A-Za-z])(?:{_NTH} )?(?:(?P<stage5>{_STAGE})[ -](?:last )?)?(?P<m5>{MONTH})(?![a-z])\.?(?:,? ?(?P<y5>{_YEAR}))?"
    rf"|(?<![A-Za-z])(?:{_NTH.replace('nth', 'nth6').replace('many', 'many6').replace('part', 'part6')} )"
    rf"(?:(?P<y6>{_YEAR})|(?P<this6>this|last) year)"
    rf"|(?<![A-Za-z])(?:(?P<stage7>{_STAGE})[ -])?(?:(?P<y7>{_YEAR})|(?P<this7>this|the|last) (?P<unit7>year|month|week)(?!\w))"
    rf"|(?<![A-Za-z])Q(?P<q8>[1-4])[ -](?P<y8>{_YEAR})"
    r"|(?<![A-Za-z])(?P<weekday>(?:last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|(?<![A-Za-z])(?P<word>today|yesterday|this morning|the weekend)\b"
)
_YEAR_SAID = re.compile(
    r"(?:\b(?:in|since|during|by|of|until|till|from|end|throughout|to|through|between|before|after|and|for|summer|winter|late|early"
    r"|mid|all|as at|year|start|onwards?)[ -]|[(,–-] ?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Spot:
    """A date in text: where it stands, its first and last day, and how exact it is (day, month, quarter, year)."""

    at: int
    to: int
    first: Day
    last: Day
    accuracy: str
    year_said: bool = True
    weekday: bool = False
    vague: bool = False


def spots(text: str, published: Day | None) -> list[Spot]:
    """The dates of a sentence in order. Impossible dates (31/02) and undated ones without publication are left out."""
    found = []
    for match in _SPOT.finditer(text):
        if (
            match["y7"]
            and not match["stage7"]
            and not _YEAR_SAID.search(text[max(0, match.start() - 14) : match.start()])
        ):
            continue
        try:
            spot = _resolve(match, published)
        except ValueError:
            continue
        if spot:
            found.append(spot)
    return found


def latest(month: int, day: int, published: Day | None, year: str | None) -> Day:
    """That day of that month: of the year said, else the latest not after publication. ValueError if there is none."""
    if year:
        return Day(int(year), month, day)
    if published is None:
        raise ValueError("no year")
    here = (
        Day(published.year, month, day)
        if (month, day) != (2, 29)
        else Day(published.year - published.year % 4, 2, 29)
    )
    return here if here <= published else here.replace(year=here.year - (4 if (month, day) == (2, 29) else 1))


def month_end(day: Day) -> Day:
    """Last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _resolve(match: re.Match[str], published: Day | None) -> Spot | None:
    if match["iso"]:
        return _day(match, Day.fromisoformat(match["iso"]))
    if match["dmy"]:
        day, month, year = (int(n) for n in re.split(r"[./]", match["dmy"]))
        return _day(match, Day(year, month, day))
    if match["m2"]:
        return _days(match, match["m2"], match["d1"], match["d2"], match["y2"], published)
    if match["m3"]:
        return _days(match, match["m3"], match["d3"], match["d3"], match["y3"], published)
    if match["m4"]:
        return _days(match, match["m4"], match["d4"], match["e4"] or match["d4"], match["y4"], published)
    if match["m5"]:
        return _month(match, published)
    if match["q8"]:
        first = Day(int(match["y8"]), 3 * int(match["q8"]) - 2, 1)
        return Spot(
            match.start(), match.end(), first, month_end(first.replace(month=first.month + 2)), "quarter"
        )
    if published is None and not (match["y6"] or match["y7"]):
        return None
    return (
        _year(match, published)
        if match["nth6"] or match["y7"] or match["this7"]
        else _relative(match, published)
    )


def _day(match: re.Match[str], day: Day) -> Spot:
    return Spot(match.start(), match.end(), day, day, "day")


def _days(
    match: re.Match[str], month: str, low: str, high: str, year: str | None, published: Day | None
) -> Spot:
    first, last = (int(re.sub(r"\D", "", n)) for n in (low, high))
    end = latest(_MONTHS[month[:3].lower()], last, published, year)
    return Spot(match.start(), match.end(), end.replace(day=first), end, "day", bool(year))


def _month(match: re.Match[str], published: Day | None) -> Spot:
    first = latest(_MONTHS[match["m5"][:3].lower()], 1, published, match["y5"])
    low, high = 1, month_end(first).day
    if match["nth"] and match["part"] in ("week", "half", "day"):
        low, high = _nth(match, "", high)
    elif match["stage5"]:
        low, high = _stage(match["stage5"], high)
    said = bool(match["y5"])
    return Spot(match.start(), match.end(), first.replace(day=low), first.replace(day=high), "month", said)


def _stage(words: str, last: int) -> tuple[int, int]:
    words = re.sub(r"^(?:the |very )+", "", words.lower())
    if "mid to late" in words or "mid- to late" in words:
        return 11, last
    if words.startswith("early ") and words.endswith("mid"):
        return 1, 20
    stage = "early" if words == "early" else _STAGES[words[0]]
    return {"early": (1, 10), "mid": (11, 20), "late": (21, last), "end": (21, last)}[stage]


def _nth(match: re.Match[str], group: str, last: int) -> tuple[int, int]:
    """Days that 'the second week of', 'the first three weeks of', 'the last half of' a month stand for."""
    nth, many = _ORDINALS[match["nth" + group]], _COUNTS.get(match["many" + group] or "one", 1)
    size = {"week": 7, "half": 15, "day": 1}[match["part" + group]]
    if nth < 0:
        return last - size * many + 1, last
    low = 1 + size * (nth - 1)
    return low, last if size == 15 and nth == 2 else min(last, low + size * many - 1)


def _year(match: re.Match[str], published: Day | None) -> Spot:
    if match["unit7"] in ("month", "week"):
        return _recent(match, published)
    ago = int((match["this6"] or match["this7"]) == "last") if published else 0
    year = int(match["y6"] or match["y7"] or (published.year - ago if published else 0))
    low, high, accuracy = 1, 12, "year"
    if match["nth6"] and match["part6"] in ("half", "quarter"):
        size = 6 if match["part6"] == "half" else 3
        low = 13 - size if match["nth6"] == "last" else 1 + size * (_ORDINALS[match["nth6"]] - 1)
        high, accuracy = low + size * _COUNTS.get(match["many6"] or "one", 1) - 1, "quarter"
    elif match["stage7"]:
        low, high, accuracy = _part_of_year(match["stage7"])
    said = bool(match["y6"] or match["y7"])
    return Spot(
        match.start(), match.end(), Day(year, low, 1), month_end(Day(year, min(high, 12), 1)), accuracy, said
    )


def _part_of_year(words: str) -> tuple[int, int, str]:
    """First and last month: 'the start of' and 'the end of' a year are a month, 'early' and 'late' three."""
    first = _stage(words, 31)[0]
    if re.search(r"early|mid|late", words):
        return {1: (1, 3, "quarter"), 11: (5, 8, "quarter"), 21: (10, 12, "quarter")}[first]
    return {1: (1, 1, "month"), 11: (5, 8, "quarter"), 21: (12, 12, "month")}[first]


def _recent(match: re.Match[str], published: Day | None) -> Spot:
    """'this month', 'last week' ... ('the month' alone is no date)."""
    if published is None or match["this7"] == "the":
        raise ValueError("no date")
    if match["unit7"] == "month":
        first = published.replace(day=1)
        first = first if match["this7"] == "this" else (first - datetime.timedelta(days=1)).replace(day=1)
        return Spot(match.start(), match.end(), first, month_end(first), "month", False)
    monday = published - datetime.timedelta(days=published.weekday() + (7 if match["this7"] == "last" else 0))
    return Spot(match.start(), match.end(), monday, monday + datetime.timedelta(days=6), "day", False)


def _relative(match: re.Match[str], published: Day | None) -> Spot | None:
    if published is None:
        return None
    if match["word"]:
        ago = {"yesterday": 1, "the weekend": (published.weekday() - 5) % 7}.get(match["word"], 0)
        first = published - datetime.timedelta(days=ago)
        last = min(published, first + datetime.timedelta(days=int(match["word"] == "the weekend")))
        return Spot(match.start(), match.end(), first, last, "day", False)
    name = match["weekday"].lower()
    ago = (published.weekday() - _WEEKDAYS[name.removeprefix("last ")]) % 7
    day = published - datetime.timedelta(days=ago or (7 if name.startswith("last ") else 0))
    return Spot(match.start(), match.end(), day, day, "day", False, weekday=True)
