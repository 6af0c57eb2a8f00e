"""Where sessions are kept: one case file each, saved whole or not at all, never written over when unreadable."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fakdx.case.case import Case
from fakdx.errors import FakdxError, InputError
from fakdx.knowledge import Knowledge
from fakdx.knowledge.locate import user_folder
from fakdx.report.write import write_whole

SHOWN = 12


def state_folder() -> Path:
    """The user's state folder: `$XDG_STATE_HOME/fakdx`, else `~/.local/state/fakdx`. InputError without a home."""
    root = user_folder("XDG_STATE_HOME", ".local/state")
    if root is None:
        raise InputError("there is no home folder to keep sessions in; set HOME or XDG_STATE_HOME")
    return root / "fakdx" / "sessions"


@dataclass(frozen=True, slots=True)
class Saved:
    """A session that can be resumed."""

    path: Path
    title: str
    findings: int
    saved: datetime


class Store:
    """The folder of sessions of one user."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or state_folder()

    def new_path(self, now: datetime) -> Path:
        """A name that no session has yet, from the time it began."""
        stem = now.strftime("%Y%m%d-%H%M%S")
        for number in range(1, 1000):
            path = self.folder / (f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
            if not path.exists():
                return path
        return self.folder / f"{stem}-{os.getpid()}.yaml"

    def save(self, path: Path, text: str) -> str:
        """Keep a session. Returns why it could not be kept, or empty: nothing is lost by going on."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        except OSError as error:
            return f"{path}: cannot be written: {error.strerror}"
        except FakdxError as error:
            return str(error)
        return ""

    def load(self, path: Path, knowledge: Knowledge) -> Case:
        """Read a session back. Raises InputError; the file stays as it is."""
        return Case.from_yaml(path, knowledge)

    def sessions(self, knowledge: Knowledge) -> tuple[tuple[Saved, ...], tuple[str, ...]]:
        """The newest sessions first, and a line for each file that could not be read and was set aside."""
        saved, notices = [], []
        for path in sorted(self._files(), key=_modified, reverse=True)[:SHOWN]:
            try:
                case = self.load(path, knowledge)
            except FakdxError as error:
                notices.append(self._set_aside(path, error.problems[0].message))
                continue
            title = case.title or _subject(case)
            saved.append(Saved(path, title, len(case.findings), datetime.fromtimestamp(_modified(path)).astimezone()))
        return tuple(saved), tuple(notices)

    def discard(self, path: Path) -> None:
        """Remove a session without an answer in it."""
        path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [p for p in self.folder.iterdir() if re.fullmatch(r"[\w-]+\.yaml", p.name) and p.is_file()]

    def _set_aside(self, path: Path, why: str) -> str:
        """Give an unreadable session another name, so that no later save can fall on it."""
        for number in range(1, 1000):
            aside = path.with_name(f"{path.name}.unreadable-{number}")
            if aside.exists():
                continue
            try:
                path.rename(aside)
            except OSError as error:
                return f"A saved session cannot be read ({why}) nor set aside: {path}: {error.strerror}"
            return f"A saved session cannot be read ({why}); it is kept as {aside}"
        return f"A saved session cannot be read ({why}): {path}"


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _subject(case: Case) -> str:
    parts = [p for p in (case.context.inhibitor, case.context.cell_line) if p]
    return " on ".join(parts) or "Untitled case"
