"""The experiment that separates two hypotheses best."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fakdx.differential.score import Differential
from fakdx.differential.search import Prospect, Search
from fakdx.differential.tally import Priors
from fakdx.knowledge import Knowledge
from fakdx.plan.experiments import PREFERENCES, Assayed, assay


@dataclass(frozen=True, slots=True)
class SeparatingOutcome:
    """One result, and by how many points the first hypothesis would then stand above the second."""

    id: str
    result: str
    gap: float
    """Priors included."""
    shift: float
    """How far that is from where the two stand today."""


@dataclass(frozen=True, slots=True)
class Separator:
    """An experiment and how well it tells two hypotheses apart."""

    id: str
    name: str
    spread: float
    """Points between the result that favours the first most and the one that favours the second most."""
    value: float
    """The same after its price; the ranking follows it."""
    hands_on_h: float
    days: float
    cost: str
    outcomes: tuple[SeparatingOutcome, ...]


def separating(
    found: Differential,
    a: str,
    b: str,
    knowledge: Knowledge,
    priors: Priors | None = None,
    prefer: str = "balanced",
) -> tuple[Separator, ...]:
    """Experiments whose results treat the two hypotheses differently, best value first.

    How likely each result is does not enter: who compares a likely with an unlikely hypothesis asks what could
    turn the two round.
    """
    today = _gap(Search(found.case, knowledge, priors).now, a, b, knowledge)
    separators = []
    for one in assay(found, knowledge, priors):
        gaps = [_gap(prospect, a, b, knowledge) for prospect in one.prospects]
        if max(gaps) - min(gaps) > 1e-9:
            separators.append(_separator(one, gaps, today, prefer))
    return tuple(sorted(separators, key=lambda s: (-s.value, s.id)))


def _gap(prospect: Prospect, a: str, b: str, knowledge: Knowledge) -> float:
    """Points by which the first stands above the second, the difference of the priors read as points."""
    one, other = prospect.by_id[a], prospect.by_id[b]
    scale = 8 / math.log(knowledge.scoring.odds_of_very_strong)
    head_start = scale * (_logit(one.prior) - _logit(other.prior))
    return head_start + one.points - other.points


def _separator(one: Assayed, gaps: list[float], today: float, prefer: str) -> Separator:
    e = one.experiment
    spread = max(gaps) - min(gaps)
    return Separator(
        id=e.id,
        name=e.name,
        spread=spread,
        value=spread * PREFERENCES[prefer].discount(e.hands_on_h, e.days, e.cost),
        hands_on_h=e.hands_on_h,
        days=e.days,
        cost=e.cost,
        outcomes=tuple(
            SeparatingOutcome(o.id, o.result, gap, gap - today) for o, gap in zip(e.outcomes, gaps, strict=True)
        ),
    )


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))
