"""Reports and full disks, read-only folders and sudden death: the old file or the new one, never half."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakdx import Case, diagnose
from tests.conftest import ROOT
from tests.hostile.console import fakdx, is_clean

EXAMPLE = ROOT / "examples" / "persistent_y397_skbr3.yaml"
SAVE_FOR_EVER = """
import sys
from pathlib import Path
from fakdx.report.write import write_whole
contents = [bytes([letter]) * 3_000_000 for letter in b"ab"]
print("ready", flush=True)
while True:
    for content in contents:
        write_whole(Path(sys.argv[1]), content)
"""


@pytest.mark.parametrize("wait", [0.0, 0.003, 0.011, 0.029])
def test_kill_9_while_a_report_is_saved_leaves_a_whole_one(wait: float, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_bytes(b"a" * 3_000_000)
    saving = subprocess.Popen([sys.executable, "-c", SAVE_FOR_EVER, str(report)], cwd=ROOT, stdout=subprocess.PIPE)
    assert saving.stdout is not None
    saving.stdout.readline()
    time.sleep(wait)
    saving.kill()
    saving.communicate()

    content = report.read_bytes()

    assert saving.returncode == -signal.SIGKILL
    assert len(content) == 3_000_000
    assert len(set(content)) == 1


@pytest.mark.parametrize("ending", ["md", "html", "json", "txt"])
def test_a_full_disk_keeps_the_old_report(ending: str, tmp_path: Path) -> None:
    report = tmp_path / f"report.{ending}"
    report.write_text("the old report")

    def little_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))

    ended = subprocess.run(
        [sys.executable, "-m", "fakdx", "diagnose", str(EXAMPLE), "-o", str(report)],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        preexec_fn=little_space,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "cannot be written" in ended.stderr
    assert report.read_text() == "the old report"
    assert [p.name for p in tmp_path.iterdir() if ".part" in p.name] == []


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_full_disk_behind_standard_output_is_told_in_a_line(form: str) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "fakdx", "diagnose", str(EXAMPLE), "--format", form],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == 2
    assert ended.stderr == "fakdx: standard output: No space left on device\n"


def test_a_folder_that_may_not_be_written_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "report.json"
    report.write_text("the old report")
    opened = Path.open

    def refuse(self: Path, mode: str = "r", *rest: object, **named: object) -> object:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, mode, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)

    ran = fakdx("diagnose", str(EXAMPLE), "-o", str(report))

    assert ran.status == 2
    assert is_clean(ran)
    assert "Permission denied" in ran.err
    assert report.read_text() == "the old report"


def test_a_report_over_a_link_changes_what_the_link_names(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)

    assert fakdx("diagnose", str(EXAMPLE), "-o", str(link)).status == 0

    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == diagnose(Case.from_yaml(EXAMPLE)).to_json()
