"""Numbers that count something other than people: dates, money, shares, measures, ages, ordinals, document numbers.

In: the plain text and a number of it. Out: the name of the guard that refuses the number, or None.
Each guard looks a few characters to the left or right of the number, never further.
"""

from __future__ import annotations

import re

from etl.reports.numbers import Number

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)

_NOT_PEOPLE_AFTER = {
    "date": rf"(?:(?:st|nd|rd|th)?(?: of)? ?(?:-|–|to|and|,)? ?(?:\d{{1,2}} ?)?{MONTH}\b|[:.]\d\d\b|/\d|-\d\d-\d| ?[ap]\.?m\b)",
    "money": r" ?(?:-?(?:US |Australian |Canadian )?dollars?|euros?|pounds?|rupees|yuan|liras?|shillings|francs|pesos|yen"
    r"|USD|EUR|GBP|CHF|SEK|NOK|€|\$|£)(?!\w)",
    "share": r" ?(?:%|per ?cent\b|percent|pct\b|percentage|in (?:every )?(?:\d+|ten|five|four|three)\b|out of (?:\d|ten|five|four|every)"
    r"|times\b|-?fold\b|per (?:1,000|100,000|thousand))",
    "measure": r"[ -]?(?:kms?|kilomet\w+|miles?|metres?|meters?|m of|m (?:high|tall|deep|wide|long)|cm|mm|feet|foot|ft|inch(?:es)?"
    r"|hectares?|acres?|ha|tons?|tonnes?|MT|kg|kilos?|grams?|lit(?:re|er)s?|gallons|barrels|mph|kph|km/h|knots|degrees|°"
    r"|sq(?:uare)?\b|cubic|magnitude|MW|kilowatts?|truckloads?)(?!\w)",
    "age": r"[ -](?:(?:more|to \d+) )?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|decades?)(?!\w)"
    r"|[ -](?:calendar|working|consecutive|straight) (?:days|weeks|months|years)|s(?!\w)|-?ye?ar",
    "ordinal": r"(?:st|nd|rd|th)\b",
}
_NOT_PEOPLE_BEFORE = {
    "date": rf"(?:\b{MONTH}\.? ?(?:\d{{1,2}}(?:st|nd|rd|th)? ?(?:-|–|to|and) ?)?|\d[/.:]|\d-)$",
    "money": r"(?:[$€£¥₹]|\b(?:USD?|EUR|GBP|CHF|SEK|NOK|TRY|Rs\.?|INR)) ?(?:\w+ )?$",
    "document": r"(?:\b(?:resolutions?|no\.?|nos\.?|number|№|rounds?|articles?|sections?|chapters?|pages?|pp?\.|figures?|tables?"
    r"|annex|box|phase|ipc|levels?|category|categories|update|report|issue|volume|edition|decrees?|laws?|bill|act|directive|rule"
    r"|regulation|paragraphs?|para\.?|route|highway|road|flight|zone|grade|class|version|part|appendix|item|bulletin"
    r"|covid|op|unit|block|district|ward|camp|site|sector|line|battalion|brigade|division|regiment|article)[ -]?|#)(?:\d+ and )?$",
    "contact": r"(?:\b(?:tel|phone|fax|call|mobile|whatsapp|contact|hotline)\b[^a-z]{0,12}|\+|\(0|/)$",
    "measure": r"\b(?:magnitude|latitude|longitude|elevation of|wind speeds of (?:up to )?)(?: of)? ?$",
    "age": r"\b(?:aged?|ages|age of|older than|younger than|under the age of|under|between the ages of|children under"
    r"|people over|those over|over the age of)(?: (?:from|between))? ?$",
    "code": r"(?:[A-Z]-|[A-Za-z]{2,}-|@|_|=|\.)$",
}
_AFTER = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _NOT_PEOPLE_AFTER.items()), re.IGNORECASE
)
_BEFORE = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _NOT_PEOPLE_BEFORE.items()), re.IGNORECASE
)

_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:in|since|during|by|of|until|till|from|early|late|mid|end|year|years|to|through|between|before|after|the|for|around"
    rf"|throughout|and|summer|winter|spring|autumn)[ -]|\b{MONTH}\.?,? ?|\(|\b\d\d? ?{MONTH},? )$",
    re.IGNORECASE,
)
_PEOPLE_AFTER = re.compile(
    r" (?:\w+ )?(?:people|persons|families|households|refugees|idps|civilians|residents|individuals|displaced|homes|returnees)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?\d{2,4}[ -]\d{2,4}[ -]\d{3,5}")
_SMALL_AGE = 130


def refused(text: str, number: Number) -> str | None:
    """The guard that says this number counts no people, or None. `text` is `plain`."""
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 40]
    if number.value != int(number.value):
        return "fraction"
    if after[:1].isupper():
        return "code"
    if _is_year(number, before, after):
        return "year"
    match = _AFTER.match(after)
    if match and not (match.lastgroup == "ordinal" and number.scale > 1):
        return match.lastgroup
    match = _BEFORE.search(before)
    if match and not _is_count(match.lastgroup or "", number, after):
        return match.lastgroup
    if _PHONE.match(text, number.start):
        return "contact"
    return None


def _is_count(guard: str, number: Number, after: str) -> bool:
    """'over 65' may be an age, 'under 20,000 people' is a count; 'report 520,000 displaced' is no report number."""
    if guard == "age":
        return number.value > _SMALL_AGE
    if guard in ("document", "date"):
        return number.grouped or number.scale > 1 or bool(_PEOPLE_AFTER.match(after) and number.value > 31)
    return False


def _is_year(number: Number, before: str, after: str) -> bool:
    if number.grouped or number.scale > 1 or number.high is not None or not 1900 <= number.value <= 2100:
        return False
    if _YEAR_BEFORE.search(before) and not re.search(
        r"\b(?:more|less|fewer) than |\b(?:some|about|around|over) $", before
    ):
        return True
    return not _PEOPLE_AFTER.match(after)
