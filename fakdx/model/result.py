"""What a diagnosis says. The number and its reasons are one object; nothing is reconstructed later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fakdx.model.case import CaseData
from fakdx.model.scoring import Band

VerdictKind = Literal[
    "mechanism", "multiple_mechanisms", "artefact", "none_sensitive", "insufficient_data", "contradictory"
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule that fired for or against one hypothesis.

    `points` is the signed contribution to the score, 0 when it does not count: `counted` is False and `note`
    says why (another rule of its group is stronger). `findings` are labels of observed findings and context;
    `via` are the derived findings through which they came.
    """

    rule: str
    points: float
    full_points: int
    findings: tuple[str, ...]
    via: tuple[str, ...]
    because: str
    sources: tuple[tuple[str, str], ...]
    group: str
    decisive: bool = False
    counted: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """An observation that was not made and would count: a rule that fires if it turns out so."""

    observation: str
    would_be: str
    points: int
    rule: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One hypothesis of the differential. The points of its evidence add up to `points` exactly."""

    id: str
    name: str
    short: str
    kind: Literal["mechanism", "artefact", "sensitive"]
    prior: float
    points: float
    probability: float
    band: Band
    corroborated: bool
    """Two independent groups of evidence, or one decisive experiment, speak for it."""
    for_: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def findings_for(self) -> frozenset[str]:
        return frozenset(f for e in self.for_ if e.points > 0 for f in e.findings)

    @property
    def decided(self) -> bool:
        """One decisive experiment speaks for it."""
        return any(e.decisive and e.counted for e in self.for_)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One subject reported both ways; neither report is used."""

    findings: tuple[str, ...]
    settled_by: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headline. `hangs_on` are single findings without which it would be another."""

    kind: VerdictKind
    hypotheses: tuple[str, ...]
    headline: str
    reason: str
    hangs_on: tuple[str, ...] = ()
    onset: str = ""
    """`intrinsic`, `acquired` or empty when the data do not say."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """How firm the verdict is. `stability` is the share of perturbed runs that keep the leader, 0 to 1."""

    stability: float
    runs: int
    fragile: tuple[str, ...]
    sufficiency: float
    """Share, 0 to 1, of the evidence that could bear on the leading hypotheses and was looked at."""
    sufficiency_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeAdvice:
    """One result of an experiment and what it would do to the leading hypotheses, before it is run."""

    id: str
    result: str
    probability: float
    then: tuple[tuple[str, float], ...]
    """Hypothesis and its probability after this result, most changed first."""
    verdict: VerdictKind


@dataclass(frozen=True, slots=True)
class ExperimentAdvice:
    id: str
    name: str
    purpose: str
    gain_bits: float
    value: float
    """Gain weighed against hours, days and cost by the preset in force; the ranking follows it."""
    hands_on_h: float
    days: float
    cost: str
    instant: bool
    outcomes: tuple[OutcomeAdvice, ...]
    why: str
    protocol: str | None
    controls: tuple[str, ...]
    passes: str


@dataclass(frozen=True, slots=True)
class CombinationAdvice:
    id: str
    name: str
    status: Literal["ready", "deferred", "refused"]
    reason: str
    agents: tuple[str, ...]
    against: tuple[str, ...]
    evidence: str
    context_match: str
    cautions: tuple[str, ...]
    arms: tuple[str, ...]
    falsified_by: str
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioMatch:
    """A documented situation that the findings match, with the causes it offers and what to check first."""

    id: str
    name: str
    matched: tuple[str, ...]
    causes: tuple[tuple[str, str, str], ...]
    """Hypothesis, what the document says, what it says to do."""
    check_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedFinding:
    """A finding concluded from others, with the rule and what it rests on."""

    label: str
    name: str
    means: str
    rule: str
    findings: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What must be the same for the result to be the same."""

    fakdx: str
    knowledge_version: str
    knowledge_sha256: str
    case_sha256: str
    overlays: tuple[tuple[str, str, str, str, str], ...]
    """Overlay, effect, kind, id, reason."""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The case as it was used: what was entered, filled in, derived, set aside."""

    case: CaseData
    filled_in: tuple[str, ...]
    derived: tuple[DerivedFinding, ...]
    contradictions: tuple[Contradiction, ...]
    unexplained: tuple[str, ...]
    scenarios: tuple[ScenarioMatch, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A whole diagnosis as data: what reports render and what `Diagnosis` wraps."""

    reading: Reading
    verdict: Verdict
    differential: tuple[Assessment, ...]
    robustness: Robustness
    experiments: tuple[ExperimentAdvice, ...]
    stop: str
    """Why no further experiment is worth running, or empty."""
    combinations: tuple[CombinationAdvice, ...]
    provenance: Provenance
