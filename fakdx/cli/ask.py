"""`fakdx` or `fakdx ask [CASE]`: the questionnaire, on a screen or line by line."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from fakdx.cli.inputs import add_knowledge, knowledge_of, read_case


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", nargs="?", help="go on with this case file")
    parser.add_argument("--plain", action="store_true", help="line by line on standard input and output")
    parser.add_argument("--parent", type=int, metavar="PID", help=argparse.SUPPRESS)
    add_knowledge(parser)


def run(args: argparse.Namespace) -> int:
    knowledge = knowledge_of(args)
    if args.plain or not _has_screen():
        from fakdx.interview.plain import PlainInterview

        case = read_case(args.case, knowledge) if args.case else None
        return PlainInterview(knowledge, case, sys.stdin, sys.stdout).run()
    from fakdx.tui.app import FakdxApp

    if args.parent is not None:
        from fakdx.tui.orphan import end_with

        end_with(args.parent)
    if args.case:
        read_case(args.case, knowledge)
    app = FakdxApp(knowledge, case=Path(args.case) if args.case else None)
    app.run()
    return app.return_code or 0


def _has_screen() -> bool:
    """A terminal on both ends, or a browser that stands for one."""
    return "TEXTUAL_DRIVER" in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())
