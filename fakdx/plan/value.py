"""What an experiment is worth, in bits, before its price.

Five things make one worth running, and they add up:

* *discrimination*: the expected drop of doubt about which hypothesis accounts for the case. While nothing leads, all
  are in question; once the verdict names something, those for which something speaks. (That a partner was the wrong
  one leaves open what the right one is.)
* *confirmation*: the expected weight of evidence, in bits of log-odds either way, on what leads. Where doubt is
  nearly gone, discrimination says nothing, and yet a verdict that one blot carries should be put to the test. No
  outcome counts as impossible here (`LAPSE`), for the rules that call it so may be wrong;
* *action*: whether the combination that follows from a leading mechanism works is a yes-or-no question of its
  own, worth its probability of coming up times one bit: half for the arm with both drugs, half for the partner
  alone, as far as nobody has looked;
* *settlement*: where findings contradict each other, which of them is right is one bit. An experiment that makes
  sense only where that observable was read puts its reading to the test and is worth the bit; one that reads it
  again, or questions blots at large, is worth half;
* *repair*: where the verdict is an artefact and a check in the case says what went wrong, what the result would be
  without the flaw is open: one bit times the probability of the artefact, for the experiment at the bench that has the
  check come out otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from fakdx.differential.outlook import holds
from fakdx.differential.search import Prospect
from fakdx.differential.tally import Standing
from fakdx.differential.verdict import LEADING
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Finding
from fakdx.model.entries import Combination, Experiment
from fakdx.model.rules import Fact
from fakdx.plan.information import entropy
from fakdx.plan.prospects import UNNAMED, Candidate

LAPSE = 0.2
"""Share of a forecast spread evenly over the outcomes when a verdict is put to the test."""
CONFIRMATION = 0.1
"""A bit of log-odds on what leads already counts as this much of a bit of doubt resolved."""
WRONG_PARTNER = "wrong_combination_partner"
"""The one artefact that is about the combination and leaves the mechanism standing."""
ON_TARGET = "partner_on_target"
"""The check that says whether a combination was tested at all; `no` answers nothing about it."""
LEADERS = 3
"""How many hypotheses count as leading while nothing reaches even odds."""


def leading(now: Prospect) -> tuple[Standing, ...]:
    """What confirmation is about: the hypotheses at even odds or more, else the first few with evidence for them."""
    probable = tuple(s for s in now.standings if s.probability >= LEADING)
    if probable and not abstains(now):
        return probable
    return tuple(s for s in now.standings[:LEADERS] if s.points > 0)


def confirmation(
    leaders: Sequence[Standing], after: Sequence[Prospect], p: Sequence[float], odds_of_very_strong: float
) -> float:
    """Expected absolute change, in bits of log-odds, of the leader that a result moves most, each weighed by its
    probability. Leaders that rest on the same findings move together, and would count twice in a sum. `p` are the
    probabilities of the results, none of them held impossible (`with_lapse`).
    """
    bits = math.log2(odds_of_very_strong) / 8
    return CONFIRMATION * sum(
        weight
        * max((s.probability * bits * abs(prospect.by_id[s.id].points - s.points) for s in leaders), default=0.0)
        for weight, prospect in zip(p, after, strict=True)
    )


def settlement(candidate: Candidate, disputed: Sequence[Finding], knowledge: Knowledge) -> float:
    """Bits towards which of these contradictory findings is right."""
    about = [questions(candidate.experiment, f.name, knowledge) for f in disputed]
    read = {_read(f) for outcome in candidate.outcomes for f in outcome.findings}
    again = 0.5 if any(_read(f) in read for f in disputed) else 0.0
    return max((*about, again), default=0.0)


def questions(experiment: Experiment, observable: str, knowledge: Knowledge) -> float:
    """1 where the experiment makes sense only once this was read, 0.5 where that is one of several reasons for it."""
    subjects = {observable, *knowledge.observables[observable].classes}
    about = [not subjects.isdisjoint(need) for need in experiment.needs]
    return 1.0 if about and all(about) else 0.5 if any(about) else 0.0


def _read(finding: Finding) -> tuple[object, ...]:
    return finding.name, finding.gene, finding.treatment, finding.arm


def doubt(prospect: Prospect, among_all: bool) -> float:
    """Bits of doubt about which hypothesis accounts for the case, among all or among those with evidence for them."""
    return entropy([s.probability for s in prospect.standings if among_all or s.points > 0])


def abstains(prospect: Prospect) -> bool:
    """The verdict names nothing."""
    return prospect.ruling.kind in ("insufficient_data", "contradictory")


def wide_open(prospect: Prospect) -> bool:
    """Whether every hypothesis is in question: the verdict names nothing, or no more than the wrong partner."""
    return abstains(prospect) or prospect.ruling.hypotheses == (WRONG_PARTNER,)


def repair(candidate: Candidate, case: CaseData, now: Prospect, knowledge: Knowledge) -> float:
    """Bits for doing again, without the flaw, what the verdict says went wrong."""
    if now.ruling.kind != "artefact" or candidate.experiment.instant:
        return 0.0
    lead = now.by_id[now.ruling.hypotheses[0]]
    checks = {f.label: f for f in case.findings if f.tested and knowledge.observables[f.name].shape == "check"}
    flaws = {(f.name, f.state) for label, f in checks.items() if label in lead.findings_for}
    told = {(f.name, f.state) for outcome in candidate.outcomes for f in outcome.findings}
    mended = any(name == check and state != flaw for name, state in told for check, flaw in flaws)
    return lead.probability if mended else 0.0


@dataclass(frozen=True, slots=True)
class _Question:
    """Whether one combination works: what its partners hit, how likely it is called for, and what is still open."""

    classes: frozenset[str]
    genes: frozenset[str]
    weight: float
    replaces: bool
    together: bool
    alone: bool


class Actions:
    """The open questions about the combinations that the leading mechanisms call for."""

    def __init__(self, case: CaseData, now: Prospect, facts: tuple[Fact, ...], knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._inhibitor = {case.context.inhibitor or UNNAMED, UNNAMED}
        tested = [f for f in case.findings if f.tested]
        missed = any(f.name == ON_TARGET and f.state == "no" for f in tested)
        self._tried = {a for f in tested for a in f.treatment or ()} | set(case.context.partner)
        asked = [self._question(c, now, facts) for c in knowledge.combinations.values()]
        self._questions = self._left([q for q in asked if q is not None], [] if missed else tested)

    def bits(self, candidate: Candidate) -> float:
        """What the experiment would settle of the weightiest open question, in bits."""
        findings = [f for outcome in candidate.outcomes for f in outcome.findings]
        return max((q.weight * self._settled(findings, q) for q in self._questions), default=0.0)

    def after(self, candidate: Candidate) -> Actions:
        """What is still open once the experiment has been run, whatever came out."""
        left = copy(self)
        left._questions = self._left(self._questions, [f for o in candidate.outcomes for f in o.findings])
        return left

    def _left(self, questions: Sequence[_Question], tested: Sequence[Finding]) -> tuple[_Question, ...]:
        unanswered = [self._unanswered(q, tested) for q in questions]
        return tuple(q for q in unanswered if q.together or q.alone)

    def _question(self, combination: Combination, now: Prospect, facts: tuple[Fact, ...]) -> _Question | None:
        weight = max((now.by_id[id].probability for id in called_for(now) & set(combination.against)), default=0.0)
        if not weight or any(holds(c, facts, self._knowledge) for c in combination.refused_if):
            return None
        agents = [self._knowledge.agents[a] for a in combination.agents if a in self._knowledge.agents]
        return _Question(
            frozenset(c for a in agents for c in a.classes if c != "fak_inhibitor"),
            frozenset(g for a in agents for g in a.genes if g != "PTK2"),
            weight,
            combination.replaces_inhibitor,
            together=True,
            alone=not combination.replaces_inhibitor,
        )

    def _unanswered(self, question: _Question, tested: Sequence[Finding]) -> _Question:
        seen = [self._answers(f, question) for f in tested]
        return replace(
            question,
            together=question.together and not any(together for together, _ in seen),
            alone=question.alone and not any(alone for _, alone in seen),
        )

    def _settled(self, findings: Sequence[Finding], question: _Question) -> float:
        read = [self._answers(f, question) for f in findings]
        together = question.together and any(t for t, _ in read)
        alone = question.alone and any(a for _, a in read)
        return 1.0 * together if question.replaces else 0.5 * together + 0.5 * alone

    def _answers(self, finding: Finding, question: _Question) -> tuple[bool, bool]:
        """Whether a finding shows the response to both drugs together, and to the partner alone."""
        observable = self._knowledge.observables[finding.name]
        if observable.shape != "response":
            return False, False
        interaction = "interaction" in observable.classes
        given = set(self._tried if interaction and finding.treatment is None else finding.treatment or ())
        partners = [self._is_partner(a, question) for a in given - self._inhibitor]
        if interaction:
            return any(partners), any(partners)
        if not partners or not all(partners):
            return False, False
        together = question.replaces or bool(given & self._inhibitor)
        return together, not together

    def _is_partner(self, id: str, question: _Question) -> bool:
        agent = self._knowledge.agents[id]
        return not (question.classes.isdisjoint(agent.classes) and question.genes.isdisjoint(agent.genes))


def called_for(now: Prospect) -> frozenset[str]:
    """Mechanisms, at even odds or more, that a combination may follow from; none while the experiment is in doubt."""
    biological = ("mechanism", "multiple_mechanisms")
    if now.ruling.kind not in biological and now.ruling.hypotheses != (WRONG_PARTNER,):
        return frozenset()
    return frozenset(s.id for s in now.standings if s.kind == "mechanism" and s.probability >= LEADING)
