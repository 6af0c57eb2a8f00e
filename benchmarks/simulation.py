"""How many experiments it takes to the right verdict: `python -m benchmarks.simulation [--noise P] [--json]`.

For every mechanism and artefact an oracle answers experiments as the rules say that it would show: with the outcome
that favours it most, and of equals the one that favours others least. Every run starts from a vague case and ends
when the verdict names the truth. A truth is paired with the starts that it could lie behind: what is acquired with a
line that lost its response, the wrong partner with a combination. Truths that some order does not reach are left out
and listed. Ways of choosing what to run next are compared on the same truths:

* planner: the first of the ranking, as `fakdx diagnose` prints it;
* decisive planner: the same with the price left aside (`--prefer decisive`);
* fixed: the order of the catalogue;
* random: any order, the mean of several;
* most likely first: whatever moves the hypothesis that is ahead at the moment most.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from fakdx import Case, load_knowledge
from fakdx.differential.score import differential
from fakdx.differential.search import Prospect, Search
from fakdx.inference import facts_of, infer
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.entries import Hypothesis
from fakdx.model.rules import Fact
from fakdx.plan.experiments import COST_STEPS, PREFERENCES, assay, rank
from fakdx.plan.prospects import Candidate, candidates
from fakdx.plan.value import WRONG_PARTNER

STARTS = {
    "dish": {
        "context": {"inhibitor": "FAK inhibitor", "culture": "3D"},
        "findings": [{"growth_3d": "no effect"}, {"pFAK_Y397": "unchanged"}],
    },
    "on target": {
        "context": {"inhibitor": "FAK-selective inhibitor", "culture": "2D"},
        "findings": [{"viability_2d": "no effect"}, {"pFAK_Y397": "decreased"}],
    },
    "resistant line": {
        "context": {"inhibitor": "FAK inhibitor", "line": "resistant", "response_lost": "later", "culture": "3D"},
        "findings": [{"growth_3d": "less sensitive", "versus": "parental"}],
    },
    "tumour": {
        "context": {"inhibitor": "FAK inhibitor", "culture": "in vivo"},
        "findings": [{"tumour_growth": "no effect"}],
    },
    "combination": {
        "context": {"inhibitor": "FAK inhibitor", "culture": "3D", "partner": "erlotinib"},
        "findings": [{"growth_3d": "no effect"}, {"synergy": "additive", "with": "erlotinib"}],
    },
}
"""Vague cases: what a scientist has before the troubleshooting begins."""

SEEDS = 5
SPENDINGS = ("experiments", "hours", "days", "cost")
NAMING = ("mechanism", "multiple_mechanisms", "artefact")
STRATEGIES = ("planner", "decisive planner", "fixed", "random", "most likely first")


@dataclass(frozen=True)
class Spent:
    """What one run cost: experiments, hours at the bench, days one after the other, steps of cost."""

    experiments: float
    hours: float
    days: float
    cost: float


class Oracle:
    """Answers every experiment as one truth would; with noise, now and then as it would not."""

    def __init__(self, truth: str, start: CaseData, knowledge: Knowledge, noise: float, seed: int) -> None:
        self._truth = truth
        self._search = Search(start, knowledge)
        self._noise = noise
        self._random = random.Random(f"{truth} {seed}")

    def answer(self, candidate: Candidate) -> int:
        """The number of the outcome."""
        if self._random.random() < self._noise:
            return self._random.randrange(len(candidate.outcomes))
        prospects = [self._search.after(o.adds, o.instead_of) for o in candidate.outcomes]
        return min(range(len(prospects)), key=lambda n: (*self._misfit(prospects[n]), n))

    def _misfit(self, prospect: Prospect) -> tuple[float, float]:
        others = sum(s.probability for s in prospect.standings if s.id != self._truth)
        return -prospect.by_id[self._truth].points, others


Choice = Callable[[CaseData, Sequence[Candidate], Knowledge], Candidate]


def planner(case: CaseData, waiting: Sequence[Candidate], knowledge: Knowledge, prefer: str = "balanced") -> Candidate:
    """The first of the ranking that is still waiting; what the ranking does not list comes last, in its order."""
    found = differential(case, knowledge, "matcher")
    by_id = {c.experiment.id: c for c in waiting}
    ranked = (a.experiment.id for a, _ in rank(assay(found, knowledge), PREFERENCES[prefer]))
    return next((by_id[id] for id in ranked if id in by_id), waiting[0])


def fixed(case: CaseData, waiting: Sequence[Candidate], knowledge: Knowledge) -> Candidate:
    """In the order of the catalogue."""
    del case, knowledge
    return waiting[0]


def shuffled(seed: int) -> Choice:
    """In any order."""
    generator = random.Random(seed)

    def choose(case: CaseData, waiting: Sequence[Candidate], knowledge: Knowledge) -> Candidate:
        del case, knowledge
        return generator.choice(waiting)

    return choose


def most_likely_first(case: CaseData, waiting: Sequence[Candidate], knowledge: Knowledge) -> Candidate:
    """The experiment whose outcomes lie furthest apart for the hypothesis that leads."""
    search = Search(case, knowledge)
    leader = search.now.standings[0].id

    def spread(candidate: Candidate) -> float:
        points = [search.after(o.adds, o.instead_of).by_id[leader].points for o in candidate.outcomes]
        return max(points) - min(points)

    return max(waiting, key=spread)


def reached(truth: str, case: CaseData, knowledge: Knowledge) -> bool:
    """Whether the verdict names the truth."""
    ruling = Search(case, knowledge).now.ruling
    return ruling.kind in NAMING and truth in ruling.hypotheses


def known(case: CaseData, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Everything known of the case, derived findings included."""
    facts = facts_of(case, knowledge).facts
    return (*facts, *infer(knowledge, facts, "matcher").derived)


def run_one(truth: str, start: CaseData, choose: Choice, oracle: Oracle, knowledge: Knowledge) -> Spent | None:
    """One troubleshooting from start to the right verdict; None when everything was run without it."""
    case, done = start, set[str]()
    spent = Spent(0, 0.0, 0.0, 0.0)
    while not reached(truth, case, knowledge):
        waiting = [c for c in candidates(case, known(case, knowledge), knowledge) if c.experiment.id not in done]
        if not waiting:
            return None
        chosen = choose(case, waiting, knowledge)
        e = chosen.experiment
        done.add(e.id)
        outcome = chosen.outcomes[oracle.answer(chosen)]
        gone = {t.subject for t in outcome.adds} | outcome.instead_of
        kept = tuple(f for f in case.findings if f.subject not in gone)
        case = replace(case, findings=(*kept, *outcome.findings))
        spent = Spent(
            spent.experiments + 1, spent.hours + e.hands_on_h, spent.days + e.days, spent.cost + COST_STEPS[e.cost]
        )
    return spent


def simulate(knowledge: Knowledge, noise: float = 0.0) -> tuple[dict[str, dict[str, Spent]], tuple[str, ...]]:
    """What every strategy spent on every reachable truth and start; and those that are not reachable."""
    found: dict[str, dict[str, Spent]] = {}
    unreached = []
    for name, data in STARTS.items():
        start = Case.from_dict(data, knowledge)
        for truth in (h.id for h in knowledge.hypotheses.values() if could_be(h, start)):
            if reached(truth, start, knowledge):
                continue
            spent = _all_strategies(truth, start, knowledge, noise)
            if spent is None:
                unreached.append(f"{truth} from {name}")
            else:
                found[f"{truth} from {name}"] = spent
    return found, tuple(unreached)


def could_be(hypothesis: Hypothesis, start: CaseData) -> bool:
    """Whether the truth can lie behind such a start."""
    if hypothesis.onset == "acquired" and start.context.response_lost is None:
        return False
    if hypothesis.id == WRONG_PARTNER and not start.context.partner:
        return False
    return hypothesis.kind != "sensitive"


def _all_strategies(truth: str, start: CaseData, knowledge: Knowledge, noise: float) -> dict[str, Spent] | None:
    def one(choose: Choice, seed: int = 0) -> Spent | None:
        return run_one(truth, start, choose, Oracle(truth, start, knowledge, noise, seed), knowledge)

    named: Mapping[str, Choice] = {
        "planner": planner,
        "decisive planner": partial(planner, prefer="decisive"),
        "fixed": fixed,
        "most likely first": most_likely_first,
    }
    spent = {name: one(choose) for name, choose in named.items()}
    at_random = [one(shuffled(seed), seed) for seed in range(SEEDS)]
    if any(s is None for s in (*spent.values(), *at_random)):
        return None
    finished = {name: s for name, s in spent.items() if s is not None}
    finished["random"] = _mean([s for s in at_random if s is not None])
    return finished


def _mean(runs: Sequence[Spent]) -> Spent:
    return Spent(*(statistics.mean(getattr(r, f) for r in runs) for f in SPENDINGS))


def summary(found: Mapping[str, Mapping[str, Spent]]) -> dict[str, dict[str, dict[str, float]]]:
    """Mean and quartiles by strategy and by what was spent."""
    return {
        s: {f: _spread([getattr(runs[s], f) for runs in found.values()]) for f in SPENDINGS} for s in STRATEGIES
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return {"mean": statistics.mean(values), "lower": low, "median": middle, "upper": high}


def saved(table: Mapping[str, Mapping[str, Mapping[str, float]]], planned: str, what: str) -> tuple[float, str]:
    """By how much less a planner spends on average than the best of the others, and which that is."""
    best = min((s for s in table if "planner" not in s), key=lambda s: table[s][what]["mean"])
    return 1 - table[planned][what]["mean"] / table[best][what]["mean"], best


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.simulation", description="Experiments to the right verdict")
    parser.add_argument("--noise", type=float, default=0.0, help="share of results that mislead (default: 0)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    found, unreached = simulate(load_knowledge(), options.noise)
    table = summary(found)
    if options.json:
        out(json.dumps({"runs": len(found), "unreached": unreached, "strategies": table}, indent=2))
        return 0
    out(f"{len(found)} truths and starts; mean (lower quartile, median, upper quartile)")
    for strategy, row in table.items():
        for f, v in row.items():
            quartiles = f"({v['lower']:.1f}, {v['median']:.1f}, {v['upper']:.1f})"
            out(f"{strategy:18} {f:12} {v['mean']:6.1f} {quartiles}")
    for planned in STRATEGIES[:2]:
        for what in SPENDINGS:
            share, best = saved(table, planned, what)
            out(f"{planned}: {share:.0%} fewer {what} than {best}, the best of the others")
    out(f"not reached from every order: {len(unreached)}: " + "; ".join(unreached))
    return 0


if __name__ == "__main__":
    sys.exit(main())
