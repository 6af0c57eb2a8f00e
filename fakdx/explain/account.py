"""Why a hypothesis has its score: every step from prior to posterior, what is held back, what would change it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fakdx.differential.priors import checked_priors
from fakdx.differential.score import Differential, Priors, differential
from fakdx.differential.verdict import LIKELY, rule_on, verdict
from fakdx.explain.change import Reversal, leads, smallest_changes
from fakdx.explain.naming import hypothesis_named
from fakdx.explain.near import NearMiss, missing_evidence, near_misses
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import Assessment, Evidence, Missing
from fakdx.model.scoring import Band


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of evidence that counts, and where the score stands after it."""

    evidence: Evidence
    running: float
    """Points so far, this step included; the last one is the score."""
    probability: float


@dataclass(frozen=True, slots=True)
class Account:
    """The whole reasoning about one hypothesis. `reversal` is None when it was not asked for."""

    hypothesis: Assessment
    rank: int
    of: int
    headline: str
    leads: bool
    steps: tuple[Step, ...]
    set_aside: tuple[Evidence, ...]
    """Rules that fired and count nothing, because a stronger one is about the same observation."""
    withheld: Band | None
    """The word that the probability alone would earn, where lack of corroboration keeps it back."""
    nearly: tuple[NearMiss, ...]
    """Silent rules for it that lack one thing, those worth most first."""
    spared: tuple[NearMiss, ...]
    """Silent rules against it that lack one thing."""
    missing: tuple[Missing, ...]
    reversal: Reversal | None


def account(
    case: CaseData,
    hypothesis: str,
    knowledge: Knowledge | None = None,
    *,
    priors: Priors | None = None,
    search: bool = True,
) -> Account:
    """Explain one hypothesis on one case. Raises InputError for an unknown hypothesis, with the nearest ids.

    `search` also looks for the smallest change of findings that would overturn its place (a second or two).
    """
    base = knowledge or load_knowledge()
    id = hypothesis_named(hypothesis, base)
    own = checked_priors(priors, base)
    return account_of(differential(case, base, "experta", own), id, base, priors=own, search=search)


def account_of(
    found: Differential, hypothesis: str, knowledge: Knowledge, *, priors: Priors | None = None, search: bool = True
) -> Account:
    """The account of a hypothesis (by id) in a differential that is there already."""
    assessment = found.of(hypothesis)
    ruling = rule_on(found, knowledge)
    near = near_misses(found, hypothesis, knowledge)
    earned = knowledge.scoring.band(assessment.probability)
    held_back = earned in LIKELY and assessment.band != earned
    return Account(
        hypothesis=assessment,
        rank=1 + found.assessments.index(assessment),
        of=len(found.assessments),
        headline=verdict(found, ruling, (), knowledge).headline,
        leads=leads(ruling, hypothesis),
        steps=steps_of(assessment, knowledge),
        set_aside=tuple(e for e in (*assessment.for_, *assessment.against) if not e.counted),
        withheld=earned if held_back else None,
        nearly=tuple(m for m in near if m.points > 0 and m.worth),
        spared=tuple(m for m in near if m.points < 0 and m.worth),
        missing=missing_evidence(found, hypothesis, knowledge),
        reversal=smallest_changes(found, hypothesis, knowledge, priors) if search else None,
    )


def steps_of(assessment: Assessment, knowledge: Knowledge) -> tuple[Step, ...]:
    """What counts, first for and then against, heaviest first, with the running total."""
    counted = [e for e in (*assessment.for_, *assessment.against) if e.counted]
    steps = []
    for number, evidence in enumerate(counted, start=1):
        running = math.fsum(e.points for e in counted[:number])
        steps.append(Step(evidence, running, knowledge.scoring.probability(assessment.prior, running)))
    return tuple(steps)
