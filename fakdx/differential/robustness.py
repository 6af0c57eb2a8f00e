"""How firm a verdict is: leave one finding out, shake the strengths, and ask how much was looked at."""

from __future__ import annotations

import random
from dataclasses import replace

from fakdx.differential.score import Differential, Priors, differential
from fakdx.differential.verdict import LEADING, Ruling, rule_on
from fakdx.knowledge import Knowledge
from fakdx.model.case import Finding
from fakdx.model.result import Assessment, Evidence, Robustness
from fakdx.model.rules import Rule

RUNS = 200
SPREAD = (0.5, 0.75, 1.0, 1.25, 1.5)
"""Factors that a strength is multiplied by in one shaken run, each as likely as the others."""
SEED = 397


def hangs_on(found: Differential, ruling: Ruling, knowledge: Knowledge, priors: Priors | None = None) -> tuple[str, ...]:
    """Single findings without which the verdict would be another."""
    if ruling.kind == "insufficient_data":
        return ()
    needed = []
    for finding in sorted(set(found.case.findings), key=lambda f: f.label):
        if finding.tested and _without(found, finding, knowledge, priors) != ruling:
            needed.append(finding.label)
    return tuple(needed)


def _without(found: Differential, finding: Finding, knowledge: Knowledge, priors: Priors | None) -> Ruling:
    case = replace(found.case, findings=tuple(f for f in found.case.findings if f != finding))
    return rule_on(differential(case, knowledge, "matcher", priors), knowledge)


def robustness(found: Differential, ruling: Ruling, fragile: tuple[str, ...], knowledge: Knowledge) -> Robustness:
    """Stability under shaken strengths, and how much of what matters is known."""
    share, reasons = sufficiency(found, knowledge)
    return Robustness(stability(found, ruling, knowledge), RUNS, fragile, share, reasons)


def stability(found: Differential, ruling: Ruling, knowledge: Knowledge) -> float:
    """Share of shaken runs with the same leader, or, where nothing leads, still without one. Deterministic."""
    generator = random.Random(SEED)
    ranked = [a for a in found.assessments if a.for_ or a.against] or list(found.assessments[:1])
    leader = found.assessments[0].id
    undecided = ruling.kind in ("insufficient_data", "contradictory")
    kept = 0
    for _ in range(RUNS):
        scores = [(_shaken(a, generator, knowledge), a.id) for a in ranked]
        probability, id = max(scores, key=lambda s: (s[0], s[1]))
        kept += (probability < LEADING or not found.assessments[0].points) if undecided else id == leader
    return kept / RUNS


def _shaken(assessment: Assessment, generator: random.Random, knowledge: Knowledge) -> float:
    points = sum(e.points * generator.choice(SPREAD) for e in (*assessment.for_, *assessment.against) if e.counted)
    return knowledge.scoring.probability(assessment.prior, points)


def sufficiency(found: Differential, knowledge: Knowledge) -> tuple[float, tuple[str, ...]]:
    """How much of the evidence that bears on the three leading hypotheses was looked at, by strength.

    Counted in groups of rules: a group is looked at when any finding it could match was reported, whatever came
    out. The reasons name the heaviest groups that were not.
    """
    names = _looked_at(found, knowledge)
    total = seen = 0.0
    unseen: list[tuple[float, str]] = []
    for assessment in found.assessments[:3]:
        groups: dict[str, tuple[float, bool, str]] = {}
        for rule in knowledge.rules.values():
            if rule.then.hypothesis != assessment.id or rule.then.strength is None:
                continue
            weight = float(knowledge.scoring.points[rule.then.strength])
            asked = sorted(_observables(rule, knowledge))
            key = rule.group or rule.id
            before = groups.get(key, (0.0, False, ""))
            groups[key] = (max(weight, before[0]), before[1] or bool(names & set(asked)), before[2] or ", ".join(asked[:2]))
        for weight, looked, what in groups.values():
            if not what:
                continue
            total += weight
            seen += weight * looked
            if not looked:
                unseen.append((weight, f"{what} (for {assessment.short})"))
    unseen.sort(key=lambda u: (-u[0], u[1]))
    return (seen / total if total else 0.0), tuple(f"not looked at: {what}" for _, what in unseen[:3])


def _looked_at(found: Differential, knowledge: Knowledge) -> frozenset[str]:
    tested = [f for f in found.case.findings if f.tested]
    names = {f.name for f in tested}
    return frozenset(names | {c for n in names for c in knowledge.observables[n].classes})


def _observables(rule: Rule, knowledge: Knowledge) -> set[str]:
    """Observables and classes that a rule names, through the derived findings it uses."""
    known = set(knowledge.observables) | knowledge.classes
    names: set[str] = set()
    waiting: list[Rule] = [rule]
    visited: set[str] = set()
    while waiting:
        current = waiting.pop()
        for condition in (*current.when.all, *current.when.any):
            for key in condition:
                if key in known:
                    names.add(key)
                elif key in knowledge.derived and key not in visited:
                    visited.add(key)
                    waiting.extend(r for r in knowledge.rules.values() if r.then.finding == key)
    return names


def strongest(evidence: tuple[Evidence, ...]) -> Evidence | None:
    return next((e for e in evidence if e.counted and e.points), None)
