"""Everything about speed in one run: `python -m benchmarks [-o FILE.md] [--quick]`.

Writes Markdown: the machine, then start-up, planning, the questionnaire, batch, and the engines with their peers. Needs
the extras `bench` and `parquet`. The other measures have commands of their own: `accuracy`, `simulation`, `mutation`,
`quantify_recovery`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import engines, planning, questions, startup, throughput

Main = Callable[[Sequence[str], Callable[[str], object]], int]


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {throughput.cores()} cores, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}{load}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def sections(quick: bool, plot: Path | None) -> list[tuple[str, str, Main, list[str]]]:
    """Heading, the command by itself, its main and arguments."""
    most = ["--most", "10000"] if quick else []
    drawn = ["--plot", str(plot)] if plot else []
    return [
        ("Start-up", "startup", startup.main, ["--runs", "3"] if quick else []),
        ("Planning", "planning", planning.main, []),
        ("Questionnaire", "questions", questions.main, []),
        ("Batch, random rows", "throughput", throughput.main, most),
        ("Batch, rows alike", "throughput --repeating", throughput.main, ["--repeating", *most]),
        ("Engines", "engines", engines.main, [*(["--quick"] if quick else []), *drawn]),
    ]


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks", description="All measures of speed in one run, as Markdown")
    parser.add_argument("--quick", action="store_true", help="three minutes instead of seven")
    parser.add_argument("-o", metavar="FILE.md", type=Path, help="write there, with the plot beside it")
    options = parser.parse_args(arguments)
    lines = [f"Measured on: {machine()}."]
    plot = options.o.with_suffix(".svg") if options.o else None
    for heading, command, run, given in sections(options.quick, plot):
        print(f"{heading} ...", file=sys.stderr)
        lines += ["", f"## {heading}", "", f"`python -m benchmarks.{command}`", ""]
        found: list[str] = []
        run(given, found.append)
        lines += found if "|" in "".join(found) else ["```text", *found, "```"]
    text = "\n".join(lines) + "\n"
    if options.o:
        options.o.write_text(text, encoding="utf-8")
    else:
        out(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
