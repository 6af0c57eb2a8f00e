"""The command line as a function, and what every refusal has in common."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from fakdx.cli.main import main

LONGEST_LINE = 1200
"""No message needs more; a message that quotes the input cuts it short."""


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def fakdx(*arguments: str) -> Ran:
    """Run a command in this process. An exception that gets out fails the test that called."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as stopped:
            status = int(stopped.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())


def is_clean(ran: Ran) -> bool:
    """Status 0, or 2 with nothing on stdout; on stderr whole short lines without control characters."""
    lines = ran.err.split("\n")
    told = all(line.startswith("fakdx: ") and line.isprintable() and len(line) <= LONGEST_LINE for line in lines[:-1])
    if ran.status == 0:
        return told and "Traceback" not in ran.out
    return ran.status == 2 and told and lines[-1] == "" and len(lines) > 1 and ran.out == ""
