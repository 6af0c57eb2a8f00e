"""Every reference from one entry to another, with its line: what the checks of dangling names walk over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import OBSERVABLE_KINDS
from fakdx.model import entries, vocabulary
from fakdx.model.base import Cite, Entry
from fakdx.model.rules import Rule

Path = tuple[str | int, ...]
Target = tuple[Path, str, str]
"""Where in the entry, the noun of what is named, the name."""


class Reference(NamedTuple):
    kind: str
    id: str
    path: Path
    noun: str
    name: str


class Citation(NamedTuple):
    kind: str
    id: str
    path: Path
    cite: Cite


def references(knowledge: Knowledge) -> Iterator[Reference]:
    """Every name of another entry, sources aside."""
    for kind, table in knowledge.tables.items():
        for id, entry in table.items():
            for path, noun, name in _targets(kind, entry):
                yield Reference(kind, id, path, noun, name)


def citations(knowledge: Knowledge) -> Iterator[Citation]:
    """Every source cited anywhere in an entry."""
    for kind, table in knowledge.tables.items():
        for id, entry in table.items():
            for path, cite in cites_in(entry):
                yield Citation(kind, id, path, cite)


def cites_in(entry: Entry) -> Iterator[tuple[Path, Cite]]:
    """The citations inside an entry, at any depth."""
    return ((path, part) for path, part in parts_of(entry) if isinstance(part, Cite))


def parts_of(value: object, path: Path = ()) -> Iterator[tuple[Path, Entry]]:
    """An entry and every entry inside it, each with its path."""
    if isinstance(value, Entry):
        yield path, value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from parts_of(item, (*path, number))


def known_names(noun: str, knowledge: Knowledge) -> Iterable[str]:
    """What a reference of that noun may name."""
    if noun in ("cancer type", "culture"):
        field = knowledge.contexts.get(noun.replace(" ", "_"))
        return [t.id for t in field.terms] if field else []
    if noun == "observation":
        return knowledge.observables
    if noun == "entry":
        return [id for table in knowledge.tables.values() for id in table]
    return knowledge.table(_TABLES[noun])


_TABLES = {
    "gene": "genes", "hypothesis": "hypotheses", "experiment": "experiments", "protocol": "protocols",
    "agent": "agents", "panel": "panels", "scale": "scales", "cell line": "cell_lines", "rule": "rules",
    "derived finding": "derived",
}  # fmt: skip


def _targets(kind: str, entry: Entry) -> Iterator[Target]:
    if kind in OBSERVABLE_KINDS and isinstance(entry, vocabulary.Observable):
        yield ("scale",), "scale", entry.scale
        yield ("panel",), "panel", entry.panel
        yield from _one(("gene",), "gene", entry.gene)
    elif isinstance(entry, vocabulary.Agent):
        yield from _agent(entry)
    elif isinstance(entry, vocabulary.CellLine):
        yield ("cancer_type",), "cancer type", entry.cancer_type
        for n, fact in enumerate(entry.genotype):
            yield ("genotype", n, "gene"), "gene", fact.gene
    elif isinstance(entry, entries.Hypothesis):
        yield from _each(("genes",), "gene", entry.genes)
        yield from _each(("consequences",), "hypothesis", entry.consequences)
    elif isinstance(entry, entries.Scenario):
        yield from _scenario(entry)
    elif isinstance(entry, entries.Experiment):
        yield from _each(("measures",), "observation", entry.measures)
        yield from _one(("protocol",), "protocol", entry.protocol)
    elif isinstance(entry, entries.AntibodyPanel):
        for n, antibody in enumerate(entry.antibodies):
            yield ("antibodies", n, "analyte"), "observation", antibody.analyte
    elif isinstance(entry, entries.Combination):
        yield from _each(("against",), "hypothesis", entry.against)
        yield from _each(("agents",), "agent", entry.agents)
        yield from _each(("evidence_context",), "cancer type", entry.evidence_context)
        yield from _each(("first",), "experiment", entry.first)
    elif isinstance(entry, entries.ReferenceNumbers):
        yield from _numbers(entry)
    elif isinstance(entry, entries.Conflict):
        yield from _each(("hypotheses",), "hypothesis", entry.hypotheses)
        yield from _each(("entries",), "entry", entry.entries)
    elif isinstance(entry, entries.Pathway):
        for n, arrow in enumerate(entry.arrows):
            yield from _one(("arrows", n, "hypothesis"), "hypothesis", arrow.hypothesis)
    elif isinstance(entry, Rule):
        yield from _rule(entry)


def _agent(agent: vocabulary.Agent) -> Iterator[Target]:
    yield from _each(("genes",), "gene", agent.genes)
    for n, potency in enumerate(agent.potency):
        yield ("potency", n, "gene"), "gene", potency.gene
    for n, need in enumerate(agent.selective_for):
        yield ("selective_for", n, "gene"), "gene", need.gene


def _scenario(scenario: entries.Scenario) -> Iterator[Target]:
    for n, cause in enumerate(scenario.causes):
        yield ("causes", n, "hypothesis"), "hypothesis", cause.hypothesis
        yield from _one(("causes", n, "experiment"), "experiment", cause.experiment)
    yield from _each(("check_first",), "experiment", scenario.check_first)
    yield from _each(("ask",), "observation", scenario.ask)


def _numbers(table: entries.ReferenceNumbers) -> Iterator[Target]:
    for n, value in enumerate(table.values):
        yield from _one(("values", n, "cell_line"), "cell line", value.cell_line)
        yield from _one(("values", n, "agent"), "agent", value.agent)
        yield from _one(("values", n, "readout"), "observation", value.readout)
        yield from _one(("values", n, "gene"), "gene", value.gene)


def _rule(rule: Rule) -> Iterator[Target]:
    yield from _one(("then", "for"), "hypothesis", rule.then.for_)
    yield from _one(("then", "against"), "hypothesis", rule.then.against)
    yield from _one(("then", "finding"), "derived finding", rule.then.finding)
    yield from _one(("supersedes",), "rule", rule.supersedes)
    scopes: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "cancer_type": ("cancer type", rule.scope.cancer_type),
        "inhibitor": ("agent", rule.scope.inhibitor),
        "culture": ("culture", rule.scope.culture),
    }
    for field, (noun, names) in scopes.items():
        yield from _each(("scope", field), noun, names)


def _one(path: Path, noun: str, name: str | None) -> Iterator[Target]:
    if name is not None:
        yield path, noun, name


def _each(path: Path, noun: str, names: Iterable[str]) -> Iterator[Target]:
    for number, name in enumerate(names):
        yield (*path, number), noun, name
