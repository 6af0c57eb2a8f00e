"""The differential for a reader: every hypothesis with its evidence for, against and still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.knowledge import Knowledge
from fakdx.model.result import Assessment, Evidence, Missing, Result
from fakdx.report import words as say
from fakdx.report.bars import contribution_bar, probability_bar
from fakdx.report.references import Bibliography, Citation
from fakdx.report.words import Words

LEADERS = 3
MISSING_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Contribution:
    """One rule that fired. `notes` says what the reader must know of it: why it is not counted, that it decides."""

    points: str
    value: float
    bar: str
    because: str
    findings: tuple[str, ...]
    via: tuple[str, ...]
    cites: tuple[Citation, ...]
    notes: tuple[str, ...]
    counted: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Open:
    """A result that was not looked for, as a condition (`phospho-HER2 Y1248 is increased`), and what it would count."""

    observation: str
    points: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hypothesis of the differential. The points of `for_` and `against` add up to `points`."""

    rank: int
    id: str
    name: str
    short: str
    kind: str
    probability: float
    percent: str
    band: str
    bar: str
    prior: str
    points: str
    corroborated: bool
    groups: int
    explains: str
    consequences: tuple[str, ...]
    for_points: tuple[str, ...]
    against_points: tuple[str, ...]
    for_: tuple[Contribution, ...]
    against: tuple[Contribution, ...]
    missing: tuple[Open, ...]
    more_missing: int

    @property
    def arithmetic(self) -> str:
        """How the number came about, in one line."""
        return f"prior {self.prior}, {self.points} points: {self.percent}, {self.band}"


def rank(result: Result, knowledge: Knowledge, words: Words, bibliography: Bibliography) -> tuple[Ranked, ...]:
    """All hypotheses, most probable first. Sources are numbered in this order."""
    return tuple(
        _ranked(i, assessment, knowledge, words, bibliography)
        for i, assessment in enumerate(result.differential, start=1)
    )


def explained(ranking: Sequence[Ranked], verdict: Sequence[str], possible: float) -> tuple[Ranked, ...]:
    """The hypotheses whose evidence is spelled out: those of the verdict, all at least possible, else the first one."""
    chosen = tuple(r for r in ranking if r.id in verdict or r.probability >= possible)
    return chosen or tuple(ranking[:1])


def _ranked(rank: int, a: Assessment, knowledge: Knowledge, words: Words, bib: Bibliography) -> Ranked:
    entry = knowledge.hypotheses.get(a.id)
    for_ = tuple(_contribution(e, words, bib) for e in _strongest_first(a.for_))
    against = tuple(_contribution(e, words, bib) for e in _strongest_first(a.against))
    missing = tuple(_open(m, words) for m in a.missing)
    return Ranked(
        rank=rank,
        id=a.id,
        name=a.name,
        short=a.short,
        kind=say.KINDS[a.kind],
        probability=a.probability,
        percent=words.percent(a.probability),
        band=a.band,
        bar=probability_bar(a.probability),
        prior=words.percent(a.prior),
        points=say.points(a.points),
        corroborated=a.corroborated,
        groups=len({e.group or e.rule for e in a.for_ if e.counted and e.points > 0}),
        explains=entry.explains if entry else "",
        consequences=tuple(words.hypothesis(c) for c in entry.consequences) if entry else (),
        for_points=tuple(c.points for c in for_ if c.counted),
        against_points=tuple(c.points for c in against if c.counted),
        for_=for_,
        against=against,
        missing=missing[:MISSING_SHOWN],
        more_missing=max(0, len(missing) - MISSING_SHOWN),
    )


def _strongest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda e: (not e.counted, -abs(e.points), -abs(e.full_points), e.rule))


def _contribution(e: Evidence, words: Words, bib: Bibliography) -> Contribution:
    notes = ["decisive experiment"] if e.decisive else []
    if e.note:
        notes.append(e.note if e.counted else f"not counted: {e.note}")
    elif not e.counted:
        notes.append("not counted")
    return Contribution(
        points=say.points(e.points),
        value=e.points,
        bar=contribution_bar(e.points),
        because=e.because,
        findings=tuple(words.label(f) for f in e.findings),
        via=tuple(words.label(v) for v in e.via),
        cites=bib.pairs(e.sources),
        notes=tuple(notes),
        counted=e.counted,
        rule=e.rule,
    )


def _open(m: Missing, words: Words) -> Open:
    whole = m.would_be if " is " in m.would_be else f"{m.observation} is {m.would_be}"
    return Open(words.condition(whole), say.points(m.points), m.rule)
