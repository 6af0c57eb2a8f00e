"""`explain`: the account of one hypothesis."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fakdx import Case, InputError, Knowledge
from fakdx.explain.account import account
from fakdx.explain.near import near_misses
from tests.explain.conftest import find

SKBR3 = "persistent_y397_skbr3"
RTK = "rtk_transphosphorylation"


@pytest.mark.parametrize("hypothesis", [RTK, "RTK trans-phosphorylation", "RTK trans-phosphorylation of FAK"])
def test_a_hypothesis_goes_by_id_or_name(hypothesis: str, cases: dict[str, Case], knowledge: Knowledge) -> None:
    assert account(cases[SKBR3], hypothesis, knowledge, search=False).hypothesis.id == RTK


def test_an_unknown_hypothesis_gets_the_nearest_one(cases: dict[str, Case], knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="did you mean pyk2_compensation"):
        account(cases[SKBR3], "pyk2_compensaton", knowledge)


def test_an_unknown_prior_is_refused(cases: dict[str, Case], knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="unknown hypothesis 'pyk2'"):
        account(cases[SKBR3], RTK, knowledge, priors={"pyk2": 0.3})


def test_the_steps_lead_from_prior_to_posterior(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = account(cases[SKBR3], RTK, knowledge, search=False)

    totals = [0.0, *(s.running for s in told.steps)]
    assert [b - a for a, b in pairwise(totals)] == [s.evidence.points for s in told.steps]
    assert told.steps[-1].probability == told.hypothesis.probability
    assert all(s.evidence.because and s.evidence.sources and s.evidence.findings for s in told.steps)


def test_evidence_set_aside_is_named_apart_from_the_steps(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = account(cases[SKBR3], RTK, knowledge, search=False)

    counted = {s.evidence.rule for s in told.steps}
    assert counted.isdisjoint(e.rule for e in told.set_aside)
    assert all(e.points == 0 and e.note.startswith("same observation") for e in told.set_aside)


def test_one_observation_that_is_probable_says_why_it_is_not_called_likely(knowledge: Knowledge) -> None:
    case = Case.from_dict({"findings": [{"pPYK2": "increased"}, {"pFAK_Y397": "decreased"}]}, knowledge)
    told = account(case, "pyk2_compensation", knowledge, priors={"pyk2_compensation": 0.9}, search=False)

    assert told.hypothesis.probability >= 0.9
    assert told.withheld == knowledge.scoring.band(told.hypothesis.probability)
    assert told.hypothesis.band == "possible"


def test_a_rule_that_lacks_an_untested_finding_says_so(knowledge: Knowledge) -> None:
    case = Case.from_dict({"findings": [{"pFAK_Y397": "unchanged"}]}, knowledge)

    miss = find(near_misses, case, RTK, "y397_stays_while_receptor_is_active", knowledge)

    assert (miss.state, miss.name) == ("not looked at", "rtk_active")


def test_a_rule_whose_finding_came_out_otherwise_says_so(knowledge: Knowledge) -> None:
    case = Case.from_dict({"findings": [{"pFAK_Y397": "unchanged"}, {"pHER2": "unchanged"}]}, knowledge)

    assert find(near_misses, case, RTK, "y397_stays_while_receptor_is_active", knowledge).state == "found otherwise"


def test_the_same_analyte_under_another_treatment_was_not_looked_at(knowledge: Knowledge) -> None:
    rows = [{"pHER2": "increased"}, {"pFAK_Y397": "unchanged"}, {"pFAK_Y397": "decreased", "in": "parental"}]
    case = Case.from_dict({"context": {"inhibitor": "defactinib"}, "findings": rows}, knowledge)

    miss = find(near_misses, case, RTK, "receptor_inhibitor_lowers_y397", knowledge)

    assert miss.state == "not looked at"


def test_a_blocked_rule_names_what_blocks_it(knowledge: Knowledge) -> None:
    rows = [{"pFAK_Y397": "unchanged"}, {"pHER2": "increased"}, {"antibody_fak_null_control": "no"}]
    case = Case.from_dict({"findings": rows}, knowledge)

    miss = find(near_misses, case, RTK, "y397_stays_while_receptor_is_active", knowledge)

    assert (miss.state, miss.name) == ("blocked", "antibody_fak_null_control")


def test_a_near_miss_is_worth_no_more_than_its_group_leaves(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = account(cases[SKBR3], RTK, knowledge, search=False)
    counted = {s.evidence.group: s.evidence.points for s in told.steps if s.evidence.points > 0}

    for miss in told.nearly:
        group = knowledge.rules[miss.rule].group or miss.rule
        assert miss.worth == miss.points - counted.get(group, 0)


def test_what_is_missing_would_move_the_score(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = account(cases[SKBR3], RTK, knowledge, search=False)
    worth = {m.rule: m.worth for m in (*told.nearly, *told.spared)}

    assert told.missing
    assert all(worth[m.rule] for m in told.missing)
