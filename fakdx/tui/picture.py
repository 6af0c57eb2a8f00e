"""The picture of the questionnaire for the README: `python -m fakdx.tui.picture docs/questionnaire.svg`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from fakdx.case.case import Case
from fakdx.interview.probe import Probe
from fakdx.interview.session import Session
from fakdx.interview.store import Store
from fakdx.knowledge import load_knowledge
from fakdx.knowledge.locate import data_dir
from fakdx.tui.app import FakdxApp
from fakdx.tui.ask import AskScreen
from fakdx.tui.states import StateList

SIZE = (132, 36)
EXAMPLE, ASKED = "persistent_y397_skbr3.yaml", "pHER2_Y1248"
_FONTS = re.compile(r"\s*@font-face\s*\{[^}]*\}")
"""Fonts fetched from outside; the viewer's own monospace font does."""
SETTLED = 60.0
"""Seconds after which the questions must have been ranked."""


async def picture(size: tuple[int, int] = SIZE) -> str:
    """An SVG of the main screen: an example without one of its findings, and the question about that one."""
    knowledge = load_knowledge()
    case = Case.from_yaml(data_dir("examples") / EXAMPLE, knowledge)
    session = Session(knowledge, case)
    with tempfile.TemporaryDirectory() as folder:
        app = FakdxApp(knowledge, Store(Path(folder)))
        async with app.run_test(size=size) as pilot:
            for finding in session.told(Probe(ASKED)):
                session.remove(finding)
            app.begin(session, None)
            screen = await _settled(app, pilot)
            screen.put_on_table(Probe(ASKED), None)
            await pilot.pause()
            screen.query_one(StateList).choose("increased")
            await pilot.pause()
            return _FONTS.sub("", app.export_screenshot(title="fakdx"))


async def _settled(app: FakdxApp, pilot: Pilot[None]) -> AskScreen:
    """The main screen, when its workers are done."""
    await pilot.pause()
    await asyncio.wait_for(app.workers.wait_for_complete(), SETTLED)
    await pilot.pause()
    assert isinstance(app.screen, AskScreen)
    return app.screen


def main(arguments: list[str]) -> int:
    """Write the picture to the path given."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m fakdx.tui.picture FILE.svg\n")
        return 2
    Path(arguments[0]).write_text(asyncio.run(picture()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
