"""The experiments that make sense for a case, with their outcomes read as this case would record them.

The knowledge base writes outcomes for no case in particular: a drug there stands for its class, a receptor for the
one that is active, and a result without a time for the observation however it was timed. Here they become findings
of the case at hand, so that a repeat takes the place of what it repeats, and a time course that of a report without
times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from fakdx.differential.outlook import holds, outcome_findings
from fakdx.differential.search import Told, tell
from fakdx.inference.facts import Subject, finding_facts
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding
from fakdx.model.entries import Experiment
from fakdx.model.rules import Fact
from fakdx.model.vocabulary import Agent

RECEPTOR_FACTS = ("rtk_active", "rtk_new", "rtk_driven_genotype", "FAK_RTK_complex")
UNNAMED = "fak_inhibitor_unspecified"
RECEPTOR_DRUG = "rtk_inhibitor"


@dataclass(frozen=True, slots=True)
class Expected:
    """One outcome in this case: the findings it would add, and the subjects that give way to them."""

    adds: tuple[Told, ...]
    instead_of: frozenset[Subject]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(t.finding for t in self.adds)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An experiment and what each of its outcomes would be in this case."""

    experiment: Experiment
    outcomes: tuple[Expected, ...]


def candidates(case: CaseData, facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Every experiment whose needs are met and that would tell something not in the case, in catalogue order.

    What is reported meets a need even where it is contradicted and so makes no fact.
    """
    reader = _Reader(case, facts, knowledge)
    told = {f.label for f in facts}
    reported = [f for f in case.findings if f.tested and f.label not in told]
    disputed = [fact for finding in reported for fact in finding_facts(finding, case.context, knowledge)]
    reported_facts = (*facts, *disputed)
    found = []
    for experiment in knowledge.experiments.values():
        if not _applies(experiment, reported_facts, knowledge):
            continue
        outcomes = tuple(reader.read(o.adds) for o in experiment.outcomes)
        if any(f.subject not in reader.known for adds in outcomes for f in adds):
            prepared = [tuple(_told(f, _bare(case.context), knowledge) for f in adds) for adds in outcomes]
            found.append(Candidate(experiment, tuple(Expected(adds, reader.superseded(adds)) for adds in prepared)))
    return tuple(found)


def _applies(experiment: Experiment, facts: tuple[Fact, ...], knowledge: Knowledge) -> bool:
    if any(holds(condition, facts, knowledge) for condition in experiment.unless):
        return False
    cultures = {f.state for f in facts if f.name == "culture"}
    if cultures and experiment.cultures and cultures.isdisjoint(experiment.cultures):
        return False
    return not experiment.needs or any(holds(need, facts, knowledge) for need in experiment.needs)


def active_receptors(facts: Iterable[Fact]) -> frozenset[str]:
    """Genes of the receptors that the findings mark: active, new, gained, or found with FAK."""
    return frozenset(
        str(f.values["gene"])
        for f in facts
        if f.name in RECEPTOR_FACTS and f.state in ("yes", "present") and "gene" in f.values
    )


def made_for(agent: Agent, facts: Iterable[Fact]) -> bool | None:
    """Whether the genotype that a drug is made for is known to be here; None for a drug made for no genotype."""
    if not agent.selective_for:
        return None
    known = {(f.values.get("gene"), f.state) for f in facts if f.name == "genotype"}
    return any((need.gene, need.status) in known for need in agent.selective_for)


class _Reader:
    """Outcomes as findings of one case."""

    def __init__(self, case: CaseData, facts: tuple[Fact, ...], knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._context = case.context
        self._facts = facts
        self._receptors = active_receptors(facts)
        tested = [f for f in case.findings if f.tested]
        self.known: frozenset[Subject] = frozenset(f.subject for f in tested)
        self._timed: dict[Subject, list[Finding]] = {}
        for finding in tested:
            self._timed.setdefault(_untimed(finding).subject, []).append(finding)
        used = {a for f in tested for a in f.treatment or ()} | set(case.context.partner)
        self._used = sorted(used - {case.context.inhibitor, UNNAMED})
        self._combined: dict[str, set[tuple[str, ...]]] = {}
        for finding in tested:
            if finding.treatment and "interaction" in knowledge.observables[finding.name].classes:
                self._combined.setdefault(finding.name, set()).add(finding.treatment)

    def read(self, adds: tuple[dict[str, object], ...]) -> tuple[Finding, ...]:
        written = outcome_findings(self._knowledge, adds, self._context)
        return tuple(f for w in written for f in self._as_repeated(self._as_named(w)))

    def _as_named(self, finding: Finding) -> Finding:
        """With the drug of the class, the combination, and the receptor, that this case is about."""
        if finding.treatment is None and len(combined := self._combined.get(finding.name, set())) == 1:
            finding = replace(finding, treatment=min(combined))
        if finding.treatment and self._used:
            named = tuple(sorted({self._agent(a) for a in finding.treatment}))
            if named != finding.treatment:
                finding = replace(finding, treatment=named)
        if finding.gene and self._receptors and finding.gene not in self._receptors:
            observable = self._knowledge.observables[finding.name]
            known = self._knowledge.table("genes").get(finding.gene)
            if known is not None and known.rtk and observable.scale == "presence":
                finding = replace(finding, gene=min(self._receptors))
        return finding

    def _agent(self, id: str) -> str:
        """The agent of the case that does what `id` stands for; `id` itself where there is none."""
        wanted = self._knowledge.agents[id]
        if id == self._context.inhibitor or id in self._used:
            return id
        for used in (self._knowledge.agents[a] for a in self._used):
            alike = used.role == wanted.role and set(wanted.classes) <= set(used.classes)
            if alike and not self._misses(used):
                return used.id
        return id

    def _misses(self, agent: Agent) -> bool:
        """A drug made for another genotype, or one that spares the receptor at work, stands for nothing here."""
        if made_for(agent, self._facts) is False:
            return True
        receptor_drug = RECEPTOR_DRUG in agent.classes and bool(agent.genes)
        return receptor_drug and bool(self._receptors) and self._receptors.isdisjoint(agent.genes)

    def _as_repeated(self, finding: Finding) -> Iterator[Finding]:
        """At the times and doses at which the same was looked at before, if it says none itself."""
        before = self._timed.get(finding.subject, ()) if finding == _untimed(finding) else ()
        if not before:
            yield finding
        for earlier in before:
            yield replace(finding, at=earlier.at, dose=earlier.dose, regimen=earlier.regimen)

    def superseded(self, adds: Iterable[Told]) -> frozenset[Subject]:
        """Subjects reported without time and dose that these results, with theirs, say more exactly."""
        timed = {_untimed(t.finding).subject for t in adds if t.finding != _untimed(t.finding)}
        return self.known & timed


def _untimed(finding: Finding) -> Finding:
    untimed = finding.at is None and finding.dose is None and finding.regimen is None
    return finding if untimed else replace(finding, at=None, dose=None, regimen=None)


def _bare(context: Context) -> Context:
    """What of a context goes into the facts of a finding."""
    return Context(inhibitor=context.inhibitor, dose=context.dose, exposure=context.exposure)


@lru_cache(maxsize=8192)
def _told(finding: Finding, context: Context, knowledge: Knowledge) -> Told:
    return tell(finding, context, knowledge)
