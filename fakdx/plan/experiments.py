"""What to run next: every experiment, every outcome, before it is run."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.differential.score import Differential, Priors
from fakdx.differential.verdict import Ruling
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Finding
from fakdx.model.entries import Experiment
from fakdx.model.result import ExperimentAdvice, OutcomeAdvice
from fakdx.plan.information import expected_gain, outcome_probabilities
from fakdx.plan.outlook import Outlook, holds, known_facts, look_ahead, outcome_findings

COST_STEPS = {"none": 0, "low": 1, "medium": 2, "high": 4}
WORTH_SHOWING = 0.02
"""A hypothesis is listed under an outcome when its probability moves by at least this."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How hours at the bench, days of waiting and money weigh against information."""

    name: str
    per_hour: float
    per_day: float
    per_cost: float

    def discount(self, hands_on_h: float, days: float, cost: str) -> float:
        """What a bit is worth after its price, between 0 and 1."""
        return 1 / (1 + self.per_hour * hands_on_h + self.per_day * days + self.per_cost * COST_STEPS[cost])


PREFERENCES = {
    "balanced": Preference("balanced", 0.04, 0.04, 0.1),
    "fast": Preference("fast", 0.04, 0.25, 0.05),
    "cheap": Preference("cheap", 0.1, 0.02, 0.5),
    "decisive": Preference("decisive", 0.0, 0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Assayed:
    """An experiment with the outlook after each of its outcomes."""

    experiment: Experiment
    outlooks: tuple[Outlook, ...]
    probabilities: tuple[float, ...]
    gain_bits: float
    moves: float
    """Expected change, in points, of the leading hypotheses: separates experiments when doubt is nearly gone."""
    changes_ruling: bool


def assay(found: Differential, ruling: Ruling, knowledge: Knowledge, priors: Priors | None = None) -> tuple[Assayed, ...]:
    """Look ahead over every experiment that makes sense for the case and is not done."""
    facts = known_facts(found)
    done = {f.subject for f in found.case.findings if f.tested}
    assayed = []
    for experiment in knowledge.experiments.values():
        if experiment.needs and not any(holds(need, facts, knowledge) for need in experiment.needs):
            continue
        outcomes = [outcome_findings(knowledge, o.adds, found.case.context) for o in experiment.outcomes]
        if _is_done(outcomes, done):
            continue
        assayed.append(_assay(experiment, outcomes, found, ruling, knowledge, priors))
    return tuple(assayed)


def _is_done(outcomes: list[tuple[Finding, ...]], done: set[tuple[object, ...]]) -> bool:
    """All that the experiment would tell is in the case."""
    return all(f.subject in done for adds in outcomes for f in adds)


def _assay(
    experiment: Experiment,
    outcomes: list[tuple[Finding, ...]],
    found: Differential,
    ruling: Ruling,
    knowledge: Knowledge,
    priors: Priors | None,
) -> Assayed:
    outlooks = tuple(look_ahead(found.case, adds, knowledge, priors) for adds in outcomes)
    ids = sorted(a.id for a in found.assessments)
    today = {a.id: a for a in found.assessments}
    now = [today[id].probability for id in ids]
    after = []
    for outlook in outlooks:
        then = {a.id: a.probability for a in outlook.differential.assessments}
        after.append([then[id] for id in ids])
    p = outcome_probabilities(now, after)
    leading = [a for a in found.assessments[:3] if a.points > 0] or list(found.assessments[:1])
    moves = sum(
        weight * a.probability * abs(outlook.differential.of(a.id).points - a.points)
        for weight, outlook in zip(p, outlooks, strict=True)
        for a in leading
    )
    changes = any(weight >= 0.05 and outlook.ruling != ruling for weight, outlook in zip(p, outlooks, strict=True))
    return Assayed(experiment, outlooks, p, expected_gain(now, after, p), moves, changes)


def rank(assayed: tuple[Assayed, ...], preference: Preference) -> tuple[tuple[Assayed, float], ...]:
    """Best value first: information, with a little credit for moving the leaders, after its price."""
    valued = [
        (a, (a.gain_bits + 0.05 * a.moves) * preference.discount(a.experiment.hands_on_h, a.experiment.days, a.experiment.cost))
        for a in assayed
        if a.gain_bits > 1e-6 or a.moves > 1e-6
    ]
    return tuple(sorted(valued, key=lambda pair: (-pair[1], pair[0].experiment.id)))


def advise(
    found: Differential, ranked: tuple[tuple[Assayed, float], ...]
) -> tuple[ExperimentAdvice, ...]:
    """The ranking as reports print it."""
    today = {a.id: a for a in found.assessments}
    return tuple(_advice(one, value, today) for one, value in ranked)


def _advice(one: Assayed, value: float, today: dict[str, object]) -> ExperimentAdvice:
    e = one.experiment
    outcomes = tuple(
        OutcomeAdvice(o.id, o.result, p, _then(outlook, today), outlook.ruling.kind)
        for o, p, outlook in zip(e.outcomes, one.probabilities, one.outlooks, strict=True)
    )
    return ExperimentAdvice(
        id=e.id,
        name=e.name,
        purpose=e.purpose,
        gain_bits=one.gain_bits,
        value=value,
        hands_on_h=e.hands_on_h,
        days=e.days,
        cost=e.cost,
        instant=e.instant,
        outcomes=outcomes,
        why=_why(outcomes),
        protocol=e.protocol,
        controls=e.controls,
        passes=e.passes,
    )


def _then(outlook: Outlook, today: dict[str, object]) -> tuple[tuple[str, float], ...]:
    changes = [
        (a.id, a.probability, abs(a.probability - today[a.id].probability))  # type: ignore[attr-defined]
        for a in outlook.differential.assessments
    ]
    moved = sorted((c for c in changes if c[2] >= WORTH_SHOWING), key=lambda c: (-c[2], c[0]))
    return tuple((id, probability) for id, probability, _ in moved[:5])


def _why(outcomes: tuple[OutcomeAdvice, ...]) -> str:
    separated = list(dict.fromkeys(id for o in outcomes for id, _ in o.then[:2]))[:3]
    if not separated:
        return "confirms what is known"
    return "separates " + ", ".join(id.replace("_", " ") for id in separated)


def stop_reason(case: CaseData, assayed: tuple[Assayed, ...], ruling: Ruling) -> str:
    """Why enough is known: no experiment has a result that would change the decision. Empty while one has."""
    if not case.findings or any(a.changes_ruling for a in assayed):
        return ""
    if ruling.kind in ("insufficient_data", "contradictory"):
        return "No experiment in the catalogue would settle this; more findings of another kind are needed."
    return "Enough: no experiment in the catalogue has a likely result that would change this verdict."
