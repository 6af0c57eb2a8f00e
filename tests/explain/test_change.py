"""The smallest change that would overturn a place in the ranking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from fakdx import Case, Knowledge
from fakdx.differential.outlook import with_findings
from fakdx.differential.score import differential
from fakdx.differential.verdict import rule_on
from fakdx.explain.candidates import candidates, overlaps, restatements
from fakdx.explain.change import leads, smallest_changes
from fakdx.explain.what_if import what_if
from fakdx.inference import compiled
from fakdx.inference.facts import finding_facts
from tests.laws import strategies as some

QUESTIONS = [
    ("persistent_y397_skbr3", "rtk_transphosphorylation"),
    ("ten_nanomolar_for_an_hour", "rtk_transphosphorylation"),
    ("und_02", "scaffolding"),
    ("und_09", "assay_artifact_antibody"),
    ("seed_12", "mapk_erk_bypass"),
    ("sen_01", "none_sensitive"),
]


@pytest.mark.parametrize(("stem", "hypothesis"), QUESTIONS)
def test_every_change_does_what_it_says_when_the_user_tries_it(
    stem: str, hypothesis: str, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    case = cases[stem]
    found = smallest_changes(differential(case, knowledge), hypothesis, knowledge)

    assert found.changes
    for change in found.changes:
        tried = what_if(case, change.written, knowledge)
        names = tried.after.kind not in ("insufficient_data", "contradictory")
        assert (hypothesis in tried.after.hypotheses and names) is not found.leads
        assert (tried.after.kind, tried.after.hypotheses) == (change.verdict, change.leading)
        moved = next(m for m in tried.moves if m.hypothesis == hypothesis)
        assert moved.after.probability == change.probability


@pytest.mark.parametrize(("stem", "hypothesis"), QUESTIONS)
def test_all_changes_have_the_smallest_size(
    stem: str, hypothesis: str, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    found = smallest_changes(differential(cases[stem], knowledge), hypothesis, knowledge)

    assert len({len(c.written) for c in found.changes}) == 1


def test_pairs_come_only_where_no_single_change_works(cases: dict[str, Case], knowledge: Knowledge) -> None:
    found = differential(cases["und_02"], knowledge)
    search = smallest_changes(found, "scaffolding", knowledge)
    assert {len(c.written) for c in search.changes} == {2}

    for single in candidates(found, {"scaffolding"}, knowledge):
        after = differential(with_findings(cases["und_02"], [single]), knowledge, "matcher")
        assert not leads(rule_on(after, knowledge), "scaffolding")


def test_a_hypothesis_that_leads_is_asked_what_would_dethrone_it(cases: dict[str, Case], knowledge: Knowledge) -> None:
    found = differential(cases["persistent_y397_skbr3"], knowledge)

    assert smallest_changes(found, "rtk_transphosphorylation", knowledge).leads
    assert not smallest_changes(found, "pyk2_compensation", knowledge).leads


def test_the_search_is_the_same_every_time(cases: dict[str, Case], knowledge: Knowledge) -> None:
    found = differential(cases["und_09"], knowledge)

    assert smallest_changes(found, "assay_artifact_antibody", knowledge) == smallest_changes(
        found, "assay_artifact_antibody", knowledge
    )


@settings(max_examples=15, deadline=None)
@given(case=some.cases(most=4))
def test_candidates_are_new_enterable_and_noticed(case: Case) -> None:
    knowledge = some.shipped()
    found = differential(case, knowledge, "matcher")
    asked = {c.name for rule in compiled(knowledge) for c in (*rule.all, *rule.any, *rule.unless)}
    for finding in candidates(found, {found.assessments[0].id}, knowledge):
        written = Case.of(replace(case, findings=(finding,))).to_yaml()

        assert Case.from_text(written, knowledge).findings == (finding,)
        assert not any(overlaps(finding, f) for f in case.findings if f.tested)
        assert {f.name for f in finding_facts(finding, case.context, knowledge)} & asked


def test_a_restated_finding_keeps_what_was_looked_at_and_loses_its_numbers(knowledge: Knowledge) -> None:
    row = {"pHER2": "increased", "at": "6 h", "fold": 1.9, "ci": [1.5, 2.4], "n": 3}
    finding = Case.from_dict({"findings": [row]}, knowledge).findings[0]

    others = restatements(finding, knowledge)

    assert {f.state for f in others} == {"decreased", "unchanged"}
    assert all(f.subject == finding.subject and f.fold is None and f.ci is None for f in others)
