"""Rules that nearly fired: what they lack, and what it would be worth."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.differential.score import Differential
from fakdx.inference import compiled
from fakdx.knowledge import Knowledge
from fakdx.model.result import Missing
from fakdx.model.rules import CompiledRule, Condition, Fact


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A silent rule that lacks one thing. `state` says why it lacks it."""

    rule: str
    points: int
    lacks: str
    name: str
    state: str
    """`not looked at`, `found otherwise` or `blocked`."""
    because: str


def near_misses(found: Differential, hypothesis: str, knowledge: Knowledge) -> tuple[NearMiss, ...]:
    """Silent rules about one hypothesis that lack exactly one condition, heaviest first."""
    facts = (*found.base.facts, *found.inference.derived)
    fired = {f.rule for f in found.inference.firings}
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        by_name.setdefault(fact.name, []).append(fact)
    misses = []
    for rule in compiled(knowledge):
        if rule.then.target == hypothesis and rule.then.kind != "finding" and rule.id not in fired:
            miss = _miss(rule, by_name, knowledge)
            if miss is not None:
                misses.append(miss)
    return tuple(sorted(misses, key=lambda m: (-abs(m.points), m.rule)))


def _miss(rule: CompiledRule, facts: dict[str, list[Fact]], knowledge: Knowledge) -> NearMiss | None:
    lacking = [c for c in rule.all if not _met(c, facts)]
    any_met = not rule.any or any(_met(c, facts) for c in rule.any)
    blocking = [c for c in rule.unless if _met(c, facts)]
    if len(lacking) + (not any_met) + bool(blocking) != 1:
        return None
    source = knowledge.rules[rule.id]
    strength = source.then.strength
    points = knowledge.scoring.points[strength] if strength else 0
    sign = 1 if rule.then.kind == "for" else -1
    if blocking:
        return NearMiss(rule.id, sign * points, blocking[0].text, blocking[0].name, "blocked", source.because)
    wanted = lacking[0] if lacking else rule.any[0]
    state = "found otherwise" if wanted.name in facts else "not looked at"
    text = wanted.text if lacking else " or ".join(c.text for c in rule.any)
    return NearMiss(rule.id, sign * points, text, wanted.name, state, source.because)


def _met(condition: Condition, facts: dict[str, list[Fact]]) -> bool:
    return any(condition.admits(f) for f in facts.get(condition.name, ()))


def missing_evidence(found: Differential, hypothesis: str, knowledge: Knowledge, most: int = 5) -> tuple[Missing, ...]:
    """What was not looked at and would count for or against the hypothesis."""
    wanted = [m for m in near_misses(found, hypothesis, knowledge) if m.state == "not looked at"]
    unique: dict[str, Missing] = {}
    for miss in wanted:
        if miss.name in knowledge.derived:
            observation = knowledge.derived[miss.name].name
        elif miss.name in knowledge.observables:
            observation = knowledge.observables[miss.name].name
        else:
            observation = miss.name.replace("_", " ")
        unique.setdefault(miss.lacks, Missing(observation, miss.lacks, miss.points, miss.rule))
    return tuple(unique.values())[:most]
