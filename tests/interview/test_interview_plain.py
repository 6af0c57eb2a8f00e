"""The interview line by line."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from fakdx import Case, Knowledge
from fakdx.interview.plain import PlainInterview
from fakdx.interview.store import Store
from tests.conftest import ROOT

FORM = ["7", "SkBr3 page", "defactinib", "1 uM", "6 h", "SKBR3", "", "3D", "", "", "", ""]
KNOWN = ["y397 unchanged, n=3", "pHER2 up, 1.9x", ""]


def sit(lines: list[str], knowledge: Knowledge, folder: Path, case: Case | None = None) -> str:
    target = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    assert PlainInterview(knowledge, case, source, target, Store(folder)).run() == 0
    return target.getvalue()


def saved(folder: Path, knowledge: Knowledge) -> Case:
    (path,) = folder.glob("*.yaml")
    return Case.from_yaml(path, knowledge)


def test_what_is_typed_makes_the_case_and_the_verdict(knowledge: Knowledge, tmp_path: Path) -> None:
    said = sit([*FORM, *KNOWN], knowledge, tmp_path)

    case = saved(tmp_path, knowledge)
    assert case.context.cell_line == "sk_br_3"
    assert [f.label for f in case.findings] == ["pFAK_Y397 unchanged (n=3)", "pHER2_Y1248 increased (1.9x)"]
    assert "Possible: RTK trans-phosphorylation of FAK" in said
    assert "Question 3" in said


def test_the_end_of_the_input_ends_with_the_report(knowledge: Knowledge, tmp_path: Path) -> None:
    said = sit([], knowledge, tmp_path)

    assert said.rstrip().splitlines()[-1]
    assert "INSUFFICIENT DATA" in said


def test_it_sends_no_control_codes_and_does_not_echo(knowledge: Knowledge, tmp_path: Path) -> None:
    said = sit([*FORM, *KNOWN, "why", "results", "\x1b[31mred", "quit"], knowledge, tmp_path)

    assert "\x1b" not in said
    assert "pHER2 up, 1.9x\n" not in said


def test_back_changes_the_answer_before(knowledge: Knowledge, tmp_path: Path) -> None:
    case = Case.from_text("findings: [{pFAK_Y397: unchanged}]", knowledge)
    session_lines = ["1", "back", "2", "quit"]

    said = sit(session_lines, knowledge, tmp_path, case)

    findings = saved(tmp_path, knowledge).findings
    assert len(findings) == 2
    assert "Answered:" in said
    first, second = (line for line in said.splitlines() if line.startswith("ok: "))
    assert first != second
    assert findings[1].state in second


def test_undo_skip_none_and_not_known(knowledge: Knowledge, tmp_path: Path) -> None:
    case = Case.from_text("findings: [{pFAK_Y397: unchanged}]", knowledge)

    sit(["skip", "?", "none", "1", "undo", "quit"], knowledge, tmp_path, case)

    findings = saved(tmp_path, knowledge).findings
    assert len([f for f in findings if f.tested]) == 1
    assert [f for f in findings if f.note == "not known"]
    assert len(findings) >= 4


def test_a_wrong_answer_is_asked_again(knowledge: Knowledge, tmp_path: Path) -> None:
    case = Case.from_text("findings: [{pFAK_Y397: unchanged}]", knowledge)

    said = sit(["purple", "99", "quit"], knowledge, tmp_path, case)

    assert said.count("! Expected a number") == 2


def test_save_writes_a_report_and_a_case_and_says_when_it_cannot(knowledge: Knowledge, tmp_path: Path) -> None:
    case = Case.from_text("title: t\nfindings: [{pFAK_Y397: unchanged}]", knowledge)
    report, again, nowhere = tmp_path / "r.md", tmp_path / "out" / "c.yaml", tmp_path / "none" / "x.md"

    said = sit([f"save {report}", f"save {again}", f"save {nowhere}", "quit"], knowledge, tmp_path / "s", case)

    assert report.read_text(encoding="utf-8").startswith("# t")
    assert Case.from_yaml(again, knowledge).findings == case.findings
    assert "! Not saved" in said


@pytest.mark.parametrize("arguments", [["--plain"], ["ask", "--plain"], ["ask"]])
def test_the_command_asks_on_the_standard_streams(arguments: list[str], tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "fakdx", *arguments],
        input="\n".join([*FORM, *KNOWN, "quit", ""]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=120,
    )

    assert finished.returncode == 0, finished.stderr
    assert "Possible: RTK trans-phosphorylation of FAK" in finished.stdout
    assert "\x1b" not in finished.stdout
