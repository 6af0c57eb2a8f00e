"""A ranked differential with its reasons. The points come from `tally`; here they get their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fakdx.differential.tally import Derivations, Mark, Priors, Standing, Tally, counting, derivations_of, resolve
from fakdx.differential.weights import finding_weights, setting_of
from fakdx.inference import EngineName, FactBase, facts_of, infer
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import Assessment, Evidence
from fakdx.model.rules import Inference

__all__ = ["Differential", "Priors", "assess", "derivations_of", "differential", "resolve"]


@dataclass(frozen=True, slots=True)
class Differential:
    """The ranking and all it came from."""

    case: CaseData
    base: FactBase
    inference: Inference
    assessments: tuple[Assessment, ...]

    def of(self, hypothesis: str) -> Assessment:
        return next(a for a in self.assessments if a.id == hypothesis)


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
    tally = Tally(knowledge, setting_of(case, base.facts), priors)
    marks = tally.marks(inference, finding_weights(case, knowledge.scoring), derivations)
    assessed = [
        _assessment(tally.standing(id, marks.get(id, ()), derivations), marks.get(id, ()), derivations, knowledge)
        for id in sorted(knowledge.hypotheses)
    ]
    return tuple(sorted(assessed, key=lambda a: (-a.probability, a.id)))


def _assessment(
    standing: Standing, marks: Sequence[Mark], derivations: Derivations, knowledge: Knowledge
) -> Assessment:
    winners = {(m.group, m.speaks_for): m for m in counting(marks)}
    evidence = [_evidence(m, winners[m.group, m.speaks_for], derivations) for m in marks]
    hypothesis = knowledge.hypotheses[standing.id]
    return Assessment(
        id=standing.id,
        name=hypothesis.name,
        short=hypothesis.short,
        kind=standing.kind,
        prior=standing.prior,
        points=standing.points,
        probability=standing.probability,
        band=standing.band,
        corroborated=standing.corroborated,
        for_=_ranked(e for e in evidence if e.full_points > 0),
        against=_ranked(e for e in evidence if e.full_points < 0),
    )


def _evidence(mark: Mark, winner: Mark, derivations: Derivations) -> Evidence:
    """A mark in words; one that a stronger mark of its group outweighs stays, at zero, and says so."""
    observed, via = resolve(mark.firing.labels, derivations)
    reasons = [*mark.weight.reasons, *([mark.elsewhere] if mark.elsewhere else [])]
    counted = mark is winner
    if counted:
        note = "counts for less: " + ", ".join(reasons) if reasons else ""
    else:
        note = f"same observation as {winner.rule.id}, which counts"
    return Evidence(
        rule=mark.rule.id,
        points=mark.points if counted else 0.0,
        full_points=mark.full,
        findings=observed,
        via=via,
        because=mark.rule.because,
        sources=tuple((c.source, c.at) for c in mark.rule.sources),
        group=mark.group,
        decisive=mark.decisive,
        counted=counted,
        note=note,
    )


def _ranked(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda e: (-abs(e.points), e.rule)))
