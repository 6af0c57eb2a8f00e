"""Chunks to workers and back in order: in this process, or in as many as there are cores.

Processes are spawned, never forked, and few chunks are under way at a time, so that memory stays flat. A worker
that dies takes nothing with it: its chunks are given to a new pool.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Protocol

from fakdx.batch.records import Row
from fakdx.batch.worker import Done, Task, Worker
from fakdx.errors import InputError

AHEAD = 3
"""Chunks under way for each worker."""
MOST_DEATHS = 3
"""Pools that may break over one chunk before it is taken to be the cause."""

Chunk = Sequence[Row]


class Runner(Protocol):
    """Anything that turns chunks into finished chunks, in order."""

    def __call__(self, chunks: Iterable[Chunk]) -> Iterator[Done]: ...


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Here:
    """Runs chunks in this process."""

    def __init__(self, task: Task) -> None:
        self._worker = Worker(task)

    def __call__(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        return map(self._worker.run, chunks)


class Processes:
    """Runs chunks in `workers` processes."""

    def __init__(self, task: Task, workers: int) -> None:
        self._task = task
        self._workers = workers

    def __call__(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        waiting: deque[Chunk] = deque()
        source = iter(chunks)
        deaths = 0
        while True:
            pool = self._pool()
            under_way: deque[Future[Done]] = deque()
            try:
                under_way.extend(pool.submit(_run, chunk) for chunk in waiting)
                while True:
                    while len(waiting) < AHEAD * self._workers and (chunk := next(source, None)) is not None:
                        waiting.append(chunk)
                        under_way.append(pool.submit(_run, chunk))
                    if not waiting:
                        pool.shutdown()
                        return
                    done = under_way.popleft().result()
                    waiting.popleft()
                    deaths = 0
                    yield done
            except BrokenProcessPool:
                deaths += 1
                if deaths >= MOST_DEATHS:
                    raise InputError(
                        "workers die again and again: is there too little memory? Try --workers 1"
                    ) from None
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._workers, context, initializer=_start, initargs=(self._task,))


_worker: Worker | None = None


def _start(task: Task) -> None:
    """Build the worker of this process. The parent alone answers to Ctrl-C; without a parent there is nothing to do."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _worker = Worker(task)
    # What is built by now stays, and judging makes no cycles: looking for them now and then is enough.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _run(chunk: Chunk) -> Done:
    assert _worker is not None
    return _worker.run(chunk)
