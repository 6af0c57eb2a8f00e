"""`fakdx whatif CASE 'pHER2_Y1248=unchanged'`"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from fakdx.cli.inputs import add_case, add_reasoning, knowledge_of, priors_of, read_case
from fakdx.cli.page import Block, Columns, Heading, Line, add_format, put_out
from fakdx.explain.what_if import Move, WhatIf, what_if
from fakdx.knowledge import Knowledge
from fakdx.report import words as say
from fakdx.report.words import Words

ALWAYS = 3
"""So many of the leading hypotheses are shown even if nothing moves them."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument(
        "results",
        metavar="RESULT",
        nargs="*",
        help="a result, such as 'pHER2_Y1248=unchanged' or 'pFAK_Y397=decreased, with=lapatinib', or a field of the "
        "context, such as 'dose=1 uM'; several are taken together",
    )
    parser.add_argument(
        "--drop",
        metavar="FINDING",
        action="append",
        default=[],
        help="leave a reported finding out, by name, by label or as NAME=STATE; may be repeated",
    )
    add_format(parser)
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    case = read_case(args.case, knowledge)
    told = what_if(case, args.results, knowledge, drops=args.drop, priors=priors_of(args))
    put_out(args.format, f"What if: {case.title or 'this case'}", _blocks(told, knowledge), told)
    return 0


def _blocks(told: WhatIf, knowledge: Knowledge) -> Iterator[Block]:
    words = Words(knowledge)
    rows = [("+", words.label(x)) for x in told.added]
    rows += [("→", f"{words.label(now)}, instead of {words.label(was)}") for was, now in told.changed]
    rows += [("−", words.label(x)) for x in told.dropped] + [("→", x) for x in told.context]
    yield Columns(("", "the case with"), tuple(rows))
    if not rows:
        yield Line("The case says so already.")
    for group in told.contradictions:
        yield Line("These contradict each other, and none is used: " + "; ".join(words.label(x) for x in group))
    yield Heading("The verdict changes" if told.verdict_changes else "The verdict stays")
    yield Line(f"before: {told.before.headline}")
    yield Line(f"after:  {told.after.headline}", strong=True)
    shown = [m for m in told.moves if _shows(m)]
    yield Heading("Ranking")
    names = ("", "rank", "before", "after", "points", "hypothesis")
    yield Columns(names, tuple(_row(m, words) for m in shown), (1, 2, 3, 4))
    if len(shown) < len(told.moves):
        yield Line(f"{len(told.moves) - len(shown)} more do not move.")
    rules = tuple(row for m in shown for row in _rules(m))
    if rules:
        yield Heading("Rules that start or stop firing")
        yield Columns(("", "rule", "about"), rows=rules)


def _shows(move: Move) -> bool:
    leads = min(move.before.rank, move.after.rank) <= ALWAYS
    return leads or bool(move.change) or bool(move.started or move.stopped)


def _row(move: Move, words: Words) -> tuple[str, ...]:
    before, after = move.before, move.after
    arrow = "▲ up" if move.change > 0 else "▼ down" if move.change < 0 else "="
    rank = str(after.rank) if before.rank == after.rank else f"{before.rank} → {after.rank}"
    chances = words.percent(before.probability), words.percent(after.probability)
    return arrow, rank, *chances, say.points(move.change), f"{move.short}, {after.band}"


def _rules(move: Move) -> Iterator[tuple[str, str, str]]:
    yield from (("+ starts", rule, move.short) for rule in move.started)
    yield from (("− stops", rule, move.short) for rule in move.stopped)
