"""What a case may say: scales, observables, agents, cell lines and the words of the context."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from fakdx.model.base import Cite, Entry, Id, Text

Shape = Literal["measurement", "response", "check"]
Extent = Literal["slight", "partial", "strong", "complete"]


class Synonym(Entry):
    """A word people write for a state, with how much of it: `abolished` is decreased, complete."""

    word: Text
    state: Text
    extent: Extent | None = None


class Scale(Entry):
    """The states one kind of observation can take. `inconclusive` and `not tested` are always allowed."""

    id: Id
    states: tuple[Text, ...]
    synonyms: tuple[Synonym, ...] = ()


class Observable(Entry):
    """Anything a finding can be about: an analyte, a growth readout or a yes/no check."""

    id: Id
    name: Text
    aliases: tuple[str, ...] = ()
    shape: Shape
    scale: Id
    gene: str | None = None
    """HGNC symbol of what is measured."""
    site: str | None = None
    classes: tuple[Id, ...] = ()
    """Groups that rules may name instead of the single observable, for example `phospho_rtk`."""
    ask: Text
    """The question as the questionnaire asks it."""
    means: Text
    """What it tells, in plain words."""
    panel: Id
    """What is asked together because one lysate, plate or look at the notebook answers it all."""


class NamedClass(Entry):
    """What a class is called. Who belongs to it is said by its members, under `classes`."""

    id: Id
    name: Text
    of: Literal["observables", "agents"]
    article: Literal["a", "an"] | None = None
    """Before the name of a class of drugs where a sentence needs one: `with an RTK inhibitor`."""


class Panel(Entry):
    id: Id
    name: Text
    effort: Literal["instant", "blot", "assay", "in_vivo"]
    """`instant` needs no bench work: look it up and answer."""


class Potency(Entry):
    """A concentration, by kind: enzyme, target engagement in cells, or growth. Kinds never mix."""

    gene: str
    kind: Literal["enzyme", "cellular", "growth"]
    measure: Literal["IC50", "EC50", "Ki", "Kd", "GI50"]
    relation: Literal["=", "<", ">", "~"] = "="
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: Literal["nM", "uM"]
    cites: tuple[Cite, ...] = ()
    checked: bool = False
    note: str | None = None

    @property
    def micromolar(self) -> float | None:
        """The value, or the upper end of the range, in micromolar."""
        number = self.value if self.value is not None else self.high
        return None if number is None else number * (1e-3 if self.unit == "nM" else 1.0)


GeneStatus = Literal["mutant", "amplified", "overexpressed", "low", "null", "wild_type"]


class GeneFact(Entry):
    """The state of one gene in a line, tumour or case."""

    gene: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]
    status: GeneStatus
    detail: str | None = None
    checked: bool = False
    cites: tuple[Cite, ...] = ()


class GeneNeed(Entry):
    gene: str
    status: GeneStatus


AgentRole = Literal[
    "fak_inhibitor", "fak_degrader", "fak_depletion", "fak_rescue_wild_type", "fak_rescue_kinase_dead", "partner"
]


class Agent(Entry):
    """A drug or genetic tool that a case can name as a treatment."""

    id: Id
    name: Text
    aliases: tuple[str, ...] = ()
    role: AgentRole
    classes: tuple[Id, ...] = ()
    genes: tuple[str, ...] = ()
    pyk2: Literal["dual", "selective", "unknown"] | None = None
    chemotype: str | None = None
    potency: tuple[Potency, ...] = ()
    genotype_fit: str | None = None
    selective_for: tuple[GeneNeed, ...] = ()
    off_targets: str | None = None
    blocks_pumps: tuple[str, ...] = ()
    """Efflux pumps, by gene, that it blocks: a gain with a drug that they carry may be drug level."""
    pumped_by: tuple[str, ...] = ()
    """Efflux pumps, by gene, that carry it out of the cell."""
    ids: dict[str, str | int] = Field(default_factory=dict)
    ids_checked: bool = False
    generic: bool = False
    """Stands for any member of its classes, when the case does not say which."""
    note: str | None = None
    cites: tuple[Cite, ...] = ()

    @property
    def cellular_ec50(self) -> float | None:
        """Micromolar for FAK in cells; None where no cellular value is known. Enzyme values never stand in."""
        values = [
            p.micromolar for p in self.potency if p.gene == "PTK2" and p.kind == "cellular" and p.micromolar is not None
        ]
        return max(values) if values else None


class CellLine(Entry):
    id: Id
    name: Text
    aliases: tuple[str, ...] = ()
    rrid: Annotated[str, StringConstraints(pattern=r"^CVCL_[A-Z0-9]{4}$")] | None = None
    rrid_checked: bool = False
    species: str = "human"
    cancer_type: Id
    genotype: tuple[GeneFact, ...] = ()
    rtk_status: Literal["high", "low", "unknown"] = "unknown"
    faki_reference: Literal["sensitive", "resistant"] | None = None
    note: str | None = None
    cites: tuple[Cite, ...] = ()


TermId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")]


class Term(Entry):
    """One allowed value of a context field, with what people call it."""

    id: TermId
    name: Text
    aliases: tuple[str, ...] = ()


class ContextField(Entry):
    """A closed list of values for one field of the context (cancer type, culture, arm role, comparator)."""

    id: Id
    name: Text
    ask: Text
    terms: tuple[Term, ...]


class Gene(Entry):
    """A gene that cases and rules name, by HGNC symbol."""

    symbol: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]
    aliases: tuple[str, ...] = ()
    rtk: bool = False
