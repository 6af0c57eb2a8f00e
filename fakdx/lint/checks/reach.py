"""Entries that nothing reaches: hypotheses without rules, idle questions, sources nobody cites."""

from __future__ import annotations

from collections.abc import Iterator

from fakdx.lint.check import Remark, at, check
from fakdx.lint.material import Material
from fakdx.lint.references import citations, references
from fakdx.model.rules import CompiledRule, Condition


def _concluding(material: Material, kind: str) -> set[str]:
    return {r.then.target for r in material.compiled.values() if r.then.kind == kind}


@check("no-rule-for", "error")
def no_rule_for(material: Material) -> Iterator[Remark]:
    """No rule speaks for a hypothesis, so it can never rise above its prior.

    Bad:
        - {id: wnt_beta_catenin, ...}                  # and no rule says for: wnt_beta_catenin

    Good:
        - {id: wnt_beta_catenin, ...}                  # with rules/wnt_beta_catenin.yaml
    """
    reached = _concluding(material, "for")
    for id in material.knowledge.hypotheses:
        if id not in reached:
            yield at(material, "hypotheses", id), f"no rule speaks for {id}; write rules/{id}.yaml"


@check("no-rule-against", "warning")
def no_rule_against(material: Material) -> Iterator[Remark]:
    """No rule speaks against a hypothesis, so nothing a user observes can rule it out.

    Bad:
        then: {for: wnt_beta_catenin, strength: moderate}       # the only direction there is

    Good:
        then: {against: wnt_beta_catenin, strength: moderate}   # as well
    """
    reached = _concluding(material, "against")
    for id in material.knowledge.hypotheses:
        if id not in reached:
            yield (
                at(material, "hypotheses", id),
                f"no rule speaks against {id}: what result would rule it out?",
            )


def _asked_for(material: Material) -> set[str]:
    """Every name that a condition anywhere asks for."""
    rules = [c for r in material.compiled.values() for c in (*r.all, *r.any, *r.unless)]
    elsewhere = [w.condition for w in material.conditions if w.condition is not None]
    return {c.name for c in (*rules, *elsewhere)}


@check("unused-observation", "warning")
def unused_observation(material: Material) -> Iterator[Remark]:
    """No rule asks for an analyte, readout or check, and no experiment measures it: its answer never matters.

    Bad:
        - {id: pSHC_Y317, shape: measurement, ...}     # and nothing uses it

    Good:
        - {id: pSHC_Y317, shape: measurement, ...}     # measured by an experiment, asked for by a rule
    """
    asked = _asked_for(material)
    measured = {m for e in material.knowledge.experiments.values() for m in e.measures}
    for kind in ("analytes", "readouts", "checks"):
        for id, observable in material.knowledge.table(kind).items():
            if not ({id, *observable.classes} & asked) and id not in measured:
                yield at(material, kind, id), f"{id}: no rule asks for it and no experiment measures it"


@check("underived-finding", "warning")
def underived_finding(material: Material) -> Iterator[Remark]:
    """No rule concludes a derived finding, or not in one of its states.

    Bad:
        - {id: y397_rebound, ...}                      # and no rule says finding: y397_rebound

    Good:
        - {id: y397_rebound, ...}                      # with a rule in rules/derived.yaml
    """
    for id, derived in material.knowledge.derived.items():
        made = {r.then.state for r in material.makers.get(id, ())}
        if missing := [s for s in derived.states if s not in made]:
            states = "" if not made else f" {' or '.join(missing)}"
            yield at(material, "derived", id), f"no rule concludes {id}{states}"


@check("unused-derived", "warning")
def unused_derived(material: Material) -> Iterator[Remark]:
    """A derived finding is concluded, but no rule, scenario, experiment or combination asks for it.

    Bad:
        - {id: akt_rebound, ...}                       # concluded, never asked for

    Good:
        all: [{akt_rebound: yes}]                      # in some rule
    """
    asked = _asked_for(material)
    for id in material.knowledge.derived:
        if id in material.makers and id not in asked:
            yield at(material, "derived", id), f"nothing asks for {id}"


@check("scenario-without-causes", "error")
def scenario_without_causes(material: Material) -> Iterator[Remark]:
    """A scenario offers no cause, or nothing recognises it: it is a door that leads nowhere.

    Bad:
        {id: persistent_y397, recognised: [], causes: [], ...}

    Good:
        {id: persistent_y397, recognised: [[{pFAK_Y397: unchanged}]], causes: [{hypothesis: ..., ...}], ...}
    """
    for id, scenario in material.knowledge.scenarios.items():
        if not scenario.causes:
            yield at(material, "scenarios", id, "causes"), f"{id} offers no cause"
        if not scenario.recognised or not all(scenario.recognised):
            yield at(material, "scenarios", id, "recognised"), f"{id}: no findings recognise it"


@check("unused-protocol", "note")
def unused_protocol(material: Material) -> Iterator[Remark]:
    """No experiment refers to a protocol.

    Bad:
        - {id: kinase_assay, ...}                      # and no experiment says protocol: kinase_assay

    Good:
        protocol: kinase_assay                         # in an experiment
    """
    used = {name for _, _, _, noun, name in references(material.knowledge) if noun == "protocol"}
    for id in material.knowledge.protocols:
        if id not in used:
            yield at(material, "protocols", id), f"no experiment uses {id}"


@check("unused-source", "note")
def unused_source(material: Material) -> Iterator[Remark]:
    """Nothing cites a source.

    Bad:
        - {id: smith_2011, ...}                        # in sources.yaml, cited nowhere

    Good:
        sources: [{source: smith_2011, at: abstract}]
    """
    cited = {cite.source for _, _, _, cite in citations(material.knowledge)}
    cited |= {cite.source for cite in material.knowledge.scoring.cites}
    for id in material.knowledge.sources:
        if id not in cited:
            yield at(material, "sources", id), f"nothing cites {id}"


@check("unused-panel", "note")
def unused_panel(material: Material) -> Iterator[Remark]:
    """No observation belongs to a panel, so the questionnaire never shows it.

    Bad:
        - {id: wnt_blot, name: Wnt blot, effort: blot}   # and no analyte says panel: wnt_blot

    Good:
        - {id: wnt_blot, name: Wnt blot, effort: blot}   # with analytes in it
    """
    used = {o.panel for o in material.knowledge.observables.values()}
    for id in material.knowledge.panels:
        if id not in used:
            yield at(material, "panels", id), f"no observation belongs to {id}"


def reachable(material: Material, rule: CompiledRule) -> frozenset[Condition]:
    """The conditions of a rule, with those of the rules that derive what it asks for."""
    found: set[Condition] = set()
    waiting = [rule]
    seen = {rule.id}
    while waiting:
        current = waiting.pop()
        for condition in (*current.all, *current.any):
            found.add(condition)
            for maker in material.makers.get(condition.name, ()):
                if maker.id not in seen and maker.then.state in condition.states:
                    seen.add(maker.id)
                    waiting.append(maker)
    return frozenset(found)
