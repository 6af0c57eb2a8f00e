"""The main screen: the table, and all that one can do besides answering."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from fakdx.interview.probe import probe_of
from fakdx.interview.standing import standing
from fakdx.interview.wording import finding_line
from fakdx.model.case import NOT_TESTED
from fakdx.report.words import count
from fakdx.tui import messages
from fakdx.tui.numbers import NumbersScreen
from fakdx.tui.prompt import PathPrompt
from fakdx.tui.table import TableScreen

if TYPE_CHECKING:
    from fakdx.interview.numbers import Loaded


class AskScreen(TableScreen):
    """Back and forward, edit, undo, what if, search, save, results."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "add", key_display="/"),
        Binding("left,b", "back", "back", key_display="←"),
        Binding("right,f", "forward", "forward", key_display="→", show=False),
        Binding("u", "undo", "undo"),
        Binding("U", "redo", "redo", show=False),
        Binding("n", "panel_not_run", "none run"),
        Binding("w", "what_if", "what if"),
        Binding("r", "results", "results"),
        Binding("k", "known", "known"),
        Binding("l", "load", "table"),
        Binding("s", "save", "save", show=False),
        Binding("e", "setting", "experiment", show=False),
        Binding("q,escape", "leave", "leave", key_display="q"),
    ]

    @on(messages.FindingPicked)
    def edit(self, message: messages.FindingPicked) -> None:
        probe = probe_of(message.finding, self.session.case)
        self.remove_class("-known")
        self.put_on_table(probe, message.finding)

    @on(messages.FindingDropped)
    def drop(self, message: messages.FindingDropped) -> None:
        self.session.remove(message.finding)
        line = finding_line(message.finding, self.session.knowledge)
        self.notify(f"Taken back: {line}  (u brings it back)", markup=False)
        self.case_changed()

    @on(messages.SettingPicked)
    def action_setting(self) -> None:
        """Edit the experiment."""
        self.fakdx.edit_setting(self.session)

    def action_back(self) -> None:
        """The question before, with its answer."""
        self._walk(-1)

    def action_forward(self) -> None:
        """The question after, or the next new one."""
        self._walk(1)

    def _walk(self, step: int) -> None:
        asked = self.session.asked
        at = asked.index(self._probe) if self._probe in asked else len(asked)
        if not 0 <= at + step < len(asked):
            if step > 0:
                self._probe = None
                self.ask_next()
            return
        probe = asked[at + step]
        told = self.session.told(probe)
        self.put_on_table(probe, told[0] if told else None)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._changed(self.session.undo(), "Nothing to undo.")

    def action_redo(self) -> None:
        """Make it again."""
        self._changed(self.session.redo(), "Nothing to redo.")

    def _changed(self, done: bool, otherwise: str) -> None:
        if not done:
            self.notify(otherwise)
            return
        self._shown_before = None
        self._probe = self._editing = None
        self.case_changed()
        self.ask_next()

    def action_panel_not_run(self) -> None:
        """Nothing of this blot or plate was run."""
        if self._probe is None:
            return
        panel = self.session.knowledge.observables[self._probe.observable].panel
        before = dict(standing(self.session.case, self.session.knowledge).probabilities)
        if self._probe.plain:
            self.session.panel_not_run(panel, self._probe)
        else:
            self.session.answer(self._probe, NOT_TESTED)
        self.notify(f"Not run: {self.session.knowledge.panels[panel].name}", markup=False)
        self.answered(before)

    def action_what_if(self) -> None:
        """Try answers out, and back."""
        if self.session.what_if:
            self.session.end_what_if()
            self.notify("Back to your case; what you tried is gone.")
        else:
            self.session.begin_what_if()
            self.notify("What if: answer as you like; nothing is saved until you press w again.")
        self._shown_before = None
        self._probe = self._editing = None
        self.case_changed()
        self.ask_next()

    def action_known(self) -> None:
        """What you know: on a narrow screen in the place of the question."""
        shown = self.has_class("-known")
        self.set_class(not shown and self.narrow, "-known")
        self.query_one("#states" if shown else "#findings").focus()

    def action_results(self) -> None:
        """The results so far."""
        self.fakdx.to_results(self.session)

    def action_load(self) -> None:
        """Load a table of numbers, and take its findings into the case."""
        observable = self.session.knowledge.observables[self._probe.observable] if self._probe else None
        self.app.push_screen(NumbersScreen(self.session, observable), self._loaded)

    def _loaded(self, loaded: Loaded | None) -> None:
        if loaded is None:
            return
        before = dict(standing(self.session.case, self.session.knowledge).probabilities)
        self.session.add_numbers(loaded.findings, loaded.record)
        added = count(len(loaded.findings), "finding")
        self.notify(f"{added} of {loaded.record['table']} added  (u takes them back)", markup=False)
        self.answered(before)

    def action_save(self) -> None:
        """Save the case file under a name of one's own."""
        name = (self.session.case.title or "case").replace("/", "-").replace(" ", "_")
        self.app.push_screen(PathPrompt("Save the case file as", "case.yaml", f"{name}.yaml"), self._save_as)

    def _save_as(self, path: str | None) -> None:
        if path is None:
            return
        problem = self.fakdx.store.save(Path(path).expanduser(), self.session.to_yaml())
        if problem:
            self.notify(f"Not saved: {problem}", severity="error", timeout=10, markup=False)
        else:
            self.notify(f"Saved: {path}", markup=False)

    def action_leave(self) -> None:
        """Back to the first screen; everything is saved."""
        self.fakdx.leave(self.session, self.path, bool(self._unsaved))
