"""Wells to fractions of vehicle: background off, vehicle of the same run divided out, scale and sign
checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from fakdx.errors import InputError, Problem
from fakdx.quantify.growth_rate import gr_value
from fakdx.quantify.statistics import mean

Scale = Literal["raw", "percent", "fraction", "inhibition", "inhibition_fraction"]
Role = Literal["sample", "vehicle", "blank", "time zero"]


@dataclass(frozen=True, slots=True)
class Well:
    """One reading. `row` is its row in the file, 0 for arrays."""

    line: str
    dose_um: float
    response: float
    replicate: str = "1"
    plate: str = ""
    role: Role = "sample"
    row: int = 0

    @property
    def run(self) -> tuple[str, str, str]:
        return (self.line, self.replicate, self.plate)


@dataclass(frozen=True, slots=True)
class DosePoint:
    """A reading as fraction of vehicle, and as growth rate when time zero was counted."""

    line: str
    dose_um: float
    response: float
    replicate: str
    gr: float | None = None


Normalised = tuple[list[DosePoint], dict[str, list[float]], list[str]]


def normalise(wells: Sequence[Well], scale: Scale, place: str) -> Normalised:
    """Treated wells as fractions of vehicle, the doublings of the vehicle wells by run, and warnings.

    Raw readings need vehicle wells in every run (line, replicate, plate). Raises InputError when they are
    missing, not above background, or when the numbers contradict the scale.
    """
    treated = [well for well in wells if well.role == "sample" and well.dose_um > 0]
    if not treated:
        raise InputError(Problem(place, 0, "no treated well (a dose above zero)"))
    if all(well.response == 0 for well in treated):
        raise InputError(Problem(place, 0, "all responses are zero"))
    if scale != "raw":
        warnings = _check_scale(wells, treated, scale, place)
        points = [DosePoint(w.line, w.dose_um, _fraction(w.response, scale), w.replicate) for w in treated]
        _check_sign(points, scale, place)
        return points, {}, warnings
    return _from_raw(wells, treated, place)


def _from_raw(wells: Sequence[Well], treated: Sequence[Well], place: str) -> Normalised:
    readings: dict[str, list[float]] = {}
    for well in (w for w in wells if w.role == "blank"):
        readings.setdefault(well.plate, []).append(well.response)
    blanks = {plate: mean(values) for plate, values in readings.items()}

    def net(well: Well) -> float:
        return well.response - blanks.get(well.plate, 0.0)

    vehicles = _by_run([replace(w, response=net(w)) for w in wells if w.role == "vehicle" or _zero(w)])
    zeros = _by_run([replace(w, response=net(w)) for w in wells if w.role == "time zero"])
    lines = list(dict.fromkeys(well.line for well in treated))
    if len(lines) > 1 and any(not run[0] for run in vehicles):
        message = f"the vehicle wells name no line, but there are several ({', '.join(lines)}), which grow differently"
        raise InputError(Problem(place, 0, message))
    points, warnings = [], []
    doublings: dict[str, list[float]] = {}
    for well in treated:
        control = _control(vehicles, well, place)
        start = _shared(zeros, well)
        gr = None
        if start is not None:
            try:
                gr = gr_value(max(net(well), start * 1e-6), start, control)
            except ValueError as error:
                raise InputError(Problem(place, well.row, f"{well.line or 'this line'}: {error}")) from None
        points.append(DosePoint(well.line, well.dose_um, net(well) / control, well.replicate, gr))
    for run, start in zeros.items():
        if run in vehicles:
            doublings.setdefault(run[0], []).append(math.log2(vehicles[run] / start))
    negative = sum(1 for point in points if point.response < 0)
    if negative:
        warnings.append(f"{negative} wells read below the blanks; their viability is negative")
    _check_sign(points, "raw", place)
    return points, doublings, warnings


def _zero(well: Well) -> bool:
    return well.role == "sample" and well.dose_um == 0


Runs = dict[tuple[str, str, str], float]
"""Mean reading by line, replicate and plate."""


def _by_run(wells: Sequence[Well]) -> Runs:
    found: dict[tuple[str, str, str], list[float]] = {}
    for well in wells:
        found.setdefault(well.run, []).append(well.response)
    return {run: mean(values) for run, values in found.items()}


def _shared(runs: Runs, well: Well) -> float | None:
    """The mean of the well's own run, or of wells on its plate that name no line or replicate."""
    for key in (
        well.run,
        (well.line, "", well.plate),
        ("", well.replicate, well.plate),
        ("", "", well.plate),
    ):
        if key in runs:
            return runs[key]
    return None


def _control(vehicles: Runs, well: Well, place: str) -> float:
    control = _shared(vehicles, well)
    if control is None:
        who = ", ".join(
            part
            for part in (
                well.line,
                f"replicate {well.replicate}" if well.replicate else "",
                f"plate {well.plate}" if well.plate else "",
            )
            if part
        )
        message = (
            f"no vehicle wells (dose 0) for {who}; raw readings need them. If the numbers are relative to "
            "vehicle already, say --scale percent, fraction or inhibition"
        )
        raise InputError(Problem(place, well.row, message))
    if control <= 0:
        raise InputError(Problem(place, well.row, f"the vehicle wells of {well.line or 'this run'} read nothing"))
    return control


def _fraction(value: float, scale: Scale) -> float:
    unit = value / 100 if scale in ("percent", "inhibition") else value
    return 1 - unit if scale.startswith("inhibition") else unit


def _check_scale(wells: Sequence[Well], treated: Sequence[Well], scale: Scale, place: str) -> list[str]:
    largest = max(abs(well.response) for well in treated)
    if scale == "percent" and largest <= 2:
        raise InputError(Problem(place, 0, f"no value exceeds {largest:.3g}: are these fractions, not percent?"))
    if scale in ("fraction", "inhibition_fraction") and largest > 5:
        raise InputError(Problem(place, 0, f"values reach {largest:.3g}: are these percent, not fractions?"))
    vehicles = [_fraction(w.response, scale) for w in wells if w.role == "vehicle" or _zero(w)]
    if vehicles and not 0.8 <= mean(vehicles) <= 1.2:
        return [f"vehicle wells average {100 * mean(vehicles):.0f} % of vehicle: the normalisation looks off"]
    return []


def _check_sign(points: Sequence[DosePoint], scale: Scale, place: str) -> None:
    """Refuse numbers that rise from nearly nothing to nearly all: they are on the other scale."""
    for line in dict.fromkeys(point.line for point in points):
        doses = sorted({p.dose_um for p in points if p.line == line})
        first = mean([p.response for p in points if p.line == line and p.dose_um == doses[0]])
        last = mean([p.response for p in points if p.line == line and p.dose_um == doses[-1]])
        if len(doses) > 2 and first < 0.35 and last > 0.65:
            other = "viability (--scale percent)" if scale.startswith("inhib") else "inhibition (--scale inhibition)"
            message = (
                f"{line or 'the response'} rises with dose from {100 * first:.0f} to {100 * last:.0f} % of "
                f"vehicle: is this {other}?"
            )
            raise InputError(Problem(place, 0, message))
