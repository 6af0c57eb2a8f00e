"""`fakdx compare CASE A B`"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from fakdx.cli.inputs import add_case, add_reasoning, knowledge_of, priors_of, read_case
from fakdx.cli.page import Block, Columns, Heading, Line, add_format, put_out
from fakdx.differential import differential
from fakdx.differential.priors import checked_priors
from fakdx.explain.contrast import Contrast, Separation, contrast_of, two_named
from fakdx.knowledge import Knowledge
from fakdx.plan.separate import Separator, separating
from fakdx.report import words as say
from fakdx.report.words import Words

SHOWN = 3
"""Experiments listed in text; JSON has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    add_case(parser)
    parser.add_argument("a", metavar="A", help="a hypothesis, by id or name")
    parser.add_argument("b", metavar="B", help="the other one")
    add_format(parser)
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    case = read_case(args.case, knowledge)
    priors = checked_priors(priors_of(args), knowledge)
    a, b = two_named(args.a, args.b, knowledge)
    found = differential(case, knowledge, priors=priors)
    told = contrast_of(found, a, b, knowledge)
    experiments = separating(found, a, b, knowledge, priors, args.prefer)
    title = f"{told.a.short} against {told.b.short}"
    data = {"contrast": told, "gap": told.gap, "experiments": experiments}
    put_out(args.format, title, _blocks(told, experiments, knowledge), data)
    return 0


def _blocks(told: Contrast, experiments: tuple[Separator, ...], knowledge: Knowledge) -> Iterator[Block]:
    words = Words(knowledge)
    for letter, one in (("A", told.a), ("B", told.b)):
        standing = f"{words.percent(one.probability)}, {one.band}, {say.points(one.points)} points"
        yield Line(f"{letter}: {one.name}: {standing}", strong=True)
    yield Heading("What separates them, in points for A minus points for B")
    rows = [_row(r, words) for r in told.rows]
    if told.head_start:
        rows.insert(0, (say.points(told.head_start), "", "", "Priors, before any finding."))
    yield Columns(("A − B", "A", "B", "findings"), tuple(rows), (0, 1, 2))
    yield Line(f"Together {say.points(told.gap)}." if rows else "Nothing: no rule about either fires.")
    yield Heading("What to run to tell them apart")
    if not experiments:
        yield Line("No experiment in the catalogue has results that the two differ on.")
    for number, experiment in enumerate(experiments[:SHOWN], start=1):
        yield from _experiment(number, experiment, told)


def _row(row: Separation, words: Words) -> tuple[str, ...]:
    reasons = [f"A: {r}" for r in row.because_a] + [f"B: {r}" for r in row.because_b]
    findings = "; ".join(words.label(f) for f in row.findings)
    return say.points(row.difference), say.points(row.a), say.points(row.b), f"{findings}. {' '.join(reasons)}"


def _experiment(number: int, one: Separator, told: Contrast) -> Iterator[Block]:
    price = f"{say.hours(one.hands_on_h)} hands-on, {say.days(one.days)}, {one.cost} cost"
    yield Line(f"{number}. {one.name} ({price}): {one.spread:.4g} points between its results", strong=True)
    rows = tuple((say.points(o.shift), say.points(o.gap), _ahead(o.gap, told), o.result) for o in one.outcomes)
    yield Columns(("moves by", "then A − B", "ahead", "if"), rows, (0, 1))


def _ahead(gap: float, told: Contrast) -> str:
    if abs(gap) < 1e-9:
        return "level"
    return f"A, {told.a.short}" if gap > 0 else f"B, {told.b.short}"
