"""Dose-response: one curve a line, its IC50, and how far a line has shifted from its parental one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from fakdx.errors import InputError, Problem
from fakdx.quantify.curves import Bounds, CurveFit, fit_curve, profile
from fakdx.quantify.dose_points import DosePoint, Scale, Well, normalise
from fakdx.quantify.dose_result import CurveResult, DoseResponseResult, DoseSettings
from fakdx.quantify.folds import SAME
from fakdx.quantify.growth_rate import FEW_DOUBLINGS, GrowthRate
from fakdx.quantify.ic50 import Ic50, Shift, ic50_of, ratio
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.statistics import Interval, mean, student_quantile
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds, sensitivity
from fakdx.quantify.units import say_dose

LARGEST_PLAUSIBLE_UM, SMALLEST_PLAUSIBLE_UM = 1000.0, 1e-3
GR_BOUNDS = Bounds(top=(1.0, 1.0), bottom=(-1.0, 1.0))


@dataclass(frozen=True)
class _Points:
    """Technical readings averaged: one response for each replicate and dose."""

    doses: tuple[float, ...]
    responses: tuple[float, ...]
    replicates: tuple[str, ...]

    def of(self, replicate: str) -> _Points:
        chosen = [i for i, name in enumerate(self.replicates) if name == replicate]
        return _Points(
            tuple(self.doses[i] for i in chosen),
            tuple(self.responses[i] for i in chosen),
            (replicate,) * len(chosen),
        )


def quantify_dose_response(
    wells: Sequence[Well],
    settings: DoseSettings | None = None,
    *,
    scale: Scale = "raw",
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
    progress: Progress = no_progress,
) -> DoseResponseResult:
    """Fit every line, and compare each with the parental line when one is named.

    Raises InputError for missing vehicle wells, a scale that the numbers contradict, too few doses, or a
    parental line that is not in the table.
    """
    settings, provenance = settings or DoseSettings(), provenance or Provenance()
    points, doublings, warnings = normalise(wells, scale, provenance.place)
    warnings = [*notes, *warnings]
    lines = list(dict.fromkeys(point.line for point in points))
    if settings.parental is not None and settings.parental not in lines:
        message = f"no parental line {settings.parental!r}; lines found: {', '.join(lines)}"
        raise InputError(Problem(provenance.place, 0, message))
    if settings.line is not None and settings.line not in lines:
        message = f"no line {settings.line!r}; lines found: {', '.join(lines)}"
        raise InputError(Problem(provenance.place, 0, message))
    if settings.line is not None:
        lines = [name for name in lines if name in (settings.line, settings.parental)]
    warnings += _dose_warnings(points)
    curves = []
    for number, line in enumerate(lines):
        progress(number, len(lines))
        try:
            curve, said = _curve(line, [p for p in points if p.line == line], settings, doublings.get(line, []))
        except InputError as error:
            what = f"{line}: {error.problems[0].message}" if line else error.problems[0].message
            raise InputError(Problem(provenance.place, 0, what)) from None
        curves.append(curve)
        warnings += said
    progress(len(lines), len(lines))
    shifts = tuple(
        _shift(curve, base, settings.thresholds)
        for base in curves
        if base.line == settings.parental
        for curve in curves
        if curve is not base
    )
    return DoseResponseResult(
        tuple(curves), shifts, replace(settings, scale=scale), provenance, tuple(dict.fromkeys(warnings))
    )


def fit_dose_response(
    dose_um: Sequence[float],
    response: Sequence[float],
    replicate: Sequence[str] | None = None,
    *,
    line: str = "",
    settings: DoseSettings | None = None,
    scale: Scale = "fraction",
) -> CurveResult:
    """One curve from arrays of equal length: doses in micromolar, responses (1 is vehicle), replicate names.

    Without `replicate` all points are one experiment. Raises InputError as `quantify_dose_response` does.
    """
    names = list(replicate) if replicate is not None else ["1"] * len(dose_um)
    if not len(dose_um) == len(response) == len(names):
        raise InputError(f"{len(dose_um)} doses, {len(response)} responses and {len(names)} replicates: not a set")
    wells = [Well(line, float(d), float(y), str(name)) for d, y, name in zip(dose_um, response, names, strict=True)]
    for number, well in enumerate(wells, 1):
        if not (math.isfinite(well.dose_um) and math.isfinite(well.response)) or well.dose_um < 0:
            found = f"{well.dose_um:g} and {well.response:g}"
            raise InputError(f"point {number}: expected a dose of 0 or more and a number, found {found}")
    return quantify_dose_response(wells, settings, scale=scale).curves[0]


def _averaged(pairs: Sequence[tuple[str, float, float]]) -> _Points:
    """Mean by replicate and dose of (replicate, dose, response)."""
    cells: dict[tuple[str, float], list[float]] = {}
    for name, dose, value in pairs:
        cells.setdefault((name, dose), []).append(value)
    keys = sorted(cells, key=lambda key: (key[0], key[1]))
    return _Points(tuple(k[1] for k in keys), tuple(mean(cells[k]) for k in keys), tuple(k[0] for k in keys))


def _curve(
    line: str, points: Sequence[DosePoint], settings: DoseSettings, doublings: Sequence[float]
) -> tuple[CurveResult, list[str]]:
    limits, bounds = settings.thresholds, settings.bounds
    data = _averaged([(p.replicate, p.dose_um, p.response) for p in points])
    fit = fit_curve(data.doses, data.responses, bounds)
    doses = min(data.doses), max(data.doses)
    names = tuple(dict.fromkeys(data.replicates))
    absolute = _absolute(fit, data, bounds, limits.confidence)
    low, high = profile(fit, data.doses, data.responses, "relative", limits.confidence)
    top_effect = _top_effect(fit, data, limits.confidence, len(names))
    state = _state(absolute.relation == "=", absolute.inside(doses)[1], top_effect, limits)
    gr = _growth_rate(points, limits, doublings)
    warnings = []
    label = line or "the curve"
    if len(names) < limits.min_replicates:
        warnings.append(
            f"{label}: {len(names)} biological replicate, so its result is inconclusive; wells of one "
            "experiment are technical (independent plates, subcolumns or rows? say --biological)"
        )
    elif absolute.method == "profile" and absolute.relation == "=":
        warnings.append(f"{label}: the interval is over points and leaves out the variation between experiments")
    if len(names) > 1 and len({data.of(name).responses for name in names}) == 1:
        warnings.append(f"{label}: {SAME}")
    if not doses[0] <= fit.c <= doses[1] or high is None or low is None:
        warnings.append(f"{label}: the lower plateau is not reached, so the relative IC50 is not determined")
    if gr and gr.doublings < FEW_DOUBLINGS:
        warnings.append(f"{label}: vehicle wells doubled {gr.doublings:.2g} times, too little for growth rates")
    single = tuple(sorted(zip(data.doses, data.responses, strict=True)))
    relative = Interval(fit.c, low, high, len(names))
    return CurveResult(line, len(names), single, fit, absolute, relative, doses, top_effect, gr, state), warnings


def _single(data: _Points, bounds: Bounds) -> float | None:
    """The absolute IC50 of one experiment; None when it cannot be fitted or does not cross."""
    try:
        return fit_curve(data.doses, data.responses, bounds).crossing()
    except InputError:
        return None


def _top_effect(fit: CurveFit, data: _Points, confidence: float, n: int) -> Interval:
    """Response at the highest dose, with the residual spread of the whole curve."""
    top = max(data.doses)
    values = [y for d, y in zip(data.doses, data.responses, strict=True) if d == top]
    half = student_quantile(confidence, fit.df) * fit.sd / math.sqrt(len(values))
    return Interval(mean(values), mean(values) - half, mean(values) + half, n)


def _state(crosses: bool, high: float | None, top: Interval, limits: Thresholds) -> str:
    """What the inhibitor does to this line, judged at the doses that were tested."""
    if top.n < limits.min_replicates or top.low is None or top.high is None:
        return "inconclusive"
    if crosses and high is not None:
        return "inhibited"
    if top.high < 1 and top.value <= limits.partly:
        return "partly inhibited"
    if top.low > 1 and top.value >= limits.stimulated:
        return "stimulated"
    if limits.partly < top.value < limits.stimulated and top.low >= limits.decreased and top.high <= limits.increased:
        return "no effect"
    return "inconclusive"


def _growth_rate(points: Sequence[DosePoint], limits: Thresholds, growths: Sequence[float]) -> GrowthRate | None:
    rated = [(p.replicate, p.dose_um, p.gr) for p in points if p.gr is not None]
    if not rated or not growths:
        return None
    data = _averaged([(name, dose, gr) for name, dose, gr in rated])
    fit = fit_curve(data.doses, data.responses, GR_BOUNDS)
    gr50 = _absolute(fit, data, GR_BOUNDS, limits.confidence)
    highest = max(data.doses)
    top = mean([y for d, y in zip(data.doses, data.responses, strict=True) if d == highest])
    return GrowthRate(gr50, top, fit.bottom, mean(growths))


def _absolute(fit: CurveFit, data: _Points, bounds: Bounds, confidence: float) -> Ic50:
    """Where the pooled curve crosses one half, with the single experiments where there are several."""
    names = tuple(dict.fromkeys(data.replicates))
    return ic50_of(
        fit.crossing(),
        partial(profile, fit, data.doses, data.responses, "absolute", confidence),
        {name: _single(data.of(name), bounds) for name in names} if len(names) > 1 else {},
        (min(data.doses), max(data.doses)),
        confidence,
    )


def _shift(test: CurveResult, base: CurveResult, limits: Thresholds) -> Shift:
    """By GR50 when both lines have one, because an IC50 also shifts with the division time; else by IC50."""
    rates = test.growth_rate, base.growth_rate
    by_rate = rates[0] is not None and rates[1] is not None
    pair = (rates[0].gr50, rates[1].gr50) if rates[0] and rates[1] else (test.absolute, base.absolute)
    relation, fold, method = ratio(*pair, min(test.n, base.n), limits.confidence)
    state = "inconclusive" if relation == "?" else sensitivity(fold, limits)
    return Shift(test.line, base.line, relation, fold, method, state, "GR50" if by_rate else "IC50")


def _dose_warnings(points: Sequence[DosePoint]) -> list[str]:
    highest = max(point.dose_um for point in points)
    if highest > LARGEST_PLAUSIBLE_UM:
        return [f"the highest dose is {say_dose(highest)}: is the unit right (nM against uM)?"]
    if highest < SMALLEST_PLAUSIBLE_UM:
        return [f"the highest dose is {say_dose(highest)}: is the unit right (uM against nM)?"]
    return []
