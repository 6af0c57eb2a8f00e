"""Interaction scores: what a case says about them, what it keeps, how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakdx.quantify.drawing import heat_svg
from fakdx.quantify.plot_data import HeatMap
from fakdx.quantify.results import Finding, Record, interval_record, rounded
from fakdx.quantify.statistics import Interval
from fakdx.quantify.synergy_models import NAMES, Doses, Model
from fakdx.quantify.tables import Provenance
from fakdx.quantify.text_plots import text_heat
from fakdx.quantify.thresholds import Thresholds

OPPOSITE = {"synergistic": "antagonistic", "antagonistic": "synergistic"}


@dataclass(frozen=True)
class SynergySettings:
    """Names of the drugs, the model that decides, and the bootstrap."""

    drug1: str = "drug 1"
    drug2: str = "drug 2"
    model: Model = "bliss"
    draws: int = 200
    seed: int = 1
    thresholds: Thresholds = field(default_factory=Thresholds)

    def record(self) -> Record:
        return {
            "drug1": self.drug1,
            "drug2": self.drug2,
            "model": self.model,
            "draws": self.draws,
            "seed": self.seed,
            "thresholds": self.thresholds.record(),
        }


@dataclass(frozen=True)
class ModelScore:
    """Mean excess under one model, the excess of every combination well, and the word for it."""

    model: Model
    score: Interval
    cells: Mapping[Doses, float]
    state: str

    @property
    def peak(self) -> tuple[Doses, float]:
        """The combination with the largest excess, either way."""
        return max(self.cells.items(), key=lambda item: (abs(item[1]), item[0]))


@dataclass(frozen=True)
class SynergyResult:
    scores: tuple[ModelScore, ...]
    surface: Mapping[Doses, float]
    n: int
    settings: SynergySettings
    provenance: Provenance
    warnings: tuple[str, ...]

    @property
    def deciding(self) -> ModelScore:
        return next(score for score in self.scores if score.model == self.settings.model)

    @property
    def state(self) -> str:
        """The deciding model's word, unless another model says the opposite."""
        state = self.deciding.state
        opposed = any(score.state == OPPOSITE.get(state) for score in self.scores)
        return "inconclusive" if opposed else state

    def findings(self) -> list[Finding]:
        method = NAMES[self.settings.model]
        return [{"synergy": self.state, "with": self.settings.drug2, "n": self.n, "method": method}]

    def record(self) -> Record:
        return {
            "command": "synergy",
            **self.provenance.record(),
            "settings": self.settings.record(),
            "state": self.state,
            "results": [
                {
                    "model": score.model,
                    "state": score.state,
                    "mean_excess": interval_record(score.score),
                    "peak": {
                        "dose1_um": rounded(score.peak[0][0]),
                        "dose2_um": rounded(score.peak[0][1]),
                        "excess": rounded(score.peak[1]),
                    },
                }
                for score in self.scores
            ],
            "surface": [[rounded(d1), rounded(d2), rounded(y)] for (d1, d2), y in self.surface.items()],
            "warnings": list(self.warnings),
        }

    def lines(self) -> list[str]:
        settings = self.settings
        said = [f"{settings.drug1} with {settings.drug2}: {self.state} by {NAMES[settings.model]}, n = {self.n}"]
        for score in self.scores:
            low, high = score.score.low, score.score.high
            limits = "no interval" if low is None or high is None else f"CI {100 * low:+.1f} to {100 * high:+.1f}"
            (dose1, dose2), peak = score.peak
            said.append(
                f"  {NAMES[score.model]}: {score.state}, mean excess {100 * score.score.value:+.1f} points "
                f"of viability ({limits}); largest {100 * peak:+.0f} at {dose1:.3g} + {dose2:.3g} uM"
            )
        return said

    def maps(self) -> list[HeatMap]:
        """The excess of every well in points of viability, a map a model."""
        firsts = sorted({d[0] for d in self.deciding.cells}, reverse=True)
        seconds = sorted({d[1] for d in self.deciding.cells})
        return [
            HeatMap(
                f"{NAMES[score.model]} excess, points",
                f"{self.settings.drug1} (uM)",
                f"{self.settings.drug2} (uM)",
                tuple(f"{d:.3g}" for d in firsts),
                tuple(f"{d:.3g}" for d in seconds),
                tuple(tuple(score.cells.get((a, b)) for b in seconds) for a in firsts),
                0.4,
            )
            for score in self.scores
        ]

    def svg(self) -> str:
        return heat_svg(self.maps(), f"{self.settings.drug1} with {self.settings.drug2}: {self.state}")

    def text_plot(self, width: int = 72) -> str:
        chosen = next(m for s, m in zip(self.scores, self.maps(), strict=True) if s is self.deciding)
        return text_heat(chosen, width)
