"""Firings to a ranked differential. Points, their reasons and their sum are made in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fakdx.differential.weights import Weigher, Weight, finding_weights, out_of_scope, setting_of
from fakdx.inference import EngineName, FactBase, facts_of, infer
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import Assessment, Evidence
from fakdx.model.rules import Firing, Inference, Rule


@dataclass(frozen=True, slots=True)
class Differential:
    """The ranking and all it came from."""

    case: CaseData
    base: FactBase
    inference: Inference
    assessments: tuple[Assessment, ...]

    def of(self, hypothesis: str) -> Assessment:
        return next(a for a in self.assessments if a.id == hypothesis)


Priors = Mapping[str, float]


def differential(
    case: CaseData, knowledge: Knowledge, engine: EngineName = "experta", priors: Priors | None = None
) -> Differential:
    """Run the rules on a case and rank every hypothesis."""
    base = facts_of(case, knowledge)
    inference = infer(knowledge, base.facts, engine)
    return Differential(case, base, inference, assess(case, base, inference, knowledge, priors or {}))


def assess(
    case: CaseData, base: FactBase, inference: Inference, knowledge: Knowledge, priors: Priors
) -> tuple[Assessment, ...]:
    """Every hypothesis with its evidence, best first; ties go by id."""
    derivations = derivations_of(inference, knowledge)
    weigher = Weigher(finding_weights(case, knowledge.scoring), derivations)
    setting = setting_of(case, base.facts)
    evidence: dict[str, list[Evidence]] = {}
    table = _evidence_rules(knowledge)
    for firing in inference.firings:
        entry = table.get(firing.rule)
        if entry is None:
            continue
        rule, hypothesis, sign, full = entry
        observed, via = resolve(firing.labels, derivations)
        weight = weigher.of_firing(firing)
        elsewhere = out_of_scope(rule.scope, setting)
        evidence.setdefault(hypothesis, []).append(
            _evidence(rule, sign * full, observed, via, weight, elsewhere, knowledge)
        )
    assessed = [
        _assessment(id, evidence.get(id, []), knowledge, priors.get(id, knowledge.scoring.prior(id)))
        for id in sorted(knowledge.hypotheses)
    ]
    return tuple(sorted(assessed, key=lambda a: (-a.probability, a.id)))


@lru_cache(maxsize=8)
def _evidence_rules(knowledge: Knowledge) -> dict[str, tuple[Rule, str, int, int]]:
    """Rule id to the rule, its hypothesis, its sign and its points; derived-finding rules left out."""
    points = knowledge.scoring.points
    table = {}
    for rule in knowledge.rules.values():
        hypothesis = rule.then.hypothesis
        if hypothesis in knowledge.hypotheses and rule.then.strength is not None:
            sign = 1 if rule.then.for_ else -1
            table[rule.id] = (rule, hypothesis, sign, points[rule.then.strength])
    return table


Derivations = Mapping[str, Sequence[Firing]]
"""The label of each derived finding, and the firings that concluded it."""


def derivations_of(inference: Inference, knowledge: Knowledge) -> Derivations:
    """How each derived finding came about."""
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


def _evidence(
    rule: Rule,
    full: int,
    observed: tuple[str, ...],
    via: tuple[str, ...],
    weight: Weight,
    elsewhere: str,
    knowledge: Knowledge,
) -> Evidence:
    factor = weight.factor
    reasons = list(weight.reasons)
    if elsewhere:
        factor = min(factor, knowledge.scoring.discounts.out_of_scope)
        reasons.append(elsewhere)
    size = abs(full) * factor
    if weight.cap is not None:
        size = min(size, weight.cap)
    return Evidence(
        rule=rule.id,
        points=size if full > 0 else -size,
        full_points=full,
        findings=observed,
        via=via,
        because=rule.because,
        sources=tuple((c.source, c.at) for c in rule.sources),
        group=rule.group or rule.id,
        decisive=rule.decisive and size == abs(full),
        note="counts for less: " + ", ".join(reasons) if reasons else "",
    )


def _assessment(id: str, evidence: list[Evidence], knowledge: Knowledge, prior: float) -> Assessment:
    kept = _strongest_of_each_group(evidence)
    points = sum(e.points for e in kept)
    hypothesis = knowledge.hypotheses[id]
    scoring = knowledge.scoring
    probability = scoring.probability(prior, points)
    for_ = _ranked(e for e in kept if e.full_points > 0)
    corroborated = len({e.group for e in for_ if e.points > 0}) >= 2 or any(e.decisive and e.counted for e in for_)
    band = scoring.band(probability)
    if band in ("established", "likely") and not corroborated:
        band = "possible"
    return Assessment(
        id=id,
        name=hypothesis.name,
        short=hypothesis.short,
        kind=hypothesis.kind,
        prior=prior,
        points=points,
        probability=probability,
        band=band,
        corroborated=corroborated,
        for_=for_,
        against=_ranked(e for e in kept if e.full_points < 0),
    )


def _strongest_of_each_group(evidence: list[Evidence]) -> list[Evidence]:
    """Per group and direction the strongest counts; the others stay, at zero, and say what outweighs them."""
    best: dict[tuple[str, bool], Evidence] = {}
    for e in sorted(evidence, key=lambda e: (-abs(e.points), not e.decisive, e.rule)):
        best.setdefault((e.group, e.full_points > 0), e)
    kept = []
    for e in evidence:
        winner = best[e.group, e.full_points > 0]
        if e is winner:
            kept.append(e)
        else:
            note = f"same observation as {winner.rule}, which counts"
            kept.append(replace(e, points=0.0, counted=False, note=note))
    return kept


def _ranked(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda e: (-abs(e.points), e.rule)))
