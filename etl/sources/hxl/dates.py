"""Dates as people write them in tagged tables, read once per distinct text of a column.

Day and month in figures alone (03/04/2015) are read day first where the column itself shows it: some day above 12 in
the first place and none in the second. Otherwise such a date is refused rather than guessed.
"""

from __future__ import annotations

import calendar
import datetime
import re

import duckdb
import pyarrow as pa

from etl import putting

MONTHS = {
    name[:length].lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if number
    for length in {3, len(name)}
} | {"sept": 9}
YEAR_FIRST = re.compile(r"(\d{4})(?:[-/ ](\d{1,2}|[a-z]+)\.?(?:[-/](\d{1,2})(?:[t ].*)?)?)?")
DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([a-z]+)\.?[ ,-]+(\d{4})")
MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
QUARTER = re.compile(r"(?:(\d{4})[- ]?q([1-4])|q([1-4])[- ]?(\d{4}))")
FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

LOOKED_UP = {
    **{"role": pa.string(), "text": pa.string(), "first": pa.date32(), "last": pa.date32()},
    **{"accuracy": pa.string(), "problem": pa.string()},
}
Span = tuple[datetime.date, datetime.date, str]
"""First and last day meant, and how exact that is: `day`, `month`, `quarter` or `year`."""


def read_date(text: str, day_first: bool = False) -> Span | None:
    """What the text says, None if it is no date or can be read two ways."""
    said = " ".join(text.lower().split())
    if found := QUARTER.fullmatch(said):
        last = 3 * int(found[2] or found[3])
        year = found[1] or found[4]
        first, end = _span(year, last - 2, None), _span(year, last, None)
        return (first[0], end[1], "quarter") if first and end else None
    if found := YEAR_FIRST.fullmatch(said):
        return _span(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(said):
        return _span(found[3], found[2], found[1])
    if found := MONTH_FIRST.fullmatch(said):
        return _span(found[3], found[1], found[2])
    if (found := FIGURES.fullmatch(said)) and (day_first or found[1] == found[2]):
        return _span(found[3], found[2], found[1])
    return None


def days_first(texts: list[str]) -> bool:
    """Do these texts of one column show that their day stands before the month?"""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := FIGURES.fullmatch(text.strip()))]
    return any(first > 12 for first, _ in pairs) and all(second <= 12 for _, second in pairs)


def look_up(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]) -> None:
    """Read each distinct text of `columns` into the temporary table `hxl_dates` (role, text, first, last, accuracy, problem)."""
    rows: list[tuple[object, ...]] = []
    for column in columns:
        texts = [
            text
            for (text,) in con.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
            ).fetchall()
        ]
        order = days_first(texts)
        for text in texts:
            span = read_date(text, order)
            rows.append((column, text, *(span or (None, None, None)), None if span else _problem(text)))
    putting.rows(con, "hxl_dates", LOOKED_UP, rows)


def _problem(text: str) -> str:
    if FIGURES.fullmatch(text.strip()):
        return f'date "{text}" can be read two ways, or is none: write YYYY-MM-DD'
    return f'date "{text}" is not readable: write YYYY-MM-DD, YYYY-MM or YYYY'


def _span(year: str, month: str | int | None, day: str | None) -> Span | None:
    y = int(year)
    if not 1900 <= y <= 2100:
        return None
    if month is None:
        return datetime.date(y, 1, 1), datetime.date(y, 12, 31), "year"
    m = MONTHS.get(month, 0) if isinstance(month, str) and not month.isdigit() else int(month)
    if not 1 <= m <= 12:
        return None
    length = calendar.monthrange(y, m)[1]
    if day is None:
        return datetime.date(y, m, 1), datetime.date(y, m, length), "month"
    if not 1 <= int(day) <= length:
        return None
    exact = datetime.date(y, m, int(day))
    return exact, exact, "day"
