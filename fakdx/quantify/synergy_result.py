"""Interaction scores: what a case says about them, what it keeps, how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakdx.figures.figure import Figure, HeatMap, Intervals, Matrix
from fakdx.figures.kept import to_plain
from fakdx.quantify.pictures import estimate, named, shown
from fakdx.quantify.results import Drawn, Finding, Record, interval_record, rounded
from fakdx.quantify.statistics import Interval
from fakdx.quantify.synergy_models import NAMES, Doses, Model
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds

DOSES = 40
"""Doses of one drug that a map shows."""
FULL_MATRIX = 3
"""Doses of each drug from which a table of combinations counts as a full matrix."""
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
class SynergyResult(Drawn):
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
        """The deciding model's word, and what the table itself shows of how the combination was tested."""
        method = NAMES[self.settings.model]
        firsts, seconds = ({doses[drug] for doses in self.deciding.cells} for drug in (0, 1))
        full = min(len(firsts), len(seconds)) >= FULL_MATRIX
        return [
            {"synergy": self.state, "with": self.settings.drug2, "n": self.n, "method": method},
            *([{"dose_matrix": "yes"}] if full else []),
            {"synergy_model_named": "yes"},
        ]

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
            "plots": to_plain(self.figures()),
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

    def figures(self) -> tuple[Figure, ...]:
        """The excess of every well under each model, the deciding one first, and all their means side by side."""
        settings, limits = self.settings, self.settings.thresholds
        scores = sorted(self.scores, key=lambda score: score is not self.deciding)
        firsts = sorted({d[0] for d in self.deciding.cells}, reverse=True)[:DOSES]
        seconds = sorted({d[1] for d in self.deciding.cells})[:DOSES]
        title = named(f"{settings.drug1} with {settings.drug2}")
        maps = HeatMap(
            title=f"{title}: {self.state}",
            row_axis=named(f"{settings.drug1} (uM)"),
            column_axis=named(f"{settings.drug2} (uM)"),
            rows=tuple(f"{d:.3g}" for d in firsts),
            columns=tuple(f"{d:.3g}" for d in seconds),
            maps=tuple(
                Matrix(
                    title=f"{NAMES[score.model]} excess{', decides' if score is self.deciding else ''}",
                    values=tuple(tuple(_cell(score.cells.get((a, b))) for b in seconds) for a in firsts),
                )
                for score in scores
            ),
            limit=0.4,
            note="points of viability, expected minus observed: + does more than expected, - less",
        )
        means = Intervals(
            title=f"{title}: mean excess by model",
            axis="mean excess, fraction of vehicle",
            note=f"bars: {100 * limits.confidence:g} % intervals over experiments; shaded: too little to count",
            rows=tuple(
                estimate(NAMES[s.model] + (", decides" if s is self.deciding else ""), s.score, (), s.state)
                for s in scores
            ),
            limits=(-limits.synergy, limits.synergy),
            zones=("antagonistic", "additive", "synergistic"),
            centre=0.0,
            log=False,
        )
        return maps, means


def _cell(value: float | None) -> float | None:
    return None if value is None else shown(min(max(value, -100.0), 100.0))
