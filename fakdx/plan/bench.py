"""The bench plan: a panel of experiments as a checklist by day, with what to seed once and what to probe on it.

Days count from 0. Dates appear only when a first day is given; today's date is never used, so that the same case
gives the same plan tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential
from fakdx.differential.search import Prospect
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import observation_name
from fakdx.model.entries import AntibodyPanel, Experiment, Protocol
from fakdx.model.result import CombinationAdvice, VerdictKind
from fakdx.plan.design import Design, design_for
from fakdx.plan.no_synergy import NoSynergy, explain_no_synergy
from fakdx.plan.panel import Budget, Chosen, Panel

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DESIGNS = 2
"""Ready combinations whose test is spelt out."""


@dataclass(frozen=True, slots=True)
class Task:
    """One box to tick. `minutes` at the bench, None where the step says none; `experiments` are numbers in the plan."""

    do: str
    minutes: float | None
    experiments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    date: str
    """`2025-03-03 (Mon)`, or empty when no first day was given."""
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one outcome would mean: the verdict's kind, and the leading hypothesis with its probability."""

    result: str
    probability: float
    verdict: VerdictKind
    leader: str
    leader_probability: float


@dataclass(frozen=True, slots=True)
class Probe:
    """An antibody, or another reagent, for one analyte."""

    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One experiment of the plan."""

    number: int
    id: str
    name: str
    purpose: str
    material: str
    shares_with: int | None
    hands_on_h: float
    days: float
    cost: str
    protocol: str
    probes: tuple[Probe, ...]
    controls: tuple[str, ...]
    passes: str
    cautions: tuple[str, ...]
    safety: str
    outcomes: tuple[Consequence, ...]
    later: tuple[str, ...]
    """Steps of the protocol after the answer is in."""


@dataclass(frozen=True, slots=True)
class PairPlan:
    """How to test a combination that is ready."""

    name: str
    agents: tuple[str, ...]
    design: Design


@dataclass(frozen=True, slots=True)
class BenchPlan:
    """Everything the printed plan says."""

    title: str
    verdict: str
    budget: Budget
    hands_on_h: float
    ends_on_day: int
    experiments: tuple[Planned, ...]
    days: tuple[Day, ...]
    complete: str
    enough: str
    pairs: tuple[PairPlan, ...]
    no_synergy: NoSynergy | None


def bench_plan(
    found: Differential,
    panel: Panel,
    budget: Budget,
    verdict: str,
    combinations: Sequence[CombinationAdvice],
    knowledge: Knowledge,
    start: date | None = None,
) -> BenchPlan:
    """Lay a panel out by day. `verdict` is the headline; `combinations` the advice of the same diagnosis."""
    numbers = {c.assayed.experiment.id: n for n, c in enumerate(panel.chosen, start=1)}
    planned = tuple(_planned(c, numbers, knowledge) for c in panel.chosen)
    days = _days(panel, numbers, knowledge, start)
    ready = [c for c in combinations if c.status == "ready"][:DESIGNS]
    facts = known_facts(found)
    return BenchPlan(
        title=found.case.title,
        verdict=verdict,
        budget=budget,
        hands_on_h=panel.hands_on_h,
        ends_on_day=max((d.number for d in days), default=0),
        experiments=planned,
        days=days,
        complete=panel.complete,
        enough=panel.enough,
        pairs=tuple(
            PairPlan(c.name, c.agents, design_for(knowledge.combinations[c.id], found.case, facts, knowledge))
            for c in ready
        ),
        no_synergy=explain_no_synergy(found, knowledge),
    )


def _planned(chosen: Chosen, numbers: dict[str, int], knowledge: Knowledge) -> Planned:
    one, e = chosen.assayed, chosen.assayed.experiment
    protocol = _protocol(e, knowledge)
    return Planned(
        number=numbers[e.id],
        id=e.id,
        name=e.name,
        purpose=e.purpose,
        material=e.material,
        shares_with=numbers.get(chosen.shares_with or ""),
        hands_on_h=chosen.hands_on_h,
        days=e.days,
        cost=e.cost,
        protocol=protocol.name if protocol else "",
        probes=_probes(e, knowledge),
        controls=e.controls,
        passes=e.passes,
        cautions=tuple(dict.fromkeys((*e.cautions, *(protocol.cautions if protocol else ())))),
        safety=e.safety or (protocol.safety if protocol else None) or "",
        outcomes=tuple(
            _consequence(o.result, p, prospect, knowledge)
            for o, p, prospect in zip(e.outcomes, one.probabilities, one.prospects, strict=True)
        ),
        later=tuple(s.do for s in protocol.steps if s.day - 1 > e.days) if protocol else (),
    )


def _consequence(result: str, p: float, prospect: Prospect, knowledge: Knowledge) -> Consequence:
    first = prospect.standings[0]
    return Consequence(result, p, prospect.ruling.kind, knowledge.hypotheses[first.id].short, first.probability)


def _protocol(experiment: Experiment, knowledge: Knowledge) -> Protocol | None:
    """A look at the records needs no protocol."""
    return None if experiment.instant else knowledge.protocols.get(experiment.protocol or "")


def _probes(experiment: Experiment, knowledge: Knowledge) -> tuple[Probe, ...]:
    """What to probe for: the analytes it measures, the total of every phosphoprotein, and a loading control."""
    panels: Iterable[AntibodyPanel] = knowledge.table("antibody_panels").values()
    known = {a.analyte: a for panel in panels for a in panel.antibodies}
    measured = [m for m in experiment.measures if m in known and m in knowledge.observables]
    if not measured or experiment.instant:
        return ()
    genes = {knowledge.observables[m].gene for m in measured}
    totals = [
        id
        for id, a in known.items()
        if a.role == "total" and id in knowledge.observables and knowledge.observables[id].gene in genes
    ]
    loading = [id for id, a in known.items() if a.role == "loading"][:1]
    return tuple(
        Probe(observation_name(id, knowledge), known[id].role, known[id].note or "")
        for id in dict.fromkeys((*measured, *totals, *loading))
    )


def _days(panel: Panel, numbers: dict[str, int], knowledge: Knowledge, start: date | None) -> tuple[Day, ...]:
    """Tasks by day: records first, then what to seed for several at once, then the steps; equal steps are one."""
    by_day: dict[int, dict[str, Task]] = {}

    def add(day: int, do: str, minutes: float | None, experiment: Experiment) -> None:
        tasks = by_day.setdefault(day, {})
        before = tasks.get(do)
        told = (*(before.experiments if before else ()), numbers[experiment.id])
        tasks[do] = Task(do, minutes, tuple(dict.fromkeys(told)))

    experiments = [c.assayed.experiment for c in panel.chosen]
    for e in experiments:
        if e.instant:
            add(0, f"{e.name}: {e.material}", 60 * e.hands_on_h, e)
    for shared in dict.fromkeys(e.shares for e in experiments if e.shares):
        users = [e for e in experiments if e.shares == shared]
        for e in users if len(users) > 1 else ():
            add(0, f"Prepare once and enough for all: {str(shared).replace('_', ' ')}", None, e)
    for e in experiments:
        if not e.instant:
            add(0, f"Have ready: {e.material}", None, e)
    for e in experiments:
        protocol = _protocol(e, knowledge)
        for step in protocol.steps if protocol else ():
            if step.day - 1 <= e.days:
                add(step.day - 1, step.do, step.minutes, e)
        add(int(e.days), "Judge by the pass criterion, then enter the result into the case", None, e)
    return tuple(Day(n, _date(start, n), tuple(by_day[n].values())) for n in sorted(by_day))


def _date(start: date | None, day: int) -> str:
    if start is None:
        return ""
    then = start + timedelta(days=day)
    return f"{then.isoformat()} ({WEEKDAYS[then.weekday()]})"
