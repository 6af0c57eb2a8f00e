"""What to do next, for a reader: experiments with what each result would mean, combinations, protocols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import listed
from fakdx.model import entries
from fakdx.model.result import CombinationAdvice, ExperimentAdvice, OutcomeAdvice, Result
from fakdx.report import words as say
from fakdx.report.references import Bibliography, Citation
from fakdx.report.words import Words

MOVES_SHOWN = 2
STATUS_ORDER = ("ready", "deferred", "refused")


@dataclass(frozen=True, slots=True)
class Move:
    hypothesis: str
    before: str
    after: str
    direction: str

    @property
    def shown(self) -> str:
        return f"{self.hypothesis} {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result. `verdict` is what the verdict would become, empty when it stays."""

    result: str
    percent: str
    moves: tuple[Move, ...]
    verdict: str

    @property
    def summary(self) -> str:
        """What it would do to the hypotheses that move most."""
        return ", ".join(m.shown for m in self.moves[:MOVES_SHOWN]) or "moves little"


@dataclass(frozen=True, slots=True)
class Step:
    """An experiment worth running. `protocol` is the name of a protocol printed on the page, or empty."""

    number: int
    id: str
    name: str
    purpose: str
    why: str
    gain: str
    hands_on: str
    days: str
    cost: str
    instant: bool
    effort: str
    outcomes: tuple[Outcome, ...]
    protocol: str
    controls: tuple[str, ...]
    passes: str
    cautions: tuple[str, ...]
    safety: str


@dataclass(frozen=True, slots=True)
class Recipe:
    name: str
    purpose: str
    materials: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    """What to do, and when or how long."""
    controls: tuple[str, ...]
    passes: str
    cautions: tuple[str, ...]
    safety: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    name: str
    status: str
    reason: str
    agents: tuple[str, ...]
    against: str
    evidence: str
    context_match: str
    rationale: str
    cautions: tuple[str, ...]
    arms: tuple[str, ...]
    falsified_by: str
    first: tuple[str, ...]
    cites: tuple[Citation, ...]


def steps(result: Result, knowledge: Knowledge, words: Words) -> tuple[Step, ...]:
    return tuple(_step(i, e, result, knowledge, words) for i, e in enumerate(result.experiments, start=1))


def _step(number: int, e: ExperimentAdvice, result: Result, knowledge: Knowledge, words: Words) -> Step:
    entry = knowledge.experiments.get(e.id)
    protocol = knowledge.protocols.get(e.protocol or "")
    hands_on, days = say.hours(e.hands_on_h), say.days(e.days)
    effort = "no bench work" if e.instant else f"{hands_on} hands-on, {days}, {_cost(e.cost)}"
    return Step(
        number=number,
        id=e.id,
        name=e.name,
        purpose=e.purpose,
        why=e.why,
        gain=say.bits(e.gain_bits),
        hands_on=hands_on,
        days=days,
        cost=e.cost,
        instant=e.instant,
        effort=effort,
        outcomes=tuple(_outcome(o, result, words) for o in e.outcomes),
        protocol=protocol.name if protocol else "",
        controls=e.controls,
        passes=e.passes,
        cautions=entry.cautions if entry else (),
        safety=(entry.safety or "") if entry else "",
    )


def _cost(cost: str) -> str:
    return "no cost" if cost == "none" else f"{cost} cost"


def _outcome(o: OutcomeAdvice, result: Result, words: Words) -> Outcome:
    before = {a.id: a.probability for a in result.differential}
    moves = tuple(
        Move(
            words.hypothesis(id),
            words.percent(before.get(id, 0.0)),
            words.percent(after),
            "up" if after > before.get(id, 0.0) else "down" if after < before.get(id, 0.0) else "same",
        )
        for id, after in o.then
    )
    verdict = say.VERDICTS[o.verdict] if o.verdict != result.verdict.kind else ""
    return Outcome(o.result, words.percent(o.probability), moves, verdict)


def recipes(
    experiments: Sequence[ExperimentAdvice], knowledge: Knowledge, bibliography: Bibliography
) -> tuple[Recipe, ...]:
    """The protocols of these experiments, each once, in their order."""
    ids = dict.fromkeys(e.protocol for e in experiments if e.protocol and e.protocol in knowledge.protocols)
    found = []
    for protocol in (knowledge.protocols[id] for id in ids):
        several_days = any(s.day != 1 for s in protocol.steps)
        found.append(
            Recipe(
                name=protocol.name,
                purpose=protocol.purpose,
                materials=protocol.materials,
                steps=tuple((s.do, _when(s.day if several_days else 0, s.minutes)) for s in protocol.steps),
                controls=protocol.controls,
                passes=protocol.pass_criterion,
                cautions=protocol.cautions,
                safety=protocol.safety or "",
                cites=bibliography.cites(protocol.cites),
            )
        )
    return tuple(found)


def _when(day: int, minutes: float | None) -> str:
    time = "" if minutes is None else f"{minutes:g} min" if minutes < 120 else f"{minutes / 60:.3g} h"
    return ", ".join(x for x in (f"day {day}" if day else "", time) if x)


def combinations(
    result: Result, knowledge: Knowledge, words: Words, bibliography: Bibliography
) -> tuple[Combination, ...]:
    """Ready ones first, then deferred, then refused; inside a status in the order of the result."""
    ordered = sorted(result.combinations, key=lambda c: STATUS_ORDER.index(c.status))
    return tuple(_combination(c, knowledge, words, bibliography) for c in ordered)


def _combination(c: CombinationAdvice, knowledge: Knowledge, words: Words, bib: Bibliography) -> Combination:
    entry = knowledge.combinations.get(c.id)
    return Combination(
        name=c.name,
        status=c.status,
        reason=c.reason,
        agents=tuple(_agent(a, knowledge, words) for a in c.agents),
        against=listed(words.hypothesis(h) for h in c.against),
        evidence=say.EVIDENCE.get(c.evidence, c.evidence),
        context_match=c.context_match,
        rationale=entry.rationale if entry else "",
        cautions=c.cautions,
        arms=c.arms,
        falsified_by=c.falsified_by,
        first=tuple(words.experiment(e) for e in c.first),
        cites=_claims(c, entry, bib),
    )


def _claims(c: CombinationAdvice, entry: entries.Combination | None, bib: Bibliography) -> tuple[Citation, ...]:
    """Each source once, for what is not refused."""
    if entry is None or c.status == "refused":
        return ()
    return tuple(dict.fromkeys(bib.cites(cite for claim in entry.claims for cite in claim.cites)))


def _agent(id: str, knowledge: Knowledge, words: Words) -> str:
    entry = knowledge.agents.get(id)
    also = f" ({', '.join(entry.aliases[:2])})" if entry and entry.aliases and not entry.generic else ""
    return words.agent(id) + also
