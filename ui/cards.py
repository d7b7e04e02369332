"""Key figures as cards, and what reports say beside them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from charts import numbers, phrases, style
from charts.style import Row
from etl import words
from etl.alike import Change
from etl.answers import coverage, defined
from etl.totals import Answer
from ui.questions import Known
from ui.text import reason, safe

VERDICTS = {
    "agrees": ":green-badge[:material/check: agrees]",
    "above": ":orange-badge[:material/arrow_upward: above]",
    "below": ":orange-badge[:material/arrow_downward: below]",
    "counts something else": ":gray-badge[counts something else]",
    "no official count near": ":gray-badge[no official count near]",
}
ACROSS = 3


def show(cards: list[Known]) -> None:
    """All cards, three in a row."""
    for first in range(0, len(cards), ACROSS):
        for place, known in zip(
            st.columns(min(ACROSS, len(cards))), cards[first : first + ACROSS], strict=False
        ):
            with place.container(border=True, height="stretch"):
                _card(known)


def _card(known: Known) -> None:
    label = style.short_name(known.population, "population")
    answer = known.answer
    if answer.value is None:
        _refused(label, known)
        return
    st.metric(
        label,
        words.amount(answer.value, answer.quantifier, answer.value_high),
        _change(known.moved),
        delta_color="off",
        delta_description=f"since {numbers.since(known.moved.since)}" if known.moved else None,
        help=safe(" ".join(numbers.capital(note).rstrip(".") + "." for note in answer.notes)) or None,
    )
    st.caption(safe(f"{_dates(answer)} · {answer.publisher}"))
    if known.each:
        with st.popover(f"{len(known.each)} counts", type="tertiary"):
            st.caption("Of the same people, side by side, never added: each counts in its own way.")
            _each(known)


def headline(answer: Answer) -> None:
    """ "Forcibly displaced", or why there is no such sum and what was found for it."""
    with st.container(border=True):
        if answer.value is None:
            st.markdown("**Forcibly displaced people: no sum**")
            st.caption(reason(answer.refusal or ""))
            return
        st.metric(
            "Forcibly displaced people", words.amount(answer.value, answer.quantifier, answer.value_high)
        )
        st.caption(safe(f"{_dates(answer)} · {answer.publisher}"))
        st.caption(safe(" ".join(numbers.capital(note) + "." for note in answer.notes)))


def _refused(label: str, known: Known) -> None:
    why = f":material/block: No sum: {reason(known.answer.refusal or '')}"
    st.markdown(f"{safe(label)}")
    if not known.each:
        st.caption(why)
        return
    for one in known.each:
        _count(one)
    with st.popover("Why there is no sum", type="tertiary"):
        st.markdown(why)
        _each(known)


def _each(known: Known) -> None:
    """Every count with its publisher, date and definition."""
    told = set()
    for one in known.each:
        _count(one)
        definition = defined(one)
        if definition and definition not in told:
            st.caption(safe(definition))
            told.add(definition)


def _count(one: Answer) -> None:
    amount = words.amount(one.value, one.quantifier, one.value_high)
    st.markdown(f"**{safe(amount)}**  \n:small[{safe(one.publisher)}{coverage(one)}, {safe(_dates(one))}]")


def _change(moved: Change | None) -> str | None:
    return numbers.percent(moved.now, moved.before) or None if moved else None


def _dates(answer: Answer) -> str:
    oldest, newest = answer.oldest, answer.newest
    if not isinstance(oldest, date) or not isinstance(newest, date):
        return ""
    return numbers.day(newest) if oldest == newest else f"{numbers.day(oldest)} to {numbers.day(newest)}"


def claims(beside: pd.DataFrame) -> None:
    """Claims of reports, each with its words, who said it, and the verdict against the official count."""
    if beside.empty:
        st.caption("No report speaks of these people.")
        return
    other = beside["verdict"] == "counts something else"
    for claim in beside[~other].to_dict("records"):
        _claim(claim)
    if other.any():
        with st.expander(f"{other.sum()} that count something else: movements, parts, other groups"):
            for claim in beside[other].to_dict("records"):
                _claim(claim)


def _claim(claim: Row) -> None:
    with st.container(border=True):
        amount = numbers.bound(claim["value"], claim["quantifier"], claim["value_high"])
        people = words.POPULATION[claim["population"]]
        st.markdown(f"**{safe(amount)} {safe(people)}** {VERDICTS.get(claim['verdict'], '')}")
        st.markdown(f"“{safe(claim['quote'])}”")
        st.caption(
            safe(
                f"{phrases.said_by(claim)}, {phrases.when(claim)}. {numbers.capital(claim['verdict_text'])}."
            )
        )
