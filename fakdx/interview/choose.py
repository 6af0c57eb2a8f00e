"""Which question comes next: the one expected to tell most, times the chance that the notebook holds its answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fakdx.differential.search import Prospect, Search, Told, tell
from fakdx.interview.askable import probes
from fakdx.interview.likelihood import Notebook
from fakdx.interview.probe import Probe, answers, states_of, supposed
from fakdx.interview.reach import reach
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context
from fakdx.plan.information import expected_gain, forecast

MOVES_CREDIT = 0.05
"""Bits that an expected point of movement of the leaders is worth: rules that need two findings start with one."""
REACH_CREDIT = 0.03
"""Bits that a point within reach is worth."""
OTHER_READING = 0.15
"""Share of an observable's reach that a reading other than the plain one has."""
LEADERS = 5
DECISIVE_CHANCE = 0.03
"""A question that has a smaller chance than this of changing the decision is no reason to go on."""
LIKELY_ENOUGH = 0.05
"""A result less likely than this does not count as one that could come out."""
ASKED_FIRST = 1.6
"""What a question of the chosen scenario is worth more."""
SAME_PANEL = 1.8
"""What a question is worth more while its blot or plate is on the table."""


@dataclass(frozen=True, slots=True)
class Question:
    """A probe with what its answer is expected to do. `separates` are hypothesis ids, most moved first."""

    probe: Probe
    panel: str
    gain_bits: float
    value: float
    separates: tuple[str, ...]
    chance_to_change: float
    """Chance, 0 to 1, that there is an answer and that it changes the decision."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Questions best first, and why no more are needed (empty while some are)."""

    questions: tuple[Question, ...]
    enough: str = ""

    @property
    def first(self) -> Question | None:
        return self.questions[0] if self.questions else None

    def of_panel(self, panel: str) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if q.panel == panel)


def agenda(case: CaseData, knowledge: Knowledge, first: Collection[str] = (), panel: str = "") -> Agenda:
    """Rank what is not answered yet.

    `first` are observables that a scenario asks for before others; `panel` is the one now on the table, whose
    questions follow each other so that a blot is asked about once.
    """
    search = Search(case, knowledge)
    notebook = Notebook(case, knowledge)
    now = search.now
    ids = [s.id for s in sorted(now.standings, key=lambda s: s.id)]
    today = [now.by_id[id].probability for id in ids]
    questions = []
    for probe in probes(knowledge, case):
        if any(answers(f, probe, case.context, knowledge) for f in case.findings if f.name == probe.observable):
            continue
        question = _question(probe, search, now, ids, today, notebook, knowledge)
        if question is not None:
            questions.append(_weighed(question, first if notebook.usual(probe) else (), panel))
    ranked = tuple(sorted(questions, key=lambda q: (-q.value, q.probe.id)))
    return Agenda(ranked, _enough(case, now, ranked))


def _question(
    probe: Probe,
    search: Search,
    now: Prospect,
    ids: Sequence[str],
    today: Sequence[float],
    notebook: Notebook,
    knowledge: Knowledge,
) -> Question | None:
    told = _told(probe, search.case.context, knowledge)
    if not any(t.shown.mask for t in told):
        return None
    after = [search.after((t,)) for t in told]
    rows = [[prospect.by_id[id].probability for id in ids] for prospect in after]
    p = forecast(today, rows)
    gain = expected_gain(today, rows, p)
    chance = notebook.chance(probe)
    opens = _reach(probe.observable, now, knowledge) * (1.0 if notebook.usual(probe) else OTHER_READING)
    ahead = zip(p, after, strict=True)
    changes = sum(w for w, prospect in ahead if w >= LIKELY_ENOUGH and prospect.ruling != now.ruling)
    return Question(
        probe,
        knowledge.observables[probe.observable].panel,
        gain,
        (gain + MOVES_CREDIT * _moves(now, after, p) + REACH_CREDIT * opens) * chance,
        _separates(rows, ids),
        chance * changes,
    )


def _weighed(question: Question, first: Collection[str], panel: str) -> Question:
    value = question.value
    if question.probe.observable in first:
        value *= ASKED_FIRST
    if question.panel == panel:
        value *= SAME_PANEL
    return Question(
        question.probe, question.panel, question.gain_bits, value, question.separates, question.chance_to_change
    )


def _told(probe: Probe, context: Context, knowledge: Knowledge) -> tuple[Told, ...]:
    bare = Context(
        inhibitor=context.inhibitor,
        dose=context.dose,
        exposure=context.exposure,
        cell_line=context.cell_line,
        arms=context.arms,
    )
    return _told_in(probe, bare, knowledge)


@lru_cache(maxsize=4096)
def _told_in(probe: Probe, context: Context, knowledge: Knowledge) -> tuple[Told, ...]:
    return tuple(tell(supposed(probe, s, context, knowledge), context, knowledge) for s in states_of(probe, knowledge))


def _moves(now: Prospect, after: Sequence[Prospect], p: Sequence[float]) -> float:
    """Expected change, in points, of hypotheses weighted by their probability."""
    leaders = now.standings[:LEADERS]
    return sum(
        weight * s.probability * abs(prospect.by_id[s.id].points - s.points)
        for weight, prospect in zip(p, after, strict=True)
        for s in leaders
    )


def _reach(observable: str, now: Prospect, knowledge: Knowledge) -> float:
    """Points that rules looking at this observable could bring, weighted by how probable their hypothesis is."""
    return sum(points * now.by_id[id].probability for id, points in reach(knowledge)[observable].items())


def _separates(rows: Sequence[Sequence[float]], ids: Sequence[str]) -> tuple[str, ...]:
    """Hypotheses by how far their probability swings between the answers."""
    swings = [(max(column) - min(column), id) for column, id in zip(zip(*rows, strict=True), ids, strict=True)]
    return tuple(id for swing, id in sorted(swings, key=lambda s: (-s[0], s[1])) if swing >= 0.01)[:3]


def _enough(case: CaseData, now: Prospect, questions: Sequence[Question]) -> str:
    """Why one may stop asking; empty while a question could well change the decision."""
    if not any(f.tested for f in case.findings):
        return ""
    if any(q.chance_to_change >= DECISIVE_CHANCE for q in questions):
        return ""
    if now.ruling.kind == "insufficient_data":
        return "No question left is likely to settle it: what is missing has to be measured."
    return "Enough: no question left is likely to change the verdict."
