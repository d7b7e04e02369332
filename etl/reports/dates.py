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
from functools import cache

from etl.reports.wording import DEFAULT, filled, patterns, vocabulary

Day = datetime.date

_YEAR = r"(?:19|20)\d\d(?![\d,.]?\d)"
_ACROSS = r"(?!/\d\d)"  # 2019/20 is no calendar year, and where it begins is not said
_NEVER = r"(?!)"
_STAGES = {
    "start": ((1, 10), (1, 1, "month")), "middle": ((11, 20), (5, 8, "quarter")), "close": ((21, 31), (12, 12, "month")),
    "early_mid": ((1, 20), (1, 3, "quarter")), "mid_late": ((11, 31), (5, 8, "quarter")), "early": ((1, 10), (1, 3, "quarter")),
    "mid": ((11, 20), (5, 8, "quarter")), "late": ((21, 31), (10, 12, "quarter")),
}  # fmt: skip
"""Days of a month, and first and last month of a year with their accuracy, that each stage stands for."""


@dataclass(frozen=True)
class Calendar:
    """How a language writes dates: one pattern for all of them, one for what comes before a bare year."""

    spot: re.Pattern[str]
    year_said: re.Pattern[str]
    months: tuple[re.Pattern[str], ...]
    weekdays: tuple[re.Pattern[str], ...]
    stages: dict[str, re.Pattern[str]]
    ordinals: dict[str, int]
    counts: dict[str, int]
    parts: dict[str, str]

    def month(self, name: str) -> int:
        """1 to 12."""
        return 1 + next(n for n, month in enumerate(self.months) if month.fullmatch(name))

    def stage(self, words: str) -> str:
        """'the beginning of' is start."""
        return next(name for name, stage in self.stages.items() if stage.fullmatch(words))


@cache
def calendar(language: str = DEFAULT) -> Calendar:
    """The language's way of writing dates, from the section `dates` of its lexicon."""
    said = vocabulary(language)["dates"]
    stages = "|".join(said["stages"].values())
    names = {
        **{name: text for name, text in said.items() if isinstance(text, str)},
        "year": _YEAR,
        "stage": f"(?:{stages})",
        "weekdays": f"(?:{'|'.join(said['weekdays'])})",
    }
    nth6 = said["nth"].replace("<nth>", "<nth6>").replace("<many>", "<many6>").replace("<part>", "<part6>")
    day, gap, after = said["day"], said["year_gap"], r"(?![a-zß-ÿ])\.?"
    first = r"(?<![A-Za-z])" if said["month_first"] else _NEVER
    near = "|".join(f"(?P<{age}_{unit}>{said[age][unit]})" for age in ("this", "last") for unit in said[age])
    spoken = "|".join(f"(?P<{name}>{text})" for name, text in said["words"].items())
    spot = (
        rf"(?P<iso>{_YEAR}-\d\d-\d\d)(?!\d)"
        rf"|(?P<dmy>(?<!\d)\d\d?[./]\d\d?[./]{_YEAR})"
        rf"|(?P<d1>(?<!\d){day}) ?(?:{said['to']}) ?(?P<d2>{day}){said['day_gap']}(?P<m2>{{month}}){after}(?:{gap}(?P<y2>{_YEAR}))?"
        rf"|(?P<d3>(?<!\d){day}){said['day_gap_one']}(?P<m3>{{month}}){after}(?:{gap}(?P<y3>{_YEAR}))?"
        rf"|{first}(?P<m4>{{month}})\.? (?P<d4>{day}{said['not_day']})"
        rf"(?: ?(?:{said['to_day']}) ?(?P<e4>{day}(?![\d,]\d| (?:\w+ )?{{month}})))?(?:,? (?P<y4>{_YEAR}))?"
        rf"|(?<![A-Za-z])(?:{said['nth']}{said['nth_gap']})?(?:(?P<stage5>{{stage}}){said['stage_gap']}{said['stage_after']})?"
        rf"(?P<m5>{{month}}){after}(?:{gap}(?P<y5>{_YEAR}))?"
        rf"|(?<![A-Za-z])(?:{nth6}{said['nth_gap']})(?:(?P<y6>{_YEAR})|(?P<this6>{said['this']['year']})|(?P<last6>{said['last']['year']}))"
        rf"|(?<![A-Za-z])(?:(?P<stage7>{{stage}}){said['stage_gap']})?(?:(?P<y7>{_YEAR}{_ACROSS})|{near})"
        rf"|(?<![A-Za-z]){said['quarter']}(?P<y8>{_YEAR})"
        rf"|(?<![A-Za-z]){said['weekday']}"
        rf"|(?<![A-Za-z])(?:{spoken})"
    )
    return Calendar(
        spot=re.compile(filled(filled(spot, language, names), language, names)),
        year_said=patterns(language, "dates")["year_said"],
        months=tuple(re.compile(name, re.IGNORECASE) for name in said["months"]),
        weekdays=tuple(re.compile(name, re.IGNORECASE) for name in said["weekdays"]),
        stages={name: re.compile(text, re.IGNORECASE) for name, text in said["stages"].items()},
        ordinals=said["ordinals"],
        counts=said["counts"],
        parts=said["parts"],
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


def spots(text: str, published: Day | None, language: str = DEFAULT) -> list[Spot]:
    """The dates of a sentence in order. Impossible dates (31/02) and undated ones without publication are left out."""
    found = []
    known = calendar(language)
    for match in known.spot.finditer(text):
        bare = match["y7"] and not match["stage7"]
        if bare and not known.year_said.search(text[max(0, match.start() - 14) : match.start()]):
            continue
        try:
            spot = _resolve(match, published, known)
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


def _resolve(match: re.Match[str], published: Day | None, known: Calendar) -> Spot | None:
    if match["iso"]:
        return _day(match, Day.fromisoformat(match["iso"]))
    if match["dmy"]:
        day, month, year = (int(n) for n in re.split(r"[./]", match["dmy"]))
        return _day(match, Day(year, month, day))
    for n, low, high in (("2", "d1", "d2"), ("3", "d3", "d3"), ("4", "d4", "e4")):
        if match["m" + n]:
            days = (match[low], match[high] or match[low])
            return _days(match, known.month(match["m" + n]), days, match["y" + n], published)
    if match["m5"]:
        return _month(match, published, known)
    if match["y8"]:
        first = Day(int(match["y8"]), 3 * int(match["q8"]) - 2, 1)
        last = month_end(first.replace(month=first.month + 2))
        return Spot(match.start(), match.end(), first, last, "quarter")
    if match["nth6"] or match["y7"]:
        return _year(match, published, known) if published or match["y6"] or match["y7"] else None
    return _relative(match, published, known) if published else None


def _day(match: re.Match[str], day: Day) -> Spot:
    return Spot(match.start(), match.end(), day, day, "day")


def _days(
    match: re.Match[str], month: int, days: tuple[str, str], year: str | None, published: Day | None
) -> Spot:
    first, last = (int(re.sub(r"\D", "", n)) for n in days)
    end = latest(month, last, published, year)
    return Spot(match.start(), match.end(), end.replace(day=first), end, "day", bool(year))


def _month(match: re.Match[str], published: Day | None, known: Calendar) -> Spot:
    first = latest(known.month(match["m5"]), 1, published, match["y5"])
    low, high = 1, month_end(first).day
    if match["nth"] and known.parts[match["part"]] in ("week", "half", "day"):
        low, high = _nth(match, high, known)
    elif match["stage5"]:
        low, last = _STAGES[known.stage(match["stage5"])][0]
        high = min(high, last)
    said = bool(match["y5"])
    return Spot(match.start(), match.end(), first.replace(day=low), first.replace(day=high), "month", said)


def _nth(match: re.Match[str], last: int, known: Calendar) -> tuple[int, int]:
    """Days that 'the second week of', 'the first three weeks of', 'the last half of' a month stand for."""
    nth, many = known.ordinals[match["nth"]], known.counts[match["many"]] if match["many"] else 1
    size = {"week": 7, "half": 15, "day": 1}[known.parts[match["part"]]]
    if nth < 0:
        return last - size * many + 1, last
    low = 1 + size * (nth - 1)
    return low, last if size == 15 and nth == 2 else min(last, low + size * many - 1)


def _year(match: re.Match[str], published: Day | None, known: Calendar) -> Spot:
    ago = int(bool(match["last6"] or match["last_year"])) if published else 0
    year = int(match["y6"] or match["y7"] or (published.year - ago if published else 0))
    low, high, accuracy = 1, 12, "year"
    part = known.parts[match["part6"]] if match["nth6"] else None
    if part in ("half", "quarter"):
        size = 6 if part == "half" else 3
        nth = known.ordinals[match["nth6"]]
        low = 13 - size if nth < 0 else 1 + size * (nth - 1)
        high = low + size * (known.counts[match["many6"]] if match["many6"] else 1) - 1
        accuracy = "quarter"
    elif match["stage7"]:
        low, high, accuracy = _STAGES[known.stage(match["stage7"])][1]
    said = bool(match["y6"] or match["y7"])
    last = month_end(Day(year, min(high, 12), 1))
    return Spot(match.start(), match.end(), Day(year, low, 1), last, accuracy, said)


def _relative(match: re.Match[str], published: Day, known: Calendar) -> Spot:
    """'this year', 'last week', 'today', 'on Thursday': against the day of publication."""
    at = (match.start(), match.end())
    if match["this_year"] or match["last_year"]:
        return _year(match, published, known)
    if match["this_month"] or match["last_month"]:
        first = published.replace(day=1)
        first = first if match["this_month"] else (first - datetime.timedelta(days=1)).replace(day=1)
        return Spot(*at, first, month_end(first), "month", False)
    if match["this_week"] or match["last_week"]:
        ago = published.weekday() + (7 if match["last_week"] else 0)
        monday = published - datetime.timedelta(days=ago)
        return Spot(*at, monday, monday + datetime.timedelta(days=6), "day", False)
    if match["weekday"]:
        weekday = next(n for n, name in enumerate(known.weekdays) if name.fullmatch(match["weekday"]))
        ago = (published.weekday() - weekday) % 7
        day = published - datetime.timedelta(days=ago or (7 if match["lastday"] else 0))
        return Spot(*at, day, day, "day", False, weekday=True)
    ago = 1 if match["yesterday"] else (published.weekday() - 5) % 7 if match["weekend"] else 0
    first = published - datetime.timedelta(days=ago)
    last = min(published, first + datetime.timedelta(days=int(bool(match["weekend"]))))
    return Spot(*at, first, last, "day", False)
