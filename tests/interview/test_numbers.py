"""Tables of numbers and a case: names, limits and findings are those of the knowledge base."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fakdx import Case, Knowledge
from fakdx.cli.main import main
from fakdx.errors import InputError
from fakdx.interview.analyses import ANALYSES, analysis_for, options_for
from fakdx.interview.numbers import load_numbers, surroundings
from fakdx.interview.session import Session
from fakdx.model.case import Context

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "examples" / "tables"
ROWS = "".join(f"{b},{c},{{0}},{s}{b}\n" for b in "123" for c, s in (("DMSO", 10), ("x", 4)))
BLOT = "blot,condition,analyte,signal\n" + ROWS


def test_limits_come_from_the_knowledge_base(knowledge: Knowledge) -> None:
    limits, known = surroundings(knowledge).thresholds, knowledge.scoring.thresholds
    assert (limits.decreased, limits.increased) == (known.decreased_below, known.increased_above)
    assert limits.noise_fold == known.ic50_noise_fold


def test_every_question_with_numbers_has_a_table_that_would_answer_it(knowledge: Knowledge) -> None:
    kinds = {o.id: analysis_for(o) for o in knowledge.observables.values()}
    assert set(kinds.values()) <= {*ANALYSES, ""}
    assert kinds["pFAK_Y397"] == "blot"
    assert kinds["growth_3d"] == "dose-response"
    assert kinds["synergy"] == "synergy"
    assert kinds["soft_agar"] == kinds["tumour_growth"] == "growth"
    assert all(not kind for id, kind in kinds.items() if knowledge.observables[id].shape == "check")
    assert options_for(knowledge.observables["growth_3d"]) == "--readout growth_3d"
    assert options_for(knowledge.observables["viability_2d"]) == ""


@pytest.mark.parametrize("kind", ["blot", "dose-response", "growth"])
def test_a_name_that_no_case_knows_is_refused_with_how_to_name_it(
    kind: str, knowledge: Knowledge, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(BLOT.format("zzz"))
    with pytest.raises(InputError):
        load_numbers(kind, str(table), "", Context(), knowledge)
    if kind == "blot":
        with pytest.raises(InputError, match="--name zzz=NAME"):
            load_numbers(kind, str(table), "", Context(), knowledge)
        assert load_numbers(kind, str(table), "--name zzz=pAKT_S473", Context(), knowledge).findings


def test_taking_a_table_twice_keeps_its_record_once(knowledge: Knowledge) -> None:
    session = Session(knowledge)
    loaded = load_numbers("blot", str(TABLES / "blot_tidy.csv"), "", session.case.context, knowledge)
    for _ in range(2):
        session.add_numbers(loaded.findings, loaded.record)
    assert len(session.case.quantified) == 1
    assert len(session.case.findings) == 4
    assert Case.from_text(session.to_yaml(), knowledge).findings == session.case.findings
    assert session.undo()
    assert session.case.quantified == ()


CASES = {
    "an unknown name": ("title: t\n", BLOT.format("zzz"), "finding zzz: unknown observation 'zzz'"),
    "a mistake in the case": ("titel: t\n", BLOT.format("pFAK"), "case.yaml:1: unknown field 'titel'"),
    "a slip in its numbers": ("title: t\nquantified:\n- 3\n", BLOT.format("pFAK"), "case.yaml:3: quantified: expected"),
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_written_into_a_case_that_would_not_read(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, table, said = CASES[name]
    (tmp_path / "case.yaml").write_text(text)
    (tmp_path / "t.csv").write_text(table)
    arguments = ["quantify", "blot", str(tmp_path / "t.csv"), "--into", str(tmp_path / "case.yaml")]
    assert main([*arguments, "--svg", str(tmp_path / "p.svg")]) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "case.yaml").read_text() == text
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.yaml", "t.csv"]


def test_lines_that_the_case_does_not_know_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("title: t\n")
    table = str(TABLES / "growth_rate_counts.csv")
    assert main(["quantify", "dose-response", table, "--into", str(case)]) == 2
    assert "choose one line with --line" in capsys.readouterr().err
    assert main(["quantify", "dose-response", table, "--line", "slow", "--into", str(case)]) == 0


def test_the_example_from_tables_is_what_its_commands_make(tmp_path: Path) -> None:
    made = tmp_path / "case.yaml"
    kept = (ROOT / "examples" / "from_tables.yaml").read_text(encoding="utf-8")
    head = kept[: kept.index("  - {pFAK_Y397")]
    made.write_text(head, encoding="utf-8")
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    for line in page.splitlines():
        if line.startswith("fakdx quantify "):
            words = (
                line.replace("examples/from_tables.yaml", str(made)).replace("examples/", f"{ROOT}/examples/").split()
            )
            assert main(words[1:]) == 0
    again, before = Case.from_yaml(made), Case.from_yaml(ROOT / "examples" / "from_tables.yaml")
    assert again.findings == before.findings
    assert _alike(list(again.quantified), list(before.quantified))


def _alike(one: Any, other: Any) -> bool:
    """Equal, but for the last digits of fitted numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return bool(one == pytest.approx(other, rel=0.01, abs=0.001))
    return bool(one == other)
