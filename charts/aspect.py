"""How high a map is for its width, so that no room stands empty above and below it on a phone."""

from __future__ import annotations

import math

from charts.drawing import Drawing

LEAST = 150
"""Pixels: a strip of the world stays high enough to be touched."""


def plot_height(fig: Drawing, most: int, width: int) -> int:
    """Pixels that the figure's map fills at `width`, at most `most`; `most` for a picture that is no map of a window."""
    geo = fig.layout.get("geo", {})
    if not geo.keys() >= {"lonaxis", "lataxis"} or geo["projection"]["type"] not in _SHAPES:
        return most
    (west, east), (south, north) = (map(math.radians, geo[axis]["range"]) for axis in ("lonaxis", "lataxis"))
    wide = _SHAPES[geo["projection"]["type"]](east - west, south, north)
    return min(most, max(round(width / wide), LEAST))


def _mercator(wide: float, south: float, north: float) -> float:
    """Width to height of a window, in radians."""
    return wide / (_mercator_y(north) - _mercator_y(south))


def _mercator_y(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + latitude / 2))


def _natural_earth(wide: float, south: float, north: float) -> float:
    """Width to height of a window, in radians; it is widest where it is nearest to the equator."""
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    return wide * _natural_earth_x(nearest) / (_natural_earth_y(north) - _natural_earth_y(south))


# The polynomials of the projection: Šavrič, Jenny, Patterson, Petrovič, Hurni, "A polynomial equation for the Natural Earth
# projection" (Cartography and Geographic Information Science 38, 2011).
def _natural_earth_x(latitude: float) -> float:
    square = latitude**2
    return 0.8707 - 0.131979 * square + square**2 * (-0.013791 + square**3 * (0.003971 - 0.001529 * square))


def _natural_earth_y(latitude: float) -> float:
    square = latitude**2
    return latitude * (
        1.007226 + square * (0.015085 + square**2 * (-0.044475 + 0.028874 * square - 0.005916 * square**2))
    )


_SHAPES = {"mercator": _mercator, "natural earth": _natural_earth}
