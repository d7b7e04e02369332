"""Choices that several pages share."""

from __future__ import annotations

from datetime import date

from streamlit.delta_generator import DeltaGenerator

from ui import choices

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
"""The days that people may choose."""

BY = {"country": "Where they are", "origin": "Where they fled from"}


def by(place: DeltaGenerator) -> str:
    """Countries as those of asylum or of origin."""
    return choices.tabs(place, "Countries by", BY, "by")
