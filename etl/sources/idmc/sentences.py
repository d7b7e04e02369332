"""IDMC's public sentence on a figure: "A total of 2 people were in relief camp due to flood on 7 November in Kerala,
according to national authorities". Templates fill it in, so patterns can read it.

All functions give SQL expressions over a column `sentence`.
"""

from __future__ import annotations

TERMS = {
    "in relief camps?": "in_relief_camp",
    "evacuated": "evacuated",
    "homeless": "homeless",
    "relocated": "relocated",
    "sheltered": "sheltered",
    "forced to flee": "forced_to_flee",
    "displaced": "displaced",
}


def sentence_sql(popup: str) -> str:
    """The words between the heading and the link of the source, without tags."""
    body = rf"regexp_replace(regexp_replace({popup}, '(?s)^.*?</b>', ''), '(?s)<a .*$', '')"
    return rf"trim(regexp_replace(regexp_replace({body}, '<[^>]*>', ' ', 'g'), '\s+', ' ', 'g'))"


def households_sql() -> str:
    """The number of households, where the sentence counts these and not people."""
    number = r"regexp_extract(sentence, '(\d[\d,]*) households?\b', 1)"
    people = r"regexp_matches(sentence, '\d (?:people|persons?|individuals)\b')"
    return f"CASE WHEN NOT {people} THEN TRY_CAST(replace({number}, ',', '') AS BIGINT) END"


PLACEHOLDER = r"'\((?:Figure|People or Household|Location|Source|Trigger|Date|Term)s?\)'"
"""Gaps of IDMC's template for the sentence that were not filled."""


def gaps_sql() -> str:
    """A warning where the template was not filled in: we can't know what the sentence would have said."""
    gaps = f"array_to_string(regexp_extract_all(sentence, {PLACEHOLDER}), ' ')"
    return f"CASE WHEN regexp_matches(sentence, {PLACEHOLDER}) THEN 'the public sentence has gaps: ' || {gaps} END"


def term_sql() -> str:
    """What the sentence says that the people were: `were evacuated`, `being in relief camp`."""
    words = "|".join(TERMS)
    whens = " ".join(f"WHEN regexp_full_match(said, '{word}') THEN '{term}'" for word, term in TERMS.items())
    return (
        rf"(SELECT CASE {whens} END FROM (SELECT lower(regexp_extract(sentence, '(?i)\b(?:was|were|being|been) ({words})\b', 1)) "
        "AS said))"
    )


def place_sql() -> str:
    """The locations as listed, else the place that the sentence names, else that of the event, else the country."""
    sentence = "regexp_replace(sentence, 'in relief camps?', '')"
    named = rf"regexp_extract({sentence}, '\bin ([\p{{Lu}}].*?)(?: due to | on \d| between |, according to |\.?$)', 1)"
    event = r"regexp_extract(event_name, ' -? *([^-]+?) - \d\d/\d\d/\d{4}$', 1)"
    return f"coalesce(nullif(trim(locations_name), ''), nullif({named}, ''), nullif({event}, ''), country)"


def attribution_sql() -> str:
    """The sources as listed, else whom the sentence is "according to"."""
    leading = r"regexp_extract(sentence, '^According to (.+?), (?:a total|more than|less than|approximately|at least|up to|around|\d)', 1)"
    trailing = r"regexp_extract(sentence, ', according to (.+?)\.?$', 1)"
    return f"coalesce(nullif(trim(sources), ''), nullif({leading}, ''), nullif({trailing}, ''))"
