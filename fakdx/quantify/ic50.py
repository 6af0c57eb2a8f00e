"""IC50 with their intervals and their limits: never a number outside the doses that were tested."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from fakdx.quantify.statistics import Interval, t_interval, welch_interval
from fakdx.quantify.units import say_dose

ENOUGH_REPLICATES = 2
"""Independent experiments from which the spread between them is used instead of the spread of points.

With two the interval is wide, and should be: the spread of points leaves out what differs between days.
"""


@dataclass(frozen=True)
class Ic50:
    """`relation` `=`: a value inside the tested doses; `>` / `<`: beyond the highest / lowest of them.

    `low` and `high` are confidence limits in micromolar, None where the data leave them open. `by_replicate`
    holds the value of each experiment when all could be fitted. `method`: `replicates` (t interval over
    experiments) or `profile` (over points, which leaves out the variation from day to day).
    """

    relation: Literal["=", ">", "<"]
    value: float
    low: float | None
    high: float | None
    method: Literal["replicates", "profile"]
    by_replicate: Mapping[str, float]

    def inside(self, doses: tuple[float, float]) -> tuple[float | None, float | None]:
        """The limits as far as they lie within the lowest and highest dose; beyond them a side is open."""
        low = min(self.low, doses[1]) if self.low is not None and self.low >= doses[0] else None
        high = self.high if self.high is not None and self.high <= doses[1] else None
        return low, high

    @property
    def text(self) -> str:
        return say_dose(self.value) if self.relation == "=" else f"{self.relation} {say_dose(self.value)}"


def ic50_of(
    crossing: float | None,
    limits: Callable[[], tuple[float | None, float | None]],
    replicates: Mapping[str, float | None],
    doses: tuple[float, float],
    confidence: float,
) -> Ic50:
    """Combine the pooled curve and the single experiments into one statement.

    `doses` are the lowest and highest dose tested; `crossing` is where the pooled curve passes the level;
    `limits` gives its profile limits and is asked only when they are needed.
    """
    lowest, highest = doses
    inside = {k: v for k, v in replicates.items() if v is not None and lowest <= v <= highest}
    if len(replicates) >= ENOUGH_REPLICATES and len(inside) == len(replicates):
        interval = t_interval([math.log(v) for v in inside.values()], confidence).map_exp()
        return Ic50("=", interval.value, interval.low, interval.high, "replicates", inside)
    low, high = limits()
    known = inside if len(inside) == len(replicates) else {}
    if crossing is None or crossing > highest:
        return Ic50(">", highest, low, None, "profile", known)
    if crossing < lowest:
        return Ic50("<", lowest, None, high, "profile", known)
    return Ic50("=", crossing, low, high, "profile", known)


@dataclass(frozen=True)
class Shift:
    """How many times more dose `line` needs than `against`; a bound when one of the two is censored."""

    line: str
    against: str
    relation: Literal["=", ">", "<", "?"]
    fold: Interval
    method: Literal["paired", "unpaired", "profile"]
    state: str
    basis: Literal["IC50", "GR50"] = "IC50"


def ratio(
    test: Ic50, base: Ic50, n: int, confidence: float
) -> tuple[Literal["=", ">", "<", "?"], Interval, Literal["paired", "unpaired", "profile"]]:
    """Relation, fold with interval and method for `test` over `base`.

    Experiments done together are paired; otherwise experiments are compared as two groups; where a line has no
    interval over experiments the two intervals are combined (MOVER). `?` when both are beyond the doses.
    """
    if test.relation == base.relation == "=":
        shared = [name for name in test.by_replicate if name in base.by_replicate]
        if test.method == base.method == "replicates" and len(shared) >= ENOUGH_REPLICATES:
            logs = [math.log(test.by_replicate[k] / base.by_replicate[k]) for k in shared]
            return "=", t_interval(logs, confidence).map_exp(), "paired"
        if test.method == base.method == "replicates":
            groups = [[math.log(v) for v in side.by_replicate.values()] for side in (base, test)]
            return "=", welch_interval(groups[0], groups[1], confidence).map_exp(), "unpaired"
    if test.relation == base.relation != "=":
        return "?", Interval(test.value / base.value, None, None, n), "profile"
    above = test.relation == ">" or base.relation == "<"
    below = test.relation == "<" or base.relation == ">"
    low, high = _mover(test, base)
    relation: Literal["=", ">", "<"] = ">" if above else "<" if below else "="
    return (
        relation,
        Interval(test.value / base.value, None if below else low, None if above else high, n),
        "profile",
    )


def _mover(test: Ic50, base: Ic50) -> tuple[float | None, float | None]:
    """Limits of a ratio from the limits of its parts, each distance taken on the log scale."""
    centre = math.log(test.value / base.value)

    def distance(one: Ic50, limit: float | None) -> float | None:
        """None is open. A limit beyond a censored value adds nothing: `> 10` from 12 up is `> 10`."""
        if limit is None:
            return None
        beyond = (one.relation == ">" and limit >= one.value) or (one.relation == "<" and limit <= one.value)
        return 0.0 if beyond else abs(math.log(one.value / limit))

    down = distance(test, test.low), distance(base, base.high)
    up = distance(test, test.high), distance(base, base.low)
    low = None if None in down else math.exp(centre - math.hypot(*(d for d in down if d is not None)))
    high = None if None in up else math.exp(centre + math.hypot(*(d for d in up if d is not None)))
    return low, high
