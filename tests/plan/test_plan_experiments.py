"""What to run next, and why."""

from __future__ import annotations

import pytest

from fakdx import Case, Knowledge, diagnose
from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential
from fakdx.differential.verdict import rule_on
from fakdx.plan.experiments import PREFERENCES, Assayed, assay, rank, stop_reason
from fakdx.plan.prospects import candidates
from tests.plan.conftest import Read

Ranked = dict[str, tuple[tuple[Assayed, float], ...]]
ABSTAINING = ("insufficient_data", "contradictory")


def ids(found: Differential, knowledge: Knowledge, prefer: str = "balanced") -> list[str]:
    return [a.experiment.id for a, _ in rank(assay(found, knowledge), PREFERENCES[prefer])]


def test_every_case_has_something_to_run_next(ranked: Ranked) -> None:
    assert [name for name, rows in ranked.items() if not rows] == []


def test_a_ranking_is_by_value_after_the_look_at_the_records(ranked: Ranked) -> None:
    for rows in ranked.values():
        values = [value for one, value in rows[1:]] if rows[0][0].experiment.instant else [v for _, v in rows]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("name", ["und_01", "und_02", "und_09"])
def test_the_first_experiment_of_an_underdetermined_case_can_decide_it(
    name: str, ranked: Ranked, found: dict[str, Differential], knowledge: Knowledge
) -> None:
    assert rule_on(found[name], knowledge).kind in ABSTAINING
    first = ranked[name][0][0]
    assert any(prospect.ruling.kind not in ABSTAINING for prospect in first.prospects)


def test_a_firm_verdict_is_put_to_the_test_of_its_combination_first(read: Read, knowledge: Knowledge) -> None:
    firm = read(
        {"pFAK_Y397": "unchanged"},
        {"sensitive_control_responds": "yes"},
        {"FAK_RTK_complex": "present", "gene": "ERBB2"},
        {"pHER2_Y1248": "increased"},
        {"pFAK_Y397": "decreased", "with": "lapatinib"},
        {"growth_3d": "no effect"},
        inhibitor="defactinib",
        dose="1 uM",
        culture="3D",
    )
    rows = rank(assay(firm, knowledge), PREFERENCES["balanced"])
    assert rule_on(firm, knowledge).hypotheses == ("rtk_transphosphorylation",)
    assert rows[0][0].action_bits > 0.5
    assert {"rtk_inhibitor_test", "synergy_matrix"} & {a.experiment.id for a, _ in rows[:2]}


def test_a_combination_tested_with_both_arms_asks_for_no_further_test_of_it(read: Read, knowledge: Knowledge) -> None:
    told = [
        {"pFAK_Y397": "unchanged"},
        {"FAK_RTK_complex": "present", "gene": "ERBB2"},
        {"pHER2_Y1248": "increased"},
        {"pFAK_Y397": "decreased", "with": "lapatinib"},
        {"growth_3d": "inhibited", "with": "lapatinib"},
    ]
    half = read(*told, inhibitor="defactinib")
    both = read(*told, {"growth_3d": "no effect", "on": "lapatinib"}, inhibitor="defactinib")
    assert any(a.action_bits > 0 for a in assay(half, knowledge))
    assert all(a.action_bits == 0 for a in assay(both, knowledge))


def test_where_findings_contradict_the_readout_itself_is_tested(read: Read, knowledge: Knowledge) -> None:
    disputed = read(
        {"pFAK_Y397": "increased", "method": "western blot"},
        {"pFAK_Y397": "decreased", "method": "ELISA"},
        inhibitor="defactinib",
        culture="2D",
    )
    bench = [a for a, _ in rank(assay(disputed, knowledge), PREFERENCES["balanced"]) if not a.experiment.instant]
    assert rule_on(disputed, knowledge).kind == "contradictory"
    assert any(a.settlement_bits == 1 for a in bench[:2])
    assert all(a.settlement_bits > 0 for a in bench[:3])
    assert all(a.settlement_bits == 0 for a in assay(read({"pFAK_Y397": "increased"}), knowledge))


def test_a_sensitive_verdict_is_checked_for_target_engagement(ranked: Ranked) -> None:
    for name in ("sen_01", "sen_03"):
        assert "pfak_dose_time" in [a.experiment.id for a, _ in ranked[name][:3]]


def test_a_look_at_the_records_comes_first_where_it_matters(ranked: Ranked) -> None:
    for rows in ranked.values():
        best = max(value for _, value in rows)
        telling = [value for a, value in rows if a.experiment.instant and value >= 0.25 * best]
        assert rows[0][0].experiment.instant or not telling


def test_patients_are_offered_nothing_that_needs_a_dish(read: Read, knowledge: Knowledge) -> None:
    offered = ids(read({"clinical_response": "no effect"}, inhibitor="defactinib", culture="patients"), knowledge)
    for id in offered:
        cultures = knowledge.experiments[id].cultures
        assert not cultures or "clinical" in cultures
    assert "pk_pd" in offered


def test_cultures_of_experiments_are_those_of_the_context(knowledge: Knowledge) -> None:
    known = {t.id for t in knowledge.contexts["culture"].terms}
    for experiment in knowledge.experiments.values():
        assert known.issuperset(experiment.cultures), experiment.id


def test_what_is_in_the_case_already_is_not_offered_again(read: Read, knowledge: Knowledge) -> None:
    assert "null_cell_test" in ids(read({"growth_3d": "no effect"}), knowledge)
    assert "null_cell_test" not in ids(read({"growth_3d": "no effect"}, {"effect_in_fak_null": "no"}), knowledge)


def test_outcomes_name_the_drug_and_the_receptor_of_the_case(read: Read, knowledge: Knowledge) -> None:
    found = read(
        {"pMET_Y1234_1235": "increased"}, {"pFAK_Y397": "unchanged", "with": "capmatinib"}, inhibitor="defactinib"
    )
    by_id = {c.experiment.id: c for c in candidates(found.case, known_facts(found), knowledge)}
    falls = by_id["rtk_inhibitor_test"].outcomes[0]
    assert all("capmatinib" in (f.treatment or ()) for f in falls.findings)
    assert {f.gene for f in by_id["rtk_coip"].outcomes[0].findings} == {"MET"}


def test_a_receptor_drug_that_misses_the_active_receptor_stands_for_nothing(read: Read, knowledge: Knowledge) -> None:
    found = read({"pMET_Y1234_1235": "increased"}, {"synergy": "additive", "with": "erlotinib"}, inhibitor="defactinib")
    by_id = {c.experiment.id: c for c in candidates(found.case, known_facts(found), knowledge)}
    falls = by_id["rtk_inhibitor_test"].outcomes[0]
    assert all("erlotinib" not in (f.treatment or ()) for f in falls.findings)


def test_without_a_price_the_preset_does_not_matter(found: dict[str, Differential], knowledge: Knowledge) -> None:
    assayed = assay(found["seed_01"], knowledge)
    free = [rank(assayed, preference.weighed(0)) for preference in PREFERENCES.values()]
    assert all(rows == free[0] for rows in free)
    assert rank(assayed, PREFERENCES["decisive"]) == free[0]


def test_fast_prefers_what_is_back_soon_and_cheap_what_costs_little(read: Read, knowledge: Knowledge) -> None:
    found = read({"tumour_growth": "no effect"}, inhibitor="defactinib", culture="in vivo")
    entry = knowledge.experiments

    def first_days(prefer: str) -> float:
        return sum(entry[id].days for id in ids(found, knowledge, prefer)[:5])

    def first_costs(prefer: str) -> int:
        return sum(entry[id].cost in ("medium", "high") for id in ids(found, knowledge, prefer)[:5])

    assert first_days("fast") < first_days("decisive")
    assert first_costs("cheap") <= first_costs("decisive")


def test_enough_is_said_only_when_no_likely_result_changes_the_verdict(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    said = 0
    for one in found.values():
        ruling, assayed = rule_on(one, knowledge), assay(one, knowledge)
        reason = stop_reason(one.case, assayed, ruling)
        changing = [
            p for a in assayed for p, prospect in zip(a.probabilities, a.prospects, strict=True)
            if p >= 0.05 and prospect.ruling != ruling
        ]  # fmt: skip
        assert bool(reason) == (not changing and bool(one.case.findings))
        said += reason.startswith("Enough")
    assert said


def test_advice_shows_what_every_outcome_would_do(knowledge: Knowledge, cases: dict[str, Case]) -> None:
    advice = diagnose(cases["seed_01"], knowledge, engine="matcher").experiments
    for one in advice:
        assert [o.id for o in one.outcomes] == [o.id for o in knowledge.experiments[one.id].outcomes]
        assert sum(o.probability for o in one.outcomes) == pytest.approx(1)
    assert any(o.then for o in advice[0].outcomes)
    assert all(one.why for one in advice)
