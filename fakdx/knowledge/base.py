"""The loaded knowledge: every entry by kind and id, names resolved, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from fakdx.knowledge.kinds import KINDS, OBSERVABLE_KINDS
from fakdx.model import entries, vocabulary
from fakdx.model.base import Entry, Source
from fakdx.model.rules import Rule
from fakdx.model.scoring import Scoring
from fakdx.reading.names import fold
from fakdx.reading.yaml_lines import Document, Path_


@dataclass(frozen=True)
class Origin:
    """Where an entry was read: the document and the path of the entry inside it."""

    document: Document
    path: Path_

    @property
    def file(self) -> str:
        return self.document.file

    def line(self, *inside: str | int) -> int:
        return self.document.line((*self.path, *inside))


@dataclass(frozen=True)
class OverlayEffect:
    """One thing that a lab's overlay changed: `added`, `replaced` or `suppressed`."""

    overlay: str
    effect: str
    kind: str
    id: str
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything the system knows. Build it with `load_knowledge`; it never changes afterwards."""

    tables: Mapping[str, Mapping[str, Entry]]
    scoring: Scoring
    sha256: str
    origins: Mapping[tuple[str, str], Origin] = field(repr=False)
    overlays: tuple[OverlayEffect, ...] = ()

    @property
    def version(self) -> str:
        return self.scoring.version

    def table(self, kind: str) -> Mapping[str, Any]:
        return self.tables.get(kind, {})

    def find(self, id: str) -> Iterator[tuple[str, Entry]]:
        """Every entry of that id, with its kind; ids are unique within a kind."""
        for kind in KINDS:
            if (entry := self.tables.get(kind.name, {}).get(id)) is not None:
                yield kind.name, entry

    @property
    def sources(self) -> Mapping[str, Source]:
        return cast(Mapping[str, Source], self.table("sources"))

    @property
    def rules(self) -> Mapping[str, Rule]:
        return cast(Mapping[str, Rule], self.table("rules"))

    @property
    def agents(self) -> Mapping[str, vocabulary.Agent]:
        return cast(Mapping[str, vocabulary.Agent], self.table("agents"))

    @property
    def cell_lines(self) -> Mapping[str, vocabulary.CellLine]:
        return cast(Mapping[str, vocabulary.CellLine], self.table("cell_lines"))

    @property
    def hypotheses(self) -> Mapping[str, entries.Hypothesis]:
        return cast(Mapping[str, entries.Hypothesis], self.table("hypotheses"))

    @property
    def scenarios(self) -> Mapping[str, entries.Scenario]:
        return cast(Mapping[str, entries.Scenario], self.table("scenarios"))

    @property
    def experiments(self) -> Mapping[str, entries.Experiment]:
        return cast(Mapping[str, entries.Experiment], self.table("experiments"))

    @property
    def combinations(self) -> Mapping[str, entries.Combination]:
        return cast(Mapping[str, entries.Combination], self.table("combinations"))

    @property
    def protocols(self) -> Mapping[str, entries.Protocol]:
        return cast(Mapping[str, entries.Protocol], self.table("protocols"))

    @property
    def panels(self) -> Mapping[str, vocabulary.Panel]:
        return cast(Mapping[str, vocabulary.Panel], self.table("panels"))

    @property
    def named_classes(self) -> Mapping[str, vocabulary.NamedClass]:
        """What classes are called. A class need not have a name: `classes` and `agent_classes` are those there are."""
        return cast(Mapping[str, vocabulary.NamedClass], self.table("classes"))

    @property
    def scales(self) -> Mapping[str, vocabulary.Scale]:
        return cast(Mapping[str, vocabulary.Scale], self.table("scales"))

    @property
    def derived(self) -> Mapping[str, entries.Derived]:
        return cast(Mapping[str, entries.Derived], self.table("derived"))

    @property
    def contexts(self) -> Mapping[str, vocabulary.ContextField]:
        return cast(Mapping[str, vocabulary.ContextField], self.table("context"))

    @cached_property
    def observables(self) -> Mapping[str, vocabulary.Observable]:
        """Analytes, readouts and checks together."""
        return {id: o for kind in OBSERVABLE_KINDS for id, o in self.table(kind).items()}

    @cached_property
    def classes(self) -> frozenset[str]:
        """Groups of observables that rules may name."""
        return frozenset(c for o in self.observables.values() for c in o.classes)

    @cached_property
    def agent_classes(self) -> frozenset[str]:
        """Groups of drugs and tools that rules may name."""
        return frozenset(c for a in self.agents.values() for c in a.classes)

    @cached_property
    def names(self) -> Names:
        return Names(self)


class Names:
    """From any spelling to the id, a table per kind of name. Ids win over names, names over aliases."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.observables = _index((o.id, o.name, o.aliases) for o in knowledge.observables.values())
        self.agents = _index((a.id, a.name, a.aliases) for a in knowledge.agents.values())
        self.cell_lines = _index((c.id, c.name, c.aliases) for c in knowledge.cell_lines.values())
        self.genes = _index((g.symbol, g.symbol, g.aliases) for g in knowledge.table("genes").values())
        self.terms = {
            field.id: _index((t.id, t.name, t.aliases) for t in field.terms) for field in knowledge.contexts.values()
        }
        self.states = {
            scale.id: {fold(s): (s, None) for s in (*scale.states, "inconclusive", "not tested")}
            for scale in knowledge.scales.values()
        }
        for scale in knowledge.scales.values():
            for synonym in scale.synonyms:
                self.states[scale.id].setdefault(fold(synonym.word), (synonym.state, synonym.extent))  # type: ignore[arg-type]


def _index(named: Any) -> dict[str, str]:
    rows = list(named)
    index: dict[str, str] = {}
    for rank in range(3):
        for id, name, aliases in rows:
            for text in ((id,), (name,), aliases)[rank]:
                index.setdefault(fold(text), id)
    return index
