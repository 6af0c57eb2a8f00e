"""The same figures for a terminal, in plain ASCII."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from fakdx.figures.canvas import shorten
from fakdx.figures.chart_svg import chart_axes, curve_points
from fakdx.figures.figure import Chart, Figure, HeatMap, Intervals
from fakdx.figures.inert import plain
from fakdx.figures.interval_svg import interval_axis, say_estimate
from fakdx.figures.scale import Axis, say_tick

MARKS = "o+x*#@%&"
NARROWEST, HEIGHT, MARGIN = 40, 16, 8


def figure_text(figure: Figure, width: int = 72) -> str:
    """Lines of at most `width` columns (never below 40), without control characters."""
    width = max(width, NARROWEST)
    if isinstance(figure, Intervals):
        return _intervals(figure, width)
    return _chart(figure, width) if isinstance(figure, Chart) else _heat_map(figure, width)


def figures_text(figures: Sequence[Figure], width: int = 72) -> str:
    """Figures below one another."""
    return "\n\n".join(figure_text(figure, width) for figure in figures)


def _intervals(figure: Intervals, width: int) -> str:
    """One line an estimate: `[--o--]`, `|` at no effect, `:` at the limits of the middle zone."""
    labels = [plain(row.label) for row in figure.rows]
    label_width = min(max(map(len, labels), default=0), width // 2 - 4)
    span = width - label_width - 2
    axis = interval_axis(figure)

    def column(value: float) -> int:
        return round(axis.at(value) * (span - 1))

    lines = [shorten(plain(figure.title), width)]
    for row, label in zip(figure.rows, labels, strict=True):
        cells = [" "] * span
        for value, mark in ((figure.limits[0], ":"), (figure.limits[1], ":"), (figure.centre, "|")):
            cells[column(value)] = mark
        if row.low is not None or row.high is not None:
            start = column(axis.low if row.low is None else row.low)
            end = column(axis.high if row.high is None else row.high)
            cells[start : end + 1] = "-" * (end + 1 - start)
            cells[start] = "<" if row.low is None or row.low < axis.low else "["
            cells[end] = ">" if row.high is None or row.high > axis.high else "]"
        cells[column(row.value)] = "o" if row.relation == "=" else row.relation
        lines.append(f"{shorten(label, label_width):>{label_width}}  {''.join(cells)}".rstrip())
        word = f"  {plain(row.word)}" if row.word else ""
        lines.append(" " * (label_width + 2) + shorten(f"{say_estimate(row)}{word}", span))
    lines.append(" " * (label_width + 2) + _ticks(axis, span, column))
    lines.append(" " * (label_width + 2) + shorten(plain(figure.axis), span))
    return "\n".join(lines)


def _ticks(axis: Axis, span: int, column: Callable[[float], int]) -> str:
    scale = [" "] * (span + MARGIN)
    for tick in axis.ticks(max(2, span // 10)):
        text, start = say_tick(tick), column(tick)
        start = min(start, span - len(text))
        if start >= 0 and all(c == " " for c in scale[max(start - 1, 0) : start + len(text) + 1]):
            scale[start : start + len(text)] = list(text)
    return "".join(scale).rstrip()


def _chart(chart: Chart, width: int) -> str:
    """Points as marks, lines and curves as dots, in a frame with a few ticks and a legend below."""
    xs, ys = chart_axes(chart)
    span = width - MARGIN - 1
    cells = [[" "] * span for _ in range(HEIGHT)]

    def row(y: float) -> int:
        return HEIGHT - 1 - round(ys.at(y) * (HEIGHT - 1))

    def column(x: float) -> int:
        return round(xs.at(x) * (span - 1))

    for level in (*chart.levels, *(chart.band or ())):
        for place in range(0, span, 2):
            cells[row(level)][place] = "-"
    for series in chart.series:
        for x, y in curve_points(series, series.curve) if series.curve else _between(series.line, xs):
            cells[row(y)][column(x)] = "."
    for number, series in enumerate(chart.series):
        for x, y in (*series.points, *series.line):
            cells[row(y)][column(x)] = MARKS[number % len(MARKS)]
    names = {row(tick): say_tick(tick) for tick in ys.ticks(5)}
    lines = [shorten(plain(chart.title), width)]
    lines += [f"{names.get(i, ''):>{MARGIN - 1}} |{''.join(line)}".rstrip() for i, line in enumerate(cells)]
    lines.append(" " * MARGIN + "+" + "-" * span)
    lines.append(" " * (MARGIN + 1) + _ticks(xs, span, column))
    lines.append(" " * (MARGIN + 1) + shorten(f"{plain(chart.x)}; up: {plain(chart.y)}", span))
    lines += [
        shorten(f"  {MARKS[i % len(MARKS)]} {plain(series.name)}", width) for i, series in enumerate(chart.series)
    ]
    if chart.note:
        lines.append(shorten(f"  {plain(chart.note)}", width))
    return "\n".join(lines)


def _between(line: Sequence[tuple[float, float]], xs: Axis, steps: int = 40) -> list[tuple[float, float]]:
    """Points along a joined line, so that it shows as dots."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(line):
        for step in range(1, steps):
            share = step / steps
            x = xs.value(xs.at(x0) + share * (xs.at(x1) - xs.at(x0)))
            y = (y0 ** (1 - share) * y1**share) if min(y0, y1) > 0 else y0 + share * (y1 - y0)
            found.append((x, y))
    return found


def _heat_map(figure: HeatMap, width: int) -> str:
    """The first map as numbers in percent, signed, a row a line; the others are in the record."""
    rows, columns = [plain(name) for name in figure.rows], [plain(name) for name in figure.columns]
    label = max(map(len, rows), default=0)
    cell = max([7, *(len(name) + 1 for name in columns)])
    shown = max(1, min(len(columns), (width - label - 2) // cell))
    one = figure.maps[0]
    lines = [shorten(plain(figure.title), width), shorten(plain(one.title), width)]
    for name, values in zip(rows, one.values, strict=True):
        cells = "".join(f"{'' if v is None else f'{100 * v:+.0f}':>{cell}}" for v in values[:shown])
        lines.append(f"{name:>{label}}  {cells}")
    lines.append(" " * (label + 2) + "".join(f"{name:>{cell}}" for name in columns[:shown]))
    lines.append(shorten(f"down: {plain(figure.row_axis)}; across: {plain(figure.column_axis)}", width))
    if shown < len(columns):
        lines.append(f"({len(columns) - shown} more columns in the record)")
    return "\n".join(lines)
