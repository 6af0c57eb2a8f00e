"""Points, lines and fitted curves over two axes; shape and dash tell the series apart where colour does not."""

from __future__ import annotations

from collections.abc import Callable

from fakdx.figures.canvas import INK, MUTED, PAPER, RULE, Point, Svg, shorten
from fakdx.figures.figure import Chart, Mark, Series, Sigmoid
from fakdx.figures.scale import Axis, axis_for, say_tick

WIDTH, LEFT, TOP, RIGHT, BOTTOM = 720.0, 74.0, 44.0, 700.0, 372.0
LEGEND_ROW, LONGEST_NAME, CURVE_STEPS = 21.0, 88, 80
PALETTE = ("#0072b2", "#c24e00", "#00785a", "#a0457e", "#7a5c00", "#2f7fb0", "#5b5b5b")
DASHES = ("", "7 4", "2 3", "9 3 2 3")
SHAPES = ("circle", "square", "triangle", "diamond")
BAND = "#e9eef3"
Place = Callable[[float, float], Point]


def draw_chart(chart: Chart) -> Svg:
    """The chart with its legend below."""
    bottom = BOTTOM + 64 + LEGEND_ROW * len(chart.series) + (18 if chart.note else 0)
    svg = Svg(WIDTH, bottom, chart.title, "; ".join(series.name for series in chart.series))
    svg.text(16, 24, chart.title, 15, bold=True)
    xs, ys = chart_axes(chart)

    def place(x: float, y: float) -> Point:
        return LEFT + xs.at(x) * (RIGHT - LEFT), BOTTOM - ys.at(y) * (BOTTOM - TOP)

    _frame(svg, chart, xs, ys, place)
    for number, series in enumerate(chart.series):
        _series(svg, series, number, place)
    for number, series in enumerate(chart.series):
        if series.mark is not None:
            offset = 7 * (number - (len(chart.series) - 1) / 2)
            _mark(svg, series.mark, _colour(number), place, offset)
        y = BOTTOM + 62 + LEGEND_ROW * number
        colour, dash = _colour(number), DASHES[number % len(DASHES)]
        if series.line or series.curve:
            svg.line((LEFT - 6, y), (LEFT + 30, y), colour, 2, dash)
        _shape(svg, (LEFT + 12, y), number, 4)
        svg.text(LEFT + 40, y + 4, shorten(series.name, LONGEST_NAME), 12.5)
    if chart.note:
        svg.text(LEFT - 6, BOTTOM + 66 + LEGEND_ROW * len(chart.series), chart.note, 11.5, colour=MUTED)
    return svg


def chart_axes(chart: Chart) -> tuple[Axis, Axis]:
    """Axes around all that is drawn, with room for the arrow of a bound; a linear y axis reaches zero."""
    extra = (*chart.levels, *(chart.band or ()))
    ys = axis_for(chart.ys, log=chart.y_log, include=extra if chart.y_log else (0.0, *extra))
    beyond = {">": 2.0, "<": 0.5, "=": 1.0}
    marks = tuple(s.mark.value * beyond[s.mark.relation] for s in chart.series if s.mark is not None)
    return axis_for(chart.xs, log=chart.x_log, include=marks), ys


def _frame(svg: Svg, chart: Chart, xs: Axis, ys: Axis, place: Place) -> None:
    if chart.band:
        low, high = (place(xs.low, y)[1] for y in chart.band)
        svg.rect(LEFT, high, RIGHT - LEFT, low - high, BAND)
    for tick in ys.ticks():
        y = place(xs.low, tick)[1]
        svg.line((LEFT, y), (RIGHT, y), RULE)
        svg.text(LEFT - 8, y + 4, say_tick(tick), 11, anchor="end", colour=MUTED)
    for level in (*chart.levels, *(chart.band or ())):
        y = place(xs.low, level)[1]
        svg.line((LEFT, y), (RIGHT, y), MUTED, 1, "4 3")
    for tick in xs.ticks(9):
        x = place(tick, ys.low)[0]
        svg.line((x, BOTTOM), (x, BOTTOM + 5), MUTED)
        svg.text(x, BOTTOM + 19, say_tick(tick), 11, anchor="middle", colour=MUTED)
    for tick in xs.minor_ticks():
        x = place(tick, ys.low)[0]
        svg.line((x, BOTTOM), (x, BOTTOM + 3), MUTED, 0.7)
    svg.line((LEFT, BOTTOM), (RIGHT, BOTTOM), INK)
    svg.line((LEFT, TOP), (LEFT, BOTTOM), INK)
    svg.text((LEFT + RIGHT) / 2, BOTTOM + 40, chart.x, 12.5, anchor="middle", colour=MUTED)
    svg.text(20, (TOP + BOTTOM) / 2, chart.y, 12.5, anchor="middle", colour=MUTED, turn=-90)


def _series(svg: Svg, series: Series, number: int, place: Place) -> None:
    colour, dash = _colour(number), DASHES[number % len(DASHES)]
    if series.curve is not None:
        svg.path([place(x, y) for x, y in curve_points(series, series.curve)], colour, 2, dash)
    svg.path([place(x, y) for x, y in series.line], colour, 2, dash)
    for x, low, high in series.whiskers:
        (px, bottom), (_, top) = place(x, low), place(x, high)
        svg.line((px, bottom), (px, top), colour, 1.4)
        for y in (bottom, top):
            svg.line((px - 4, y), (px + 4, y), colour, 1.4)
    for x, y in series.line if series.whiskers else ():
        _shape(svg, place(x, y), number, 4.6)
    for x, y in series.points:
        _shape(svg, place(x, y), number, 2.6 if series.whiskers else 3.4, hollow=bool(series.whiskers))


def _mark(svg: Svg, mark: Mark, colour: str, place: Place, offset: float) -> None:
    """The interval as a bar at its height; a bound as an arrow from the outermost dose to where it may still lie."""
    x, y = place(mark.value, mark.y)
    y += offset
    low = LEFT if mark.low is None else place(mark.low, mark.y)[0]
    high = RIGHT if mark.high is None else place(mark.high, mark.y)[0]
    if mark.relation != "=":
        low, high = (x, RIGHT) if mark.relation == ">" else (LEFT, x)
        svg.text((low + high) / 2, y - 8, f"{mark.relation} {mark.value:.3g}", 12, anchor="middle", colour=colour,
                 bold=True, halo=True)  # fmt: skip
    elif mark.low is None and mark.high is None:
        low = high = x
    svg.line((low, y), (high, y), colour, 2.6)
    for edge, limit, step in ((low, mark.low, 1), (high, mark.high, -1)):
        open_ = limit is None if mark.relation == "=" else (mark.relation == ">") == (step < 0)
        if open_ and low != high:
            svg.polygon([(edge, y), (edge + 9 * step, y - 5), (edge + 9 * step, y + 5)], colour)
        else:
            svg.line((edge, y - 5), (edge, y + 5), colour, 2.6)
    if mark.relation == "=":
        svg.line((x, y), (x, BOTTOM), colour, 1.1, "2 3")
        svg.add("circle", cx=x, cy=y, r=4.4, fill=PAPER, stroke=colour, stroke_width=2)


def curve_points(series: Series, curve: Sigmoid) -> list[Point]:
    """The curve between the lowest and the highest measured x, and no further."""
    xs = [x for x, *_ in (*series.points, *series.line, *series.whiskers)] or [curve.midpoint]
    axis = Axis(min(xs), max(xs) if max(xs) > min(xs) else min(xs) * 10, True)
    return [(x, curve.at(x)) for x in (axis.value(step / CURVE_STEPS) for step in range(CURVE_STEPS + 1))]


def _colour(number: int) -> str:
    return PALETTE[number % len(PALETTE)]


def _shape(svg: Svg, at: Point, number: int, size: float, hollow: bool = False) -> None:
    x, y = at
    colour = _colour(number)
    kind = SHAPES[number % len(SHAPES)]
    if kind == "circle":
        svg.dot(x, y, size, colour, hollow=hollow)
        return
    corners = {
        "square": [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
        "triangle": [(-1.2, 1.0), (1.2, 1.0), (0.0, -1.3)],
        "diamond": [(-1.3, 0.0), (0.0, -1.3), (1.3, 0.0), (0.0, 1.3)],
    }[kind]
    fill = PAPER if hollow else colour
    svg.polygon([(x + size * dx, y + size * dy) for dx, dy in corners], fill, stroke=colour, stroke_width=1.2)
