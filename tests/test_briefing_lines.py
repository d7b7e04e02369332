"""The picture of how many over time: what lies between counts is not drawn where years are missing."""

import datetime
import re

from briefing import lines
from briefing.sheet import Line, Trend


def drawn(*counts: tuple[datetime.date, int]) -> str:
    line = Line("Refugees from Chad", "refugee", tuple(day for day, _ in counts), tuple(n for _, n in counts))
    return lines.picture(Trend("Refugees from Chad", "People at a date", (line,), "UNHCR"), 280, 158).decode()


def strokes(svg: str) -> int:
    """How many pieces the line is of."""
    (path,) = re.findall(r'<path d="([^"]*)" [^>]*stroke-width: 1.6', svg)
    return path.count("M ")


def test_counts_of_years_far_apart_are_not_joined() -> None:
    near = [(datetime.date(year, 12, 31), 40_000 + year) for year in (1990, 1992)]
    far = [(datetime.date(year, 12, 31), 40_000 + year) for year in (2010, 2012)]
    assert strokes(drawn(*near)) == 1
    assert strokes(drawn(*near, *far)) == 2


def test_counts_of_one_year_have_their_days_below() -> None:
    svg = drawn((datetime.date(2024, 2, 1), 500), (datetime.date(2024, 5, 1), 700))
    assert "1 February 2024" in svg
    assert "1 May 2024" in svg
