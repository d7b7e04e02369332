"""What changed since a day: rises and falls of stocks, and the words of their picture."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts import changes as picture
from charts import numbers, style
from etl import changes
from etl.filters import Filter
from etl.rules import STALE_DAYS, Refused
from ui import behind, chart, choices, filters, questions, reading
from ui.controls import FIRST, LAST
from ui.text import reason, safe

PRESETS = {"year": "One year", "before": "The count before", "day": "A day"}
YEAR = pd.DateOffset(years=1)


@dataclass(frozen=True)
class Since:
    """What is compared: the newest counts (until `now`) with those on `day`, or each with the count before it."""

    day: datetime.date
    now: datetime.date
    each: bool = False


def since(chosen: Filter) -> Since | None:
    """The page's choice (`?since=`, `?day=`); None where there are no counts."""
    newest = _newest(replace(chosen, start=None, end=None, on=None))
    if not newest:
        return None
    last = max(newest.values())
    now = min(last, chosen.end) if chosen.end else last
    row = st.container(horizontal=True, vertical_alignment="bottom")
    kind = choices.tabs(row, "Since", PRESETS, "since")
    day = (pd.Timestamp(now) - YEAR).date()
    if kind == "day":
        day = choices.day(row, "Day", "day", day, FIRST, LAST)
    beside = "each with the one before it" if kind == "before" else f"beside those of {numbers.day(day)}"
    st.caption(f"The newest counts, up to {numbers.day(now)}, {beside}.")
    return Since(day, now, kind == "before")


@reading.remembered
def _newest(chosen: Filter) -> dict[str, datetime.date]:
    """The newest as-of date of each group's stocks."""
    where, parameters = chosen.where()
    usual = "measure = 'stock' AND review = 'accepted' AND role = 'recommended' AND country IS NOT NULL"
    sql = f"SELECT population, max(end_date) AS newest FROM canonical WHERE {usual} AND {where} GROUP BY population"
    found = reading.reader().query(sql, parameters)
    return {name: day.date() for name, day in zip(found["population"], found["newest"], strict=True)}


@dataclass(frozen=True)
class Moves:
    """`table`: `etl.changes.moved` of all groups, with population and the stored rows behind each; `refused`: why a group has none."""

    table: pd.DataFrame
    refused: dict[str, str]


@reading.remembered
def moves(chosen: Filter, compared: Since, by: str) -> Moves:
    """Every stock by country or origin beside what it was."""
    undated = replace(chosen, start=None, end=None, on=None)
    newest, tables, refused = _newest(undated), [], {}
    for name in [group for group in questions.GROUPS if group in newest]:
        alone = replace(undated, population=(name,), measure="stock")
        try:
            tables.append(
                _moves(questions.of_one(undated, name), alone, compared, min(newest[name], compared.now), by)
            )
        except Refused as why:
            refused[name] = str(why)
    return Moves(pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"change": []}), refused)


def from_day(found: Moves, compared: Since) -> datetime.date:
    """The day after which reports and alerts are new: the one chosen, or that of the counts before."""
    table = found.table
    before = table.loc[table["change"].notna(), "then_as_of"] if compared.each and len(table) else pd.Series()
    return before.max().date() if len(before) else compared.day


def _moves(asked: Filter, alone: Filter, compared: Since, newest: datetime.date, by: str) -> pd.DataFrame:
    """Of the publisher whose series pictures show; where it has no count, `alone` asks for any publisher's."""
    try:
        now = _counts(asked, newest, by)
    except Refused:
        asked = alone
        now = _counts(asked, newest, by)
    day = (now["end_date"].min() - pd.Timedelta(days=1)).date() if compared.each else compared.day
    try:
        then = _counts(asked, day, by)
    except Refused:  # nothing to compare with: each count says so
        then = now.head(0)
    found = changes.moved(now, then, by, pd.Timestamp(day))
    stored = pd.concat([now, then]).groupby(by)["row"].agg(tuple)
    return found.assign(population=asked.population[0], stored=found["key"].map(stored))


def _counts(asked: Filter, day: datetime.date, by: str) -> pd.DataFrame:
    return changes.counts(questions.stocks_at(asked, day), replace(asked, on=day), by)


def show(chosen: Filter, moves: Moves, by: str, compared: Since) -> None:
    """The picture, the table of all that changed, and what could not be compared."""
    found = moves.table
    known = found[found["change"].notna()]
    turned = known[known["change"] != 0]
    if turned.empty:
        st.info(
            f"No count is newer than one of the {STALE_DAYS} days before {safe(numbers.day(compared.day))}."
        )
    else:
        chart_of(chosen, turned, by)
    for name, why in moves.refused.items():
        st.caption(f":material/block: {safe(style.name(name, 'population'))}: {reason(why)}")
    if len(known):
        with st.expander(f"Every count that can be compared ({len(known):,})"):
            _table(known, by)
    apart = found[found["change"].isna()]
    if len(apart):
        with st.expander(f"Counts that can't be compared, and why ({len(apart):,})"):
            _apart(apart, by)


def chart_of(chosen: Filter, turned: pd.DataFrame, by: str) -> None:
    """Rises and falls; a click on a bar makes its country the filter's."""
    shown = picture.largest(turned)
    stored = [row for rows in shown["stored"] for row in rows]

    def picked(points: list[dict[str, Any]]) -> None:
        for point in points:
            filters.choose(**{by: [str(_first(point.get("customdata")))]})

    chart.show(
        figure(turned, by),
        f"changes-{by}",
        chosen,
        lambda: behind.figures(chosen, stored),
        picked=picked,
    )


def _first(data: Any) -> Any:
    return data[0] if isinstance(data, list | tuple) else data


def figure(turned: pd.DataFrame, by: str) -> go.Figure:
    """The picture of the largest rises and falls with its words."""
    shown = picture.largest(turned)
    place = "the country where they are" if by == "country" else "the country they fled from"
    doubted = [
        f"{style.name(str(row['key']), by)}, {style.short_name(str(row['population']), 'population')}: {row['doubt']}"
        for row in shown.to_dict("records")
        if row["doubt"]
    ]
    some = [f"the largest {len(shown)} of {len(turned):,} changes"] if len(shown) < len(turned) else []
    text = style.Text(
        title=picture.finding(turned, by),
        subtitle=f"People at a date by {place}: the largest rises (right) and falls (left)",
        source=numbers.listed(sorted(shown["publisher"].unique())),
        as_of=f"as of {_span(shown['as_of'])}, beside {_span(shown['then_as_of'])}",
        notes=(*some, "one publisher's series each; counts of different groups are never added", *doubted),
    )
    return picture.figure(turned, by, text)


def _span(dates: pd.Series) -> str:
    first, last = numbers.day(dates.min()), numbers.day(dates.max())
    return first if first == last else f"{first} to {last}"


def _table(known: pd.DataFrame, by: str) -> None:
    ordered = known.sort_values("change", key=lambda change: change.abs(), ascending=False)
    said = pd.DataFrame(
        {
            "Country": ordered["key"].map(lambda code: style.name(code, by)),
            "Who": ordered["population"].map(lambda name: style.name(name, "population")),
            "Change": ordered["change"],
            "Change, %": ordered["share"] * 100,
            "Now": ordered["value"],
            "As of": ordered["as_of"],
            "Then": ordered["then"],
            "As of then": ordered["then_as_of"],
            "Published by": ordered["publisher"],
            "Mind": ordered["doubt"],
        }
    )
    _frame(said if said["Mind"].any() else said.drop(columns="Mind"), "all changes")


def _apart(apart: pd.DataFrame, by: str) -> None:
    st.caption(
        f"Only counts of one publisher's series are compared. A count older than {STALE_DAYS} days on its day is not."
    )
    said = pd.DataFrame(
        {
            "Country": apart["key"].map(lambda code: style.name(code, by)),
            "Who": apart["population"].map(lambda name: style.name(name, "population")),
            "Why": apart["why"].map(numbers.capital),
            "Now": apart["value"],
            "As of": apart["as_of"],
            "Published by": apart["publisher"],
        }
    )
    _frame(said.sort_values("Now", ascending=False), "not compared")


def _frame(said: pd.DataFrame, key: str) -> None:
    columns: dict[str, Any] = {
        name: st.column_config.NumberColumn(format="localized") for name in ("Now", "Then")
    }
    columns |= {name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in ("As of", "As of then")}
    columns["Change"] = st.column_config.NumberColumn(format="%+,d")
    columns["Change, %"] = st.column_config.NumberColumn(format="%+,.1f%%")
    st.dataframe(said, hide_index=True, column_config=columns, key=key, height=min(38 + 35 * len(said), 420))
