"""Dose-response results: what a case says about them, what it keeps, how they look."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from fakdx.figures.figure import Chart, Figure, Intervals, Mark, Series, Sigmoid
from fakdx.figures.kept import to_plain
from fakdx.quantify.curves import Bounds, CurveFit
from fakdx.quantify.dose_points import Scale
from fakdx.quantify.growth_rate import GrowthRate
from fakdx.quantify.ic50 import Ic50, Shift
from fakdx.quantify.pictures import estimate, limit, measured, named, shown
from fakdx.quantify.results import Drawn, Finding, Record, interval_record, rounded
from fakdx.quantify.statistics import Interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.units import say_dose

LINES, ROWS = 6, 40
"""Lines of cells in one plot; shifts in one plot."""
Point = tuple[float, float]


@dataclass(frozen=True)
class DoseSettings:
    """How curves are fitted and named. `readout` is the vocabulary name that the findings carry.

    `line` restricts the findings to one line, `parental` is what others are compared with. `bounds` keep
    plateaus and slope plausible; equal ends fix one (the bottom of a positive control, say).
    """

    readout: str = "viability_2d"
    line: str | None = None
    parental: str | None = None
    scale: Scale = "raw"
    bounds: Bounds = field(default_factory=Bounds)
    thresholds: Thresholds = field(default_factory=Thresholds)

    def record(self) -> Record:
        return {
            "readout": self.readout,
            "line": self.line,
            "parental": self.parental,
            "scale": self.scale,
            "bounds": {key: list(value) for key, value in asdict(self.bounds).items()},
            "thresholds": self.thresholds.record(),
        }


@dataclass(frozen=True)
class CurveResult:
    """One line: the response of each experiment at each dose, the pooled curve, both IC50, the effect at the top dose.

    `points` are sorted by dose; there is one for each experiment and dose, technical wells averaged.
    """

    line: str
    n: int
    points: tuple[Point, ...]
    fit: CurveFit
    absolute: Ic50
    relative: Interval
    doses: tuple[float, float]
    top_effect: Interval
    growth_rate: GrowthRate | None
    state: str

    @property
    def relative_is_determined(self) -> bool:
        known = self.relative.low is not None and self.relative.high is not None
        return known and self.doses[0] <= self.relative.value <= self.doses[1]

    def record(self) -> Record:
        shown: Record = {
            "line": self.line,
            "n": self.n,
            "state": self.state,
            "absolute_ic50_um": self._ic50_record(self.absolute),
            "relative_ic50_um": interval_record(self.relative) if self.relative_is_determined else None,
            "fit": {
                "top": rounded(self.fit.top),
                "bottom": rounded(self.fit.bottom),
                "midpoint_um": rounded(self.fit.c),
                "hill": rounded(self.fit.hill),
                "residual_sd": rounded(self.fit.sd),
            },
            "response_at_top_dose": interval_record(self.top_effect),
            "doses_um": [rounded(self.doses[0]), rounded(self.doses[1])],
        }
        if self.growth_rate is not None:
            gr = self.growth_rate
            shown["growth_rate"] = {
                "gr50_um": self._ic50_record(gr.gr50),
                "gr_max": rounded(gr.gr_max),
                "gr_inf": rounded(gr.gr_inf),
                "doublings": rounded(gr.doublings),
            }
        return shown

    def _ic50_record(self, one: Ic50) -> Record:
        low, high = one.inside(self.doses)
        return {
            "relation": one.relation,
            "value": rounded(one.value),
            "low": rounded(low),
            "high": rounded(high),
            "method": one.method,
            "by_replicate": {k: rounded(v) for k, v in one.by_replicate.items()},
        }

    def sentence(self) -> str:
        low, high = self.absolute.inside(self.doses)
        limits = f"CI {say_dose(low) if low else 'open'} to {say_dose(high) if high else 'open'}"
        effect = f"{100 * self.top_effect.value:.0f} % of vehicle at {say_dose(self.doses[1])}"
        name = self.line or "curve"
        said = f"{name}: {self.state}, IC50 (absolute) {self.absolute.text} ({limits}, n = {self.n}); {effect}"
        if self.relative_is_determined:
            said += f"; relative IC50 {say_dose(self.relative.value)}"
        if self.growth_rate is not None:
            said += f"; GR50 {self.growth_rate.gr50.text}, GRmax {self.growth_rate.gr_max:.2f}"
        return said


@dataclass(frozen=True)
class DoseResponseResult(Drawn):
    curves: tuple[CurveResult, ...]
    shifts: tuple[Shift, ...]
    settings: DoseSettings
    provenance: Provenance
    warnings: tuple[str, ...]

    def findings(self) -> list[Finding]:
        """The response of each line that is not the parental one, and its shift from that."""
        shown = [c for c in self.curves if c.line != self.settings.parental or len(self.curves) == 1]
        if self.settings.line is not None:
            shown = [c for c in shown if c.line == self.settings.line] or shown
        found: list[Finding] = []
        for curve in shown:
            arm = {"in": curve.line} if len(shown) > 1 else {}
            found.append({self.settings.readout: curve.state, "ic50": curve.absolute.text, "n": curve.n, **arm})
            found += [self._shift_finding(s) | arm for s in self.shifts if s.line == curve.line]
        return found

    def _shift_finding(self, shift: Shift) -> Finding:
        finding: Finding = {self.settings.readout: shift.state, "versus": "parental"}
        if shift.relation == "=":
            finding["fold"] = rounded(shift.fold.value, 3)
            if shift.fold.low is not None and shift.fold.high is not None:
                finding["ci"] = [rounded(shift.fold.low, 3), rounded(shift.fold.high, 3)]
        elif shift.relation != "?":
            finding["fold"] = f"{shift.relation} {shift.fold.value:.3g}"
        method = {"method": "GR50"} if shift.basis == "GR50" else {}
        return {**finding, "n": shift.fold.n, **method}

    def record(self) -> Record:
        return {
            "command": "dose-response",
            **self.provenance.record(),
            "settings": self.settings.record(),
            "results": [curve.record() for curve in self.curves],
            "shifts": [
                {
                    "line": shift.line,
                    "against": shift.against,
                    "state": shift.state,
                    "relation": shift.relation,
                    "fold": interval_record(shift.fold),
                    "basis": shift.basis,
                    "method": shift.method,
                }
                for shift in self.shifts
            ],
            "warnings": list(self.warnings),
            "plots": to_plain(self.figures()),
        }

    def lines(self) -> list[str]:
        floor = self.settings.thresholds.noise_fold
        said = [curve.sentence() for curve in self.curves]
        for shift in self.shifts:
            low = "open" if shift.fold.low is None else f"{shift.fold.low:.3g}"
            high = "open" if shift.fold.high is None else f"{shift.fold.high:.3g}"
            sign = "" if shift.relation == "=" else f"{shift.relation} "
            amount = "both beyond the doses" if shift.relation == "?" else f"{sign}{shift.fold.value:.3g}-fold"
            said.append(
                f"{shift.line} against {shift.against}: {shift.state}, {amount} by {shift.basis} (CI "
                f"{low} to {high}, {shift.method}); the noise floor is {floor:g}-fold"
            )
        return said

    def figures(self) -> tuple[Figure, ...]:
        """The curves, and below them the shifts over the noise floor where lines were compared."""
        limits = self.settings.thresholds
        shown_ = [
            Chart(
                title=f"Dose-response, {self.settings.readout}",
                x="dose (uM, log scale)",
                y="fraction of vehicle",
                series=tuple(_series(curve) for curve in self.curves[start : start + LINES]),
                x_log=True,
                levels=(0.5,),
                note=f"bar at one half: IC50 with its {100 * limits.confidence:g} % interval; arrow: beyond the doses",
            )
            for start in range(0, len(self.curves), LINES)
        ]
        if not self.shifts:
            return tuple(shown_)
        floor = limits.noise_fold
        rows = tuple(estimate(s.line, s.fold, (), s.state, "=" if s.relation == "?" else s.relation)
                     for s in self.shifts[:ROWS])  # fmt: skip
        shifts = Intervals(
            title=f"Shift against {self.shifts[0].against} by {' and '.join(sorted({s.basis for s in self.shifts}))}",
            axis="ratio (log scale)",
            note=f"bars: {100 * limits.confidence:g} % intervals; shaded: within the noise floor of {floor:g}-fold",
            rows=rows,
            limits=(1 / floor, floor),
            zones=("more sensitive", "as sensitive", "less sensitive"),
        )
        return (*shown_, shifts)


def _series(curve: CurveResult) -> Series:
    low, high = curve.absolute.inside(curve.doses)
    fit = curve.fit
    return Series(
        name=named(f"{curve.line} IC50 {curve.absolute.text} (n = {curve.n})".strip()),
        points=measured(curve.points),
        curve=Sigmoid(top=shown(fit.top), bottom=shown(fit.bottom), midpoint=shown(fit.c), hill=shown(fit.hill)),
        mark=Mark(
            value=shown(curve.absolute.value), low=limit(low), high=limit(high), relation=curve.absolute.relation
        ),
    )
