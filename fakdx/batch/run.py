"""One batch from the input to the finished output."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from fakdx.batch.journal import Journal
from fakdx.batch.layout import Layout, read_layout
from fakdx.batch.mapping import Mapped, read_mapping
from fakdx.batch.pool import Here, Processes, Runner, cores
from fakdx.batch.records import Source, import_pyarrow, open_source
from fakdx.batch.rows import Form, header
from fakdx.batch.worker import Done, Task
from fakdx.errors import InputError, Problem
from fakdx.knowledge import load_knowledge

FORMS: dict[str, Form] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "plain"}


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line can ask for. `overlays` are knowledge folders, by path."""

    overlays: tuple[str, ...] = ()
    mapping: Path | None = None
    detail: Path | None = None
    workers: int | None = None
    cluster: str | None = None
    resume: bool = False
    hangs_on: bool = False
    experiments: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How a batch went."""

    rows: int
    bad: int
    resumed: int


Watch = Callable[[Source, Done], object]


def run_batch(source: Path, out: Path, options: Options = Options(), watch: Watch | None = None) -> Summary:
    """Judge every case of `source` into `out`; the format follows the suffixes.

    A case that cannot be read becomes a row with its error. The bytes of the result do not depend on the number
    of workers, nor on having been interrupted. `watch` is told of every finished chunk. Raises InputError where
    the input, the output or the mapping as a whole cannot be used.
    """
    form = FORMS.get(out.suffix.lower())
    if form is None:
        raise InputError(Problem(str(out), 0, f"expected a result ending in {', '.join(FORMS)}"))
    if form == "plain":
        import_pyarrow("pyarrow")
    opened = open_source(source)
    task = _task(opened, form, options)
    identity = _identity(opened, task, options)
    with Journal(out, options.detail, identity, task.extra) as journal:
        resumed = journal.start(header(form, task.extra), options.resume)
        chunks = opened.chunks(skip=resumed)
        first = [chunk for chunk in (next(chunks, None), next(chunks, None)) if chunk]
        for done in _runner(task, options, len(first))(chain(first, chunks)):
            journal.add(done)
            if watch is not None:
                watch(opened, done)
        journal.finish()
        return Summary(journal.progress.rows, journal.progress.bad, resumed)


def _runner(task: Task, options: Options, chunks: int) -> Runner:
    if options.cluster:
        from fakdx.batch.cluster import Cluster

        return Cluster(task, options.cluster)
    workers = options.workers or cores()
    return Here(task) if workers == 1 or chunks < 2 else Processes(task, workers)


def _task(source: Source, form: Form, options: Options) -> Task:
    knowledge = load_knowledge(*options.overlays)
    layout = None
    if source.headers is not None:
        mapped = read_mapping(options.mapping, knowledge) if options.mapping else Mapped()
        _all_there(mapped.columns, source)
        layout = read_layout(source.headers, knowledge, str(source.path), mapped.columns)
        layout = replace(layout, constants=tuple(mapped.constants.items()))
    elif options.mapping:
        raise InputError(Problem(str(options.mapping), 0, "a mapping goes with a table; these rows are whole cases"))
    task = Task(options.overlays, layout, form, options.detail is not None, options.hangs_on, options.experiments)
    _worth_reading(layout, source)
    return task


def _all_there(mapped: Iterable[str], source: Source) -> None:
    headers = {header.strip() for header in source.headers or ()}
    missing = [name for name in mapped if name not in headers]
    if missing:
        raise InputError(
            [Problem(str(source.path), 1, f"has no column {name!r}, which the mapping names") for name in missing]
        )


def _worth_reading(layout: Layout | None, source: Source) -> None:
    if layout is not None and not layout.of("finding"):
        raise InputError(Problem(str(source.path), 1, "has no column that holds an observation"))


def _identity(source: Source, task: Task, options: Options) -> dict[str, str]:
    """What must be the same for an interrupted batch to go on."""
    return {
        "the input": source.fingerprint(),
        "the knowledge": load_knowledge(*options.overlays).sha256,
        "an option or the mapping": hashlib.sha256(repr(replace(task, overlays=())).encode()).hexdigest(),
    }
