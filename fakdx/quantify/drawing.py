"""The four pictures of this package: intervals, an x-y chart, and a heat map, as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from fakdx.quantify.plot_data import Chart, HeatMap, IntervalRow
from fakdx.quantify.scale import Axis, axis_for, say_tick
from fakdx.quantify.svg import INK, MUTED, PALETTE, RULE, Drawing, diverging, shorten

LABEL_WIDTH, ROW_HEIGHT = 250.0, 30.0
LONGEST_LABEL = 36


def interval_plot(title: str, axis_label: str, rows: Sequence[IntervalRow], limits: tuple[float, float]) -> str:
    """One row an estimate on a log ratio axis; `limits` are dashed, 1 is solid, replicates are hollow."""
    width, top = 760.0, 54.0
    bottom = top + ROW_HEIGHT * max(len(rows), 1)
    picture = Drawing(width, bottom + 56, title)
    picture.text(16, 26, title, size=15, bold=True)
    left, right = LABEL_WIDTH + 16, width - 150.0
    axis = ratio_axis(rows, limits)
    for tick in axis.ticks():
        x = left + axis.at(tick) * (right - left)
        picture.line(x, top, x, bottom, RULE)
        picture.text(x, bottom + 18, say_tick(tick), size=11, anchor="middle", colour=MUTED)
    for value, dash in ((limits[0], "4 3"), (1.0, ""), (limits[1], "4 3")):
        x = left + axis.at(value) * (right - left)
        picture.line(x, top, x, bottom, MUTED, 1, dash)
    picture.text((left + right) / 2, bottom + 40, axis_label, anchor="middle", colour=MUTED)
    for number, row in enumerate(rows):
        y = top + ROW_HEIGHT * (number + 0.5)
        picture.text(LABEL_WIDTH, y + 4, shorten(row.label, LONGEST_LABEL), anchor="end")
        low = axis.low if row.interval.low is None else row.interval.low
        high = axis.high if row.interval.high is None else row.interval.high
        known = row.interval.low is not None or row.interval.high is not None
        if known:
            picture.line(
                left + axis.at(low) * (right - left),
                y,
                left + axis.at(high) * (right - left),
                y,
                PALETTE[0],
                3,
            )
        for value in row.replicates:
            picture.dot(left + axis.at(value) * (right - left), y - 7, 2.5, MUTED, hollow=True)
        picture.dot(left + axis.at(row.interval.value) * (right - left), y, 5, PALETTE[0], hollow=not known)
        picture.text(right + 14, y + 4, f"{row.interval.value:.3g}  {row.word}", colour=INK)
    return picture.render()


def ratio_axis(rows: Sequence[IntervalRow], limits: tuple[float, float]) -> Axis:
    """A log axis around all estimates; intervals are shown at most a factor of 30 beyond them."""
    values = [v for row in rows for v in (row.interval.value, *row.replicates) if v > 0]
    least, most = min([*values, limits[0]]) / 30, max([*values, limits[1]]) * 30
    ends = [e for row in rows for e in (row.interval.low, row.interval.high) if e is not None and e > 0]
    return axis_for([*values, *(min(max(e, least), most) for e in ends)], log=True, include=(*limits, 1.0))


def chart_svg(chart: Chart) -> str:
    """Points, lines and a legend; a marked x drops a dashed line to the axis."""
    width, height = 760.0, 440.0
    left, top, right, bottom = 74.0, 50.0, 560.0, 372.0
    picture = Drawing(width, height, chart.title)
    picture.text(16, 26, chart.title, size=15, bold=True)
    xs = axis_for(chart.xs, log=chart.x_log)
    ys = axis_for(chart.ys, log=chart.y_log, include=chart.levels if chart.y_log else (0.0, *chart.levels))

    def place(x: float, y: float) -> tuple[float, float]:
        return left + xs.at(x) * (right - left), bottom - ys.at(y) * (bottom - top)

    for tick in xs.ticks(9):
        x = left + xs.at(tick) * (right - left)
        picture.line(x, bottom, x, bottom + 5, MUTED)
        picture.text(x, bottom + 20, say_tick(tick), size=11, anchor="middle", colour=MUTED)
    for tick in ys.ticks():
        y = bottom - ys.at(tick) * (bottom - top)
        picture.line(left, y, right, y, RULE)
        picture.text(left - 8, y + 4, say_tick(tick), size=11, anchor="end", colour=MUTED)
    for level in chart.levels:
        y = bottom - ys.at(level) * (bottom - top)
        picture.line(left, y, right, y, MUTED, 1, "4 3")
    picture.line(left, bottom, right, bottom, MUTED)
    picture.line(left, top, left, bottom, MUTED)
    picture.text((left + right) / 2, bottom + 46, chart.x_label, anchor="middle", colour=MUTED)
    picture.text(22, (top + bottom) / 2, chart.y_label, anchor="middle", colour=MUTED, turned=True)
    for number, series in enumerate(chart.series):
        colour = PALETTE[number % len(PALETTE)]
        picture.path([place(x, y) for x, y in series.line], colour)
        for point in series.points:
            picture.dot(*place(*point), 3.5, colour, hollow=bool(number // len(PALETTE) % 2))
        if series.mark is not None:
            x = left + xs.at(series.mark) * (right - left)
            picture.line(x, top, x, bottom, colour, 1.2, "2 3")
        y = top + 14 + 20 * number
        picture.dot(right + 20, y - 4, 4, colour)
        picture.text(right + 32, y, shorten(series.name, 26))
    return picture.render()


def heat_svg(maps: Sequence[HeatMap], title: str) -> str:
    """Heat maps side by side, each cell with its number."""
    cell_width, cell_height, margin = 46.0, 28.0, 92.0
    widths = [margin + cell_width * len(m.columns) + 24 for m in maps]
    height = 118 + cell_height * max((len(m.rows) for m in maps), default=1)
    picture = Drawing(max(sum(widths) + 16, 360), height, title)
    picture.text(16, 26, title, size=15, bold=True)
    start = 16.0
    for one, width in zip(maps, widths, strict=True):
        left, top = start + margin, 74.0
        picture.text(left, 54, one.title, bold=True)
        for r, name in enumerate(one.rows):
            picture.text(left - 8, top + cell_height * (r + 0.5) + 4, name, size=11, anchor="end", colour=MUTED)
            for c, value in enumerate(one.values[r]):
                x, y = left + cell_width * c, top + cell_height * r
                picture.rect(x, y, cell_width - 1, cell_height - 1,
                             "#f0f0f0" if value is None else diverging(value, one.limit))  # fmt: skip
                shown = "" if value is None else f"{100 * value:.0f}"
                picture.text(x + cell_width / 2, y + cell_height / 2 + 4, shown, size=11, anchor="middle")
        for c, name in enumerate(one.columns):
            x, y = left + cell_width * (c + 0.5), top + cell_height * len(one.rows) + 15
            picture.text(x, y, name, size=11, anchor="middle", colour=MUTED)
        picture.text(left, top + cell_height * len(one.rows) + 35, shorten(one.column_label, 40), colour=MUTED)
        middle = top + cell_height * len(one.rows) / 2
        picture.text(start + 6, middle, shorten(one.row_label, 30), colour=MUTED, anchor="middle", turned=True)
        start += width
    return picture.render()
