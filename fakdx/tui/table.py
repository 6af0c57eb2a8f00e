"""The question on the table, what is known beside it, and what it looks like. Everything slow happens in a worker."""

from __future__ import annotations

from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from fakdx.diagnosis import Diagnosis
from fakdx.errors import InputError
from fakdx.interview.choose import Agenda, Question
from fakdx.interview.probe import Probe, probe_of, supposed
from fakdx.interview.session import Session
from fakdx.interview.standing import standing
from fakdx.interview.wording import state_word
from fakdx.model.case import NOT_TESTED, CaseData, Finding
from fakdx.tui import messages
from fakdx.tui.finder import FindScreen
from fakdx.tui.known import KnownPanel
from fakdx.tui.live import LivePanel
from fakdx.tui.page import WIDE, Page
from fakdx.tui.question import THINKING, QuestionPanel
from fakdx.tui.states import NOT_KNOWN_ID
from fakdx.tui.work import plan, rank_questions


class TableScreen(Page):
    """Asks, takes answers, and keeps the ranking in view."""

    def __init__(self, session: Session, path: Path, gather: bool) -> None:
        super().__init__()
        self.session = session
        self.path = path
        self._gathering = gather
        self._probe: Probe | None = None
        self._editing: Finding | None = None
        self._agenda: Agenda | None = None
        self._diagnosis: Diagnosis | None = None
        self._planned: CaseData | None = None
        self._shown_before: dict[str, float] | None = None
        self._unsaved = ""

    def body(self) -> ComposeResult:
        with Horizontal(id="regions"):
            yield KnownPanel()
            yield QuestionPanel()
            yield LivePanel()

    def on_mount(self) -> None:
        self.case_changed()
        if self._gathering:
            self.action_find()

    @property
    def narrow(self) -> bool:
        """Whether the regions share the width."""
        return self.app.size.width < WIDE

    def on_resize(self, _event: events.Resize) -> None:
        self.show_case()

    def case_changed(self) -> None:
        """After every change: show the new ranking, and when it stands on the screen, save and plan."""
        if self._probe is not None and self._editing is None and self.session.told(self._probe):
            self._probe = None
        self._agenda = None
        self.show_case()
        self.call_after_refresh(self._keep_and_think, self.session.case)

    def _keep_and_think(self, case: CaseData) -> None:
        if not self.session.what_if:
            self.keep()
        if case == self.session.case:
            first, panel = self.session.leanings()
            self.think(case, first, panel)

    def keep(self) -> None:
        """Save the session, and say when that does not go."""
        before, self._unsaved = self._unsaved, self.fakdx.store.save(self.path, self.session.to_yaml())
        if self._unsaved and self._unsaved != before:
            said = f"Not saved: {self._unsaved}. Your answers are still here; s saves elsewhere."
            self.notify(said, severity="error", timeout=10, markup=False)
        self.say_top(self.session.case.title or "untitled case", self._file_state())

    def show_case(self, state: str = "") -> None:
        """The ranking now, or as it would be if the question on the table came out so."""
        case = self.session.case
        if state and self._probe is not None and state not in (NOT_TESTED, NOT_KNOWN_ID):
            case = self._supposing(self._probe, state)
        else:
            state = ""
        now = standing(case, self.session.knowledge, self._shown_before)
        self.query_one(KnownPanel).show(self.session.case, self.session.knowledge)
        live = self.query_one(LivePanel)
        live.show(now, state_word(state), self.session.what_if, self.narrow)
        busy = self._planned != self.session.case
        first = self._diagnosis.experiments[0] if self._diagnosis and self._diagnosis.experiments else None
        live.show_next(first, self._diagnosis.stop if self._diagnosis else "", busy, self.narrow)
        self.say_top(self.session.case.title or "untitled case", self._file_state())

    def _supposing(self, probe: Probe, state: str) -> CaseData:
        tried = Session(self.session.knowledge, self.session.case)
        finding = supposed(probe, state, tried.case.context, tried.knowledge)
        for old in (self._editing,) if self._editing else tried.told(probe):
            tried.remove(old)
        tried.put(finding)
        return tried.case

    def _file_state(self) -> str:
        if self.session.what_if:
            return "what if: not saved"
        return "NOT SAVED" if self._unsaved else "saved"

    @work(thread=True, exclusive=True, group="think")
    def think(self, case: CaseData, first: tuple[str, ...], panel: str) -> None:
        """Rank the questions, then plan the experiments, for one case."""
        questions = rank_questions(case, self.session.knowledge, first, panel)
        self.post_message(messages.AgendaReady(case, questions))
        if self.session.case == case:
            self.post_message(messages.DiagnosisReady(case, plan(case, self.session.knowledge)))

    @on(messages.AgendaReady)
    def take_agenda(self, message: messages.AgendaReady) -> None:
        if message.case != self.session.case:
            return
        self._agenda = message.agenda
        self.query_one(QuestionPanel).say_enough(message.agenda.enough)
        if self._probe is None and not self._gathering:
            self.ask_next()

    @on(messages.DiagnosisReady)
    def take_diagnosis(self, message: messages.DiagnosisReady) -> None:
        if message.case != self.session.case:
            return
        self._diagnosis, self._planned = message.diagnosis, message.case
        first = message.diagnosis.experiments[0] if message.diagnosis.experiments else None
        self.query_one(LivePanel).show_next(first, message.diagnosis.stop, False, self.narrow)

    def ask_next(self) -> None:
        """Put the best question on the table, or say that there is none."""
        panel = self.query_one(QuestionPanel)
        if self._agenda is None:
            panel.rest("", THINKING)
            return
        question = self._agenda.first
        if question is None:
            panel.rest("DONE", "Everything that any rule looks at is answered.", "r shows the results.")
        else:
            self.put_on_table(question.probe, None)

    def put_on_table(self, probe: Probe, before: Finding | None) -> None:
        """Ask about a probe; `before` is the finding that is edited."""
        self._probe, self._editing = probe, before
        asked = self.session.asked
        number = asked.index(probe) + 1 if probe in asked else len(asked) + 1
        panel = self.query_one(QuestionPanel)
        panel.show(number, probe, self._question(probe), before, self.session.case, self.session.knowledge)
        self.show_case()

    def _question(self, probe: Probe) -> Question | None:
        questions = self._agenda.questions if self._agenda else ()
        return next((q for q in questions if q.probe == probe), None)

    @on(messages.StateChosen)
    def preview(self, message: messages.StateChosen) -> None:
        self._shown_before = dict(standing(self.session.case, self.session.knowledge).probabilities)
        self.show_case(message.state)

    @on(messages.Answered)
    def take_answer(self, message: messages.Answered) -> None:
        if self._probe is None:
            return
        before = dict(standing(self.session.case, self.session.knowledge).probabilities)
        try:
            if self._editing is not None:
                self.session.edit(self._editing, self._probe, message.state, message.details)
            else:
                self.session.answer(self._probe, message.state, message.details)
        except InputError as error:
            self.query_one(QuestionPanel).complain("; ".join(p.message for p in error.problems))
            return
        self.answered(before)

    @on(messages.NotKnown)
    def take_not_known(self) -> None:
        if self._probe is not None:
            before = dict(standing(self.session.case, self.session.knowledge).probabilities)
            self.session.not_known(self._probe)
            self.answered(before)

    def answered(self, before: dict[str, float]) -> None:
        """Show what the answer did, and go on."""
        self._shown_before = before
        self._probe = self._editing = None
        self.case_changed()
        if self._gathering:
            self.action_find()
        else:
            self.ask_next()

    def action_find(self) -> None:
        """Search over findings."""
        self.app.push_screen(FindScreen(self.session, self._gathering), self._found)

    def _found(self, probe: Probe | None) -> None:
        if probe is None:
            self._gathering = False
            if self._probe is None:
                self.ask_next()
            return
        told = self.session.told(probe)
        self.put_on_table(probe_of(told[0], self.session.case) if told else probe, told[0] if told else None)
