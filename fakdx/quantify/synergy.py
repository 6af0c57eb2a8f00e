"""Two drugs together: excess over a named reference, with an interval over independent experiments.

The interval is the bootstrap standard error over experiments times Student's t, because the percentiles of
two or three experiments are too narrow. The seed is part of the settings.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from fakdx.errors import InputError, Problem
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.statistics import Interval, mean, student_quantile, variance
from fakdx.quantify.synergy_models import (
    FEWEST_DOSES,
    MODELS,
    NAMES,
    Doses,
    Model,
    combination_doses,
    excess,
)
from fakdx.quantify.synergy_result import ModelScore, SynergyResult, SynergySettings
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import interaction


@dataclass(frozen=True, slots=True)
class ComboWell:
    """One reading of the dose matrix, as fraction of vehicle; `row` is its row in the file."""

    dose1_um: float
    dose2_um: float
    response: float
    replicate: str = "1"
    row: int = 0


Means = Mapping[str, Mapping[Doses, float]]


def quantify_synergy(
    wells: Sequence[ComboWell],
    settings: SynergySettings | None = None,
    *,
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
    progress: Progress = no_progress,
) -> SynergyResult:
    """Mean excess over all combination wells under each model that the doses allow.

    Responses are fractions of vehicle. Raises InputError when a combined dose was not tested alone, or when
    there is no combination.
    """
    settings, provenance = settings or SynergySettings(), provenance or Provenance()
    by_replicate = _means(wells)
    surface = _average(list(by_replicate.values()))
    _check(surface, settings, provenance)
    warnings = list(notes)
    models = _possible(surface, warnings)
    if settings.model not in models:
        message = f"{NAMES[settings.model]} needs {FEWEST_DOSES} doses of each drug, alone and combined"
        raise InputError(Problem(provenance.place, 0, message))
    total = len(models) * settings.draws
    scores = []
    for number, model in enumerate(models):
        before = number * settings.draws
        scores.append(_score(by_replicate, model, settings, partial(_advance, progress, before, total)))
    progress(total, total)
    if len(by_replicate) < 2:
        warnings.append("one experiment: no interval over experiments, so the interaction is inconclusive")
    warnings += _disagreement(scores)
    return SynergyResult(tuple(scores), surface, len(by_replicate), settings, provenance, tuple(warnings))


def _advance(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _means(wells: Sequence[ComboWell]) -> dict[str, dict[Doses, float]]:
    """Technical wells averaged: one surface a replicate, vehicle set to 1."""
    cells: dict[str, dict[Doses, list[float]]] = {}
    for well in wells:
        doses = (well.dose1_um, well.dose2_um)
        cells.setdefault(well.replicate, {}).setdefault(doses, []).append(well.response)
    return {
        name: {doses: 1.0 if doses == (0.0, 0.0) else mean(values) for doses, values in sorted(found.items())}
        for name, found in cells.items()
    }


def _average(surfaces: Sequence[Mapping[Doses, float]]) -> dict[Doses, float]:
    values: dict[Doses, list[float]] = {}
    for surface in surfaces:
        for doses, value in surface.items():
            values.setdefault(doses, []).append(value)
    return {doses: mean(found) for doses, found in sorted(values.items())}


def _check(surface: Mapping[Doses, float], settings: SynergySettings, provenance: Provenance) -> None:
    combined = combination_doses(surface)
    if not combined:
        raise InputError(Problem(provenance.place, 0, "no well holds both drugs"))
    if all(value == 0 for doses, value in surface.items() if doses != (0.0, 0.0)):
        raise InputError(Problem(provenance.place, 0, "all responses are zero"))
    for first, second in combined:
        for alone, name, dose in (
            ((first, 0.0), settings.drug1, first),
            ((0.0, second), settings.drug2, second),
        ):
            if alone not in surface:
                message = f"{name} at {dose:g} uM is combined but was not tested alone"
                raise InputError(Problem(provenance.place, 0, message))


def _possible(surface: Mapping[Doses, float], warnings: list[str]) -> tuple[Model, ...]:
    combined = combination_doses(surface)
    rows = [{d[1] for d in combined if d[0] == dose} for dose in {d[0] for d in combined}]
    columns = [{d[0] for d in combined if d[1] == dose} for dose in {d[1] for d in combined}]
    if min(len(doses) for doses in (*rows, *columns)) >= FEWEST_DOSES:
        return MODELS
    warnings.append(f"Loewe and ZIP were left out: they need a full matrix of {FEWEST_DOSES} doses of each drug")
    return ("hsa", "bliss")


def _score(by_replicate: Means, model: Model, settings: SynergySettings, progress: Callable[[int], None]) -> ModelScore:
    surfaces = list(by_replicate.values())
    cells = excess(_average(surfaces), model)
    value, n = mean(list(cells.values())), len(surfaces)
    interval = Interval(value, None, None, n)
    if n >= 2:
        rng = random.Random(f"{settings.seed} {model}")
        drawn, known = [], dict[tuple[int, ...], float]()
        for draw in range(settings.draws):
            picked = tuple(sorted(rng.randrange(n) for _ in range(n)))
            if picked not in known:
                chosen = _complete([surfaces[i] for i in picked], surfaces)
                known[picked] = mean(list(excess(_average(chosen), model, starts=1).values()))
            drawn.append(known[picked])
            progress(draw + 1)
        spread = math.sqrt(variance(drawn) * n / (n - 1))
        half = student_quantile(settings.thresholds.confidence, n - 1) * spread
        interval = Interval(value, value - half, value + half, n)
    return ModelScore(model, interval, cells, interaction(interval, settings.thresholds))


def _complete(
    chosen: list[Mapping[Doses, float]], surfaces: list[Mapping[Doses, float]]
) -> list[Mapping[Doses, float]]:
    """Experiments with missing wells borrow the mean of all, so that every draw covers the matrix."""
    covered = set().union(*chosen)
    missing = {doses: value for doses, value in _average(surfaces).items() if doses not in covered}
    return [*chosen, missing] if missing else chosen


def _disagreement(scores: Sequence[ModelScore]) -> list[str]:
    said = {score.state for score in scores}
    if len(said) < 2:
        return []
    listed = ", ".join(f"{NAMES[score.model]}: {score.state}" for score in scores)
    return [f"the models disagree ({listed})"]
