"""What separates two hypotheses: the findings that count more for one than for the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fakdx.differential.priors import checked_priors
from fakdx.differential.score import Differential, Priors, differential
from fakdx.errors import InputError
from fakdx.explain.naming import hypothesis_named
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import Assessment, Evidence


@dataclass(frozen=True, slots=True)
class Separation:
    """One observation, as the findings that rules took together, and what it is worth to either hypothesis."""

    findings: tuple[str, ...]
    a: float
    b: float
    because_a: tuple[str, ...]
    because_b: tuple[str, ...]

    @property
    def difference(self) -> float:
        """Points for the first minus points for the second."""
        return self.a - self.b


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two hypotheses on one case. `head_start` and the differences of `rows` add up to `gap`."""

    a: Assessment
    b: Assessment
    head_start: float
    """What the priors alone make of the difference, in points."""
    rows: tuple[Separation, ...]
    """Largest difference first; those that count alike for both come last."""

    @property
    def gap(self) -> float:
        """Points by which the first stands above the second, priors included."""
        return math.fsum([self.head_start, self.a.points, -self.b.points])


def contrast(
    case: CaseData, a: str, b: str, knowledge: Knowledge | None = None, *, priors: Priors | None = None
) -> Contrast:
    """Compare two hypotheses on a case. Raises InputError for an unknown one, or for the same one twice."""
    base = knowledge or load_knowledge()
    first, second = two_named(a, b, base)
    return contrast_of(differential(case, base, "experta", checked_priors(priors, base)), first, second, base)


def two_named(a: str, b: str, knowledge: Knowledge) -> tuple[str, str]:
    """The ids of two hypotheses. Raises InputError for an unknown one, or for the same one twice."""
    first, second = hypothesis_named(a, knowledge), hypothesis_named(b, knowledge)
    if first == second:
        raise InputError(f"{a!r} and {b!r} are the same hypothesis; name two")
    return first, second


def contrast_of(found: Differential, a: str, b: str, knowledge: Knowledge) -> Contrast:
    """The same on a differential that is there already, by ids."""
    first, second = found.of(a), found.of(b)
    mine, theirs = _by_findings(first), _by_findings(second)
    rows = [
        Separation(
            findings,
            math.fsum(e.points for e in mine.get(findings, ())),
            math.fsum(e.points for e in theirs.get(findings, ())),
            tuple(e.because for e in mine.get(findings, ())),
            tuple(e.because for e in theirs.get(findings, ())),
        )
        for findings in sorted({*mine, *theirs})
    ]
    rows.sort(key=lambda r: (-abs(r.difference), r.findings))
    scale = 8 / math.log(knowledge.scoring.odds_of_very_strong)
    head_start = scale * (_logit(first.prior) - _logit(second.prior))
    return Contrast(first, second, head_start, tuple(rows))


def _by_findings(assessment: Assessment) -> dict[tuple[str, ...], list[Evidence]]:
    grouped: dict[tuple[str, ...], list[Evidence]] = {}
    for evidence in (*assessment.for_, *assessment.against):
        if evidence.counted and evidence.points:
            grouped.setdefault(evidence.findings, []).append(evidence)
    return grouped


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
