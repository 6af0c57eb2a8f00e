"""The same pictures for a terminal, in plain characters."""

from __future__ import annotations

from collections.abc import Sequence

from fakdx.quantify.drawing import ratio_axis
from fakdx.quantify.plot_data import Chart, HeatMap, IntervalRow
from fakdx.quantify.scale import axis_for, say_tick
from fakdx.quantify.svg import shorten

MARKS = "o+x*#@%&"
NARROWEST = 40


def text_intervals(rows: Sequence[IntervalRow], limits: tuple[float, float], width: int = 72) -> str:
    """One line an estimate: `[--o--]` on a log axis, `|` at 1, `:` at the limits."""
    width = max(width, NARROWEST)
    label_width = min(max((len(row.label) for row in rows), default=0), width // 2 - 4)
    span = width - label_width - 2
    axis = ratio_axis(rows, limits)

    def column(value: float) -> int:
        return round(axis.at(value) * (span - 1))

    lines = []
    for row in rows:
        cells = [" "] * span
        for value, mark in ((limits[0], ":"), (limits[1], ":"), (1.0, "|")):
            cells[column(value)] = mark
        low, high = row.interval.low, row.interval.high
        if low is not None or high is not None:
            start = column(axis.low if low is None else low)
            end = column(axis.high if high is None else high)
            for position in range(start, end + 1):
                cells[position] = "-"
            cells[start] = "<" if low is None or low < axis.low else "["
            cells[end] = ">" if high is None or high > axis.high else "]"
        cells[column(row.interval.value)] = "o"
        lines.append(f"{shorten(row.label, label_width):>{label_width}}  {''.join(cells)}".rstrip())
    scale = [" "] * (span + 8)
    for tick in axis.ticks(max(2, span // 12)):
        text, start = say_tick(tick), column(tick)
        if all(c == " " for c in scale[max(start - 1, 0) : start + len(text) + 1]):
            scale[start : start + len(text)] = list(text)
    lines.append(" " * (label_width + 2) + "".join(scale).rstrip())
    return "\n".join(lines)


def text_chart(chart: Chart, width: int = 72, height: int = 16) -> str:
    """Points as marks, lines as dots, in a box with a few ticks and a legend."""
    width = max(width, NARROWEST)
    xs = axis_for(chart.xs, log=chart.x_log)
    ys = axis_for(chart.ys, log=chart.y_log, include=chart.levels if chart.y_log else (0.0, *chart.levels))
    margin, span = 8, width - 9
    cells = [[" "] * span for _ in range(height)]

    def put(x: float, y: float, mark: str) -> None:
        cells[height - 1 - round(ys.at(y) * (height - 1))][round(xs.at(x) * (span - 1))] = mark

    for level in chart.levels:
        for column in range(0, span, 2):
            cells[height - 1 - round(ys.at(level) * (height - 1))][column] = "-"
    for series in chart.series:
        for x, y in series.line:
            put(x, y, ".")
    for number, series in enumerate(chart.series):
        for x, y in series.points:
            put(x, y, MARKS[number % len(MARKS)])
    names = {height - 1 - round(ys.at(t) * (height - 1)): say_tick(t) for t in ys.ticks(5)}
    lines = [f"{names.get(i, ''):>{margin - 1}} |{''.join(row)}".rstrip() for i, row in enumerate(cells)]
    lines.append(" " * margin + "+" + "-" * span)
    scale = [" "] * (span + margin)
    for tick in xs.ticks(max(2, span // 10)):
        text, start = say_tick(tick), round(xs.at(tick) * (span - 1))
        if all(c == " " for c in scale[max(start - 1, 0) : start + len(text) + 1]):
            scale[start : start + len(text)] = list(text)
    lines.append(" " * (margin + 1) + "".join(scale).rstrip())
    legend = "  ".join(f"{MARKS[i % len(MARKS)]} {s.name}" for i, s in enumerate(chart.series))
    lines.append(shorten(f"{chart.x_label};  {legend}", width))
    return "\n".join(lines)


def text_heat(one: HeatMap, width: int = 72) -> str:
    """Numbers in percent, signed, a row a line."""
    label = max((len(name) for name in one.rows), default=0)
    cell = max([6, *(len(name) + 1 for name in one.columns)])
    shown = max(1, min(len(one.columns), (max(width, NARROWEST) - label - 2) // cell))
    lines = [one.title]
    for name, values in zip(one.rows, one.values, strict=True):
        cells = "".join(f"{'' if v is None else f'{100 * v:+.0f}':>{cell}}" for v in values[:shown])
        lines.append(f"{name:>{label}}  {cells}")
    lines.append(" " * (label + 2) + "".join(f"{name:>{cell}}" for name in one.columns[:shown]))
    if shown < len(one.columns):
        lines.append(f"({len(one.columns) - shown} more columns in the record)")
    return "\n".join(lines)
