"""Each check finds its mistake, at its line, and is quiet about a base without mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_base import write_base

from fakdx.lint import CHECKS, check_folder
from fakdx.reading.yaml_lines import read_yaml

BROKEN = [(row["code"], row["edits"]) for row in read_yaml(Path(__file__).with_name("broken.yaml")).data]
Edits = list[dict[str, str]]


def marked(folder: Path) -> set[tuple[str, int]]:
    return {
        (str(path), number)
        for path in folder.rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "# HERE" in line
    }


def test_the_shipped_knowledge_has_no_error() -> None:
    assert [str(p) for p in check_folder() if p.level == "error"] == []


def test_the_small_base_has_no_problem(tmp_path: Path) -> None:
    assert check_folder(write_base(tmp_path)) == ()


@pytest.mark.parametrize(("code", "edits"), BROKEN, ids=[f"{code}-{n}" for n, (code, _) in enumerate(BROKEN)])
def test_a_check_names_the_line_of_its_mistake(code: str, edits: Edits, tmp_path: Path) -> None:
    folder = write_base(tmp_path, edits)

    found = {(p.file, p.line) for p in check_folder(folder) if p.code == code}

    assert found
    assert marked(folder) <= found


def test_every_check_has_a_mistake_that_it_must_find() -> None:
    assert {code for code, _ in BROKEN} == set(CHECKS)


def test_there_are_at_least_25_checks_of_three_levels() -> None:
    assert len(CHECKS) >= 25
    assert {check.level for check in CHECKS.values()} == {"error", "warning", "note"}


def test_a_misspelt_class_is_told_the_nearest_from_either_side(tmp_path: Path) -> None:
    member = {"file": "knowledge/agents.yaml", "replace": "classes: [met_inhibitor]", "by": "classes: [met_inhibitr]"}
    name = {"file": "knowledge/classes.yaml", "replace": "id: phospho_rtk", "by": "id: phospho_rkt"}

    found = [str(p) for p in check_folder(write_base(tmp_path, [member, name]))]

    assert any("'met_inhibitr' of drugs has no name" in p and "did you mean met_inhibitor" in p for p in found)
    assert any("belongs to the class 'phospho_rkt'" in p and "did you mean phospho_rtk" in p for p in found)


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_is_documented_with_a_bad_and_a_good_example(code: str) -> None:
    about = CHECKS[code].about

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert CHECKS[code].title.endswith(".")
    assert about.count("\nBad:\n") == about.count("\nGood:\n") == 1
    assert about.index("\nBad:\n") < about.index("\nGood:\n")


NARROWER = """
- id: zz_narrower
  when: {all: [{pPYK2_Y402: increased}, {target_engaged: yes}, {growth_3d: no effect}]}
  then: {for: pyk2_compensation, strength: STRENGTH}
  because: It is so.
  sources: [{source: SOURCE, at: abstract}]
  group: GROUP
  examples:
    fires: [[{pFAK_Y397: decreased}, {pPYK2_Y402: increased}, {growth_3d: no effect}]]
    silent:
      - [{pPYK2_Y402: increased}, {growth_3d: no effect}]
      - [{pFAK_Y397: decreased}, {growth_3d: no effect}]
      - [{pFAK_Y397: decreased}, {pPYK2_Y402: increased}]"""


@pytest.mark.parametrize(
    ("strength", "source", "group", "codes"),
    [
        ("strong", "paper_a", "pyk2", {"shadowed-rule"}),
        ("very_strong", "paper_a", "pyk2", set()),
        ("strong", "paper_a", "other", {"double-counted-study"}),
        ("strong", "paper_b", "other", set()),
        ("strong", "what_it_means", "other", set()),
    ],
)
def test_a_narrower_rule_is_fine_when_stronger_or_resting_on_something_else(
    strength: str, source: str, group: str, codes: set[str], tmp_path: Path
) -> None:
    rule = NARROWER.replace("STRENGTH", strength).replace("SOURCE", source).replace("GROUP", group)
    definition = "- {id: what_it_means, kind: definition, citation: By definition, read: text, checked: true}"
    edits = [
        {"file": "rules/pyk2_compensation.yaml", "add": rule.strip("\n")},
        {"file": "knowledge/sources.yaml", "add": definition},
    ]

    found = {p.code for p in check_folder(write_base(tmp_path, edits))}

    assert found - {"unused-source"} == codes


def test_several_places_in_one_citation_are_each_looked_up(tmp_path: Path) -> None:
    edit = {
        "file": "knowledge/protocols.yaml",
        "replace": "cites: [{source: manual, at: Q1}]",
        "by": 'cites: [{source: manual, at: "Q1, Table 1"}]',
    }

    assert check_folder(write_base(tmp_path, [edit])) == ()
