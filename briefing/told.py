"""What reports said of a subject up to a day, in their words, each beside the official count."""

from __future__ import annotations

import datetime
import re
from unicodedata import category

import pandas as pd

from briefing.sheet import Amount, Quote, Subject
from charts import numbers, phrases
from charts.style import Row
from etl import record, words
from etl.store import ORDER, Reader

MOST = 4
ISO_DATE = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
NEWEST = datetime.timedelta(days=366)
"""Reports that came out earlier before the sheet's day are not quoted on it."""

CURRENT = datetime.timedelta(days=120)
"""A report that speaks of days so long before the sheet's is no news any more."""


def claims(reader: Reader, subject: Subject, on: datetime.date) -> pd.DataFrame:
    """The figures of reports that were out by the day, the newest first, each with its verdict (`etl.record.COLUMNS`).

    A second voice of the same figure is left out.
    """
    codes = list(subject.inside.country)
    marks = ", ".join("?" * len(codes))
    # Who is counted in a country but fled from another one is no part of an origin's sheet.
    here = "" if subject.kind in ("country", "region") else " AND (origin IS NULL OR origin = country)"
    found = reader.query(
        f"SELECT * FROM canonical WHERE quote IS NOT NULL AND review <> 'rejected' AND role = 'recommended' "
        f"AND value IS NOT NULL AND published BETWEEN ? AND ? AND end_date <= ? "
        f"AND ((country IN ({marks}){here}) OR origin IN ({marks})) ORDER BY {ORDER}",
        [on - NEWEST, on, on, *codes, *codes],
    )
    newest = found.sort_values(["published", "value", "figure_id"], ascending=[False, False, True])
    newest = newest.drop_duplicates(
        ["value", "population", "measure", "end_date", "country", "origin", "place"]
    )
    return record.beside(newest, record.official_rows(reader, newest))


def quotes(found: pd.DataFrame) -> tuple[Quote, ...]:
    """The newest of them, as they stand on the sheet."""
    return tuple(_quote(claim) for claim in found.head(MOST).to_dict("records"))


def news(found: pd.DataFrame, on: datetime.date, after: datetime.date | None) -> Row | None:
    """The largest figure that tells what happened since the official count, or since `CURRENT` before the day."""
    since = max(after or datetime.date.min, on - CURRENT)
    new = found[found["end_date"] > pd.Timestamp(since)]
    new = new[new["population"].isin(["idp", "displaced", "refugee"])]
    if new.empty:
        return None
    newest = new[new["measure"] == "flow"] if (new["measure"] == "flow").any() else new
    return dict(newest.sort_values(["value", "figure_id"], ascending=[False, True]).iloc[0])


def said(claim: Row) -> str:
    """`more than 520,000 displaced people in Idlib, 1 December 2019 to 7 February 2020`."""
    return f"{people(claim)}, {phrases.when(claim)}"


def people(claim: Row) -> str:
    """`more than 520,000 displaced people in Idlib`."""
    amount = numbers.bound(claim["value"], claim["quantifier"], claim["value_high"])
    whence, where = claim["origin"], claim["place"]
    origin = (
        f" from {words.country(whence)}" if isinstance(whence, str) and whence != claim["country"] else ""
    )
    country = words.country(claim["country"]) if isinstance(claim["country"], str) else ""
    place = where if isinstance(where, str) and where else country
    return f"{amount} {words.POPULATION[claim['population']]}{origin}{f' in {place}' if place else ''}"


def spelled(text: str) -> str:
    """The sentence with its dates in words: `31 December 2019` for `2019-12-31`."""
    return ISO_DATE.sub(lambda found: numbers.day(datetime.date.fromisoformat(found[0])), text)


def legible(text: str) -> str:
    """The text without control characters, which no document can hold."""
    return " ".join("".join(" " if category(letter) == "Cc" else letter for letter in text).split())


def _quote(claim: Row) -> Quote:
    def text(name: str) -> str:
        return legible(claim[name]) if isinstance(claim[name], str) else ""

    value = int(claim["value"])
    high: int | None = None if pd.isna(claim["value_high"]) else int(claim["value_high"])
    return Quote(
        said=legible(said(claim)),
        quote=text("quote"),
        who=legible(phrases.said_by(claim)),
        published=numbers.day(pd.Timestamp(claim["published"])),
        verdict=f"{spelled(numbers.capital(text('verdict_text')))}." if text("verdict_text") else "",
        review=text("review"),
        document=text("document"),
        figure_id=text("figure_id"),
        amount=Amount(
            words.amount(value, str(claim["quantifier"]), high), value, str(claim["quantifier"]), high
        ),
        country=text("country"),
        lat=None if pd.isna(claim["lat"]) else float(claim["lat"]),
        lon=None if pd.isna(claim["lon"]) else float(claim["lon"]),
        place=text("place"),
    )
