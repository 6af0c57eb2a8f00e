"""A user at a screen: keys, clicks, and what the screen says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from fakdx import Case, Knowledge
from fakdx.interview.store import Store
from fakdx.tui.app import FakdxApp

WIDE, NARROW = (140, 45), (80, 24)
SETTLED_S = 60
_KEYS = {" ": "space", ",": "comma", ".": "full_stop", "=": "equals_sign", ">": "greater_than_sign", "-": "minus",
         "_": "underscore", "/": "slash"}  # fmt: skip


EXPERIMENT = {"title": "my case", "inhibitor": "defactinib", "dose": "1 uM", "exposure": "6 h", "cell_line": "SKBR3"}


class User:
    """Presses keys and reads the screen."""

    def __init__(self, app: FakdxApp, pilot: Pilot[None], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.pilot.press(*(_KEYS.get(letter, letter) for letter in text))
        await self.pilot.pause()

    async def settle(self) -> None:
        """Until the workers are done and the screen has caught up."""
        await self.pilot.pause()
        await asyncio.wait_for(self.app.workers.wait_for_complete(), SETTLED_S)
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        """What can be read, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def case(self, knowledge: Knowledge) -> Case:
        """The one session that was saved."""
        (path,) = self.folder.glob("*.yaml")
        return Case.from_yaml(path, knowledge)

    def labels(self, knowledge: Knowledge) -> list[str]:
        return [f.label for f in self.case(knowledge).findings]

    async def new_case(self, by_keys: bool = False) -> None:
        """From the first screen to the questions, with nothing known but the experiment."""
        await self.press("n", "tab")
        for id, text in EXPERIMENT.items():
            if by_keys:
                await self.type(text)
                await self.pilot.press("tab")
            else:
                self.fill(id, text)
        await self.press("f2")

    async def have(self, *lines: str) -> None:
        """Enter findings in the search that is open, and go on to the questions."""
        for line in lines:
            self.fill("query", line)
            await self.press("enter")
        await self.press("escape")

    def fill(self, id: str, text: str) -> None:
        """Put text into a field, as if pasted."""
        self.app.screen.query_one(f"#{id}", Input).value = text


@asynccontextmanager
async def sitting(
    knowledge: Knowledge, folder: Path, size: tuple[int, int] = WIDE, case: Path | None = None
) -> AsyncIterator[User]:
    """The application on a screen of that size, with its sessions in `folder`."""
    app = FakdxApp(knowledge, Store(folder), case)
    async with app.run_test(size=size, notifications=True) as pilot:
        user = User(app, pilot, folder)
        await user.settle()
        yield user
