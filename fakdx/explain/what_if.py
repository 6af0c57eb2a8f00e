"""What other results would do to the ranking: the case before and after, hypothesis by hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.differential.priors import checked_priors
from fakdx.differential.score import Differential, Priors, differential
from fakdx.differential.verdict import Ruling, rule_on, verdict
from fakdx.errors import InputError
from fakdx.explain.edits import Edit, edit
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import VerdictKind
from fakdx.model.scoring import Band


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a hypothesis stands in one ranking; `rank` counts from 1."""

    rank: int
    probability: float
    points: float
    band: Band


@dataclass(frozen=True, slots=True)
class Move:
    """One hypothesis before and after, and the rules that made the difference."""

    hypothesis: str
    short: str
    before: Standing
    after: Standing
    started: tuple[str, ...]
    """Rules about it that fire only afterwards."""
    stopped: tuple[str, ...]

    @property
    def change(self) -> float:
        """Of its points."""
        return self.after.points - self.before.points


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict without its evidence."""

    kind: VerdictKind
    hypotheses: tuple[str, ...]
    headline: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What was done to the case and what came of it. `moves` follow the ranking afterwards."""

    added: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    context: tuple[str, ...]
    before: Outcome
    after: Outcome
    moves: tuple[Move, ...]
    contradictions: tuple[tuple[str, ...], ...]
    """Findings that contradict each other afterwards, of which none is used."""

    @property
    def verdict_changes(self) -> bool:
        return (self.before.kind, self.before.hypotheses) != (self.after.kind, self.after.hypotheses)


def what_if(
    case: CaseData,
    results: Sequence[str],
    knowledge: Knowledge | None = None,
    *,
    drops: Sequence[str] = (),
    priors: Priors | None = None,
) -> WhatIf:
    """Diagnose a case as it is and as it would be, both with experta.

    `results` are findings such as `pFAK_Y397=decreased, with=lapatinib`, or fields of the context such as
    `dose=10 uM`; a result takes the place of what was reported about the same thing. `drops` name findings to
    leave out. Raises InputError for anything that cannot be read or is not there.
    """
    if not results and not drops:
        raise InputError("nothing to try; give a result such as pHER2_Y1248=unchanged, or --drop FINDING")
    base = knowledge or load_knowledge()
    done = edit(case, results, drops, base)
    own = checked_priors(priors, base)
    before = differential(case, base, "experta", own)
    after = differential(done.case, base, "experta", own)
    return weigh(done, before, after, base)


def weigh(done: Edit, before: Differential, after: Differential, knowledge: Knowledge) -> WhatIf:
    """The comparison of two differentials, the second being of the edited case."""
    old, new = _standings(before), _standings(after)
    return WhatIf(
        added=tuple(f.label for f in done.added),
        changed=tuple((was.label, now.label) for was, now in done.changed),
        dropped=tuple(f.label for f in done.dropped),
        context=done.context,
        before=_outcome(before, knowledge),
        after=_outcome(after, knowledge),
        moves=tuple(
            Move(
                a.id, a.short, old[a.id], new[a.id],
                tuple(sorted(_rules(after, a.id) - _rules(before, a.id))),
                tuple(sorted(_rules(before, a.id) - _rules(after, a.id))),
            )
            for a in after.assessments
        ),
        contradictions=tuple(tuple(sorted(f.label for f in group)) for group in after.base.contradictions),
    )  # fmt: skip


def _standings(found: Differential) -> dict[str, Standing]:
    return {a.id: Standing(n, a.probability, a.points, a.band) for n, a in enumerate(found.assessments, start=1)}


def _rules(found: Differential, hypothesis: str) -> set[str]:
    assessment = found.of(hypothesis)
    return {e.rule for e in (*assessment.for_, *assessment.against)}


def _outcome(found: Differential, knowledge: Knowledge) -> Outcome:
    ruling: Ruling = rule_on(found, knowledge)
    return Outcome(ruling.kind, ruling.hypotheses, verdict(found, ruling, (), knowledge).headline)
