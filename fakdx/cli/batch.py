"""`fakdx batch IN -o OUT`"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fakdx.batch.records import Source
from fakdx.batch.run import Options, Summary, Watch, run_batch
from fakdx.batch.worker import Done
from fakdx.cli.inputs import add_knowledge
from fakdx.errors import InputError
from fakdx.knowledge.locate import user_overlay

SHOWN = 20
"""Bad rows and notices told on stderr; all of them are in the column `error`."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "input", metavar="IN", help="table (.csv .tsv .parquet), cases (.jsonl) or a folder of case files"
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="result (.csv .parquet .jsonl), a row for each case"
    )
    parser.add_argument("--workers", metavar="N", type=_count, help="processes (default: one for each core)")
    parser.add_argument("--detail", metavar="FILE.jsonl", help="also write every ranking in full, a line for each case")
    parser.add_argument("--mapping", metavar="M.yaml", help="what the columns of the table mean")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted run stopped")
    parser.add_argument(
        "--hangs-on", action="store_true", help="add a column: single findings that carry the verdict (slower)"
    )
    parser.add_argument(
        "--experiments", action="store_true", help="add a column: the experiment to run next (much slower)"
    )
    parser.add_argument("--cluster", metavar="ADDRESS", help="share the work with the Dask cluster at ADDRESS")
    add_knowledge(parser)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"expected a number of processes, found {text!r}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    own = user_overlay()
    options = Options(
        overlays=(*([str(own)] if own else []), *args.knowledge),
        mapping=Path(args.mapping) if args.mapping else None,
        detail=Path(args.detail) if args.detail else None,
        workers=args.workers,
        cluster=args.cluster,
        resume=args.resume,
        hangs_on=args.hangs_on,
        experiments=args.experiments,
    )
    told = _Telling(args.input)
    with _progress() as watch:

        def both(source: Source, done: Done) -> None:
            told(done)
            watch(source, done)

        summary = run_batch(_input(args.input), _output(args), options, both)
    told.rest(args.output)
    _say(summary, args.output)
    return 1 if summary.bad else 0


def _input(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        raise InputError(f"{name}: no such file or folder")
    return path


def _output(args: argparse.Namespace) -> Path:
    out = Path(args.output)
    written = [out, *([Path(args.detail)] if args.detail else [])]
    for path in written:
        if not path.resolve().parent.is_dir():
            raise InputError(f"{path}: no such folder")
        if path.is_dir():
            raise InputError(f"{path}: is a folder; expected a file to write")
    read = [Path(args.input), *([Path(args.mapping)] if args.mapping else [])]
    places = [p.resolve() for p in (*written, *read)]
    if len(set(places)) < len(places):
        raise InputError(f"{out}: input and outputs must be different files")
    return out


class _Telling:
    """Bad rows and notices to stderr, the first few of them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left_out = 0
        self.lines: set[str] = set()

    def __call__(self, done: Done) -> None:
        for line in [*(f"{self.name}: {p}" for p in done.problems), *(f"note: {n}" for n in done.notices)]:
            if line in self.lines:
                continue
            if len(self.lines) < SHOWN:
                self.lines.add(line)
                print(f"fakdx: {line}", file=sys.stderr)
            elif not line.startswith("note: "):
                self.left_out += 1

    def rest(self, out: str) -> None:
        if self.left_out:
            print(f"fakdx: and {self.left_out:,} more; the column 'error' of {out} has them all", file=sys.stderr)


def _say(summary: Summary, out: str) -> None:
    resumed = f", {summary.resumed:,} of them from before" if summary.resumed else ""
    bad = f"; {summary.bad:,} could not be read" if summary.bad else ""
    print(f"fakdx: {summary.rows:,} cases{resumed} in {out}{bad}", file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _source, _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), TextColumn("{task.fields[rows]:,} cases"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=None, rows=0)

        def watch(source: Source, done: Done) -> None:
            rows = progress.tasks[0].fields["rows"] + done.rows
            progress.update(bar, total=source.size or None, completed=source.done, rows=rows)

        yield watch
