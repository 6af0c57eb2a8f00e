"""What every screen shares: a line on top, the key bar, and a word when the terminal is too small."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from fakdx.tui.road import Road

SMALLEST = (60, 18)
"""Columns and rows below which a screen says so instead of showing half of itself."""
WIDE = 110
"""Columns from which three regions stand side by side."""
TOO_SMALL = (
    f"This terminal is too small for the questionnaire.\nIt needs {SMALLEST[0]} columns and {SMALLEST[1]} rows.\n\n"
    "Make it larger, or run: fakdx --plain"
)


KEYS_IN_A_ROW = 6
"""On a narrow screen; what is more goes to a second row."""


class KeyBar(Footer):
    """The keys that work here, in two rows where one is too short."""

    def compose(self) -> ComposeResult:
        keys = list(super().compose())
        if self.app.size.width < WIDE and len(keys) > KEYS_IN_A_ROW:
            self.styles.grid_size_columns = KEYS_IN_A_ROW
        yield from keys


class Page(Screen[None]):
    """A screen of the questionnaire."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "app.help", "help", key_display="?"),
        Binding("t", "app.toggle_light", "light or dark", show=False),
    ]

    @property
    def fakdx(self) -> Road:
        """The application: its knowledge, its store, and the way to other screens."""
        return cast(Road, self.app)

    def compose(self) -> ComposeResult:
        yield Static("", id="top", markup=False)
        yield from self.body()
        yield Static(TOO_SMALL, id="too-small", markup=False)
        yield KeyBar(show_command_palette=False, compact=True)

    def body(self) -> ComposeResult:
        """What this screen shows between the top line and the key bar: nothing, until a screen says what."""
        return ()

    def say_top(self, title: str, right: str = "") -> None:
        """The line on top: title on the left, state of the file on the right."""
        width = max(self.size.width - 2, 20)
        left = f"fakdx · {title}"
        room = width - len(right) - 2
        shown = left if len(left) <= room else left[: max(room - 1, 0)] + "…"
        self.query_one("#top", Static).update(shown + " " * max(width - len(shown) - len(right), 1) + right)
