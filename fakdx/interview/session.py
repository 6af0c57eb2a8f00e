"""One sitting: a case that grows answer by answer, with back and forward, undo, and what-if.

The case is all there is to keep. What was asked and could not be answered stands in it as `not tested`, so a session
read back from its file goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fakdx.case.case import Case
from fakdx.differential.outlook import with_findings
from fakdx.differential.search import Prospect, Search
from fakdx.interview.choose import Agenda, agenda
from fakdx.interview.probe import NOT_KNOWN, Probe, answers, finding_of
from fakdx.knowledge import Knowledge
from fakdx.model.case import NOT_TESTED, CaseData, Context, Finding

SITUATION = "What brought me here: "
"""How the chosen scenario stands among the notes of the case file."""


class Session:
    """A case under construction. Every change goes through here and can be undone."""

    def __init__(self, knowledge: Knowledge, case: CaseData | None = None) -> None:
        self.knowledge = knowledge
        self.case = case or CaseData()
        self.asked: list[Probe] = []
        """Probes in the order in which they were shown and answered; back and forward walk along it."""
        self._past: list[CaseData] = []
        self._future: list[CaseData] = []
        self._before_what_if: CaseData | None = None

    @property
    def situation(self) -> str:
        """Id of the scenario that brought the user here, or empty."""
        for note in self.case.notes:
            name = note.removeprefix(SITUATION)
            for scenario in self.knowledge.scenarios.values():
                if name != note and name == scenario.name:
                    return scenario.id
        return ""

    @situation.setter
    def situation(self, id: str) -> None:
        kept = tuple(n for n in self.case.notes if not n.startswith(SITUATION))
        chosen = self.knowledge.scenarios.get(id)
        self.change(replace(self.case, notes=(SITUATION + chosen.name, *kept) if chosen else kept))

    def change(self, case: CaseData) -> None:
        """Take another case in the place of this one; undo brings this one back."""
        if case != self.case:
            self._past.append(self.case)
            self._future.clear()
            self.case = case

    def describe(self, title: str, context: Context) -> None:
        """Set the title and the experiment."""
        self.change(replace(self.case, title=title, context=context))

    def answer(self, probe: Probe, state: str, details: Mapping[str, Any] | None = None) -> Finding:
        """Record an answer; it takes the place of what answered the probe before. Raises InputError."""
        finding = finding_of(probe, state, details or {}, self.case.context, self.knowledge)
        self.put(finding, probe)
        return finding

    def not_known(self, probe: Probe) -> None:
        """Nobody here can say."""
        self.answer(probe, NOT_TESTED, {"note": NOT_KNOWN})

    def panel_not_run(self, panel: str, probe: Probe) -> int:
        """Nothing of this blot or plate was run: every plain question of it is answered. Returns how many."""
        case, answered = self.case, 0
        for id, observable in self.knowledge.observables.items():
            one = Probe(id)
            if observable.panel == panel and not self.told(one):
                finding = finding_of(one, NOT_TESTED, {}, case.context, self.knowledge)
                case = replace(case, findings=(*case.findings, finding))
                answered += 1
        self.change(case)
        self._remember(probe)
        return answered

    def put(self, finding: Finding, probe: Probe | None = None) -> None:
        """Add a finding, in the place of one on the same subject or, when untested, of what answered the probe."""
        case = self.case
        if probe is not None:
            case = replace(
                case, findings=tuple(f for f in case.findings if f.tested or f not in self.told(probe))
            )
        self.change(with_findings(case, [finding]))
        if probe is not None:
            self._remember(probe)

    def add_numbers(self, findings: Sequence[Finding], record: Mapping[str, Any]) -> None:
        """Add the findings of a table of numbers and keep its record with the case, once."""
        case = with_findings(self.case, findings)
        kept = case.quantified if record in case.quantified else (*case.quantified, dict(record))
        self.change(replace(case, quantified=kept))

    def edit(self, old: Finding, probe: Probe, state: str, details: Mapping[str, Any]) -> Finding:
        """Put another finding exactly where `old` stands. Raises InputError and changes nothing."""
        new = finding_of(probe, state, details, self.case.context, self.knowledge)
        others = {f for f in self.case.findings if f.subject == new.subject and f != old}
        kept = (new if f == old else f for f in self.case.findings if f not in others)
        self.change(replace(self.case, findings=tuple(kept)))
        return new

    def remove(self, finding: Finding) -> None:
        """Take a finding back."""
        self.change(replace(self.case, findings=tuple(f for f in self.case.findings if f != finding)))

    def told(self, probe: Probe) -> tuple[Finding, ...]:
        """Findings that answer a probe."""
        return tuple(f for f in self.case.findings if answers(f, probe, self.case.context, self.knowledge))

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Make the change again that undo took back."""
        return self._step(self._future, self._past)

    def _step(self, take: list[CaseData], give: list[CaseData]) -> bool:
        if not take:
            return False
        give.append(self.case)
        self.case = take.pop()
        return True

    @property
    def what_if(self) -> bool:
        """Whether answers are only being tried out."""
        return self._before_what_if is not None

    @property
    def kept_case(self) -> CaseData:
        """What is saved: the case without what is only being tried out."""
        return self.case if self._before_what_if is None else self._before_what_if

    def begin_what_if(self) -> None:
        """From here on answers are tried out and not saved."""
        if self._before_what_if is None:
            self._before_what_if = self.case

    def end_what_if(self, keep: bool = False) -> None:
        """Back to the case as it was, or keep what was tried."""
        before, self._before_what_if = self._before_what_if, None
        if before is not None and not keep:
            self.change(before)

    def standing(self) -> Prospect:
        """Where every hypothesis stands now."""
        return Search(self.case, self.knowledge).now

    def agenda(self) -> Agenda:
        """What to ask next; takes tens of milliseconds, so call it off the screen's thread."""
        return agenda(self.case, self.knowledge, *self.leanings())

    def leanings(self) -> tuple[tuple[str, ...], str]:
        """What the situation asks first, and the panel on the table."""
        scenario = self.knowledge.scenarios.get(self.situation)
        last = self.asked[-1] if self.asked else None
        run = last is not None and any(f.tested for f in self.told(last))
        panel = self.knowledge.observables[last.observable].panel if last and run else ""
        return (scenario.ask if scenario else ()), panel

    def to_yaml(self) -> str:
        """The session as a case file."""
        return Case.of(self.kept_case).to_yaml()

    def _remember(self, probe: Probe) -> None:
        if probe not in self.asked:
            self.asked.append(probe)
