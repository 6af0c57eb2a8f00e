"""Search gives the numbers of a full diagnosis, only faster."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from fakdx import Case, Knowledge
from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential, differential
from fakdx.differential.search import Prospect, Search
from fakdx.differential.verdict import rule_on
from fakdx.model.case import CaseData
from fakdx.plan.prospects import Expected, candidates
from tests.laws.strategies import cases as random_cases
from tests.laws.strategies import shipped

FEW = ("seed_01", "multi_04", "und_09", "art_16", "sen_01", "lit_24")


def assert_same(prospect: Prospect, full: Differential, knowledge: Knowledge) -> None:
    assert prospect.ruling == rule_on(full, knowledge)
    assert [s.id for s in prospect.standings] == [a.id for a in full.assessments]
    for standing, assessed in zip(prospect.standings, full.assessments, strict=True):
        assert (standing.points, standing.probability, standing.band, standing.corroborated, standing.decided) == (
            assessed.points, assessed.probability, assessed.band, assessed.corroborated, assessed.decided
        )  # fmt: skip
        assert standing.findings_for == assessed.findings_for


def with_outcome(case: CaseData, outcome: Expected) -> CaseData:
    gone = {t.subject for t in outcome.adds} | outcome.instead_of
    kept = tuple(f for f in case.findings if f.subject not in gone)
    return replace(case, findings=(*kept, *outcome.findings))


@pytest.mark.parametrize("name", FEW)
def test_every_outcome_of_every_experiment_scores_as_the_case_would_with_it(
    name: str, found: dict[str, Differential], knowledge: Knowledge
) -> None:
    one = found[name]
    search = Search(one.case, knowledge)
    for candidate in candidates(one.case, known_facts(one), knowledge):
        for outcome in candidate.outcomes:
            full = differential(with_outcome(one.case, outcome), knowledge, "matcher")
            assert_same(search.after(outcome.adds, outcome.instead_of), full, knowledge)


@pytest.mark.parametrize("name", FEW)
def test_leaving_a_finding_out_scores_as_the_case_would_without_it(
    name: str, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    case = cases[name]
    search = Search(case, knowledge)
    for finding in case.findings:
        without = replace(case, findings=tuple(f for f in case.findings if f != finding))
        assert_same(search.without(finding), differential(without, knowledge, "matcher"), knowledge)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_cases())
def test_a_random_case_scores_as_in_a_full_diagnosis(case: Case) -> None:
    assert_same(Search(case, shipped()).now, differential(case, shipped(), "matcher"), shipped())
