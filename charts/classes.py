"""Classes of a map: few colours, with bounds that people can read and compare."""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import floor, log10

import numpy as np

from charts import numbers, style

METHODS = {"fixed": "The same on all maps", "quantile": "As many in each", "natural": "Natural breaks"}
PEOPLE = (0, 10_000, 100_000, 500_000, 1_000_000, 2_500_000)
RATES = (0, 0.1, 1, 5, 25, 100)
"""Fixed bounds, so that maps of different dates and groups can be laid beside each other."""

MOST = len(style.BLUES)
SAMPLE = 300
"""Natural breaks take the square of the number of values in steps: more are sampled evenly."""


@dataclass(frozen=True)
class Classes:
    """`bounds`: the lowest value of each class, from 0; the last is open upwards."""

    bounds: tuple[float, ...]
    method: str = "fixed"

    @property
    def colours(self) -> tuple[str, ...]:
        """A colour for each class, pale to dark."""
        if len(self.bounds) == 1:
            return (style.BLUES[3],)
        steps = np.linspace(0, MOST - 1, len(self.bounds)).round().astype(int)
        return tuple(style.BLUES[step] for step in steps)

    def of(self, values: Iterable[float]) -> list[int]:
        """The class of each value, from 0."""
        return [bisect_right(self.bounds, value) - 1 for value in values]

    def note(self, units: str) -> tuple[str, ...]:
        """How the bounds were found, for the picture's caption; nothing where they are the fixed ones."""
        said = {
            "quantile": f"colours: about as many {units} in each class, bounds rounded",
            "natural": "colours: classes at natural breaks of the values (Fisher-Jenks), bounds rounded",
        }
        return (said[self.method],) if self.method in said else ()


def classes(values: Iterable[float], method: str, rate: bool) -> Classes:
    """Classes of values above 0 by a method of METHODS; `rate` says that they are per 1,000 inhabitants.

    Fewer classes than colours come out where the values are few or alike.
    """
    known = np.sort([value for value in values if value > 0])
    if method == "fixed" or len(np.unique(known)) < 2:
        return Classes(RATES if rate else PEOPLE)
    import mapclassify  # takes seconds, and the fixed classes don't need it

    count = min(MOST, len(np.unique(known)))
    if method == "quantile":
        found = mapclassify.Quantiles(known, k=count).bins
    else:
        # Systematic, with the smallest and the largest: the same values give the same classes.
        taken = np.linspace(0, len(known) - 1, min(len(known), SAMPLE)).round().astype(int)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Numba not installed")  # slower, and quick enough for a sample
            found = mapclassify.FisherJenks(known[taken], k=count).bins
    return Classes((0, *_readable(found[:-1], float(known[-1]))), method)


def _readable(breaks: Iterable[float], largest: float) -> list[float]:
    """The bounds rounded to two digits where that keeps them apart, each once, none above the largest value."""
    rounded = sorted({_rounded(float(one)) for one in breaks})
    return [bound for bound in rounded if 0 < bound <= largest]


def _rounded(value: float) -> float:
    step = 10.0 ** (floor(log10(value)) - 1)
    first = round(value / step)
    found = (first if first < 20 else 5 * round(first / 5)) * step
    return float(f"{found:.2g}") if found < 10 else float(round(found))


def label(bound: float, rate: bool) -> str:
    """A bound under the legend: `500k`, `2.5M`; `0.1` per 1,000."""
    return f"{bound:,g}" if rate else numbers.brief(bound)


def widths(bounds: tuple[float, ...], rate: bool) -> int:
    """Characters of the longest bound's label."""
    return max(len(label(bound, rate)) for bound, _ in pairwise((*bounds, 0)))
