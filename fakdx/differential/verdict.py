"""The headline: no more than the data carry.

Order of the questions: is the report contradictory, is it an artefact, does the inhibitor work, one mechanism or
several; and if nothing stands out, that is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, Protocol, TypeVar

from fakdx.differential.score import Differential
from fakdx.knowledge import Knowledge
from fakdx.model.result import Assessment, Verdict, VerdictKind
from fakdx.model.scoring import Band

LIKELY = ("established", "likely")
LEADING = 0.5
"""Below even odds a hypothesis leads nothing."""
MOST_MECHANISMS = 3


class Ranked(Protocol):
    """What a ruling looks at: an `Assessment` with all its reasons, or a bare `Standing` of a search."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> Literal["mechanism", "artefact", "sensitive"]: ...
    @property
    def points(self) -> float: ...
    @property
    def probability(self) -> float: ...
    @property
    def band(self) -> Band: ...
    @property
    def corroborated(self) -> bool: ...
    @property
    def decided(self) -> bool: ...
    @property
    def findings_for(self) -> frozenset[str]: ...


R = TypeVar("R", bound=Ranked)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Kind and hypotheses of a verdict, without the words: cheap enough to compute thousands of times."""

    kind: VerdictKind
    hypotheses: tuple[str, ...]


def rule_on(differential: Differential, knowledge: Knowledge) -> Ruling:
    """What the differential amounts to."""
    return rule_on_ranking(differential.assessments, bool(differential.base.contradictions), knowledge)


def rule_on_ranking(ranked: Sequence[Ranked], contradicted: bool, knowledge: Knowledge) -> Ruling:
    """The same for any ranking, best first. Contradicted findings matter unless something decisive is likely."""
    top = ranked[0]
    likely = [a for a in ranked if a.band in LIKELY]
    if contradicted and not any(a.decided for a in likely):
        return Ruling("contradictory", tuple(a.id for a in ranked[:3] if a.probability >= 0.1))
    if top.probability < LEADING:
        return Ruling("insufficient_data", tuple(a.id for a in ranked[:3] if a.points > 0))
    mechanisms = [a for a in ranked if a.kind == "mechanism" and a.probability >= LEADING]
    artefact = next((a for a in ranked if a.kind == "artefact"), None)
    if artefact is not None and artefact.probability >= LEADING and artefact.points >= _best_points(mechanisms):
        return Ruling("artefact", (artefact.id,))
    if top.kind == "sensitive":
        return Ruling("none_sensitive", (top.id,))
    if not _leads(ranked, knowledge):
        return Ruling("insufficient_data", tuple(a.id for a in ranked[:3] if a.points > 0))
    together = explaining_set([a for a in mechanisms if a.band in LIKELY])
    if len(together) > 1:
        return Ruling("multiple_mechanisms", tuple(a.id for a in together))
    return Ruling("mechanism", (top.id,))


def _best_points(assessments: list[Ranked]) -> float:
    return max((a.points for a in assessments), default=float("-inf"))


def _leads(ranked: Sequence[Ranked], knowledge: Knowledge) -> bool:
    """Corroborated, and likely or ahead of the next by a stated distance. One blot decides nothing."""
    top, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    if not top.corroborated:
        return False
    if top.band in LIKELY or second is None:
        return True
    return top.points - second.points >= knowledge.scoring.thresholds.minimum_lead_points


def explaining_set(candidates: list[R]) -> tuple[R, ...]:
    """The smallest set that accounts for all that the candidates account for; of equals the best supported.

    Every member accounts for something that no other member does.
    """
    if len(candidates) < 2:
        return tuple(candidates)
    wanted = frozenset().union(*(a.findings_for for a in candidates))
    for size in range(1, min(MOST_MECHANISMS, len(candidates)) + 1):
        covering = [
            group
            for group in combinations(candidates, size)
            if frozenset().union(*(a.findings_for for a in group)) >= wanted
        ]
        if covering:
            return max(covering, key=lambda group: (sum(a.points for a in group), [a.id for a in group]))
    return tuple(candidates[:MOST_MECHANISMS])


def leaders(differential: Differential, ruling: Ruling) -> tuple[Assessment, ...]:
    return tuple(differential.of(id) for id in ruling.hypotheses)


def onset_of(differential: Differential, ruling: Ruling, knowledge: Knowledge) -> str:
    """Intrinsic or acquired, when the findings or the leading mechanism say so."""
    derived = {fact.name for fact in differential.inference.derived}
    if "acquired_setting" in derived:
        return "acquired"
    if "intrinsic_setting" in derived:
        return "intrinsic"
    onsets = {knowledge.hypotheses[id].onset for id in ruling.hypotheses}
    if ruling.kind in ("mechanism", "multiple_mechanisms") and len(onsets) == 1 and onsets <= {"intrinsic", "acquired"}:
        return next(iter(onsets))
    return ""


def unexplained(differential: Differential, ruling: Ruling) -> tuple[str, ...]:
    """Findings that speak for some hypothesis but for none of the leading ones. They count against nothing."""
    if ruling.kind in ("insufficient_data", "contradictory"):
        return ()
    leading = frozenset(ruling.hypotheses)
    explained = frozenset().union(*(a.findings_for for a in differential.assessments if a.id in leading))
    reported = {f.label for f in differential.case.findings}
    spoken = frozenset().union(*(a.findings_for for a in differential.assessments if a.kind != "sensitive"))
    return tuple(sorted((spoken - explained) & reported))


def verdict(differential: Differential, ruling: Ruling, hangs_on: tuple[str, ...], knowledge: Knowledge) -> Verdict:
    """The ruling in words."""
    headline, reason = _words(differential, ruling)
    if differential.base.contradictions and ruling.kind != "contradictory":
        reason += f" Left out, as contradicted and not settled: {_clashes(differential)}."
    return Verdict(
        ruling.kind, ruling.hypotheses, headline, reason, hangs_on, onset_of(differential, ruling, knowledge)
    )


def _undecided(found: tuple[Assessment, ...]) -> str:
    if not found:
        return "Nothing reported speaks for any explanation yet."
    still_open = "Still open: " + ", ".join(a.name for a in found) + "."
    if found[0].probability >= LEADING and not found[0].corroborated:
        return f"{found[0].name} leads, on one observation alone. {still_open}"
    return f"Nothing stands out. {still_open}"


def _clashes(differential: Differential) -> str:
    """What contradicts what. Neither side counts, so a control said both ways is one that was never checked."""
    return "; ".join(" against ".join(f.label for f in group) for group in differential.base.contradictions)


def _words(differential: Differential, ruling: Ruling) -> tuple[str, str]:
    found = leaders(differential, ruling)
    names = [a.name for a in found]
    if ruling.kind == "contradictory":
        return (
            "The findings contradict each other",
            f"{_clashes(differential)}. Neither is used until one is settled.",
        )
    if ruling.kind == "insufficient_data":
        return "The data do not decide", _undecided(found)
    top = found[0]
    groups = len({e.group for e in top.for_ if e.points > 0})
    rests = f"Rests on {groups} independent group{'s' if groups != 1 else ''} of evidence"
    if top.decided:
        rests += ", one of them decisive by itself" if groups > 1 else ", decisive by itself"
    if not top.corroborated:
        rests += "; one observation alone does not carry more than possible"
    if ruling.kind == "artefact":
        return f"Check the experiment first: {names[0]}", rests + "."
    if ruling.kind == "none_sensitive":
        return "No resistance here: the inhibitor works", rests + "."
    if ruling.kind == "multiple_mechanisms":
        together = "Several mechanisms at once: " + " and ".join(names)
        return together, "Each accounts for findings that the others do not."
    word = {"established": "Established", "likely": "Likely"}.get(top.band, "Possible")
    return f"{word}: {names[0]}", rests + "."
