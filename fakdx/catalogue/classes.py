"""The sheet of a class: what it is called, who belongs to it, and the rules that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fakdx.catalogue.sheet import Line, Ref, Section, Sheet, bullets, facts, listed
from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import OBSERVABLE_KINDS
from fakdx.knowledge.naming import spaced
from fakdx.model.vocabulary import NamedClass

_DRUGS = ("with", "alone")
"""Qualifiers of a condition that name classes of drugs."""


def class_sheet(entry: NamedClass, knowledge: Knowledge) -> Sheet:
    """A class of observations or drugs."""
    return Sheet(
        "classes",
        entry.id,
        entry.name,
        (),
        facts(("class of", "observations" if entry.of == "observables" else "drugs and tools")),
        (_members(entry, knowledge), _asking(entry, knowledge)),
    )


def unnamed_class(id: str, knowledge: Knowledge) -> NamedClass | None:
    """A class that something belongs to and nobody named, under its id; None for any other id."""
    if id in knowledge.named_classes or id not in knowledge.classes | knowledge.agent_classes:
        return None
    return NamedClass(id=id, name=spaced(id), of="observables" if id in knowledge.classes else "agents")


def _members(entry: NamedClass, knowledge: Knowledge) -> Section:
    kinds = OBSERVABLE_KINDS if entry.of == "observables" else ("agents",)
    members: list[Line] = [
        (Ref(kind, id), f": {member.name}")
        for kind in kinds
        for id, member in knowledge.table(kind).items()
        if entry.id in member.classes
    ]
    return bullets("Members", members)


def _asking(entry: NamedClass, knowledge: Knowledge) -> Section:
    rules = [
        Ref("rules", id)
        for id, rule in sorted(knowledge.rules.items())
        if entry.id in _named(entry.of, (*rule.when.all, *rule.when.any, *rule.when.unless))
    ]
    return bullets("Rules that ask for it", [listed(rules)] if rules else [])


def _named(of: str, conditions: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for condition in conditions:
        if of == "observables":
            yield from condition
        else:
            for key in _DRUGS:
                value = condition.get(key, ())
                yield from value if isinstance(value, list | tuple) else [value]
