"""The page Compare: whose counts stand beside each other, of whom and where, and what reports claimed of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import compare as picture
from charts import numbers, phrases, style
from etl import comparison, movements, record, trends, words
from etl.filters import Filter
from etl.sources import definitions
from ui import behind, cards, chart, choices, questions, reading, reports
from ui.text import safe

ANYWHERE = "any"
AT_HOME = ("idp", "returned_idp")
OTHER_VERDICTS = ("counts something else", "no official count near")


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
        _table(question, found.counts, spread)
    return True


def _with(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    more = claims.drop(columns=["key", "whole", "part_of"])
    told_too = rows["figure_id"].isin(set(more["figure_id"]))
    return pd.concat([rows[~told_too], more]) if len(more) else rows


def _table(question: Filter, counts: pd.DataFrame, spread: comparison.Spread | None) -> None:
    names = list(
        counts.sort_values("end_date").groupby("publisher")["value"].last().sort_values().index[::-1]
    )
    reference = names[0]
    if len(names) > 1:
        # The highest of those compared, rather of a publisher's main series than of one of its others.
        compared = spread.counts if spread is not None else counts
        main = compared[compared["publisher"] == compared["maker"]]
        meant = (main if len(main) else compared)["publisher"].iloc[-1]
        reference = choices.select(
            st.container(), "Compared to", {name: name for name in names}, "reference", meant, width=320
        )
    rows = comparison.table(counts, reference)
    said = definitions()
    population = question.population[0]
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    shown = pd.DataFrame(
        {
            "Counted by": rows["publisher"],
            "Latest count": rows["value"],
            "Bound": [
                "" if kind == "exact" else numbers.bound(value, kind, high)
                for value, kind, high in zip(
                    rows["value"], rows["quantifier"], rows["value_high"], strict=True
                )
            ],
            "As of": rows["as_of"],
            "Difference": rows["difference"],
            "In percent": rows["share"],
            "Compared on": rows["common"],
            "Remark": rows["why"],
            "Whom it counts": [said.get((maker, population), "not said") for maker in rows["maker"]],
            "Causes": [comparison.causes(cause) for cause in rows["causes"]],
            "Sum of": [comparison.covers(origins, question) for origins in rows["origins"]],
            "Counts": rows["counts"],
            "First": rows["first"],
        }
    )
    optional = ("Bound", "Remark", "Sum of")
    empty = [name for name in optional if not shown[name].astype(bool).any()]
    if population not in AT_HOME:
        empty.append("Causes")
    if len(names) == 1:
        empty += ["Difference", "In percent", "Compared on", "Remark"]
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown.drop(columns=list(dict.fromkeys(empty))),
        hide_index=True,
        key="table of counts",
        placeholder="",
        row_height=54,
        column_config={
            "Counted by": st.column_config.TextColumn(pinned=True, width=165),
            "Latest count": whole,
            "Difference": whole,
            "Counts": whole,
            "In percent": st.column_config.NumberColumn(format="%+.1f%%"),
            **dict.fromkeys(("As of", "Compared on", "First"), day),
            "Whom it counts": st.column_config.TextColumn(width=420),
        },
        alt="Table of who counts: latest count, date, bound, difference to the reference, definition",
    )
    if len(names) > 1:
        st.caption(
            safe(
                f"Difference: the count less that of {reference}, on the latest date that both have, a month apart at most. "
                "The counts are of the same people: they are never added."
            )
        )
    _whom(rows, population)


def _whom(rows: pd.DataFrame, population: str) -> None:
    """Each publisher's definition in full: a table cuts long words."""
    said = definitions()
    makers = [maker for maker in dict.fromkeys(rows["maker"]) if (maker, population) in said]
    if makers:
        with st.expander(
            f"Whom {numbers.listed(makers)} count{'s' if len(makers) == 1 else ''} as {words.POPULATION[population]}"
        ):
            for maker in makers:
                st.markdown(f"**{safe(maker)}**: {safe(said[maker, population])}")


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
    ids = [name for one in found for name in one.ids]
    left = sum(one.left_out for one in found)
    notes = f"{left:,} other periods (of events, parts of a year) overlap with these and are not drawn"
    if found and len(claims) and comparison.far_apart(periods, claims):
        _flow_picture(question, periods, claims.head(0), ids, (notes,) * bool(left))
        _flow_picture(question, periods.head(0), claims, [], ())
    elif found or len(claims):
        _flow_picture(question, periods, claims, ids, (notes,) * bool(left))
    return bool(found or len(claims))


def _flow_picture(
    question: Filter, periods: pd.DataFrame, claims: pd.DataFrame, ids: list[str], notes: tuple[str, ...]
) -> None:
    asked = replace(question, measure="flow")
    fig = picture.flows(periods, claims, phrases.people(question), notes)
    name = "compare-flows" if len(periods) else "compare-reports"
    chart.show(fig, name, asked, lambda: _with(behind.figures(asked, ids), claims))


@reading.remembered
def held(question: Filter, accepted: bool) -> pd.DataFrame:
    """What reports claim of the question's people, each claim beside the record (`etl.record.beside`); newest first."""
    said = pd.concat([told(question, "stock", accepted), told(question, "flow", accepted)])
    said = said.sort_values(["end_date", "figure_id"], ascending=[False, True])
    # A claim may leave the origin open where the question names one: all of the country's rows are its record.
    scope = replace(reading.scope(question), origin=() if question.country else question.origin)
    rows = reading.accepted(scope)
    return record.beside(said, rows[rows["quote"].isna() & (rows["unit"] != "case")])


def verdicts(beside: pd.DataFrame) -> None:
    """How many claims agree, lie above or below, and the list of them."""
    if beside.empty:
        st.caption("No report in the tables speaks of these people here. Add one on the page Reports.")
        return
    counted = beside["verdict"].value_counts()
    badges = [f"{cards.VERDICTS[name]} {counted[name]}" for name in cards.VERDICTS if name in counted]
    st.markdown("&emsp;".join(badges))
    order = beside["verdict"].isin(OTHER_VERDICTS)
    listed = pd.concat([beside[~order], beside[order]])
    claims = listed.to_dict("records")
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    shown = pd.DataFrame(
        {
            "Claim": [numbers.bound(one["value"], one["quantifier"], one["value_high"]) for one in claims],
            "Verdict": [one["verdict"] for one in claims],
            "Difference": listed["difference"].reset_index(drop=True),
            "In words": [numbers.capital(one["verdict_text"]) for one in claims],
            "Official count": listed["official_value"].reset_index(drop=True),
            "Its date": listed["official_date"].reset_index(drop=True),
            "Said by": [cards.said_by(one) for one in claims],
            "When": [cards.when(one) for one in claims],
            "Words of the report": [one["quote"] for one in claims],
            "Accepted": ["yes" if one["review"] == "accepted" else "not yet" for one in claims],
            "Document": [one["document"] for one in claims],
        }
    )
    whole = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown,
        hide_index=True,
        key="table of verdicts",
        placeholder="",
        column_config={
            "Claim": st.column_config.TextColumn(pinned=True, width=150),
            "Difference": whole,
            "Official count": whole,
            "Its date": day,
            "In words": st.column_config.TextColumn(width=380),
            "Words of the report": st.column_config.TextColumn(width=380),
        },
        alt="Table of claims: what was said, the verdict against the official count, the difference, the words",
    )
    st.caption(
        "Difference: how far the claim lies outside what agrees with the official count of its own people, place and day; "
        "0 where they agree, empty where there is nothing to hold it against."
    )


def origins_note(chosen: Filter, question: Filter) -> None:
    """Say which of several chosen places is meant: one place at a time is compared."""
    left = len(chosen.origin) - len(question.origin)
    if len(chosen.origin) > 1 and question.origin and left:
        name = words.country(question.origin[0])
        st.caption(
            safe(f"One place at a time: {name} is compared, the first of the chosen countries of origin.")
        )
