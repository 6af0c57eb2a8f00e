"""Marks to a ranking and a verdict: what `differential` and `rule_on` give, for tens of thousands of cases a second."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from fakdx.batch.marks import Mark, Marker, View
from fakdx.batch.program import Charge
from fakdx.differential.tally import derivations_of, resolve
from fakdx.differential.verdict import LIKELY, Ruling, rule_on_ranking
from fakdx.differential.weights import FULL, Weigher, Weight
from fakdx.inference.facts import contradictions_among
from fakdx.inference.matcher import Fired
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Finding
from fakdx.model.entries import Hypothesis
from fakdx.model.scoring import Band, Scoring

_BY_RANK = attrgetter("rank")


class Standing:
    """Where one hypothesis stands: as much as a ruling asks for.

    Cases in which a hypothesis stands the same share the object, except where it is likely: then a ruling asks
    which findings speak for it, and the standing is one case's own.
    """

    __slots__ = ("band", "behind", "corroborated", "decided", "id", "kind", "points", "probability", "rank")

    def __init__(self, hypothesis: Hypothesis, points: float, groups: int, decided: bool, scoring: Scoring) -> None:
        self.id, self.kind = hypothesis.id, hypothesis.kind
        self.points = points
        self.decided = decided
        self.corroborated = decided or groups >= 2
        self.probability = scoring.probability(scoring.prior(hypothesis.id), points)
        band = scoring.band(self.probability)
        self.band: Band = "possible" if band in LIKELY and not self.corroborated else band
        self.rank = (-self.probability, self.id)
        self.behind: Callable[[], frozenset[str]] | None = None

    @property
    def findings_for(self) -> frozenset[str]:
        """Labels of the observed findings that speak for it; worked out when asked."""
        return frozenset() if self.behind is None else self.behind()


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One case, judged: every hypothesis, best first, the ruling, and the charges that count."""

    standings: Sequence[Standing]
    ruling: Ruling
    contradicted: bool
    charges: Sequence[Charge]
    fired: Fired


class Judge:
    """Ranks cases; one for each worker, because it remembers what it has met."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.marker = Marker(knowledge)
        self._hypotheses = [knowledge.hypotheses[id] for id in self.marker.program.hypotheses]
        self._quiet = [Standing(h, 0, 0, False, knowledge.scoring) for h in self._hypotheses]
        self._standings: dict[tuple[int, float, int, bool], Standing] = {}

    def case(self, case: CaseData) -> Judged:
        """Judge a case as read from a file."""
        view = self.marker.view(case.context)
        return self.judge(view, [self.marker.mark(finding, view) for finding in case.findings])

    def judge(self, view: View, marks: Sequence[Mark]) -> Judged:
        """Fire, charge, rank and rule. The order of the marks does not matter, nor does a mark given twice."""
        disputed = self._disputed(marks)
        used = [m for m in marks if m.finding not in disputed] if disputed else marks
        fired = self.marker.program.matcher.fire([view.shown, *[m.shown for m in used]])
        counted = self._counted(view, marks, fired)
        standings = self._ranked(counted, fired)
        ruling = rule_on_ranking(standings, bool(disputed), self.knowledge)
        return Judged(standings, ruling, bool(disputed), counted, fired)

    @staticmethod
    def _disputed(marks: Sequence[Mark]) -> frozenset[Finding]:
        """Findings that say different things of one subject; neither side is used."""
        subjects = [m.subject for m in marks if m.subject]
        if len(set(subjects)) == len(subjects):
            return frozenset()
        unique = {m.finding: m.finding.subject for m in marks}
        groups = contradictions_among((subject, finding) for finding, subject in unique.items())
        return frozenset(finding for group in groups for finding in group)

    def _counted(self, view: View, marks: Sequence[Mark], fired: Fired) -> list[Charge]:
        """Charges of the rules that fired, in their order; per group the strongest, of equals the first."""
        table = view.charges
        charges = [charge for n in fired.evidence if (charge := table[n])]
        weights = {m.finding.label: m.weight for m in marks if m.weight is not FULL}
        if weights:
            charges = self._weighed(charges, weights, marks, fired)
        best: dict[int, Charge] = {}
        replaced = False
        for charge in charges:
            before = best.setdefault(charge.group, charge)
            if before is not charge and charge.strength > before.strength:
                best[charge.group] = charge
                replaced = True
        return [c for c in charges if best[c.group] is c] if replaced else list(best.values())

    def _weighed(
        self, charges: list[Charge], weights: dict[str, Weight], marks: Sequence[Mark], fired: Fired
    ) -> list[Charge]:
        """Charges that rest on uncertain findings, for what those findings are worth."""
        uncertain = 0
        for mark in marks:
            if mark.weight is not FULL:
                uncertain |= mark.shown.mask
        uncertain = fired.resting_on(uncertain)
        program = self.marker.program
        weigher = Weigher(weights, derivations_of(fired.inference(), self.knowledge))
        weighed = []
        for charge in charges:
            masked = program.matcher.rules[charge.number]
            full = program.charges[charge.number]
            if full and (masked.needs | masked.any) & uncertain:
                weight = weigher.of_firing(fired.firing(charge.number), abs(charge.full))
                size = min(abs(charge.points), abs(charge.full) * weight.factor)
                if weight.cap is not None:
                    size = min(size, weight.cap)
                charge = full.at(size, full.decisive)
            weighed.append(charge)
        return weighed

    def _observed(self, fired: Fired, numbers: Sequence[int]) -> frozenset[str]:
        """Labels of the observed findings that the rules of these numbers rest on."""
        derivations = derivations_of(fired.inference(), self.knowledge)
        return frozenset(label for n in numbers for label in resolve(fired.firing(n).labels, derivations)[0])

    def _ranked(self, counted: Sequence[Charge], fired: Fired) -> list[Standing]:
        by_hypothesis: dict[int, list[Charge]] = {}
        for charge in counted:
            if charge.hypothesis in by_hypothesis:
                by_hypothesis[charge.hypothesis].append(charge)
            else:
                by_hypothesis[charge.hypothesis] = [charge]
        standings = list(self._quiet)
        for position, own in by_hypothesis.items():
            points = math.fsum([charge.points for charge in own])
            groups = 0
            decided = False
            for charge in own:
                if charge.points > 0:
                    groups += 1
                    decided = decided or charge.decisive
            standing = self._standing(position, points, groups, decided)
            if standing.band in LIKELY:
                standing = copy(standing)
                standing.behind = partial(self._observed, fired, [c.number for c in own if c.points > 0])
            standings[position] = standing
        standings.sort(key=_BY_RANK)
        return standings

    def _standing(self, position: int, points: float, groups: int, decided: bool) -> Standing:
        key = (position, points, groups, decided)
        known = self._standings.get(key)
        if known is None:
            hypothesis = self._hypotheses[position]
            known = self._standings[key] = Standing(hypothesis, points, groups, decided, self.knowledge.scoring)
        return known
