"""Workers and interruptions: the result is the same, whole, and nobody's row is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fakdx import InputError, Knowledge
from fakdx.batch import pool
from fakdx.batch.pool import Chunk, Processes
from fakdx.batch.records import CHUNK, Source
from fakdx.batch.run import Options, run_batch
from fakdx.batch.worker import Done
from tests.batch.tables import write_table
from tests.conftest import ROOT

ROWS = 4 * CHUNK + 37


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    return write_table(tmp_path_factory.mktemp("in") / "in.csv", ROWS, knowledge)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, source: Path) -> tuple[bytes, bytes]:
    """The uninterrupted result of one process, and its details."""
    folder = tmp_path_factory.mktemp("whole")
    run_batch(source, folder / "out.csv", Options(workers=1, detail=folder / "d.jsonl"))
    return (folder / "out.csv").read_bytes(), (folder / "d.jsonl").read_bytes()


@pytest.fixture(scope="module")
def hanging(tmp_path_factory: pytest.TempPathFactory, source: Path) -> bytes:
    """The same with the column `hangs_on`, which takes long enough to be interrupted."""
    out = tmp_path_factory.mktemp("hanging") / "out.csv"
    run_batch(source, out, Options(workers=2, hangs_on=True))
    return out.read_bytes()


class Stop(Exception):  # noqa: N818
    """The moment at which a test pulls the plug."""


def stop_after(chunks: int) -> Callable[[Source, Done], None]:
    seen: list[Done] = []

    def watch(_source: Source, done: Done) -> None:
        seen.append(done)
        if len(seen) == chunks:
            raise Stop

    return watch


def interrupted(source: Path, out: Path, detail: Path | None = None, chunks: int = 2) -> None:
    with pytest.raises(Stop):
        run_batch(source, out, Options(workers=1, detail=detail), stop_after(chunks))


def command(source: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "fakdx", "batch", str(source), "-o", str(out), *more]
    return subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.02)


def rows_done(out: Path) -> int:
    progress = out.with_name(out.name + ".progress")
    return int(json.loads(progress.read_text())["rows"]) if progress.exists() else 0


def alive_in(session: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            stat = (entry / "stat").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        fields = stat.rpartition(")")[2].split()
        if fields and int(fields[3]) == session and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def test_the_number_of_workers_changes_no_byte(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    run_batch(source, tmp_path / "out.csv", Options(workers=2, detail=tmp_path / "d.jsonl"))

    assert ((tmp_path / "out.csv").read_bytes(), (tmp_path / "d.jsonl").read_bytes()) == whole


def test_rows_keep_their_order(whole: tuple[bytes, bytes]) -> None:
    names = [line.split(",")[0] for line in whole[0].decode().splitlines()[1:]]

    assert names == [f"c{n}" for n in range(ROWS)]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_an_interrupted_batch_goes_on_to_the_same_bytes(suffix: str, source: Path, tmp_path: Path) -> None:
    run_batch(source, tmp_path / f"once.{suffix}", Options(workers=1))
    out, detail = tmp_path / f"out.{suffix}", tmp_path / "d.jsonl"
    interrupted(source, out, detail)
    assert not out.exists()

    summary = run_batch(source, out, Options(workers=1, detail=detail, resume=True))

    assert summary.resumed == 2 * CHUNK
    assert summary.rows == ROWS
    assert out.read_bytes() == (tmp_path / f"once.{suffix}").read_bytes()
    assert len(detail.read_text().splitlines()) == ROWS
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["d.jsonl", f"once.{suffix}", f"out.{suffix}"])


def test_half_a_row_left_by_a_crash_is_cut_off_when_going_on(
    source: Path, whole: tuple[bytes, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    interrupted(source, out)
    with (tmp_path / "out.csv.part").open("ab") as part:
        part.write(b"c2000,2002,mecha")

    run_batch(source, out, Options(workers=1, resume=True))

    assert out.read_bytes() == whole[0]


def test_without_resume_a_batch_begins_again(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    interrupted(source, tmp_path / "out.csv")

    assert run_batch(source, tmp_path / "out.csv", Options(workers=1)).resumed == 0

    assert (tmp_path / "out.csv").read_bytes() == whole[0]


def test_resuming_something_else_is_refused(source: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    other = write_table(tmp_path / "in.csv", 2 * CHUNK + 1, knowledge, seed=2)
    out = tmp_path / "out.csv"
    interrupted(other, out)

    with pytest.raises(InputError, match=r"the input .*changed"):
        run_batch(source, out, Options(workers=1, resume=True))
    with pytest.raises(InputError, match="an option or the mapping changed"):
        run_batch(other, out, Options(workers=1, resume=True, hangs_on=True))


def test_resuming_a_finished_batch_says_so(source: Path, tmp_path: Path) -> None:
    run_batch(source, tmp_path / "out.csv", Options(workers=1))

    with pytest.raises(InputError, match="is complete"):
        run_batch(source, tmp_path / "out.csv", Options(workers=1, resume=True))


def test_a_damaged_record_is_not_believed(source: Path, tmp_path: Path) -> None:
    interrupted(source, tmp_path / "out.csv")
    (tmp_path / "out.csv.progress").write_text('{"rows": 10')

    with pytest.raises(InputError, match="without --resume"):
        run_batch(source, tmp_path / "out.csv", Options(workers=1, resume=True))


def test_kill_9_loses_no_finished_chunk_and_leaves_no_process(source: Path, hanging: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    batch = command(source, out, "--workers", "2", "--hangs-on")
    wait_for(lambda: rows_done(out) >= CHUNK, "the first chunk")
    batch.kill()
    batch.wait()
    wait_for(lambda: not alive_in(batch.pid), "the workers to follow their parent")
    assert not out.exists()

    assert run_batch(source, out, Options(workers=1, hangs_on=True, resume=True)).resumed >= CHUNK
    assert out.read_bytes() == hanging


def test_a_killed_worker_costs_nothing(source: Path, whole: tuple[bytes, bytes], tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_one(_source: Source, _done: Done) -> None:
        if not killed:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            workers = [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    run_batch(source, tmp_path / "out.csv", Options(workers=2), kill_one)

    assert killed
    assert (tmp_path / "out.csv").read_bytes() == whole[0]


def test_a_chunk_that_kills_every_worker_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_run", _die)
    monkeypatch.setattr(pool, "_start", _nothing)

    with pytest.raises(InputError, match="workers die again and again"):
        list(Processes(None, 1)([[]]))  # type: ignore[arg-type]


def _die(_chunk: Chunk) -> Done:
    os._exit(9)


def _nothing(_task: object) -> None:
    return


def test_ctrl_c_keeps_what_is_done_and_shows_no_traceback(source: Path, hanging: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    batch = command(source, out, "--workers", "2", "--hangs-on")
    wait_for(lambda: rows_done(out) >= CHUNK, "the first chunk")
    os.killpg(batch.pid, signal.SIGINT)
    _, told = batch.communicate(timeout=60)
    wait_for(lambda: not alive_in(batch.pid), "the workers to end")

    assert batch.returncode == 130
    assert told == "fakdx: interrupted\n"
    assert run_batch(source, out, Options(workers=1, hangs_on=True, resume=True)).resumed >= CHUNK
    assert out.read_bytes() == hanging


def test_a_run_that_is_told_to_end_goes_on_to_the_same_bytes(source: Path, hanging: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    batch = command(source, out, "--workers", "2", "--hangs-on")
    wait_for(lambda: rows_done(out) >= CHUNK, "the first chunk")
    batch.terminate()
    _, told = batch.communicate(timeout=60)
    wait_for(lambda: not alive_in(batch.pid), "the workers to end")

    assert batch.returncode != 0
    assert "Traceback" not in told
    assert run_batch(source, out, Options(workers=1, hangs_on=True, resume=True)).resumed >= CHUNK
    assert out.read_bytes() == hanging


def test_few_chunks_are_under_way_however_long_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", lambda workers, *_, **__: ThreadPoolExecutor(workers))
    monkeypatch.setattr(pool, "_run", _answer)
    drawn: list[int] = []

    def long() -> Iterator[Chunk]:
        for number in range(40):
            drawn.append(number)
            yield []

    ahead = [len(drawn) - finished for finished, _ in enumerate(Processes(None, 2)(long()))]  # type: ignore[arg-type]

    assert len(ahead) == 40
    assert max(ahead) <= 2 * pool.AHEAD


def _answer(_chunk: Chunk) -> Done:
    return Done()
