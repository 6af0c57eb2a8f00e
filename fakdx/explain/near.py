"""Rules that nearly fired: what they lack, and what it would be worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fakdx.differential.score import Differential
from fakdx.inference import compiled
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import observation_name
from fakdx.model.result import Assessment, Missing
from fakdx.model.rules import CompiledRule, Condition, Fact
from fakdx.reading.quantities import Span

State = Literal["not looked at", "found otherwise", "blocked", "not of the same one"]
_RESULT_FIELDS = frozenset({"extent", "fold", "ic50"})
"""Fields that say what came out; the others say what was looked at."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A silent rule that lacks one thing. `state` says why it lacks it.

    `points` are the rule's own, signed; `worth` is by how much the score would move if it fired: less, or nothing,
    where another rule about the same observation counts already.
    """

    rule: str
    points: int
    worth: float
    lacks: str
    name: str
    state: State
    because: str
    sources: tuple[tuple[str, str], ...] = ()


Facts = Mapping[str, Sequence[Fact]]


def near_misses(found: Differential, hypothesis: str, knowledge: Knowledge) -> tuple[NearMiss, ...]:
    """Silent rules about one hypothesis that lack exactly one condition, those worth most first."""
    facts: dict[str, list[Fact]] = {}
    for fact in (*found.base.facts, *found.inference.derived):
        facts.setdefault(fact.name, []).append(fact)
    fired = {f.rule for f in found.inference.firings}
    counted = _counted(found.of(hypothesis))
    misses = []
    for rule in compiled(knowledge):
        if rule.then.target == hypothesis and rule.then.kind != "finding" and rule.id not in fired:
            lack = _lack(rule, facts, knowledge)
            if lack is not None:
                misses.append(_near_miss(rule, *lack, counted, knowledge))
    return tuple(sorted(misses, key=lambda m: (-abs(m.worth), -abs(m.points), m.rule)))


def _counted(assessment: Assessment) -> dict[tuple[str, bool], float]:
    """Points that count already, by group and direction."""
    evidence = (*assessment.for_, *assessment.against)
    return {(e.group, e.points > 0): e.points for e in evidence if e.counted and e.points}


def _near_miss(
    rule: CompiledRule,
    text: str,
    name: str,
    state: State,
    counted: Mapping[tuple[str, bool], float],
    knowledge: Knowledge,
) -> NearMiss:
    source = knowledge.rules[rule.id]
    supports = rule.then.kind == "for"
    size = knowledge.scoring.points[source.then.strength] if source.then.strength else 0
    points = size if supports else -size
    more = max(0.0, size - abs(counted.get((source.group or rule.id, supports), 0.0)))
    cites = tuple((c.source, c.at) for c in source.sources)
    return NearMiss(rule.id, points, more if supports else -more, text, name, state, source.because, cites)


def _lack(rule: CompiledRule, facts: Facts, knowledge: Knowledge) -> tuple[str, str, State] | None:
    """What the one missing thing says, its name, and why it is missing; None unless exactly one is."""
    lacking = [c for c in rule.all if not _met(c, facts)]
    any_met = not rule.any or any(_met(c, facts) for c in rule.any)
    blocking = [c for c in rule.unless if _met(c, facts)]
    count = len(lacking) + (not any_met) + bool(blocking)
    if count == 0:
        variables = sorted({v for c in (*rule.all, *rule.any, *rule.unless) for _, v in c.binds})
        shared = f"the same {' and '.join(v.upper() for v in variables)} throughout"
        return (shared, rule.all[0].name, "not of the same one") if variables and rule.all else None
    if count > 1:
        return None
    if blocking:
        return blocking[0].text, blocking[0].name, "blocked"
    wanted = lacking or list(rule.any)
    otherwise = any(_found_otherwise(c, facts, knowledge) for c in wanted)
    text = " or ".join(c.text for c in wanted)
    return text, wanted[0].name, "found otherwise" if otherwise else "not looked at"


def _met(condition: Condition, facts: Facts) -> bool:
    return any(condition.admits(f) for f in facts.get(condition.name, ()))


def _found_otherwise(condition: Condition, facts: Facts, knowledge: Knowledge) -> bool:
    """Whether what the condition asks for was looked at, directly or, for a derived finding, underneath."""
    if condition.name in knowledge.derived:
        return any(_looked_at(c, facts) for c in _behind(knowledge, condition.name))
    return _looked_at(condition, facts)


def _looked_at(condition: Condition, facts: Facts) -> bool:
    """Whether a fact is about the same thing in the same setting, whatever came out."""
    return any(_same_setting(condition, f) for f in facts.get(condition.name, ()))


def _same_setting(condition: Condition, fact: Fact) -> bool:
    for name, allowed in condition.one_of:
        if name not in _RESULT_FIELDS and fact.values.get(name) not in allowed:
            return False
    for name, span in condition.within:
        value = fact.values.get(name)
        if name not in _RESULT_FIELDS and not (isinstance(value, Span) and span.holds(value)):
            return False
    return True


@lru_cache(maxsize=1024)
def _behind(knowledge: Knowledge, derived: str) -> tuple[Condition, ...]:
    """Conditions on observations from which a finding is derived, through any number of steps."""
    leaves: list[Condition] = []
    waiting, seen = [derived], {derived}
    while waiting:
        name = waiting.pop()
        for rule in compiled(knowledge):
            if rule.then.kind != "finding" or rule.then.target != name:
                continue
            for condition in (*rule.all, *rule.any):
                if condition.name not in knowledge.derived:
                    leaves.append(condition)
                elif condition.name not in seen:
                    seen.add(condition.name)
                    waiting.append(condition.name)
    return tuple(leaves)


def missing_evidence(found: Differential, hypothesis: str, knowledge: Knowledge, most: int = 5) -> tuple[Missing, ...]:
    """What was not looked at and would move the score of the hypothesis, either way."""
    wanted = [m for m in near_misses(found, hypothesis, knowledge) if m.state == "not looked at" and m.worth]
    unique: dict[str, Missing] = {}
    for miss in wanted:
        what = observation_name(miss.name, knowledge)
        unique.setdefault(miss.lacks, Missing(what, miss.lacks, miss.points, miss.rule))
    return tuple(unique.values())[:most]
