"""A click on the map: on a country it sets the filter of all pages, on a unit too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from etl import first_level
from etl.filters import Filter
from ui import filters

Picked = Callable[[list[dict[str, Any]]], None]


def of_country(chosen: Filter, by: str) -> Picked:
    """Choose the country that was clicked, as the map is `by`; the second click on it takes it off again."""

    def picked(points: list[dict[str, Any]]) -> None:
        code = _code(points)
        before = chosen.country if by == "country" else chosen.origin
        codes = [] if code is None or before == (code,) else [code]
        filters.choose(**{by: codes}, **({"admin1": []} if by == "country" else {}))

    return picked


def of_unit(country: str, chosen: tuple[str, ...]) -> Picked:
    """Choose the unit (outline) that was clicked, with its country; the second click on it takes it off again."""

    def picked(points: list[dict[str, Any]]) -> None:
        outline = _code(points)
        codes = first_level.within(country, outline) if outline else []
        filters.choose(country=[country], admin1=[] if set(codes) == set(chosen) else codes)

    return picked


def _code(points: list[dict[str, Any]]) -> str | None:
    """The key that `charts.look.add` gave the shape; None where the click chose nothing, or took a choice back."""
    known = [point["customdata"][0] for point in points if point.get("customdata")]
    return str(known[-1]) if known else None
