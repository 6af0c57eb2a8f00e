"""`fakdx plan CASE`"""

from __future__ import annotations

import argparse
import math
import sys
from datetime import date
from pathlib import Path

from fakdx.cli.inputs import add_reasoning, knowledge_of, priors_of, read_case
from fakdx.diagnosis import diagnose
from fakdx.differential.score import differential
from fakdx.errors import InputError, Problem
from fakdx.plan.bench import bench_plan
from fakdx.plan.experiments import COST_STEPS, PREFERENCES
from fakdx.plan.panel import Budget, choose_panel
from fakdx.report.bench_plan import plan_to_json, plan_to_markdown, plan_to_text

FORMATS = {"text": plan_to_text, "markdown": plan_to_markdown, "json": plan_to_json}
SUFFIXES = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".json": "json"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="case file, or - for standard input")
    parser.add_argument("--days", metavar="N", help="results are needed within so many days")
    parser.add_argument("--cost", choices=list(COST_STEPS), default="high", help="the dearest kind allowed")
    parser.add_argument("--start", metavar="YYYY-MM-DD", help="the first day; without it days are counted from 0")
    parser.add_argument("--weight", metavar="W", help="how much time and cost count: 0 not at all, 1 as preferred")
    parser.add_argument("--format", choices=list(FORMATS), help="default: text, or by the suffix of the file")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the plan (.md .json .txt)")
    add_reasoning(parser)


def run(args: argparse.Namespace) -> int:
    budget = Budget(_number("--days", args.days, "a number of days such as 7"), args.cost)
    weight = _number("--weight", args.weight, "a number such as 0.5")
    preference = PREFERENCES[args.prefer].weighed(1.0 if weight is None else weight)
    start = _start(args.start)
    form = _format(args)
    knowledge, priors = knowledge_of(args), priors_of(args)
    case = read_case(args.case, knowledge)
    diagnosis = diagnose(case, knowledge, priors=priors, prefer=args.prefer)
    found = differential(case, knowledge, "matcher", priors)
    panel = choose_panel(found, knowledge, preference, budget, priors)
    plan = bench_plan(found, panel, budget, diagnosis.verdict.headline, diagnosis.combinations, knowledge, start)
    text = FORMATS[form](plan, diagnosis.provenance)
    if args.output:
        _write(Path(args.output), text)
    else:
        sys.stdout.write(text)
    return 0


def _number(option: str, text: str | None, expected: str) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise InputError(Problem(option, 0, f"expected {expected}, found {text!r}"))
    return value


def _start(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem("--start", 0, f"expected a day such as 2025-03-03, found {text!r}")) from None


def _format(args: argparse.Namespace) -> str:
    if args.format:
        return str(args.format)
    if not args.output:
        return "text"
    suffix = Path(args.output).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise InputError(Problem(args.output, 0, f"expected a name that ends in {known}, or --format"))
    return SUFFIXES[suffix]


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(Problem(str(path), 0, f"cannot be written: {error.strerror}")) from None
