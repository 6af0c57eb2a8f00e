"""Arguments that several commands share, and reading what they name."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fakdx.case import Case
from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.knowledge.locate import user_overlay
from fakdx.plan.experiments import PREFERENCES
from fakdx.reading.yaml_lines import MAX_BYTES


def add_case(parser: argparse.ArgumentParser) -> None:
    """`CASE`."""
    parser.add_argument("case", metavar="CASE", help="case file, or - for standard input")


def add_knowledge(parser: argparse.ArgumentParser) -> None:
    """`--knowledge DIR`, repeatable."""
    parser.add_argument(
        "--knowledge",
        metavar="DIR",
        action="append",
        default=[],
        help="lay a lab's own knowledge folder over the shipped one; may be repeated",
    )


def add_reasoning(parser: argparse.ArgumentParser) -> None:
    """`--knowledge`, `--prior` and `--prefer`."""
    add_knowledge(parser)
    parser.add_argument(
        "--prior",
        metavar="M=P",
        action="append",
        default=[],
        help="prior probability of a hypothesis, such as pyk2_compensation=0.3; may be repeated",
    )
    parser.add_argument(
        "--prefer",
        choices=sorted(PREFERENCES),
        default="balanced",
        help="how experiments weigh information against time and cost (default: balanced)",
    )


def knowledge_of(args: argparse.Namespace) -> Knowledge:
    """The shipped knowledge, then the per-user folder, then the folders named."""
    own = user_overlay()
    return load_knowledge(*([own] if own else []), *args.knowledge)


def priors_of(args: argparse.Namespace) -> dict[str, float]:
    """`M=P` pairs to a mapping. Raises InputError for what is not a number."""
    priors = {}
    for text in args.prior:
        name, _, value = text.partition("=")
        try:
            priors[name.strip()] = float(value)
        except ValueError:
            wanted = "expected M=P such as pyk2_compensation=0.3"
            raise InputError(Problem("--prior", 0, f"{wanted}, found {text!r}")) from None
    return priors


def read_case(path: str, knowledge: Knowledge) -> Case:
    """A case file, or standard input for `-`."""
    if path == "-":
        return Case.from_text(sys.stdin.buffer.read(MAX_BYTES + 1), knowledge, "<stdin>")
    return Case.from_yaml(Path(path), knowledge)
