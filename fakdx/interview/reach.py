"""What an observable could lead to: the rules that need it, straight or through derived findings.

Looking one answer ahead misses rules that need two findings. Their points, shared among the findings they need, say
which observations open most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from fakdx.knowledge import Knowledge
from fakdx.model.rules import Rule


@lru_cache(maxsize=8)
def reach(knowledge: Knowledge) -> Mapping[str, Mapping[str, float]]:
    """For each observable, the points of each hypothesis within its reach; of a group of rules the most counts."""
    best: dict[tuple[str, str, str], float] = {}
    for rule in knowledge.rules.values():
        hypothesis, strength = rule.then.hypothesis, rule.then.strength
        if hypothesis is None or strength is None or hypothesis not in knowledge.hypotheses:
            continue
        points = float(knowledge.scoring.points[strength])
        for observable, share in _leaves(rule, knowledge, 1.0, frozenset()):
            key = (observable, hypothesis, rule.group or rule.id)
            best[key] = max(best.get(key, 0.0), points * share)
    found: dict[str, dict[str, float]] = {id: defaultdict(float) for id in knowledge.observables}
    for (observable, hypothesis, _), points in best.items():
        found[observable][hypothesis] += points
    return found


def _leaves(rule: Rule, knowledge: Knowledge, share: float, seen: frozenset[str]) -> Iterator[tuple[str, float]]:
    """Observables that a rule looks at, each with its share of the rule."""
    needed = len(rule.when.all) + bool(rule.when.any)
    for condition in (*rule.when.all, *rule.when.any):
        for key in condition:
            if key in knowledge.observables:
                yield key, share / needed
            elif key in knowledge.classes:
                yield from ((o.id, share / needed) for o in knowledge.observables.values() if key in o.classes)
            elif key in knowledge.derived and key not in seen:
                for maker in _makers(key, knowledge):
                    yield from _leaves(maker, knowledge, share / needed, seen | {key})


def _makers(derived: str, knowledge: Knowledge) -> list[Rule]:
    return [r for r in knowledge.rules.values() if r.then.finding == derived]
