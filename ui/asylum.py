"""Asylum on the page People: applications by kind and instance, decisions, and recognition rates."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from charts import flows, numbers, phrases, recognition
from etl import extracts
from etl import recognition as rules
from etl.filters import Filter
from etl.recognition import Decided
from ui import chart, choices, procedures, reading
from ui.text import safe

FETCH = {
    "applications": "`python -m etl fetch unhcr_rdf --table asylum-applications`",
    "decisions": "`python -m etl fetch unhcr_rdf --table asylum-decisions`",
}
UNITS = {"person": "persons", "case": "cases of one or more persons"}


def _asked(chosen: Filter) -> Filter:
    """The filter's places and period: all of it is of asylum-seekers."""
    return replace(chosen, population=(), measure=None)


@reading.remembered
def applications(chosen: Filter) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """`etl.recognition.applications`, without overlapping periods: years where there are any."""
    question = _asked(chosen)
    rows, ids = rules.applications(reading.procedures(question), question)
    return _years(rows), ids


@reading.remembered
def decided(chosen: Filter) -> Decided:
    """`etl.recognition.decisions` of the rows in force, whole years where there are any."""
    question = _asked(chosen)
    found = rules.decisions(reading.procedures(question), question)
    return replace(found, rates=_years(found.rates))


def _years(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    start, end = rows["start_date"].dt, rows["end_date"].dt
    year = start.is_year_start & end.is_year_end & (start.year == end.year)
    # A line of one kind of period: the months of a year would stand beside the year that holds them.
    lines = [rows[name] for name in ("publisher", "level", "unit")]
    kept: pd.DataFrame = rows[year | ~year.groupby(lines, dropna=False).transform("any").astype(bool)]
    return kept


def show(chosen: Filter) -> None:
    """Applications, then decisions with their rates, then all rows as they were published."""
    _applications(chosen)
    _decisions(chosen)
    rows = reading.procedures(_asked(chosen))
    if len(rows):
        with st.expander(f"All {len(rows):,} rows of applications and decisions"):
            procedures.show(rows, chosen)


def _whom(chosen: Filter) -> str:
    """`of people from Syria in Germany`: whose applications or decisions."""
    return " ".join(part for part in ("of people", phrases.origins(chosen), phrases.places(chosen)) if part)


def _applications(chosen: Filter) -> None:
    rows, _ = applications(chosen)
    rows = rows.dropna(subset=["value"])
    if rows.empty:
        st.caption(f"No asylum applications here. UNHCR's table fills this: {FETCH['applications']}.")
        return
    lines = rows.groupby(["kind", "level", "unit", "publisher"], dropna=False)
    sizes = lines["value"].sum().sort_values(ascending=False)
    named = {" · ".join(map(str, key)): _line_name(*key) for key in sizes.index}
    key = choices.select(
        st.container(),
        "Applications",
        named,
        "applications",
        width=420,
        help="Kinds and instances stand apart: an appeal is of people who applied before.",
    )
    chosen_line = next(line for line in sizes.index if " · ".join(map(str, line)) == key)
    periods = lines.get_group(chosen_line).assign(quantifier="exact", measure="flow")
    withheld = int(periods["withheld"].sum())
    countries = int(periods.sort_values("end_date")["countries"].iloc[-1])
    kind, level, unit, _ = chosen_line
    notes = [f"counted in {UNITS[unit]}, in a procedure in a period: not people in a state at a date"]
    notes += [f"the sum of the {countries} countries of asylum in the tables in the last period"] * (
        countries > 1
    )
    notes += [f"{withheld} withheld counts are not in it"] * bool(withheld)
    what = f"{'cases in ' if unit == 'case' else ''}asylum applications ({kind}, {level}) {_whom(chosen)}"
    fig = flows.figure(periods, what, "asylum_seeker", tuple(notes))
    whole = partial(_behind, chosen, "application", level, unit)
    chart.show(fig, "applications", chosen, whole, to_csv=extracts.procedures_csv_bytes)


def _line_name(kind: str, level: str, unit: str, publisher: str) -> str:
    return f"{numbers.capital(kind)}, {level} ({'cases' if unit == 'case' else 'persons'}, {publisher})"


def _behind(chosen: Filter, stage: str, level: str, unit: str) -> pd.DataFrame:
    """The rows of one stage, instance and unit."""
    rows = reading.procedures(_asked(chosen))
    same = (rows["stage"] == stage) & (rows["decision_level"].map(rules.level) == level)
    return rows[same & (rows["unit"] == unit)]


def _decisions(chosen: Filter) -> None:
    found = decided(chosen)
    if found.rates.empty:
        st.caption(
            "No asylum decisions here, so no recognition rates. UNHCR's table fills this: "
            f"{FETCH['decisions']} (for one country of asylum with `--country DEU`)."
        )
        return
    sizes = found.rates.groupby(["level", "unit", "publisher"], dropna=False)["decided"].sum()
    sizes = sizes.sort_values(ascending=False)
    named = {
        " · ".join(key): f"{numbers.capital(key[0])} ({'cases' if key[1] == 'case' else 'persons'}, {key[2]})"
        for key in sizes.index
    }
    key = next(iter(named))
    if len(named) > 1:
        key = choices.select(
            st.container(),
            "Decisions",
            named,
            "decisions",
            width=420,
            help="Instances have a rate each: an appeal decides again on people who were decided on before. Cases and persons are never added.",
        )
    level, unit, publisher = next(line for line in sizes.index if " · ".join(line) == key)
    same = (found.rates["level"] == level) & (found.rates["unit"] == unit)
    rates = found.rates[same & (found.rates["publisher"] == publisher)]
    if rates["total_rate"].notna().any():
        countries = int(rates["countries"].iloc[-1])
        notes = (f"the sum of the {countries} countries of asylum in the tables in the last period",) * (
            countries > 1
        )
        fig = recognition.figure(rates, _whom(chosen).replace("of people", "on people", 1), notes)
        whole = partial(_behind, chosen, "decision", level, unit)
        chart.show(fig, "recognition", chosen, whole, to_csv=extracts.procedures_csv_bytes)
    else:
        st.info(safe(f"No recognition rate: {numbers.listed(sorted(set(rates['why'])))}."))
    _table(rates)


def _table(rates: pd.DataFrame) -> None:
    spans = zip(rates["start_date"], rates["end_date"], strict=True)
    shown = pd.DataFrame(
        {
            "Period": [numbers.span(start, end) for start, end in spans],
            "Recognised as refugees": list(rates["recognised"]),
            "Complementary protection": list(rates["complementary"]),
            "Rejected": list(rates["rejected"]),
            "Closed otherwise": list(rates["closed"]),
            "Substantive decisions": list(rates["decided"]),
            "Refugee rate": [None if pd.isna(rate) else rate * 100 for rate in rates["refugee_rate"]],
            "Total rate": [None if pd.isna(rate) else rate * 100 for rate in rates["total_rate"]],
            "No rate, as": list(rates["why"]),
        }
    ).iloc[::-1]
    if not rates["why"].astype(bool).any():
        shown = shown.drop(columns="No rate, as")
    whole = st.column_config.NumberColumn(format="localized")
    percent = st.column_config.NumberColumn(format="%.1f%%")
    counted = [
        name for name in shown.columns if name not in ("Period", "Refugee rate", "Total rate", "No rate, as")
    ]
    st.dataframe(
        shown,
        hide_index=True,
        key="table of decisions",
        placeholder="",
        column_config={
            **dict.fromkeys(counted, whole),
            **dict.fromkeys(("Refugee rate", "Total rate"), percent),
        },
        alt="Table of decisions by outcome in each period, with both recognition rates",
    )
