"""Which question comes next, and when to stop."""

from __future__ import annotations

from benchmarks.questions import interview, run
from fakdx import Case, Knowledge
from fakdx.differential.score import differential
from fakdx.differential.search import Search
from fakdx.differential.verdict import rule_on
from fakdx.interview import wording
from fakdx.interview.choose import agenda
from fakdx.interview.likelihood import Notebook
from fakdx.interview.probe import Probe
from fakdx.interview.session import Session
from fakdx.model.case import CaseData, Context


def test_nothing_answered_is_asked_again(knowledge: Knowledge, cases: dict[str, Case]) -> None:
    case = cases["persistent_y397_skbr3"]

    asked = {q.probe for q in agenda(case, knowledge).questions}

    assert not any(Session(knowledge, case).told(probe) for probe in asked)


def test_not_tested_counts_as_answered(knowledge: Knowledge) -> None:
    session = Session(knowledge)
    first = session.agenda().first
    assert first is not None

    session.answer(first.probe, "not tested")

    assert first.probe not in {q.probe for q in session.agenda().questions}


def test_what_is_looked_up_comes_before_what_takes_an_animal(knowledge: Knowledge) -> None:
    notebook = Notebook(Case(), knowledge)

    assert notebook.chance(Probe("equal_loading")) > notebook.chance(Probe("pAKT_S473"))
    assert notebook.chance(Probe("pAKT_S473")) > notebook.chance(Probe("drug_in_tumour"))


def test_a_blot_that_was_run_is_asked_to_its_end(knowledge: Knowledge) -> None:
    session = Session(knowledge, CaseData(context=Context(inhibitor="defactinib")))
    session.answer(Probe("pAKT_S473"), "unchanged")

    plain = Notebook(Case(), knowledge).chance(Probe("pERK1_2"))

    assert Notebook(session.case, knowledge).chance(Probe("pERK1_2")) > plain
    assert session.leanings()[1] == "downstream_blot"


def test_one_key_answers_for_a_whole_blot(knowledge: Knowledge) -> None:
    session = Session(knowledge)

    session.panel_not_run("rtk_blot", Probe("pHER2_Y1248"))

    assert not [q for q in session.agenda().of_panel("rtk_blot") if q.probe.plain]
    assert all(f.state == "not tested" for f in session.case.findings)


def test_not_tested_moves_nothing(knowledge: Knowledge, cases: dict[str, Case]) -> None:
    case = cases["seed_01"]
    session = Session(knowledge, case)
    before = {s.id: s.probability for s in session.standing().standings}

    session.panel_not_run("stroma_stain", Probe("collagen"))

    assert {s.id: s.probability for s in session.standing().standings} == before


def test_every_question_says_what_why_and_how_much(knowledge: Knowledge) -> None:
    for question in agenda(Case(), knowledge).questions:
        assert wording.ask(question.probe, knowledge).endswith("?")
        assert "bit" in wording.why(question, knowledge)
        assert knowledge.observables[question.probe.observable].means


def test_enough_is_not_said_before_anything_is_known(knowledge: Knowledge) -> None:
    assert agenda(Case(), knowledge).enough == ""


def test_enough_is_said_when_no_answer_is_likely_to_change_the_verdict(
    knowledge: Knowledge, cases: dict[str, Case]
) -> None:
    assert agenda(cases["persistent_y397_skbr3"], knowledge).enough.startswith("Enough")


def test_the_live_ranking_is_that_of_the_diagnosis(knowledge: Knowledge, cases: dict[str, Case]) -> None:
    from fakdx.interview.standing import standing

    for case in cases.values():
        found = differential(case, knowledge)
        now = standing(case, knowledge)
        assert now.kind == rule_on(found, knowledge).kind
        assert [(r.id, r.probability) for r in now.rows] == [(a.id, a.probability) for a in found.assessments]


def test_a_development_case_reaches_its_verdict_through_the_questions(
    knowledge: Knowledge, cases: dict[str, Case]
) -> None:
    case = cases["seed_05"]

    sitting = interview("SEED-05", case, knowledge, typed=2)

    assert sitting.until_verdict is not None
    assert sitting.until_verdict <= 12


def test_the_median_case_takes_at_most_twelve_questions_until_enough(knowledge: Knowledge) -> None:
    some = ("SEED-01", "SEED-05", "SEED-12", "ART-05", "LIT-24", "SEN-01", "SEED-18")
    ends = sorted(s.until_enough if s.until_enough is not None else 99 for s in run(knowledge, some))

    assert ends[len(ends) // 2] <= 12


def test_search_and_session_agree_on_the_ruling(knowledge: Knowledge, cases: dict[str, Case]) -> None:
    session = Session(knowledge, cases["seed_01"])

    assert session.standing().ruling == Search(cases["seed_01"], knowledge).now.ruling
