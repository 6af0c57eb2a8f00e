"""The same interview line by line: for screen readers, for scripts, for terminals without a screen.

Reads lines, writes lines, sends no control codes. The end of the input ends the interview with the report so far.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from fakdx.diagnosis import diagnose
from fakdx.errors import InputError
from fakdx.interview import wording
from fakdx.interview.choose import Question
from fakdx.interview.probe import Probe, all_states, probe_of
from fakdx.interview.session import Session
from fakdx.interview.setting import fields, filled_in, form_values, problems_of, read_form
from fakdx.interview.standing import standing
from fakdx.interview.store import Store
from fakdx.interview.typed import EXAMPLE, read_typed
from fakdx.knowledge import Knowledge
from fakdx.model.case import INCONCLUSIVE, NOT_TESTED, CaseData, Finding
from fakdx.reading.names import fold
from fakdx.reading.quantities import whole_number
from fakdx.report.text import render_text
from fakdx.report.words import RESEARCH_USE
from fakdx.report.write import write_report

COMMANDS = {
    "back": "ask the question before again",
    "undo": "take the last answer back",
    "skip": "not tested",
    "none": "nothing of this blot or plate was run",
    "?": "nobody here knows",
    "why": "what the question means, and the ranking so far",
    "add": "add a finding, as in: add pHER2 increased, 1.9x, n=3",
    "results": "the report so far",
    "save": "save FILE: a report (.md .html .json .txt) or the case (.yaml)",
    "quit": "end with the report",
    "help": "this list",
}
LEADERS = 3


class InterviewEndedError(Exception):
    """The input is at its end, or the user wants to stop."""


class PlainInterview:
    """One interview between two streams."""

    def __init__(
        self, knowledge: Knowledge, case: CaseData | None, source: TextIO, target: TextIO, store: Store | None = None
    ) -> None:
        self._knowledge = knowledge
        self._session = Session(knowledge, case)
        self._source, self._target = source, target
        self._store = store or Store()
        self._path = self._store.new_path(datetime.now())
        self._fresh = case is None
        self._said_unsaved = False
        self._editing: Probe | None = None

    def run(self) -> int:
        """Ask until all is said; 0 always, since stopping early is fine."""
        self._say("fakdx, the questionnaire line by line.", RESEARCH_USE, "Type help for the commands.")
        try:
            if self._fresh:
                self._setting()
                self._have_already()
            self._questions()
        except InterviewEndedError:
            pass
        self._results()
        return 0

    def _setting(self) -> None:
        scenarios = list(self._knowledge.scenarios.values())
        self._say("", "What brought you here? A number, or an empty line for none of these.")
        self._say(*(f"{i}. {s.sees}" for i, s in enumerate(scenarios, 1)))
        answer = self._read()
        number = whole_number(answer)
        if number is not None and 1 <= number <= len(scenarios):
            self._session.situation = scenarios[number - 1].id
        self._say("", "The experiment. An empty line skips a field.")
        values: dict[str, str] = {}
        title = self._ask_field("Title", "a few words")
        for field in fields(self._knowledge):
            hint = ", ".join(name for _, name in field.choices) or field.hint
            while True:
                values[field.key] = self._ask_field(field.label, hint)
                try:
                    self._session.change(read_form(title, values, self._session.case, self._knowledge))
                except InputError as error:
                    self._say(*(f"! {m}" for m in problems_of(error).values()))
                    values[field.key] = form_values(self._session.case.context).get(field.key, "")
                    continue
                break
        self._say(*(f"+ {line}" for line in filled_in(self._session.case.context, self._knowledge)))

    def _ask_field(self, label: str, hint: str) -> str:
        self._say(f"{label.rstrip('?')}? ({hint})" if hint else f"{label.rstrip('?')}?")
        return self._read()

    def _have_already(self) -> None:
        self._say("", f"What do you have already? A finding in each line, such as: {EXAMPLE}", "An empty line goes on.")
        while answer := self._read():
            if not self._command(answer, None):
                self._add(answer)

    def _questions(self) -> None:
        said_enough = False
        while True:
            probe, question = self._next()
            if probe is None:
                self._say("", "Everything that any rule looks at is answered.")
                return
            enough = self._session.agenda().enough
            if enough and not said_enough:
                said_enough = True
                self._say("", enough, "Type quit for the report, or go on.")
            self._ask(probe, question)

    def _next(self) -> tuple[Probe | None, Question | None]:
        if self._editing is not None:
            probe, self._editing = self._editing, None
            return probe, None
        question = self._session.agenda().first
        return (question.probe, question) if question else (None, None)

    def _ask(self, probe: Probe, question: Question | None) -> None:
        number = len(self._session.asked) + (probe not in self._session.asked)
        panel = self._knowledge.panels[self._knowledge.observables[probe.observable].panel]
        states = all_states(probe, self._knowledge)
        self._say("", f"Question {number} ({panel.name}): {wording.ask(probe, self._knowledge)}")
        named = [f"{i} {wording.state_word(s)}" for i, s in enumerate(states, 1) if s != NOT_TESTED]
        self._say(f"{', '.join(named)}, 0 not tested, ? don't know")
        while True:
            answer = self._read()
            if answer == "why":
                self._why(probe, question)
            elif self._command(answer, probe) or (answer and self._answer(probe, states, answer)):
                return

    def _answer(self, probe: Probe, states: tuple[str, ...], text: str) -> bool:
        """Record `2`, `increased` or `increased, 1.9x, n=3`; False after saying what is wrong."""
        head, comma, rest = text.partition(",")
        head = head.strip()
        words = self._knowledge.names.states[self._knowledge.observables[probe.observable].scale]
        if head == "0":
            state: str | None = NOT_TESTED
        elif (number := whole_number(head)) is not None:
            state = states[number - 1] if 1 <= number <= len(states) else None
        else:
            state = head if fold(head) in words else INCONCLUSIVE if fold(head) == "unclear" else None
        if state is None:
            self._say(f"! Expected a number, one of {', '.join(states)}, or a command (help lists them).")
            return False
        details = {k: v for k, v in probe.qualifiers if k != "raw"}
        extra = "".join(f", {k} {v}" for k, v in details.items())
        try:
            line = f"{probe.observable} {state}{extra}{comma}{rest}"
            finding = read_typed(line, self._session.case.context, self._knowledge)
        except InputError as error:
            self._say(f"! {error}")
            return False
        for old in self._session.told(probe):
            self._session.remove(old)
        self._session.put(finding, probe)
        self._changed(finding)
        return True

    def _command(self, text: str, probe: Probe | None) -> bool:
        """Do a command; False when the line is none, or leaves the question open."""
        word, _, rest = text.strip().partition(" ")
        if word in ("quit", "exit"):
            raise InterviewEndedError
        if word == "back":
            return self._back(probe)
        if word == "undo":
            self._say("Taken back." if self._session.undo() else "Nothing to undo.")
            self._save()
            return True
        if word in ("skip", "none", "?") and probe is not None and not rest:
            return self._untested(word, probe)
        if word == "add" and rest:
            self._add(rest)
            return True
        shown = {"results": self._results, "help": self._help, "why": self._rank}
        if word in shown and not rest:
            shown[word]()
        elif word == "save" and rest:
            self._save_as(Path(rest).expanduser())
        else:
            return False
        return probe is not None

    def _untested(self, word: str, probe: Probe) -> bool:
        if word == "none" and probe.plain:
            self._session.panel_not_run(self._knowledge.observables[probe.observable].panel, probe)
        elif word == "?":
            self._session.not_known(probe)
        else:
            self._session.answer(probe, NOT_TESTED)
        self._save()
        return True

    def _back(self, probe: Probe | None) -> bool:
        asked = self._session.asked
        at = asked.index(probe) if probe in asked else len(asked)
        if at == 0:
            self._say("This is the first question.")
            return True
        self._editing = asked[at - 1]
        self._say(*(f"Answered: {wording.finding_line(f, self._knowledge)}" for f in self._session.told(self._editing)))
        return True

    def _add(self, text: str) -> None:
        try:
            finding = read_typed(text, self._session.case.context, self._knowledge)
        except InputError as error:
            self._say(f"! {error}")
            return
        self._session.put(finding, probe_of(finding, self._session.case))
        self._changed(finding)

    def _changed(self, finding: Finding) -> None:
        self._say(f"ok: {wording.finding_line(finding, self._knowledge)}", *self._ranking())
        self._save()

    def _ranking(self) -> Iterator[str]:
        now = standing(self._session.case, self._knowledge)
        yield now.headline
        yield "; ".join(f"{r.short} {r.percent}, {r.band}" for r in now.rows[:LEADERS])

    def _rank(self) -> None:
        self._say(*self._ranking())

    def _why(self, probe: Probe, question: Question | None) -> None:
        self._say(self._knowledge.observables[probe.observable].means)
        if question is not None:
            self._say(f"Asked because it {wording.why(question, self._knowledge)}.")
        self._say(*self._ranking())

    def _results(self) -> None:
        diagnosis = diagnose(self._session.case, self._knowledge)
        self._say("", *render_text(diagnosis, self._knowledge, 80).splitlines())

    def _help(self) -> None:
        self._say(*(f"{word}: {what}" for word, what in COMMANDS.items()))

    def _save_as(self, path: Path) -> None:
        if path.suffix in (".yaml", ".yml"):
            problem = self._store.save(path, self._session.to_yaml())
            self._say(f"! Not saved: {problem}" if problem else f"Saved: {path}")
            return
        try:
            write_report(path, diagnose(self._session.case, self._knowledge), self._knowledge)
        except InputError as error:
            self._say(f"! Not saved: {error}")
        else:
            self._say(f"Saved: {path}")

    def _save(self) -> None:
        problem = self._store.save(self._path, self._session.to_yaml())
        if problem and not self._said_unsaved:
            self._said_unsaved = True
            self._say(f"! Not saved: {problem}. Your answers are still here; save FILE saves elsewhere.")

    def _read(self) -> str:
        line = self._source.readline()
        if not line:
            raise InterviewEndedError
        return line.strip()

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._target.write("".join(c if c.isprintable() else " " for c in line) + "\n")
        self._target.flush()
