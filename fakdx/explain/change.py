"""The smallest change of findings that would make a hypothesis lead, or cost it the lead."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from fakdx.case.write import finding_fields
from fakdx.differential.outlook import with_findings
from fakdx.differential.score import Differential, Priors, differential
from fakdx.differential.search import Prospect, Search, Told, tell
from fakdx.differential.verdict import Ruling, rule_on
from fakdx.explain.candidates import candidates, overlaps, restatements
from fakdx.knowledge import Knowledge
from fakdx.model.case import Context, Finding
from fakdx.model.result import VerdictKind

RIVALS = 4
"""How many other hypotheses lend the observations of their rules to the search."""
MOST_PAIRS = 2000
NAMING = ("mechanism", "multiple_mechanisms", "artefact", "none_sensitive")
"""Verdicts that name what leads; the others say that nothing does."""


@dataclass(frozen=True, slots=True)
class Change:
    """Findings to add, or one reported finding with another result, and what the verdict would be."""

    added: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    """As it was reported, and as it would have to be."""
    written: tuple[str, ...]
    """The new findings as `fakdx whatif` takes them."""
    probability: float
    """Of the hypothesis in question, after the change."""
    verdict: VerdictKind
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reversal:
    """What was looked for and found; `changes` all have the smallest size that works, best first."""

    hypothesis: str
    leads: bool
    """Whether it leads now; then the changes cost it the lead, otherwise they give it the lead."""
    changes: tuple[Change, ...]
    tried: int
    """Changes tried with the matcher; those kept were run again with experta."""


def leads(ruling: Ruling, hypothesis: str) -> bool:
    """Whether the verdict names the hypothesis as (one of) what leads."""
    return ruling.kind in NAMING and hypothesis in ruling.hypotheses


def smallest_changes(
    found: Differential, hypothesis: str, knowledge: Knowledge, priors: Priors | None = None, most: int = 5
) -> Reversal:
    """Search with the matcher, smallest first: every single change, then, if none works, promising pairs.

    Single changes are another result for any reported finding, and any untested finding that a rule about the
    hypothesis or its rivals asks for. Pairs add two untested findings, the most promising first, up to
    `MOST_PAIRS`. What is returned was diagnosed again by experta with the same outcome.
    """
    return _Searcher(found, hypothesis, knowledge, priors).run(most)


@dataclass(frozen=True, slots=True)
class _Try:
    added: tuple[Finding, ...]
    replaced: tuple[Finding, ...]
    """Reported findings that the one added one takes the place of; empty where it is new."""
    prospect: Prospect
    margin: float
    """Log odds of the hypothesis over the best of the others."""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(f.label for f in self.added)


class _Searcher:
    def __init__(self, found: Differential, hypothesis: str, knowledge: Knowledge, priors: Priors | None) -> None:
        self._found, self._hypothesis, self._knowledge, self._priors = found, hypothesis, knowledge, priors
        self._search = Search(found.case, knowledge, priors)
        self._leads = leads(self._search.now.ruling, hypothesis)
        self._tried = 0

    def run(self, most: int) -> Reversal:
        rivals = [a.id for a in self._found.assessments if a.id != self._hypothesis][:RIVALS]
        untested = candidates(self._found, {self._hypothesis, *rivals}, self._knowledge)
        adding = [self._attempt((self._tell(f),)) for f in untested]
        working = [t for t in (*self._restated(), *adding) if self._works(t)]
        if not working:
            working = [t for t in self._pairs(adding) if self._works(t)]
        working.sort(key=lambda t: (t.margin if self._leads else -t.margin, t.labels))
        return Reversal(self._hypothesis, self._leads, tuple(self._verified(working, most)), self._tried)

    def _works(self, one: _Try) -> bool:
        return leads(one.prospect.ruling, self._hypothesis) != self._leads

    def _tell(self, finding: Finding) -> Told:
        return tell(finding, self._found.case.context, self._knowledge)

    def _attempt(self, told: tuple[Told, ...], replaced: tuple[Finding, ...] = ()) -> _Try:
        self._tried += 1
        prospect = self._search.after(told)
        mine = prospect.by_id[self._hypothesis].probability
        best = max((s.probability for s in prospect.standings if s.id != self._hypothesis), default=0.0)
        return _Try(tuple(t.finding for t in told), replaced, prospect, _logit(mine) - _logit(best))

    def _restated(self) -> Iterator[_Try]:
        """Each reported observation with each other result; everything reported of it gives way."""
        subjects: dict[object, list[Finding]] = {}
        for finding in sorted(set(self._found.case.findings), key=lambda f: f.label):
            if finding.tested:
                subjects.setdefault(finding.subject, []).append(finding)
        for reported in subjects.values():
            one = reported[0] if len(reported) == 1 else replace(reported[0], method=None, n=None)
            for other in restatements(one, self._knowledge):
                yield self._attempt((self._tell(other),), tuple(reported))

    def _pairs(self, adding: Sequence[_Try]) -> Iterator[_Try]:
        """Pairs of untested findings in the order of what the two promise apart."""
        sign = 1 if self._leads else -1
        promising = sorted(adding, key=lambda t: (sign * t.margin, t.labels))
        told = [self._tell(t.added[0]) for t in promising]
        ranked = sorted(
            combinations(range(len(promising)), 2),
            key=lambda p: (sign * (promising[p[0]].margin + promising[p[1]].margin), p),
        )
        apart = (p for p in ranked if not overlaps(told[p[0]].finding, told[p[1]].finding))
        for i, j in islice(apart, MOST_PAIRS):
            yield self._attempt((told[i], told[j]))

    def _verified(self, working: Iterable[_Try], most: int) -> Iterator[Change]:
        """The best of those that work by the same rules, as far as experta agrees."""
        before = _counting(self._search.now)
        seen: set[frozenset[str]] = set()
        for one in working:
            by = before ^ _counting(one.prospect)
            if by in seen or len(seen) == most:
                continue
            after = differential(with_findings(self._found.case, one.added), self._knowledge, "experta", self._priors)
            ruling = rule_on(after, self._knowledge)
            if ruling == one.prospect.ruling:
                seen.add(by)
                yield self._change(one, after.of(self._hypothesis).probability, ruling)

    def _change(self, one: _Try, probability: float, ruling: Ruling) -> Change:
        context = self._found.case.context
        return Change(
            added=() if one.replaced else one.labels,
            changed=tuple((f.label, one.added[0].label) for f in one.replaced if f.state != one.added[0].state),
            written=tuple(written(f, context) for f in one.added),
            probability=probability,
            verdict=ruling.kind,
            leading=ruling.hypotheses,
        )


def _counting(prospect: Prospect) -> frozenset[str]:
    return frozenset(mark.rule.id for standing in prospect.standings for mark in standing.counted)


def written(finding: Finding, context: Context) -> str:
    """A finding as the command line takes it: `pFAK_Y397=decreased, with=lapatinib`."""
    parts = []
    for key, value in finding_fields(finding, context).items():
        if isinstance(value, list):
            value = str(value[0]) if len(value) == 1 else f"[{', '.join(map(str, value))}]"
        parts.append(f"{key}={value}")
    return ", ".join(parts)


def _logit(probability: float) -> float:
    if probability <= 0:
        return -math.inf
    return math.inf if probability >= 1 else math.log(probability / (1 - probability))
