"""What the keys do, and what the words mean."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

TEXT = """\
Questions
  1 2 3 …    choose a state; the ranking shows at once what it would do
             unclear: it was tested, and the result does not say
  Enter      answer (or the same digit again)
  0          not tested            d   don't know
  n          nothing of this blot or plate was run
  Tab        to the numbers: fold, n, time, dose, IC50, drug, note
  ← b        the question before   → f   the question after
  /          add a finding: look it up, or type the whole line
  l          load a table of numbers: blot, dose-response, synergy, growth
  k Tab      what you know: Enter edits, x takes back
  u U        undo, and redo
  w          what if: try answers without saving; w again goes back
  e          the experiment        r   results     s   save a copy

Everywhere
  ?  this page    t  light or dark    q  leave    ctrl+q  quit at once

Words
  not tested     is never taken for a negative result
  likely         90 % or more, from two independent groups of evidence or one decisive experiment
  bit            how much a question or an experiment is expected to narrow the ranking
  hangs on       findings without which the verdict would be another
  ▲ ▼            rose or fell with the last answer

Every answer is saved at once. A session is a case file; `fakdx diagnose FILE` reads it.
Research use only. Not for diagnosis or treatment of patients.
"""


class HelpScreen(ModalScreen[None]):
    """Any key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "dismiss(None)", "back", key_display="Esc"),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(TEXT, markup=False)
