"""Findings that a scientist could enter next and that some rule would notice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Any

from fakdx.case.parse import parse_findings
from fakdx.differential.score import Differential
from fakdx.errors import InputError
from fakdx.inference.conditions import QUALIFIERS, parse_condition
from fakdx.inference.facts import dose_over_ec50, finding_facts
from fakdx.knowledge import Knowledge
from fakdx.model.case import INCONCLUSIVE, NOT_TESTED, CaseData, Finding
from fakdx.model.rules import Rule
from fakdx.model.vocabulary import Observable
from fakdx.reading.quantities import Span, exact_fold, exact_hours, exact_micromolar
from fakdx.reading.yaml_lines import Document

MEMBERS = 2
"""How many observables stand for a class that a rule names."""
GENES = 3
"""How many genes are tried where a rule leaves the gene open."""
_ROLES = {
    "fak_depletion": "fak_depletion", "fak_degrader": "fak_degrader", "other_inhibitor": "fak_inhibitor",
    "wild_type_rescue": "fak_rescue_wild_type", "kinase_dead_rescue": "fak_rescue_kinase_dead", "partner": "partner",
}  # fmt: skip
_NOWHERE = Document("<rule>", None, {(): 0})


def candidates(found: Differential, hypotheses: Collection[str], knowledge: Knowledge) -> tuple[Finding, ...]:
    """Untested findings that satisfy a condition of a rule about one of the hypotheses, sorted.

    Conditions are followed through derived findings down to observations, which are read as case findings with
    the context of the case; what cannot be read so, or satisfies nothing, is left out. Whatever looks at a thing
    already reported is left out too: that would be changing a finding, see `restatements`.
    """
    case = found.case
    genes = _genes(found, hypotheses, knowledge)
    rows: dict[str, Finding] = {}
    for written in _observations(hypotheses, knowledge):
        condition = parse_condition(written, knowledge)
        for row in _rows(written, case, genes, knowledge):
            finding = _read(row, case, knowledge)
            if finding is None or finding.label in rows or any(overlaps(finding, f) for f in case.findings if f.tested):
                continue
            if any(condition.admits(fact) for fact in finding_facts(finding, case.context, knowledge)):
                rows[finding.label] = finding
    return tuple(rows[label] for label in sorted(rows))


def restatements(finding: Finding, knowledge: Knowledge) -> tuple[Finding, ...]:
    """A reported finding with each other result it could have had; the numbers of the old result go."""
    scale = knowledge.scales[knowledge.observables[finding.name].scale]
    bare = replace(finding, extent=None, fold=None, ci=None, ic50=None, value=None, note=None)
    states = [s for s in scale.states if s not in (finding.state, INCONCLUSIVE, NOT_TESTED)]
    return tuple(replace(bare, state=state) for state in states)


def overlaps(one: Finding, other: Finding) -> bool:
    """Whether two findings look at the same thing at times and doses that can be the same."""
    bare_one, bare_other = (replace(f, at=None, dose=None, regimen=None) for f in (one, other))
    if bare_one.subject != bare_other.subject:
        return False
    said = zip((one.at, one.dose, one.regimen), (other.at, other.dose, other.regimen), strict=True)
    return all(a is None or b is None or a == b for a, b in said)


def _observations(hypotheses: Collection[str], knowledge: Knowledge) -> list[Mapping[str, Any]]:
    """Conditions on observations in the rules of the hypotheses and in the derived findings they use."""
    found: list[Mapping[str, Any]] = []
    waiting: list[Rule] = [r for r in knowledge.rules.values() if r.then.hypothesis in hypotheses]
    seen: set[str] = set()
    while waiting:
        rule = waiting.pop(0)
        if rule.status != "active":
            continue
        for condition in (*rule.when.all, *rule.when.any, *rule.when.unless):
            name = next(k for k in condition if k not in QUALIFIERS)
            if name in knowledge.observables or name in knowledge.classes:
                found.append(condition)
            elif name in knowledge.derived and name not in seen:
                seen.add(name)
                waiting.extend(r for r in knowledge.rules.values() if r.then.finding == name)
    return found


def _genes(found: Differential, hypotheses: Iterable[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Receptors to try where a rule leaves the gene open: those of the case, then those of the hypotheses."""
    known = knowledge.table("genes")
    of_case = [str(f.values["gene"]) for f in found.base.facts if "gene" in f.values]
    of_hypotheses = [g for id in sorted(hypotheses) for g in knowledge.hypotheses[id].genes]
    receptors = [g for g in (*sorted(of_case), *of_hypotheses) if g in known and known[g].rtk]
    return tuple(dict.fromkeys(receptors))[:GENES]


def _rows(
    written: Mapping[str, Any], case: CaseData, genes: Sequence[str], knowledge: Knowledge
) -> Iterator[dict[str, Any]]:
    """The condition as findings in the shorthand of a case file, one for each way to meet it."""
    subject = next(k for k in written if k not in QUALIFIERS)
    observable = knowledge.observables.get(subject)
    members = [o for o in knowledge.observables.values() if subject in o.classes][:MEMBERS]
    states = _listed(written[subject])
    choices = [_choices(key, value, case, genes, knowledge) for key, value in written.items() if key != subject]
    for one in [observable] if observable else members:
        for state, *parts in islice(product(states, *choices), 12):
            row = {one.id: state}
            for part in parts:
                row |= part
            yield {k: v for k, v in row.items() if k != "gene" or _takes_gene(one, v)}


def _takes_gene(observable: Observable, gene: str) -> bool:
    return observable.gene is None or observable.gene != gene


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _choices(
    key: str, value: Any, case: CaseData, genes: Sequence[str], knowledge: Knowledge
) -> list[dict[str, Any]]:
    """Ways to write one qualifier of a condition in a finding; `[{}]` where nothing needs to be written."""
    values = _listed(value)
    if key in ("at", "dose", "fold", "ic50"):
        return _quantity({key: value}, case, knowledge)
    if key in ("gene", "with_gene") and str(value).startswith("?"):
        return [{"gene": g} for g in genes] or [{}] if key == "gene" else [{}]
    if values == ["any"] and key != "with":
        return [{}]
    if key in ("with", "alone"):
        return [{"with" if key == "with" else "on": a} for a in _agents(values, genes, knowledge)]
    if key == "with_gene":
        targeting = [a.id for a in knowledge.agents.values() if set(values) & set(a.genes) and a.role == "partner"]
        return [{"with": id} for id in targeting[:MEMBERS]]
    if key == "with_agent":
        return [{"with": v} for v in values]
    if key == "on":
        return [_on(v, knowledge) for v in values]
    if key == "signal":
        return [{"raw": True}] if "raw" in values else [{}]
    if key == "extent":
        return [{}] if "plain" in values else [{"extent": values[0]}]
    return [{key: v} for v in values]


def _agents(classes: Sequence[str], genes: Sequence[str], knowledge: Knowledge) -> list[str]:
    """Drugs of a class: the one that stands for the class, and those that hit a receptor of the case."""
    partners = [a for a in knowledge.agents.values() if a.role == "partner"]
    fitting = [a for a in partners if list(classes) == ["any"] or set(classes) & set(a.classes)]
    generic = [a.id for a in fitting if a.generic]
    targeted = [next((a.id for a in fitting if g in a.genes and not a.generic), None) for g in genes]
    return list(dict.fromkeys([*generic[:1], *(t for t in targeted if t), *(a.id for a in fitting[:1])]))[:GENES]


def _on(category: str, knowledge: Knowledge) -> dict[str, Any]:
    if category == "untreated":
        return {"on": "none"}
    if category == "combination":
        return {"with": next(a.id for a in knowledge.agents.values() if a.role == "partner")}
    role = _ROLES.get(category)
    agent = next((a.id for a in knowledge.agents.values() if a.role == role), None) if role else None
    return {"on": agent} if agent else {}


def _quantity(written: Mapping[str, Any], case: CaseData, knowledge: Knowledge) -> list[dict[str, Any]]:
    """A number inside the range that the condition asks for; nothing where it cannot be told."""
    probe = {next(iter(knowledge.observables)): next(iter(_first_scale(knowledge)))} | dict(written)
    field, span = parse_condition(probe, knowledge).within[0]
    value = _inside(span)
    if field == "hours":
        return [{"at": exact_hours(value)}]
    if field in ("fold", "ic50"):
        return [{field: exact_fold(value) if field == "fold" else exact_micromolar(value)}]
    if field == "dose_ec50":
        unit = dose_over_ec50(Span(1.0, 1.0), case.context, knowledge)
        if unit is None or not unit.low or value.low is None:
            return []
        return [{"dose": exact_micromolar(Span(value.low / unit.low, value.low / unit.low))}]
    return [{"dose": exact_micromolar(value)}]


def _first_scale(knowledge: Knowledge) -> Sequence[str]:
    first = next(iter(knowledge.observables.values()))
    return knowledge.scales[first.scale].states


def _inside(span: Span) -> Span:
    """One value that the span holds, on its closed end where it has one."""
    if span.low is not None and not span.open_low:
        return Span(span.low, span.low)
    if span.high is not None and not span.open_high:
        return Span(span.high, span.high)
    if span.low is not None:
        value = span.low * 2 if span.high is None else (span.low + span.high) / 2
        return Span(value, value)
    assert span.high is not None
    return Span(span.high / 2, span.high / 2)


def _read(row: dict[str, Any], case: CaseData, knowledge: Knowledge) -> Finding | None:
    """The row as a finding of this case, None where the case format has no such finding."""
    try:
        return parse_findings([row], _NOWHERE, knowledge, case.context)[0]
    except InputError:
        return None
