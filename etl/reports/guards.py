"""Numbers that count something other than people: dates, money, shares, measures, ages, ordinals, document numbers.

In: the plain text and a number of it. Out: the name of the guard that refuses the number, or None.
Each guard looks a few characters to the left or right of the number, never further.
"""

from __future__ import annotations

import re
from functools import cache

from etl.reports.numbers import Number
from etl.reports.wording import DEFAULT, filled, patterns, vocabulary

_PHONE = re.compile(r"\+?\d{2,4}[ -]\d{2,4}[ -]\d{3,5}")
_SMALL_AGE = 130


def refused(text: str, number: Number, language: str = DEFAULT) -> str | None:
    """The guard that says this number counts no people, or None. `text` is `plain`."""
    said = patterns(language, "guards")
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 40]
    if number.value != int(number.value):
        return "fraction"
    if after[:1].isupper():
        return "code"
    if _is_year(number, before, after, said):
        return "year"
    match = _sides(language)["after"].match(after)
    if match and not (match.lastgroup == "ordinal" and number.scale > 1):
        return match.lastgroup
    match = _sides(language)["before"].search(before)
    if match and not _is_count(match.lastgroup or "", number, after, said):
        return match.lastgroup
    if _PHONE.match(text, number.start):
        return "contact"
    return None


def _is_count(guard: str, number: Number, after: str, said: dict[str, re.Pattern[str]]) -> bool:
    """'over 65' may be an age, 'under 20,000 people' is a count; 'report 520,000 displaced' is no report number."""
    if guard == "age":
        return number.value > _SMALL_AGE
    if guard in ("document", "date"):
        return (
            number.grouped
            or number.scale > 1
            or bool(said["people_after"].match(after) and number.value > 31)
        )
    return False


def _is_year(number: Number, before: str, after: str, said: dict[str, re.Pattern[str]]) -> bool:
    if number.grouped or number.scale > 1 or number.high is not None or not 1900 <= number.value <= 2100:
        return False
    if said["year_before"].search(before) and not said["year_bound"].search(before):
        return True
    return not said["people_after"].match(after)


@cache
def _sides(language: str) -> dict[str, re.Pattern[str]]:
    """What may stand after and before a number, one group a guard."""
    said = vocabulary(language)["guards"]
    sides = {
        side: "|".join(f"(?P<{name}>{words})" for name, words in said[side].items())
        for side in ("after", "before")
    }
    return {side: re.compile(filled(text, language), re.IGNORECASE) for side, text in sides.items()}
