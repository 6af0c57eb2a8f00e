"""Expected information of an experiment, from the rules alone.

The probabilities of the outcomes need no second body of knowledge: they are chosen so that the expected posterior
equals today's, each hypothesis' probability being the average of its probabilities after each outcome.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

SWEEPS = 60
SURPRISE = 0.05
"""Share of probability that every forecast spreads evenly over the outcomes: the rules may be wrong."""
EVENLY = 0.001
"""How strongly the forecast of an experiment holds to even chances: outcomes after which the hypotheses stand within a
few per cent of each other stay about even."""
_FLAT = 1e-12


def outcome_probabilities(
    now: Sequence[float], after: Sequence[Sequence[float]], evenly: float = 0.0
) -> tuple[float, ...]:
    """Outcome probabilities p on the simplex minimising the squared error of `sum p_o * after_o - now`, plus `evenly`
    times the squared distance from even chances.

    `now` has one probability for each hypothesis, `after` one such row for each outcome. Starts uniform and moves
    mass between pairs of outcomes with exact line search, so flat directions stay uniform and the result does not
    depend on anything but its arguments. Worked on the products of rows, which are few, not on the rows.
    """
    count = len(after)
    moved_rows = [[a - n for a, n in zip(row, now, strict=True)] for row in after]
    products = [[sum(map(float.__mul__, r, s)) for s in moved_rows] for r in moved_rows]
    p = [1 / count] * count
    slope = [sum(products[i][j] * p[j] for j in range(count)) for i in range(count)]
    for _ in range(SWEEPS):
        moved = 0.0
        for i in range(count):
            for j in range(i + 1, count):
                norm = products[i][i] - 2 * products[i][j] + products[j][j] + 2 * evenly
                if norm < _FLAT:
                    continue
                step = max(-p[i], min(p[j], (slope[j] - slope[i]) / norm))
                p[i] += step
                p[j] -= step
                for k in range(count):
                    slope[k] += step * (products[k][i] - products[k][j])
                slope[i] += evenly * step
                slope[j] -= evenly * step
                moved = max(moved, abs(step))
        if moved < 1e-9:
            break
    return tuple(p)


def forecast(now: Sequence[float], after: Sequence[Sequence[float]], evenly: float = 0.0) -> tuple[float, ...]:
    """How likely each outcome is said to be: as the rules imply, less a share for what they do not foresee."""
    return with_lapse(outcome_probabilities(now, after, evenly), SURPRISE)


def with_lapse(p: Sequence[float], lapse: float) -> tuple[float, ...]:
    """The same probabilities with a share spread evenly: no outcome is impossible, however sure the rules are."""
    return tuple((1 - lapse) * one + lapse / len(p) for one in p)


def entropy(probabilities: Sequence[float]) -> float:
    """Bits of doubt about which hypothesis accounts for the case.

    The independent probabilities are read as odds against `something else` and normalised, so that a long tail of
    unlikely hypotheses adds little.
    """
    odds = [1.0]
    for p in probabilities:
        if p >= 1:
            return 0.0
        if p > 0:
            odds.append(p / (1 - p))
    total = sum(odds)
    return math.log2(total) - sum(o * math.log2(o) for o in odds) / total


def expected_gain(now: Sequence[float], after: Sequence[Sequence[float]], p: Sequence[float]) -> float:
    """Expected drop of entropy in bits; never below zero."""
    return max(0.0, entropy(now) - sum(weight * entropy(row) for weight, row in zip(p, after, strict=True)))
