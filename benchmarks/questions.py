"""How many questions a case takes: `python -m benchmarks.questions [--case ID]... [--first N]`.

A simulated user knows one development case. They choose the situation it is an example of, type up to three of its
findings, then answer what the questionnaire asks: from the case where it holds the answer, else *not tested* (for
the whole blot or plate, where nothing of it was run). Counted are the questions until the verdict is that of the whole
case, and those until the questionnaire says *enough*. Timed are the new ranking and the next
question after each answer.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import CASES, load_expected
from fakdx import Case, load_knowledge
from fakdx.differential.score import differential
from fakdx.differential.search import Search
from fakdx.explain.scenarios import recognise
from fakdx.interview.choose import Question
from fakdx.interview.probe import answers
from fakdx.interview.session import Session
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData

TYPED = 3
"""Findings that the user types before the first question."""
PATIENCE = 40
"""Questions after which anybody stops."""


@dataclass(frozen=True)
class Interview:
    """One simulated sitting. `until_verdict` is None where the whole case's verdict was never reached."""

    id: str
    findings: int
    until_verdict: int | None
    until_enough: int | None
    same_at_enough: bool
    asked: tuple[str, ...]
    ranking_ms: tuple[float, ...]
    """From each answer to the new ranking."""
    question_ms: tuple[float, ...]
    """From the ranking to the next question."""


def interview(id: str, case: Case, knowledge: Knowledge, typed: int = TYPED) -> Interview:
    """Sit one case through."""
    goal = Search(case, knowledge).now.ruling
    session = Session(knowledge, CaseData(case.title, case.context))
    situations = recognise(differential(case, knowledge, "matcher"), knowledge)
    if situations:
        session.situation = situations[0].id
    told = [f for f in case.findings if f.tested]
    for finding in told[:typed]:
        session.put(finding)
    asked: list[str] = []
    reached, enough, same = None, None, False
    ranking, question = [], []
    for count in range(PATIENCE + 1):
        start = time.perf_counter()
        ruling = session.standing().ruling
        ranking.append((time.perf_counter() - start) * 1e3)
        if reached is None and ruling == goal:
            reached = count
        start = time.perf_counter()
        agenda = session.agenda()
        question.append((time.perf_counter() - start) * 1e3)
        if enough is None and (agenda.enough or agenda.first is None):
            enough, same = count, ruling == goal
        if (reached is not None and enough is not None) or agenda.first is None:
            break
        asked.append(_answer(session, agenda.first, case, knowledge))
    return Interview(id, len(told), reached, enough, same, tuple(asked), tuple(ranking), tuple(question))


def _answer(session: Session, question: Question, case: Case, knowledge: Knowledge) -> str:
    """Answer a question from the case, and say what was asked and whether it was there."""
    probe = question.probe
    known = [f for f in case.findings if answers(f, probe, case.context, knowledge)]
    if known:
        for finding in known:
            session.put(finding, probe)
        return probe.id
    run = {knowledge.observables[f.name].panel for f in case.findings if f.tested}
    if probe.plain and question.panel not in run:
        session.panel_not_run(question.panel, probe)
        return f"{probe.id} (nothing of {question.panel})"
    session.answer(probe, "not tested")
    return f"{probe.id} (not tested)"


def run(knowledge: Knowledge, only: Sequence[str] = (), typed: int = TYPED, folder: Path = CASES) -> list[Interview]:
    """Sit the development cases through, all or those in `only`."""
    expected = load_expected(folder)
    return [
        interview(id, Case.from_yaml(folder / expected[id].file, knowledge), knowledge, typed)
        for id in only or expected
    ]


def as_lines(sittings: Sequence[Interview]) -> list[str]:
    """A line for each case, then the medians."""
    lines = [f"{'case':10} findings  to the verdict  to 'enough'  verdict then"]
    for one in sittings:
        verdict = "-" if one.until_verdict is None else str(one.until_verdict)
        enough = "-" if one.until_enough is None else str(one.until_enough)
        same = "same" if one.same_at_enough else "another"
        lines.append(f"{one.id:10} {one.findings:8}  {verdict:>14}  {enough:>11}  {same}")
    stop = [_stop(one) for one in sittings]
    ends = [PATIENCE if one.until_enough is None else one.until_enough for one in sittings]
    reached = sum(one.until_verdict is not None for one in sittings)
    lines += [
        "",
        f"questions until the verdict of the whole case or 'enough': median {statistics.median(stop):g}, "
        f"most {max(stop)}",
        f"questions until 'enough': median {statistics.median(ends):g}, most {max(ends)}",
        f"verdict of the whole case reached: {reached} of {len(sittings)}; "
        f"held when 'enough' was said: {sum(one.same_at_enough for one in sittings)}",
        _slowness("new ranking", [ms for one in sittings for ms in one.ranking_ms]),
        _slowness("next question", [ms for one in sittings for ms in one.question_ms]),
    ]
    return lines


def _slowness(what: str, ms: Sequence[float]) -> str:
    slowest = statistics.quantiles(ms, n=100)[-1]
    return f"{what}: median {statistics.median(ms):.1f} ms, the slowest of a hundred {slowest:.0f} ms"


def _stop(one: Interview) -> int:
    ends = [n for n in (one.until_verdict, one.until_enough) if n is not None]
    return min(ends, default=PATIENCE)


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.questions", description="Questions a development case takes")
    parser.add_argument("--case", action="append", default=[], metavar="ID", help="only this; may be repeated")
    parser.add_argument("--first", type=int, default=TYPED, metavar="N", help=f"findings typed first (default {TYPED})")
    parser.add_argument("--asked", action="store_true", help="print every question")
    options = parser.parse_args(arguments)
    known = load_expected()
    only = [id.upper().replace("_", "-") for id in options.case]
    if unknown := [id for id in only if id not in known]:
        parser.error(f"no case {unknown[0]!r}; known: {', '.join(known)}")
    sittings = run(load_knowledge(), only, options.first)
    for line in as_lines(sittings):
        out(line)
    if options.asked:
        for one in sittings:
            out(f"{one.id}: {'; '.join(one.asked)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
