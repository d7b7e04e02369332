"""One filter for all pages: chosen in the sidebar, kept in the address, carried from page to page.

The widgets show names, the address holds codes (`?country=TUR&origin=SYR&from=2019-01-01`), so links stay short, and
mean the same on the command line. Streamlit's own binding of widgets to the address would write the names.
"""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from charts import numbers, phrases, style
from etl import areas, words
from etl.errors import UsageError
from etl.filters import Filter, of
from ui import choices, definitions, reading, text
from ui.controls import FIRST, LAST

LISTS = {
    "country": "Where people are",
    "admin1": "In which unit of the country",
    "origin": "Where they fled from",
    "population": "Who",
    "publisher": "Published by",
    "series": "Which of a publisher's counts",
}
DAYS = {"from": "From", "to": "To"}
KEPT, SEEN, PAGE = "filter", "filter in the address", "filter's page"


def bar(page: str, *, period: bool = True) -> Filter:
    """Draw the filter and return what is chosen. `period` is False on pages that ask for one day instead."""
    _follow_address(page)
    said: dict[str, list[str]] = dict(st.session_state[KEPT])
    with st.sidebar:
        for key, label in LISTS.items():
            if key in ("series", "admin1") and not _options(key):
                continue  # no publisher here has a second count, no country is chosen that has figures of units
            if key == "admin1":
                _leave_out_units_elsewhere(said["country"])
            said[key] = st.multiselect(
                label, _options(key), format_func=_named(key), key=key, placeholder="All"
            )
        if period:
            for key, label in DAYS.items():
                day = st.date_input(label, None, FIRST, LAST, key=key, format="YYYY-MM-DD")
                said[key] = [day.isoformat()] if isinstance(day, datetime.date) else []
        st.button(
            "Clear all filters",
            on_click=clear,
            disabled=not any(said.values()),
            icon=":material/filter_alt_off:",
        )
    chosen = _understood({key: said.get(key, []) for key in (*LISTS, *DAYS)})
    _keep(chosen)
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    summary = phrases.everything(chosen)
    with head:
        st.caption(f":material/filter_alt: {text.safe(summary)}" if summary else "All that the tables hold")
        definitions.show(chosen.population)
    return chosen


def clear() -> None:
    """Take every filter off, here and in the address."""
    st.session_state[KEPT] = {}
    for key in (*LISTS, *DAYS):
        st.session_state[key] = [] if key in LISTS else None
        st.query_params.pop(key, None)


def choose(**codes: list[str]) -> None:
    """Set parts of the filter from elsewhere on a page (a click on the map): for callbacks, before the bar is drawn."""
    st.session_state[KEPT] = {**st.session_state.get(KEPT, {}), **codes}
    for key, values in codes.items():
        st.session_state[key] = list(values)
        st.query_params[key] = list(values)


def nothing(chosen: Filter, cure: str) -> None:
    """An empty page that helps: what was asked, what else to try, and the way back."""
    with st.container(border=True):
        st.markdown(f"**No figures for {text.safe(phrases.people(chosen))}.** {text.safe(cure)}")
        st.button("Clear the filters", on_click=clear, key="clear from the empty page")


def _follow_address(page: str) -> None:
    """Set the widgets where the address says something new, or the page is another one."""
    address = {key: st.query_params.get_all(key) for key in (*LISTS, *DAYS) if st.query_params.get_all(key)}
    moved = st.session_state.get(PAGE) != page
    if moved:
        choices.moved()
    if KEPT not in st.session_state or (address != st.session_state.get(SEEN) and (address or not moved)):
        st.session_state[KEPT] = _understood(address).query()
        _set_widgets()
    elif moved:
        _set_widgets()
    st.session_state[PAGE] = page


def _set_widgets() -> None:
    kept = st.session_state[KEPT]
    for key in LISTS:
        st.session_state[key] = list(kept.get(key, []))
    for key in DAYS:
        st.session_state[key] = datetime.date.fromisoformat(kept[key][-1]) if kept.get(key) else None


def _understood(said: dict[str, list[str]]) -> Filter:
    """The filter, without the words of an address that mean nothing; these are named."""
    good: dict[str, list[str]] = {}
    for key, values in said.items():
        for value in values:
            try:
                of({key: [value]})
                good.setdefault(key, []).append(value)
            except UsageError as error:
                st.warning(f"Left out of the filter: {text.safe(str(error))}")
    try:
        return of(good)
    except UsageError as error:
        st.warning(text.safe(numbers.capital(f"{error}").replace("--from and --to", "From and To")))
        return of({key: values for key, values in good.items() if key not in DAYS})


def _leave_out_units_elsewhere(countries: list[str]) -> None:
    """A country taken off takes its units with it."""
    known = areas.admin1_units().set_index("admin1")["iso3"]
    units = st.session_state.get("admin1") or []
    if countries:
        st.session_state["admin1"] = [code for code in units if known.get(code) in countries]


def _keep(chosen: Filter) -> None:
    kept = chosen.query()
    st.session_state[KEPT] = kept
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    of_the_page = {key: values for key, values in now.items() if key not in (*LISTS, *DAYS)}
    if now != {**of_the_page, **kept}:
        st.query_params.from_dict({**of_the_page, **kept})  # at once: no address in between is half a filter
    st.session_state[SEEN] = kept


def _options(key: str) -> list[str]:
    """What the tables hold, by name, and what the address asked for even if they hold none of it."""
    if key == "admin1":
        units = reading.query(
            "SELECT DISTINCT country, admin1 AS key FROM canonical WHERE admin1 IS NOT NULL"
        )
        found = units.loc[units["country"].isin(st.session_state.get("country") or []), "key"]
    else:
        found = reading.query(f"SELECT DISTINCT {key} AS key FROM canonical WHERE {key} IS NOT NULL")["key"]
    every: set[str] = set(found) | set(st.session_state.get(key) or [])
    return sorted(every, key=_named(key))


def _named(key: str) -> Any:
    if key in ("country", "origin"):
        return words.country
    if key == "admin1":
        return words.unit
    if key == "population":
        return lambda code: style.name(code, "population")
    return str
