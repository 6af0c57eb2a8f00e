"""How likely the notebook holds the answer: looked up at once, on a blot already run, or in an animal never treated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from fakdx.inference.facts import context_facts
from fakdx.interview.probe import Probe
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.vocabulary import Observable

BY_EFFORT = {"instant": 0.8, "blot": 0.5, "assay": 0.3, "in_vivo": 0.2}
"""By the effort of the panel, nothing else being known."""
_AGAINST_PARENT = (("versus", "parental"),)
MOST = 0.95
PATIENCE = 3
"""Missing blots and plates it takes to halve the hope that others are there."""
SIBLING_MISSING = 0.12
"""For a second loading control, where the first was not run."""
PANEL_RUN, PANEL_NOT_RUN = 1.5, 0.25
PARTNER_USED, PARTNER_NOT_USED = 1.0, 0.3
COMMON = 0.03
"""For each documented situation that asks for it: what the guides ask for is what is looked at."""
GENE_OF_THE_CASE = 1.3
"""A receptor that is amplified in the line is the one that is blotted."""
OTHER_CELLS, OTHER_TIME, OTHER_TREATMENT = 0.5, 0.5, 0.35
NOT_APPLICABLE = 0.15
_TREATED_ANIMALS = frozenset({"in_vivo", "clinical"})


class Notebook:
    """What the answers so far say about which experiments were done."""

    def __init__(self, case: CaseData, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._context = case.context
        panels = {f: knowledge.observables[f.name].panel for f in case.findings}
        self._missed = frozenset(
            (panels[f], c) for f in case.findings if not f.tested for c in knowledge.observables[f.name].classes
        )
        self._run = frozenset(panels[f] for f in case.findings if f.tested)
        self._not_run = _shares({f.name for f in case.findings if not f.tested}, knowledge)
        used = {a for f in case.findings if f.tested for a in f.treatment or ()} | set(case.context.partner)
        self._classes = frozenset(c for a in used if a in knowledge.agents for c in knowledge.agents[a].classes)
        self._combined = bool(case.context.partner) or any(
            f.treatment is not None and len(f.treatment) > 1 for f in case.findings
        )
        self._arms = frozenset(f.arm for f in case.findings if f.tested)
        facts, _ = context_facts(case.context, knowledge)
        self._genes = frozenset(f.values["gene"] for f in facts if f.name == "genotype")
        held, missing = len(self._run), sum(share for p, share in self._not_run.items() if p not in self._run)
        self._completeness = (held + PATIENCE) / (held + missing + PATIENCE)
        self._acquired = case.context.line == "resistant" or case.context.response_lost == "later"

    def usual(self, probe: Probe) -> bool:
        """Whether this is how such a case reports it: plainly, or against the parent where the cells grew resistant."""
        return probe.plain or (self._acquired and probe.qualifiers == _AGAINST_PARENT)

    def chance(self, probe: Probe) -> float:
        """Between 0 and 1."""
        observable = self._knowledge.observables[probe.observable]
        chance = BY_EFFORT[self._effort(observable)] * (1 + COMMON * _times_asked(self._knowledge)[observable.id])
        if observable.gene in self._genes:
            chance *= GENE_OF_THE_CASE
        if observable.panel in self._run:
            chance *= PANEL_RUN
        else:
            chance *= PANEL_NOT_RUN ** self._not_run.get(observable.panel, 0.0)
        if any((observable.panel, c) in self._missed for c in observable.classes):
            chance *= SIBLING_MISSING
        chance *= self._completeness * self._setting(observable.panel) * self._reading(probe)
        return min(MOST, chance)

    def _effort(self, observable: Observable) -> str:
        """That of its panel; what only an experiment can tell is not looked up, whatever else of the panel is."""
        effort = self._knowledge.panels[observable.panel].effort
        if effort != "instant":
            return effort
        told_by = [e.instant for e in self._knowledge.experiments.values() if observable.id in e.measures]
        return "assay" if told_by and not any(told_by) else effort

    def _setting(self, panel: str) -> float:
        """Questions about animals, stroma or partners where the case has none."""
        if panel == "combination_checks" and not self._combined:
            return NOT_APPLICABLE
        culture = self._context.culture
        in_animals = bool(_TREATED_ANIMALS & set(culture))
        if self._knowledge.panels[panel].effort == "in_vivo" and culture and not in_animals:
            return NOT_APPLICABLE
        return 1.0

    def _reading(self, probe: Probe) -> float:
        factor = 1.0
        for key, value in probe.qualifiers:
            if key in ("with", "on"):
                factor *= self._treatment(value)
            elif key == "in":
                factor *= 1.0 if value in self._arms else OTHER_CELLS
            elif key == "versus" and value == "parental":
                factor *= 1.0 if self._acquired else NOT_APPLICABLE
            else:
                factor *= OTHER_TIME
        return factor

    def _treatment(self, agent: str) -> float:
        known = self._knowledge.agents.get(agent)
        if known is None or known.role != "partner":
            return OTHER_TREATMENT
        return PARTNER_USED if self._classes & set(known.classes) else PARTNER_NOT_USED


def _shares(missing: Collection[str], knowledge: Knowledge) -> dict[str, float]:
    """Share of each blot or plate that is known to be missing."""
    untold = Counter(knowledge.observables[id].panel for id in missing)
    sizes = Counter(o.panel for o in knowledge.observables.values())
    return {panel: count / sizes[panel] for panel, count in untold.items()}


@lru_cache(maxsize=8)
def _times_asked(knowledge: Knowledge) -> Counter[str]:
    """In how many documented situations each observable is asked for."""
    return Counter(id for scenario in knowledge.scenarios.values() for id in scenario.ask)
