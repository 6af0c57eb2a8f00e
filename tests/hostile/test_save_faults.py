"""Case files and sessions, full disks, read-only folders and sudden death: the old file or the new one, never half."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fakdx import Case
from fakdx.report.write import write_whole
from tests.conftest import ROOT
from tests.hostile.console import fakdx, is_clean

EXAMPLE = ROOT / "examples" / "persistent_y397_skbr3.yaml"
TABLE = ROOT / "examples" / "tables" / "blot_tidy.csv"
SIZE = 3_000_000
SAVE_FOR_EVER = {
    "a case that numbers are put into": """
import sys
from pathlib import Path
from fakdx.quantify.commands import _write
texts = [letter * {size} for letter in "ab"]
print("ready", flush=True)
while True:
    for text in texts:
        _write({{Path(sys.argv[1]): text}})
""",
    "a session of the questionnaire": """
import sys
from pathlib import Path
from fakdx.interview.store import Store
store, texts = Store(Path(sys.argv[1]).parent), [letter * {size} for letter in "ab"]
print("ready", flush=True)
while True:
    for text in texts:
        assert store.save(Path(sys.argv[1]), text) == ""
""",
}
ANSWERS = "\n" * 12 + "pFAK_Y397 unchanged\n" + "quit\n"


@pytest.mark.parametrize("wait", [0.0, 0.007, 0.023])
@pytest.mark.parametrize("program", SAVE_FOR_EVER.values(), ids=SAVE_FOR_EVER)
def test_kill_9_while_it_is_saved_leaves_a_whole_file(program: str, wait: float, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("a" * SIZE)
    command = [sys.executable, "-c", program.format(size=SIZE), str(file)]
    saving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert saving.stdout is not None
    saving.stdout.readline()
    time.sleep(wait)
    saving.kill()
    saving.communicate()

    content = file.read_bytes()

    assert saving.returncode == -signal.SIGKILL
    assert len(content) == SIZE
    assert len(set(content)) == 1


def limited_to(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def run(folder: Path, size: int, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command on a disk with room for files of `size` bytes."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(
        [sys.executable, "-m", "fakdx", *arguments],
        cwd=ROOT, env=environment, preexec_fn=limited_to(size), input=typed, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_full_disk_keeps_the_case_that_numbers_were_meant_for(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    before = EXAMPLE.read_bytes()
    case.write_bytes(before)

    ended = run(tmp_path, 500, "quantify", "blot", str(TABLE), "--into", str(case))

    assert ended.returncode == 2
    assert ended.stderr.endswith("case.yaml: cannot be written: File too large\n")
    assert case.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir() if "case" in p.name] == ["case.yaml"]


def test_a_full_disk_ends_no_questionnaire_and_leaves_no_half_session(tmp_path: Path) -> None:
    ended = run(tmp_path, 20, "--plain", typed=ANSWERS)
    sessions = tmp_path / "state" / "fakdx" / "sessions"

    assert ended.returncode == 0
    assert "cannot be written: File too large" in ended.stdout
    assert "Not checked" in ended.stdout
    assert list(sessions.iterdir()) == []


def test_with_room_the_same_answers_are_kept(tmp_path: Path) -> None:
    ended = run(tmp_path, 1_000_000, "--plain", typed=ANSWERS)
    (session,) = (tmp_path / "state" / "fakdx" / "sessions").iterdir()

    assert ended.returncode == 0
    assert [f.label for f in Case.from_yaml(session).findings] == ["pFAK_Y397 unchanged"]


def test_a_folder_that_may_not_be_written_keeps_the_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tmp_path / "case.yaml"
    before = EXAMPLE.read_bytes()
    case.write_bytes(before)

    def refuse(*_: object, **__: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    ran = fakdx("quantify", "blot", str(TABLE), "--into", str(case))

    assert ran.status == 2
    assert is_clean(ran)
    assert "Permission denied" in ran.err
    assert case.read_bytes() == before


def test_threads_that_save_the_same_report_leave_one_of_them_whole(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    contents = [bytes([65 + n]) * 200_000 for n in range(8)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_whole(report, content), contents * 4))

    assert report.read_bytes() in contents
    assert [p.name for p in tmp_path.iterdir()] == ["report.md"]
