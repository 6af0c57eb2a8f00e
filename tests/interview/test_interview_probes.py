"""What can be asked, and what answers it."""

from __future__ import annotations

import pytest

from fakdx import Case, Knowledge
from fakdx.errors import InputError
from fakdx.interview.askable import probes
from fakdx.interview.probe import Probe, all_states, answers, finding_of, probe_of, states_of, supposed
from fakdx.model.case import CaseData, Context


def test_every_observable_can_be_asked_about(knowledge: Knowledge) -> None:
    asked = {p.observable for p in probes(knowledge, Case()) if p.plain}

    assert asked == set(knowledge.observables)


def test_every_state_of_every_probe_makes_a_finding_that_answers_it(knowledge: Knowledge) -> None:
    context = Context(inhibitor="defactinib")

    for probe in probes(knowledge, Case()):
        for state in all_states(probe, knowledge):
            finding = supposed(probe, state, context, knowledge)
            assert finding.state == state
            assert answers(finding, probe, context, knowledge), probe.id


def test_rules_that_ask_for_a_receptor_inhibitor_make_it_a_question(knowledge: Knowledge) -> None:
    readings = {p.id for p in probes(knowledge, Case())}

    assert "pFAK_Y397|with=rtk_inhibitor" in readings
    assert "pFAK_Y397|in=sensitive_control" in readings


def test_the_partner_of_the_case_takes_the_place_of_its_class(knowledge: Knowledge) -> None:
    case = CaseData(context=Context(inhibitor="defactinib", partner=("lapatinib",)))

    readings = {p.id for p in probes(knowledge, case)}

    assert "pFAK_Y397|with=lapatinib" in readings
    assert "pFAK_Y397|with=rtk_inhibitor" not in readings


def test_a_comparison_with_the_parental_line_is_answered_by_sensitivity(knowledge: Knowledge) -> None:
    probe = Probe("growth_3d", (("versus", "parental"),))

    assert states_of(probe, knowledge) == ("less sensitive", "equally sensitive", "more sensitive")


def test_a_finding_with_another_drug_of_the_class_answers_the_question(knowledge: Knowledge) -> None:
    context = Context(inhibitor="defactinib")
    told = finding_of(Probe("pFAK_Y397", (("with", "lapatinib"),)), "decreased", {}, context, knowledge)

    assert answers(told, Probe("pFAK_Y397", (("with", "rtk_inhibitor"),)), context, knowledge)
    assert not answers(told, Probe("pFAK_Y397"), context, knowledge)
    assert not answers(told, Probe("pFAK_Y397", (("with", "mek_inhibitor"),)), context, knowledge)


def test_the_sensitive_line_does_not_answer_for_the_model(knowledge: Knowledge) -> None:
    told = finding_of(Probe("pFAK_Y397", (("in", "sensitive_control"),)), "decreased", {}, Context(), knowledge)

    assert not answers(told, Probe("pFAK_Y397"), Context(), knowledge)


def test_numbers_are_read_and_a_wrong_one_is_named(knowledge: Knowledge) -> None:
    probe = Probe("growth_3d")
    details = {"ic50": "> 10 uM", "n": "3", "fold": "", "at": "5 d"}

    finding = finding_of(probe, "no effect", details, Context(), knowledge)

    assert finding.label == "growth_3d no effect (5 d, IC50 > 10 uM, n=3)"
    with pytest.raises(InputError, match=r"ic50: .*unit"):
        finding_of(probe, "no effect", {"ic50": "10"}, Context(), knowledge)


def test_every_finding_of_every_case_can_be_opened_for_editing_and_stays_the_same(
    knowledge: Knowledge, cases: dict[str, Case]
) -> None:
    from fakdx.case.write import finding_fields

    for case in cases.values():
        for finding in case.findings:
            probe = probe_of(finding, case)
            kept = {k: v for k, v in finding_fields(finding, case.context).items() if k != finding.name}
            assert finding_of(probe, finding.state, kept, case.context, knowledge) == finding
