"""What one user knows: context and findings. Immutable; equality ignores nothing, order never matters later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fakdx.model.vocabulary import Extent, Shape
from fakdx.reading.quantities import Span, say_fold, say_hours, say_micromolar

DRUG_EFFECT = frozenset({"vehicle", "untreated", "baseline", "scrambled", "wild_type"})
"""Comparators that make a finding the effect of a treatment, as opposed to a difference between lines."""

NOT_TESTED = "not tested"
INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Finding:
    """One observed result.

    `treatment` is None for the inhibitor under study alone, `()` for untreated cells, else the ids of agents
    or agent classes. `at` is in hours, `dose` and `ic50` in micromolar, `fold` a ratio to the comparator.
    `regimen` is a dose by body weight with its schedule, in words; a finding has that or a `dose`.
    """

    name: str
    shape: Shape
    state: str
    extent: Extent | None = None
    gene: str | None = None
    versus: str | None = None
    treatment: tuple[str, ...] | None = None
    arm: str = "model"
    arm_label: str | None = None
    at: Span | None = None
    dose: Span | None = None
    fold: Span | None = None
    ci: tuple[float, float] | None = None
    n: int | None = None
    ic50: Span | None = None
    method: str | None = None
    raw: bool = False
    value: str | None = None
    note: str | None = None
    regimen: str | None = None

    @property
    def tested(self) -> bool:
        return self.state != NOT_TESTED

    @property
    def subject(self) -> tuple[object, ...]:
        """What was looked at, leaving out what was seen: two findings of one subject must agree."""
        return (self.name, self.gene, self.versus in DRUG_EFFECT or self.versus is None or self.versus,
                self.treatment, self.arm, self.arm_label, self.at, self.dose, self.raw,
                self.regimen)  # fmt: skip

    @property
    def label(self) -> str:
        """The finding in one line; equal findings have equal labels."""
        name = f"{self.name}[{self.gene}]" if self.gene else self.name
        details = []
        if self.treatment is not None:
            details.append("on " + (" + ".join(self.treatment) or "nothing"))
        if self.arm != "model" or self.arm_label:
            details.append("in " + (self.arm_label or self.arm))
        if self.versus is not None:
            details.append(f"versus {self.versus}")
        if self.at is not None:
            details.append(say_hours(self.at))
        if self.dose is not None:
            details.append(say_micromolar(self.dose))
        if self.regimen is not None:
            details.append(self.regimen)
        if self.ic50 is not None:
            details.append(f"IC50 {say_micromolar(self.ic50)}")
        if self.fold is not None:
            details.append(f"{say_fold(self.fold)}x")
        if self.ci is not None:
            details.append(f"CI {self.ci[0]:g}-{self.ci[1]:g}")
        if self.n is not None:
            details.append(f"n={self.n}")
        if self.raw:
            details.append("raw signal")
        if self.method:
            details.append(self.method)
        extent = f", {self.extent}" if self.extent else ""
        return f"{name} {self.state}{extent}" + (f" ({', '.join(details)})" if details else "")


@dataclass(frozen=True, slots=True)
class Genotype:
    gene: str
    status: str
    detail: str | None = None

    @property
    def label(self) -> str:
        return f"{self.gene} {self.detail or self.status.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Context:
    """The experiment. Free text where a closed list would lose something, ids where rules need them."""

    inhibitor: str | None = None
    dose: Span | None = None
    exposure: Span | None = None
    cell_line: str | None = None
    cancer_type: str | None = None
    genotype: tuple[Genotype, ...] = ()
    culture: tuple[str, ...] = ()
    host: str | None = None
    line: str | None = None
    response_lost: str | None = None
    lost_after: Span | None = None
    partner: tuple[str, ...] = ()
    arms: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    regimen: str | None = None
    """A dose by body weight with its schedule, where there is no concentration."""


@dataclass(frozen=True, slots=True)
class CaseData:
    """Context and findings, with a title and notes. `quantified` keeps the numbers that findings came from."""

    title: str = ""
    context: Context = field(default_factory=Context)
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    quantified: tuple[Any, ...] = field(default=(), hash=False)
    notices: tuple[str, ...] = field(default=(), compare=False)
    """What the reader should know about the reading itself: an unknown cell line, a gene no rule uses."""
