"""A small log-log plot as SVG, for the results page."""

from __future__ import annotations

import math
from collections.abc import Mapping

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 740, 380, 64, 240, 24, 48
COLOURS = ("#0b7285", "#e8590c", "#5f3dc4", "#495057", "#2b8a3e", "#a61e4d")


def growth_svg(series: Mapping[str, Mapping[str, float]]) -> str:
    """CPU ms a case against the number of rules; each series maps a number of rules (as text) to milliseconds."""
    xs = sorted({float(x) for row in series.values() for x in row})
    values = [v for row in series.values() for v in row.values()]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def across(x: float) -> float:
        span = math.log10(xs[-1] / xs[0]) or 1.0
        return LEFT + math.log10(x / xs[0]) / span * (WIDTH - LEFT - RIGHT)

    def down(y: float) -> float:
        return TOP + (high - math.log10(y)) / max(1, high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        "<title>CPU time a case against the number of rules</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(low, high + 1):
        y = down(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dee2e6"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>')
    foot = HEIGHT - BOTTOM + 18
    parts += [f'<text x="{across(x):.1f}" y="{foot}" text-anchor="middle">{x:,.0f}</text>' for x in xs]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">rules (30 findings a case)</text>')
    for number, (name, row) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [(across(float(x)), down(y)) for x, y in sorted(row.items(), key=lambda p: float(p[0]))]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{points[-1][0] + 8:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])
