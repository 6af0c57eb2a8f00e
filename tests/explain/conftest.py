"""Short roads to what the tests of this folder ask for."""

from __future__ import annotations

from collections.abc import Callable

from fakdx import Case, Knowledge
from fakdx.differential.score import Differential, differential
from fakdx.explain.near import NearMiss

NearMisses = Callable[[Differential, str, Knowledge], tuple[NearMiss, ...]]


def find(search: NearMisses, case: Case, hypothesis: str, rule: str, knowledge: Knowledge) -> NearMiss:
    """The near miss of one rule; an error when the rule is none."""
    found = differential(case, knowledge, "matcher")
    return next(m for m in search(found, hypothesis, knowledge) if m.rule == rule)
