"""A case to flat facts: findings, context, and what the knowledge base knows of the line and the inhibitor.

Findings that were not tested make no fact. Findings that contradict each other make none either; they are
handed back instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fakdx.knowledge import Knowledge
from fakdx.model.case import INCONCLUSIVE, CaseData, Context, Finding
from fakdx.model.rules import Fact
from fakdx.model.vocabulary import Agent
from fakdx.reading.quantities import Span

_AGREEING = (frozenset({"inhibited", "partly inhibited"}),)
"""States that one subject can have at once without contradiction."""


Subject = tuple[object, ...]
"""What a finding is about; see `Finding.subject`."""


@dataclass(frozen=True, slots=True)
class FactBase:
    """Facts of a case, the contradictory subjects left out of them, and what was filled in from knowledge."""

    facts: tuple[Fact, ...]
    contradictions: tuple[tuple[Finding, ...], ...]
    filled_in: tuple[str, ...]


def facts_of(case: CaseData, knowledge: Knowledge) -> FactBase:
    """All facts of the case, sorted so that the order of findings can never matter."""
    findings = sorted(set(case.findings), key=lambda f: f.label)
    contradictions = contradictions_among((f.subject, f) for f in findings)
    disputed = {f for group in contradictions for f in group}
    context, filled_in = context_facts(case.context, knowledge)
    facts = list(context)
    for finding in findings:
        if finding.tested and finding not in disputed:
            facts.extend(finding_facts(finding, case.context, knowledge))
    unique = {fact.key: fact for fact in facts}
    return FactBase(tuple(unique[key] for key in sorted(unique)), contradictions, filled_in)


def contradictions_among(findings: Iterable[tuple[Subject, Finding]]) -> tuple[tuple[Finding, ...], ...]:
    """Groups of findings that say different things of one subject."""
    subjects: dict[Subject, list[Finding]] = {}
    for subject, finding in findings:
        if finding.tested and finding.state != INCONCLUSIVE:
            subjects.setdefault(subject, []).append(finding)
    clashing = []
    for group in subjects.values():
        states = {f.state for f in group}
        if len(states) > 1 and not any(states <= agreeing for agreeing in _AGREEING):
            clashing.append(tuple(group))
    return tuple(sorted(clashing, key=lambda g: g[0].label))


def finding_facts(finding: Finding, context: Context, knowledge: Knowledge) -> Iterator[Fact]:
    """One fact for each class of the observable and each target of the partner drugs."""
    observable = knowledge.observables[finding.name]
    values: dict[str, str | Span] = {
        "arm": finding.arm,
        "signal": "raw" if finding.raw else "normalised",
        "extent": finding.extent or "plain",
    }
    if observable.shape != "check":
        values["versus"] = finding.versus or "vehicle"
    if gene := finding.gene or observable.gene:
        values["gene"] = gene
    if (hours := finding.at or context.exposure) is not None:
        values["hours"] = hours
    values |= {key: span for key, span in (("fold", finding.fold), ("ic50", finding.ic50)) if span is not None}
    dose = finding.dose or (None if finding.regimen else context.dose)
    if dose is not None:
        values["dose_um"] = dose
        if (multiple := dose_over_ec50(dose, context, knowledge)) is not None:
            values["dose_ec50"] = multiple
    label = finding.label
    for treatment in _treatments(finding.treatment, context, knowledge):
        for name in (observable.id, *observable.classes):
            yield Fact(name, finding.state, label, {**values, **treatment})
    if "interaction" in observable.classes:
        yield from _partner_facts(finding.treatment or (), label, knowledge)


def dose_over_ec50(dose: Span, context: Context, knowledge: Knowledge) -> Span | None:
    """The dose as a multiple of the inhibitor's cellular EC50, None where no cellular value is known."""
    agent = knowledge.agents.get(context.inhibitor or "")
    ec50 = agent.cellular_ec50 if agent else None
    if not ec50:
        return None
    low = None if dose.low is None else dose.low / ec50
    high = None if dose.high is None else dose.high / ec50
    return Span(low, high, dose.open_low, dose.open_high)


def _treatments(treatment: tuple[str, ...] | None, context: Context, knowledge: Knowledge) -> Iterator[dict[str, str]]:
    """The treatment category, once for each class and gene of what was given besides the inhibitor."""
    if treatment is None:
        yield {"treatment": "inhibitor"}
        return
    agents = [knowledge.agents[a] for a in treatment]
    category = treatment_category(agents, context)
    beside = [a for a in agents if not _is_the_inhibitor(a, context)]
    for row in [row for agent in beside for row in _classes_and_genes(agent)] or [{}]:
        yield {"treatment": category, **row}


def _classes_and_genes(agent: Agent) -> Iterator[dict[str, str]]:
    """One row for each class and gene of a drug; a field that it does not have is left out."""
    for cls in agent.classes or (None,):
        for gene in agent.genes or (None,):
            row = {"with": cls, "with_gene": gene, "with_agent": agent.id}
            yield {field: value for field, value in row.items() if value is not None}


def treatment_category(agents: list[Agent], context: Context) -> str:
    """What kind of treatment a set of agents is; see `conditions.TREATMENTS`."""
    roles = {a.role for a in agents}
    if not roles:
        return "untreated"
    if "fak_rescue_kinase_dead" in roles:
        return "kinase_dead_rescue"
    if "fak_rescue_wild_type" in roles:
        return "wild_type_rescue"
    targeting = [a for a in agents if a.role != "partner"]
    if not targeting:
        return "partner"
    if len(agents) > len(targeting) or len(targeting) > 1:
        return "combination"
    agent = targeting[0]
    if _is_the_inhibitor(agent, context):
        return "inhibitor"
    return "other_inhibitor" if agent.role == "fak_inhibitor" else agent.role


def _is_the_inhibitor(agent: Agent, context: Context) -> bool:
    return agent.id == context.inhibitor or (agent.role == "fak_inhibitor" and agent.id == "fak_inhibitor_unspecified")


def context_facts(context: Context, knowledge: Knowledge) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What the context says and what is known of the inhibitor and the line; and labels of the latter."""
    said = {field: getattr(context, field) for field in ("cancer_type", "host", "line", "response_lost")}
    facts = [Fact(k, v, f"{k.replace('_', ' ')}: {v.replace('_', ' ')}") for k, v in said.items() if v is not None]
    facts += [Fact("culture", c, f"culture: {c.replace('_', ' ')}") for c in context.culture]
    for g in context.genotype:
        facts += _gene_facts(g.gene, g.status, g.label, knowledge)
    facts += _partner_facts(context.partner, "", knowledge)
    facts += _time_and_dose(context, knowledge)
    known = (*_inhibitor_facts(context, knowledge), *_line_facts(context, knowledge))
    facts += known
    filled_in = sorted({f.label for f in known if f.name != "inhibitor_given"})
    return tuple(facts), tuple(filled_in)


def _gene_facts(gene: str, status: str, label: str, knowledge: Knowledge) -> Iterator[Fact]:
    yield Fact("genotype", status, label, {"gene": gene})
    known = knowledge.table("genes").get(gene)
    if known is not None and known.rtk:
        yield Fact("rtk_genotype", status, label, {"gene": gene})


def _partner_facts(agents: Iterable[str], label: str, knowledge: Knowledge) -> Iterator[Fact]:
    for agent in (knowledge.agents[a] for a in agents):
        if agent.role != "partner":
            continue
        for values in _classes_and_genes(agent):
            yield Fact("given_partner", "given", label or f"partner: {agent.name}", values)


def _time_and_dose(context: Context, knowledge: Knowledge) -> Iterator[Fact]:
    if context.exposure is not None and context.exposure.low is not None:
        prolonged = context.exposure.low >= knowledge.scoring.thresholds.prolonged_from_h
        state = "prolonged" if prolonged else "acute"
        yield Fact("exposure", state, f"exposure: {state}", {"hours": context.exposure})
    if context.dose is not None:
        values: dict[str, str | Span] = {"dose_um": context.dose}
        if (multiple := dose_over_ec50(context.dose, context, knowledge)) is not None:
            values["dose_ec50"] = multiple
        yield Fact("given_dose", "given", "the dose", values)


def _inhibitor_facts(context: Context, knowledge: Knowledge) -> Iterator[Fact]:
    agent = knowledge.agents.get(context.inhibitor or "")
    if agent is not None:
        yield Fact("inhibitor_given", "given", f"inhibitor: {agent.name}", {"with_agent": agent.id})
    if agent is not None and agent.pyk2 is not None and agent.pyk2 != "unknown":
        words = {"dual": "also inhibits PYK2", "selective": "spares PYK2"}[agent.pyk2]
        yield Fact("pyk2_coverage", agent.pyk2, f"{agent.name} {words} (known of the inhibitor)")


def _line_facts(context: Context, knowledge: Knowledge) -> Iterator[Fact]:
    line = knowledge.cell_lines.get(context.cell_line or "")
    if line is None:
        return
    told = {g.gene for g in context.genotype}
    for known in line.genotype:
        if known.gene not in told:
            words = known.detail or known.status.replace("_", "-")
            label = f"{line.name}: {known.gene} {words} (known of the line)"
            yield from _gene_facts(known.gene, known.status, label, knowledge)
    if line.rtk_status != "unknown":
        yield Fact("rtk_status", line.rtk_status, f"{line.name}: RTK-{line.rtk_status} (known of the line)")
    if context.cancer_type is None and line.cancer_type != "none":
        yield Fact("cancer_type", line.cancer_type, f"{line.name}: {line.cancer_type} cancer (known of the line)")
