"""What a plot shows, before anything is drawn: frozen, checked data that a case file can hold.

The same figure is drawn as SVG and in a terminal. Numbers are finite, positive where an axis is logarithmic, and few
enough to be drawn, so a figure from a file that someone edited draws or is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LARGEST, SMALLEST = 1e15, 1e-15
"""What an axis can show; a logarithmic one begins at the smaller."""

Label = Annotated[str, Field(max_length=300)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Share = Annotated[float, Field(ge=-100, le=100)]
Positive = Annotated[float, Field(ge=SMALLEST, le=LARGEST)]
Point = tuple[Number, Number]
Relation = Literal["=", ">", "<"]
"""`>` and `<` mark a value that lies beyond what was tested."""


class Part(BaseModel):
    """Base of all parts of a figure."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Estimate(Part):
    """One row of `Intervals`: a value with its limits (None is open), the single replicates, and a word on it."""

    label: Label
    value: Number
    low: Number | None = None
    high: Number | None = None
    points: Annotated[tuple[Number, ...], Field(max_length=500)] = ()
    n: int | None = None
    word: Label = ""
    relation: Relation = "="


class Intervals(Part):
    """Estimates on one axis. `limits` bound the middle of three `zones`; `centre` is the value of no effect."""

    kind: Literal["intervals"] = "intervals"
    title: Label
    axis: Label
    rows: Annotated[tuple[Estimate, ...], Field(max_length=300)]
    limits: Point
    zones: tuple[Label, Label, Label] = ("", "", "")
    centre: Number = 1.0
    log: bool = True
    note: Label = ""

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if not self.limits[0] < self.limits[1]:
            raise ValueError(f"limits go from low to high, found {self.limits[0]:g} to {self.limits[1]:g}")
        for number, row in enumerate(self.rows, 1):
            if self.log:
                _positive((row.value, row.low, row.high, *row.points), f"row {number}")
        if self.log:
            _positive((*self.limits, self.centre), "limits and centre")
        return self


class Sigmoid(Part):
    """y = bottom + (top - bottom) / (1 + (x / midpoint) ** hill), drawn over the measured x."""

    top: Number
    bottom: Number
    midpoint: Positive
    hill: Annotated[float, Field(gt=0, le=100)]

    def at(self, x: float) -> float:
        exponent = min(max(self.hill * math.log(x / self.midpoint), -700.0), 700.0)
        return self.bottom + (self.top - self.bottom) / (1 + math.exp(exponent))


class Mark(Part):
    """A value on the x axis at the height `y`, with its limits; the dose at which a curve passes one half, say."""

    value: Positive
    low: Positive | None = None
    high: Positive | None = None
    relation: Relation = "="
    y: Number = 0.5


class Series(Part):
    """One group of an x-y chart: single measurements, a joined line, whiskers (x, low, high), a curve, a mark."""

    name: Label
    points: Annotated[tuple[Point, ...], Field(max_length=5000)] = ()
    line: Annotated[tuple[Point, ...], Field(max_length=1000)] = ()
    whiskers: Annotated[tuple[tuple[Number, Number, Number], ...], Field(max_length=1000)] = ()
    curve: Sigmoid | None = None
    mark: Mark | None = None


class Chart(Part):
    """Axes and series of an x-y plot. `levels` are horizontal lines; `band` is a range of y with its meaning."""

    kind: Literal["chart"] = "chart"
    title: Label
    x: Label
    y: Label
    series: Annotated[tuple[Series, ...], Field(max_length=60)]
    x_log: bool = False
    y_log: bool = False
    levels: Annotated[tuple[Number, ...], Field(max_length=20)] = ()
    band: Point | None = None
    note: Label = ""

    @property
    def xs(self) -> list[float]:
        return [x for s in self.series for x, *_ in (*s.points, *s.line, *s.whiskers)]

    @property
    def ys(self) -> list[float]:
        measured = [y for s in self.series for _, y in (*s.points, *s.line)]
        return measured + [y for s in self.series for _, low, high in s.whiskers for y in (low, high)]

    @model_validator(mode="after")
    def _drawable(self) -> Self:
        if self.band and not self.band[0] < self.band[1]:
            raise ValueError(f"a band goes from low to high, found {self.band[0]:g} to {self.band[1]:g}")
        if not self.xs:
            raise ValueError("a chart needs at least one point")
        if self.x_log:
            _positive(self.xs, "x values")
        if self.y_log:
            _positive((*self.ys, *self.levels, *(self.band or ())), "y values")
        if not self.x_log and any(s.curve or s.mark for s in self.series):
            raise ValueError("a curve or a mark needs a logarithmic x axis (x_log: true)")
        return self


class Matrix(Part):
    """One map of a `HeatMap`: `values[row][column]` as fractions, None where nothing was measured."""

    title: Label
    values: Annotated[tuple[Annotated[tuple[Share | None, ...], Field(max_length=60)], ...], Field(max_length=60)]


class HeatMap(Part):
    """Matrices with the same rows and columns, in percent; `limit` is the value of full colour."""

    kind: Literal["heat map"] = "heat map"
    title: Label
    row_axis: Label
    column_axis: Label
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    maps: Annotated[tuple[Matrix, ...], Field(min_length=1, max_length=8)]
    limit: Positive
    note: Label = ""

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        for one in self.maps:
            if len(one.values) != len(self.rows) or any(len(row) != len(self.columns) for row in one.values):
                raise ValueError(f"{one.title}: expected {len(self.rows)} rows of {len(self.columns)} values")
        return self


Figure = Intervals | Chart | HeatMap
KINDS: dict[str, type[Intervals] | type[Chart] | type[HeatMap]] = {
    "intervals": Intervals,
    "chart": Chart,
    "heat map": HeatMap,
}


def _positive(values: Iterable[float | None], what: str) -> None:
    for value in values:
        if value is not None and value < SMALLEST:
            raise ValueError(f"{what}: a logarithmic axis needs values above 0, found {value:g}")
