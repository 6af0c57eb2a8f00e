"""`check_folder`: what it reads, and that it says everything at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_base import BASE, write_base

import fakdx.lint.folder as folder_module
from fakdx.errors import InputError, Problem
from fakdx.lint import as_json, check_folder
from fakdx.lint.folder import READING


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small base stands in for the shipped knowledge."""
    monkeypatch.setattr(folder_module, "data_dir", lambda name: BASE / name)


def overlay(folder: Path, text: str, name: str = "rules/lab.yaml") -> Path:
    path = folder / "lab" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder / "lab"


RULE = """
- id: lab_rule
  when: {all: [{growth_3d: no effect}]}
  then: {for: pyk2_compensation, strength: supporting}
  because: Seen here.
  sources: [{source: paper_a, at: abstract}]
  examples: {fires: [[{growth_3d: no effect}]], silent: [[{growth_3d: inhibited}]]}
"""


def test_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    edits = [
        {"file": "knowledge/agents.yaml", "write": "- {id: broken"},
        {"file": "knowledge/genes.yaml", "write": "- {symbol: PTK2}\n- {symbol: PTK2, symbol: MET}"},
        {"file": "rules/derived.yaml", "write": "- {id: lacking}"},
        {"file": "knowledge/panels.yaml", "write": "- {id: fak_blot, name: FAK blot, effort: blott}"},
    ]

    problems = check_folder(write_base(tmp_path, edits))

    assert {Path(p.file).name for p in problems} == {"agents.yaml", "genes.yaml", "derived.yaml", "panels.yaml"}
    assert {p.code for p in problems} <= set(READING)
    assert {p.level for p in problems} == {"error"}
    assert all(p.line for p in problems)


def test_a_problem_reads_file_line_message_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_base(
        tmp_path,
        [{"file": "knowledge/hypotheses.yaml", "replace": "genes: [PTK2B]", "by": "genes: [PTK2C]"}],
    )

    (problem,) = check_folder(Path())

    assert str(problem).startswith("knowledge/hypotheses.yaml:15: pyk2_compensation: no gene 'PTK2C'; did you mean")
    assert str(problem).endswith("(unknown-gene)")


@pytest.mark.usefixtures("shipped")
def test_a_sound_overlay_has_no_problem(tmp_path: Path) -> None:
    assert check_folder(overlay(tmp_path, RULE)) == ()


@pytest.mark.usefixtures("shipped")
def test_a_mistake_in_an_overlay_is_reported_at_its_line(tmp_path: Path) -> None:
    folder = overlay(tmp_path, RULE.replace("paper_a", "paper_z"))

    (problem,) = (p for p in check_folder(folder) if p.level == "error")

    assert (Path(problem.file).name, problem.line, problem.code) == ("lab.yaml", 6, "unknown-source")


@pytest.mark.usefixtures("shipped")
def test_what_an_overlay_breaks_elsewhere_is_reported(tmp_path: Path) -> None:
    text = "- {id: pyk2_blot, override: suppress, reason: not done here}"
    problems = check_folder(None, [str(overlay(tmp_path, text, "knowledge/experiments.yaml"))])

    broken = {(Path(p.file).name, p.code) for p in problems if p.level == "error"}

    assert broken == {("scenarios.yaml", "unknown-experiment"), ("combinations.yaml", "unknown-experiment")}


@pytest.mark.usefixtures("shipped")
def test_an_override_without_a_reason_is_refused(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "- {id: pyk2_blot, override: suppress}", "knowledge/experiments.yaml")

    assert [p.code for p in check_folder(folder)] == ["overlay"]


def test_a_folder_that_does_not_exist_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent: no such folder$"):
        check_folder(tmp_path / "absent")


def test_problems_as_json_keep_every_part() -> None:
    problems = [Problem("a.yaml", 3, "wrong", "unknown-gene"), Problem("b.yaml", 0, "dull", "draft-rule", "note")]

    data = json.loads(as_json(problems))

    assert data["counts"] == {"error": 1, "warning": 0, "note": 1}
    assert data["problems"][0] == {
        "file": "a.yaml", "line": 3, "level": "error", "code": "unknown-gene", "message": "wrong",
    }  # fmt: skip
