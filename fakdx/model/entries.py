"""What is known: hypotheses, scenarios, experiments, protocols, combinations, numbers, pictures."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from fakdx.model.base import Cite, Claim, Entry, Id, Text

Case = dict[str, Any]
"""A finding, or a list of findings with context, in the shorthand of a case file; parsed where it is used."""

Strength = Literal["supporting", "moderate", "strong", "very_strong"]


class Hypothesis(Entry):
    """A biological mechanism, a technical artefact, or the possibility that nothing is wrong."""

    id: Id
    name: Text
    short: Text
    kind: Literal["mechanism", "artefact", "sensitive"]
    onset: Literal["intrinsic", "acquired", "either", "not_applicable"]
    summary: Text
    explains: Text
    """What it accounts for, in one clause that fits a report."""
    genes: tuple[str, ...] = ()
    consequences: tuple[Id, ...] = ()
    """Hypotheses whose signature this one produces downstream; a hint for reading the ranking, never a score."""
    claims: tuple[Claim, ...]


class Cause(Entry):
    """What a document offers as an explanation for a scenario, and what it says to do."""

    hypothesis: Id
    says: Text
    do: Text
    experiment: Id | None = None
    cites: tuple[Cite, ...]


class Scenario(Entry):
    """A documented troubleshooting situation: a door into the questionnaire, named on the report."""

    id: Id
    name: Text
    sees: Text
    """What the user says: `Y397 stays on although the drug is potent`."""
    words: tuple[str, ...] = ()
    recognised: tuple[tuple[Case, ...], ...]
    """Any one of these groups of conditions recognises it."""
    causes: tuple[Cause, ...]
    check_first: tuple[Id, ...]
    """Experiments to do before anything else."""
    ask: tuple[Id, ...]
    """Observables that the questionnaire asks first."""
    cites: tuple[Cite, ...]


class Outcome(Entry):
    """One result an experiment can have: the findings it would add to the case."""

    id: Id
    result: Text
    adds: tuple[Case, ...]


class Experiment(Entry):
    id: Id
    name: Text
    aliases: tuple[str, ...] = ()
    purpose: Text
    measures: tuple[Id, ...]
    outcomes: tuple[Outcome, ...] = Field(min_length=2)
    needs: tuple[Case, ...] = ()
    """Conditions on the case, one of which must be known to hold (a resistant line, in vivo material)."""
    unless: tuple[Case, ...] = ()
    """Conditions on the case, any of which makes it pointless (a vial that took Y397 down is alive)."""
    cultures: tuple[Id | Literal["2D", "3D"], ...] = ()
    """Settings in which it can be run, any when empty: a dish does not help patients. A case naming none passes."""
    instant: bool = False
    """No bench work: a look at the freezer log answers it."""
    hands_on_h: float
    days: float
    cost: Literal["none", "low", "medium", "high"]
    material: Text
    shares: Id | None = None
    """The lysate, plate or tumour bank that several experiments can share and pay for once."""
    shared_hands_on_h: float = 0.0
    """Hours that fall away when the shared material is there already."""
    protocol: Id | None = None
    controls: tuple[Text, ...]
    passes: Text
    """When the result may be believed."""
    cautions: tuple[Text, ...] = ()
    safety: str | None = None
    cites: tuple[Cite, ...]


class Step(Entry):
    do: Text
    minutes: float | None = None
    day: int = 1


class Protocol(Entry):
    id: Id
    name: Text
    purpose: Text
    materials: tuple[Text, ...]
    steps: tuple[Step, ...]
    controls: tuple[Text, ...]
    pass_criterion: Text
    cautions: tuple[Text, ...] = ()
    safety: str | None = None
    cites: tuple[Cite, ...]


class Combination(Entry):
    """Agents to add or swap, against which hypotheses, on what evidence, and what would show it wrong."""

    id: Id
    name: Text
    against: tuple[Id, ...]
    agents: tuple[Id, ...]
    """Agents to choose from; genotype and the active kinase decide among them."""
    replaces_inhibitor: bool = False
    requires: tuple[Case, ...] = ()
    """Conditions on the case, besides the verdict, without which it is refused."""
    refused_if: tuple[Case, ...] = ()
    evidence: Literal["clinical", "in_vivo", "in_vitro", "rationale"]
    evidence_context: tuple[Id, ...] = ()
    """Cancer types in which that evidence was obtained."""
    first: tuple[Id, ...] = ()
    """Experiments that should come before it."""
    rationale: Text
    cautions: tuple[Text, ...] = ()
    arms: tuple[Text, ...]
    falsified_by: Text
    claims: tuple[Claim, ...]


class Antibody(Entry):
    analyte: Id
    role: Literal["phospho", "total", "loading", "marker"]
    note: str | None = None


class AntibodyPanel(Entry):
    id: Id
    name: Text
    antibodies: tuple[Antibody, ...]
    cites: tuple[Cite, ...]


class ReferenceValue(Entry):
    cell_line: Id | None = None
    agent: Id | None = None
    readout: Id | None = None
    measure: Literal["IC50", "EC50", "Ki", "Kd", "GI50"]
    relation: Literal["=", "<", ">", "~"] = "="
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Literal["nM", "uM"]
    gene: str | None = None
    note: str | None = None


class ReferenceNumbers(Entry):
    """A published table to compare with. Illustrative or untraced numbers say so and carry no weight."""

    id: Id
    title: Text
    what: Text
    verified: bool
    illustrative: bool = False
    cites: tuple[Cite, ...]
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    values: tuple[ReferenceValue, ...] = ()
    caveat: str | None = None


class ConflictClaim(Entry):
    says: Text
    cites: tuple[Cite, ...]
    scope: str | None = None
    carries_weight: bool


class Conflict(Entry):
    """Two sources that disagree: both claims, which one carries weight, and why."""

    id: Id
    topic: Text
    claims: tuple[ConflictClaim, ...]
    resolution: Text
    hypotheses: tuple[Id, ...] = ()
    entries: tuple[Id, ...] = ()


class Background(Entry):
    """A fact the explanations lean on."""

    id: Id
    title: Text
    claims: tuple[Claim, ...]


class Node(Entry):
    id: Id
    label: Text
    kind: Literal["kinase", "receptor", "drug", "outcome", "process", "step", "stroma"] = "process"
    column: Annotated[int, "left to right, from 0"]
    row: Annotated[int, "top to bottom, from 0"]


class Arrow(Entry):
    start: Id
    end: Id
    kind: Literal["activates", "blocks", "bypass", "then"] = "activates"
    label: str = ""
    hypothesis: Id | None = None
    """The arrow is live when this hypothesis is."""


class Pathway(Entry):
    """A picture drawn from data: nodes on a grid and arrows between them."""

    id: Id
    name: Text
    caption: Text
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    cites: tuple[Cite, ...]


class Derived(Entry):
    """The name of a finding that rules conclude from other findings."""

    id: Id
    name: Text
    means: Text
    states: tuple[Text, ...] = ("yes",)
