"""The middle of the screen: one question, its states, its numbers, and why it is asked."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from fakdx.interview import wording
from fakdx.interview.analyses import analysis_for
from fakdx.interview.choose import Question
from fakdx.interview.probe import Probe, all_states
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Finding
from fakdx.tui.details import Details
from fakdx.tui.messages import Answered, NotKnown, StateChosen
from fakdx.tui.states import NOT_KNOWN_ID, StateList

THINKING = "Choosing the question that tells most …"


class QuestionPanel(VerticalScroll):
    """Shows a question and says what was answered."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self.can_focus = False

    def compose(self) -> ComposeResult:
        yield Static("", id="enough", markup=False)
        yield Static("", id="panel-name", markup=False)
        yield Static(THINKING, id="ask", markup=False)
        yield Static("", id="means", markup=False)
        yield StateList()
        yield Details()
        yield Static("", id="wrong", classes="wrong", markup=False)
        yield Button("Answer  (Enter)", id="answer", compact=True)
        yield Static("", id="why", markup=False)

    def show(
        self,
        number: int,
        probe: Probe,
        question: Question | None,
        before: Finding | None,
        case: CaseData,
        knowledge: Knowledge,
    ) -> None:
        """Put a question on the table; `before` is what was answered last time."""
        observable = knowledge.observables[probe.observable]
        panel = knowledge.panels[observable.panel]
        self._say("panel-name", f"QUESTION {number} · {panel.name} · {wording.EFFORT[panel.effort]}")
        self._say("ask", wording.ask(probe, knowledge))
        self._say("means", observable.means)
        self._say("wrong", "")
        reason = f"Why I ask: {wording.why(question, knowledge)}." if question else ""
        table = f"In a table of numbers? l loads it ({analysis})." if (analysis := analysis_for(observable)) else ""
        self._say("why", "\n".join(t for t in (reason, wording.mates(probe, case, knowledge), table) if t))
        states = self.query_one(StateList)
        states.show(all_states(probe, knowledge), before.state if before else "")
        self.query_one(Details).show(probe, before, case, knowledge)
        self._parts(True)
        states.focus(scroll_visible=False)
        self.scroll_home(animate=False)

    def say_enough(self, text: str) -> None:
        """Why one may stop, above the question; empty while one should go on."""
        self._say("enough", f"{text} r: results" if text else "")

    def rest(self, head: str, text: str, note: str = "") -> None:
        """Nothing to ask now: say why."""
        self._say("panel-name", head)
        self._say("ask", text)
        self._say("means", note)
        self._say("why", "")
        self._say("wrong", "")
        self._parts(False)

    def complain(self, message: str) -> None:
        """Say what is wrong with the numbers, and keep them."""
        self._say("wrong", f"! {message}")
        self.query_one("#wrong").scroll_visible(animate=False)

    def _parts(self, shown: bool) -> None:
        self.set_class(not shown, "resting")

    def _say(self, id: str, text: str) -> None:
        static = self.query_one(f"#{id}", Static)
        static.update(text)
        static.display = bool(text)

    @on(StateList.Picked)
    def picked(self) -> None:
        self._say("wrong", "")
        self.post_message(StateChosen(self.query_one(StateList).chosen))

    @on(StateList.Committed)
    @on(Button.Pressed, "#answer")
    @on(Input.Submitted)
    def commit(self) -> None:
        """Enter, wherever the cursor is."""
        chosen = self.query_one(StateList).chosen
        if not chosen:
            self.complain("choose a state first: a digit, or the arrow keys")
        elif chosen == NOT_KNOWN_ID:
            self.post_message(NotKnown())
        else:
            self.post_message(Answered(chosen, self.query_one(Details).read()))
