"""What to run next: every experiment, every outcome, before it is run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential
from fakdx.differential.search import Prospect, Search
from fakdx.differential.tally import Priors
from fakdx.differential.verdict import Ruling
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Finding
from fakdx.model.entries import Experiment
from fakdx.plan.information import EVENLY, forecast, with_lapse
from fakdx.plan.prospects import Candidate, candidates
from fakdx.plan.value import LAPSE, Actions, confirmation, doubt, leading, repair, settlement, wide_open

COST_STEPS = {"none": 0, "low": 1, "medium": 2, "high": 4}
WORTH_LISTING = 0.001
"""Bits, after the price, below which an experiment is not worth a line."""
WORTH_ASKING_FIRST = 0.25
"""A look at the records comes before the bench when it is worth this share of the best experiment."""
LIKELY_ENOUGH = 0.05
"""An outcome less likely than this is no reason to go on."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How hours at the bench, days of waiting and money weigh against information."""

    name: str
    per_hour: float
    per_day: float
    per_cost: float

    def discount(self, hands_on_h: float, days: float, cost: str) -> float:
        """What a bit is worth after its price, between 0 and 1."""
        return 1 / (1 + self.per_hour * hands_on_h + self.per_day * days + self.per_cost * COST_STEPS[cost])

    def weighed(self, weight: float) -> Preference:
        """The same with the price counted `weight` times: 0 for information alone, 1 for the preset as it is."""
        return replace(
            self, per_hour=weight * self.per_hour, per_day=weight * self.per_day, per_cost=weight * self.per_cost
        )


PREFERENCES = {
    "balanced": Preference("balanced", 0.04, 0.04, 0.1),
    "fast": Preference("fast", 0.04, 0.25, 0.05),
    "cheap": Preference("cheap", 0.1, 0.02, 0.5),
    "decisive": Preference("decisive", 0.0, 0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Assayed:
    """An experiment with the prospect after each of its outcomes, and what it is worth in bits."""

    candidate: Candidate
    prospects: tuple[Prospect, ...]
    probabilities: tuple[float, ...]
    gain_bits: float
    confirmation_bits: float
    action_bits: float
    settlement_bits: float
    repair_bits: float
    changes_ruling: bool
    """A likely enough outcome would change the verdict."""

    @property
    def experiment(self) -> Experiment:
        return self.candidate.experiment

    @property
    def worth(self) -> float:
        return (
            self.gain_bits + self.confirmation_bits + self.action_bits + self.settlement_bits + self.repair_bits
        )

    def value(self, preference: Preference) -> float:
        """Bits after the price."""
        e = self.experiment
        return self.worth * preference.discount(e.hands_on_h, e.days, e.cost)


def assay(found: Differential, knowledge: Knowledge, priors: Priors | None = None) -> tuple[Assayed, ...]:
    """Look ahead over every experiment that makes sense for the case and is not done."""
    facts = known_facts(found)
    search = Search(found.case, knowledge, priors)
    actions = Actions(found.case, search.now, facts, knowledge)
    disputed = tuple(f for group in found.base.contradictions for f in group)
    return tuple(_assay(c, search, actions, disputed) for c in candidates(found.case, facts, knowledge))


def _assay(candidate: Candidate, search: Search, actions: Actions, disputed: tuple[Finding, ...]) -> Assayed:
    """Every outcome of one experiment: how likely, and what it would do."""
    now = search.now
    after = tuple(search.after(o.adds, o.instead_of) for o in candidate.outcomes)
    ids = [s.id for s in now.standings]
    today = [s.probability for s in now.standings]
    rows = [[prospect.by_id[id].probability for id in ids] for prospect in after]
    p = forecast(today, rows, EVENLY)
    among_all = wide_open(now)
    gain = doubt(now, among_all) - sum(weight * doubt(a, among_all) for weight, a in zip(p, after, strict=True))
    odds = search.knowledge.scoring.odds_of_very_strong
    return Assayed(
        candidate,
        after,
        p,
        max(0.0, gain),
        confirmation(leading(now), after, with_lapse(p, LAPSE), odds),
        actions.bits(candidate),
        settlement(candidate, disputed, search.knowledge),
        repair(candidate, search.case, now, search.knowledge),
        any(weight >= LIKELY_ENOUGH and a.ruling != now.ruling for weight, a in zip(p, after, strict=True)),
    )


def rank(assayed: tuple[Assayed, ...], preference: Preference) -> tuple[tuple[Assayed, float], ...]:
    """Best value first; but the most telling look at the records before any bench work, where it matters."""
    valued = [(a, a.value(preference)) for a in assayed]
    worth = [pair for pair in valued if pair[1] >= WORTH_LISTING]
    worth.sort(key=lambda pair: (-pair[1], pair[0].experiment.id))
    instant = next((pair for pair in worth if pair[0].experiment.instant), None)
    if instant is not None and instant[1] >= WORTH_ASKING_FIRST * worth[0][1]:
        worth.remove(instant)
        worth.insert(0, instant)
    return tuple(worth)


def stop_reason(case: CaseData, assayed: tuple[Assayed, ...], ruling: Ruling) -> str:
    """Why enough is known: no experiment has a likely result that would change the decision. Empty while one has."""
    if not case.findings or any(a.changes_ruling for a in assayed):
        return ""
    if ruling.kind in ("insufficient_data", "contradictory"):
        return "No experiment in the catalogue would settle this; more findings of another kind are needed."
    enough = "Enough: no experiment in the catalogue has a likely result that would change this verdict."
    if any(a.action_bits > 0 for a in assayed):
        return f"{enough} What is left is to test the combination that follows from it."
    return enough
