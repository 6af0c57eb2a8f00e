"""What changed between two results, and which rules moved the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fakdx.knowledge import Knowledge
from fakdx.model.result import Assessment, Evidence, Result
from fakdx.report import words as say
from fakdx.report.bars import contribution_bar
from fakdx.report.escape import plain
from fakdx.report.references import Bibliography, Citation
from fakdx.report.templating import render_shipped
from fakdx.report.text import captured
from fakdx.report.words import Words


@dataclass(frozen=True, slots=True)
class Mover:
    """A rule that gives a hypothesis other points than before. The movers' points add up to the change."""

    points: str
    value: float
    bar: str
    what: str
    because: str
    findings: tuple[str, ...]
    cites: tuple[Citation, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class RankMove:
    id: str
    """Of the hypothesis."""
    short: str
    before: str
    after: str
    probability_before: float | None
    probability_after: float | None
    """None where the hypothesis is not in the ranking."""
    rank_before: int
    rank_after: int
    points: str
    movers: tuple[Mover, ...]

    @property
    def ranks(self) -> str:
        """`3 → 1`, or the rank that stayed; 0 stands for not in the ranking."""
        before, after = (str(r) if r else "–" for r in (self.rank_before, self.rank_after))
        return before if before == after else f"{before} → {after}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results side by side, largest change of probability first."""

    before: str
    after: str
    verdict_before: str
    verdict_after: str
    verdict_changed: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    context: tuple[str, ...]
    concluded: tuple[str, ...]
    no_longer_concluded: tuple[str, ...]
    moves: tuple[RankMove, ...]
    unmoved: int
    warnings: tuple[str, ...]
    research_use: str


def compare(before: Result, after: Result, knowledge: Knowledge) -> Comparison:
    """Findings, conclusions, verdict and ranking of two results; `knowledge` only supplies names."""
    words, bib = Words(knowledge), Bibliography(knowledge)
    old, new = before.reading, after.reading
    old_labels, new_labels = ([f.label for f in r.case.findings] for r in (old, new))
    old_derived, new_derived = ({d.label: d.name for d in r.derived} for r in (old, new))
    moves = tuple(_moves(before, after, words, bib))
    everything = {a.id for a in (*before.differential, *after.differential)}
    return Comparison(
        before=old.case.title or "before",
        after=new.case.title or "after",
        verdict_before=_verdict(before, words),
        verdict_after=_verdict(after, words),
        verdict_changed=(before.verdict.kind, before.verdict.hypotheses)
        != (after.verdict.kind, after.verdict.hypotheses),
        added=tuple(words.label(x) for x in _only(new_labels, old_labels)),
        removed=tuple(words.label(x) for x in _only(old_labels, new_labels)),
        context=tuple(_context(before, after, words)),
        concluded=tuple(name for label, name in new_derived.items() if label not in old_derived),
        no_longer_concluded=tuple(name for label, name in old_derived.items() if label not in new_derived),
        moves=moves,
        unmoved=len(everything) - len(moves),
        warnings=tuple(_warnings(before, after)),
        research_use=say.RESEARCH_USE,
    )


def _only(these: Sequence[str], those: Sequence[str]) -> list[str]:
    return [x for x in dict.fromkeys(these) if x not in those]


def _verdict(result: Result, words: Words) -> str:
    leader = next((a for a in result.differential if a.id in result.verdict.hypotheses), None)
    share = f" ({words.percent(leader.probability)})" if leader else ""
    return f"{say.VERDICTS[result.verdict.kind]}: {result.verdict.headline}{share}"


def _context(before: Result, after: Result, words: Words) -> Iterator[str]:
    old, new = (words.subject(r.reading.case.context) for r in (before, after))
    yield from (f"now: {x}" for x in _only(new, old))
    yield from (f"no longer: {x}" for x in _only(old, new))


def _warnings(before: Result, after: Result) -> Iterator[str]:
    old, new = before.provenance, after.provenance
    if old.knowledge_sha256 != new.knowledge_sha256:
        yield "The two were reasoned with different knowledge, so not every change comes from the case."
    if old.options != new.options:
        yield "The two were run with different options."
    if old.fakdx != new.fakdx:
        yield f"The two were run with different versions of fakdx: {old.fakdx} and {new.fakdx}."


def _moves(before: Result, after: Result, words: Words, bib: Bibliography) -> Iterator[RankMove]:
    old = {a.id: (i, a) for i, a in enumerate(before.differential, start=1)}
    new = {a.id: (i, a) for i, a in enumerate(after.differential, start=1)}
    ids = sorted({*old, *new}, key=lambda id: (-abs(_p(new, id) - _p(old, id)), new.get(id, (len(new) + 1,))[0], id))
    for id in ids:
        (rank_before, a), (rank_after, b) = old.get(id, (0, None)), new.get(id, (0, None))
        movers = tuple(_movers(a, b, words, bib))
        if movers or _p(old, id) != _p(new, id) or rank_before != rank_after:
            named = b or a
            assert named is not None
            yield RankMove(
                id=id,
                short=named.short,
                before=words.percent(a.probability) if a else "–",
                after=words.percent(b.probability) if b else "–",
                probability_before=a.probability if a else None,
                probability_after=b.probability if b else None,
                rank_before=rank_before,
                rank_after=rank_after,
                points=say.points((b.points if b else 0.0) - (a.points if a else 0.0)),
                movers=movers,
            )


def _p(table: Mapping[str, tuple[int, Assessment]], id: str) -> float:
    return table[id][1].probability if id in table else 0.0


def _movers(before: Assessment | None, after: Assessment | None, words: Words, bib: Bibliography) -> Iterator[Mover]:
    old, new = _evidence(before), _evidence(after)
    change = {rule: _points(new, rule) - _points(old, rule) for rule in {**new, **old}}
    for rule, delta in sorted(change.items(), key=lambda x: (-abs(x[1]), x[0])):
        if delta:
            e = new.get(rule) or old[rule]
            yield Mover(
                points=say.points(delta),
                value=delta,
                bar=contribution_bar(delta),
                what="new" if not _points(old, rule) else "gone" if not _points(new, rule) else "weighs differently",
                because=e.because,
                findings=tuple(words.label(f) for f in e.findings),
                cites=bib.pairs(e.sources),
                rule=rule,
            )


def _points(evidence: Mapping[str, Evidence], rule: str) -> float:
    return evidence[rule].points if rule in evidence else 0.0


def _evidence(assessment: Assessment | None) -> dict[str, Evidence]:
    return {e.rule: e for e in (*assessment.for_, *assessment.against)} if assessment else {}


def comparison_markdown(before: Result, after: Result, knowledge: Knowledge) -> str:
    """The comparison as a Markdown page."""
    return render_shipped("diff.md.jinja", "markdown", diff=compare(before, after, knowledge))


def comparison_text(before: Result, after: Result, knowledge: Knowledge, width: int = 100) -> str:
    return captured(lambda console: print_comparison(before, after, knowledge, console), width)


def print_comparison(before: Result, after: Result, knowledge: Knowledge, console: Console) -> None:
    """The comparison to a Rich console. Nothing is said by colour alone."""
    diff = compare(before, after, knowledge)
    console.print(_line(f"{diff.before} → {diff.after}", "bold"))
    console.print(_line("the verdict changes" if diff.verdict_changed else "the verdict stays", "dim"))
    if diff.verdict_before != diff.verdict_after:
        console.print(Padding(_line(f"was {diff.verdict_before}"), (0, 0, 0, 2)))
    console.print(Padding(_line(f"now {diff.verdict_after}", "bold"), (0, 0, 0, 2)))
    for title, items in (
        ("New findings", diff.added),
        ("No longer there", diff.removed),
        ("Context", diff.context),
        ("Newly concluded", diff.concluded),
        ("No longer concluded", diff.no_longer_concluded),
        ("Careful", diff.warnings),
    ):
        if items:
            console.print(Padding(_line(title, "bold"), (1, 0, 0, 0)))
            for item in items:
                console.print(Padding(_line(item), (0, 0, 0, 2)))
    console.print(Padding(_line("Ranking", "bold"), (1, 0, 0, 0)))
    for move in diff.moves:
        head = f"{move.short}: {move.before} → {move.after}, rank {move.ranks}, {move.points} points"
        console.print(Padding(_line(head), (0, 0, 0, 2)))
        console.print(Padding(_mover_table(move.movers), (0, 0, 0, 4)))
    if diff.unmoved:
        others = "other hypothesis does" if diff.unmoved == 1 else "other hypotheses do"
        console.print(Padding(_line(f"{diff.unmoved} {others} not move", "dim"), (0, 0, 0, 2)))


def _mover_table(movers: Sequence[Mover]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for m in movers:
        table.add_row(_line(m.points), _line(m.what, "dim"), _line(m.because))
    return table


def _line(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)
