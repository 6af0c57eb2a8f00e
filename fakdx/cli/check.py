"""`fakdx check [DIR]`"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

LEVELS = ("error", "warning", "note")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="DIR", nargs="?", help="a knowledge tree or an overlay; default: the shipped")
    parser.add_argument("--knowledge", metavar="DIR", action="append", default=[], help="overlays to check along")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--level", choices=LEVELS, default="warning", help="show from this level up")
    parser.add_argument("--coverage", metavar="CASES", help="coverage of the rules by a folder of case files")
    parser.add_argument("--list", action="store_true", help="list the checks")


def run(args: argparse.Namespace) -> int:
    if args.list:
        return _list()
    if args.coverage is not None:
        return _coverage(args)
    from fakdx.lint import as_json, check_folder

    problems = check_folder(Path(args.dir) if args.dir else None, tuple(args.knowledge))
    shown = [p for p in problems if LEVELS.index(p.level) <= LEVELS.index(args.level)]
    if args.format == "json":
        print(as_json(shown))
    else:
        for problem in shown:
            print(f"{problem}" if problem.level == "error" else f"{problem} [{problem.level}]")
    counts = Counter[str](p.level for p in problems)
    print(", ".join(f"{counts[level]} {level}s" for level in LEVELS), file=sys.stderr)
    return 1 if counts["error"] else 0


def _list() -> int:
    from fakdx.lint import CHECKS

    for check in CHECKS.values():
        print(f"{check.code:32} {check.level:8} {check.title}")
    return 0


def _coverage(args: argparse.Namespace) -> int:
    from fakdx.cli.inputs import knowledge_of
    from fakdx.lint.coverage import describe

    print(describe(knowledge_of(args), Path(args.coverage) if args.coverage else None))
    return 0
