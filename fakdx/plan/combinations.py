"""What to combine: ready, deferred or refused, each with its reason."""

from __future__ import annotations

from fakdx.differential.score import Differential
from fakdx.differential.verdict import LIKELY, Ruling
from fakdx.knowledge import Knowledge
from fakdx.model.entries import Combination
from fakdx.model.result import Assessment, CombinationAdvice
from fakdx.model.rules import Fact
from fakdx.model.vocabulary import Agent
from fakdx.plan.outlook import holds, known_facts

RECEPTOR_FACTS = ("rtk_active", "rtk_new", "rtk_driven_genotype", "FAK_RTK_complex")
WORTH_NAMING = 0.25
"""Below this probability nothing points at a combination's mechanism."""
_ORDER = {"ready": 0, "deferred": 1, "refused": 2}


def combine(
    found: Differential, ruling: Ruling, first_experiments: tuple[str, ...], knowledge: Knowledge
) -> tuple[CombinationAdvice, ...]:
    """Every combination that something in the case points at, and the partner already tried; best first."""
    facts = known_facts(found)
    advice = []
    for combination in knowledge.combinations.values():
        aimed = [found.of(id) for id in combination.against]
        best = max(aimed, key=lambda a: (a.probability, a.id))
        tried = _tried(combination, facts, knowledge)
        if best.probability < WORTH_NAMING and best.id not in ruling.hypotheses and not tried:
            continue
        status, reason = _status(combination, best, ruling, facts, first_experiments, tried, knowledge)
        advice.append((best, _advice(combination, aimed, status, reason, facts, knowledge)))
    advice.sort(key=lambda row: (_ORDER[row[1].status], -row[0].probability, row[1].id))
    return tuple(row[1] for row in advice)


def _status(
    combination: Combination,
    best: Assessment,
    ruling: Ruling,
    facts: tuple[Fact, ...],
    first_experiments: tuple[str, ...],
    tried: bool,
    knowledge: Knowledge,
) -> tuple[str, str]:
    blocked = next((c for c in combination.refused_if if holds(c, facts, knowledge)), None)
    if blocked is not None:
        return "refused", "the findings speak against it: " + ", ".join(holds(blocked, facts, knowledge))
    if ruling.kind == "none_sensitive":
        return "refused", "the inhibitor works here; nothing is to be added"
    if ruling.kind == "artefact" and ruling.hypotheses != ("wrong_combination_partner",):
        name = knowledge.hypotheses[ruling.hypotheses[0]].short
        return "refused", f"settle the experiment first: {name}"
    if best.probability < WORTH_NAMING:
        return "refused", f"nothing here points at {best.short}"
    if not _fitting_agents(combination, facts, knowledge):
        return "refused", "none of its agents hits the receptor that is active here"
    first = _name(next((e for e in (*combination.first, *first_experiments) if e in knowledge.experiments), ""), knowledge)
    if ruling.kind in ("contradictory", "insufficient_data"):
        return "deferred", f"too early: run {first} first" if first else "too early: the data do not decide"
    if best.band not in LIKELY or best.id not in ruling.hypotheses:
        return "deferred", f"{best.short} is only possible ({best.probability:.0%}); run {first} first"
    missing = [c for c in combination.requires if not holds(c, facts, knowledge)]
    if missing and combination.requires:
        return "deferred", f"needs to be known first; run {first}" if first else "a precondition is not known to hold"
    return "ready", f"{best.short} is {best.band} ({best.probability:.0%})" + ("; tried already, see the findings" if tried else "")


def _name(experiment: str, knowledge: Knowledge) -> str:
    return knowledge.experiments[experiment].name if experiment in knowledge.experiments else ""


def _tried(combination: Combination, facts: tuple[Fact, ...], knowledge: Knowledge) -> bool:
    agents = set(combination.agents)
    return any(f.name == "given_partner" and f.values.get("with_agent") in agents for f in facts)


def active_receptors(facts: tuple[Fact, ...]) -> frozenset[str]:
    """Genes of the receptors that the findings mark: active, new, gained, or found with FAK."""
    return frozenset(
        str(f.values["gene"])
        for f in facts
        if f.name in RECEPTOR_FACTS and f.state in ("yes", "present") and "gene" in f.values
    )


def _fitting_agents(combination: Combination, facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[Agent, ...]:
    """Agents that fit the active receptor and the genotype; all of them where neither matters."""
    agents = [knowledge.agents[a] for a in combination.agents if a in knowledge.agents]
    fitting = [a for a in agents if _genotype_fits(a, facts)]
    receptors = active_receptors(facts)
    if receptors and any("rtk_inhibitor" in a.classes for a in fitting):
        fitting = [a for a in fitting if "rtk_inhibitor" not in a.classes or receptors & set(a.genes)]
    return tuple(fitting)


def _genotype_fits(agent: Agent, facts: tuple[Fact, ...]) -> bool:
    """A drug made for one genotype fits only where that genotype is known."""
    if not agent.selective_for:
        return True
    return any(
        f.name == "genotype" and f.values.get("gene") == need.gene and f.state == need.status
        for need in agent.selective_for
        for f in facts
    )


def _advice(
    combination: Combination,
    aimed: list[Assessment],
    status: str,
    reason: str,
    facts: tuple[Fact, ...],
    knowledge: Knowledge,
) -> CombinationAdvice:
    agents = tuple(a.name for a in _fitting_agents(combination, facts, knowledge))
    cancer = next((f.state for f in facts if f.name == "cancer_type" and f.state != "none"), None)
    return CombinationAdvice(
        id=combination.id,
        name=combination.name,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        agents=agents,
        against=tuple(a.id for a in aimed if a.probability >= WORTH_NAMING) or combination.against[:1],
        evidence=combination.evidence,
        context_match=_match(combination, cancer),
        cautions=combination.cautions,
        arms=combination.arms,
        falsified_by=combination.falsified_by,
        first=combination.first,
    )


def _match(combination: Combination, cancer: str | None) -> str:
    if combination.evidence == "rationale" or not combination.evidence_context:
        return "rationale only"
    where = ", ".join(c.replace("_", " ") for c in combination.evidence_context)
    if cancer in combination.evidence_context:
        return "same tumour type"
    return f"other tumour type ({where})" if cancer else f"shown in {where}"
