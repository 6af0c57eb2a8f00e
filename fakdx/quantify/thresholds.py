"""Where a fold change becomes a word. The numbers are data: the caller may pass its own.

A word is claimed only when the confidence interval supports it; anything else is inconclusive, which is a
result and not a failure.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

from fakdx.errors import InputError
from fakdx.quantify.statistics import Interval


@dataclass(frozen=True)
class Thresholds:
    """Limits, as ratios to the comparator where not said otherwise.

    `decreased`/`increased`: a change counts from here on when its interval excludes 1; an interval that lies
    wholly between the two is `unchanged`. `inhibited`/`partly`/`stimulated`: the same for growth.
    `noise_fold`: how far two IC50 of the same cells may differ from run to run. `synergy`: mean excess, as a
    fraction of the vehicle signal, from which an interaction counts. `rebound`: share of the lost signal (on
    the log scale) that must have come back.
    """

    decreased: float = 0.7
    increased: float = 1.4
    inhibited: float = 0.5
    partly: float = 0.8
    stimulated: float = 1.25
    noise_fold: float = 3.0
    synergy: float = 0.05
    rebound: float = 0.5
    confidence: float = 0.95
    min_replicates: int = 2

    def __post_init__(self) -> None:
        ordered = 0 < self.decreased < 1 < self.increased
        ordered = ordered and 0 < self.inhibited < self.partly < 1 < self.stimulated
        rates = 0 < self.confidence < 1 and 0 < self.rebound <= 1 and 0 < self.synergy < 1
        finite = all(math.isfinite(value) for value in self.record().values())
        if not (finite and ordered and rates and self.noise_fold > 1 and self.min_replicates >= 1):
            raise InputError(
                "thresholds out of order: expected 0 < decreased < 1 < increased, 0 < inhibited < partly < 1 "
                "< stimulated, noise_fold > 1, and confidence, rebound and synergy between 0 and 1"
            )

    def record(self) -> dict[str, float]:
        return asdict(self)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


def change(fold: Interval, limits: Thresholds) -> str:
    """decreased / unchanged / increased / inconclusive for a fold against its comparator."""
    if fold.n < limits.min_replicates or fold.low is None or fold.high is None:
        return "inconclusive"
    if fold.value <= limits.decreased and fold.high < 1:
        return "decreased"
    if fold.value >= limits.increased and fold.low > 1:
        return "increased"
    if fold.low >= limits.decreased and fold.high <= limits.increased:
        return "unchanged"
    return "inconclusive"


def growth_effect(fold: Interval, limits: Thresholds) -> str:
    """inhibited / partly inhibited / no effect / stimulated / inconclusive, for growth against a control."""
    if fold.n < limits.min_replicates or fold.low is None or fold.high is None:
        return "inconclusive"
    if fold.high < 1 and fold.value <= limits.inhibited:
        return "inhibited"
    if fold.high < 1 and fold.value <= limits.partly:
        return "partly inhibited"
    if fold.low > 1 and fold.value >= limits.stimulated:
        return "stimulated"
    within = limits.partly < fold.value < limits.stimulated
    if within and fold.low >= limits.decreased and fold.high <= limits.increased:
        return "no effect"
    return "inconclusive"


def sensitivity(shift: Interval, limits: Thresholds) -> str:
    """less / equally / more sensitive for an IC50 ratio (line over comparator) beyond the noise floor."""
    floor = limits.noise_fold
    if shift.n < limits.min_replicates:
        return "inconclusive"
    if shift.low is not None and shift.low > 1 and shift.value >= floor:
        return "less sensitive"
    if shift.high is not None and shift.high < 1 and shift.value <= 1 / floor:
        return "more sensitive"
    if shift.low is not None and shift.high is not None and shift.low >= 1 / floor and shift.high <= floor:
        return "equally sensitive"
    return "inconclusive"


def interaction(excess: Interval, limits: Thresholds) -> str:
    """synergistic / additive / antagonistic / inconclusive for a mean excess over a named reference."""
    if excess.n < limits.min_replicates or excess.low is None or excess.high is None:
        return "inconclusive"
    if excess.low > 0 and excess.value >= limits.synergy:
        return "synergistic"
    if excess.high < 0 and excess.value <= -limits.synergy:
        return "antagonistic"
    if excess.low >= -limits.synergy and excess.high <= limits.synergy:
        return "additive"
    return "inconclusive"
