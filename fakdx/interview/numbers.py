"""Tables of numbers for a case: what the knowledge base lends to `quantify`, and its findings as a case reads them."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from fakdx.case.case import Case
from fakdx.case.parse import parse_findings
from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.model.case import Context, Finding
from fakdx.quantify.analyses import analyse
from fakdx.quantify.commands import Surroundings, record_of
from fakdx.quantify.options import configure, thresholds_from
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.results import Result
from fakdx.quantify.thresholds import Thresholds
from fakdx.reading.names import fold
from fakdx.reading.yaml_lines import Document


def surroundings(knowledge: Knowledge) -> Surroundings:
    """Limits, names and checks of one knowledge base."""
    limits = knowledge.scoring.thresholds
    names = knowledge.names.observables

    def accept(text: str, name: str, findings: Sequence[dict[str, Any]]) -> None:
        case = Case.from_text(text, knowledge, name)
        read_quantified_findings(findings, case.context, knowledge)

    def doubt(finding: dict[str, Any]) -> str:
        try:
            read_quantified_findings([finding], Context(), knowledge)
        except InputError as error:
            return error.problems[0].message
        return ""

    return Surroundings(
        Thresholds(
            decreased=limits.decreased_below, increased=limits.increased_above, noise_fold=limits.ic50_noise_fold
        ),
        lambda name: fold(name) in names,
        accept,
        doubt,
    )


def read_quantified_findings(
    findings: Sequence[dict[str, Any]], context: Context, knowledge: Knowledge
) -> tuple[Finding, ...]:
    """Findings of a table as the case reads them. Raises InputError that says how to name what is not known."""
    read: list[Finding] = []
    problems: list[Problem] = []
    for item in findings:
        try:
            read += parse_findings([item], Document("", None, {}), knowledge, context)
        except InputError as error:
            name = next(iter(item))
            problems += [Problem("", 0, f"finding {name}: {p.message}{_advice(name, item, p, knowledge)}")
                         for p in error.problems]  # fmt: skip
    if problems:
        raise InputError(problems)
    return tuple(read)


def _advice(name: str, item: dict[str, Any], problem: Problem, knowledge: Knowledge) -> str:
    """How the table can be read so that the case understands the finding."""
    if fold(name) not in knowledge.names.observables:
        return f" (name it with --name {name}=NAME)"
    if "unknown arm" in problem.message:
        return f"; choose one line with --line, or say what {item['in']} is under `arms` of the case's context"
    return ""


@dataclass(frozen=True)
class Loaded:
    """A table that was read: the result, its findings as the case holds them, and the record to keep with it."""

    result: Result
    findings: tuple[Finding, ...]
    record: dict[str, Any]


def load_numbers(
    kind: str, table: str, options: str, context: Context, knowledge: Knowledge, progress: Progress = no_progress
) -> Loaded:
    """Read a table with the options of `fakdx quantify KIND`, as one would type them.

    Raises InputError for anything the user can mend, a finding that the case could not hold included.
    """
    try:
        words = shlex.split(options)
    except ValueError as error:
        raise InputError(f"options: {error}".lower()) from None
    parser = _Parser(add_help=False)
    configure(parser)
    args = parser.parse_args([kind, str(Path(table).expanduser()), *words])
    if args.into or args.svg or args.format != "text":
        raise InputError("--into, --svg and --format are for the command line; here the findings go into this case")
    around = surroundings(knowledge)
    result = analyse(args, thresholds_from(args.threshold, around.thresholds), progress, around.known)
    findings = read_quantified_findings(result.findings(), context, knowledge)
    return Loaded(result, findings, record_of(result, args))


class _Parser(argparse.ArgumentParser):
    """Raises what the command line would print, and never ends the program."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"options: {message}")

    def print_help(self, _file: Any = None) -> None:
        raise InputError("options: as for `fakdx quantify`; `fakdx quantify blot --help` lists them")
