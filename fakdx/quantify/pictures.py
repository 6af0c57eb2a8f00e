"""What was measured as figures: rounded, and with limits too far away to be drawn left open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from fakdx.figures.figure import LARGEST, SMALLEST, Estimate, Relation
from fakdx.quantify.statistics import Interval

MOST_POINTS = 2000
"""Single measurements of one series that are still drawn; beyond it the line and its whiskers say enough."""


def estimate(
    label: str, interval: Interval, points: Iterable[float] = (), word: str = "", relation: Relation = "="
) -> Estimate:
    """A row of intervals; `points` are the single replicates."""
    return Estimate(
        label=named(label),
        value=shown(interval.value),
        low=limit(interval.low),
        high=limit(interval.high),
        points=tuple(shown(p) for p in points)[:500],
        n=interval.n,
        word=word,
        relation=relation,
    )


def shown(value: float) -> float:
    """A value in four digits, within what an axis can show."""
    if value != 0 and abs(value) < SMALLEST:
        return math.copysign(SMALLEST, value)
    return float(f"{min(max(value, -LARGEST), LARGEST):.6g}")


def limit(value: float | None) -> float | None:
    """An end of an interval; None, which is open, for none and for one that is out of sight."""
    if value is None or not SMALLEST <= abs(value) <= LARGEST:
        return None
    return shown(value)


def named(label: str) -> str:
    """A name from a table, as long as a label may be."""
    return label if len(label) <= 200 else label[:199] + "…"


def measured(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Single measurements, or none of them when they are too many to be told apart."""
    if len(points) > MOST_POINTS:
        return ()
    return tuple((shown(x), shown(y)) for x, y in points)
