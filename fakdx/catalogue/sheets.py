"""The sheet of any entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakdx.catalogue import bench, classes, reasoning, vocabulary
from fakdx.catalogue.sheet import Sheet
from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import BY_NAME

Builder = Callable[[Any, Knowledge], Sheet]

BUILDERS: Mapping[str, Builder] = {
    "hypotheses": reasoning.hypothesis_sheet,
    "scenarios": reasoning.scenario_sheet,
    "rules": reasoning.rule_sheet,
    "derived": reasoning.derived_sheet,
    "conflicts": reasoning.conflict_sheet,
    "background": reasoning.background_sheet,
    "experiments": bench.experiment_sheet,
    "protocols": bench.protocol_sheet,
    "combinations": bench.combination_sheet,
    "antibody_panels": bench.antibody_panel_sheet,
    "reference_numbers": bench.numbers_sheet,
    "pathways": bench.pathway_sheet,
    "analytes": vocabulary.observable_sheet,
    "readouts": vocabulary.observable_sheet,
    "checks": vocabulary.observable_sheet,
    "agents": vocabulary.agent_sheet,
    "cell_lines": vocabulary.cell_line_sheet,
    "sources": vocabulary.source_sheet,
    "scales": vocabulary.scale_sheet,
    "panels": vocabulary.panel_sheet,
    "genes": vocabulary.gene_sheet,
    "classes": classes.class_sheet,
    "context": vocabulary.context_sheet,
}
"""The kinds in the order of the catalogue, with what draws up a sheet of each."""


def sheet_of(kind: str, id: str, knowledge: Knowledge) -> Sheet:
    """The sheet of one entry."""
    return BUILDERS[kind](knowledge.table(kind)[id], knowledge)


def name_of(kind: str, id: str, knowledge: Knowledge) -> str:
    """What an entry is called, in a line."""
    entry = knowledge.table(kind)[id]
    for field in ("name", "title", "topic", "because"):
        if (text := getattr(entry, field, None)) is not None:
            return str(text)
    return str(getattr(entry, "citation", ""))


def plural(kind: str) -> str:
    """`cell_lines` as `cell lines`, `derived` as `derived findings`."""
    odd = {"derived": "derived findings", "context": "context fields", "background": "background facts"}
    return odd.get(kind, BY_NAME[kind].name.replace("_", " "))
