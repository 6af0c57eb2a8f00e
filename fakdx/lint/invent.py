"""A finding, as a case would write it, that satisfies a condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fakdx.inference.conditions import TERM_FIELDS
from fakdx.knowledge import Knowledge
from fakdx.lint.material import Material
from fakdx.model.rules import Condition
from fakdx.reading.quantities import Span

Fragment = dict[str, Any]
"""`context` and `findings` in the shorthand of a case file."""

_ROLES = {
    "fak_degrader": "fak_degrader", "fak_depletion": "fak_depletion", "other_inhibitor": "fak_inhibitor",
    "wild_type_rescue": "fak_rescue_wild_type", "kinase_dead_rescue": "fak_rescue_kinase_dead",
}  # fmt: skip
_UNITS = {"hours": ("at", "h"), "dose_um": ("dose", "uM"), "ic50": ("ic50", "uM"), "fold": ("fold", "x")}


def satisfying(condition: Condition, material: Material) -> Iterator[Fragment]:
    """Fragments that may satisfy the condition, plainest first. The caller tries them; none is promised to."""
    knowledge = material.knowledge
    fields = {name: sorted(allowed) for name, allowed in condition.one_of}
    for state in sorted(condition.states):
        if condition.name in knowledge.derived:
            yield from _derived(condition.name, state, material)
        elif condition.name in TERM_FIELDS:
            yield {"context": {condition.name: state}, "findings": []}
        elif condition.name == "genotype":
            for gene in fields.get("gene", ["KRAS"]):
                yield {"context": {"genotype": [f"{gene} {state}"]}, "findings": []}
        elif condition.name == "pyk2_coverage":
            chosen = [a.id for a in knowledge.agents.values() if a.pyk2 == state]
            yield from ({"context": {"inhibitor": id}, "findings": []} for id in chosen[:1])
        elif condition.name == "rtk_status":
            lines = [c.id for c in knowledge.cell_lines.values() if c.rtk_status == state]
            yield from ({"context": {"cell_line": id}, "findings": []} for id in lines[:1])
        else:
            yield from _observed(condition, state, fields, knowledge)


def _derived(name: str, state: str, material: Material) -> Iterator[Fragment]:
    """What makes a rule fire that concludes it."""
    makers = {r.id for r in material.makers.get(name, ()) if r.then.state == state}
    for rule in sorted(makers):
        origin = material.knowledge.origins["rules", rule]
        data = origin.document.data
        for part in origin.path:
            data = data[part]
        yield from (as_fragment(example) for example in data["examples"]["fires"])


def _observed(
    condition: Condition, state: str, fields: Mapping[str, list[str]], knowledge: Knowledge
) -> Iterator[Fragment]:
    for observable in knowledge.observables.values():
        if condition.name != observable.id and condition.name not in observable.classes:
            continue
        finding: dict[str, Any] = {observable.id: state}
        for key, field in (("gene", "gene"), ("in", "arm"), ("extent", "extent")):
            words = [w for w in fields.get(field, ()) if w not in ("model", "plain")]
            if words and not (key == "gene" and observable.gene):
                finding[key] = words[0]
        if "vehicle" not in (versus := fields.get("versus", ["vehicle"])):
            finding["versus"] = versus[0]
        if fields.get("signal") == ["raw"]:
            finding["raw"] = "yes"
        finding.update(_within(condition))
        for treatment in _treatments(fields, knowledge):
            yield {"context": {}, "findings": [{**finding, **treatment}]}


def _within(condition: Condition) -> dict[str, str]:
    return {_UNITS[f][0]: f"{_inside(span):g} {_UNITS[f][1]}" for f, span in condition.within if f in _UNITS}


def _inside(span: Span) -> float:
    """A number well inside the span."""
    if span.low is not None and span.high is not None:
        return (span.low + span.high) / 2
    return span.high / 2 if span.high is not None else (span.low or 1) * 2


def _treatments(fields: Mapping[str, list[str]], knowledge: Knowledge) -> Iterator[dict[str, str]]:
    """`with` and `on` that give a treatment the condition asks for."""
    kinds = fields.get("treatment", ["inhibitor"])
    partners = [
        a.id
        for a in knowledge.agents.values()
        if a.role == "partner"
        and (not fields.get("with") or set(a.classes) & set(fields["with"]))
        and (not fields.get("with_gene") or set(a.genes) & set(fields["with_gene"]))
        and (not fields.get("with_agent") or a.id in fields["with_agent"])
    ]
    for kind in kinds:
        if kind == "inhibitor":
            yield {}
        elif kind == "untreated":
            yield {"on": "untreated"}
        elif kind in ("combination", "partner"):
            yield from ({"with" if kind == "combination" else "on": partner} for partner in partners[:2])
        else:
            agents = [a.id for a in knowledge.agents.values() if a.role == _ROLES[kind]]
            yield from ({"on": agent} for agent in agents[:2])


def as_fragment(data: Any) -> Fragment:
    """An example as written, with `context` and `findings` told apart."""
    if isinstance(data, Mapping) and ("findings" in data or "context" in data):
        return {"context": dict(data.get("context") or {}), "findings": list(data.get("findings") or [])}
    return {"context": {}, "findings": [data] if isinstance(data, Mapping) else list(data)}
