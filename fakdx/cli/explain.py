"""`fakdx explain CASE HYPOTHESIS`"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence

from fakdx.cli.inputs import add_case, add_reasoning, knowledge_of, priors_of, read_case
from fakdx.cli.page import Block, Columns, Heading, Line, add_format, put_out
from fakdx.explain.account import Account, Step, account
from fakdx.explain.change import Change, Reversal
from fakdx.explain.near import NearMiss
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import listed
from fakdx.report import words as say
from fakdx.report.references import short_name
from fakdx.report.words import Words

NEARLY = 8
"""Silent rules listed in text; JSON has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("hypothesis", metavar="HYPOTHESIS", help="its id, such as pyk2_compensation, or its name")
    parser.add_argument("--no-search", action="store_true", help="do not look for the smallest change of findings")
    add_format(parser)
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    case = read_case(args.case, knowledge)
    told = account(case, args.hypothesis, knowledge, priors=priors_of(args), search=not args.no_search)
    put_out(args.format, f"{told.hypothesis.name}: why it stands where it does", _Page(told, knowledge).blocks(), told)
    return 0


class _Page:
    def __init__(self, told: Account, knowledge: Knowledge) -> None:
        self._told, self._knowledge, self._words = told, knowledge, Words(knowledge)

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield Heading("How it got its score")
        yield self._steps()
        yield from self._aside()
        yield from self._against()
        yield from self._not_higher()
        yield from self._missing()
        if self._told.reversal is not None:
            yield from self._change(self._told.reversal)

    def _head(self) -> Iterator[Block]:
        a = self._told.hypothesis
        yield Line(
            f"rank {self._told.rank} of {self._told.of}: {self._words.percent(a.probability)}, {a.band}, "
            f"{say.points(a.points)} points; prior {self._words.percent(a.prior)}",
            strong=True,
        )
        yield Line(f"The verdict: {self._told.headline}; it {'leads' if self._told.leads else 'does not lead'}.")

    def _steps(self) -> Block:
        a = self._told.hypothesis
        start = ("", "0", self._words.percent(a.prior), "Prior, before any finding.")
        rows = [start, *(self._step(s) for s in self._told.steps)]
        return Columns(("points", "total", "then", "because"), tuple(rows), (0, 1, 2))

    def _step(self, step: Step) -> tuple[str, ...]:
        e = step.evidence
        note = f" ({self._words.prose(e.note)})" if e.note else ""
        decisive = " Decisive by itself." if e.decisive else ""
        origin = f"From: {self._labels(e.findings)}. {self._cites(e.sources)} Rule {e.rule}."
        standing = say.points(e.points), say.points(step.running), self._words.percent(step.probability)
        return *standing, f"{e.because}{decisive}{note} {origin}"

    def _aside(self) -> Iterator[Block]:
        rows = tuple((say.points(e.full_points), f"{e.because} Rule {e.rule}: {e.note}.") for e in self._told.set_aside)
        if rows:
            yield Heading("Fires too, and counts nothing more")
            yield Columns(("points", "because"), rows, (0,))

    def _against(self) -> Iterator[Block]:
        against = [s.evidence for s in self._told.steps if s.evidence.points < 0]
        yield Heading("What speaks against it")
        if not against:
            yield Line("Nothing in this case.")
        else:
            lost = sum(e.points for e in against)
            yield Line(f"{say.count(len(against), 'rule')}, {say.points(lost)} points; see the steps above.")

    def _not_higher(self) -> Iterator[Block]:
        yield Heading("Why it is not higher")
        if self._told.withheld is not None:
            yield Line(
                f"Its probability alone would make it {self._told.withheld}; that word needs two independent groups of "
                "evidence or one decisive experiment.",
                strong=True,
            )
        if not self._told.nearly:
            yield Line("No silent rule for it lacks just one thing.")
            return
        yield Line("Rules that would add points and lack one thing:")
        yield self._silent(self._told.nearly)

    def _silent(self, misses: Sequence[NearMiss]) -> Block:
        rows = tuple(
            (say.points(m.worth), f"{self._words.condition(m.lacks)} ({m.state})", f"{m.because} Rule {m.rule}.")
            for m in misses[:NEARLY]
        )
        return Columns(("worth", "lacks", "because"), rows, (0,))

    def _missing(self) -> Iterator[Block]:
        yield Heading("What is missing")
        if not self._told.missing:
            yield Line("Nothing that one more finding would settle.")
        rows = tuple((say.points(m.points), self._words.condition(m.would_be)) for m in self._told.missing)
        yield Columns(("points", "not looked at, would count if"), rows, (0,))
        settled = [m for m in self._told.spared if m.state != "not looked at"]
        if settled:
            yield Heading("What would speak against it and does not hold")
            yield self._silent(settled)

    def _change(self, search: Reversal) -> Iterator[Block]:
        yield Heading("What would cost it the lead" if search.leads else "What would make it lead")
        if not search.changes:
            yield Line(
                f"No single change and no pair of added findings among the {search.tried:,} tried: "
                + ("its lead is firm." if search.leads else "it would take more than two new findings.")
            )
            return
        yield Line(f"The smallest of {search.tried:,} changes tried, each one diagnosed again by the rule engine.")
        yield Columns(("if", "it has", "verdict"), tuple(self._row(c) for c in search.changes), (1,))
        yield Line("Try one: fakdx whatif CASE " + " ".join(f"'{w}'" for w in search.changes[0].written))

    def _row(self, change: Change) -> tuple[str, ...]:
        added = [self._words.label(x) for x in change.added]
        changed = [f"{self._words.label(now)}, instead of {self._words.label(was)}" for was, now in change.changed]
        leading = listed(self._words.hypothesis(id) for id in change.leading)
        verdict = say.VERDICTS[change.verdict] + (f": {leading}" if leading else "")
        return "; and ".join([*added, *changed]), self._words.percent(change.probability), verdict

    def _labels(self, labels: Iterable[str]) -> str:
        return "; ".join(self._words.label(x) for x in labels)

    def _cites(self, sources: Iterable[tuple[str, str]]) -> str:
        names = (f"{short_name(self._knowledge.sources.get(id), id)}, {at}" for id, at in sources)
        return "[" + "; ".join(names) + "]"
