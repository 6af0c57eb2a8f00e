"""Where the case stands, for the panel that is always in view. Takes a millisecond or two, so it follows every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fakdx.differential.score import differential
from fakdx.differential.search import Search
from fakdx.differential.verdict import rule_on, verdict
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import VerdictKind
from fakdx.report.words import VERDICTS, Words, percent

MOVED = 0.005
"""A smaller change of probability is not shown as one."""
HELD_BY = 3
"""Findings named as what the verdict hangs on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One hypothesis. `was` is its probability before the last answer, None where it did not move."""

    id: str
    short: str
    probability: float
    percent: str
    band: str
    was: str | None
    rising: bool

    @property
    def arrow(self) -> str:
        """The direction as a sign that needs no colour."""
        return " " if self.was is None else "▲" if self.rising else "▼"


@dataclass(frozen=True, slots=True)
class Standing:
    """The differential in words and numbers."""

    kind: VerdictKind
    headline: str
    reason: str
    rows: tuple[Row, ...]
    hangs_on: tuple[str, ...]
    probabilities: Mapping[str, float]

    @property
    def badge(self) -> str:
        return VERDICTS[self.kind]


def standing(case: CaseData, knowledge: Knowledge, before: Mapping[str, float] | None = None) -> Standing:
    """Rank every hypothesis; `before` are the probabilities to show the change from."""
    found = differential(case, knowledge, "matcher")
    ruling = rule_on(found, knowledge)
    search, words = Search(case, knowledge), Words(knowledge)
    needed: list[str] = []
    if ruling.kind != "insufficient_data":
        tested = [f for f in dict.fromkeys(case.findings) if f.tested]
        needed = [f.label for f in tested if search.without(f).ruling != ruling]
    said = verdict(found, ruling, tuple(needed), knowledge)
    rows = []
    for a in found.assessments:
        old = a.probability if before is None else before.get(a.id, a.probability)
        moved = abs(a.probability - old) >= MOVED
        was = percent(old, knowledge.scoring) if moved else None
        number = percent(a.probability, knowledge.scoring)
        rows.append(Row(a.id, a.short, a.probability, number, a.band, was, a.probability > old))
    return Standing(
        ruling.kind,
        said.headline,
        words.prose(said.reason),
        tuple(rows),
        tuple(words.label(label) for label in needed[:HELD_BY]),
        {a.id: a.probability for a in found.assessments},
    )
