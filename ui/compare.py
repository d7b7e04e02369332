"""The page Compare: whose counts stand beside each other, of whom and where, and what reports claimed of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import compare as picture
from charts import phrases, style
from etl import comparison, movements, record, trends, words
from etl.filters import Filter
from ui import behind, chart, choices, counted, questions, reading, reports
from ui.text import safe

ANYWHERE = "any"
AT_HOME = ("idp", "returned_idp")


@reading.remembered
def offered(chosen: Filter) -> pd.DataFrame:
    """Groups and countries within the filter: population, country, how many publishers and how many counts; most first."""
    where, parameters = replace(chosen, on=None).where()
    found = reading.reader().query(
        "SELECT population, country, count(DISTINCT publisher) AS voices, count(DISTINCT concat_ws(chr(31), publisher, series)) "
        f"FILTER (quote IS NULL) AS counts FROM canonical WHERE {where} AND sex = 'all' AND age = 'all' AND unit <> 'case' "
        "AND (country IS NOT NULL OR origin IS NOT NULL) GROUP BY ALL",
        parameters,
    )
    found = found[found["population"].isin(questions.GROUPS)]
    return found.sort_values(
        ["voices", "counts", "population", "country"], ascending=[False, False, True, True], ignore_index=True
    )


def asked(chosen: Filter) -> Filter | None:
    """One group in one place, from the filter or chosen on the page; None where the tables hold nothing for the filter."""
    found = offered(chosen)
    if found.empty:
        return None
    row = st.container(horizontal=True, vertical_alignment="bottom")
    best = found.iloc[0]
    groups = [name for name in questions.GROUPS if name in set(found["population"])]
    population = groups[0]
    if len(groups) > 1:
        names = {name: style.short_name(name, "population") for name in groups}
        population = choices.select(row, "People", names, "people", best["population"], width=250)
    here = found[found["population"] == population]
    countries = list(here["country"].dropna())
    origin = () if population in AT_HOME else chosen.origin[:1]
    places = {code: words.country(code) for code in sorted(countries, key=words.country)}
    if origin and (here["country"].isna().any() or len(countries) > 1):
        places = {ANYWHERE: "All countries together", **places}
    place = next(iter(places), ANYWHERE)
    if len(places) > 1:
        first = ANYWHERE if ANYWHERE in places and not chosen.country else countries[0]
        place = choices.select(row, "In", places, "place", first, width=250)
    country = () if place == ANYWHERE else (place,)
    return replace(chosen, country=country, origin=origin, population=(population,), on=None)


@reading.remembered
def lines(question: Filter) -> comparison.Lines:
    """`etl.comparison.lines` within the question's period."""
    found = comparison.lines(reading.accepted(question), replace(question, start=None, end=None))
    kept = found.counts[questions.within(found.counts["end_date"], question)]
    return replace(found, counts=kept.reset_index(drop=True))


def told(question: Filter, measure: str, accepted: bool) -> pd.DataFrame:
    """The claims of reports about the question's people that belong on a picture of this measure."""
    said = reports.claims(replace(question, publisher=(), series=(), measure=measure), accepted)
    if question.publisher:
        said = said[said["publisher"].isin(question.publisher)]
    said = trends.told(said, question, None, {""})
    return said if measure == "stock" else said[said["start_date"].notna()]


def stocks(question: Filter, claims: pd.DataFrame) -> bool:
    """The picture of people at a date and the table of who counts them; False where there is nothing to show."""
    found = lines(question)
    if found.counts.empty and claims.empty:
        return False
    spread = comparison.spread(found.counts)
    fig = picture.stocks(
        found.counts, claims, comparison.ranges(claims), phrases.people(question), spread, found.notes
    )
    rows = behind.series(replace(question, measure="stock"), None)
    chart.show(fig, "compare-stocks", question, lambda: _with(rows(), claims))
    if len(found.counts):
        counted.show(question, found.counts, spread)
    return True


def _with(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    more = claims.drop(columns=["key", "whole", "part_of"])
    told_too = rows["figure_id"].isin(set(more["figure_id"]))
    return pd.concat([rows[~told_too], more]) if len(more) else rows


@reading.remembered
def moved(question: Filter) -> list[movements.Movements]:
    """The movements of the question's group that tables count, of each count; reports are left out."""
    rows = reading.accepted(question)
    return movements.of(rows[rows["quote"].isna()], question, "every")


def flows(question: Filter, claims: pd.DataFrame) -> bool:
    """The pictures of movements; False where there is nothing to show.

    What reports say of a time that no table counts has a picture of its own: years between them would leave both too
    small to read.
    """
    found = moved(question)
    periods = pd.concat([one.periods for one in found]) if found else pd.DataFrame(columns=movements.COLUMNS)
    stored = [row for one in found for row in one.stored]
    left = sum(one.left_out for one in found)
    notes = f"{left:,} other periods (of events, parts of a year) overlap with these and are not drawn"
    if found and len(claims) and comparison.far_apart(periods, claims):
        _flow_picture(question, periods, claims.head(0), stored, (notes,) * bool(left))
        _flow_picture(question, periods.head(0), claims, [], ())
    elif found or len(claims):
        _flow_picture(question, periods, claims, stored, (notes,) * bool(left))
    return bool(found or len(claims))


def _flow_picture(
    question: Filter, periods: pd.DataFrame, claims: pd.DataFrame, stored: list[int], notes: tuple[str, ...]
) -> None:
    asked = replace(question, measure="flow")
    fig = picture.flows(periods, claims, phrases.people(question), notes)
    name = "compare-flows" if len(periods) else "compare-reports"
    chart.show(fig, name, asked, lambda: _with(behind.figures(asked, stored), claims))


@reading.remembered
def held(question: Filter, accepted: bool) -> pd.DataFrame:
    """What reports claim of the question's people, each claim beside the record (`etl.record.beside`); newest first."""
    said = pd.concat([told(question, "stock", accepted), told(question, "flow", accepted)])
    said = said.sort_values(["end_date", "figure_id"], ascending=[False, True])
    # A claim may leave the origin open where the question names one: all of the country's rows are its record.
    scope = replace(questions.scope(question), origin=() if question.country else question.origin)
    rows = reading.accepted(scope)
    return record.beside(said, rows[rows["quote"].isna() & (rows["unit"] != "case")])


def origins_note(chosen: Filter, question: Filter) -> None:
    """Say which of several chosen places is meant: one place at a time is compared."""
    left = len(chosen.origin) - len(question.origin)
    if len(chosen.origin) > 1 and question.origin and left:
        name = words.country(question.origin[0])
        st.caption(
            safe(f"One place at a time: {name} is compared, the first of the chosen countries of origin.")
        )
