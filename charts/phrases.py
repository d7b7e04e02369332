"""What a filter asks for, in words: the subject of titles and of empty pages."""

from __future__ import annotations

import pandas as pd

from charts import numbers
from charts.style import Row
from etl import words
from etl.filters import Filter

MANY = 3
"""More names than this are counted, not listed."""


def people(chosen: Filter, by: str | None = None) -> str:
    """`refugees from Syria in Türkiye`, `displaced people`; without the places that a picture is split `by`."""
    # Who fled inside one country is "in Syria", not "from Syria in Syria".
    whence = "" if by == "origin" or chosen.origin == chosen.country else origins(chosen)
    where = "" if by == "country" else places(chosen)
    return " ".join(part for part in (populations(chosen), whence, where) if part)


def populations(chosen: Filter) -> str:
    """`refugees and asylum-seekers`; `displaced people` where none is chosen."""
    names = [words.POPULATION[name] for name in chosen.population]
    return _some(names, "groups of people") or "displaced people"


def origins(chosen: Filter) -> str:
    """`from Syria`, or nothing."""
    names = _some([words.country(code) for code in chosen.origin], "countries")
    return f"from {names}" if names else ""


def places(chosen: Filter) -> str:
    """`in Türkiye and Lebanon`, `in Idlib, Syria`, or nothing."""
    units = _some([words.unit(code) for code in chosen.admin1], "units")
    names = _some([words.country(code) for code in chosen.country], "countries")
    said = ", ".join(part for part in (units, names) if part)
    return f"in {said}" if said else ""


def everything(chosen: Filter) -> str:
    """The whole filter in one line, for a page's head: people, period, publisher."""
    parts = [numbers.capital(people(chosen)) if chosen.population or chosen.origin or chosen.country else ""]
    if chosen.start or chosen.end:
        first = f"from {numbers.day(chosen.start)}" if chosen.start else ""
        last = f"until {numbers.day(chosen.end)}" if chosen.end else ""
        parts.append(" ".join(part for part in (first, last) if part))
    parts.append(f"figures of {numbers.listed(list(chosen.publisher))}" if chosen.publisher else "")
    return " · ".join(part for part in parts if part)


def _some(names: list[str], kind: str) -> str:
    return numbers.listed(names) if len(names) <= MANY else f"{len(names)} {kind}"


def said_by(claim: Row) -> str:
    """`UNHCR`, `a newspaper, according to the UN`."""
    credited = claim["attributed_to"]
    said = f"{claim['publisher']}" if isinstance(claim["publisher"], str) else "a report"
    return said + (f", according to {credited}" if isinstance(credited, str) and credited else "")


def when(claim: Row) -> str:
    """The as-of date, or the period."""
    end = pd.Timestamp(claim["end_date"])
    if claim["measure"] == "stock" or pd.isna(claim["start_date"]):
        return numbers.day(end)
    return numbers.span(pd.Timestamp(claim["start_date"]), end)
