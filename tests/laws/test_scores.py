"""What holds of every ranking, whatever the case and the rules."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fakdx import Case, Knowledge
from fakdx.differential.outlook import with_findings
from fakdx.differential.score import Differential, differential
from fakdx.differential.search import Search, tell
from fakdx.differential.verdict import rule_on, verdict
from fakdx.explain.account import steps_of
from fakdx.model.base import Cite
from fakdx.model.case import NOT_TESTED, CaseData, Finding
from fakdx.model.result import Assessment
from tests.laws import strategies as some

LAWS = settings(max_examples=80, deadline=None)


def ranked(case: CaseData, knowledge: Knowledge | None = None) -> Differential:
    return differential(case, knowledge or some.shipped(), "matcher")


def with_finding(case: CaseData, finding: Finding) -> CaseData:
    return replace(case, findings=(*case.findings, finding))


def firing(assessment: Assessment) -> tuple[set[str], set[str]]:
    return {e.rule for e in assessment.for_}, {e.rule for e in assessment.against}


@LAWS
@given(case=some.cases(), data=st.data())
def test_the_order_of_findings_never_matters(case: Case, data: st.DataObject) -> None:
    shuffled = replace(case, findings=tuple(data.draw(st.permutations(case.findings))))

    assert ranked(shuffled).assessments == ranked(case).assessments
    assert rule_on(ranked(shuffled), some.shipped()) == rule_on(ranked(case), some.shipped())


@LAWS
@given(case=some.cases(), row=some.findings())
def test_a_finding_that_was_not_tested_changes_nothing(case: Case, row: dict[str, object]) -> None:
    added = Case.from_dict({"findings": [row]}, some.shipped()).findings[0]
    untested = replace(added, state=NOT_TESTED, extent=None)

    assert ranked(with_finding(case, untested)).assessments == ranked(case).assessments


@LAWS
@given(case=some.cases(), check=st.sampled_from(sorted(some.shipped().table("checks"))))
def test_a_control_said_both_ways_counts_as_one_that_was_never_checked(case: Case, check: str) -> None:
    unchecked = replace(case, findings=tuple(f for f in case.findings if f.name != check))
    said = Case.from_dict({"findings": [{check: "yes"}, {check: "no"}]}, some.shipped()).findings
    disputed = replace(unchecked, findings=(*unchecked.findings, *said))

    assert ranked(disputed).assessments == ranked(unchecked).assessments
    assert ranked(disputed).base.contradictions != ranked(unchecked).base.contradictions


@LAWS
@given(case=some.cases(), row=some.findings())
def test_the_verdict_names_every_contradiction(case: Case, row: dict[str, object]) -> None:
    told = Case.from_dict({"findings": [row]}, some.shipped()).findings[0]
    found = ranked(with_finding(case, told))

    reason = verdict(found, rule_on(found, some.shipped()), (), some.shipped()).reason

    assert all(finding.label in reason for group in found.base.contradictions for finding in group)


@LAWS
@given(case=some.cases())
def test_contributions_add_up_to_the_score_exactly(case: Case) -> None:
    knowledge = some.shipped()
    for assessment in ranked(case).assessments:
        evidence = (*assessment.for_, *assessment.against)
        steps = steps_of(assessment, knowledge)

        assert math.fsum(e.points for e in evidence) == assessment.points
        assert (steps[-1].running if steps else 0.0) == assessment.points
        assert all(e.points == 0 for e in evidence if not e.counted)


@LAWS
@given(case=some.cases())
def test_within_a_group_and_direction_one_rule_counts(case: Case) -> None:
    for assessment in ranked(case).assessments:
        for evidence in (assessment.for_, assessment.against):
            counted = [e.group for e in evidence if e.counted]

            assert len(counted) == len(set(counted))
            assert {e.group for e in evidence} == set(counted)


@LAWS
@given(case=some.cases(), row=some.findings() | st.sampled_from(some.rule_examples()))
def test_a_finding_that_only_brings_evidence_for_a_hypothesis_never_lowers_it(
    case: Case, row: dict[str, object]
) -> None:
    added = Case.from_dict({"findings": [row]}, some.shipped()).findings[0]
    before, after = ranked(case), ranked(with_finding(case, added))
    for assessment in before.assessments:
        later = after.of(assessment.id)
        (for_before, against_before), (for_after, against_after) = firing(assessment), firing(later)
        if for_before <= for_after and against_before == against_after:
            lowered_by = math.fsum(e.points for e in assessment.against) - math.fsum(e.points for e in later.against)

            assert later.points >= assessment.points - max(0.0, lowered_by)


@LAWS
@given(case=some.cases(), data=st.data())
def test_a_second_report_of_the_same_result_never_weakens_what_a_rule_counts(case: Case, data: st.DataObject) -> None:
    tested = [f for f in case.findings if f.tested]
    assume(tested)
    first = data.draw(st.sampled_from(tested))
    second = replace(
        first,
        extent=data.draw(st.sampled_from([None, "slight", "partial", "strong"])),
        n=data.draw(st.sampled_from([None, 1, 2, 3, 6])),
        ci=data.draw(st.sampled_from([None, (0.9, 1.1), (0.2, 0.4)])),
        note="once more",
    )
    before, after = ranked(case), ranked(with_finding(case, second))
    for assessment in before.assessments:
        now = after.of(assessment.id)
        for earlier, later in ((assessment.for_, now.for_), (assessment.against, now.against)):
            for evidence in earlier:
                strongest = max((abs(e.points) for e in later if e.group == evidence.group), default=0.0)

                assert strongest >= abs(evidence.points) or evidence.rule not in {e.rule for e in later}


def test_few_replicates_of_a_full_change_do_not_replace_many_of_a_partial_one(knowledge: Knowledge) -> None:
    def points(*rows: dict[str, object]) -> float:
        case = Case.from_dict({"findings": [{"pFAK_Y397": "unchanged"}, *rows]}, knowledge)
        return ranked(case, knowledge).of("rtk_transphosphorylation").points

    partial: dict[str, object] = {"pHER2_Y1248": "increased", "extent": "partial", "n": 6}
    once: dict[str, object] = {"pHER2_Y1248": "increased", "n": 1}

    assert points(partial, once) >= points(partial)
    assert points(partial, once) >= points(once)


@LAWS
@given(case=some.cases(), rows=st.lists(some.findings() | st.sampled_from(some.rule_examples()), max_size=3))
def test_search_gives_the_numbers_of_a_diagnosis(case: Case, rows: list[dict[str, object]]) -> None:
    knowledge = some.shipped()
    added = Case.from_dict({"context": {}, "findings": rows}, knowledge).findings
    prospect = Search(case, knowledge).after([tell(f, case.context, knowledge) for f in added])
    found = ranked(with_findings(case, added))

    assert [(s.id, s.points, s.probability, s.band, s.corroborated) for s in prospect.standings] == [
        (a.id, a.points, a.probability, a.band, a.corroborated) for a in found.assessments
    ]
    assert prospect.ruling == rule_on(found, knowledge)


@LAWS
@given(case=some.cases(), data=st.data())
def test_a_finding_given_twice_counts_once(case: Case, data: st.DataObject) -> None:
    assume(case.findings)
    twice = with_finding(case, data.draw(st.sampled_from(case.findings)))

    assert ranked(twice).assessments == ranked(case).assessments


def cited_once_more(knowledge: Knowledge) -> Knowledge:
    """Every rule with one more citation, of a source that it does not cite yet."""
    rules = {}
    for id, rule in knowledge.rules.items():
        other = next(s for s in sorted(knowledge.sources) if s not in {c.source for c in rule.sources})
        rules[id] = rule.model_copy(update={"sources": (*rule.sources, Cite(source=other, at="somewhere"))})
    return replace(knowledge, tables={**knowledge.tables, "rules": rules})


TWICE_CITED = cited_once_more(some.shipped())


@LAWS
@given(case=some.cases())
def test_a_second_citation_of_a_rule_changes_no_number(case: Case) -> None:
    before, after = ranked(case), ranked(case, TWICE_CITED)

    assert [(a.id, a.points, a.probability, a.band) for a in after.assessments] == [
        (a.id, a.points, a.probability, a.band) for a in before.assessments
    ]
    assert rule_on(after, TWICE_CITED) == rule_on(before, some.shipped())


@given(
    prior=st.floats(0.001, 0.999),
    points=st.lists(st.floats(-32, 32), min_size=2, max_size=2).map(sorted),
)
def test_more_points_never_make_a_hypothesis_less_probable(prior: float, points: list[float]) -> None:
    scoring = some.shipped().scoring
    lower, higher = (scoring.probability(prior, p) for p in points)

    assert 0 <= lower <= higher <= 1


@given(prior=st.floats(0.001, 0.999))
def test_no_evidence_leaves_the_prior(prior: float) -> None:
    assert math.isclose(some.shipped().scoring.probability(prior, 0.0), prior, rel_tol=1e-12)


@LAWS
@given(case=some.cases())
def test_one_observation_alone_makes_nothing_likely(case: Case) -> None:
    for assessment in ranked(case).assessments:
        groups = {e.group for e in assessment.for_ if e.points > 0}
        decisive = any(e.decisive and e.counted for e in assessment.for_)
        if len(groups) < 2 and not decisive:
            assert assessment.band not in ("likely", "established")
