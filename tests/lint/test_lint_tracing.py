"""Why a rule does not fire, told by condition."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_base import write_base

from fakdx.case.parse import parse_case
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.knowledge.load import read_layers
from fakdx.lint import Trace, trace
from fakdx.lint.tracing import in_words
from fakdx.reading.yaml_lines import parse_yaml

Tracer = Callable[[str, str], Trace]

JOIN = """
- id: same_receptor
  when:
    all:
      - {phospho_rtk: increased, gene: "?rtk"}
      - {genotype: amplified, gene: "?rtk"}
  then: {for: pyk2_compensation, strength: supporting}
  because: One receptor is both.
  sources: [{source: paper_a, at: abstract}]
  examples:
    fires: [{context: {genotype: MET amplified}, findings: [{pRTK: increased, gene: MET}]}]
    silent: [[{pRTK: increased, gene: MET}]]
"""


@pytest.fixture
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    edits = [
        {"file": "rules/pyk2_compensation.yaml", "add": JOIN.strip("\n")},
        {"file": "knowledge/genes.yaml", "add": "- {symbol: ERBB2, rtk: true}"},
    ]
    folder = write_base(tmp_path_factory.mktemp("base"), edits)
    return read_layers([("", [folder / "knowledge", folder / "rules"])])


@pytest.fixture
def traced(knowledge: Knowledge) -> Tracer:
    return lambda rule, text: trace(rule, parse_case(parse_yaml(text), knowledge), knowledge)


def test_a_rule_that_fires_says_what_satisfied_each_line(traced: Tracer) -> None:
    result = traced("pyk2_up", "findings: [{pFAK_Y397: decreased}, {pPYK2_Y402: increased}]")

    assert result.fired
    assert [step.labels for step in result.steps] == [("target_engaged",), ("pPYK2_Y402 increased",)]
    assert result.first_failure == ""


def test_a_state_that_differs_is_named(traced: Tracer) -> None:
    result = traced("pyk2_up", "findings: [{pFAK_Y397: decreased}, {pPYK2_Y402: unchanged}]")

    assert not result.fired
    assert result.first_failure == "pPYK2_Y402 is increased fails: it is unchanged (pPYK2_Y402 unchanged)"


def test_a_qualifier_that_differs_is_named(traced: Tracer) -> None:
    result = traced("pyk2_flat", "findings: [{pPYK2_Y402: unchanged, in: fak_null}]")

    assert "arm is fak_null, asked for model" in result.first_failure


def test_a_derived_finding_names_the_rules_that_would_conclude_it(traced: Tracer) -> None:
    result = traced("pyk2_up", "findings: [{pPYK2_Y402: increased}]")

    assert result.first_failure == "target_engaged is yes fails: not derived (by y397_falls)"


def test_what_was_not_tested_and_what_is_disputed_are_told_apart(traced: Tracer) -> None:
    untested = traced("pyk2_flat", "findings: [{pPYK2_Y402: not tested}]")
    disputed = traced("pyk2_flat", "findings: [{pPYK2_Y402: unchanged}, {pPYK2_Y402: increased}]")

    assert "was not tested" in untested.first_failure
    assert "reported both ways" in disputed.first_failure


def test_the_line_that_blocks_is_named(traced: Tracer) -> None:
    result = traced("drug_arrived", "findings: [{pFAK_Y397: decreased}, {growth_3d: no effect}]")

    assert result.first_failure == "growth_3d is no effect blocks it (growth_3d no effect)"


def test_a_variable_that_nothing_shares_is_named(traced: Tracer) -> None:
    result = traced("same_receptor", "{context: {genotype: ERBB2 amplified}, findings: [{pRTK: increased, gene: MET}]}")

    assert not result.fired
    assert all(step.labels for step in result.steps)
    assert "one and the same ?rtk" in result.first_failure


def test_the_printed_trace_has_a_line_for_each_condition(traced: Tracer) -> None:
    result = traced("drug_arrived", "findings: [{pFAK_Y397: unchanged}]")

    assert str(result).splitlines() == [
        "drug_arrived: does not fire: target_engaged is yes fails: not derived (by y397_falls)",
        "  fails  all    target_engaged is yes: not derived (by y397_falls)",
        "  free   unless growth_3d is no effect: nothing known about growth_3d",
    ]


def test_a_trace_for_readers_has_names_for_ids(traced: Tracer, knowledge: Knowledge) -> None:
    unmet = in_words(traced("same_receptor", "findings: [{pPYK2_Y402: increased}]"), knowledge)
    met = in_words(traced("pyk2_up", "findings: [{pFAK_Y397: decreased}, {pPYK2_Y402: unchanged}]"), knowledge)
    name = knowledge.observables["pPYK2_Y402"].name

    assert "phospho-RTK is increased (the same RTK) fails: nothing known about phospho-RTK" in unmet.first_failure
    assert met.first_failure == f"{name} is increased fails: it is unchanged ({name} unchanged)"


def test_an_unknown_rule_gets_the_nearest_name(traced: Tracer) -> None:
    with pytest.raises(InputError, match="unknown rule 'pyk2_upp'; did you mean pyk2_up"):
        traced("pyk2_upp", "findings: []")
