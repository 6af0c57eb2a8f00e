"""The numbers of the reasoning: the scale, the priors, the thresholds and the discounts. All from one file."""

from __future__ import annotations

import math
from typing import Literal

from fakdx.model.base import Cite, Entry
from fakdx.model.entries import Strength

Band = Literal["established", "likely", "possible", "unlikely", "excluded"]


class Bands(Entry):
    """Lower bounds of the words for a probability; `excluded` is an upper bound."""

    established: float
    likely: float
    possible: float
    excluded: float


class Discounts(Entry):
    """What a finding's evidence is multiplied by; the smallest that applies is used."""

    slight_change: float
    partial_change: float
    interval_includes_no_change: float
    out_of_scope: float
    unreplicated_contradiction: float = 1.0


class Thresholds(Entry):
    """When numbers become words."""

    decreased_below: float
    increased_above: float
    prolonged_from_h: float
    underdosed_below_ec50: float
    overdosed_above_ec50: float
    ic50_noise_fold: float
    few_replicates_below: int
    few_replicates_cap: float
    minimum_lead_points: float


class Scoring(Entry):
    """`points` of evidence multiply the odds by `odds_of_very_strong ** (points / 8)`."""

    version: str
    points: dict[Strength, int]
    odds_of_very_strong: float
    default_prior: float
    priors: dict[str, float]
    bands: Bands
    discounts: Discounts
    thresholds: Thresholds
    cites: tuple[Cite, ...]

    def prior(self, hypothesis: str) -> float:
        return self.priors.get(hypothesis, self.default_prior)

    def probability(self, prior: float, points: float) -> float:
        """Posterior probability from prior probability and signed points."""
        log_odds = math.log(prior / (1 - prior)) + points / 8 * math.log(self.odds_of_very_strong)
        return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0

    def band(self, probability: float) -> Band:
        if probability >= self.bands.established:
            return "established"
        if probability >= self.bands.likely:
            return "likely"
        if probability >= self.bands.possible:
            return "possible"
        return "excluded" if probability < self.bands.excluded else "unlikely"
