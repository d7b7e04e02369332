"""The words of UNHCR's Operational Data Portal and what they mean in the canonical table."""

from __future__ import annotations

from etl import places
from etl.documents import SUFFIX, Document
from etl.errors import DataError

PORTAL = "Operational Data Portal"
"""The series of all its counts: they stand beside UNHCR's end-year figures of the same people."""

POPULATIONS = {
    "refugees": "refugee",
    "asylum-seekers": "asylum_seeker",
    "asylum seekers": "asylum_seeker",
    "idps": "idp",
    "internally displaced persons": "idp",
    "returnees": "returnee",
    "refugee returnees": "returned_refugee",
    "returned refugees": "returned_refugee",
    "idp returnees": "returned_idp",
    "returned idps": "returned_idp",
    "stateless": "stateless",
    "stateless persons": "stateless",
    "others of concern": "ooc",
    "host community": "host_community",
}
ACROSS_AND_INSIDE = ("refugee", "asylum_seeker", "idp", "oip")
"""Counted together these are displaced people; no other mixture has a name in the canonical table."""

REMAINDERS = {"VAR": "Various", "OTH": "Others"}
"""The portal's two origins that are no country. Each is a part: neither holds the other, and none is all origins."""

REMAINDER = "VAR"
"""How the canonical table writes an origin that is several (see `countries.csv`)."""

ARRIVALS = "new arrivals, counted up since a day that the portal does not say"
SAME_COUNTRY = "origin and asylum are the same country"


def population(cell: str) -> str:
    """SQL: the canonical population of the portal's name for it, NULL for one we don't know."""
    return f"CASE lower(trim({cell})) {_whens(POPULATIONS)} END"


def remainder(code: str, name: str) -> str:
    """SQL: `Various` or `Others` where the origin is one of these, by code or by name; else NULL."""
    names = " ".join(f"WHEN '{word.lower()}' THEN '{word}'" for word in REMAINDERS.values())
    return f"coalesce(CASE {code} {_whens(REMAINDERS)} END, CASE lower(trim({name})) {names} END)"


def country_told(document: Document, key: str) -> str | None:
    """The country (ISO3) that the sidecar names under `key`, None if it names none. Raises DataError for an unknown one."""
    written = document.extra.get(key)
    if written is None or written == "":
        return None
    # YAML reads the country code NO as false.
    code = places.country("NO" if written is False else str(written))
    if code is None:
        raise DataError(
            f'{document.name}{SUFFIX}: unknown {key} "{written}": use its ISO 3166-1 alpha-3 code'
        )
    return code


def _whens(words: dict[str, str]) -> str:
    return " ".join(f"WHEN '{word}' THEN '{meaning}'" for word, meaning in words.items())
