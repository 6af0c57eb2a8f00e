"""How well `fakdx.quantify` finds known truths again: bias and coverage of its intervals, on simulated data.

Run with `python -m benchmarks.quantify_recovery [SIMULATIONS]`. Each row simulates experiments with spread
between runs and noise within them, and counts how often the stated 95 % interval holds the truth, and which
words were used. The seed is fixed, so the table is the same on every run.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from fakdx.quantify import (
    BlotSettings,
    ComboWell,
    DoseSettings,
    GrowthSettings,
    Lane,
    SynergySettings,
    Tumour,
    Well,
    quantify_blot,
    quantify_dose_response,
    quantify_synergy,
    quantify_tumours,
)
from fakdx.quantify.statistics import Interval, mean

DOSES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BETWEEN, WITHIN = 0.10, 0.05
"""Spread between runs (log10 for IC50, natural log for folds) and noise of one reading."""


@dataclass(frozen=True)
class Simulated:
    """One simulation: log ratio of estimate and truth, whether the interval held the truth, and the word."""

    error: float | None
    covered: bool | None
    word: str


def judged(interval: Interval, truth: float, word: str, *, log: bool = True) -> Simulated:
    low = -math.inf if interval.low is None else interval.low
    high = math.inf if interval.high is None else interval.high
    error = math.log(interval.value / truth) if log else interval.value - truth
    known = interval.low is not None or interval.high is not None
    return Simulated(error, low <= truth <= high if known else None, word)


def blot(rng: random.Random, fold: float, n: int) -> Simulated:
    lanes = []
    for number in range(n):
        own = fold * math.exp(rng.gauss(0, 2 * BETWEEN))
        for condition, level in (("DMSO", 1.0), ("VS", own)):
            for lane in range(2):
                load = math.exp(rng.gauss(0, 0.2))
                for analyte, signal in (("a", 1000 * level), ("load", 5000.0)):
                    value = signal * load * math.exp(rng.gauss(0, WITHIN))
                    name = str(number)
                    lanes.append(Lane(analyte, value, condition, name, name, str(lane), is_vehicle=condition == "DMSO"))
    found = quantify_blot(lanes, BlotSettings(("a",), loading="load")).comparisons[0]
    return judged(found.fold, fold, found.state)


def curve(rng: random.Random, line: str, ic50: float, n: int) -> list[Well]:
    wells = []
    for number in range(n):
        own = ic50 * 10 ** rng.gauss(0, BETWEEN)
        wells += [Well(line, 0.0, 5e4 * (1 + rng.gauss(0, WITHIN)), str(number)) for _ in range(6)]
        for dose in DOSES:
            level = 0.05 + 0.95 / (1 + dose / own)
            wells += [Well(line, dose, 5e4 * (level + rng.gauss(0, WITHIN)), str(number)) for _ in range(3)]
    return wells


def absolute(ic50: float) -> float:
    """Where the simulated curve (plateau 0.05) passes one half."""
    return ic50 * 0.5 / 0.45


def single(rng: random.Random, ic50: float, n: int) -> Simulated:
    found = quantify_dose_response(curve(rng, "x", ic50, n)).curves[0]
    one = found.absolute
    if one.relation != "=":
        inside = (one.relation == ">") == (absolute(ic50) > one.value)
        return Simulated(None, inside, f"{one.relation} top")
    return judged(Interval(one.value, one.low, one.high, n), absolute(ic50), f"= by {one.method}")


def shift(rng: random.Random, fold: float, n: int) -> Simulated:
    wells = [*curve(rng, "parental", 0.1, n), *curve(rng, "resistant", 0.1 * fold, n)]
    found = quantify_dose_response(wells, DoseSettings(parental="parental")).shifts[0]
    if found.relation != "=":
        return Simulated(None, found.fold.low is None or found.fold.low <= fold, found.state)
    return judged(found.fold, fold, found.state)


def synergy(rng: random.Random, extra: float, n: int) -> Simulated:
    first, second = (0.0, 0.1, 0.3, 1.0, 3.0), (0.0, 0.03, 0.1, 0.3, 1.0)

    def level(a: float, b: float, more: float) -> float:
        return 1 / (1 + a) / (1 + b / 0.2) * (math.exp(-more) if a and b else 1.0)

    wells = []
    for number in range(n):
        own = extra + rng.gauss(0, 0.05)
        for a in first:
            for b in second:
                value = level(a, b, own) + rng.gauss(0, 0.03)
                wells.append(ComboWell(a, b, 1.0 if a == b == 0 else value, str(number)))
    combined = [(a, b) for a in first for b in second if a and b]
    truth = mean([level(a, b, 0.0) - level(a, b, extra) for a, b in combined])
    found = quantify_synergy(wells, SynergySettings(draws=100)).deciding
    return judged(found.score, truth, found.state, log=False)


def tumours(rng: random.Random, rate: float, n: int) -> Simulated:
    found = []
    for arm, speed in (("vehicle", 0.12), ("defactinib", rate)):
        for number in range(n):
            own = speed + rng.gauss(0, 0.02)
            for day in (0, 7, 14, 21):
                volume = 100 * math.exp(own * day + rng.gauss(0, 0.08))
                found.append(Tumour(f"{arm}{number}", arm, day, volume))
    result = quantify_tumours(found, GrowthSettings()).arms[0]
    return judged(result.fold, math.exp((rate - 0.12) * 21), result.state)


Row = tuple[str, Callable[[random.Random], Simulated], bool]
ROWS: tuple[Row, ...] = (
    ("blot, fold 0.35, n = 3", lambda rng: blot(rng, 0.35, 3), True),
    ("blot, fold 1.0, n = 3", lambda rng: blot(rng, 1.0, 3), True),
    ("blot, fold 1.0, n = 6", lambda rng: blot(rng, 1.0, 6), True),
    ("IC50 0.1 uM, n = 3", lambda rng: single(rng, 0.1, 3), True),
    ("IC50 3 uM, n = 3", lambda rng: single(rng, 3.0, 3), True),
    ("IC50 3 uM, n = 2", lambda rng: single(rng, 3.0, 2), True),
    ("IC50 60 uM (top dose 10), n = 3", lambda rng: single(rng, 60.0, 3), True),
    ("shift 30-fold, n = 3", lambda rng: shift(rng, 30.0, 3), True),
    ("shift 1-fold, n = 3", lambda rng: shift(rng, 1.0, 3), True),
    ("Bliss, independent, n = 3", lambda rng: synergy(rng, 0.0, 3), False),
    ("Bliss, synergy, n = 3", lambda rng: synergy(rng, 0.6, 3), False),
    ("tumour T/C 0.2, 8 a group", lambda rng: tumours(rng, 0.12 + math.log(0.2) / 21, 8), True),
    ("tumour T/C 1.0, 8 a group", lambda rng: tumours(rng, 0.12, 8), True),
)


def main(simulations: int = 100) -> None:
    print(f"{'truth':34} {'bias':>8} {'covered':>8}  words ({simulations} simulations, 95 % intervals)")
    for name, simulate, log in ROWS:
        found = [simulate(random.Random(f"{name} {number}")) for number in range(simulations)]
        errors = [one.error for one in found if one.error is not None]
        known = [one.covered for one in found if one.covered is not None]
        size = 0.0 if not errors else math.expm1(mean(errors)) if log else mean(errors)
        bias = f"{100 * size:+.1f} {'%' if log else 'pt'}" if errors else "-"
        covered = f"{100 * sum(known) / len(known):.1f} %" if known else "-"
        words = ", ".join(f"{word} {count}" for word, count in sorted(Counter(one.word for one in found).items()))
        print(f"{name:34} {bias:>8} {covered:>8}  {words}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
