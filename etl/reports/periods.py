"""Which days a figure is about: its as-of day (stock) or its first and last day (flow).

In: a sentence, the day of publication, and where the figure and its verb stand. Out: a `Period`. Rules: since X = X to
publication; as of D = D; a flow "as of D" has no known start, so start = end = D with accuracy unknown; a stock that
says no day is true on the day of publication; what ends after publication carries a warning.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from etl.reports.dates import Day, Spot, latest, spots
from etl.reports.wording import DEFAULT, patterns, vocabulary

_COST = {"range": 0, "since": 0, "past": 5, "on": 10, "as_of": 20, "opened": 35, "after": 30, "weekday": 70}

Said = dict[str, re.Pattern[str]]


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


def phrases(text: str, published: Day | None, language: str = DEFAULT) -> list[Phrase]:
    """The time phrases of a sentence in order."""
    said = patterns(language, "periods")
    found: list[Phrase] = []
    dates = spots(text, published, language)
    skip = False
    for n, spot in enumerate(dates):
        if skip:
            skip = False
            continue
        before = text[max(0, spot.at - 90) : spot.at]
        following = dates[n + 1] if n + 1 < len(dates) else None
        if following and said["range_gap"].fullmatch(text[spot.to : following.at]) and not spot.weekday:
            found.append(_range(spot, following))
            skip = True
        else:
            found.append(_single(text, spot, before, published, said))
    taken = [(phrase.at, phrase.to) for phrase in found]
    if published:
        found += [
            p
            for p in _past(text, published, language)
            if not any(low < p.to and p.at < high for low, high in taken)
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


def _single(text: str, spot: Spot, before: str, published: Day | None, said: Said) -> Phrase:
    since = bool(said["since"].search(before))
    if said["last"].search(before) and published and not spot.year_said and not spot.weekday:
        spot = _last(spot, published)
    kind = _kind(text[spot.at : spot.to], spot, before, since, said)
    return Phrase(spot.at, spot.to, kind, spot, spot)


def _kind(words: str, spot: Spot, before: str, since: bool, said: Said) -> str:
    """What a lone date is: a day or days (on, range), a beginning (since, opened), an end (as_of), or by the way."""
    if since and not said["days"].search(words):
        return "since"
    if spot.weekday:
        return "weekday"
    if said["as_of"].search(before) or said["end"].match(words):
        return "as_of"
    if said["opened"].search(before):
        return "opened"
    if said["days"].search(words):
        return "range"
    return "after" if said["after"].search(before) else "on"


def _last(spot: Spot, published: Day) -> Spot:
    """'last November': the latest one that is over; in November itself, that of the year before."""
    same = (spot.first.year, spot.first.month) == (published.year, published.month)
    return _moved(spot, spot.first.year - 1) if same else spot


def _past(text: str, published: Day, language: str) -> list[Phrase]:
    """'in the past two days', 'over the last week', 'in two days': so many days back from publication."""
    found: list[Phrase] = []
    said = patterns(language, "periods")
    if not said["unit"].search(text):
        return found
    for match in said["past"].finditer(text):
        part = match.groupdict()
        unit, count = _unit(part["unit"], language), part["n"] or part.get("m") or ""
        bare = count and said["within"].match(match[0]) and unit != "year"
        if not part["past"] and not bare:
            continue
        first = _ago(published, unit, _many(count, language))
        if first:
            exact = "day" if unit in ("hour", "day", "week") else "month"
            start = Spot(match.start(), match.end(), first, first, exact)
            end = Spot(match.start(), match.end(), published, published, "day")
            found.append(Phrase(match.start(), match.end(), "past", start, end))
    return found


def _unit(word: str, language: str) -> str:
    """The unit of time that a word names: 'semaines' is week."""
    units: dict[str, str] = vocabulary(language)["periods"]["units"]
    return next(name for name, words in units.items() if re.fullmatch(words, word, re.IGNORECASE))


def _many(count: str, language: str) -> int:
    counts: dict[str, int] = vocabulary(language)["dates"]["counts"]
    return int(count) if count.isdigit() else counts[count.lower()] if count else 1


def _ago(published: Day, unit: str, many: int) -> Day | None:
    """So many hours, days, ... before publication, None before the calendar begins."""
    days = {
        "hour": -(-many // 24),
        "day": many,
        "week": 7 * many,
        "month": round(30.44 * many),
        "year": 365 * many,
    }
    try:
        return published - datetime.timedelta(days=days[unit])
    except OverflowError:
        return None


def period(
    text: str,
    measure: str,
    found: list[Phrase],
    low: int,
    high: int,
    others: list[int],
    published: Day | None,
    rising: bool = False,
    language: str = DEFAULT,
) -> Period:
    """The days of the figure that stands, with its verb, at [low, high).

    `others`: where the sentence's other counts stand. `rising`: the figure is the first of 'rose from A to B'.
    """
    kinds = ("as_of", "on", "range") if measure == "stock" else tuple(_COST)
    stops = patterns(language, "periods")["stops"]
    able = (p for p in found if p.kind in kinds)
    ranked = sorted(able, key=lambda p: _distance(text, p, low, high, others, stops))
    chosen = ranked[0] if ranked else None
    if measure == "stock":
        return _checked(_stock(chosen, published, rising), published)
    return _checked(_flow(chosen, found, published), published)


def _distance(
    text: str, phrase: Phrase, low: int, high: int, others: list[int], stops: re.Pattern[str]
) -> int:
    """Characters to the nearer of number and verb, plus what stands between; inside them counts as a little off."""
    near, far = (phrase.to, low) if phrase.to <= low else (high, phrase.at)
    gap = text[near:far]
    between = sum(near <= other < far for other in others)
    within = 16 if low < phrase.at < high else 0
    return len(gap) + 20 * len(stops.findall(gap)) + _COST[phrase.kind] + 40 * between + within


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
