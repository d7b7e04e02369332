"""The axis of people: linear from 0 or logarithmic, of numbers or of an index; where a value lies on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from charts import numbers, style


@dataclass(frozen=True)
class View:
    """How lines are shown: on a logarithmic axis, or as an index instead of people."""

    log: bool = False
    index: bool = False


@dataclass(frozen=True)
class Scale:
    """An axis for values from `smallest` (above 0) to `largest`."""

    largest: float
    smallest: float = 1.0
    log: bool = False

    @property
    def top(self) -> float:
        """The value at the upper end of the axis."""
        linear: float = style.value_axis(self.largest)["range"][1]
        return self.largest * 1.5 if self.log else linear

    @property
    def _bottom(self) -> float:
        return 10.0 ** math.floor(math.log10(max(self.smallest, 1)))

    def layout(self) -> dict[str, Any]:
        """For `fig.update_yaxes`."""
        linear = style.value_axis(self.largest)
        if not self.log:
            return linear
        low, high = math.log10(self._bottom), math.log10(self.top)
        ticks = [10.0**power for power in range(int(low), int(high) + 1)]
        return {
            **linear,
            "type": "log",
            "range": [low, high],
            "tickvals": ticks,
            "ticktext": [numbers.axis(tick) for tick in ticks],
            "zeroline": False,
        }

    def share(self, value: float) -> float:
        """How high the value lies: 0 at the foot of the axis, 1 at its top."""
        if not self.log:
            return value / self.top
        low, high = math.log10(self._bottom), math.log10(self.top)
        return (math.log10(max(value, self._bottom)) - low) / (high - low)

    def at(self, value: float) -> float:
        """The value as annotations want it: its power of ten on a logarithmic axis."""
        return math.log10(max(value, self._bottom)) if self.log else value

    @property
    def room(self) -> int:
        """Pixels that its labels need at the left."""
        return 20 + round(max(len(tick) for tick in self.layout()["ticktext"]) * 6.6)
