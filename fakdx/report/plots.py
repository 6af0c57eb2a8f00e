"""The plots of the numbers that are kept with a case, for each output."""

from __future__ import annotations

from fakdx.report.escape import Ready
from fakdx.report.view import View

TEXT_WIDTH = 76


def plots_of(view: View) -> list[list[str]]:
    """SVG of every plot, a list for each table that was quantified."""
    if not view.quantified:
        return []
    from fakdx.figures.draw import figure_svg

    return [[figure_svg(figure) for figure in record.figures] for record in view.quantified]


def text_plots(view: View, width: int = TEXT_WIDTH) -> list[list[str]]:
    """The same in plain characters, for a terminal of `width` columns."""
    if not view.quantified:
        return []
    from fakdx.figures.text import figure_text

    return [[figure_text(figure, width) for figure in record.figures] for record in view.quantified]


def fenced_plots(view: View) -> list[list[Ready]]:
    """The same as blocks of code for Markdown; no backtick is left that could end one."""
    return [[Ready(f"```text\n{plot.replace('`', chr(39))}\n```") for plot in plots] for plots in text_plots(view)]


def picture_names(view: View) -> list[list[Ready]]:
    """The ending of the file of every plot: `numbers-1-2.svg` is the second plot of the first table."""
    return [
        [Ready(f"numbers-{table}-{plot}.svg") for plot in range(1, len(record.figures) + 1)]
        for table, record in enumerate(view.quantified, 1)
    ]
