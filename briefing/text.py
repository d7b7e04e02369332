"""The sheet in plain words: for those who hear it, for a message, and to see what a sheet says without its layout."""

from __future__ import annotations

from briefing.sheet import KeyFigure, Sheet
from charts import numbers


def text(sheet: Sheet) -> str:
    """All that the sheet says, one thing a line."""
    lines = [
        f"{sheet.subject.name}, {numbers.day(sheet.on)}",
        f"{sheet.headline}.",
        *_part("Key figures", [figure(one) for one in sheet.figures]),
        *_part("Over time", _trend(sheet)),
        *_part(f"{sheet.table.title}" if sheet.table else "", _table(sheet)),
        *_part("What reports say", _quotes(sheet)),
        *_part("To be careful about", [f"{line}." for line in sheet.cautions]),
        *_part("Notes", list(sheet.notes)),
        *_part("Sources", _sources(sheet)),
        "",
        f"Made from {sheet.version}{f', on {sheet.made}' if sheet.made else ''}.",
        *([sheet.link] if sheet.link else []),
    ]
    return "\n".join(lines) + "\n"


def figure(one: KeyFigure) -> str:
    """`Refugees from Syria: 5,960,276, 31 December 2019 (UNHCR), -1.1% since the end of 2018`."""
    if one.amount is None:
        return f"{one.label}: {one.note}"
    said = f"{one.label}: {one.amount.text}, {one.as_of} ({one.publisher})"
    return said + (f", {one.change}" if one.change else "") + (f"; {one.note}" if one.note else "")


def _part(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"- {line}" for line in lines)] if lines else []


def _trend(sheet: Sheet) -> list[str]:
    if sheet.trend is None:
        return []
    counts = [
        f"{line.name}: {len(line.dates)} counts, {line.dates[0]} to {line.dates[-1]}"
        for line in sheet.trend.lines
    ]
    return [f"{sheet.trend.title}.", *counts, *sheet.trend.notes]


def _table(sheet: Sheet) -> list[str]:
    if sheet.table is None:
        return []
    rows = [
        f"{row.name}: {row.amount.text}, {row.as_of} ({row.publisher}){f', {row.change}' if row.change else ''}"
        for row in sheet.table.rows
    ]
    return [*rows, *([sheet.table.note] if sheet.table.note else [])]


def _quotes(sheet: Sheet) -> list[str]:
    return [
        f"{quote.said} ({quote.who}): “{quote.quote}” {quote.verdict}"
        f"{' Not checked by a person yet.' if quote.review == 'pending' else ''}"
        for quote in sheet.quotes
    ]


def _sources(sheet: Sheet) -> list[str]:
    return [
        ", ".join(filter(None, (one.publisher, one.title, f"licence {one.licence}", one.taken, one.url)))
        for one in sheet.sources
    ]
