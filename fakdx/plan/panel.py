"""The best set of experiments under a budget, on what they tell together.

Experiments of a panel run side by side: each has to be back within the days given, and their hours at the bench,
shared material counted once, have to fit the same days. The search is greedy with a look one step ahead: of the
most telling candidates the one is taken that is worth most together with the best that could follow it. Worth is
joint: each candidate is judged after every combination of results of those already taken, so that two ways of
asking the same question are not both bought. That is a good set, not provably the best one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential
from fakdx.differential.search import Prospect, Search, Told
from fakdx.differential.tally import Priors, Standing
from fakdx.inference.facts import Subject
from fakdx.knowledge import Knowledge
from fakdx.model.entries import Experiment
from fakdx.plan.experiments import COST_STEPS, Assayed, Preference, assay, stop_reason
from fakdx.plan.information import forecast, with_lapse
from fakdx.plan.prospects import Candidate
from fakdx.plan.value import LAPSE, Actions, confirmation, doubt, leading, wide_open

BENCH_HOURS_A_DAY = 6.0
MOST = 4
"""Experiments in a panel, looks at the records aside."""
BREADTH = 5
"""How many candidates are looked at closely in each step."""
WORTH_RUNNING = 0.005
"""Bits, after the price, below which nothing is worth running."""
WORTH_ADDING = 0.1
"""Share of the best experiment's value below which a panel is complete."""
TOO_RARE = 0.03
"""Combinations of results less likely than this are not followed further."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent: calendar days (None for any number) and the dearest class of cost."""

    days: float | None = None
    cost: str = "high"

    def allows(self, experiment: Experiment) -> bool:
        fits = self.days is None or experiment.days <= self.days
        return fits and COST_STEPS[experiment.cost] <= COST_STEPS[self.cost]

    def allows_hours(self, hours: float) -> bool:
        return self.days is None or hours <= BENCH_HOURS_A_DAY * max(self.days, 1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An experiment of a panel: what it adds to those before it, and its hours after sharing."""

    assayed: Assayed
    worth: float
    hands_on_h: float
    shares_with: str | None
    """The earlier experiment of the panel whose material it uses."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What to run side by side. `enough` is empty unless nothing affordable would change the decision."""

    chosen: tuple[Chosen, ...]
    complete: str
    """Why nothing was added."""
    enough: str

    @property
    def hands_on_h(self) -> float:
        return sum(c.hands_on_h for c in self.chosen)

    @property
    def days(self) -> float:
        return max((c.assayed.experiment.days for c in self.chosen), default=0.0)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One combination of results so far."""

    adds: tuple[Told, ...]
    instead_of: frozenset[Subject]
    prospect: Prospect
    probability: float
    lapsed: float
    """The same with no outcome held impossible."""


def choose_panel(
    found: Differential,
    knowledge: Knowledge,
    preference: Preference,
    budget: Budget,
    priors: Priors | None = None,
) -> Panel:
    """The experiments to run side by side within the budget, looks at the records first."""
    search = Search(found.case, knowledge, priors)
    affordable = tuple(a for a in assay(found, knowledge, priors) if budget.allows(a.experiment))
    actions = Actions(found.case, search.now, known_facts(found), knowledge)
    builder = _Builder(search, actions, preference, budget)
    complete = builder.build(affordable)
    return Panel(tuple(builder.chosen), complete, stop_reason(found.case, affordable, search.now.ruling))


class _Builder:
    def __init__(self, search: Search, actions: Actions, preference: Preference, budget: Budget) -> None:
        self._search = search
        self._preference = preference
        self._budget = budget
        self._leaders = leading(search.now)
        self._least = WORTH_RUNNING
        self.chosen: list[Chosen] = []
        self._state = _State([_Leaf((), frozenset(), search.now, 1.0, 1.0)], actions)

    def build(self, affordable: Sequence[Assayed]) -> str:
        """Take experiments until nothing more is worth it; says why it stopped."""
        waiting = sorted(affordable, key=lambda a: (-a.value(self._preference), a.experiment.id))
        best = max((a.value(self._preference) for a in waiting), default=0.0)
        self._least = max(WORTH_RUNNING, WORTH_ADDING * best)
        for instant in [a for a in waiting if a.experiment.instant]:
            self._take_if_worth(instant)
        waiting = [a for a in waiting if not a.experiment.instant]
        bench = 0
        while bench < MOST:
            close = [a for a in waiting if self._affordable(a.experiment)][:BREADTH]
            followed = close if bench < MOST - 1 else []
            valued = [(*self._ahead(a, followed), a) for a in close]
            telling = [(ahead, a) for ahead, alone, a in valued if alone >= self._least]
            if not telling:
                return "nothing else that fits would add much to it"
            taken = max(telling, key=lambda pair: (pair[0], pair[1].experiment.id))[1]
            self._take_if_worth(taken)
            waiting.remove(taken)
            bench += 1
        return f"{MOST} experiments at the bench are as many as one round should hold"

    def _affordable(self, experiment: Experiment) -> bool:
        spent = sum(c.hands_on_h for c in self.chosen)
        return self._budget.allows_hours(spent + self._hours(experiment)[0])

    def _hours(self, experiment: Experiment) -> tuple[float, str | None]:
        partner = None
        if experiment.shares:
            others = (c.assayed.experiment for c in self.chosen)
            partner = next((e.id for e in others if e.shares == experiment.shares), None)
        return experiment.hands_on_h - (experiment.shared_hands_on_h if partner else 0.0), partner

    def _ahead(self, one: Assayed, close: Sequence[Assayed]) -> tuple[float, float]:
        """Value with the best that could follow, and on its own."""
        after = self._state.after(one, self._search)
        worth = after.worth(self._leaders, self._search)
        alone = (worth - self._worth_now) * self._price(one.experiment)
        follow = 0.0
        for other in close:
            if other is not one:
                joint = after.after(other, self._search).worth(self._leaders, self._search)
                follow = max(follow, (joint - worth) * self._price(other.experiment))
        return alone + follow, alone

    @property
    def _worth_now(self) -> float:
        return self._state.worth(self._leaders, self._search)

    def _price(self, experiment: Experiment) -> float:
        return self._preference.discount(self._hours(experiment)[0], experiment.days, experiment.cost)

    def _take_if_worth(self, one: Assayed) -> None:
        after = self._state.after(one, self._search)
        gained = after.worth(self._leaders, self._search) - self._worth_now
        if gained * self._price(one.experiment) >= self._least:
            self.chosen.append(Chosen(one, gained, *self._hours(one.experiment)))
            self._state = after


class _State:
    """All combinations of results of a set of experiments, and what the set is worth."""

    def __init__(
        self, leaves: list[_Leaf], actions: Actions, other_bits: float = 0.0, settled: float = 0.0
    ) -> None:
        self._leaves = leaves
        self._actions = actions
        self._other_bits = other_bits
        self._settled = settled
        self._worth: float | None = None

    def after(self, one: Assayed, search: Search) -> _State:
        leaves = []
        for leaf in self._leaves:
            leaves.extend(_split(leaf, one.candidate, search) if leaf.probability >= TOO_RARE else [leaf])
        bits = self._other_bits + self._actions.bits(one.candidate)
        settled = max(self._settled, one.settlement_bits + one.repair_bits)
        return _State(leaves, self._actions.after(one.candidate), bits, settled)

    def worth(self, leaders: Sequence[Standing], search: Search) -> float:
        """Bits: the expected drop of doubt, the weight of evidence on what leads, and what combinations it settles."""
        if self._worth is None:
            among_all = wide_open(search.now)
            expected = sum(x.probability * doubt(x.prospect, among_all) for x in self._leaves)
            odds = search.knowledge.scoring.odds_of_very_strong
            moved = confirmation(leaders, [x.prospect for x in self._leaves], [x.lapsed for x in self._leaves], odds)
            self._worth = doubt(search.now, among_all) - expected + moved + self._other_bits + self._settled
        return self._worth


def _split(leaf: _Leaf, candidate: Candidate, search: Search) -> list[_Leaf]:
    """The leaf after each outcome; where two experiments read one subject, the later reading stands."""
    then = []
    for outcome in candidate.outcomes:
        new = {t.subject for t in outcome.adds} | outcome.instead_of
        adds = (*(t for t in leaf.adds if t.subject not in new), *outcome.adds)
        instead_of = leaf.instead_of | outcome.instead_of
        then.append((adds, instead_of, search.after(adds, instead_of)))
    ids = [s.id for s in leaf.prospect.standings]
    rows = [[prospect.by_id[id].probability for id in ids] for _, _, prospect in then]
    p = forecast(_row(leaf.prospect), rows)
    return [
        _Leaf(*told, leaf.probability * one, leaf.lapsed * lapsed)
        for told, one, lapsed in zip(then, p, with_lapse(p, LAPSE), strict=True)
    ]


def _row(prospect: Prospect) -> list[float]:
    return [s.probability for s in prospect.standings]
