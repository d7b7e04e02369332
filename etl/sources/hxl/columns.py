"""What a tagged column says: a count of displaced people, and of whom; or where, when, by whom.

The tags are those of real files (humanitarian exchange language 1.1, and 1.0-alpha: `#aff_num`, `#period_date`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from etl.sources.hxl.tables import Tagged
from etl.sources.hxl.tags import Tag

COUNTS = {"affected", "aff_num", "population"}
OTHER_COUNTS = {"inneed", "targeted", "reached"}
NOT_COUNTS = {"pct", "percent", "percentage", "rate", "ratio", "avg", "mean", "median", "min", "max"} | {
    "code", "name", "type", "text", "description", "group", "killed", "injured", "missing",
}  # fmt: skip

RETURNED = {"returnees", "returned", "returns", "returnee"}
POPULATIONS = {
    "returned_refugee": {"returned_refugees"},
    "returned_idp": {"returned_idps"},
    "resettled": {"resettled", "resettlement"},
    "naturalised": {"naturalised", "naturalized", "naturalisation"},
    "refugee": {"refugees", "refugee", "ref"},
    "asylum_seeker": {"asylum_seekers", "asylum_seeker", "asylumseekers", "asylum", "asy"},
    "idp": {"idps", "idp"},
    "stateless": {"stateless"},
    "oip": {"oip"},
    "host_community": {"host_community", "host_communities", "hosts", "host"},
    "ooc": {"others", "others_of_concern", "ooc"},
}
FLOWS = {"returned_refugee", "returned_idp", "returnee", "resettled", "naturalised"}
FLOW_WORDS = {"newdisp", "new", "newly", "flow", "arrivals", "departures", "movements"}
CAUSES = {"conflict", "disaster", "development"}
SEXES = {
    "female": {"f", "female", "females", "women", "girls"},
    "male": {"m", "male", "males", "men", "boys"},
    "other": {"i", "x"},
}
AGE_WORDS = {
    **dict.fromkeys(("women", "men", "adults"), "adults"),
    **dict.fromkeys(("girls", "boys", "children"), "children"),
    **{word: word for word in ("infants", "adolescents", "youth", "elderly")},
}
"""Words that each publisher draws its own line for: they stay words, because 0-17 would be our guess."""
AGE = re.compile(r"age_?(\d{1,3})(?:_(\d{1,3}))?(?:_?(?:plus|p))?")
HOUSEHOLDS = {"hh", "hhs", "households", "families"}
SAYS_NOTHING = {"ind", "num", "total", "all", "reported", "incoming", "outgoing", "displaced", "stock"} | {
    "en", "es", "fr", "ar", "pt",
}  # fmt: skip

CODES = {"code", "iso", "iso2", "iso3", "pcode", "v_iso2", "v_iso3", "v_pcode"}
NOT_NAMES = {"type", "status", "num", "parent"}
FROM = {"origin", "from", "previous"}


@dataclass(frozen=True)
class Count:
    """One column of counts; `nothing` says why its numbers are none of displaced people."""

    column: str
    population: str | None = None
    measure: str = "stock"
    cause: str | None = None
    unit: str = "person"
    sex: str | None = None
    age: str | None = None
    part: str | None = None
    outgoing: bool = False
    warning: str | None = None
    nothing: str | None = None


def counts(table: Tagged) -> list[Count]:
    """The columns of counts. Where two say the same by their tags, their headers tell them apart."""
    found = [read for column, tag in table.columns.items() if (read := _count(column, tag))]
    same = Counter(replace(count, column="", warning=None) for count in found)
    return [
        replace(count, part="; ".join(filter(None, [count.part, table.header(count.column) or count.column])))
        if same[replace(count, column="", warning=None)] > 1 and not count.nothing
        else count
        for count in found
    ]


def roles(table: Tagged) -> dict[str, list[str]]:
    """What the other columns are for: role -> its columns, the most telling first."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for column, tag in table.columns.items():
        role = _role(tag)
        if role:
            found.setdefault(role, []).append((len(tag.attributes), str(tag), column))
    return {role: [column for *_, column in sorted(columns)] for role, columns in found.items()}


def _count(column: str, tag: Tag) -> Count | None:
    if tag.name in OTHER_COUNTS:
        return Count(column, nothing="people in need, targeted or reached are not displaced people")
    if tag.name not in COUNTS or tag.has(*NOT_COUNTS):
        return None
    populations = _populations(tag)
    if not populations:
        total = tag.name != "population" and tag.has("total", "all")
        return Count(column, nothing="a total of the groups") if total else None
    if len(populations) > 1:
        return Count(column, nothing="several groups counted together")
    population = populations[0]
    is_flow = tag.has(*FLOW_WORDS) or (population in FLOWS and not tag.has("stock"))
    causes = sorted(CAUSES & tag.attributes)
    invalid = " ".join(f"+{text}" for text in tag.invalid)
    return Count(
        column,
        population,
        "flow" if is_flow else "stock",
        causes[0] if len(causes) == 1 else None,
        "household" if tag.has(*HOUSEHOLDS) else "case" if tag.has("cases") else "person",
        next((sex for sex, words in SEXES.items() if tag.has(*words)), None),
        _age(tag),
        _part(tag) or None,
        tag.has("outgoing"),
        f"{invalid} in the tag {tag} is no attribute and was left out" if invalid else None,
    )


def _populations(tag: Tag) -> list[str]:
    """Those the tag names: `+idps+returnees` are returned IDPs, `+displaced` alone is displaced."""
    named = [population for population, words in POPULATIONS.items() if tag.has(*words)]
    if tag.has(*RETURNED):
        kinds = {"refugee": "returned_refugee", "idp": "returned_idp"}
        named = [kinds.get(population, population) for population in named] or ["returnee"]
    return named or (["displaced"] if tag.has("displaced") else [])


def _age(tag: Tag) -> str | None:
    for attribute in sorted(tag.attributes):
        if found := AGE.fullmatch(attribute):
            return f"{found[1]}-{found[2]}" if found[2] else f"{found[1]}+"
    return next((age for word, age in AGE_WORDS.items() if tag.has(word)), None)


def _part(tag: Tag) -> str:
    """The attributes that nothing else reads: `+camp` is a part of the IDPs."""
    known = SAYS_NOTHING | FLOW_WORDS | HOUSEHOLDS | RETURNED | {"cases"} | set(AGE_WORDS)
    known |= set().union(*POPULATIONS.values(), *SEXES.values())
    causes = CAUSES & tag.attributes
    known |= causes if len(causes) == 1 else set()
    return " ".join(sorted(word for word in tag.attributes - known if not AGE.fullmatch(word)))


def _role(tag: Tag) -> str | None:
    """What a column that counts nobody is for; None for all that we have no place for."""
    name, kind = tag.name, "code" if tag.has(*CODES) else "name"
    if name in ("country", "adm0", "origin", "asylum") and not tag.has(*NOT_NAMES):
        return f"{'origin' if name == 'origin' or tag.has(*FROM) else 'country'}_{kind}"
    if (name == "adm" and tag.has("level")) or (name == "geo" and tag.has("admin_level", "level")):
        return "level"
    if re.fullmatch(r"adm[1-5]", name) and not tag.has(*NOT_NAMES):
        return _unit_role(name, kind, tag.has(*FROM))
    if name in ("date", "period_date", "period"):
        return _date_role(tag)
    return _other_role(tag)


def _unit_role(name: str, kind: str, left: bool) -> str | None:
    """Units below the third level are sites; those that people left say which part of the people it is."""
    if left:
        return "from_unit" if kind == "name" else None
    if name in ("adm4", "adm5"):
        return "site" if kind == "name" else None
    return f"{name}_{kind}"


def _date_role(tag: Tag) -> str | None:
    if tag.has("published"):
        return "published"
    if tag.has("start", "from", "begin"):
        return "start_text"
    if tag.has("end", "to"):
        return "end_text"
    if tag.has("year", "month"):
        return "year" if tag.has("year") else "month"
    return None if tag.has("updated", "vintage", "event", "accuracy") else "day_text"


def _other_role(tag: Tag) -> str | None:
    match tag.name:
        case "loc":
            return None if tag.has(*NOT_NAMES, *CODES) else "site"
        case "geo":
            return next((name for name in ("lat", "lon") if tag.has(name)), None)
        case "lat_deg" | "lon_deg":
            return tag.name[:3]
        case "cause" | "operation":
            return None if tag.has(*CODES) else tag.name
        case "event":
            return "event_id" if tag.has("id", *CODES) else None if tag.has(*NOT_NAMES) else "event"
        case "gender" | "sex" | "age":
            return "age" if tag.name == "age" else "sex"
        case "source":
            return "publisher"
        case "org":
            return "publisher" if tag.has("publisher") else None if tag.has(*CODES, "type") else "org"
        case "meta":
            known = {"source": "publisher", "id": "event_id", "warning": "warning", "error": "error"}
            return next((role for word, role in known.items() if tag.has(word)), None)
    return None


ROLES = (
    "country_code", "country_name", "origin_code", "origin_name", "level", "site", "from_unit", "lat", "lon",
    "adm1_code", "adm1_name", "adm2_code", "adm2_name", "adm3_code", "adm3_name",
    "start_text", "end_text", "day_text", "year", "month", "published", "cause", "operation", "event", "event_id",
    "sex", "age", "publisher", "org", "warning", "error",
)  # fmt: skip
"""All roles, in the order of the columns that hold them."""
