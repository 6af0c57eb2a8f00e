"""Axes: where the ticks go and how they are written, linear and logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """Maps values from [`low`, `high`] to [0, 1]; on a log axis both ends are positive."""

    low: float
    high: float
    log: bool = False

    def at(self, value: float) -> float:
        """Position of a value; outside values are clamped to the ends."""
        low, high, v = self.low, self.high, value
        if self.log:
            low, high, v = math.log10(low), math.log10(high), math.log10(max(value, self.low))
        return min(max((v - low) / (high - low), 0.0), 1.0)

    def value(self, position: float) -> float:
        """The value at a position; inverse of `at`."""
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            return float(10 ** (low + position * (high - low)))
        return self.low + position * (self.high - self.low)

    def ticks(self, most: int = 7) -> list[float]:
        """Round numbers inside the axis."""
        return _log_ticks(self.low, self.high, most) if self.log else _linear_ticks(self.low, self.high, most)

    def minor_ticks(self) -> list[float]:
        """2, 3 ... 9 between the decades of a log axis of at most eight decades; none on a linear one."""
        if not self.log or self.high / self.low > 1e8:
            return []
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        return [m * 10.0**e for e in range(first, last) for m in range(1, 10) if self.low <= m * 10.0**e <= self.high]


def axis_for(values: Sequence[float], *, log: bool = False, include: tuple[float, ...] = (), air: float = 1.25) -> Axis:
    """An axis that holds all finite values and `include`, with a little air (a factor, on a log axis)."""
    usable = [v for v in (*values, *include) if math.isfinite(v) and (v > 0 or not log)]
    low, high = (min(usable), max(usable)) if usable else (1.0, 1.0)
    if log:
        low, high = low / air, high * air
        if high / low < 2:
            low, high = low / 1.5, high * 1.5
        return Axis(low, high, True)
    space = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return Axis(low if low == 0 else low - space, high + space)


def say_tick(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e") if not 1e-4 <= abs(value) < 1e5 else f"{value:g}"


def _linear_ticks(low: float, high: float, most: int) -> list[float]:
    step = 10 ** math.floor(math.log10((high - low) / most))
    step = next(step * k for k in (1, 2, 5, 10, 20) if (high - low) / (step * k) <= most)
    first = math.ceil(low / step - 1e-9)
    return [float(f"{k * step:.12g}") for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for multiples in ((1, 2, 5), (1, 3), (1,)):
        ticks = [m * 10.0**e for e in range(first, last + 1) for m in multiples]
        ticks = [float(f"{t:.6g}") for t in ticks if low <= t <= high]
        if len(ticks) <= most or multiples == (1,):
            return ticks[:: math.ceil(len(ticks) / most)] if ticks else [low]
    return []
