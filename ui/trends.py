"""The page Trends: what is chosen, and the pictures of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts import flows, panels, phrases, stack, trend
from charts.scales import View
from etl import breaks, movements, trends
from etl.filters import Filter
from ui import behind, chart, choices, questions, reading, reports, text, width

SPLITS = {
    "population": "Group of people",
    "country": "Where they are",
    "origin": "Where they fled from",
    "publisher": "Who counted",
}
INSIDE = {"idp", "returned_idp"}
"""Who fled and is in the same country: where from is no question."""

SHAPES = {"lines": "Lines", "areas": "Areas", "panels": "Panels"}
SCALES = {"linear": "Linear", "log": "Logarithmic"}
UNITS = {"people": "People", "index": "Index"}
STEPS = {"every": "Every count", "year": "Years", "month": "Months"}
AXES = {"shared": "Shared axis", "own": "Own axes"}


@dataclass(frozen=True)
class Choice:
    """What of the stocks is shown, and how."""

    shape: str
    by: str
    step: str
    view: View
    own: bool
    reports: bool

    @property
    def column(self) -> str | None:
        """What tells the lines apart beside who counted; None where only that does."""
        return None if self.by == "publisher" else self.by


def split(chosen: Filter) -> str:
    """One line for each of what? At first for what the filter leaves open.

    Those who counted stand side by side for one country only: in several, each would count in other ones. There they
    are the first choice for people who fled inside it, of whom several publishers keep count.
    """
    one, inside = len(chosen.country) == 1, bool(chosen.population) and set(chosen.population) <= INSIDE
    left_out = {"publisher"} if not one else {"origin"} if inside else set()
    offered = {key: name for key, name in SPLITS.items() if key not in left_out}
    first = (
        "population"
        if len(chosen.population) != 1
        else "country"
        if not one or chosen.origin
        else "publisher"
        if inside
        else "origin"
    )
    return choices.tabs(st.container(), "One for each", offered, "split", first)


def choose(chosen: Filter, steps: set[str]) -> Choice:
    """The page's choices, of which only those that make sense together are offered. `steps` are those there are data for.

    Areas add up, so they have no logarithmic axis and no index; an index has no figures of reports.
    """
    row = st.container(horizontal=True)
    shape = choices.tabs(row, "Shown as", SHAPES, "shape")
    unit = scale = axes = ""
    if shape != "areas":
        unit = choices.tabs(row, "In", UNITS, "unit")
        scale = choices.tabs(row, "Scale", SCALES, "scale")
    if shape == "panels":
        axes = choices.tabs(row, "Panels", AXES, "axes")
    step = "every"
    if steps:
        step = choices.tabs(
            row, "At", {key: STEPS[key] for key in STEPS if key == "every" or key in steps}, "step"
        )
    by = split(chosen)
    told = False
    if shape != "areas" and unit != "index":
        help_ = "Circles: the whole place; diamonds: a part of it or a region. Hollow: no person has accepted it yet."
        told = choices.switch(st.container(), "Reports' figures", "told", True, help=help_)
    return Choice(shape, by, step, View(scale == "log", unit == "index"), axes == "own", told)


@reading.remembered
def moved(chosen: Filter, step: str) -> list[movements.Movements]:
    """Flows of each group and count, in reading order (`etl.movements.of`)."""
    found = movements.of(reading.accepted(chosen), chosen, step)
    known = [one for one in found if one.population in questions.GROUPS]
    return sorted(known, key=lambda one: (questions.GROUPS.index(one.population), one.publisher))


@reading.remembered
def monthly(asked: Filter, by: str | None) -> tuple[pd.DataFrame, str]:
    """`etl.trends.monthly` within the question's period."""
    rows, refusal = trends.monthly(reading.accepted(asked), asked, by)
    return rows[questions.within(rows["end_date"], asked)], refusal


@reading.remembered
def steps(chosen: Filter) -> set[str]:
    """Which steps there are data for beside every count."""
    found: set[str] = set()
    for name in questions.groups(chosen)[:1]:
        rows, _ = monthly(questions.of_one(chosen, name), "country")
        found |= {"month"} if len(rows) else set()
        found |= {"year"} if trends.within_years(questions.counted(chosen)) else set()
    if any(one.has_months for one in moved(chosen, "every")):
        found |= {"month", "year"}
    return found


@dataclass(frozen=True)
class Picture:
    """A picture as it is remembered, never changed: what it answers, the rows behind it, and what to say above it.

    Where the choice can't be drawn there is no `fig`.
    """

    asked: Filter
    said: tuple[str, ...]
    fig: go.Figure | None = None
    rows: behind.Rows = pd.DataFrame

    def show(self, name: str) -> None:
        """Draw it on the page, and say what there is to say."""
        for words in self.said:
            st.info(words)
        if self.fig is not None:
            chart.show(self.fig, name, self.asked, self.rows)


def stocks(chosen: Filter, choice: Choice, accepted: bool) -> None:
    """The picture of people at a date. `accepted` leaves out what no person has accepted yet."""
    wide = width.page() if choice.shape == "panels" else 0
    _stocks(chosen, choice, accepted, wide).show(f"trend-{choice.column}")


@reading.remembered
def _stocks(chosen: Filter, choice: Choice, accepted: bool, wide: int) -> Picture:
    asked = questions.of_split(chosen, choice.by)
    by = choice.column
    series, rows, notes, why = _counts(asked, by, choice.step)
    said = [text.reason(why)] if why else []
    if series.empty:
        return Picture(asked, (*said, "These figures can't be split that way. Choose another split."))
    what = phrases.people(asked, by)
    broken = breaks.of(series, asked, by)
    claims = reports.claims(chosen, accepted)
    told = claims[(claims["measure"] == "stock") & choice.reports & _same_people(claims, asked, series, by)]
    told = trends.told(told, asked, by, set(series["key"]))
    told = told[questions.within(told["end_date"], asked)]
    fig = None
    if choice.shape == "areas":
        stacked = trends.stack(series, reading.accepted(asked), asked, by)
        if stacked.refusal:
            said.append(f"No areas here, so lines: {text.reason(stacked.refusal)}")
        else:
            fig = stack.figure(stacked, what, str(by), notes, breaks=broken)
    if choice.shape == "panels" and by:
        fig = panels.figure(
            *(series, what, by, wide, notes), view=choice.view, own=choice.own, breaks=broken, claims=told
        )
    if fig is None:
        fig = trend.figure(series, what, by, notes, view=choice.view, breaks=broken, claims=told)
    return Picture(asked, tuple(said), fig, lambda: _with(rows(), told))


def _same_people(claims: pd.DataFrame, asked: Filter, series: pd.DataFrame, by: str | None) -> pd.Series:
    if by == "population":
        return claims["population"].isin(series["key"])
    return claims["population"].isin(asked.population)


def _counts(
    asked: Filter, by: str | None, step: str
) -> tuple[pd.DataFrame, behind.Rows, tuple[str, ...], str]:
    """The counts at the chosen step, the rows behind them, what to note of them, and why they are of another step."""
    why = ""
    every, rows = questions.series(asked, by), behind.series(asked, by)
    if by == "population":  # people of host communities and the like are not displaced
        every = every[every["key"].isin(questions.GROUPS)]
    if step == "month":
        months, refusal = monthly(asked, by)
        if len(months):
            stored = list(months["row"])
            note = "monthly counts of single countries, e.g. of registration: they may differ from the end-of-year counts"
            return months, lambda: behind.figures(asked, stored), (note,), ""
        why = refusal or "no monthly counts of these people: shown is every count"
    if step == "year":
        years = trends.at_year_ends(every)
        dates = set(years["end_date"])
        return years, lambda: _dated(rows(), dates), (), ""
    return every, rows, (), why


def _dated(rows: pd.DataFrame, dates: set[pd.Timestamp]) -> pd.DataFrame:
    kept: pd.DataFrame = rows[rows["end_date"].isin(dates)]
    return kept


def flow_pictures(chosen: Filter, choice: Choice, accepted: bool) -> None:
    """A picture of movements for each group and each count of it. `accepted` as for `stocks`."""
    for name, picture in _flows(chosen, choice.step, choice.reports, accepted):
        picture.show(name)


@reading.remembered
def _flows(chosen: Filter, step: str, told_too: bool, accepted: bool) -> list[tuple[str, Picture]]:
    found = moved(chosen, step) or moved(chosen, "every")
    claims = reports.claims(chosen, accepted)
    counts = pd.Series([one.population for one in found]).value_counts()
    pictures = []
    for one in found:
        asked = _of_flow(chosen, one)
        notes = []
        if one.left_out:
            notes.append(
                f"{one.left_out:,} other periods (of events, parts of a year) overlap with these and are not drawn"
            )
        if counts[one.population] > 1:
            notes.append(
                f"{one.publisher}'s count; other counts of these movements stand beside it and are never added"
            )
        same = (
            (claims["measure"] == "flow")
            & claims["start_date"].notna()
            & (claims["population"] == one.population)
        )
        told = trends.told(claims[same & told_too], asked, None, {""})
        told = told[questions.within(told["end_date"], asked)]
        fig = flows.figure(one.periods, phrases.people(asked), one.population, tuple(notes), claims=told)
        name = f"movements-{one.population}-{one.publisher.lower().replace(' ', '-').replace(':', '')}"
        pictures.append((name, Picture(asked, (), fig, partial(_rows, asked, one.stored, told))))
    return pictures


def _rows(asked: Filter, stored: tuple[int, ...], told: pd.DataFrame) -> pd.DataFrame:
    return _with(behind.figures(asked, stored), told)


def _with(rows: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The rows and the reports' figures drawn on them."""
    return pd.concat([rows, told.drop(columns=["key", "whole", "part_of"])]) if len(told) else rows


def _of_flow(chosen: Filter, one: movements.Movements) -> Filter:
    return replace(chosen, population=(one.population,), measure="flow", on=None)
