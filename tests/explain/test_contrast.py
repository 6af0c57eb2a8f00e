"""`compare`: what separates two hypotheses, and what to run."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakdx import Case, InputError, Knowledge
from fakdx.differential.score import differential
from fakdx.explain.contrast import contrast, contrast_of
from fakdx.explain.what_if import what_if
from fakdx.plan.separate import separating
from tests.laws import strategies as some

A, B = "rtk_transphosphorylation", "assay_artifact_antibody"


@settings(max_examples=40, deadline=None)
@given(case=some.cases(), two=st.permutations(sorted(some.shipped().hypotheses)).map(lambda ids: ids[:2]))
def test_the_differences_add_up_to_the_difference_of_the_scores(case: Case, two: list[str]) -> None:
    found = differential(case, some.shipped(), "matcher")

    told = contrast_of(found, *two, some.shipped())

    assert math.fsum(r.difference for r in told.rows) == told.a.points - told.b.points
    assert math.isclose(told.gap, told.head_start + told.a.points - told.b.points, abs_tol=1e-9)


def test_turning_the_two_round_turns_the_signs(cases: dict[str, Case], knowledge: Knowledge) -> None:
    one = contrast(cases["persistent_y397_skbr3"], A, B, knowledge)
    other = contrast(cases["persistent_y397_skbr3"], B, A, knowledge)

    assert other.gap == -one.gap
    assert [(r.findings, -r.difference) for r in other.rows] == [(r.findings, r.difference) for r in one.rows]


def test_the_largest_difference_comes_first(cases: dict[str, Case], knowledge: Knowledge) -> None:
    sizes = [abs(r.difference) for r in contrast(cases["persistent_y397_skbr3"], A, B, knowledge).rows]

    assert sizes == sorted(sizes, reverse=True)


def test_a_prior_is_a_head_start(cases: dict[str, Case], knowledge: Knowledge) -> None:
    level = contrast(cases["persistent_y397_skbr3"], A, B, knowledge, priors={A: 0.2, B: 0.2})
    ahead = contrast(cases["persistent_y397_skbr3"], A, B, knowledge, priors={A: 0.5, B: 0.2})

    assert level.head_start == 0
    assert ahead.gap > level.gap


def test_one_hypothesis_cannot_be_compared_with_itself(cases: dict[str, Case], knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="the same hypothesis"):
        contrast(cases["persistent_y397_skbr3"], A, "RTK trans-phosphorylation", knowledge)


def test_the_best_experiment_moves_the_two_apart_as_it_says(cases: dict[str, Case], knowledge: Knowledge) -> None:
    case = cases["persistent_y397_skbr3"]
    best = separating(differential(case, knowledge), A, B, knowledge, prefer="decisive")[0]

    assert best.id == "antibody_validation"
    gaps = [o.gap for o in best.outcomes]
    assert best.spread == max(gaps) - min(gaps)
    told = what_if(case, ["antibody_fak_null_control=no", "phosphatase_removes_band=no"], knowledge)
    after = {m.hypothesis: m.after.points for m in told.moves}
    assert math.isclose(after[A] - after[B], min(gaps), abs_tol=1e-9)


def test_every_separating_experiment_has_a_result_that_moves_them(cases: dict[str, Case], knowledge: Knowledge) -> None:
    found = differential(cases["seed_12"], knowledge)

    for one in separating(found, "mapk_erk_bypass", "scaffolding", knowledge):
        assert one.spread > 0
        assert any(o.shift for o in one.outcomes)
