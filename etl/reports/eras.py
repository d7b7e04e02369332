"""Years that are not the calendar's: fiscal years ("FY2020", "l'exercice 2019") and Hijri ones ("Muharram 1441", "1399 (solar hijri)").

In: a sentence. Out: `Era`s, each with the warning it brings. Nothing is converted: fiscal years begin in different months
in different countries, and a Hijri year is lunar or solar without the sentence saying which. Their numbers count nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from etl.reports.wording import DEFAULT, vocabulary

_FISCAL = r"(?:19|20)\d\d(?: ?[/–-] ?(?:(?:19|20)\d\d|\d\d))?(?!\d)"
_HIJRI = r"1[34]\d\d(?![\d,.]?\d)"
_MONTH = (
    r"(?:[Mm]o?u?harr?am|[Ss]afar|[Rr]abi[ʿ'`]?(?: |-)(?:al-?|ath-?|eth-?|ul-?)?(?:[Aa]w+al|[Tt]h?ani|[Aa]khir|II?)"
    r"|[Jj]o?u?mada(?: |-)(?:al-?|ath-?|ul-?)?(?:[Aa]w+al|[Uu]la|[Tt]h?ani(?:a|ya)?|[Aa]khira?|II?)|[Rr]ajab|[Ss]ha[ʿ'`]?ba[an]n?"
    r"|[Rr]amad[ah]+n|[Ss]ha?w+al|[Dd]h?u(?: |-)?(?:al|l|ul)?(?: |-)?(?:[QqK][ia][ʿ'`]?dah?|[Hh]ijj?ah?)"
    r"|[Hh]amal|[Ss]a[wu]r|[Jj]a[wu]za|[Ss]aratan|[Aa]sad|[Ss]unbula|[Mm]izan|[AaʿA]qrab|[Qq]a[wu]s|[Jj]ad[iy]|[Dd]alw[ae]?|[Hh]oo?t|[Hh]ut)"
)
_WARNING = {
    "fiscal": "fiscal year ({words}): its days differ by country, so the period is not read",
    "hijri": "Hijri calendar ({words}): the date is not converted, so the period is not read",
}


@dataclass(frozen=True)
class Era:
    """A year of another reckoning, `text[at:to]`, and why its days are not told."""

    at: int
    to: int
    warning: str


def eras(text: str, language: str = DEFAULT) -> list[Era]:
    """The fiscal and Hijri years of a sentence in order."""
    found = ((match, str(match.lastgroup)) for match in _pattern(language).finditer(text) if match.lastgroup)
    return [
        Era(match.start(), match.end(), _WARNING[kind].format(words=" ".join(match[0].split())))
        for match, kind in found
    ]


def within(found: Iterable[Era], low: int, high: int) -> bool:
    """Whether [low, high) overlaps one of them."""
    return any(era.at < high and low < era.to for era in found)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """One group a reckoning; {years}, {hijri} and {month} of the lexicon's words stand for what is said here."""
    said = vocabulary(language)["eras"]
    day = r"(?:\d{1,2}(?:st|nd|rd|th|er)? (?:de |of )?)?"
    lunar = rf"{day}{_MONTH},? (?:de |of )?{_HIJRI}(?: ?{said['hijri_after']})?"
    either = rf"(?:{said['year']} )?{_HIJRI} ?{said['hijri_after']}|{said['hijri_before']} {_HIJRI}"
    fiscal = said["fiscal"].replace("{years}", _FISCAL)
    return re.compile(rf"(?<!\w)(?:(?P<hijri>{lunar}|{either})|(?P<fiscal>{fiscal}))(?!\w)")
