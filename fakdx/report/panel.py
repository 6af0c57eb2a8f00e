"""Many results on one page: a heat map of lines against hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fakdx.figures.canvas import INK, MUTED, PAPER, RULE, Svg, shorten
from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report import words as say
from fakdx.report.html import stylesheet
from fakdx.report.templating import render_shipped
from fakdx.report.words import Words

COLUMNS = 12


@dataclass(frozen=True, slots=True)
class PanelCell:
    probability: float
    percent: str
    leads: bool
    """The verdict of that row names the hypothesis."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    name: str
    subject: str
    verdict: str
    headline: str
    cells: tuple[PanelCell, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    columns: tuple[str, ...]
    rows: tuple[PanelRow, ...]
    left_out: int
    """Hypotheses without a column: they lead nowhere and are less probable everywhere than those shown."""
    research_use: str


def panel_of(results: Sequence[tuple[str, Result]], knowledge: Knowledge, columns: int = COLUMNS) -> Panel:
    """Rows in the order given; columns are what leads somewhere, then what is most probable anywhere."""
    words = Words(knowledge)
    best: dict[str, tuple[bool, float]] = {}
    names: dict[str, str] = {}
    for _, result in results:
        for a in result.differential:
            leads, most = best.get(a.id, (False, 0.0))
            best[a.id] = (leads or a.id in result.verdict.hypotheses, max(most, a.probability))
            names[a.id] = a.short
    ids = sorted(best, key=lambda id: (not best[id][0], -best[id][1], id))[:columns]
    return Panel(
        columns=tuple(names[id] for id in ids),
        rows=tuple(_row(name, result, ids, words) for name, result in results),
        left_out=len(best) - len(ids),
        research_use=say.RESEARCH_USE,
    )


def _row(name: str, result: Result, ids: Sequence[str], words: Words) -> PanelRow:
    by_id = {a.id: a.probability for a in result.differential}
    return PanelRow(
        name=name,
        subject=", ".join(words.subject(result.reading.case.context)),
        verdict=say.VERDICTS[result.verdict.kind],
        headline=result.verdict.headline,
        cells=tuple(
            PanelCell(by_id.get(id, 0.0), words.percent(by_id.get(id, 0.0)), id in result.verdict.hypotheses)
            for id in ids
        ),
    )


def panel_markdown(results: Sequence[tuple[str, Result]], knowledge: Knowledge) -> str:
    """The panel as a Markdown table; what the verdict names is bold and has a triangle."""
    return render_shipped("panel.md.jinja", "markdown", panel=panel_of(results, knowledge))


def panel_html(results: Sequence[tuple[str, Result]], knowledge: Knowledge) -> str:
    """The panel as a page: the heat map as a picture and as a table."""
    panel = panel_of(results, knowledge)
    return render_shipped("panel.html.jinja", "html", panel=panel, picture=Markup(panel_svg(panel)), style=stylesheet())


def panel_svg(panel: Panel) -> str:
    """Every cell carries its number; a frame marks what the verdict of the row names."""
    left, top, cell, height = 190.0, 128.0, 76.0, 30.0
    reach = 60.0
    width = left + cell * len(panel.columns) + reach
    leads = "; ".join(f"{row.name}: {row.headline}" for row in panel.rows)
    svg = Svg(width, top + height * len(panel.rows) + 46, "Probability of each hypothesis in each case", leads)
    for j, column in enumerate(panel.columns):
        svg.text(left + cell * (j + 0.42), top - 10, shorten(column, 28), 12, turn=-35)
    for i, row in enumerate(panel.rows):
        y = top + height * i
        svg.text(left - 10, y + height / 2 + 4, shorten(row.name, 26), 12.5, anchor="end")
        for j, c in enumerate(row.cells):
            x = left + cell * j
            svg.rect(x + 1, y + 1, cell - 2, height - 2, _shade(c.probability), stroke=RULE)
            colour = PAPER if c.probability >= 0.6 else INK
            svg.text(
                x + cell / 2,
                y + height / 2 + 4,
                c.percent,
                11.5,
                anchor="middle",
                colour=colour,
                bold=c.leads,
            )
            if c.leads:
                svg.rect(x + 3, y + 3, cell - 6, height - 6, "none", stroke=colour, stroke_width=2)
    svg.text(
        left,
        top + height * len(panel.rows) + 26,
        "framed: named by the verdict of that row",
        11.5,
        colour=MUTED,
    )
    return svg.render()


def _shade(probability: float) -> str:
    """White to dark blue; dark enough for white figures from 0.6 on."""
    share = max(0.0, min(1.0, probability)) ** 0.8
    return "#" + "".join(f"{round(255 + (end - 255) * share):02x}" for end in (8, 66, 120))
