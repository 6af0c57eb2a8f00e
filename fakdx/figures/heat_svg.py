"""Dose matrices side by side: colour says how much, the sign and the number in each cell say it without colour."""

from __future__ import annotations

from fakdx.figures.canvas import INK, MUTED, Svg, shorten
from fakdx.figures.figure import HeatMap, Matrix

CELL_WIDTH, CELL_HEIGHT, MARGIN, TOP, ACROSS = 46.0, 28.0, 84.0, 78.0, 2
NOTHING = "#f0f0f0"


def draw_heat_map(figure: HeatMap) -> Svg:
    """Two maps a row, so that four models make a square that fits a page."""
    width = MARGIN + CELL_WIDTH * len(figure.columns) + 26
    height = CELL_HEIGHT * len(figure.rows) + 84
    across = min(ACROSS, len(figure.maps))
    down = -(-len(figure.maps) // across)
    said = "; ".join(one.title for one in figure.maps)
    svg = Svg(max(width * across + 16, 420), TOP + height * down - 22, figure.title, said)
    svg.text(16, 24, figure.title, 15, bold=True)
    if figure.note:
        svg.text(16, 44, figure.note, 11.5, colour=MUTED)
    for number, one in enumerate(figure.maps):
        _map(svg, figure, one, 16 + width * (number % across), TOP + height * (number // across))
    return svg


def _map(svg: Svg, figure: HeatMap, one: Matrix, start: float, top: float) -> None:
    left, bottom = start + MARGIN, top + CELL_HEIGHT * len(figure.rows)
    svg.text(left, top - 8, shorten(one.title, 44), 12.5, bold=True)
    for r, name in enumerate(figure.rows):
        y = top + CELL_HEIGHT * r
        svg.text(left - 8, y + CELL_HEIGHT / 2 + 4, name, 11, anchor="end", colour=MUTED)
        for c, value in enumerate(one.values[r]):
            x = left + CELL_WIDTH * c
            fill = NOTHING if value is None else diverging(value, figure.limit)
            svg.rect(x, y, CELL_WIDTH - 1, CELL_HEIGHT - 1, fill)
            shown = "" if value is None else say_percent(value)
            svg.text(x + CELL_WIDTH / 2, y + CELL_HEIGHT / 2 + 4, shown, 11, anchor="middle", colour=INK)
    for c, name in enumerate(figure.columns):
        svg.text(left + CELL_WIDTH * (c + 0.5), bottom + 15, name, 11, anchor="middle", colour=MUTED)
    svg.text(left, bottom + 34, shorten(figure.column_axis, 40), 12, colour=MUTED)
    svg.text(start + 10, (top + bottom) / 2, shorten(figure.row_axis, 30), 12, anchor="middle", colour=MUTED, turn=-90)


def say_percent(value: float) -> str:
    """Hundredths with their sign: `+12`, `-4`, `0`."""
    rounded = round(100 * value)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def diverging(value: float, limit: float) -> str:
    """Blue for negative, white for zero, orange for positive; full colour at `limit`."""
    share = max(-1.0, min(1.0, value / limit))
    end = (213, 94, 0) if share > 0 else (0, 114, 178)
    return "#" + "".join(f"{round(255 + (channel - 255) * abs(share) * 0.85):02x}" for channel in end)
