"""The application: knowledge, the store of sessions, and the way from screen to screen."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from fakdx.interview.session import Session
from fakdx.interview.store import Store
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.tui.ask import AskScreen
from fakdx.tui.help import HelpScreen
from fakdx.tui.home import HomeScreen
from fakdx.tui.page import SMALLEST, WIDE
from fakdx.tui.results import ResultsScreen
from fakdx.tui.setting import SettingScreen

DARK, LIGHT = "textual-dark", "textual-light"


class FakdxApp(App[None]):
    """The questionnaire."""

    CSS_PATH = "style.tcss"
    TITLE = "fakdx"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", "quit", show=False, priority=True)]

    def __init__(
        self, knowledge: Knowledge | None = None, store: Store | None = None, case: Path | None = None
    ) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (SMALLEST[0], "-narrow"), (WIDE, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-flat"), (SMALLEST[1], "-low"), (34, "-tall")]
        self.knowledge = knowledge or load_knowledge()
        self.store = store or Store()
        self._case = case

    def on_mount(self) -> None:
        self.theme = LIGHT if _light_terminal() else DARK
        home = HomeScreen()
        self.push_screen(home)
        if self._case is not None:
            self.call_after_refresh(home.open_case, self._case, False)

    def begin(self, session: Session, path: Path | None) -> None:
        """Start on a case: a new one with the form, another with its questions."""
        self._path = path or self.store.new_path(datetime.now())
        if session.case.findings or session.case.title:
            self.push_screen(AskScreen(session, self._path, gather=False))
        else:
            self.push_screen(SettingScreen(session, first=True))

    def to_questions(self, session: Session, first: bool) -> None:
        """From the form to the questions."""
        self.pop_screen()
        if first:
            self.push_screen(AskScreen(session, self._path, gather=True))
        elif isinstance(self.screen, AskScreen):
            self.screen.case_changed()

    def edit_setting(self, session: Session) -> None:
        """To the form and back."""
        self.push_screen(SettingScreen(session, first=False))

    def to_results(self, session: Session) -> None:
        """What it looks like, why, and what to do."""
        self.push_screen(ResultsScreen(session))

    def leave(self, session: Session, path: Path, unsaved: bool) -> None:
        """Back to the first screen. A session without an answer is not kept; one that could not be saved stays."""
        if unsaved:
            self.notify("This session could not be saved. s saves it elsewhere; ctrl+q leaves all the same.",
                        severity="error", timeout=10)  # fmt: skip
            return
        if not session.kept_case.findings and not session.kept_case.title:
            self.store.discard(path)
        self.pop_screen()

    def action_help(self) -> None:
        """What the keys do."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_toggle_light(self) -> None:
        """Dark letters on light, or the other way round."""
        self.theme = DARK if self.theme == LIGHT else LIGHT


def _light_terminal() -> bool:
    """Whether the terminal says that its background is light (`COLORFGBG=0;15`)."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in ("7", "15")
