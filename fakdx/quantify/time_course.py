"""Time courses: when an analyte drops, whether it comes back, and when.

The folds are those of a blot, against vehicle at each time or against time zero. A rebound is a rise from the
lowest point that the replicates agree on (paired, on the log scale) and that regains a stated share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fakdx.errors import InputError, Problem
from fakdx.figures.figure import Chart, Series
from fakdx.figures.kept import to_plain
from fakdx.quantify.blot import quantify_blot
from fakdx.quantify.blot_result import BlotComparison, BlotResult, BlotSettings
from fakdx.quantify.lanes import Lane
from fakdx.quantify.pictures import limit, measured, named, shown
from fakdx.quantify.results import Drawn, Finding, Record, rounded, say_fold
from fakdx.quantify.statistics import t_interval
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.units import say_time

FAR, COURSES = 16, 6
"""Ratio of times from which their axis is logarithmic; courses in one plot."""


@dataclass(frozen=True)
class Course:
    """One analyte in one arm over time.

    `pattern`: `sustained drop`, `rebound`, `drop, then inconclusive`, `rise`, `unchanged` or `inconclusive`.
    `drop_h`, `nadir_h`, `rebound_h`: first time decreased, time of the lowest fold, first time come back.
    """

    name: str
    times_h: tuple[float, ...]
    comparisons: tuple[BlotComparison, ...]
    pattern: str
    drop_h: float | None = None
    nadir_h: float | None = None
    rebound_h: float | None = None

    def sentence(self) -> str:
        said = [f"{self.name}: {self.pattern}"]
        for word, hours in (
            ("down from", self.drop_h),
            ("lowest at", self.nadir_h),
            ("back at", self.rebound_h),
        ):
            said += [f"{word} {say_time(hours)}"] if hours is not None else []
        return ", ".join(said)


@dataclass(frozen=True)
class TimeCourseResult(Drawn):
    folds: BlotResult
    courses: tuple[Course, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.folds.warnings

    def findings(self) -> list[Finding]:
        """One measurement for each analyte and time; what they mean together is for the rules to say."""
        return self.folds.findings()

    def record(self) -> Record:
        courses = [
            {
                "name": course.name,
                "pattern": course.pattern,
                "drop_h": rounded(course.drop_h),
                "nadir_h": rounded(course.nadir_h),
                "rebound_h": rounded(course.rebound_h),
            }
            for course in self.courses
        ]
        return {**self.folds.record(), "command": "time-course", "courses": courses, "plots": to_plain(self.figures())}

    def lines(self) -> list[str]:
        said = []
        for course in self.courses:
            said.append(course.sentence())
            said += [
                f"  {say_time(time)}: {c.state}, {say_fold(c.fold)}"
                for time, c in zip(course.times_h, course.comparisons, strict=True)
            ]
        return said

    def figures(self) -> tuple[Chart, ...]:
        """Folds over time with their intervals, over the band that counts as unchanged."""
        limits = self.folds.settings.thresholds
        times = [time for course in self.courses for time in course.times_h]
        far = min(times) > 0 and max(times) / min(times) >= FAR
        return tuple(
            Chart(
                title=f"Fold against {self.folds.settings.versus} over time",
                x="time (h)",
                y="fold (log scale)",
                series=tuple(_series(course) for course in self.courses[start : start + COURSES]),
                x_log=far,
                y_log=True,
                levels=(1.0,),
                band=(limits.decreased, limits.increased),
                note=f"shaded: unchanged; whiskers: {100 * limits.confidence:g} % intervals; open: single replicates",
            )
            for start in range(0, len(self.courses), COURSES)
        )


def _series(course: Course) -> Series:
    pairs = list(zip(course.times_h, course.comparisons, strict=True))
    ends = ((time, limit(c.fold.low), limit(c.fold.high)) for time, c in pairs)
    return Series(
        name=named(course.sentence()),
        points=measured([(time, value) for time, c in pairs for value in c.by_replicate.values()]),
        line=tuple((time, shown(c.fold.value)) for time, c in pairs),
        whiskers=tuple((time, low, high) for time, low, high in ends if low is not None and high is not None),
    )


def quantify_time_course(
    lanes: Sequence[Lane],
    settings: BlotSettings | None = None,
    *,
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
) -> TimeCourseResult:
    """Folds over time and their pattern for every analyte and arm.

    Without vehicle lanes, or with `versus="baseline"`, time zero is the comparator. Raises InputError when
    times are missing or fewer than two remain.
    """
    settings, provenance = settings or BlotSettings(), provenance or Provenance()
    timeless = next((lane for lane in lanes if lane.time_h is None), None)
    if timeless is not None:
        message = f"{timeless.analyte} in {timeless.condition} has no time"
        raise InputError(Problem(provenance.place, timeless.row, message))
    if settings.versus == "vehicle" and not any(lane.is_vehicle for lane in lanes):
        notes = (*notes, "no vehicle lanes: time zero is the comparator")
        settings = replace(settings, versus="baseline")
    if settings.versus == "baseline":
        lanes = [_as_baseline(lane) for lane in lanes if not lane.is_vehicle or lane.time_h == 0]
        if not any(lane.is_vehicle for lane in lanes):
            raise InputError(Problem(provenance.place, 0, "neither vehicle lanes nor a time zero to compare with"))
    result = quantify_blot(lanes, settings, provenance=provenance, notes=notes)
    arms: dict[tuple[str, str, str, float | None], list[BlotComparison]] = {}
    for c in result.comparisons:
        arms.setdefault((c.analyte, c.line, c.condition, c.dose_um), []).append(c)
    courses = []
    for (analyte, line, condition, _), comparisons in arms.items():
        ordered = sorted(comparisons, key=lambda c: c.time_h or 0.0)
        if len(ordered) < 2:
            message = f"{analyte} in {condition} has only one time; a time course needs two"
            raise InputError(Problem(provenance.place, 0, message))
        several = sum(1 for key in arms if key[0] == analyte) > 1
        name = ", ".join(part for part in (analyte, *((line, condition) if several else ())) if part)
        courses.append(classify(name, ordered, settings.thresholds))
    return TimeCourseResult(result, tuple(courses))


def classify(name: str, comparisons: Sequence[BlotComparison], limits: Thresholds) -> Course:
    """The pattern of folds in order of time."""
    times = tuple(c.time_h or 0.0 for c in comparisons)
    states = [c.state for c in comparisons]
    course = Course(name, times, tuple(comparisons), "inconclusive")
    if "decreased" not in states:
        if "increased" in states:
            return replace(course, pattern="rise")
        return replace(course, pattern="unchanged" if set(states) == {"unchanged"} else "inconclusive")
    first = states.index("decreased")
    nadir = min(range(len(comparisons)), key=lambda i: (states[i] != "decreased", comparisons[i].fold.value))
    back = next(
        (i for i in range(nadir + 1, len(states)) if _returned(comparisons[nadir], comparisons[i], limits)),
        None,
    )
    pattern = "rebound" if back is not None else "drop, then inconclusive"
    if back is None and all(state == "decreased" for state in states[first:]):
        pattern = "sustained drop"
    return replace(
        course,
        pattern=pattern,
        drop_h=times[first],
        nadir_h=times[nadir],
        rebound_h=None if back is None else times[back],
    )


def _returned(low: BlotComparison, later: BlotComparison, limits: Thresholds) -> bool:
    """Whether the replicates agree on a rise that regains the required share of the drop."""
    shared = [name for name in later.by_replicate if name in low.by_replicate]
    if len(shared) < max(2, limits.min_replicates):
        return False
    rises = [math.log(later.by_replicate[k] / low.by_replicate[k]) for k in shared]
    interval = t_interval(rises, limits.confidence)
    lost = -math.log(low.fold.value)
    return interval.low is not None and interval.low > 0 and interval.value >= limits.rebound * lost


def _as_baseline(lane: Lane) -> Lane:
    if lane.time_h == 0:
        return replace(lane, condition="time zero", dose_um=None, is_vehicle=True)
    return lane
