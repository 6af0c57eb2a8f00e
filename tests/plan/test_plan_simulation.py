"""The simulated bench: an oracle answers, and the planner finds the truth."""

from __future__ import annotations

import pytest

from benchmarks.simulation import STARTS, Oracle, fixed, planner, reached, run_one, shuffled
from fakdx import Case, Knowledge

TRUTHS = ("rtk_transphosphorylation", "pyk2_compensation", "mapk_erk_bypass", "ineffective_inhibition")


def test_the_planner_finds_truths_with_a_third_fewer_experiments_than_the_catalogue_in_order(
    knowledge: Knowledge,
) -> None:
    start = Case.from_dict(STARTS["dish"], knowledge)
    planned = in_order = 0.0
    for truth in TRUTHS:
        assert not reached(truth, start, knowledge)
        by_plan = run_one(truth, start, planner, Oracle(truth, start, knowledge, 0.0, 0), knowledge)
        by_list = run_one(truth, start, fixed, Oracle(truth, start, knowledge, 0.0, 0), knowledge)
        assert by_plan is not None
        assert by_list is not None
        planned += by_plan.experiments
        in_order += by_list.experiments
    assert planned <= in_order * 2 / 3


@pytest.mark.parametrize("name", ["und_01", "und_02", "und_09"])
def test_an_underdetermined_case_is_decided_in_a_few_steps(
    name: str, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    truths = {"und_01": "anchorage_context", "und_02": "ineffective_inhibition", "und_09": "assay_artifact_antibody"}
    truth = truths[name]
    case = cases[name]
    spent = run_one(truth, case, planner, Oracle(truth, case, knowledge, 0.0, 0), knowledge)
    assert spent is not None
    assert spent.experiments <= 6


def test_a_random_order_is_the_same_for_the_same_seed(knowledge: Knowledge) -> None:
    start = Case.from_dict(STARTS["dish"], knowledge)
    truth = TRUTHS[0]
    first, second = (
        run_one(truth, start, shuffled(7), Oracle(truth, start, knowledge, 0.0, 7), knowledge) for _ in range(2)
    )
    assert first == second


def test_noise_makes_the_oracle_answer_otherwise_now_and_then(knowledge: Knowledge) -> None:
    start = Case.from_dict(STARTS["dish"], knowledge)
    runs = {
        run_one(TRUTHS[0], start, fixed, Oracle(TRUTHS[0], start, knowledge, 0.5, seed), knowledge) for seed in range(4)
    }
    assert len(runs) > 1
