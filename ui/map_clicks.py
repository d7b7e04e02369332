"""A click on the map: on a country it sets the filter of all pages, on a unit it opens the figures of that unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from etl.filters import Filter
from ui import filters

UNIT = "unit"
Picked = Callable[[list[dict[str, Any]]], None]


def of_country(chosen: Filter, by: str) -> Picked:
    """Choose the country that was clicked, as the map is `by`; the second click on it takes it off again."""

    def picked(points: list[dict[str, Any]]) -> None:
        code = _code(points)
        before = chosen.country if by == "country" else chosen.origin
        filters.choose(**{by: [] if code is None or before == (code,) else [code]})

    return picked


def of_unit(unit: str) -> Picked:
    """Choose the unit (outline) that was clicked; the second click takes it off again."""

    def picked(points: list[dict[str, Any]]) -> None:
        code = _code(points)
        if code is None or code == unit:
            st.query_params.pop(UNIT, None)
        else:
            st.query_params[UNIT] = code

    return picked


def _code(points: list[dict[str, Any]]) -> str | None:
    """The key that `charts.look.add` gave the shape; None where the click chose nothing, or took a choice back."""
    known = [point["customdata"][0] for point in points if point.get("customdata")]
    return str(known[-1]) if known else None
