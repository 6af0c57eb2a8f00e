"""Full disks and places that cannot be written: told in a line, and what is done is kept."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from fakdx import InputError, Knowledge
from fakdx.batch import journal
from fakdx.batch.records import CHUNK
from fakdx.batch.run import Options, run_batch
from fakdx.cli.main import main
from tests.batch.tables import write_table
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    return write_table(tmp_path_factory.mktemp("in") / "in.csv", 4 * CHUNK + 37, knowledge)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, source: Path) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "out.csv"
    run_batch(source, out, Options(workers=1))
    return out.read_bytes()


def test_a_full_disk_is_told_and_what_is_done_can_go_on(source: Path, whole: bytes, tmp_path: Path) -> None:
    limit = len(whole) // 2

    def little_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    out = tmp_path / "out.csv"
    arguments = [sys.executable, "-m", "fakdx", "batch", str(source), "-o", str(out), "--workers", "1"]
    ended = subprocess.run(arguments, cwd=ROOT, preexec_fn=little_space, capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cannot be written" in ended.stderr
    assert "--resume" in ended.stderr
    assert not out.exists()
    assert run_batch(source, out, Options(workers=1, resume=True)).resumed > 0
    assert out.read_bytes() == whole


def test_a_disk_that_fills_while_the_record_is_written_harms_nothing(
    source: Path, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, replace, calls = tmp_path / "out.csv", os.replace, []

    def full(old: Path, new: Path) -> None:
        calls.append(new)
        if len(calls) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(journal.os, "replace", full)
    with pytest.raises(InputError, match="No space left on device"):
        run_batch(source, out, Options(workers=1))
    monkeypatch.undo()

    assert run_batch(source, out, Options(workers=1, resume=True)).resumed == 2 * CHUNK
    assert out.read_bytes() == whole


@pytest.mark.parametrize("out", ["no/such/folder/out.csv", "folder", "out.docx", "in.csv"])
def test_an_output_that_cannot_be_is_refused_before_any_work(
    out: str, tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(tmp_path / "in.csv", 3, knowledge)
    (tmp_path / "folder").mkdir()
    before = (tmp_path / "in.csv").read_bytes()

    assert main(["batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / out)]) == 2

    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "in.csv").read_bytes() == before


def test_a_folder_that_may_not_be_written_is_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = os.open

    def refuse(path: str, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path, flags, *rest)

    monkeypatch.setattr(journal.os, "open", refuse)

    assert main(["batch", str(source), "-o", str(tmp_path / "out.csv")]) == 2
    assert "Permission denied" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
