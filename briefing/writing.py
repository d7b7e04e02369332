"""From the figures to what stands on a sheet. All numbers are rows of the tables or totals by the rules of addition."""

from __future__ import annotations

import datetime

import pandas as pd

from briefing import groups, places, sentences, told
from briefing.groups import Group
from briefing.sheet import Amount, Brand, KeyFigure, Line, Sheet, SourceLine, Subject, Trend
from charts import findings, numbers
from etl import breaks, questions, words
from etl.errors import DataError
from etl.filters import Filter
from etl.store import Reader

MOST_FIGURES, MOST_LINES, MOST_SOURCES = 5, 4, 12


def sheet(
    reader: Reader,
    subject: Subject,
    on: datetime.date | None = None,
    brand: Brand | None = None,
    link: str = "",
    made: str = "",
) -> Sheet:
    """What the figures say of the subject as things stood on a day (the newest date of the tables if None).

    A subject without figures gives a sheet that says so. Raises DataError for tables without figures.
    """
    on = on or _newest(reader)
    found = groups.of(reader, subject, on)
    claims = told.claims(reader, subject, on)
    largest = next((group for group in found if group.answer.value is not None), None)
    news = told.news(claims, on, largest.answer.newest if largest else None)
    lead = sentences.lead(subject, found, news)
    found = sorted(found, key=lambda group: group is not lead)  # whom the headline tells of comes first
    where = places.find(found)
    shown = found[:MOST_FIGURES]
    return Sheet(
        subject=subject,
        on=on,
        headline=sentences.headline(subject, on, found, news),
        figures=tuple(map(_figure, shown)),
        trend=_trend(shown),
        locator=places.locator(subject, where),
        table=places.table(where) if where else None,
        quotes=told.quotes(claims),
        cautions=sentences.cautions(shown, claims, on) or _nothing(subject, found, claims),
        notes=(*sentences.notes(shown, on), *([f"{reader.privacy.note}."] if reader.privacy else [])),
        sources=_sources(reader, subject, shown, claims),
        version=f"{reader.name}, figures up to {numbers.day(_newest(reader))}",
        link=link,
        made=made,
        brand=brand or Brand(),
    )


def _newest(reader: Reader) -> datetime.date:
    day = reader.query("SELECT max(end_date) AS day FROM canonical WHERE review = 'accepted'")["day"].item()
    if pd.isna(day):
        raise DataError("the tables have no figures: add files by `python -m etl add FILE`")
    return pd.Timestamp(day).date()


def _nothing(subject: Subject, found: list[Group], claims: pd.DataFrame) -> tuple[str, ...]:
    if found or len(claims):
        return ()
    return (
        f"These tables hold nothing on {subject.name}: “python -m etl fetch unhcr_rdf” brings UNHCR's counts of all "
        "countries, “python -m etl add FILE” a table or report of your own",
    )


def _figure(group: Group) -> KeyFigure:
    answer = group.answer
    label = numbers.capital(group.people)
    if answer.value is None:
        return KeyFigure(
            group.population, label, None, groups.dated(answer), answer.publisher, "", _why(group)
        )
    moved = group.moved
    return KeyFigure(
        group.population,
        label,
        Amount(
            words.amount(answer.value, answer.quantifier, answer.value_high),
            answer.value,
            answer.quantifier,
            answer.value_high,
        ),
        groups.dated(answer),
        answer.publisher,
        groups.change(moved.now, moved.before, moved.since) if moved else "",
        _scope(group),
    )


def _why(group: Group) -> str:
    reason = group.answer.refusal or "the publisher withheld the number"
    return f"no one number: {reason.split('. Choose')[0]}"


def _scope(group: Group) -> str:
    """What the number covers, short enough to stand under it."""
    countries = group.answer.rows["country"].dropna().unique()
    if group.abroad and len(countries) == 1:
        return f"in {words.country(str(countries[0]))} only"
    covered = [
        note for note in group.answer.notes if note.startswith(("the sum of", "from ")) or " only" in note
    ]
    if group.population == "stateless" or not covered:
        return ""
    return covered[0].split(";")[0]


def _trend(found: list[Group]) -> Trend | None:
    lines: list[Line] = []
    series: list[tuple[Group, pd.DataFrame]] = []
    for group in found:
        if group.answer.value is None or len(lines) == MOST_LINES:
            continue
        line = questions.series(group.rows, group.question, None)
        line = line[line["publisher"] == group.answer.publisher].sort_values("end_date")
        if len(line) < 2:
            continue
        series.append((group, line))
        lines.append(
            Line(
                numbers.capital(group.people),
                group.population,
                tuple(day.date() for day in line["end_date"]),
                tuple(None if pd.isna(value) else int(value) for value in line["value"]),
            )
        )
    if not lines:
        return None
    first, line = series[0]
    end = line.iloc[-1]
    moved = sentences.moved(groups.since(first, findings.turn(line)["end_date"].date()) or first.moved)
    title = f"{sentences.amount(first)} {first.people}{sentences.covered_by(first)} {numbers.as_of(end['end_date'])}{moved}"
    return Trend(
        numbers.capital(title),
        "People at a date; a mark for each count, nothing is known between",
        tuple(lines),
        numbers.listed(sorted({group.answer.publisher for group, _ in series})),
        tuple(dict.fromkeys(note for group, line in series for note in _breaks(group, line))),
    )


def _breaks(group: Group, line: pd.DataFrame) -> list[str]:
    found = breaks.of(line, group.question, None)
    return [f"{numbers.day(one['date'])}: {one['what']}" for one in found.to_dict("records")]


def _sources(
    reader: Reader, subject: Subject, found: list[Group], claims: pd.DataFrame
) -> tuple[SourceLine, ...]:
    """The documents that the sheet's numbers are from, those of tables first."""
    lines = [
        line
        for side in (False, True)
        for line in _documents(
            reader,
            questions.scope(subject.abroad if side else subject.inside),
            [int(row) for group in found if group.abroad == side for row in group.answer.rows.get("row", ())],
        )
    ]
    shown = claims.head(told.MOST)
    lines += [
        SourceLine(
            told.legible(str(claim["publisher"])),
            told.legible(str(claim["document"])),
            str(claim["licence"]) if isinstance(claim["licence"], str) else "not said",
            f"published {numbers.day(pd.Timestamp(claim['published']))}",
            str(claim["url"]) if isinstance(claim["url"], str) else "",
        )
        for claim in shown.to_dict("records")
    ]
    return tuple(dict.fromkeys(lines))[:MOST_SOURCES]


def _documents(reader: Reader, scope: Filter, stored: list[int]) -> list[SourceLine]:
    if not stored:
        return []
    where, parameters = scope.where()
    rows = reader.query(
        f"""
SELECT DISTINCT c.publisher, coalesce(d.title, c.document) AS title, coalesce(c.licence, 'not said') AS licence, c.vintage,
    coalesce(c.url, '') AS url
FROM (SELECT * FROM numbered WHERE {where} AND row IN (SELECT unnest(?::BIGINT[]))) c
LEFT JOIN (SELECT document, source, min(title) AS title FROM documents GROUP BY ALL) d USING (document, source)
ORDER BY ALL""",
        [*parameters, stored],
    )
    return [
        SourceLine(
            told.legible(str(row["publisher"])),
            told.legible(str(row["title"])),
            str(row["licence"]),
            f"taken {numbers.day(pd.Timestamp(row['vintage']))}" if pd.notna(row["vintage"]) else "",
            str(row["url"]),
        )
        for row in rows.to_dict("records")
    ]
