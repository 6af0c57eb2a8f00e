"""Figures as SVG: one picture each, or all of them below one another in one file."""

from __future__ import annotations

from collections.abc import Sequence

from fakdx.figures.canvas import Svg
from fakdx.figures.chart_svg import draw_chart
from fakdx.figures.figure import Chart, Figure, Intervals
from fakdx.figures.heat_svg import draw_heat_map
from fakdx.figures.interval_svg import draw_intervals

GAP = 12.0


def drawn(figure: Figure) -> Svg:
    """The picture of one figure."""
    if isinstance(figure, Intervals):
        return draw_intervals(figure)
    return draw_chart(figure) if isinstance(figure, Chart) else draw_heat_map(figure)


def figure_svg(figure: Figure) -> str:
    return drawn(figure).render()


def figures_svg(figures: Sequence[Figure]) -> str:
    """One file with all figures below one another."""
    pictures = [drawn(figure) for figure in figures]
    if len(pictures) == 1:
        return pictures[0].render()
    height = sum(p.height for p in pictures) + GAP * (len(pictures) - 1)
    page = Svg(max(p.width for p in pictures), height, "; ".join(p.title for p in pictures))
    top = 0.0
    for picture in pictures:
        page.inset(picture, 0, top)
        top += picture.height + GAP
    return page.render()
