"""What a plot shows, before anything is drawn; the SVG and the terminal plots read the same."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.quantify.statistics import Interval

Point = tuple[float, float]


@dataclass(frozen=True)
class IntervalRow:
    """One estimate on a ratio axis: its interval, the single replicates, and a word on it."""

    label: str
    interval: Interval
    replicates: tuple[float, ...] = ()
    word: str = ""


@dataclass(frozen=True)
class Series:
    """Measured points of one group and, optionally, the line through them and a marked x."""

    name: str
    points: tuple[Point, ...]
    line: tuple[Point, ...] = ()
    mark: float | None = None


@dataclass(frozen=True)
class Chart:
    """Titles, axes and series of an x-y plot. `levels` are horizontal reference lines."""

    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    x_log: bool = False
    y_log: bool = False
    levels: tuple[float, ...] = ()

    @property
    def xs(self) -> list[float]:
        return [x for s in self.series for x, _ in (*s.points, *s.line)]

    @property
    def ys(self) -> list[float]:
        return [y for s in self.series for _, y in (*s.points, *s.line)]


@dataclass(frozen=True)
class HeatMap:
    """A matrix `values[row][column]` with the names of both sides; `limit` is the value of full colour."""

    title: str
    row_label: str
    column_label: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    limit: float
