"""The right of the screen: what it looks like, what it hangs on, what to run next. Narrow, it is three lines."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from fakdx.interview.standing import Row, Standing
from fakdx.model.result import ExperimentAdvice
from fakdx.report.bars import probability_bar
from fakdx.report.words import bits, days

ROWS_WIDE, ROWS_NARROW = 7, 3


class LivePanel(VerticalScroll):
    """The differential, always in view."""

    def __init__(self) -> None:
        super().__init__(id="live")
        self.can_focus = False

    def compose(self) -> ComposeResult:
        yield Static("", id="ranking")
        yield Static("", id="next", markup=False)

    def show(self, standing: Standing, supposed: str, what_if: bool, narrow: bool) -> None:
        """Show a ranking; `supposed` is the state that it supposes, empty when it is the case itself."""
        ranking = self.query_one("#ranking", Static)
        head = f"IF {supposed.upper()}" if supposed else "WHAT IF · not saved" if what_if else "WHAT IT LOOKS LIKE"
        ranking.update(_narrow(standing, head) if narrow else _wide(standing, head, max(self.size.width - 3, 20)))

    def show_next(self, experiment: ExperimentAdvice | None, stop: str, busy: bool, narrow: bool) -> None:
        """The next best experiment, or why there is none."""
        lines = ["NEXT BEST EXPERIMENT" + ("  … planning" if busy else "")]
        if experiment is not None:
            effort = "no bench work" if experiment.instant else days(experiment.days)
            lines += [experiment.name, f"{bits(experiment.gain_bits)} · {effort}"]
        elif not busy:
            lines.append(stop or "none: say more first")
        text = "Next: " + (lines[1] if len(lines) > 1 else "… planning") if narrow else "\n".join(lines)
        self.query_one("#next", Static).update(text)


def _wide(standing: Standing, head: str, width: int) -> Text:
    text = Text(f"{head}\n", style="bold")
    text.append(f"{standing.headline}\n\n", style="bold")
    for row in standing.rows[:ROWS_WIDE]:
        name = row.short if len(row.short) <= width else row.short[: width - 1] + "…"
        text.append(f"{name}\n")
        text.append(f"{probability_bar(row.probability, 10)} ")
        text.append(f"{row.percent:>7} {row.arrow} {_said(row)}\n", style=_style(row))
    if standing.hangs_on:
        text.append("\nHANGS ON\n", style="bold")
        text.append("\n".join(f"· {finding}" for finding in standing.hangs_on) + "\n")
    return text


def _narrow(standing: Standing, head: str) -> Text:
    text = Text()
    if head != "WHAT IT LOOKS LIKE":
        text.append(f"{head}: ", style="bold")
    text.append(standing.headline, style="bold")
    for row in standing.rows[:ROWS_NARROW]:
        text.append(f"\n{row.short[:34]:34} {probability_bar(row.probability, 10)} {row.percent:>7} ")
        text.append(f"{row.arrow} {_said(row)}", style=_style(row))
    return text


def _said(row: Row) -> str:
    return f"{row.band}, was {row.was}" if row.was else row.band


def _style(row: Row) -> str:
    if row.was is None:
        return ""
    return "green" if row.rising else "red"
