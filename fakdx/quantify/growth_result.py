"""Growth in animals and in soft agar: what a case says about it, what it keeps, how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakdx.quantify.doses import VEHICLE_WORDS, agents_in
from fakdx.quantify.drawing import chart_svg, interval_plot
from fakdx.quantify.plot_data import Chart, IntervalRow, Point, Series
from fakdx.quantify.results import Finding, Record, fold_qualifiers, interval_record, rounded, say_fold
from fakdx.quantify.statistics import Interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.text_plots import text_chart, text_intervals
from fakdx.quantify.thresholds import Thresholds


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
class GrowthResult:
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
        }

    def lines(self) -> list[str]:
        return [
            f"{arm.arm}: {arm.state}, {self.measure}: {say_fold(arm.fold)} against {arm.control}" for arm in self.arms
        ]

    def _rows(self) -> list[IntervalRow]:
        return [IntervalRow(arm.arm, arm.fold, arm.single, arm.state) for arm in self.arms]

    @property
    def _limits(self) -> tuple[float, float]:
        return self.settings.thresholds.partly, self.settings.thresholds.stimulated

    def chart(self) -> Chart:
        series = tuple(Series(name, points, line) for name, (points, line) in self.curves.items())
        return Chart(f"{self.settings.readout}: volumes", "day", "volume (mm3)", series, y_log=True)

    def svg(self) -> str:
        if self.curves:
            return chart_svg(self.chart())
        return interval_plot(f"{self.settings.readout} against control", "fold (log scale)", self._rows(), self._limits)

    def text_plot(self, width: int = 72) -> str:
        if self.curves:
            return text_chart(self.chart(), width)
        return text_intervals(self._rows(), self._limits, width)
