"""The little statistics that fold changes need, without NumPy: mean, spread, Student's t, and intervals.

`student_quantile` inverts the regularised incomplete beta function, so small degrees of freedom are exact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence limits; None is a side that the data leave open."""

    value: float
    low: float | None
    high: float | None
    n: int

    def map_exp(self) -> Interval:
        """From the log scale to ratios."""
        return Interval(
            math.exp(self.value),
            None if self.low is None else math.exp(self.low),
            None if self.high is None else math.exp(min(self.high, 700.0)),
            self.n,
        )


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """Sample variance; zero for a single value is refused because it would claim certainty."""
    if len(values) < 2:
        raise ValueError("a variance needs two values")
    centre = mean(values)
    return math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1)


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(mean([math.log(v) for v in values]))


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Continued fraction of the incomplete beta function (Lentz)."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    total = d
    for m in range(1, 400):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + numerator / c
            c = c if abs(c) > tiny else tiny
            total *= c * d
        if abs(c * d - 1.0) < 1e-14:
            break
    return total


def _beta(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _beta_fraction(a, b, x) / a
    return 1.0 - math.exp(log_front) * _beta_fraction(b, a, 1.0 - x) / b


def student_tail(t: float, df: float) -> float:
    """Probability that |T| exceeds `t` with `df` degrees of freedom."""
    return _beta(df / 2, 0.5, df / (df + t * t))


@lru_cache(maxsize=256)
def student_quantile(confidence: float, df: float) -> float:
    """The two-sided t multiplier: 12.71 for 95 % and one degree of freedom."""
    if not 0 < confidence < 1 or df <= 0:
        raise ValueError("confidence lies between 0 and 1, degrees of freedom above 0")
    target, low, high = 1.0 - confidence, 0.0, 2.0
    while student_tail(high, df) > target:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if student_tail(middle, df) > target:
            low = middle
        else:
            high = middle
        if high - low < 1e-12 * high:
            break
    return (low + high) / 2


def t_interval(values: Sequence[float], confidence: float) -> Interval:
    """Mean with its t interval; a single value leaves both sides open."""
    n = len(values)
    if n < 2:
        return Interval(mean(values), None, None, n)
    centre = mean(values)
    half = student_quantile(confidence, n - 1) * math.sqrt(variance(values) / n)
    return Interval(centre, centre - half, centre + half, n)


def welch_interval(first: Sequence[float], second: Sequence[float], confidence: float) -> Interval:
    """Difference of means (`second` minus `first`) with Welch's interval; `n` is the smaller group."""
    difference = mean(second) - mean(first)
    n = min(len(first), len(second))
    if n < 2:
        return Interval(difference, None, None, n)
    a, b = variance(first) / len(first), variance(second) / len(second)
    if a + b == 0:
        return Interval(difference, difference, difference, n)
    df = (a + b) ** 2 / (a * a / (len(first) - 1) + b * b / (len(second) - 1))
    half = student_quantile(confidence, round(df, 6)) * math.sqrt(a + b)
    return Interval(difference, difference - half, difference + half, n)
