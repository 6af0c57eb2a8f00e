"""Load a table of numbers: name it, look at what comes out, and take its findings into the case, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, ProgressBar, Select, Static
from textual.worker import Worker, WorkerState, get_current_worker

from fakdx.errors import FakdxError
from fakdx.figures.inert import plain
from fakdx.interview.analyses import ANALYSES, analysis_for, options_for
from fakdx.interview.session import Session
from fakdx.interview.wording import finding_line
from fakdx.model.vocabulary import Observable
from fakdx.report.words import count

if TYPE_CHECKING:
    from fakdx.interview.numbers import Loaded

KEYS = "Enter: read it   Esc: back"
TAKE = "Enter: take what is below into the case   Shift+Tab: change the table   Esc: back, and nothing is taken"
EXAMPLES = {
    "blot": "--loading GAPDH --total pFAK_Y397=FAK",
    "time-course": "--loading GAPDH",
    "dose-response": "--parental parental",
    "synergy": "--model bliss",
    "growth": "--vehicle vehicle",
}


class StoppedError(Exception):
    """The user has left while the table was being read."""


class NumbersScreen(ModalScreen["Loaded | None"]):
    """Gives what was read and accepted, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "back")]

    def __init__(self, session: Session, observable: Observable | None) -> None:
        super().__init__()
        self._session = session
        self._kind = (analysis_for(observable) if observable else "") or ANALYSES[0]
        self._options = options_for(observable) if observable else ""
        self._loaded: Loaded | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="numbers"):
            yield Static("Load a table of numbers", classes="heading", markup=False)
            with Horizontal(classes="row"):
                yield Label("File", classes="label")
                yield Input(placeholder="blot.csv, .tsv, .xlsx, .pzfx", id="table-path")
            with Horizontal(classes="row"):
                yield Label("What it is", classes="label")
                yield Select([(kind, kind) for kind in ANALYSES], value=self._kind, allow_blank=False, id="table-kind",
                             compact=True)  # fmt: skip
            with Horizontal(classes="row"):
                yield Label("Options", classes="label")
                yield Input(self._options, placeholder=self._example(self._kind), id="table-options")
            yield ProgressBar(id="table-progress", show_eta=False)
            yield Static(KEYS, id="table-keys", classes="dim", markup=False)
            yield Static("", id="table-wrong", classes="wrong", markup=False)
            yield Button("", id="take", compact=True)
            with VerticalScroll(id="table-result"):
                yield Static("", id="table-shown", markup=False)

    def on_mount(self) -> None:
        self._progress.display = False
        self._take.display = False
        self.query_one("#table-path", Input).focus()

    @staticmethod
    def _example(kind: str) -> str:
        return f"often none; such as {EXAMPLES[kind]}"

    @property
    def _progress(self) -> ProgressBar:
        return self.query_one("#table-progress", ProgressBar)

    @property
    def _take(self) -> Button:
        return self.query_one("#take", Button)

    def _say(self, id: str, text: str) -> None:
        self.query_one(f"#{id}", Static).update(text)

    @on(Select.Changed, "#table-kind")
    def kind_chosen(self, event: Select.Changed) -> None:
        self.query_one("#table-options", Input).placeholder = self._example(str(event.value))
        self._forget()

    @on(Input.Changed)
    def typed(self) -> None:
        self._forget()

    def _forget(self) -> None:
        """What was read belongs to what was typed then."""
        if self._loaded is not None:
            self._loaded = None
            self._take.display = False
            self._say("table-shown", "")
            self._say("table-keys", KEYS)

    @on(Input.Submitted)
    def read_it(self) -> None:
        path = self.query_one("#table-path", Input).value.strip()
        self._say("table-wrong", "" if path else "! name the file")
        if path:
            self._progress.update(total=None, progress=0)
            self._progress.display = True
            self._say("table-keys", "Reading ...   Esc: stop")
            options = self.query_one("#table-options", Input).value
            self._read(path, str(self.query_one("#table-kind", Select).value), options)

    @work(thread=True, exclusive=True, group="numbers", exit_on_error=False)
    def _read(self, path: str, kind: str, options: str) -> Loaded:
        from fakdx.interview.numbers import load_numbers

        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise StoppedError
            self.app.call_from_thread(self._progress.update, total=total, progress=done)

        return load_numbers(kind, path, options, self._session.case.context, self._session.knowledge, progress)

    @on(Worker.StateChanged)
    def finished(self, event: Worker.StateChanged) -> None:
        if event.worker.group != "numbers" or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        self._progress.display = False
        self._say("table-keys", KEYS)
        error = event.worker.error
        if isinstance(error, FakdxError):
            self._say("table-wrong", "\n".join(f"! {problem}" for problem in error.problems[:6]))
        elif error is not None:
            raise error
        else:
            self._show(event.worker.result)

    def _show(self, loaded: Loaded | None) -> None:
        """What would be taken, and how it looks."""
        if loaded is None:
            return
        self._loaded = loaded
        width = max(self.query_one("#table-result").size.width - 4, 40)
        result = loaded.result
        found = [f"  {finding_line(finding, self._session.knowledge)}" for finding in loaded.findings]
        said = [*found, "", *(f"! {plain(warning)}" for warning in result.warnings)]
        self._say("table-shown", "\n".join([*said, *map(plain, result.lines()), "", result.text_plot(width)]))
        self._say("table-keys", TAKE)
        self._take.label = f"Take {count(len(loaded.findings), 'finding')} into the case"
        self._take.display = True
        self._take.focus()

    @on(Button.Pressed, "#take")
    def take(self) -> None:
        self.dismiss(self._loaded)

    def action_back(self) -> None:
        """Stop reading, and take nothing."""
        self.workers.cancel_group(self, "numbers")
        self.dismiss(None)
