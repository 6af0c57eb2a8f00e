"""Estimates with their intervals, one row each, over the zones that a threshold makes."""

from __future__ import annotations

from fakdx.figures.canvas import ACCENT, INK, MUTED, RULE, Svg, shorten
from fakdx.figures.figure import Estimate, Intervals
from fakdx.figures.scale import Axis, axis_for, say_tick

WIDTH, LABELS, WORDS, TOP, ROW = 820.0, 236.0, 204.0, 76.0, 34.0
BAND = "#e9eef3"
LONGEST_LABEL = 36
FARTHEST = 30.0
"""Limits are shown at most this factor beyond the estimates, then as open."""


def draw_intervals(figure: Intervals) -> Svg:
    """Shaded is the middle zone; a dot is an estimate, a bar its interval, an arrow an open side, rings replicates."""
    bottom = TOP + ROW * max(len(figure.rows), 1)
    said = "; ".join(f"{row.label}: {say_estimate(row)} {row.word}" for row in figure.rows)
    svg = Svg(WIDTH, bottom + (70 if figure.note else 52), figure.title, said)
    svg.text(16, 24, figure.title, 15, bold=True)
    left, right = LABELS + 12, WIDTH - WORDS
    axis = interval_axis(figure)

    def at(value: float) -> float:
        return left + axis.at(value) * (right - left)

    low, high = (at(limit) for limit in figure.limits)
    svg.rect(low, TOP, high - low, bottom - TOP, BAND)
    for tick in axis.ticks(6):
        svg.line((at(tick), TOP), (at(tick), bottom), RULE)
        svg.text(at(tick), bottom + 17, say_tick(tick), 11, anchor="middle", colour=MUTED)
    for x in (low, high):
        svg.line((x, TOP), (x, bottom), MUTED, 1, "4 3")
    svg.line((at(figure.centre), TOP), (at(figure.centre), bottom), MUTED, 1.2)
    _zones(svg, figure, (left, low, high))
    svg.text((left + right) / 2, bottom + 39, figure.axis, 12, anchor="middle", colour=MUTED)
    if figure.note:
        svg.text((left + right) / 2, bottom + 57, figure.note, 11.5, anchor="middle", colour=MUTED)
    for number, row in enumerate(figure.rows):
        _row(svg, row, axis, (left, right), TOP + ROW * (number + 0.55))
    return svg


def _zones(svg: Svg, figure: Intervals, edges: tuple[float, float, float]) -> None:
    left, low, high = edges
    before, between, after = figure.zones
    if before:
        svg.text(min(low - 6, max(left + 74, low - 6)), TOP - 24, f"← {before}", 11, anchor="end", colour=MUTED)
    if after:
        svg.text(high + 6, TOP - 24, f"{after} →", 11, colour=MUTED)
    if between:
        svg.text((low + high) / 2, TOP - 8, between, 11, anchor="middle", colour=MUTED)


def _row(svg: Svg, row: Estimate, axis: Axis, edges: tuple[float, float], y: float) -> None:
    left, right = edges

    def at(value: float) -> float:
        return left + axis.at(value) * (right - left)

    svg.text(LABELS, y + 4, shorten(row.label, LONGEST_LABEL), 12, anchor="end")
    known = row.low is not None or row.high is not None
    ends = []
    for limit, edge, inside in ((row.low, left, axis.low), (row.high, right, axis.high)):
        outside = limit is None or (limit < inside if edge == left else limit > inside)
        ends.append((edge if outside or limit is None else at(limit), outside))
    if known:
        svg.line((ends[0][0], y), (ends[1][0], y), ACCENT, 2.6)
        for (x, open_), step in zip(ends, (1, -1), strict=True):
            if open_:
                svg.polygon([(x, y), (x + 9 * step, y - 5), (x + 9 * step, y + 5)], ACCENT)
            else:
                svg.line((x, y - 5), (x, y + 5), ACCENT, 2.6)
    for value in row.points:
        svg.dot(at(value), y - 10, 2.6, MUTED, hollow=True)
    x = at(row.value)
    if row.relation == "=":
        svg.dot(x, y, 5.2, ACCENT, hollow=not known)
    else:
        step = 9 if row.relation == ">" else -9
        svg.polygon([(x + step, y), (x - step / 2, y - 7), (x - step / 2, y + 7)], ACCENT)
    svg.text(right + 12, y + (4 if not row.word else -2), say_estimate(row), 11.5, colour=INK)
    if row.word:
        svg.text(right + 12, y + 12, shorten(row.word, 30), 11.5, bold=True)


def say_estimate(row: Estimate) -> str:
    """`0.35 (0.22 to 0.51), n = 3`."""
    sign = "" if row.relation == "=" else f"{row.relation} "
    said = f"{sign}{row.value:.3g}"
    if row.low is not None or row.high is not None:
        low = "open" if row.low is None else f"{row.low:.3g}"
        high = "open" if row.high is None else f"{row.high:.3g}"
        said += f" ({low} to {high})"
    return said + (f", n = {row.n}" if row.n is not None else "")


def interval_axis(figure: Intervals) -> Axis:
    """An axis around all estimates and the limits; far ends of intervals do not squeeze them."""
    values = [v for row in figure.rows for v in (row.value, *row.points)]
    ends = [e for row in figure.rows for e in (row.low, row.high) if e is not None]
    if figure.log:
        least, most = min([*values, figure.limits[0]]) / FARTHEST, max([*values, figure.limits[1]]) * FARTHEST
    else:
        reach = max([abs(v - figure.centre) for v in (*values, *figure.limits)]) * 3
        least, most = figure.centre - reach, figure.centre + reach
    near = [min(max(e, least), most) for e in ends]
    return axis_for([*values, *near], log=figure.log, include=(*figure.limits, figure.centre), air=1.6)
