"""Measurements over time, where a case has them: a table for text and a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fakdx.figures.canvas import INK, MUTED, PAPER, RULE, Svg, wrapped
from fakdx.model.case import DRUG_EFFECT, Finding
from fakdx.reading.quantities import Span, say_fold, say_hours
from fakdx.report.words import Words

SIGNS = {"decreased": "▼", "unchanged": "○", "increased": "▲", "inconclusive": "?", "not tested": "·"}
_COLOURS = {"decreased": "#0072b2", "unchanged": "#5a6673", "increased": "#c24e00"}


@dataclass(frozen=True, slots=True)
class Cell:
    state: str
    fold: str

    @property
    def shown(self) -> str:
        sign = SIGNS.get(self.state, "■")
        return f"{sign} {self.state}" + (f" {self.fold}" if self.fold else "")


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[tuple[Cell, ...], ...]
    """For each time what was reported: nothing, one state, or several that contradict each other."""


@dataclass(frozen=True, slots=True)
class Timeline:
    times: tuple[str, ...]
    rows: tuple[Row, ...]


def timeline_of(findings: Iterable[Finding], words: Words) -> Timeline | None:
    """Measurements with a time, one row for each thing looked at; None unless there are two times."""
    timed = [(f, f.at) for f in findings if f.at is not None and f.shape == "measurement" and f.tested]
    spans = sorted({at for _, at in timed}, key=_order)
    if len(spans) < 2:
        return None
    rows: dict[str, dict[Span, list[Cell]]] = {}
    for finding, at in timed:
        cell = Cell(finding.state, f"{say_fold(finding.fold)}x" if finding.fold else "")
        cells = rows.setdefault(_label(finding, words), {}).setdefault(at, [])
        if cell not in cells:
            cells.append(cell)
    return Timeline(
        tuple(say_hours(s) for s in spans),
        tuple(Row(label, tuple(tuple(by_time.get(s, ())) for s in spans)) for label, by_time in rows.items()),
    )


def _order(span: Span) -> tuple[float, float, bool, bool]:
    low = span.low if span.low is not None else 0.0
    return low, span.high if span.high is not None else math.inf, span.open_low, span.open_high


def _label(finding: Finding, words: Words) -> str:
    name = words.observable(finding.name) + (f" ({finding.gene})" if finding.gene else "")
    details = []
    if finding.treatment is not None:
        details.append(words.agents(finding.treatment) or "untreated")
    if finding.arm != "model":
        details.append(finding.arm_label or words.term("arm", finding.arm))
    if finding.versus is not None and finding.versus not in DRUG_EFFECT:
        details.append(f"against {words.term('comparator', finding.versus)}")
    if finding.raw:
        details.append("raw signal")
    return name + (f", {', '.join(details)}" if details else "")


def timeline_svg(timeline: Timeline) -> str:
    """Rows are analytes, columns times in order; shape says the direction, so colour is not needed."""
    left, step, row_height, top = 226.0, 104.0, 46.0, 34.0
    width = left + step * len(timeline.times) + 12
    height = top + row_height * len(timeline.rows) + 40
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{t} {c.shown}" for t, cells in zip(timeline.times, row.cells, strict=True) for c in cells)
        for row in timeline.rows
    )
    svg = Svg(max(width, 480), height, "Measurements over time", words)
    for j, time in enumerate(timeline.times):
        x = left + step * (j + 0.5)
        svg.text(x, 20, time, 13, anchor="middle", bold=True)
        svg.line((x, top - 6), (x, top + row_height * len(timeline.rows)), RULE)
    for i, row in enumerate(timeline.rows):
        y = top + row_height * (i + 0.5)
        svg.line((12, y + row_height / 2), (width - 12, y + row_height / 2), RULE)
        lines = wrapped(row.label, 32, 2)
        for k, line in enumerate(lines):
            svg.text(14, y + 4 + (k - (len(lines) - 1) / 2) * 15, line, 12.5)
        for j, cells in enumerate(row.cells):
            middle = left + step * (j + 0.5)
            for k, cell in enumerate(cells):
                _mark(svg, middle + (k - (len(cells) - 1) / 2) * 26, y - 5, cell)
            folds = " / ".join(c.fold for c in cells if c.fold)
            svg.text(middle, y + 18, folds, 11, anchor="middle", colour=INK, halo=True)
    _key(svg, height - 14)
    return svg.render()


def _mark(svg: Svg, x: float, y: float, cell: Cell) -> None:
    colour = _COLOURS.get(cell.state, MUTED)
    if cell.state == "decreased":
        svg.polygon([(x - 9, y - 7), (x + 9, y - 7), (x, y + 9)], colour)
    elif cell.state == "increased":
        svg.polygon([(x - 9, y + 7), (x + 9, y + 7), (x, y - 9)], colour)
    elif cell.state == "unchanged":
        svg.add("circle", cx=x, cy=y, r=7, fill=PAPER, stroke=colour, stroke_width=3)
    elif cell.state == "inconclusive":
        svg.text(x, y + 6, "?", 18, anchor="middle", colour=MUTED, bold=True)
    else:
        svg.text(x, y + 4, cell.state, 11, anchor="middle", halo=True)


def _key(svg: Svg, y: float) -> None:
    x = 18.0
    for state in ("increased", "unchanged", "decreased", "inconclusive"):
        _mark(svg, x, y - 4, Cell(state, ""))
        svg.text(x + 14, y, state, 11.5, colour=MUTED)
        x += 34 + 6.4 * len(state)
