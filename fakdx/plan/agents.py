"""Which agents of a combination fit this case: by the receptor at work, by genotype, by what is in use already."""

from __future__ import annotations

from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.entries import Combination
from fakdx.model.rules import Fact
from fakdx.model.vocabulary import Agent
from fakdx.plan.prospects import RECEPTOR_DRUG, active_receptors, made_for


def fitting_agents(
    combination: Combination, case: CaseData, facts: tuple[Fact, ...], knowledge: Knowledge
) -> tuple[Agent, ...]:
    """Best fit first: made for the genotype, then hitting most of the receptors at work and least besides.

    A drug made for one genotype is left out unless that genotype is known, a receptor drug unless it hits a
    receptor at work (where one is known), and the inhibitor in use is never its own partner.
    """
    listed = [knowledge.agents[a] for a in combination.agents if a in knowledge.agents]
    agents = [a for a in listed if a.id != case.context.inhibitor and made_for(a, facts) is not False]
    receptors = active_receptors(facts)
    if receptors:
        agents = [a for a in agents if RECEPTOR_DRUG not in a.classes or receptors & set(a.genes)]
    order = {a.id: number for number, a in enumerate(listed)}

    def fit(agent: Agent) -> tuple[bool, int, int, int]:
        hit = len(receptors & set(agent.genes)) if RECEPTOR_DRUG in agent.classes else 0
        spare = len(set(agent.genes) - receptors) if hit else 0
        return made_for(agent, facts) is not True, -hit, spare, order[agent.id]

    return tuple(sorted(agents, key=fit))


def efflux_caution(agents: tuple[Agent, ...], case: CaseData, knowledge: Knowledge) -> str:
    """A warning where one of the pair blocks the pump that carries the other; empty otherwise."""
    inhibitor = knowledge.agents.get(case.context.inhibitor or "")
    if inhibitor is None:
        return ""
    pairs = [(inhibitor, a) for a in agents] + [(a, inhibitor) for a in agents]
    for blocker, carried in pairs:
        pumps = [p for p in carried.pumped_by if p in blocker.blocks_pumps]
        if pumps:
            every = [a.name for b, a in pairs if b is blocker and set(pumps) & set(a.pumped_by)]
            known = f"{blocker.name} blocks {' and '.join(pumps)}, which carries {' and '.join(every)} out of the cell"
            control = f"a line without {pumps[0]}, and an inhibitor of the pump in place of {blocker.name}"
            return f"{known}: a gain may be drug level. Run {control}."
    return ""
