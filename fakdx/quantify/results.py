"""What every quantification hands back, and the shorthand in which a case states it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Protocol

from fakdx.figures.draw import figures_svg
from fakdx.figures.figure import Figure
from fakdx.figures.text import figures_text
from fakdx.quantify.statistics import Interval

Finding = dict[str, Any]
Record = dict[str, Any]


class Result(Protocol):
    """Numbers, the settings that made them, and what a case may say about them."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences the reader must see before believing the numbers."""

    def findings(self) -> list[Finding]:
        """Case-file shorthand, in a stable order."""

    def record(self) -> Record:
        """Everything needed to reproduce the findings: table, settings, numbers. JSON-able."""

    def figures(self) -> tuple[Figure, ...]:
        """What to draw; the record keeps it under `plots`."""

    def svg(self) -> str:
        """The figures in one SVG file."""

    def text_plot(self, width: int = 72) -> str:
        """The same for a terminal of `width` columns."""

    def lines(self) -> list[str]:
        """The result in words, a line each."""


class Drawn(ABC):
    """Two ways to draw what `figures` describes."""

    @abstractmethod
    def figures(self) -> tuple[Figure, ...]:
        """What to draw."""

    def svg(self) -> str:
        return figures_svg(self.figures())

    def text_plot(self, width: int = 72) -> str:
        return figures_text(self.figures(), width)


def rounded(value: float | None, digits: int = 4) -> float | None:
    """Significant digits, so that records are short and the same on every machine; None stays None."""
    return None if value is None else float(f"{value:.{digits}g}")


def interval_record(interval: Interval) -> Record:
    return {
        "value": rounded(interval.value),
        "low": rounded(interval.low),
        "high": rounded(interval.high),
        "n": interval.n,
    }


def fold_qualifiers(fold: Interval) -> Finding:
    """`fold`, `ci` (only when both sides are known) and `n` as a finding writes them."""
    said: Finding = {"fold": rounded(fold.value, 3)}
    if fold.low is not None and fold.high is not None:
        said["ci"] = [rounded(fold.low, 3), rounded(fold.high, 3)]
    said["n"] = fold.n
    return said


def say_fold(fold: Interval) -> str:
    """`0.35-fold (95 % CI 0.22-0.51, n = 3)` without the level, which the settings carry."""
    if fold.low is None and fold.high is None:
        return f"{fold.value:.3g}-fold (no interval, n = {fold.n})"
    low = "open" if fold.low is None else f"{fold.low:.3g}"
    high = "open" if fold.high is None else f"{fold.high:.3g}"
    return f"{fold.value:.3g}-fold (CI {low} to {high}, n = {fold.n})"
