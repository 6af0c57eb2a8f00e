"""The results, a tab for each question one asks of them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ScrollableContainer, VerticalScroll
from textual.widgets import Button, Input, Markdown, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from fakdx.diagnosis import Diagnosis
from fakdx.errors import FakdxError
from fakdx.interview.session import Session
from fakdx.report.view import View, view_of
from fakdx.report.write import write_report
from fakdx.tui import tabs
from fakdx.tui.browser import KnowledgeBrowser
from fakdx.tui.messages import DiagnosisReady
from fakdx.tui.page import Page
from fakdx.tui.pathway import draw
from fakdx.tui.work import plan

TABS = ("verdict", "why", "next", "combine", "pathway", "report", "knowledge")
WORKING = "Working it out …"


class ResultsScreen(Page):
    """Verdict, Why, Next, Combine, Pathway, Report, Knowledge."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(i), f"tab('{name}')", name, show=False) for i, name in enumerate(TABS, 1)),
        Binding("1-7", "nothing", "tabs", key_display="1-7"),
        Binding("s", "to_save", "save report"),
        Binding("c", "copy", "copy report"),
        Binding("escape,q", "back", "questions", key_display="Esc"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._diagnosis: Diagnosis | None = None
        self._view: View | None = None

    def body(self) -> ComposeResult:
        with TabbedContent(id="results"):
            for number, name in enumerate(TABS, 1):
                with TabPane(f"{number} {name.capitalize()}", id=name):
                    yield from self._tab(name)

    def _tab(self, name: str) -> ComposeResult:
        if name in ("why", "next"):
            with Horizontal(classes="split"):
                yield OptionList(id=f"{name}-list", markup=False)
                with VerticalScroll(can_focus=True):
                    yield Static(WORKING, id=f"{name}-text")
        elif name == "report":
            with Horizontal(classes="bar"):
                yield Input(placeholder="file ending in .md .html .json .txt", id="report-path", compact=True)
                yield Button("Save", id="report-save", compact=True, variant="primary")
                yield Button("Copy", id="report-copy", compact=True)
            with VerticalScroll(can_focus=True):
                yield Markdown(WORKING, id="report-text", open_links=False)
        elif name == "knowledge":
            yield KnowledgeBrowser(self.session.knowledge)
        else:
            with ScrollableContainer(can_focus=True, id=f"{name}-scroll"):
                yield Static(WORKING, id=f"{name}-text")

    def on_mount(self) -> None:
        self.say_top(self.session.case.title or "untitled case", "results · research use only")
        title = (self.session.case.title or "report").replace("/", "-").replace(" ", "_")
        self.query_one("#report-path", Input).value = f"{title}.md"
        self.work_out()

    @work(thread=True, exclusive=True, group="results")
    def work_out(self) -> None:
        """The same diagnosis as on the command line."""
        case = self.session.case
        self.post_message(DiagnosisReady(case, plan(case, self.session.knowledge, "experta")))

    @on(DiagnosisReady)
    async def show(self, message: DiagnosisReady) -> None:
        self._diagnosis = message.diagnosis
        self._view = view = view_of(message.diagnosis, self.session.knowledge)
        self._put("verdict-text", tabs.verdict(view))
        self._put("combine-text", tabs.combine(view))
        self._put("pathway-text", draw(view.picture) if view.picture else "No picture shows what leads here.")
        why = self.query_one("#why-list", OptionList)
        why.add_options([Option(f"{r.rank}  {r.short}  {r.percent}", id=r.id) for r in view.ranking])
        why.highlighted = 0
        steps = self.query_one("#next-list", OptionList)
        if view.steps:
            steps.add_options([Option(f"{s.number}  {s.name}", id=s.id) for s in view.steps])
            steps.highlighted = 0
        else:
            self._put("next-text", view.stop or "No experiment in the knowledge base would change the ranking.")
        await self.query_one("#report-text", Markdown).update(message.diagnosis.to_markdown("short"))
        self.say_top(self.session.case.title or "untitled case", f"{view.badge} · research use only")

    def _put(self, id: str, content: RenderableType) -> None:
        self.query_one(f"#{id}", Static).update(content)

    @on(OptionList.OptionHighlighted, "#why-list")
    def show_why(self, event: OptionList.OptionHighlighted) -> None:
        if self._view is not None:
            self._put("why-text", tabs.why(self._view, event.option_index))

    @on(OptionList.OptionHighlighted, "#next-list")
    def show_step(self, event: OptionList.OptionHighlighted) -> None:
        if self._view is not None:
            step = self._view.steps[event.option_index]
            self._put("next-text", tabs.step(step, self._view, self.session.knowledge))

    def action_tab(self, name: str) -> None:
        """Show a tab."""
        self.query_one("#results", TabbedContent).active = name

    def action_nothing(self) -> None:
        """Stands in the key bar for seven keys."""

    def action_to_save(self) -> None:
        """To the name of the report."""
        self.action_tab("report")
        self.query_one("#report-path", Input).focus()

    @on(Button.Pressed, "#report-save")
    @on(Input.Submitted, "#report-path")
    def save(self) -> None:
        """Write the report; the ending of the name says in which format."""
        name = self.query_one("#report-path", Input).value.strip()
        if self._diagnosis is None or not name:
            return
        path = Path(name).expanduser()
        try:
            write_report(path, self._diagnosis, self.session.knowledge)
        except FakdxError as error:
            self.notify(f"Not saved: {error}", severity="error", timeout=10, markup=False)
        else:
            self.notify(f"Saved: {path.resolve()}", markup=False)

    @on(Button.Pressed, "#report-copy")
    def action_copy(self) -> None:
        """The short report to the clipboard, where the terminal allows it."""
        if self._diagnosis is not None:
            self.app.copy_to_clipboard(self._diagnosis.to_markdown("short"))
            self.notify("Copied as Markdown (if your terminal lets programs copy; else save it).")

    def action_back(self) -> None:
        """Back to the questions."""
        self.app.pop_screen()
