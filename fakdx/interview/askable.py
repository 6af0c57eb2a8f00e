"""What can be asked: every reading of every observable that some rule, scenario or experiment looks at.

Nothing is listed by hand. A rule that looks at growth with a receptor inhibitor makes `growth in 3D, with a receptor
inhibitor` a question; a new rule brings its own questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from fakdx.interview.probe import LINES, Probe, window
from fakdx.knowledge import Knowledge
from fakdx.model.case import DRUG_EFFECT, CaseData
from fakdx.model.vocabulary import Agent
from fakdx.reading.names import fold
from fakdx.reading.quantities import Span

_STAND_IN = {
    "other_inhibitor": "other_fak_inhibitor",
    "fak_degrader": "fak_degrader",
    "fak_depletion": "fak_sirna",
    "kinase_dead_rescue": "fak_kinase_dead_rescue",
    "wild_type_rescue": "fak_wild_type_rescue",
    "untreated": "none",
}
"""What to ask about where a rule names a kind of treatment."""
Qualifiers = tuple[tuple[str, str], ...]
_PER_CLASS = 2
"""Members of a class of observables that are asked about in a reading other than the plain one."""


def probes(knowledge: Knowledge, case: CaseData) -> tuple[Probe, ...]:
    """Everything one could ask about this case, plain readings first, each once."""
    found = dict.fromkeys(Probe(id) for id in knowledge.observables)
    partners = tuple(a for a in case.context.partner if a in knowledge.agents)
    for probe in _from_knowledge(knowledge):
        found[_as_used(probe, partners, knowledge)] = None
    for partner in partners:
        for id in _any_partner(knowledge):
            found[Probe(id, (("with", partner),))] = None
    return tuple(found)


@lru_cache(maxsize=8)
def _from_knowledge(knowledge: Knowledge) -> tuple[Probe, ...]:
    conditions = (c for rule in knowledge.rules.values() for c in (*rule.when.all, *rule.when.any, *rule.when.unless))
    return tuple(dict.fromkeys(p for condition in conditions for p in _of_condition(condition, knowledge)))


def _of_condition(condition: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Probe]:
    """The probes that could meet a condition; none where it looks at the context or at a derived finding."""
    members = _members(condition, knowledge)
    if isinstance(gene := condition.get("gene"), str) and not gene.startswith("?"):
        members = [id for id in members if knowledge.observables[id].gene is None]
    for qualifiers, when in _readings(condition, knowledge):
        for id in members[:_PER_CLASS] if qualifiers else members:
            yield Probe(id, qualifiers, when)


def _members(condition: Mapping[str, Any], knowledge: Knowledge) -> list[str]:
    for key in condition:
        if key in knowledge.observables:
            return [key]
        if key in knowledge.classes:
            return [o.id for o in knowledge.observables.values() if key in o.classes]
    return []


def _readings(condition: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[Qualifiers, Span | None]]:
    at = condition.get("at")
    typical, when = _typical(window(at)) if isinstance(at, str) else ("", None)
    arms = [a for a in _words(condition.get("in", "model")) if a != "any"] or ["model"]
    for treatment in _treatments(condition, knowledge):
        for arm in arms:
            for versus in _comparisons(condition):
                parts = dict(treatment)
                if arm != "model":
                    parts["in"] = arm
                if versus:
                    parts["versus"] = versus
                if typical:
                    parts["at"] = typical
                if condition.get("signal") == "raw":
                    parts["raw"] = "true"
                if isinstance(gene := condition.get("gene"), str) and not gene.startswith("?"):
                    parts["gene"] = gene
                yield tuple(parts.items()), when


def _treatments(condition: Mapping[str, Any], knowledge: Knowledge) -> Iterator[dict[str, str]]:
    for key, qualifier in (("with", "with"), ("alone", "on")):
        classes = [c for c in _words(condition.get(key, ())) if c != "any"]
        for cls in classes:
            yield {qualifier: stand_in(cls, knowledge)}
        if classes:
            return
    kinds = [k for k in _words(condition.get("on", "inhibitor")) if k in _STAND_IN]
    if not kinds:
        yield {}
    for kind in kinds:
        yield {"on": _STAND_IN[kind]}


def _comparisons(condition: Mapping[str, Any]) -> list[str]:
    words = _words(condition.get("versus", ()))
    other = [w for w in words if w in LINES]
    plain = not words or "any" in words or any(w in DRUG_EFFECT for w in words)
    return [*([""] if plain else []), *other]


def _typical(when: Span) -> tuple[str, Span]:
    """A time one would write down, and the times that tell the same: early, within a day, or later."""
    if when.low is None:
        return "1 h", window("<= 8 h")
    return ("72 h", window(">= 48 h")) if when.low > 24 else ("24 h", window(">= 3 h"))


def _words(value: Any) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def stand_in(cls: str, knowledge: Knowledge) -> str:
    """The agent that stands for a class: the one of that very name, else a generic one, else the first."""
    members = [a for a in knowledge.agents.values() if cls in a.classes]
    return min(members, key=lambda a: (a.id != cls, not a.generic, len(a.classes), a.id)).id


def _as_used(probe: Probe, partners: Iterable[str], knowledge: Knowledge) -> Probe:
    """The same reading with the drug of this case in the place of the one that stands for its class."""
    asked = probe.of("with")
    if asked is None:
        return probe
    wanted = _main_class(knowledge.agents[asked])
    for partner in partners:
        if wanted in knowledge.agents[partner].classes:
            changed = tuple((k, partner if k == "with" else v) for k, v in probe.qualifiers)
            return Probe(probe.observable, changed, probe.window)
    return probe


def _main_class(agent: Agent) -> str:
    return agent.id if agent.id in agent.classes else agent.classes[0] if agent.classes else fold(agent.name)


@lru_cache(maxsize=8)
def _any_partner(knowledge: Knowledge) -> tuple[str, ...]:
    """Observables that rules look at with any partner, so that the partner of the case makes a question of them."""
    found: dict[str, None] = {}
    for rule in knowledge.rules.values():
        for condition in (*rule.when.all, *rule.when.any, *rule.when.unless):
            members = _members(condition, knowledge)
            if members and ("any" in _words(condition.get("with", ())) or _is_interaction(members[0], knowledge)):
                found.update(dict.fromkeys(members[:_PER_CLASS]))
    return tuple(found)


def _is_interaction(id: str, knowledge: Knowledge) -> bool:
    return "interaction" in knowledge.observables[id].classes
