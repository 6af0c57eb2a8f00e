"""Chunks to a Dask cluster and back in order. A chunk whose worker dies is computed again by another."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from fakdx.batch.pool import Chunk
from fakdx.batch.worker import Done, Task, Worker
from fakdx.errors import InputError
from fakdx.knowledge import load_knowledge

AHEAD = 4
"""Chunks under way for each thread of the cluster."""
PATIENCE = "30s"

_local = threading.local()


class Cluster:
    """Runs chunks on the cluster at `address` (`tcp://host:8786`)."""

    def __init__(self, task: Task, address: str) -> None:
        self._task = task
        self._address = address
        self._sha256 = self._knowledge(task)

    def __call__(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        client = self._connect()
        try:
            task = client.scatter(self._task, broadcast=True, hash=False)
            source = iter(chunks)
            under_way: deque[Any] = deque()
            while True:
                limit = AHEAD * max(1, sum(client.nthreads().values()))
                while len(under_way) < limit and (chunk := next(source, None)) is not None:
                    under_way.append(client.submit(run_remotely, task, self._sha256, chunk, pure=False, retries=2))
                if not under_way:
                    return
                yield self._result(under_way.popleft())
        finally:
            client.close()

    @staticmethod
    def _knowledge(task: Task) -> str:
        return load_knowledge(*task.overlays).sha256

    def _connect(self) -> Any:
        try:
            from distributed import Client
        except ImportError:
            raise InputError("--cluster needs Dask: pip install 'fakdx[cluster]'") from None
        try:
            return Client(self._address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise InputError(f"--cluster: no scheduler answers at {self._address!r}: {error}") from None

    @staticmethod
    def _result(future: Any) -> Done:
        from distributed import KilledWorker

        try:
            done = future.result()
        except KilledWorker:
            raise InputError("workers of the cluster die again and again over the same rows") from None
        except ModuleNotFoundError as error:
            raise InputError(f"a worker of the cluster lacks {error.name}: install the same fakdx there") from None
        assert isinstance(done, Done)
        return done


def run_remotely(task: Task, sha256: str, chunk: Chunk) -> Done:
    """On a worker of the cluster: the judge is built once for each thread and kept."""
    key = (sha256, hashlib.sha256(repr(task).encode()).hexdigest())
    if getattr(_local, "key", None) != key:
        worker = Worker(task)
        if worker.knowledge.sha256 != sha256:
            raise InputError("a worker of the cluster has other knowledge: install the same fakdx and overlays there")
        _local.key, _local.worker = key, worker
    return _local.worker.run(chunk)  # type: ignore[no-any-return]
