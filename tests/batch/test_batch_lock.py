"""One run at a time for each output, and nothing in its way afterwards."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fakdx import InputError, Knowledge
from fakdx.batch import journal
from fakdx.batch.journal import Journal
from fakdx.batch.records import CHUNK
from fakdx.batch.run import Options, run_batch
from fakdx.batch.worker import Done
from fakdx.cli.main import main
from tests.batch.tables import write_table
from tests.batch.test_batch_runs import Stop, interrupted, stop_after


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    return write_table(tmp_path_factory.mktemp("in") / "in.csv", 2 * CHUNK + 37, knowledge)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, source: Path) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "out.csv"
    run_batch(source, out, Options(workers=1))
    return out.read_bytes()


@pytest.mark.parametrize("more", [(), ("--resume",)])
def test_a_second_run_on_one_output_is_refused_and_the_first_is_unharmed(
    more: tuple[str, ...], source: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, second = tmp_path / "out.csv", []

    def start_another(*_: object) -> None:
        if not second:
            second.append(main(["batch", str(source), "-o", str(out), "--workers", "1", *more]))

    run_batch(source, out, Options(workers=1), start_another)

    assert second == [2]
    assert capsys.readouterr().err == f"fakdx: {out}: is being written by another run (process {os.getpid()})\n"
    assert out.read_bytes() == whole
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_two_outputs_may_not_share_their_details(source: Path, whole: bytes, tmp_path: Path) -> None:
    detail, refused = tmp_path / "d.jsonl", []

    def start_another(*_: object) -> None:
        with pytest.raises(InputError, match="is being written by another run") as caught:
            run_batch(source, tmp_path / "other.csv", Options(workers=1, detail=detail))
        refused.append(caught)

    run_batch(source, tmp_path / "out.csv", Options(workers=1, detail=detail), start_another)

    assert refused
    assert (tmp_path / "out.csv").read_bytes() == whole
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.jsonl", "out.csv"]


def test_a_link_laid_where_the_output_grows_is_not_followed(source: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "out.csv.part").symlink_to(victim)

    with pytest.raises(InputError, match=r"out\.csv\.part: cannot be written"):
        run_batch(source, tmp_path / "out.csv", Options(workers=1))

    assert victim.read_text() == "precious"


def test_a_link_laid_where_the_record_grows_is_not_followed(source: Path, whole: bytes, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "out.csv.progress.new").symlink_to(victim)

    run_batch(source, tmp_path / "out.csv", Options(workers=1))

    assert victim.read_text() == "precious"
    assert (tmp_path / "out.csv").read_bytes() == whole


def test_a_pipe_where_the_output_grows_is_refused(source: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.csv.part")

    with pytest.raises(InputError):
        run_batch(source, tmp_path / "out.csv", Options(workers=1))

    assert (tmp_path / "out.csv.part").is_fifo()


def test_a_resume_that_is_refused_costs_nothing(source: Path, whole: bytes, tmp_path: Path) -> None:
    out, detail = tmp_path / "out.csv", tmp_path / "d.jsonl"
    interrupted(source, out, detail, chunks=1)
    whole_detail = (tmp_path / "d.jsonl.part").read_bytes()
    (tmp_path / "d.jsonl.part").write_bytes(whole_detail[:-10])
    with pytest.raises(InputError, match="is shorter than its record says"):
        run_batch(source, out, Options(workers=1, detail=detail, resume=True))
    with pytest.raises(InputError, match="changed since"):
        run_batch(source, out, Options(workers=1, resume=True))
    (tmp_path / "d.jsonl.part").write_bytes(whole_detail)

    assert run_batch(source, out, Options(workers=1, detail=detail, resume=True)).resumed == CHUNK
    assert out.read_bytes() == whole


def test_a_run_that_finishes_in_between_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    first, second = (Journal(out, None, {}, ()) for _ in range(2))
    with first:
        first.start(b"header\n", resume=False)
        first.add(Done(rows=1, output=b"row\n"))
        late = (tmp_path / "out.csv.part").open("r+b")
        first.finish()

    with late, second, pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "_created", lambda _path: os.dup(late.fileno()))
        with pytest.raises(InputError, match="was finished by another run just now"):
            second.start(b"header\n", resume=False)

    assert out.read_bytes() == b"header\nrow\n"


def test_the_record_names_the_process_that_writes(source: Path, tmp_path: Path) -> None:
    with pytest.raises(Stop):
        run_batch(source, tmp_path / "out.csv", Options(workers=1), stop_after(1))

    assert json.loads((tmp_path / "out.csv.progress").read_text())["process"] == os.getpid()
