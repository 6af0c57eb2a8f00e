"""How firm a verdict is: leave one finding out, shake the strengths, and ask how much was looked at."""

from __future__ import annotations

import random

from fakdx.differential.score import Differential, Priors
from fakdx.differential.search import Search
from fakdx.differential.verdict import LEADING, Ruling
from fakdx.knowledge import Knowledge
from fakdx.model.result import Assessment, Robustness
from fakdx.model.rules import Rule

RUNS = 200
SPREAD = (0.5, 0.75, 1.0, 1.25, 1.5)
"""Factors that a strength is multiplied by in one shaken run, each as likely as the others."""
SEED = 397
UNDECIDED = ("insufficient_data", "contradictory")
"""Verdicts under which nothing leads."""


def hangs_on(
    found: Differential, ruling: Ruling, knowledge: Knowledge, priors: Priors | None = None
) -> tuple[str, ...]:
    """Single findings without which the verdict would be another.

    Where nothing leads, only a finding that keeps something from leading is named: which hypotheses are still
    open changes with almost any finding.
    """
    search = Search(found.case, knowledge, priors)
    tested = sorted({f for f in found.case.findings if f.tested}, key=lambda f: f.label)
    return tuple(f.label for f in tested if _differs(search.without(f).ruling, ruling))


def _differs(other: Ruling, ruling: Ruling) -> bool:
    return other.kind != ruling.kind if ruling.kind in UNDECIDED else other != ruling


def robustness(found: Differential, ruling: Ruling, fragile: tuple[str, ...], knowledge: Knowledge) -> Robustness:
    """Stability under shaken strengths, and how much of what matters is known."""
    share, reasons = sufficiency(found, knowledge)
    return Robustness(stability(found, ruling, knowledge), RUNS, fragile, share, reasons)


def stability(found: Differential, ruling: Ruling, knowledge: Knowledge) -> float:
    """Share of shaken runs with the same leader, or, where nothing leads, still without one. Deterministic.

    A mechanism that is not corroborated leads in no run, however probable the shaking makes it: strengths do not
    make evidence independent.
    """
    generator = random.Random(SEED)
    able = [a for a in found.assessments if (a.for_ or a.against) and (a.corroborated or a.kind != "mechanism")]
    leader = ruling.hypotheses[0] if ruling.hypotheses and ruling.kind not in UNDECIDED else ""
    kept = 0
    for _ in range(RUNS):
        scores = [(_shaken(a, generator, knowledge), a.id == leader) for a in able]
        if leader:
            kept += max(scores, default=(0.0, False))[1]
        else:
            kept += ruling.kind == "contradictory" or all(probability < LEADING for probability, _ in scores)
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
            heaviest, looked, what = groups.get(key, (0.0, False, ""))
            looked = looked or bool(names & set(asked))
            groups[key] = (max(weight, heaviest), looked, what or ", ".join(asked[:2]))
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
