"""How to test a combination: the model to name beforehand, the doses, and the result that would show it wrong."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.entries import Combination
from fakdx.model.rules import Fact
from fakdx.reading.quantities import Span, say_micromolar

MULTIPLES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Doses of a matrix, as multiples of the cellular EC50."""


@dataclass(frozen=True, slots=True)
class Design:
    """The model and why, the doses of the FAK inhibitor, the arms, and what would falsify the idea."""

    model: str
    why: str
    doses: str
    arms: tuple[str, ...]
    falsified_by: str


def design_for(combination: Combination, case: CaseData, facts: tuple[Fact, ...], knowledge: Knowledge) -> Design:
    """Bliss where both drugs act alone by different routes, HSA where one is flat, Loewe where both hit one target."""
    model, why = _model(combination, facts, knowledge)
    return Design(model, why, _doses(case, knowledge), combination.arms, combination.falsified_by)


def _model(combination: Combination, facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[str, str]:
    if combination.replaces_inhibitor:
        return "none", "one drug takes the place of the other: compare them at equal loss of Y397"
    agents = [knowledge.agents[a] for a in combination.agents if a in knowledge.agents]
    if any("PTK2" in a.genes for a in agents):
        return "Loewe", "both drugs hit FAK, so that one may be a dilution of the other"
    classes = {c for a in agents for c in a.classes}
    if any(_flat(f, classes) for f in facts):
        return "HSA", "one drug is flat alone; HSA asks whether the pair beats the better one; give Bliss beside it"
    return "Bliss", "the drugs act by different routes; give HSA beside it, since models disagree"


def _flat(fact: Fact, classes: set[str]) -> bool:
    """Growth goes on under the inhibitor alone, or under a partner of these classes alone."""
    given = fact.values.get("treatment")
    alone = given == "inhibitor" or (given == "partner" and fact.values.get("with") in classes)
    return fact.name == "growth" and fact.state == "no effect" and alone


def _doses(case: CaseData, knowledge: Knowledge) -> str:
    agent = knowledge.agents.get(case.context.inhibitor or "")
    ec50 = agent.cellular_ec50 if agent else None
    steps = ", ".join(f"{m:g}" for m in MULTIPLES)
    if agent is None or ec50 is None:
        return f"0 and {steps} times the dose that takes Y397 down in these cells, by titration"
    doses = ", ".join(say_micromolar(Span(ec50 * m, ec50 * m)) for m in MULTIPLES)
    return f"{agent.name} at 0, {doses} ({steps} times its cellular EC50 of {say_micromolar(Span(ec50, ec50))})"
