"""Expected information of an experiment, from the rules alone.

The probabilities of the outcomes need no second body of knowledge: they are chosen so that the expected posterior
equals today's, each hypothesis' probability being the average of its probabilities after each outcome.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

SWEEPS = 60
_FLAT = 1e-12


def outcome_probabilities(now: Sequence[float], after: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Outcome probabilities p on the simplex minimising the squared error of `sum p_o * after_o - now`.

    `now` has one probability for each hypothesis, `after` one such row for each outcome. Starts uniform and moves
    mass between pairs of outcomes with exact line search, so flat directions stay uniform and the result does not
    depend on anything but its arguments.
    """
    count = len(after)
    p = [1 / count] * count
    residual = [sum(p[o] * after[o][h] for o in range(count)) - now[h] for h in range(len(now))]
    for _ in range(SWEEPS):
        moved = 0.0
        for i in range(count):
            for j in range(i + 1, count):
                direction = [after[i][h] - after[j][h] for h in range(len(now))]
                norm = sum(d * d for d in direction)
                if norm < _FLAT:
                    continue
                step = -sum(r * d for r, d in zip(residual, direction, strict=True)) / norm
                step = max(-p[i], min(p[j], step))
                p[i] += step
                p[j] -= step
                residual = [r + step * d for r, d in zip(residual, direction, strict=True)]
                moved = max(moved, abs(step))
        if moved < 1e-9:
            break
    return tuple(p)


def entropy(probabilities: Sequence[float]) -> float:
    """Bits of doubt about which hypothesis accounts for the case.

    The independent probabilities are read as odds against `something else` and normalised, so that a long tail of
    unlikely hypotheses adds little.
    """
    odds = [p / (1 - p) if p < 1 else math.inf for p in probabilities]
    if any(math.isinf(o) for o in odds):
        return 0.0
    total = 1 + sum(odds)
    return -sum(o / total * math.log2(o / total) for o in (1.0, *odds) if o > 0)


def expected_gain(now: Sequence[float], after: Sequence[Sequence[float]], p: Sequence[float]) -> float:
    """Expected drop of entropy in bits; never below zero."""
    return max(0.0, entropy(now) - sum(weight * entropy(row) for weight, row in zip(p, after, strict=True)))
