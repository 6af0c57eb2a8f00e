"""Four answers to "what would no interaction look like?": HSA, Bliss, Loewe, ZIP.

All work on fractions of vehicle (1 is no effect). An excess is expected minus observed: positive means that
the combination does more than the reference. HSA and Bliss need no fit; Loewe and ZIP fit curves to the
single agents (top fixed at vehicle), with four doses of each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from fakdx.quantify.curves import Bounds, CurveFit, fit_curve

Doses = tuple[float, float]
Surface = Mapping[Doses, float]
Model = Literal["hsa", "bliss", "loewe", "zip"]
MODELS: tuple[Model, ...] = ("hsa", "bliss", "loewe", "zip")
NAMES: Mapping[str, str] = {"hsa": "HSA", "bliss": "Bliss", "loewe": "Loewe", "zip": "ZIP"}
SINGLE = Bounds(top=(1.0, 1.0), bottom=(0.0, 1.5))
FEWEST_DOSES = 4


def combination_doses(surface: Surface) -> list[Doses]:
    """The wells with both drugs, in order."""
    return sorted(doses for doses in surface if doses[0] > 0 and doses[1] > 0)


def excess(surface: Surface, model: Model, *, starts: int = 3) -> dict[Doses, float]:
    """Expected minus observed response of every combination well, under one reference model.

    Every dose in a combination must also be there alone. `starts` is how many starting points a fit tries.
    """
    if model == "hsa":
        expected = {d: min(surface[d[0], 0.0], surface[0.0, d[1]]) for d in combination_doses(surface)}
    elif model == "bliss":
        expected = {d: surface[d[0], 0.0] * surface[0.0, d[1]] for d in combination_doses(surface)}
    else:
        first, second = single_curve(surface, 0, starts), single_curve(surface, 1, starts)
        if model == "loewe":
            expected = {d: loewe_response(d, first, second) for d in combination_doses(surface)}
        else:
            return _zip_delta(surface, first, second, starts)
    return {doses: value - surface[doses] for doses, value in expected.items()}


def single_curve(surface: Surface, drug: int, starts: int = 3) -> CurveFit:
    """The curve of one drug alone (0 or 1)."""
    alone = sorted((d[drug], y) for d, y in surface.items() if d[1 - drug] == 0 and d[drug] > 0)
    return fit_curve([dose for dose, _ in alone], [y for _, y in alone], SINGLE, starts=starts)


def loewe_response(doses: Doses, first: CurveFit, second: CurveFit) -> float:
    """The response E that solves d1/D1(E) + d2/D2(E) = 1, where D(E) is the dose alone that gives E.

    Below the plateau of the weaker drug its term is zero, so the stronger drug decides alone.
    """
    low, high = min(first.bottom, second.bottom), 1.0
    for _ in range(80):
        middle = (low + high) / 2
        load = _share(doses[0], middle, first) + _share(doses[1], middle, second)
        if load > 1:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _share(dose: float, response: float, curve: CurveFit) -> float:
    alone = curve.crossing(response)
    if alone is not None:
        return dose / alone if alone > 0 else math.inf
    return math.inf if response >= curve.top else 0.0


def _zip_delta(surface: Surface, first: CurveFit, second: CurveFit, starts: int) -> dict[Doses, float]:
    """ZIP delta (Yadav 2015): Bliss of the fitted single curves, minus the mean of two fitted slices.

    A slice holds one drug at a dose and follows the other; it starts where the held drug alone stands.
    """
    combined = combination_doses(surface)
    slices: tuple[dict[float, CurveFit], dict[float, CurveFit]] = ({}, {})
    for held, other in ((1, second), (0, first)):
        for dose in sorted({d[held] for d in combined}):
            points = sorted((d[1 - held], surface[d]) for d in combined if d[held] == dose)
            start = other.at(dose)
            bounds = Bounds(top=(start, start), bottom=(0.0, 1.5))
            slices[held][dose] = fit_curve([x for x, _ in points], [y for _, y in points], bounds, starts=starts)
    delta = {}
    for doses in combined:
        fitted = (slices[1][doses[1]].at(doses[0]) + slices[0][doses[0]].at(doses[1])) / 2
        delta[doses] = first.at(doses[0]) * second.at(doses[1]) - fitted
    return delta
