"""One line to type: a path to open or to save to."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class PathPrompt(ModalScreen[str | None]):
    """Asks for a path; None when the user changes their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "back")]

    def __init__(self, title: str, placeholder: str = "", value: str = "", note: str = "") -> None:
        super().__init__()
        self._title, self._placeholder, self._value, self._note = title, placeholder, value, note

    def compose(self) -> ComposeResult:
        with Vertical(id="prompt"):
            yield Static(self._title, classes="heading", markup=False)
            yield Input(self._value, placeholder=self._placeholder, id="path")
            yield Static(self._note or "Enter: go on   Esc: back", classes="dim", markup=False)

    @on(Input.Submitted)
    def done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
