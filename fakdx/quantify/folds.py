"""Fold changes over biological replicates: technical values averaged first, replicates paired, log scale.

The number of replicates is the number of independent experiments. Lanes and wells of one experiment never
raise it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fakdx.quantify.statistics import Interval, geometric_mean, mean, t_interval

Unit = tuple[str, str]
"""A biological replicate and the membrane, plate or dish that it was measured on."""


SAME = "all replicates agree to the last digit: are they copies of one experiment?"


@dataclass(frozen=True)
class ReplicateFolds:
    """Folds by replicate, in order of appearance, and replicates that lack one side of the pair."""

    by_replicate: Mapping[str, float]
    without_base: tuple[Unit, ...]
    without_test: tuple[Unit, ...]

    def interval(self, confidence: float) -> Interval:
        """Geometric mean fold with its t interval."""
        return t_interval([math.log(v) for v in self.by_replicate.values()], confidence).map_exp()

    def over(self, other: ReplicateFolds) -> ReplicateFolds:
        """Ratio by replicate, for phospho over total from two membranes."""
        shared = {k: v / other.by_replicate[k] for k, v in self.by_replicate.items() if k in other.by_replicate}
        return ReplicateFolds(shared, self.without_base, self.without_test)


def paired_folds(base: Mapping[Unit, Sequence[float]], test: Mapping[Unit, Sequence[float]]) -> ReplicateFolds:
    """Test over base within each unit; several units of one replicate are averaged on the log scale.

    All values must be positive.
    """
    by_replicate: dict[str, list[float]] = {}
    for unit, values in test.items():
        if unit in base:
            by_replicate.setdefault(unit[0], []).append(mean(values) / mean(base[unit]))
    return ReplicateFolds(
        {name: geometric_mean(folds) for name, folds in by_replicate.items()},
        tuple(unit for unit in test if unit not in base),
        tuple(unit for unit in base if unit not in test),
    )
