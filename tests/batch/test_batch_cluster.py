"""The same bytes from a cluster, also when a worker is lost on the way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from fakdx import InputError, Knowledge
from fakdx.batch import cluster as cluster_module
from fakdx.batch.records import CHUNK, Source
from fakdx.batch.run import Options, run_batch
from fakdx.batch.worker import Done
from tests.batch.tables import write_table
from tests.conftest import ROOT

ROWS = 12 * CHUNK + 5


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    return write_table(tmp_path_factory.mktemp("in") / "in.csv", ROWS, knowledge)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, source: Path) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "out.csv"
    run_batch(source, out, Options(workers=2))
    return out.read_bytes()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    common = ("--no-dashboard",)
    processes = [start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), *common)]
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", *common)
    processes += [start(*worker, "--name", f"w{n}") for n in range(2)]
    try:
        with Client(address, timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_local_cluster_gives_the_bytes_of_one_machine(source: Path, whole: bytes, tmp_path: Path) -> None:
    with LocalCluster(
        n_workers=2, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1"
    ) as local:
        summary = run_batch(source, tmp_path / "out.csv", Options(cluster=local.scheduler_address))

    assert summary.rows == ROWS
    assert (tmp_path / "out.csv").read_bytes() == whole


def test_a_worker_killed_on_the_way_loses_nothing_and_doubles_nothing(
    source: Path, whole: bytes, tmp_path: Path, scheduler: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = scheduler
    finished: list[float] = []

    def kill_one(_source: Source, _done: Done) -> None:
        finished.append(time.monotonic())
        if len(finished) == 2:
            workers[0].send_signal(signal.SIGKILL)

    summary = run_batch(source, tmp_path / "out.csv", Options(cluster=address), kill_one)

    assert workers[0].wait(10) == -signal.SIGKILL
    assert summary.rows == ROWS
    assert (tmp_path / "out.csv").read_bytes() == whole


def test_other_knowledge_on_the_workers_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module.Cluster, "_knowledge", staticmethod(lambda _task: "another sha256"))
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1"
        ) as local,
        pytest.raises(InputError, match="other knowledge"),
    ):
        run_batch(source, tmp_path / "out.csv", Options(cluster=local.scheduler_address))


def test_a_scheduler_that_is_not_there_is_told_in_one_line(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", "1s")

    with pytest.raises(InputError, match="no scheduler answers") as caught:
        run_batch(source, tmp_path / "out.csv", Options(cluster="tcp://127.0.0.1:9"))

    assert len(caught.value.problems) == 1
