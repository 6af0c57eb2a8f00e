"""`fakdx`: parse the arguments, run one command, turn mistakes into one line each.

Exit status: 0 fine, 1 problems found in what was checked, 2 usage or input that cannot be read.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from fakdx.errors import FakdxError, inert
from fakdx.version import __version__

NARROWEST = 20
COMMANDS = {
    "ask": "the questionnaire (also: plain `fakdx`)",
    "diagnose": "what is likely going on, how sure, why, and what to do next",
    "explain": "why a hypothesis ranks where it does, and what would change it",
    "compare": "which findings separate two hypotheses",
    "whatif": "what another result would do to the ranking",
    "diff": "what changed between two cases, and why the ranking moved",
    "plan": "the bench plan: what to run, day by day",
    "quantify": "tables of numbers to findings",
    "batch": "many cases, one row each",
    "check": "lint the knowledge",
    "show": "any entry of the knowledge base, or the catalogue",
    "schema": "JSON Schema of cases, results or knowledge",
    "trace": "why a rule does or does not fire on a case",
    "serve": "the questionnaire in a browser, on this machine only",
}
"""Command and what it does; the module of the same name in `fakdx.cli` holds it."""


def entry() -> None:
    """Console script."""
    _settle()
    sys.exit(main())


def _settle() -> None:
    """An output that cannot show a character shows `?`; a width that no terminal has is not believed."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    width = os.environ.get("COLUMNS", "")
    if width and not (width.isdecimal() and len(width) < 5 and int(width) >= NARROWEST):
        del os.environ["COLUMNS"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    if _opens_the_questionnaire(argv):
        argv = ["ask", *argv]
    parser, module = _parser(argv[0])
    try:
        args = parser.parse_args(argv)
        status = int(module.run(args)) if module is not None else 0
        sys.stdout.flush()
        return status
    except FakdxError as error:
        for problem in error.problems:
            print(f"fakdx: {problem}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = inert(str(error.filename)) if error.filename else "standard output"
        print(f"fakdx: {place}: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("fakdx: interrupted", file=sys.stderr)
        return 130


def _opens_the_questionnaire(argv: list[str]) -> bool:
    """Nothing, an option of the questionnaire, or a case file in place of a command."""
    if not argv:
        return True
    first = argv[0]
    if first.startswith("-"):
        return first not in ("-h", "--help", "--version")
    return first not in COMMANDS and first.endswith((".yaml", ".yml"))


def _parser(command: str) -> tuple[argparse.ArgumentParser, Any]:
    """A parser that knows every command by name and configures only the one in use, so that start-up stays quick."""
    parser = argparse.ArgumentParser(
        prog="fakdx",
        description="Troubleshooting expert system for resistance to FAK inhibitors. Research use only.",
        epilog="Without a command the questionnaire opens; `fakdx CASE.yaml` opens a case in it. "
        "`fakdx COMMAND --help` says more.",
    )
    parser.add_argument("--version", action="version", version=f"fakdx {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    module = None
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == command:
            module = import_module(f"fakdx.cli.{name}")
            module.configure(sub)
    return parser, module
