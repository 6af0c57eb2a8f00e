"""Firings to points: the arithmetic that reports and search share, so that their numbers cannot differ.

A firing is weighed into a `Mark`; per hypothesis, group and direction the strongest mark counts; the counted
points and the prior give the probability. `Standing` is the outcome without the words of a report.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fakdx.differential.weights import FULL, Setting, Weigher, Weight, out_of_scope
from fakdx.knowledge import Knowledge
from fakdx.model.rules import Firing, Inference, Rule
from fakdx.model.scoring import Band

Priors = Mapping[str, float]
Derivations = Mapping[str, Sequence[Firing]]
"""The label of each derived finding, and the firings that concluded it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One firing, weighed: signed points after discounts, and the points it would have at full strength."""

    rule: Rule
    firing: Firing
    points: float
    full: int
    decisive: bool
    weight: Weight
    elsewhere: str

    @property
    def group(self) -> str:
        return self.rule.group or self.rule.id

    @property
    def speaks_for(self) -> bool:
        return self.full > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one hypothesis stands, with everything that fired about it."""

    id: str
    kind: Literal["mechanism", "artefact", "sensitive"]
    prior: float
    points: float
    probability: float
    band: Band
    corroborated: bool
    decided: bool
    """One decisive experiment speaks for it."""
    marks: Sequence[Mark]
    derivations: Derivations

    @property
    def counted(self) -> Sequence[Mark]:
        """The marks whose points add up to `points`."""
        return counting(self.marks)

    @property
    def findings_for(self) -> frozenset[str]:
        """Observed findings behind the marks that speak for it."""
        labels = (m.firing.labels for m in self.counted if m.points > 0)
        return frozenset(label for own in labels for label in resolve(own, self.derivations)[0])


class Tally:
    """Standings for one setting and one set of priors, from any number of inferences."""

    def __init__(self, knowledge: Knowledge, setting: Setting, priors: Priors) -> None:
        self._knowledge = knowledge
        self._rules = _evidence_rules(knowledge)
        self._setting = setting
        self._priors = {id: priors.get(id, knowledge.scoring.prior(id)) for id in knowledge.hypotheses}
        self._elsewhere: dict[str, str] = {}
        self._sums: dict[tuple[object, ...], tuple[float, float, Band, bool, bool]] = {}
        self._quiet = {id: self.standing(id, (), {}) for id in sorted(knowledge.hypotheses)}

    def standings(
        self, inference: Inference, weights: Mapping[str, Weight], derivations: Derivations
    ) -> tuple[Standing, ...]:
        """Every hypothesis, best first; ties go by id."""
        marks = self.marks(inference, weights, derivations)
        found = [
            self.standing(id, marks[id], derivations) if id in marks else quiet for id, quiet in self._quiet.items()
        ]
        return tuple(sorted(found, key=lambda s: (-s.probability, s.id)))

    def marks(
        self, inference: Inference, weights: Mapping[str, Weight], derivations: Derivations
    ) -> dict[str, list[Mark]]:
        """The weighed firings of each hypothesis, in the order of the inference."""
        weigher = Weigher(weights, derivations)
        found: dict[str, list[Mark]] = {}
        for firing in inference.firings:
            known = self._rules.get(firing.rule)
            if known is not None:
                rule, hypothesis, full = known
                weight = weigher.of_firing(firing, abs(full))
                found.setdefault(hypothesis, []).append(self._mark(rule, firing, full, weight))
        return found

    def _mark(self, rule: Rule, firing: Firing, full: int, weight: Weight) -> Mark:
        elsewhere = self._elsewhere.get(rule.id)
        if elsewhere is None:
            elsewhere = self._elsewhere[rule.id] = out_of_scope(rule.scope, self._setting)
        if weight is FULL and not elsewhere:
            return Mark(rule, firing, float(full), full, rule.decisive, weight, elsewhere)
        factor = min(weight.factor, self._knowledge.scoring.discounts.out_of_scope) if elsewhere else weight.factor
        size = abs(full) * factor
        if weight.cap is not None:
            size = min(size, weight.cap)
        decisive = rule.decisive and size == abs(full)
        return Mark(rule, firing, size if full > 0 else -size, full, decisive, weight, elsewhere)

    def standing(self, id: str, marks: Sequence[Mark], derivations: Derivations) -> Standing:
        """One hypothesis from its marks. Sums are kept: variants of a case mostly differ in few hypotheses."""
        key = (id, *[(m.rule.id, m.points, m.decisive) for m in marks])
        if key not in self._sums:
            self._sums[key] = self._sum(id, marks)
        kind = self._knowledge.hypotheses[id].kind
        return Standing(id, kind, self._priors[id], *self._sums[key], marks, derivations)

    def _sum(self, id: str, marks: Sequence[Mark]) -> tuple[float, float, Band, bool, bool]:
        """Points, probability, band, whether corroborated, whether decided by one experiment."""
        scoring = self._knowledge.scoring
        counted = counting(marks)
        points = math.fsum(m.points for m in counted)
        probability = scoring.probability(self._priors[id], points)
        decided = any(m.decisive for m in counted if m.full > 0)
        corroborated = decided or len({m.group for m in counted if m.points > 0}) >= 2
        band = scoring.band(probability)
        if band in ("established", "likely") and not corroborated:
            band = "possible"
        return points, probability, band, corroborated, decided


def counting(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Per group and direction the strongest, in the order given; of equals the decisive one, then by rule id."""
    if len(marks) < 2:
        return marks
    best: dict[tuple[str, bool], Mark] = {}
    for mark in marks:
        key = (mark.group, mark.full > 0)
        if key not in best or _rank(mark) < _rank(best[key]):
            best[key] = mark
    return [m for m in marks if best[m.group, m.full > 0] is m]


def _rank(mark: Mark) -> tuple[float, bool, str]:
    return -abs(mark.points), not mark.decisive, mark.rule.id


@lru_cache(maxsize=8)
def _evidence_rules(knowledge: Knowledge) -> dict[str, tuple[Rule, str, int]]:
    """Rule id to the rule, its hypothesis and its signed points; derived-finding rules left out."""
    points = knowledge.scoring.points
    table = {}
    for rule in knowledge.rules.values():
        hypothesis = rule.then.hypothesis
        if hypothesis is not None and hypothesis in knowledge.hypotheses and rule.then.strength is not None:
            full = points[rule.then.strength]
            table[rule.id] = (rule, hypothesis, full if rule.then.for_ else -full)
    return table


def derivations_of(inference: Inference, knowledge: Knowledge) -> Derivations:
    """How each derived finding came about."""
    if not inference.derived:
        return {}
    makers: dict[tuple[str, str], list[Firing]] = {}
    for firing in inference.firings:
        rule = knowledge.rules.get(firing.rule)
        if rule is not None and rule.then.finding is not None:
            makers.setdefault((rule.then.finding, rule.then.state), []).append(firing)
    return {fact.label: makers.get((fact.name, fact.state), []) for fact in inference.derived}


def resolve(labels: tuple[str, ...], derivations: Derivations) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Observed labels behind `labels`, and the derived findings passed on the way, each sorted."""
    observed: set[str] = set()
    via: set[str] = set()
    waiting = list(labels)
    while waiting:
        label = waiting.pop()
        if label not in derivations:
            observed.add(label)
        elif label not in via:
            via.add(label)
            waiting.extend(x for firing in derivations[label] for x in firing.labels)
    return tuple(sorted(observed)), tuple(sorted(via))
