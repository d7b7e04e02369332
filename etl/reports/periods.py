"""Which days a figure is about: its as-of day (stock) or its first and last day (flow).

In: a sentence, the day of publication, and where the figure and its verb stand. Out: a `Period`. Rules: since X = X to
publication; as of D = D; a flow "as of D" has no known start, so start = end = D with accuracy unknown; a stock that
says no day is true on the day of publication; what ends after publication carries a warning.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from etl.reports.dates import _COUNTS as COUNTS
from etl.reports.dates import Day, Spot, latest, spots

_RANGE_GAP = re.compile(
    r" ?(?:-|–|—|and|to|until|till|through|up to) ?(?:the |about |around )?", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:between|from)(?: the| about| around)? ?$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|from|starting(?: in| on)?|beginning(?: in| on)?)(?: (?:around|about|at least|the|last|as early as))? ?$"
    r"|\bsince\b[^,;.:()]{0,80}\b(?:in|on|of) $",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:as (?:of|at|on)|by|until|till|up to|months to|weeks to|days to|year to|at)(?: the| around)? ?$",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"\b(?:began|begun|started|starting|erupted|broke out|launched|intensified|resumed|escalated)\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|following|which|when|due to|because of|triggered by|caused by)\b[^,;]{0,60}$", re.IGNORECASE
)
_DAYS = re.compile(r"\d ?(?:and|to|-|–|until|through) ?\d(?!\d\d\d|\d-)")
_END = re.compile(r"(?:the )?(?:end|close)\b", re.IGNORECASE)
_LAST = re.compile(r"\blast ?$", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:(?:in|over|during|within|for) )?(?:(?:just|only|less than|under|little over|more than|about|around) )?"
    r"(?:the )?(?P<past>past|last|preceding|previous|prior)? ?(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve)?[ -]?(?P<unit>hour|day|week|month|year)s?\b(?! (?:after|before|later|ago|earlier|old|to \d|of))",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[,;:](?!\d)| and | with ")
_UNIT = re.compile(r"(?:hour|day|week|month|year)s?\b")
_IN = re.compile(r"(?:in|over|during|within)\b", re.IGNORECASE)
_COST = {"range": 0, "since": 0, "past": 5, "on": 10, "as_of": 20, "opened": 35, "after": 30, "weekday": 70}


@dataclass(frozen=True)
class Period:
    """First and last day of a figure with their accuracy, and a warning where one is due."""

    start: Day | None
    end: Day | None
    start_accuracy: str | None
    end_accuracy: str
    warning: str | None = None


@dataclass(frozen=True)
class Phrase:
    """A time phrase of the sentence: `text[at:to]`, its kind (range, since, as_of, on, ...), and its days."""

    at: int
    to: int
    kind: str
    first: Spot
    last: Spot


def phrases(text: str, published: Day | None) -> list[Phrase]:
    """The time phrases of a sentence in order."""
    found: list[Phrase] = []
    dates = spots(text, published)
    skip = False
    for n, spot in enumerate(dates):
        if skip:
            skip = False
            continue
        before = text[max(0, spot.at - 90) : spot.at]
        following = dates[n + 1] if n + 1 < len(dates) else None
        if following and _RANGE_GAP.fullmatch(text[spot.to : following.at]) and not spot.weekday:
            found.append(_range(spot, following))
            skip = True
        else:
            found.append(_single(text, spot, before, published))
    taken = [(phrase.at, phrase.to) for phrase in found]
    if published:
        found += [
            p for p in _past(text, published) if not any(low < p.to and p.at < high for low, high in taken)
        ]
    return sorted(found, key=lambda phrase: phrase.at)


def _range(low: Spot, high: Spot) -> Phrase:
    """'between August and December 2012': a year said once holds for both ends, across New Year too."""
    if high.year_said and not low.year_said:
        year = high.last.year - (low.first.replace(year=2000) > high.last.replace(year=2000))
        low = _moved(low, year)
    elif low.year_said and not high.year_said:
        year = low.first.year + (high.last.replace(year=2000) < low.first.replace(year=2000))
        high = _moved(high, year)
    elif low.first > high.last and not low.year_said:
        low = _moved(low, low.first.year - 1)
    return Phrase(low.at, high.to, "range", low, high)


def _moved(spot: Spot, year: int) -> Spot:
    def move(day: Day) -> Day:
        return latest(day.month, min(day.day, 28) if day.month == 2 else day.day, None, str(year))

    return replace(spot, first=move(spot.first), last=move(spot.last))


def _single(text: str, spot: Spot, before: str, published: Day | None) -> Phrase:
    since = bool(_SINCE.search(before))
    if _LAST.search(before) and published and not spot.year_said and not spot.weekday:
        spot = _last(spot, published)
    kind = _kind(text[spot.at : spot.to], spot, before, since)
    return Phrase(spot.at, spot.to, kind, spot, spot)


def _kind(said: str, spot: Spot, before: str, since: bool) -> str:
    """What a lone date is: a day or days (on, range), a beginning (since, opened), an end (as_of), or by the way."""
    if since and not _DAYS.search(said):
        return "since"
    if spot.weekday:
        return "weekday"
    if _AS_OF.search(before) or _END.match(said):
        return "as_of"
    if _OPENED.search(before):
        return "opened"
    if _DAYS.search(said):
        return "range"
    return "after" if _AFTER.search(before) else "on"


def _last(spot: Spot, published: Day) -> Spot:
    """'last November': the latest one that is over; in November itself, that of the year before."""
    same = (spot.first.year, spot.first.month) == (published.year, published.month)
    return _moved(spot, spot.first.year - 1) if same else spot


def _past(text: str, published: Day) -> list[Phrase]:
    """'in the past two days', 'over the last week', 'in two days': so many days back from publication."""
    found: list[Phrase] = []
    if not _UNIT.search(text):
        return found
    for match in _PAST.finditer(text):
        bare = match["n"] and _IN.match(match[0]) and match["unit"].lower() != "year"
        if not match["past"] and not bare:
            continue
        count = match["n"] or "one"
        many = int(count) if count.isdigit() else COUNTS[count.lower()]
        days = {
            "hour": -(-many // 24),
            "day": many,
            "week": 7 * many,
            "month": round(30.44 * many),
            "year": 365 * many,
        }
        try:
            first = published - datetime.timedelta(days=days[match["unit"].lower()])
        except OverflowError:
            continue
        exact = "day" if match["unit"].lower() in ("hour", "day", "week") else "month"
        start = Spot(match.start(), match.end(), first, first, exact)
        found.append(
            Phrase(
                match.start(),
                match.end(),
                "past",
                start,
                Spot(match.start(), match.end(), published, published, "day"),
            )
        )
    return found


def period(
    text: str,
    measure: str,
    found: list[Phrase],
    low: int,
    high: int,
    others: list[int],
    published: Day | None,
    rising: bool = False,
) -> Period:
    """The days of the figure that stands, with its verb, at [low, high).

    `others`: where the sentence's other counts stand. `rising`: the figure is the first of 'rose from A to B'.
    """
    kinds = ("as_of", "on", "range") if measure == "stock" else tuple(_COST)
    ranked = sorted(
        (p for p in found if p.kind in kinds), key=lambda p: _distance(text, p, low, high, others)
    )
    chosen = ranked[0] if ranked else None
    if measure == "stock":
        return _checked(_stock(chosen, published, rising), published)
    return _checked(_flow(chosen, found, published), published)


def _distance(text: str, phrase: Phrase, low: int, high: int, others: list[int]) -> int:
    """Characters to the nearer of number and verb, plus what stands between; inside them counts as a little off."""
    near, far = (phrase.to, low) if phrase.to <= low else (high, phrase.at)
    gap = text[near:far]
    between = sum(near <= other < far for other in others)
    within = 16 if low < phrase.at < high else 0
    return len(gap) + 20 * len(_STOPS.findall(gap)) + _COST[phrase.kind] + 40 * between + within


def _stock(chosen: Phrase | None, published: Day | None, rising: bool) -> Period:
    if chosen is None:
        return Period(None, published, None, "day" if published else "unknown")
    spot = chosen.first if rising else chosen.last
    end = min(spot.last, published) if published and spot.first <= published else spot.last
    return Period(None, end, None, spot.accuracy)


def _flow(chosen: Phrase | None, found: list[Phrase], published: Day | None) -> Period:
    if chosen is None:
        return Period(None, published, "unknown", "unknown")
    first, last = chosen.first, chosen.last
    if chosen.kind in ("since", "opened"):
        until = next((p.last for p in found if p.kind == "as_of" and p.last.last >= first.first), None)
        end, accuracy = (
            (until.last, until.accuracy) if until else (published, "day" if published else "unknown")
        )
        return Period(first.first, end, first.accuracy, accuracy if chosen.kind == "since" else "unknown")
    end = min(last.last, published) if published and last.first <= published else last.last
    if chosen.kind == "as_of":
        since = next((p.first for p in found if p.kind == "since" and p.first.first <= last.last), None)
        start, accuracy = (since.first, since.accuracy) if since else (end, "unknown")
        return Period(start, end, accuracy, last.accuracy)
    return Period(first.first, end, first.accuracy, last.accuracy)


def _checked(said: Period, published: Day | None) -> Period:
    if said.end is None:
        return replace(said, warning="no date: neither the sentence nor the document says when")
    if published and said.end > published:
        return replace(said, warning="the period ends after publication: check the date")
    if said.start and said.start > said.end:
        return replace(
            said,
            start=None,
            start_accuracy="unknown",
            warning="the period ends before it starts: start left out",
        )
    return said
