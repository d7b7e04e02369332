"""Alerts of new displacement on a page: their pictures, the figures behind them, the rule, and what it watches."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import changes as picture
from charts import numbers, style
from etl import alerts, words
from etl.alerts import Watched
from etl.filters import Filter
from ui import behind, chart, questions, reading
from ui.text import reason, safe

MOST = 12
"""Alerts that are shown."""

RULE = (
    "HDX Signals' rule for internal displacement: of each publisher's dated movements, those of any 30 days are added up, "
    "for each country, for conflict and for disasters apart. "
    "A sum is an alert where no 30 days of the year before had as many, a stronger one where none of three years had; "
    f"sums under {alerts.LEAST['conflict']:,} (disasters: {alerts.LEAST['disaster']:,}) are left out, as are series "
    "younger than a year. "
    "A figure counts where its whole period lies within the 30 days; figures of longer periods, second voices, and what "
    "nobody has accepted yet do not."
)
SOURCE = "https://github.com/OCHA-DAP/hdx-signals/blob/main/docs/datasets/internal-displacement.md"
CURE = (
    "Such figures come with IDMC's Internal Displacement Updates: ask IDMC for a client id, `export IDMC_CLIENT_ID=...`, "
    "then `python -m etl fetch idmc_idu`."
)


@reading.remembered
def watched(chosen: Filter, day: datetime.date) -> list[Watched]:
    """The series of movements of the chosen countries, with their alerts after the day."""
    asked = replace(questions.scope(chosen), population=alerts.PEOPLE)
    rows = reading.accepted(asked)
    if chosen.publisher:
        rows = rows[rows["publisher"].isin(chosen.publisher)]
    return alerts.watched(rows, day)


def show(chosen: Filter, day: datetime.date) -> None:
    """The alerts since the day, each with its picture and figures, the rule in words, and what was watched."""
    series = watched(chosen, day)
    raised = [one for one in series if one.alert]
    for one in raised[:MOST]:
        _alarm(chosen, one)
    if not raised:
        st.caption(_silence(series, day))
    elif len(raised) > MOST:
        st.caption(f"The {MOST} largest of {len(raised)} alerts.")
    with st.expander("The rule, and what it watches"):
        st.markdown(f"{safe(RULE)} [HDX Signals]({SOURCE})")
        if series:
            _watchlist(series)
        else:
            st.markdown(CURE)


def _silence(series: list[Watched], day: datetime.date) -> str:
    if not series:
        return f"No dated movements of these people to watch. {CURE}"
    newest = max(one.newest for one in series)
    if newest <= day:
        ended = f"the newest of the movements ended on {numbers.day(newest)}"
        return f"{safe(f'Nothing to watch after {numbers.day(day)}: {ended}.')} Choose an earlier day. {CURE}"
    return safe(f"No 30 days after {numbers.day(day)} were a high of a year or of three.")


def _alarm(chosen: Filter, one: Watched) -> None:
    alert = one.alert
    if alert is None:
        return
    if alert.answer.value is None:
        st.caption(
            f":material/block: {safe(words.country(one.country))}: {reason(alert.answer.refusal or '')}"
        )
        return
    stored = list(alert.answer.rows["row"])
    fig = picture.rolling(one.sums, pd.Timestamp(alert.day), one.cause, _text(one))
    chart.show(fig, f"alert-{one.country}-{one.cause}-{one.publisher}", chosen, _rows(stored))
    with st.expander(f"The {len(stored):,} figures behind it"):
        st.dataframe(
            _behind(alert.answer.rows), hide_index=True, key=f"behind {fig.layout.meta['title']}", height=260
        )


def _rows(stored: list[int]) -> Callable[[], pd.DataFrame]:
    return lambda: behind.figures(Filter(population=alerts.PEOPLE), stored)


def _text(one: Watched) -> style.Text:
    alert = one.alert
    assert alert is not None
    assert alert.answer.value is not None
    amount = numbers.bound(alert.answer.value, alert.answer.quantifier)
    by = _BY.get(one.cause or "", "")
    high = (
        f"the most since {numbers.since(alert.higher)}"
        if alert.higher
        else f"the most since the count began on {numbers.day(one.first)}"
    )
    name = one.publisher if one.series is None else f"{one.publisher} ({one.series})"
    return style.Text(
        title=f"{words.country(one.country)}: {amount} displaced{by} in the 30 days to {numbers.day(alert.day)}, {high}",
        subtitle=f"New displacements in the 30 days up to the end of each figure's period: a {_HIGH[alert.years]} high",
        source=name,
        as_of=f"figures up to {numbers.day(one.newest)}",
        notes=alert.answer.notes,
    )


_BY = {
    "conflict": " by conflict",
    "disaster": " by disasters",
    "development": " by development",
    "other": " by other causes",
}
_HIGH = {1: "one-year", 3: "three-year"}


def _behind(rows: pd.DataFrame) -> pd.DataFrame:
    ordered = rows.sort_values("value", ascending=False)
    return pd.DataFrame(
        {
            "People": [
                words.amount(int(value), kind)
                for value, kind in zip(ordered["value"], ordered["quantifier"], strict=True)
            ],
            "Place": ordered["place"],
            "From": ordered["start_date"].dt.date,
            "To": ordered["end_date"].dt.date,
            "Event": ordered["part"],
        }
    )


def _watchlist(series: list[Watched]) -> None:
    said = pd.DataFrame(
        {
            "Country": [words.country(one.country) for one in series],
            "Cause": [one.cause or "not said" for one in series],
            "Published by": [one.publisher for one in series],
            "Series": [one.series or "its main one" for one in series],
            "First day": [one.first for one in series],
            "Newest": [one.newest for one in series],
            "Alert": [numbers.day(one.alert.day) if one.alert else "" for one in series],
        }
    )
    st.dataframe(said, hide_index=True, key="watched", height=min(38 + 35 * len(said), 320))
