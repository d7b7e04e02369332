"""Choices that one page has beside the filter, kept in its address and from visit to visit.

A choice that is not the page's first stands in the address (`?scale=log`), so a link or the back button restores it; a
choice left at the first is not there. Widgets show words, the address holds short keys. A word of an address that the
page does not know is named, and left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from etl.errors import UsageError
from etl.filters import day as as_day
from ui.text import safe

KEPT, SEEN = "choices", "choices in the address"
T = TypeVar("T")


def moved() -> None:
    """Another page is shown: what its address does not say stays as it was on the last visit."""
    st.session_state[SEEN] = {}


def tabs(place: DeltaGenerator, label: str, options: Mapping[str, str], key: str, first: str = "") -> str:
    """One of few: all in sight, side by side. `options` maps keys to words; `first` is the default, else the first key."""

    def draw(name: str) -> str | None:
        return place.segmented_control(
            label, list(options), format_func=options.__getitem__, key=name, required=True
        )

    return _one(options, key, first, draw)


def select(
    place: DeltaGenerator,
    label: str,
    options: Mapping[str, str],
    key: str,
    first: str = "",
    *,
    width: int = 240,
    help: str | None = None,
) -> str:
    """One of many: a list to open and to search."""

    def draw(name: str) -> str | None:
        return place.selectbox(
            label, list(options), format_func=options.__getitem__, key=name, width=width, help=help
        )

    return _one(options, key, first, draw)


def several(
    place: DeltaGenerator, label: str, options: Mapping[str, str], key: str, first: Sequence[str] = ()
) -> list[str]:
    """Any of many, in the order chosen; none chosen means the first ones."""

    def draw(name: str) -> list[str]:
        picked = place.multiselect(label, list(options), format_func=options.__getitem__, key=name)
        return list(picked) or list(first)

    def known(said: list[str]) -> list[str] | None:
        return said if set(said) <= set(options) else None

    return _kept(key, list(first), known, list, draw)


def switch(place: DeltaGenerator, label: str, key: str, first: bool = False, help: str | None = None) -> bool:
    """On or off; `?key=yes` or `?key=no`."""

    def draw(name: str) -> bool:
        return bool(place.toggle(label, key=name, help=help))

    def known(said: list[str]) -> bool | None:
        return {"yes": True, "no": False}.get(said[-1])

    return _kept(key, first, known, lambda on: ["yes" if on else "no"], draw)


def words(place: DeltaGenerator, label: str, key: str, placeholder: str = "") -> str:
    """Free words, e.g. to search for."""

    def draw(name: str) -> str:
        return str(place.text_input(label, key=name, placeholder=placeholder, max_chars=200) or "")

    return _kept(key, "", lambda said: said[-1][:200], lambda text: [text], draw)


def day(
    place: DeltaGenerator,
    label: str,
    key: str,
    first: datetime.date,
    earliest: datetime.date,
    latest: datetime.date,
) -> datetime.date:
    """A day from `earliest` to `latest`; `?key=2020-02-07`."""

    def draw(name: str) -> datetime.date:
        picked = place.date_input(label, None, earliest, latest, key=name, format="YYYY-MM-DD", width=170)
        return picked if isinstance(picked, datetime.date) else first

    def known(said: list[str]) -> datetime.date | None:
        try:
            found = as_day(said[-1])
        except UsageError:
            return None
        return found if earliest <= found <= latest else None

    return _kept(key, min(max(first, earliest), latest), known, lambda found: [found.isoformat()], draw)


def _one(options: Mapping[str, str], key: str, first: str, draw: Callable[[str], str | None]) -> str:
    first = first or next(iter(options))

    def known(said: list[str]) -> str | None:
        return said[-1] if said[-1] in options else None

    return _kept(key, first, known, lambda one: [one], lambda name: draw(name) or first)


def _kept(
    key: str,
    first: T,
    known: Callable[[list[str]], T | None],
    said_as: Callable[[T], list[str]],
    draw: Callable[[str], T],
) -> T:
    """Draw a widget whose value follows the address where that says something new, and is written there."""
    name = f"choice {key}"
    kept, seen = st.session_state.setdefault(KEPT, {}), st.session_state.setdefault(SEEN, {})
    address = st.query_params.get_all(key)
    if address != seen.get(key, []):
        st.session_state[name] = kept[key] = _understood(key, address, first, known)
    elif name not in st.session_state or known(said_as(st.session_state[name])) is None:
        value = kept.get(key, first)
        st.session_state[name] = first if known(said_as(value)) is None else value
    picked = kept[key] = draw(name)
    now = [] if picked == first else said_as(picked)
    if now != address:
        if now:
            st.query_params[key] = now
        else:
            st.query_params.pop(key, None)
    seen[key] = now
    return picked


def _understood(key: str, address: list[str], first: T, known: Callable[[list[str]], T | None]) -> T:
    if not address:
        return first
    found = known(address)
    if found is None:
        st.warning(f"Left out of the address: {safe(key)}={safe(address[-1])} is not a choice here.")
        return first
    return found
