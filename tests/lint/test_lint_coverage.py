"""Coverage and mutation of rules by cases and by the rules' own examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_base import write_base

from fakdx.case.parse import parse_case
from fakdx.differential.score import assess
from fakdx.inference.facts import facts_of
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.knowledge.load import read_layers
from fakdx.lint.coverage import Share, describe, measure, read_cases
from fakdx.lint.material import Material
from fakdx.lint.mutation import OPERATORS, Mutant, mutants, run
from fakdx.model.case import CaseData
from fakdx.reading.yaml_lines import parse_yaml


def knowledge_in(folder: Path) -> Knowledge:
    return read_layers([("", [folder / "knowledge", folder / "rules"])])


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return knowledge_in(write_base(tmp_path))


def case(text: str, knowledge: Knowledge) -> CaseData:
    return parse_case(parse_yaml(f"findings: {text}"), knowledge)


def test_coverage_counts_what_the_cases_reach_and_names_the_rest(knowledge: Knowledge) -> None:
    covered = measure(knowledge, [case("[{pFAK_Y397: decreased}]", knowledge)]).by_cases

    assert (covered.cases, covered.rules.covered, covered.rules.total) == (1, 2, 5)
    assert covered.rules.uncovered == ("old_stock", "pyk2_flat", "pyk2_up")
    assert "pyk2_up: all: pPYK2_Y402 is increased" in covered.conditions.uncovered
    assert "pyk2_up: all: target_engaged is yes" not in covered.conditions.uncovered
    assert "pFAK_Y397 decreased" not in covered.states.uncovered
    assert "stock_fresh no" in covered.states.uncovered


def test_examples_are_counted_apart_from_cases(knowledge: Knowledge) -> None:
    coverage = measure(knowledge, [])

    assert coverage.by_cases.rules.covered == 0
    assert coverage.by_examples.rules.uncovered == ()


def test_a_finding_that_was_not_tested_covers_nothing(knowledge: Knowledge) -> None:
    covered = measure(knowledge, [case("[{pFAK_Y397: not tested}]", knowledge)]).by_cases

    assert (covered.rules.covered, covered.conditions.covered, covered.states.covered) == (0, 0, 0)


def test_percentages_are_rounded_down() -> None:
    assert Share("rules", 1000, ("one",)).percent == 99
    assert Share("rules", 3, ("one",)).percent == 66
    assert Share("rules", 0, ()).percent == 100


def test_a_threshold_of_100_is_met_by_full_coverage_only(knowledge: Knowledge) -> None:
    assert not measure(knowledge, [case("[{pFAK_Y397: decreased}]", knowledge)]).meets(100)
    assert measure(knowledge, []).meets(0)


def test_case_files_are_found_below_a_folder_and_others_passed_over(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = tmp_path / "cases" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text("findings: [{pFAK_Y397: decreased}]", encoding="utf-8")
    (folder / "expected.yaml").write_text("a: mechanism", encoding="utf-8")
    (folder / "odd.yaml").write_text("findings: [{pFAK_Y379: decreased}]", encoding="utf-8")

    cases, left_out = read_cases(tmp_path / "cases", knowledge)

    assert len(cases) == 1
    assert [Path(p.file).name for p in left_out] == ["odd.yaml"]
    report = describe(knowledge, tmp_path / "cases").splitlines()
    assert report[:2] == ["by 1 cases", "  rules that fired: 2 of 5 (40 %)"]
    assert "odd.yaml:1: unknown observation" in report[-1]


def test_every_operator_makes_mutants(knowledge: Knowledge) -> None:
    made = list(mutants(knowledge))

    assert {m.operator for m in made} == set(OPERATORS)
    assert len(made) == len(set(map(str, made)))


def test_the_small_base_has_no_survivor(knowledge: Knowledge) -> None:
    report = run(knowledge, [])

    assert report.survivors == ()
    assert report.percent == 100


def test_a_line_that_no_example_tests_survives(tmp_path: Path) -> None:
    edit = {
        "file": "rules/ineffective_inhibition.yaml",
        "replace": "    silent: [[{pFAK_Y397: unchanged}], [{pFAK_Y397: decreased}, {growth_3d: no effect}]]",
        "by": "    silent: [[{pFAK_Y397: unchanged}]]",
    }
    knowledge = knowledge_in(write_base(tmp_path, [edit]))

    assert [str(m) for m in run(knowledge, []).survivors] == [
        "drug_arrived: drop condition: unless: growth_3d is no effect"
    ]


def test_the_ranking_of_a_case_catches_what_no_example_does(tmp_path: Path) -> None:
    edit = {
        "file": "rules/ineffective_inhibition.yaml",
        "replace": "    silent: [[{pFAK_Y397: unchanged}], [{pFAK_Y397: decreased}, {growth_3d: no effect}]]",
        "by": "    silent: [[{pFAK_Y397: unchanged}]]",
    }
    knowledge = knowledge_in(write_base(tmp_path, [edit]))

    report = run(knowledge, [case("[{pFAK_Y397: decreased}, {growth_3d: no effect}]", knowledge)])

    assert report.survivors == ()
    assert "drug_arrived: drop condition: unless: growth_3d is no effect" in map(str, report.by_cases)


def naive_fate(mutant: Mutant, knowledge: Knowledge, cases: list[CaseData]) -> str:
    """What becomes of a mutant when everything is computed again from the facts."""
    material = Material(knowledge)
    rules = [mutant.compiled if r.id == mutant.rule else r for r in material.staged]
    broken = Matcher(r for r in rules if r is not None)
    then = knowledge.rules[mutant.rule].then
    if mutant.strength is not None:
        then = then.model_copy(update={"strength": mutant.strength})
    elif mutant.operator == "flip direction":
        then = then.model_copy(update={"for_": then.against, "against": then.for_})
    rule = knowledge.rules[mutant.rule].model_copy(update={"then": then})
    told = replace(knowledge, tables={**knowledge.tables, "rules": {**knowledge.rules, mutant.rule: rule}})

    def ranking(one: CaseData, matcher: Matcher, book: Knowledge) -> list[tuple[str, str, int]]:
        base = facts_of(one, book)
        assessed = assess(one, base, matcher.run(base.facts), book, {})
        return [(a.id, a.band, round(100 * a.probability)) for a in assessed]

    for example in material.examples:
        fired = {f.rule for f in broken.run(example.facts).firings}
        if (example.rule in fired) != (example.part == "fires"):
            return "example"
    whole = material.matcher
    if any(ranking(c, broken, told) != ranking(c, whole, knowledge) for c in cases):
        return "case"
    shown = [e.case for e in material.examples if e.part == "fires"]
    return "example ranking" if any(ranking(c, broken, told) != ranking(c, whole, knowledge) for c in shown) else "none"


def test_the_quick_mutation_run_agrees_with_computing_everything_again(tmp_path: Path) -> None:
    edit = {
        "file": "rules/ineffective_inhibition.yaml",
        "replace": "    silent: [[{pFAK_Y397: unchanged}], [{pFAK_Y397: decreased}, {growth_3d: no effect}]]",
        "by": "    silent: [[{pFAK_Y397: unchanged}]]",
    }
    knowledge = knowledge_in(write_base(tmp_path, [edit]))
    cases = [case("[{pFAK_Y397: decreased}, {pPYK2_Y402: increased}]", knowledge)]

    report = run(knowledge, cases)

    quick = {
        **{str(m): "example" for m in report.by_examples},
        **{str(m): "case" for m in report.by_cases},
        **{str(m): "example ranking" for m in report.by_example_rankings},
        **{str(m): "none" for m in report.survivors},
    }
    assert quick == {str(m): naive_fate(m, knowledge, cases) for m in mutants(knowledge)}
    assert set(quick.values()) == {"example", "case", "example ranking", "none"}
