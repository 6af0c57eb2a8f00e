"""The same reasoning many times over: what a case would amount to with findings added or left out.

`Search` keeps what a case and its variants share (what findings and context show the rules, the weights, the
setting) and gives bare standings. Their numbers are those of `differential`, by construction:
both call the same matcher and the same tally.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from fakdx.differential.tally import Priors, Standing, Tally, derivations_of
from fakdx.differential.verdict import Ruling, rule_on_ranking
from fakdx.differential.weights import FULL, Weight, finding_weight, setting_of
from fakdx.inference import matcher_of
from fakdx.inference.facts import Subject, context_facts, contradictions_among, finding_facts
from fakdx.inference.matcher import Hits
from fakdx.knowledge import Knowledge
from fakdx.model.case import INCONCLUSIVE, CaseData, Context, Finding


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what search needs of it, worked out once."""

    finding: Finding
    subject: Subject
    label: str
    shown: Hits
    weight: Weight


def tell(finding: Finding, context: Context, knowledge: Knowledge) -> Told:
    """Prepare a finding for search in this context."""
    facts = finding_facts(finding, context, knowledge) if finding.tested else ()
    shown = matcher_of(knowledge).hits(facts)
    return Told(finding, finding.subject, finding.label, shown, finding_weight(finding, knowledge.scoring))


@dataclass(frozen=True)
class Prospect:
    """What a case would amount to: every hypothesis, best first, and the ruling."""

    standings: tuple[Standing, ...]
    ruling: Ruling

    @cached_property
    def by_id(self) -> dict[str, Standing]:
        return {s.id: s for s in self.standings}


class Search:
    """One case, ready to be asked about its variants."""

    def __init__(self, case: CaseData, knowledge: Knowledge, priors: Priors | None = None) -> None:
        self.case = case
        self.knowledge = knowledge
        self._matcher = matcher_of(knowledge)
        context, _ = context_facts(case.context, knowledge)
        self._context = self._matcher.hits(context)
        self._tally = Tally(knowledge, setting_of(case, context), priors or {})
        findings = sorted(set(case.findings), key=lambda f: f.label)
        self._told = [tell(f, case.context, knowledge) for f in findings]
        self._by_subject: dict[Subject, list[Told]] = {}
        for told in self._told:
            self._by_subject.setdefault(told.subject, []).append(told)
        self._clashing = _clashing(self._told)
        self._weights = _weights(self._told)
        self._shown = self._together(self._told, self._clashing)

    @cached_property
    def now(self) -> Prospect:
        """The case as it is."""
        return self.after(())

    def after(self, adds: Sequence[Told], instead_of: frozenset[Subject] = frozenset()) -> Prospect:
        """With findings added: a new one takes the place of what was known of the same subject.

        `instead_of` names further subjects that give way.
        """
        if not instead_of and not any(t.subject in self._by_subject for t in adds):
            clashing = _clashing(adds)
            new = [t for t in adds if t.subject not in clashing]
            weights = {**self._weights, **_weights(adds)} if self._weights or _weights(adds) else self._weights
            shown = [self._shown, *(t.shown for t in new)]
            return self._prospect(shown, weights, bool(self._clashing or clashing))
        subjects = {t.subject for t in adds} | instead_of
        return self._of([*(t for t in self._told if t.subject not in subjects), *adds])

    def without(self, finding: Finding) -> Prospect:
        """As if one finding had never been reported."""
        return self._of([t for t in self._told if t.finding != finding])

    def _of(self, told: Sequence[Told]) -> Prospect:
        clashing = _clashing(told)
        return self._prospect([self._together(told, clashing)], _weights(told), bool(clashing))

    def _together(self, told: Iterable[Told], clashing: frozenset[Subject]) -> Hits:
        return self._context.joined(t.shown for t in told if t.subject not in clashing)

    def _prospect(self, shown: Sequence[Hits], weights: dict[str, Weight], contradicted: bool) -> Prospect:
        inference = self._matcher.fire(shown).inference()
        standings = self._tally.standings(inference, weights, derivations_of(inference, self.knowledge))
        return Prospect(standings, rule_on_ranking(standings, contradicted, self.knowledge))


def _clashing(told: Sequence[Told]) -> frozenset[Subject]:
    """Subjects of which contradictory things are told; neither side is used."""
    subjects = [t.subject for t in told if t.finding.tested and t.finding.state != INCONCLUSIVE]
    if len(set(subjects)) == len(subjects):
        return frozenset()
    groups = contradictions_among((t.subject, t.finding) for t in told)
    return frozenset(f.subject for group in groups for f in group)


def _weights(told: Iterable[Told]) -> dict[str, Weight]:
    return {t.label: t.weight for t in told if t.weight is not FULL}
