"""Xenograft volumes and soft-agar counts against their control arm.

Animals are independent: an arm is compared with the control arm by the change of log volume between two days
(Welch). Soft-agar wells are technical: they are averaged, and experiments are paired.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.errors import InputError, Problem
from fakdx.quantify.folds import SAME, Unit, paired_folds
from fakdx.quantify.growth_result import ArmResult, GrowthResult, GrowthSettings, Point
from fakdx.quantify.statistics import geometric_mean, mean, welch_interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import growth_effect

SMALLEST_VOLUME = 1.0
"""mm3; a tumour that is gone is set to this, because its logarithm does not exist."""
LARGEST_PLAUSIBLE_MM3, SMALLEST_PLAUSIBLE_MM3 = 20_000.0, 1.0


@dataclass(frozen=True, slots=True)
class Tumour:
    """One volume in mm3 of one animal on one day; `row` is its row in the file."""

    animal: str
    arm: str
    day: float
    volume: float
    row: int = 0


@dataclass(frozen=True, slots=True)
class Colonies:
    """One well or dish of a colony assay."""

    arm: str
    count: float
    replicate: str = "1"
    row: int = 0


def ellipsoid(length: float, width: float) -> float:
    """Volume in mm3 from two calliper readings in mm: half the longer times the square of the shorter."""
    longer, shorter = max(length, width), min(length, width)
    return longer * shorter * shorter / 2


def quantify_tumours(
    tumours: Sequence[Tumour],
    settings: GrowthSettings,
    *,
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
) -> GrowthResult:
    """Each arm's growth over the control's between the first day and `day` (by default the last day on which
    every animal was measured).

    `fold` is the ratio of relative volumes (T/C). Raises InputError for a missing control arm, an animal in
    two arms or measured twice a day, or volumes that are all zero.
    """
    provenance = provenance or Provenance()
    animals = _animals(tumours, provenance)
    control = _control([t.arm for t in tumours], settings, provenance)
    if all(t.volume == 0 for t in tumours):
        raise InputError(Problem(provenance.place, 0, "all volumes are zero"))
    warnings = [*notes, *_plausible(tumours)]
    first, last = _days(animals, settings, provenance, warnings)
    changes: dict[str, list[float]] = {}
    gone = 0
    for (arm, _), days in animals.items():
        if first not in days or last not in days:
            continue
        gone += days[last] < SMALLEST_VOLUME
        start, end = (max(days[day], SMALLEST_VOLUME) for day in (first, last))
        changes.setdefault(arm, []).append(math.log(end / start))
    if gone:
        warnings.append(f"{gone} tumours are gone and count as {SMALLEST_VOLUME:g} mm3")
    if control not in changes:
        raise InputError(Problem(provenance.place, 0, f"no animal of {control!r} has both day {first:g} and {last:g}"))
    arms = []
    for arm, values in changes.items():
        if arm == control:
            continue
        fold = welch_interval(changes[control], values, settings.thresholds.confidence).map_exp()
        if fold.n < settings.thresholds.min_replicates:
            warnings.append(f"{arm}: {len(values)} animal with both days, so its result is inconclusive")
        single = tuple(math.exp(v - mean(changes[control])) for v in values)
        rate = mean(values) / (last - first)
        arms.append(ArmResult(arm, control, fold, single, growth_effect(fold, settings.thresholds), rate))
    if not arms:
        raise InputError(Problem(provenance.place, 0, f"no arm besides {control!r} has day {first:g} and {last:g}"))
    said = f"relative volume on day {last:g} since day {first:g}"
    return GrowthResult(tuple(arms), said, _curves(tumours), settings, provenance, tuple(warnings))


def quantify_colonies(
    colonies: Sequence[Colonies],
    settings: GrowthSettings,
    *,
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
) -> GrowthResult:
    """Each arm's colony count over the control's, paired by experiment.

    Raises InputError for a missing control arm, an experiment without control, or counts that are all zero.
    """
    provenance = provenance or Provenance()
    control = _control([c.arm for c in colonies], settings, provenance)
    negative = next((c for c in colonies if c.count < 0), None)
    if negative is not None:
        raise InputError(Problem(provenance.place, negative.row, f"a count cannot be negative ({negative.count:g})"))
    if all(c.count == 0 for c in colonies):
        raise InputError(Problem(provenance.place, 0, "all counts are zero"))
    counts: dict[str, dict[Unit, list[float]]] = {}
    for c in colonies:
        counts.setdefault(c.arm, {}).setdefault((c.replicate, ""), []).append(c.count)
    warnings = list(notes)
    arms = []
    for arm, units in counts.items():
        if arm == control:
            continue
        if any(mean(values) == 0 for side in (units, counts[control]) for values in side.values()):
            warnings.append(f"{arm}: experiments without a colony; half a colony was added to both sides")
            extra = 0.5
        else:
            extra = 0.0
        base = {unit: [mean(values) + extra] for unit, values in counts[control].items()}
        folds = paired_folds(base, {unit: [mean(values) + extra] for unit, values in units.items()})
        if folds.without_base:
            name = folds.without_base[0][0]
            raise InputError(Problem(provenance.place, 0, f"{arm}, replicate {name}: no {control!r} in this replicate"))
        fold = folds.interval(settings.thresholds.confidence)
        if fold.n < settings.thresholds.min_replicates:
            advice = "; wells of one experiment are technical (is there a column `experiment`?)"
            warnings.append(f"{arm}: {fold.n} biological replicate, so its result is inconclusive{advice}")
        single = tuple(folds.by_replicate.values())
        if len(single) > 1 and len(set(single)) == 1:
            warnings.append(f"{arm}: {SAME}")
        arms.append(ArmResult(arm, control, fold, single, growth_effect(fold, settings.thresholds), None))
    if not arms:
        raise InputError(Problem(provenance.place, 0, f"no arm besides {control!r}"))
    return GrowthResult(tuple(arms), "colony count", {}, settings, provenance, tuple(warnings))


def _control(arms: Sequence[str], settings: GrowthSettings, provenance: Provenance) -> str:
    names = list(dict.fromkeys(arms))
    match = [name for name in names if name.lower() in settings.controls]
    if len(match) != 1:
        what = "no control arm" if not match else f"several control arms ({', '.join(match)})"
        message = f"{what}; arms found: {', '.join(names)} (name the control with --vehicle)"
        raise InputError(Problem(provenance.place, 0, message))
    return match[0]


Animals = dict[tuple[str, str], dict[float, float]]


def _animals(tumours: Sequence[Tumour], provenance: Provenance) -> Animals:
    """Volumes by (arm, animal) and day; animals are numbered within arms as well as across them."""
    animals: Animals = {}
    for tumour in tumours:
        days = animals.setdefault((tumour.arm, tumour.animal), {})
        if tumour.day in days:
            message = f"animal {tumour.animal} of {tumour.arm} is measured twice on day {tumour.day:g}"
            raise InputError(Problem(provenance.place, tumour.row, message))
        if tumour.volume < 0:
            message = f"a volume cannot be negative ({tumour.volume:g})"
            raise InputError(Problem(provenance.place, tumour.row, message))
        days[tumour.day] = tumour.volume
    return animals


def _days(
    animals: Animals, settings: GrowthSettings, provenance: Provenance, warnings: list[str]
) -> tuple[float, float]:
    every = sorted({day for days in animals.values() for day in days})
    if len(every) < 2:
        raise InputError(Problem(provenance.place, 0, "growth needs volumes on two days"))
    shared = [day for day in every if all(day in days for days in animals.values())]
    first = shared[0] if shared else every[0]
    last = settings.day if settings.day is not None else (shared[-1] if len(shared) > 1 else every[-1])
    if last not in every or last <= first:
        listed = ", ".join(f"{day:g}" for day in every)
        raise InputError(Problem(provenance.place, 0, f"no volumes on day {last:g} after {first:g}; days: {listed}"))
    lost = sum(1 for days in animals.values() if last not in days)
    if lost:
        warnings.append(f"{lost} animals have no volume on day {last:g} and do not count")
    if last < every[-1]:
        warnings.append(f"day {last:g} is used, the last with every animal; volumes go on to day {every[-1]:g}")
    return first, last


def _plausible(tumours: Sequence[Tumour]) -> list[str]:
    largest = max(t.volume for t in tumours)
    if largest > LARGEST_PLAUSIBLE_MM3:
        return [f"the largest volume is {largest:.3g} mm3: are the lengths in mm?"]
    if 0 < largest < SMALLEST_PLAUSIBLE_MM3 * 10:
        return [f"the largest volume is {largest:.3g} mm3: are the lengths in cm?"]
    return []


def _curves(tumours: Sequence[Tumour]) -> dict[str, tuple[tuple[Point, ...], tuple[Point, ...]]]:
    """Single volumes and their geometric mean by day, for the plot."""
    curves = {}
    for arm in dict.fromkeys(t.arm for t in tumours):
        points = tuple((t.day, max(t.volume, SMALLEST_VOLUME)) for t in tumours if t.arm == arm)
        days = sorted({day for day, _ in points})
        line = tuple((day, geometric_mean([v for d, v in points if d == day])) for day in days)
        curves[arm] = (points, line)
    return curves
