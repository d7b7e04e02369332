"""How to cite figures: whose they are, from which document, as of when, under which licence, when they were taken.

The parts and their order follow DataCite's recommended citation (publisher, year, title, version, identifier), with
what a displacement figure needs beside: its as-of date and its identity.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from etl.filters import Filter
from etl.store import Reader


class Source(NamedTuple):
    """A document that rows come from."""

    publisher: str | None
    document: str
    licence: str | None
    url: str | None
    published: datetime.date | None
    vintage: datetime.date | None


class Sources:
    """The documents of rows that pass by, and how many rows there were."""

    def __init__(self) -> None:
        """None so far."""
        self.rows = 0
        self._found: set[Source] = set()

    def passing(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The same tables, noted as they pass."""
        for table in tables:
            self.rows += table.num_rows
            distinct = table.select(Source._fields).group_by(list(Source._fields)).aggregate([])
            self._found |= {Source(**row) for row in distinct.to_pylist()}
            yield table

    def found(self) -> list[Source]:
        """What was noted, by publisher and document."""
        return sorted(self._found, key=lambda one: [str(part or "") for part in one])


def figure(row: Mapping[Any, Any], document: Mapping[str, Any]) -> str:
    """The citation of one canonical row; `document` has its `title` and the `citation` that its publisher asks for."""
    said = _document({**row, **document})
    as_of = _said("As of", row["end_date"]) if row["measure"] == "stock" else _period(row)
    return " ".join(filter(None, (said[0], as_of, *said[1:], f"Figure {row['figure_id']}.")))


def selection(reader: Reader, chosen: Filter, most: int = 200) -> str:
    """One line a document that the chosen rows come from, with the rows each has; `most` lines, and how many more."""
    where, parameters = chosen.where()
    found = reader.query(
        f"""
WITH chosen AS (SELECT document, source, publisher, published, url, licence, vintage, count(*) AS n, max(end_date) AS newest
    FROM canonical WHERE {where} GROUP BY ALL)
SELECT chosen.*, d.title, d.citation FROM chosen
LEFT JOIN (SELECT document, source, min(title) AS title, min(citation) AS citation FROM documents GROUP BY ALL) d
    USING (document, source)
ORDER BY publisher, document, vintage LIMIT {most + 1}""",
        parameters,
    )
    lines = [_line(row) for row in found.head(most).to_dict("records")]
    more = ["And others: narrow the selection to see them all."] if len(found) > most else []
    return "\n".join([*lines, *more])


def picture(said: Mapping[str, Any]) -> str:
    """The citation of a chart by its words (`title`, `subtitle`, `source`, `as_of`), up to where its address follows.

    What a picture shows may come from documents with different licences, so these are left to its CSV.
    """
    publishers = said["source"] or "Publishers as named in the chart"
    as_of = _text(said["as_of"])
    words = [f"{publishers}: {said['title']}", said["subtitle"], as_of and as_of[:1].upper() + as_of[1:]]
    sentences = " ".join(f"{part.rstrip('.')}." for part in words if part)
    return f"{sentences} Documents and licences: see the chart's CSV. Chart: Displacement figures,"


def _line(row: Mapping[Any, Any]) -> str:
    first, *rest = _document(row)
    newest = _said("Newest as of", row["newest"])
    rows = f"{row['n']:,} {'figure' if row['n'] == 1 else 'figures'}."
    return " ".join(filter(None, (first, newest, *rest, rows)))


def _document(row: Mapping[Any, Any]) -> list[str]:
    """`UNHCR (2020): Title.`, the address, the licence, and when it was taken; what is not known is left out."""
    title = _text(row.get("title")) or str(row["document"])
    asked = _text(row.get("citation"))
    year = f" ({row['published'].year})" if pd.notna(row["published"]) else ""
    name = asked.rstrip(".") if asked else f"{_text(row['publisher']) or 'Unknown publisher'}{year}: {title}"
    if asked and title not in asked:
        name = f"{name}: {title}"
    licence = _text(row["licence"])
    return [
        f"{name}.",
        _text(row["url"]) or "",
        f"Licence: {licence}." if licence else "Licence not said.",
        _said("Accessed", row["vintage"]),
    ]


def _period(row: Mapping[Any, Any]) -> str:
    start, end = row["start_date"], row["end_date"]
    if pd.isna(start):
        return _said("Until", end)
    return f"From {_day(start)} to {_day(end)}." if pd.notna(end) else _said("Since", start)


def _said(word: str, day: Any) -> str:
    return f"{word} {_day(day)}." if pd.notna(day) else ""


def _day(day: Any) -> str:
    return str(day)[:10]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
