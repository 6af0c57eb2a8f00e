"""`fakdx quantify`: a table in, numbers and findings out, and into the case when asked.

Files are written last and all at once: a mistake anywhere leaves every file as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from fakdx.errors import FakdxError, InputError, Problem, inert
from fakdx.quantify.analyses import Known, analyse
from fakdx.quantify.merge import merge_findings, one_line
from fakdx.quantify.options import configure, thresholds_from
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.results import Finding, Record, Result
from fakdx.quantify.thresholds import Thresholds
from fakdx.reading.files import read_regular
from fakdx.reading.yaml_lines import MAX_BYTES

SCHEMA = 1
BAR = 30
"""Columns of the bar that shows progress."""
RESEARCH_ONLY = "Research use only."
READING = frozenset(
    {
        "sheet", "delimiter", "decimal", "column", "lanes", "analyte", "name", "vehicle", "dose_unit",
        "time_unit", "saturation", "scale", "log_dose", "drug", "layout", "layout_sheet", "biological",
    }
)  # fmt: skip
"""Options that decide how a table is read; they belong to the record."""
FILES = ("lanes", "layout")
"""Those that name a file: the record keeps its name, not where it lies on somebody's machine."""

__all__ = ["configure", "run"]


@dataclass(frozen=True)
class Surroundings:
    """What the analysis needs to know of the rest.

    `thresholds`: the limits to start from, before `--threshold`. `known`: whether a word names something that a case
    can report. `accept`: called with the case's text, its name and the findings before anything is written; raises
    InputError for a finding that the case could not hold. `doubt`: what is wrong with a finding outside a case.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    known: Known = lambda _name: True
    accept: Callable[[str, str, Sequence[Finding]], None] = lambda _text, _name, _findings: None
    doubt: Callable[[Finding], str] = lambda _finding: ""


def run(args: argparse.Namespace, out: TextIO, err: TextIO, around: Surroundings | None = None) -> int:
    """Run one analysis. Returns 0, or 2 for input that cannot be read; problems go to `err`."""
    around = around or Surroundings()
    try:
        limits = thresholds_from(args.threshold, around.thresholds)
        result = analyse(args, limits, _progress(err), around.known)
        files: dict[Path, str] = {}
        if args.into:
            case = Path(args.into)
            before = _read_case(case)
            around.accept(before, str(case), result.findings())
            merged = merge_findings(before, result.findings(), record_of(result, args), name=case.name)
            if merged != before:
                files[case] = merged
        if args.svg:
            files[Path(args.svg)] = result.svg()
        _write(files)
    except FakdxError as error:
        for problem in error.problems:
            err.write(f"fakdx: {inert(str(problem))}\n")
        return 2
    doubts = () if args.into else tuple(filter(None, map(around.doubt, result.findings())))
    for warning in (*result.warnings, *dict.fromkeys(doubts)):
        err.write(f"fakdx: note: {inert(warning)}\n")
    out.write(_json(result, args) if args.format == "json" else _text(result, _width(out)))
    if args.into:
        changed = Path(args.into) in files
        err.write(f"fakdx: {args.into}: {'findings added' if changed else 'already holds this analysis; unchanged'}\n")
    return 0


def record_of(result: Result, args: argparse.Namespace) -> Record:
    """The result's record and the options that decided how the table was read."""
    given = {name: value for name, value in sorted(vars(args).items()) if name in READING and value}
    given |= {name: Path(given[name]).name for name in FILES if name in given}
    return {**result.record(), "reading": given}


def _text(result: Result, width: int) -> str:
    lines = [*result.lines(), "", result.text_plot(width), "", "findings:"]
    lines += [f"  - {one_line(finding)}" for finding in result.findings()]
    return "\n".join(inert(line) for line in "\n".join([*lines, "", RESEARCH_ONLY]).split("\n")) + "\n"


def _json(result: Result, args: argparse.Namespace) -> str:
    content = {
        "schema": SCHEMA,
        "findings": result.findings(),
        "record": record_of(result, args),
        "notice": RESEARCH_ONLY,
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _width(out: TextIO) -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 100) if out.isatty() else 80


def _progress(err: TextIO) -> Progress:
    """A bar on a terminal, silence elsewhere."""
    if not err.isatty():
        return no_progress

    def show(done: int, total: int) -> None:
        share = done / total if total else 1.0
        bar = f"\r[{'#' * round(BAR * share):<{BAR}}] {100 * share:3.0f} %"
        err.write("\r\x1b[K" if done >= total else bar)
        err.flush()

    return show


def _read_case(path: Path) -> str:
    try:
        return read_regular(path, MAX_BYTES, "a case file").decode("utf-8")
    except FileNotFoundError:
        raise InputError(Problem(path.name, 0, "cannot be read: no such file")) from None
    except UnicodeDecodeError:
        raise InputError(Problem(path.name, 0, "is not UTF-8 text")) from None


def _write(files: Mapping[Path, str]) -> None:
    """Write every file beside its place first, then move all into place."""
    ready: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            target = path.resolve()
            if target.exists() and not target.is_file():
                raise InputError(Problem(str(path), 0, "cannot be written: it is not a regular file"))
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            ready.append((name, target))
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode("utf-8"))
            if target.exists():
                shutil.copymode(target, name)
            else:
                Path(name).chmod(0o644)
        for name, target in ready:
            os.replace(name, target)
    except OSError as error:
        place = next((str(path) for path in files), "")
        raise InputError(Problem(place, 0, f"cannot be written: {error.strerror or error}")) from None
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)
