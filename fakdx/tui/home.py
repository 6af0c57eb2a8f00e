"""The first screen: a new case, a session to resume, a file, an example."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from fakdx.errors import FakdxError
from fakdx.interview.session import Session
from fakdx.knowledge.locate import data_dir
from fakdx.report.words import RESEARCH_USE, count
from fakdx.tui.page import Page
from fakdx.tui.prompt import PathPrompt

WELCOME = "Your FAK inhibitor is not doing what it should? Say what you saw: in ten minutes you know what to run next."


class HomeScreen(Page):
    """Where every sitting begins."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new case"),
        Binding("o", "open", "open a file"),
        Binding("q", "app.quit", "quit"),
    ]

    def body(self) -> ComposeResult:
        with VerticalScroll(id="home"):
            yield Static(WELCOME, id="welcome", markup=False)
            yield Static("", id="notices", markup=False)
            yield OptionList(id="doors", markup=False)
            yield Static(f"{RESEARCH_USE} Nothing leaves this machine.", id="research-use", markup=False)

    def __init__(self) -> None:
        super().__init__()
        self._notices: list[str] = []
        """What was said of unreadable sessions since the start."""

    def on_mount(self) -> None:
        self.query_one("#doors", OptionList).focus()

    def on_screen_resume(self) -> None:
        self.fill()

    def fill(self) -> None:
        """List the doors anew: sessions come and go."""
        self.say_top("what keeps your FAK inhibitor from working", "research use only")
        saved, notices = self.fakdx.store.sessions(self.fakdx.knowledge)
        self._notices += notices
        self.query_one("#notices", Static).update("\n".join(self._notices))
        doors = self.query_one("#doors", OptionList)
        doors.clear_options()
        doors.add_option(Option("n  A new case", id="new"))
        doors.add_option(Option("o  Open a case file …", id="open"))
        self._paths: dict[str, tuple[Path, bool]] = {}
        if saved:
            doors.add_option(Option("Resume", disabled=True))
        for number, one in enumerate(saved):
            when = one.saved.strftime("%d %b %H:%M")
            about = f"{count(one.findings, 'finding')}, {when}"
            doors.add_option(Option(f"   {one.title}  ({about})", id=f"saved-{number}"))
            self._paths[f"saved-{number}"] = (one.path, True)
        doors.add_option(Option("Try an example", disabled=True))
        for number, path in enumerate(sorted(data_dir("examples").glob("*.yaml"))):
            doors.add_option(Option(f"   {_title(path)}", id=f"example-{number}"))
            self._paths[f"example-{number}"] = (path, False)
        doors.highlighted = 0

    @on(OptionList.OptionSelected, "#doors")
    def choose(self, event: OptionList.OptionSelected) -> None:
        door = event.option.id or ""
        if door == "new":
            self.action_new()
        elif door == "open":
            self.action_open()
        else:
            path, own = self._paths[door]
            self.open_case(path, own)

    def action_new(self) -> None:
        """Start from nothing."""
        self.fakdx.begin(Session(self.fakdx.knowledge), None)

    def action_open(self) -> None:
        """Ask for a file."""
        self.app.push_screen(PathPrompt("Open a case file", "path/to/case.yaml"), self._open_typed)

    def _open_typed(self, path: str | None) -> None:
        if path:
            self.open_case(Path(path).expanduser(), False)

    def open_case(self, path: Path, own: bool) -> None:
        """Go on with a case file; an own session is saved where it lies, another file is left as it is."""
        try:
            case = self.fakdx.store.load(path, self.fakdx.knowledge)
        except FakdxError as error:
            said = "\n".join(map(str, error.problems))
            self.notify(said, title="Cannot read it", severity="error", timeout=12, markup=False)
            return
        self.fakdx.begin(Session(self.fakdx.knowledge, case), path if own else None)


def _title(path: Path) -> str:
    """The title of an example, without reading it as a case."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("title:"):
            return line.removeprefix("title:").strip().strip('"')
    return path.stem.replace("_", " ")
