"""The ranking of experiments as reports print it: each outcome with what it would do."""

from __future__ import annotations

from collections.abc import Mapping

from fakdx.differential.score import Differential
from fakdx.differential.search import Prospect
from fakdx.model.result import ExperimentAdvice, OutcomeAdvice
from fakdx.plan.experiments import Assayed

WORTH_SHOWING = 0.02
"""A hypothesis is listed under an outcome when its probability moves by at least this."""
MOST_SHOWN = 5


def advise(found: Differential, ranked: tuple[tuple[Assayed, float], ...]) -> tuple[ExperimentAdvice, ...]:
    """Every ranked experiment with the consequence of every outcome."""
    today = {a.id: a.probability for a in found.assessments}
    short = {a.id: a.short for a in found.assessments}
    return tuple(_advice(one, value, today, short) for one, value in ranked)


def _advice(one: Assayed, value: float, today: Mapping[str, float], short: Mapping[str, str]) -> ExperimentAdvice:
    e = one.experiment
    outcomes = tuple(
        OutcomeAdvice(o.id, o.result, p, _then(prospect, today), prospect.ruling.kind)
        for o, p, prospect in zip(e.outcomes, one.probabilities, one.prospects, strict=True)
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
        why=_why(one, outcomes, short),
        protocol=e.protocol,
        controls=e.controls,
        passes=e.passes,
    )


def _then(prospect: Prospect, today: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    changes = [(s.id, s.probability, abs(s.probability - today[s.id])) for s in prospect.standings]
    moved = sorted((c for c in changes if c[2] >= WORTH_SHOWING), key=lambda c: (-c[2], c[0]))
    return tuple((id, probability) for id, probability, _ in moved[:MOST_SHOWN])


def _why(one: Assayed, outcomes: tuple[OutcomeAdvice, ...], short: Mapping[str, str]) -> str:
    """The largest of the reasons for running it."""
    if one.settlement_bits > max(one.gain_bits, one.confirmation_bits, one.action_bits):
        return "settles the contradiction"
    if one.repair_bits > max(one.gain_bits, one.confirmation_bits, one.action_bits):
        return "does again, without the flaw, what the verdict says went wrong"
    separated = [short[id] for id in dict.fromkeys(id for o in outcomes for id, _ in o.then[:2])][:3]
    if one.action_bits > max(one.gain_bits, one.confirmation_bits):
        return "tests the combination that follows from the verdict"
    if one.gain_bits >= one.confirmation_bits and separated:
        return "separates " + ", ".join(separated)
    return "puts what leads to the test"
