"""How much of its strength a rule keeps on uncertain findings: the stated discounts, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fakdx.model.case import CaseData, Finding
from fakdx.model.rules import Fact, Firing, Scope
from fakdx.model.scoring import Scoring

_DIRECTED = frozenset({"decreased", "increased", "less sensitive", "more sensitive"})


@dataclass(frozen=True, slots=True)
class Weight:
    """A factor between 0 and 1, a ceiling in points (None for none), and why."""

    factor: float = 1.0
    cap: float | None = None
    reasons: tuple[str, ...] = ()

    def size(self, points: float) -> float:
        """What is left of so many unsigned points."""
        return points * self.factor if self.cap is None else min(points * self.factor, self.cap)


FULL = Weight()


def finding_weight(finding: Finding, scoring: Scoring) -> Weight:
    """Slight and partial changes, intervals that include no change, and few replicates count for less."""
    factor, reasons = 1.0, []
    discounts, thresholds = scoring.discounts, scoring.thresholds
    if finding.extent == "slight":
        factor = discounts.slight_change
        reasons.append("a slight change")
    elif finding.extent == "partial":
        factor = discounts.partial_change
        reasons.append("a partial change")
    if finding.ci is not None and finding.state in _DIRECTED and finding.ci[0] <= 1.0 <= finding.ci[1]:
        factor = min(factor, discounts.interval_includes_no_change)
        reasons.append("its interval includes no change")
    cap = None
    if finding.n is not None and finding.n < thresholds.few_replicates_below:
        cap = thresholds.few_replicates_cap
        reasons.append(f"n = {finding.n}")
    return Weight(factor, cap, tuple(reasons)) if reasons else FULL


def finding_weights(case: CaseData, scoring: Scoring) -> dict[str, Weight]:
    """Weight by finding label; only those that are not full. The rest of the case always counts fully."""
    weights = {f.label: finding_weight(f, scoring) for f in case.findings}
    return {label: w for label, w in weights.items() if w is not FULL}


@dataclass(frozen=True, slots=True)
class Setting:
    """What scopes are compared with: the case's cancer type, inhibitor and cultures, as far as known."""

    cancer_type: str | None
    inhibitor: str | None
    culture: frozenset[str]


def setting_of(case: CaseData, facts: tuple[Fact, ...]) -> Setting:
    cancer = next((f.state for f in facts if f.name == "cancer_type" and f.state != "none"), None)
    return Setting(cancer, case.context.inhibitor, frozenset(case.context.culture))


def out_of_scope(scope: Scope, setting: Setting) -> str:
    """Why the rule's evidence comes from elsewhere; empty when it does not, or when the case does not say."""
    if scope.cancer_type and setting.cancer_type and setting.cancer_type not in scope.cancer_type:
        return f"shown in {' and '.join(scope.cancer_type).replace('_', ' ')} cancer"
    if scope.inhibitor and setting.inhibitor and setting.inhibitor not in scope.inhibitor:
        return f"shown with {' and '.join(scope.inhibitor)}"
    if scope.culture and setting.culture and not setting.culture & set(scope.culture):
        return f"shown {' and '.join(scope.culture).replace('_', ' ')}"
    return ""


class Weigher:
    """Weights of firings: the weakest of a rule's conditions, each as good as the best finding that meets it.

    So a second, weaker finding of the same kind never lowers what a rule counts. Which finding is best can depend
    on the rule: a partial change in many replicates beats a full one in few where much is at stake, and the other
    way round for a small point.
    """

    def __init__(self, weights: Mapping[str, Weight], derivations: Mapping[str, Sequence[Firing]]) -> None:
        self._weights = weights
        self._derivations = derivations
        self._derived: dict[tuple[str, float], Weight] = {}

    def of_firing(self, firing: Firing, points: float) -> Weight:
        """The weight of a firing whose rule has so many points at full strength, unsigned."""
        if not self._weights:
            return FULL
        return _weakest(_best((self._of_label(label, points) for label in group), points) for group in firing.matched)

    def _of_label(self, label: str, points: float) -> Weight:
        if label in self._weights or label not in self._derivations:
            return self._weights.get(label, FULL)
        key = label, points
        if key not in self._derived:
            firings = self._derivations[label]
            self._derived[key] = _best((self.of_firing(firing, points) for firing in firings), points)
        return self._derived[key]


def _best(weights: Iterable[Weight], points: float) -> Weight:
    return max(weights, key=lambda w: (w.size(points), w.factor, math.inf if w.cap is None else w.cap))


def _weakest(weights: Iterable[Weight]) -> Weight:
    found = [w for w in weights if w is not FULL]
    if not found:
        return FULL
    caps = [w.cap for w in found if w.cap is not None]
    reasons = tuple(dict.fromkeys(r for w in found for r in w.reasons))
    return Weight(min(w.factor for w in found), min(caps, default=None), reasons)
