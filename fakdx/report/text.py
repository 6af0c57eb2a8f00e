"""The report in a terminal: what it looks like, why, what to run next. Colour adds nothing that words do not say."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.advice import Combination, Step
from fakdx.report.bars import ascii_bar, probability_bar
from fakdx.report.escape import plain
from fakdx.report.plots import text_plots
from fakdx.report.ranking import Contribution, Ranked
from fakdx.report.view import View, view_of
from fakdx.report.words import sentence

WIDE = 96
"""Columns from which bars are long and the source of a reason stands beside it."""
STEPS, REFUSED, OPEN, WHY = 3, 2, 3, 2
_ASCII = str.maketrans({"·": "-", "−": "-", "–": "-", "→": ">", "…": "~", "µ": "u", "μ": "u", "×": "x"})


def print_text(
    result: Result, knowledge: Knowledge, console: Console, show_all: bool = False, plots: bool = True
) -> None:
    """Print the report to a Rich console, as wide as the console is.

    `show_all`: every hypothesis, reason, experiment and combination, and the list of sources. `plots`: draw the
    numbers that are kept with the case.
    """
    view = view_of(result, knowledge, "long")
    for part in _Page(view, console.width, console.options.ascii_only, show_all, plots).parts():
        console.print(part)


def render_text(
    result: Result, knowledge: Knowledge, width: int = 100, show_all: bool = False, plots: bool = True
) -> str:
    """The same as a string without any colour, whatever the environment says."""
    return captured(lambda console: print_text(result, knowledge, console, show_all, plots), width)


def captured(fill: Callable[[Console], None], width: int) -> str:
    """What `fill` prints to a console of that width, without colour and without blanks at the ends of lines."""
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False, _environ={})
    fill(console)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


class _Page:
    """Builds the parts of the page in order. All text goes through `_text`, which makes it inert."""

    def __init__(self, view: View, width: int, ascii_only: bool, show_all: bool, plots: bool) -> None:
        self._view, self._ascii, self._all, self._plots = view, ascii_only, show_all, plots
        self._width, self._wide = width, width >= WIDE
        self._bar_width = 20 if self._wide else 10

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        yield from self._verdict()
        yield from self._ranking()
        for hypothesis in self._view.explained if self._all else self._view.leading[:WHY]:
            yield from self._why(hypothesis)
        yield from self._next()
        yield from self._combine()
        yield from self._careful()
        if self._plots:
            yield from self._numbers()
        if self._all:
            yield from self._sources()

    def _text(self, text: str, style: str = "") -> Text:
        clean = plain(text)
        return Text(ascii_bar(clean.translate(_ASCII)) if self._ascii else clean, style=style)

    def _heading(self, text: str, note: str = "") -> RenderableType:
        line = self._text(text, "bold")
        if note:
            line.append("  ").append_text(self._text(note, "dim"))
        return Padding(line, (1, 0, 0, 2))

    def _rows(self, rows: Iterable[tuple[Text, Text]], indent: int = 3, first: int | None = None) -> RenderableType:
        """Two columns: a short mark and text that wraps beside it."""
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True, min_width=first)
        table.add_column(ratio=1)
        for row in rows:
            table.add_row(*row)
        return Padding(table, (0, 0, 0, indent))

    def _head(self) -> Iterator[RenderableType]:
        top = Table.grid(expand=True, padding=(0, 1))
        top.add_column(ratio=1)
        top.add_column(justify="right", no_wrap=True)
        top.add_row(self._text(self._view.title, "bold"), self._text("research use only", "dim"))
        yield top
        if self._view.subject:
            yield self._text(" · ".join(self._view.subject), "dim")

    def _verdict(self) -> Iterator[RenderableType]:
        view = self._view
        line = Table.grid(expand=True, padding=(0, 2))
        line.add_column(no_wrap=True)
        line.add_column(ratio=1)
        line.add_column(justify="right", no_wrap=True)
        badge = self._text(f" {view.badge.upper()} ", "reverse bold")
        line.add_row(badge, self._text(view.headline, "bold"), self._text(view.percent, "bold"))
        yield Padding(line, (1, 0, 0, 1))
        onset = f" Onset: {view.onset}." if view.onset else ""
        if view.reason or onset:
            yield Padding(self._text(sentence(view.reason) + onset), (0, 0, 0, 2))
        if view.hangs_on:
            yield Padding(self._text(f"Hangs on: {'; '.join(view.hangs_on)}."), (0, 0, 0, 2))

    def _ranking(self) -> Iterator[RenderableType]:
        table = Table.grid(padding=(0, 2))
        table.add_column(ratio=1, max_width=36)
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        table.add_column()
        head = ("hypothesis", "probability", "", "", "for", "against")
        table.add_row(*(self._text(h, "dim") for h in head))
        for h in self._view.ranking if self._all else self._view.shown:
            table.add_row(
                self._text(h.short),
                self._text(probability_bar(h.probability, self._bar_width)),
                self._text(h.percent, "bold" if h.rank == 1 else ""),
                self._text(h.band),
                self._text(" ".join(h.for_points) or "–"),
                self._text(" ".join(h.against_points) or "–"),
            )
        yield Padding(table, (1, 0, 0, 2))
        if self._view.below and not self._all:
            yield Padding(self._text(f"… {self._view.below} more, less probable: --all", "dim"), (0, 0, 0, 2))

    def _why(self, h: Ranked) -> Iterator[RenderableType]:
        yield self._heading(f"Why {h.short}", h.arithmetic)
        evidence = [e for e in (*h.for_, *h.against) if e.counted or self._all]
        if evidence:
            yield self._evidence(evidence)
        else:
            yield Padding(self._text("Nothing entered speaks for or against it."), (0, 0, 0, 3))
        if h.missing:
            few = h.missing if self._all else h.missing[:OPEN]
            tests = [f"{m.observation} ({m.points})" for m in few]
            rest = len(h.missing) + h.more_missing - len(few)
            more = f"; and {rest} more" if rest else ""
            yield Padding(self._text(f"Not tested: {'; '.join(tests)}{more}."), (0, 0, 0, 3))

    def _evidence(self, evidence: Iterable[Contribution]) -> RenderableType:
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1)
        if self._wide:
            table.add_column(max_width=30)
        for e in evidence:
            why = self._text(e.because + (f" ({'; '.join(e.notes)})" if e.notes else ""))
            sources = "; ".join(dict.fromkeys(f"{c.short}, {c.at}" if c.at else c.short for c in e.cites))
            points = self._text(e.points, "green" if e.value > 0 else "red" if e.value < 0 else "dim")
            if self._wide:
                table.add_row(points, why, self._text(sources, "dim"))
            else:
                table.add_row(points, why.append(" ").append_text(self._text(f"[{sources}]", "dim")))
        return Padding(table, (0, 0, 0, 3))

    def _next(self) -> Iterator[RenderableType]:
        steps = self._view.steps if self._all else self._view.steps[:STEPS]
        yield self._heading("Next", "what to run, and what each result would mean" if steps else "")
        for step in steps:
            yield from self._step(step)
        rest = len(self._view.steps) - len(steps)
        if rest:
            yield Padding(self._text(f"… {rest} more: --all", "dim"), (0, 0, 0, 3))
        if self._view.stop:
            yield Padding(self._text(self._view.stop), (0, 0, 0, 3))
        elif not steps:
            yield Padding(self._text("No experiment in the knowledge base would change the ranking."), (0, 0, 0, 3))

    def _step(self, step: Step) -> Iterator[RenderableType]:
        name, effort = self._text(step.name, "bold"), self._text(f"{step.gain}; {step.effort}", "dim")
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        if self._wide:
            table.add_row(self._text(str(step.number)), name, effort)
        else:
            table.add_row(self._text(str(step.number)), name)
            table.add_row("", effort)
        yield Padding(table, (0, 0, 0, 3))
        rows = []
        for outcome in step.outcomes:
            then = f"; verdict: {outcome.verdict}" if outcome.verdict else ""
            said = f"{outcome.result} ({outcome.percent}): {outcome.summary}{then}"
            rows.append((self._text("→"), self._text(said)))
        yield self._rows(rows, indent=5)

    def _combine(self) -> Iterator[RenderableType]:
        view = self._view
        yield self._heading("Combine")
        refused = view.refused if self._all else view.refused[:REFUSED]
        rows = [(self._text(c.status, "bold"), self._text(_say(c))) for c in (*view.ready, *view.deferred, *refused)]
        if rows:
            yield self._rows(rows, first=8)
        rest = len(view.refused) - len(refused)
        if rest:
            yield Padding(self._text(f"… {rest} more refused: --all", "dim"), (0, 0, 0, 3))
        if not rows and not rest:
            yield Padding(self._text("Nothing to combine yet."), (0, 0, 0, 3))

    def _careful(self) -> Iterator[RenderableType]:
        if self._view.careful:
            yield self._heading("Careful")
            yield self._rows((self._text(c.kind, "bold"), self._text(c.text)) for c in self._view.careful)

    def _numbers(self) -> Iterator[RenderableType]:
        drawn = text_plots(self._view, min(self._width - 4, WIDE - 4))
        for record, pictures in zip(self._view.quantified, drawn, strict=True):
            yield self._heading("Numbers", f"{record.what} of {record.table}" if record.table else record.what)
            for picture in pictures:
                lines = "\n".join(line.translate(_ASCII) if self._ascii else line for line in picture.split("\n"))
                yield Padding(Text(lines, no_wrap=True, overflow="crop"), (0, 0, 1, 3))
            yield self._rows((self._text("!"), self._text(warning)) for warning in record.warnings)

    def _sources(self) -> Iterator[RenderableType]:
        yield self._heading("Sources")
        rows = []
        for s in self._view.sources:
            links = " ".join(label for label, _ in s.links)
            rows.append((self._text(f"{s.number}"), self._text(f"{s.citation} {links} ({s.status})")))
        yield self._rows(rows)
        yield self._heading("To reproduce")
        yield self._rows((self._text(name), self._text(value, "dim")) for name, value in self._view.provenance)
        yield self._rows((self._text("overlay"), self._text(overlay, "dim")) for overlay in self._view.overlays)


def _say(c: Combination) -> str:
    if c.status == "ready":
        return f"{c.name} ({c.evidence}): {sentence(c.reason)} Falsified by: {sentence(c.falsified_by)}"
    first = f" First: {'; '.join(c.first)}." if c.first and c.status == "deferred" else ""
    return f"{c.name}: {sentence(c.reason)}{first}"
