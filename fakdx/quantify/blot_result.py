"""Fold changes from blots, and how they are stated, stored and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakdx.errors import InputError
from fakdx.figures.figure import Intervals
from fakdx.figures.kept import to_plain
from fakdx.quantify.doses import agents_in
from fakdx.quantify.pictures import estimate
from fakdx.quantify.results import Drawn, Finding, Record, fold_qualifiers, interval_record, rounded, say_fold
from fakdx.quantify.statistics import Interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.units import say_dose, say_time

ROWS = 40
"""Comparisons in one plot; an array has more."""


@dataclass(frozen=True)
class BlotSettings:
    """How a blot is read. `total` maps a phospho-analyte to its total protein.

    `versus`: `vehicle`, or `parental` for another line under the same treatment. `linear_range`: lowest and
    highest signal that a dilution series showed to be proportional. `floor`: the lowest signal that counts as
    detected; a band below is set to it, so that its fold is a bound.
    `normalised`: the signals were divided by their loading before they got here.
    """

    targets: tuple[str, ...] = ()
    loading: str | None = None
    total: Mapping[str, str] = field(default_factory=dict)
    versus: str = "vehicle"
    parental: str | None = None
    linear_range: tuple[float, float] | None = None
    floor: float | None = None
    normalised: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)

    def __post_init__(self) -> None:
        if self.linear_range and not 0 <= self.linear_range[0] < self.linear_range[1]:
            raise InputError(f"a linear range goes from low to high, found {self.linear_range}")
        if self.floor is not None and self.floor <= 0:
            raise InputError(f"a floor is a signal above 0, found {self.floor:g}")

    def record(self) -> Record:
        return {
            "targets": list(self.targets),
            "loading": self.loading,
            "total": dict(self.total),
            "versus": self.versus,
            "parental": self.parental,
            "linear_range": list(self.linear_range) if self.linear_range else None,
            "floor": self.floor,
            "normalised": self.normalised,
            "thresholds": self.thresholds.record(),
        }


@dataclass(frozen=True)
class BlotComparison:
    """One analyte in one condition against its comparator, with the fold of every replicate.

    `raw`: nothing was divided out, neither loading nor total.
    """

    analyte: str
    condition: str
    line: str
    dose_um: float | None
    time_h: float | None
    against: str
    fold: Interval
    by_replicate: Mapping[str, float]
    state: str
    raw: bool = False

    @property
    def label(self) -> str:
        parts = [self.analyte, self.line, self.condition]
        parts += [say_dose(self.dose_um)] if self.dose_um and self.dose_um > 0 else []
        parts += [say_time(self.time_h)] if self.time_h is not None else []
        return ", ".join(p for i, p in enumerate(parts) if p and (i < 3 or p not in self.condition))


@dataclass(frozen=True)
class BlotResult(Drawn):
    comparisons: tuple[BlotComparison, ...]
    settings: BlotSettings
    provenance: Provenance
    warnings: tuple[str, ...]

    def findings(self) -> list[Finding]:
        """One measurement a comparison; line and treatment are named only where nothing else tells them apart."""
        places = [(c.analyte, c.line, c.dose_um, c.time_h) for c in self.comparisons]
        lines = {c.line for c in self.comparisons}
        found = []
        for comparison, place in zip(self.comparisons, places, strict=True):
            finding: Finding = {comparison.analyte: comparison.state, **fold_qualifiers(comparison.fold)}
            if comparison.time_h is not None:
                finding["at"] = say_time(comparison.time_h)
            if comparison.dose_um:
                finding["dose"] = say_dose(comparison.dose_um)
            finding["versus"] = self.settings.versus
            if comparison.raw:
                finding["raw"] = True
            if len(lines) > 1:
                finding["in"] = comparison.line
            if places.count(place) > 1:
                finding["on"] = agents_in(comparison.condition)
            found.append(finding)
        return found

    def record(self) -> Record:
        return {
            "command": "blot",
            **self.provenance.record(),
            "settings": self.settings.record(),
            "results": [
                {
                    "analyte": c.analyte,
                    "condition": c.condition,
                    "line": c.line,
                    "dose_um": rounded(c.dose_um),
                    "time_h": rounded(c.time_h),
                    "against": c.against,
                    "state": c.state,
                    "raw": c.raw,
                    "fold": interval_record(c.fold),
                    "by_replicate": {k: rounded(v) for k, v in c.by_replicate.items()},
                }
                for c in self.comparisons
            ],
            "warnings": list(self.warnings),
            "plots": to_plain(self.figures()),
        }

    def lines(self) -> list[str]:
        return [f"{c.label}: {c.state} against {c.against}, {say_fold(c.fold)}" for c in self.comparisons]

    def figures(self) -> tuple[Intervals, ...]:
        """The fold of every comparison with its interval, over the zones of the thresholds."""
        limits = self.settings.thresholds
        rows = tuple(estimate(c.label, c.fold, c.by_replicate.values(), c.state) for c in self.comparisons)
        return tuple(
            Intervals(
                title=f"Fold against {self.settings.versus}" + (f" ({start // ROWS + 1})" if start else ""),
                axis="fold (log scale)",
                note=f"bars: {100 * limits.confidence:g} % intervals; rings: single replicates; shaded: unchanged",
                rows=rows[start : start + ROWS],
                limits=(limits.decreased, limits.increased),
                zones=("decreased", "unchanged", "increased"),
            )
            for start in range(0, len(rows), ROWS)
        )
