"""`fakdx quantify`: a table in, numbers and findings out, and into the case when asked.

Files are written last and all at once: a mistake anywhere leaves every file as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from fakdx.errors import FakdxError, InputError, Problem
from fakdx.quantify.analyses import analyse
from fakdx.quantify.merge import merge_findings, one_line
from fakdx.quantify.options import configure, thresholds_from
from fakdx.quantify.results import Progress, Record, Result, no_progress
from fakdx.quantify.svg import printable
from fakdx.quantify.thresholds import Thresholds

SCHEMA = 1
RESEARCH_ONLY = "Research use only."
READING = frozenset(
    {
        "sheet", "delimiter", "decimal", "column", "lanes", "analyte", "name", "vehicle", "dose_unit",
        "time_unit", "saturation", "scale", "log_dose", "drug", "layout", "layout_sheet", "biological",
    }
)  # fmt: skip
"""Options that decide how a table is read; they belong to the record."""

__all__ = ["configure", "run"]


def run(args: argparse.Namespace, out: TextIO, err: TextIO, thresholds: Thresholds | None = None) -> int:
    """Run one analysis. Returns 0, or 2 for input that cannot be read; problems go to `err`.

    `thresholds` are the limits to start from, before `--threshold`.
    """
    try:
        limits = thresholds_from(args.threshold, thresholds or Thresholds())
        result = analyse(args, limits, _progress(err))
        files: dict[Path, str] = {}
        if args.into:
            case = Path(args.into)
            before = _read_case(case)
            merged = merge_findings(before, result.findings(), _record(result, args), name=case.name)
            if merged != before:
                files[case] = merged
        if args.svg:
            files[Path(args.svg)] = result.svg()
        _write(files)
    except FakdxError as error:
        for problem in error.problems:
            err.write(f"error: {printable(str(problem))}\n")
        return 2
    for warning in result.warnings:
        err.write(f"warning: {printable(warning)}\n")
    out.write(_json(result, args) if args.format == "json" else _text(result, _width(out)))
    if args.into:
        changed = Path(args.into) in files
        err.write(f"{args.into}: {'findings added' if changed else 'already holds this analysis; unchanged'}\n")
    return 0


def _record(result: Result, args: argparse.Namespace) -> Record:
    """The result's record and the options that decided how the table was read."""
    given = {name: value for name, value in sorted(vars(args).items()) if name in READING and value}
    return {**result.record(), "reading": given}


def _text(result: Result, width: int) -> str:
    lines = [*result.lines(), "", result.text_plot(width), "", "findings:"]
    lines += [f"  - {one_line(finding)}" for finding in result.findings()]
    return "\n".join(printable(line) for line in "\n".join([*lines, "", RESEARCH_ONLY]).split("\n")) + "\n"


def _json(result: Result, args: argparse.Namespace) -> str:
    content = {
        "schema": SCHEMA,
        "findings": result.findings(),
        "record": _record(result, args),
        "notice": RESEARCH_ONLY,
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _width(out: TextIO) -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 100) if out.isatty() else 80


def _progress(err: TextIO) -> Progress:
    """A counter on a terminal, silence elsewhere."""
    if not err.isatty():
        return no_progress

    def show(done: int, total: int) -> None:
        end = "\r\x1b[K" if done >= total else ""
        err.write(f"\r{done}/{total}{end}")
        err.flush()

    return show


def _read_case(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(Problem(path.name, 0, f"cannot be read: {error.strerror or error}")) from None
    except UnicodeDecodeError:
        raise InputError(Problem(path.name, 0, "is not UTF-8 text")) from None


def _write(files: Mapping[Path, str]) -> None:
    """Write every file beside its place first, then move all into place."""
    ready: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            target = path.resolve()
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
