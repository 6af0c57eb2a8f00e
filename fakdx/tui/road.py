"""What a screen asks of the application: its knowledge, its store, and the way to other screens."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from fakdx.interview.session import Session
from fakdx.interview.store import Store
from fakdx.knowledge import Knowledge


class Road(Protocol):
    """The application as its screens know it; they do not know each other."""

    knowledge: Knowledge
    store: Store

    def begin(self, session: Session, path: Path | None) -> None:
        """Start on a case: a new one with the form, another with its questions."""

    def to_questions(self, session: Session, first: bool) -> None:
        """From the form to the questions."""

    def edit_setting(self, session: Session) -> None:
        """To the form and back."""

    def to_results(self, session: Session) -> None:
        """What it looks like, why, and what to do."""

    def leave(self, session: Session, path: Path, unsaved: bool) -> None:
        """Back to the first screen."""
