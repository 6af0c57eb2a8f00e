"""Growth in animals and in soft agar: what a case says about it, what it keeps, how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakdx.figures.figure import Chart, Figure, Intervals, Series
from fakdx.figures.kept import to_plain
from fakdx.quantify.doses import VEHICLE_WORDS, agents_in
from fakdx.quantify.pictures import estimate, measured, named, shown
from fakdx.quantify.results import Drawn, Finding, Record, fold_qualifiers, interval_record, rounded, say_fold
from fakdx.quantify.statistics import Interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds

Point = tuple[float, float]
ARMS, ROWS = 8, 40
"""Arms in one plot of volumes; arms in one plot of ratios."""


@dataclass(frozen=True)
class GrowthSettings:
    """`readout` is the vocabulary name (`tumour_growth`, `soft_agar`); `vehicle` names the control arm."""

    readout: str = "tumour_growth"
    vehicle: str = ""
    day: float | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def controls(self) -> frozenset[str]:
        return frozenset({self.vehicle.lower()}) if self.vehicle else VEHICLE_WORDS

    def record(self) -> Record:
        return {
            "readout": self.readout,
            "vehicle": self.vehicle or None,
            "day": self.day,
            "thresholds": self.thresholds.record(),
        }


@dataclass(frozen=True)
class ArmResult:
    """One arm against the control; `single` are the animals or experiments; `rate` is growth a day (log)."""

    arm: str
    control: str
    fold: Interval
    single: tuple[float, ...]
    state: str
    rate: float | None


@dataclass(frozen=True)
class GrowthResult(Drawn):
    """`measure` says what `fold` is a ratio of; `curves` are points and mean line by arm, if any."""

    arms: tuple[ArmResult, ...]
    measure: str
    curves: Mapping[str, tuple[tuple[Point, ...], tuple[Point, ...]]]
    settings: GrowthSettings
    provenance: Provenance
    warnings: tuple[str, ...]

    def findings(self) -> list[Finding]:
        found = []
        for arm in self.arms:
            finding: Finding = {
                self.settings.readout: arm.state,
                "versus": "vehicle",
                **fold_qualifiers(arm.fold),
            }
            found.append(finding | ({"on": agents_in(arm.arm)} if len(self.arms) > 1 else {}))
        return found

    def record(self) -> Record:
        return {
            "command": "growth",
            **self.provenance.record(),
            "settings": self.settings.record(),
            "measure": self.measure,
            "results": [
                {
                    "arm": arm.arm,
                    "control": arm.control,
                    "state": arm.state,
                    "fold": interval_record(arm.fold),
                    "single": [rounded(value) for value in arm.single],
                    "log_rate_per_day": rounded(arm.rate),
                }
                for arm in self.arms
            ],
            "warnings": list(self.warnings),
            "plots": to_plain(self.figures()),
        }

    def lines(self) -> list[str]:
        return [
            f"{arm.arm}: {arm.state}, {self.measure}: {say_fold(arm.fold)} against {arm.control}" for arm in self.arms
        ]

    def figures(self) -> tuple[Figure, ...]:
        """Volumes over time where there are any, and every arm against the control."""
        limits = self.settings.thresholds
        folds = Intervals(
            title=f"{self.settings.readout} against {named(self.arms[0].control)}",
            axis=named(f"{self.measure}, ratio to {self.arms[0].control}"),
            note=f"log scale; bars: {100 * limits.confidence:g} % intervals; rings: single animals or experiments",
            rows=tuple(estimate(arm.arm, arm.fold, arm.single, arm.state) for arm in self.arms[:ROWS]),
            limits=(limits.partly, limits.stimulated),
            zones=("inhibited", "no effect", "stimulated"),
        )
        if not self.curves:
            return (folds,)
        volumes = Chart(
            title=f"{self.settings.readout}: volumes",
            x="day",
            y="volume (mm3, log scale)",
            series=tuple(
                Series(
                    name=named(name), points=measured(points), line=tuple((shown(x), shown(y)) for x, y in line)[:1000]
                )
                for name, (points, line) in list(self.curves.items())[:ARMS]
            ),
            y_log=True,
            note="points: single animals; lines: geometric means",
        )
        return volumes, folds
