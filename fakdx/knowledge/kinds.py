"""Which file holds which kind of entry."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.model import entries, rules, vocabulary
from fakdx.model.base import Entry, Source


@dataclass(frozen=True)
class Kind:
    """A kind of entry: the file or folder that holds it, its model, the field that names it."""

    name: str
    model: type[Entry]
    noun: str
    folder: str = "knowledge"
    key: str = "id"


KINDS = (
    Kind("sources", Source, "source"),
    Kind("scales", vocabulary.Scale, "scale"),
    Kind("panels", vocabulary.Panel, "panel"),
    Kind("genes", vocabulary.Gene, "gene", key="symbol"),
    Kind("analytes", vocabulary.Observable, "analyte"),
    Kind("readouts", vocabulary.Observable, "readout"),
    Kind("checks", vocabulary.Observable, "check"),
    Kind("classes", vocabulary.NamedClass, "class"),
    Kind("context", vocabulary.ContextField, "context field"),
    Kind("agents", vocabulary.Agent, "agent"),
    Kind("cell_lines", vocabulary.CellLine, "cell line"),
    Kind("hypotheses", entries.Hypothesis, "hypothesis"),
    Kind("derived", entries.Derived, "derived finding"),
    Kind("scenarios", entries.Scenario, "scenario"),
    Kind("experiments", entries.Experiment, "experiment"),
    Kind("protocols", entries.Protocol, "protocol"),
    Kind("antibody_panels", entries.AntibodyPanel, "antibody panel"),
    Kind("combinations", entries.Combination, "combination"),
    Kind("reference_numbers", entries.ReferenceNumbers, "reference table"),
    Kind("conflicts", entries.Conflict, "conflict"),
    Kind("background", entries.Background, "background fact"),
    Kind("pathways", entries.Pathway, "pathway picture"),
    Kind("rules", rules.Rule, "rule", folder="rules"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
OBSERVABLE_KINDS = ("analytes", "readouts", "checks")
