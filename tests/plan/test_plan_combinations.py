"""What to combine, when, and on what grounds."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from fakdx import Case, Knowledge
from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential, differential
from fakdx.differential.verdict import rule_on
from fakdx.model.result import CombinationAdvice
from fakdx.plan.agents import fitting_agents
from fakdx.plan.combinations import combine
from fakdx.plan.cover import smallest_cover
from fakdx.plan.design import design_for
from fakdx.plan.no_synergy import explain_no_synergy
from tests.laws.strategies import cases as random_cases
from tests.laws.strategies import shipped
from tests.plan.conftest import Read

HER2_CASE = (
    {"pFAK_Y397": "unchanged"},
    {"sensitive_control_responds": "yes"},
    {"FAK_RTK_complex": "present", "gene": "ERBB2"},
    {"pHER2_Y1248": "increased"},
    {"pFAK_Y397": "decreased", "with": "lapatinib"},
)


def advice(found: Differential, knowledge: Knowledge) -> dict[str, CombinationAdvice]:
    return {c.id: c for c in combine(found, rule_on(found, knowledge), (), knowledge)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_cases())
def test_nothing_is_ready_unless_the_verdict_carries_it(case: Case) -> None:
    knowledge = shipped()
    found = differential(case, knowledge, "matcher")
    ruling = rule_on(found, knowledge)
    for one in combine(found, ruling, (), knowledge):
        if one.status == "ready":
            assert ruling.kind not in ("none_sensitive", "insufficient_data", "contradictory")
            assert ruling.kind != "artefact" or ruling.hypotheses == ("wrong_combination_partner",)
            assert set(knowledge.combinations[one.id].against) & set(ruling.hypotheses)
            assert one.agents
        assert one.reason


def test_an_artefact_has_no_combination_ready(found: dict[str, Differential], knowledge: Knowledge) -> None:
    artefacts = [one for one in found.values() if rule_on(one, knowledge).kind == "artefact"]
    assert len(artefacts) > 5
    for one in artefacts:
        assert all(c.status != "ready" for c in advice(one, knowledge).values())


def test_a_firm_receptor_verdict_has_the_matching_drug_ready(read: Read, knowledge: Knowledge) -> None:
    found = advice(read(*HER2_CASE, inhibitor="defactinib", cancer_type="breast cancer"), knowledge)
    ready = found["her2_egfr_inhibitor"]
    assert ready.status == "ready"
    assert ready.agents[0] == "tucatinib"
    assert ready.context_match == "same tumour type"
    assert "erlotinib" not in ready.agents
    assert found["matched_rtk_inhibitor"].status == "refused"


def test_a_drug_for_mutant_egfr_is_named_only_where_egfr_is_mutant(read: Read, knowledge: Knowledge) -> None:
    combination = knowledge.combinations["her2_egfr_inhibitor"]

    def names(genotype: str) -> list[str]:
        found = read({"pEGFR_Y1068": "increased"}, inhibitor="defactinib", genotype=[genotype])
        return [a.id for a in fitting_agents(combination, found.case, known_facts(found), knowledge)]

    assert names("EGFR L858R")[0] == "osimertinib"
    assert "osimertinib" not in names("EGFR wild-type")
    assert "osimertinib" not in names("EGFR amplified")


def test_the_receptor_at_work_decides_among_receptor_drugs(read: Read, knowledge: Knowledge) -> None:
    found = read({"pMET_Y1234_1235": "increased"}, inhibitor="defactinib")
    matched = knowledge.combinations["matched_rtk_inhibitor"]
    agents = fitting_agents(matched, found.case, known_facts(found), knowledge)
    assert agents
    assert all("MET" in a.genes for a in agents)


def test_a_dual_inhibitor_is_no_answer_where_one_is_in_use(read: Read, knowledge: Knowledge) -> None:
    told = ({"pFAK_Y397": "decreased"}, {"pPYK2_Y402": "increased"}, {"growth_3d": "inhibited", "with": "PYK2 siRNA"})
    assert advice(read(*told, inhibitor="FAK-selective inhibitor"), knowledge)["dual_fak_pyk2"].status != "refused"
    in_use = advice(read(*told, inhibitor="defactinib"), knowledge).get("dual_fak_pyk2")
    assert in_use is None or in_use.status == "refused"


def test_a_pumped_partner_of_a_pump_blocker_carries_a_warning(read: Read, knowledge: Knowledge) -> None:
    told = ({"stroma_protects": "yes"}, {"matrix_sufficient": "yes"}, {"tumour_growth": "no effect"})
    blocker = advice(read(*told, inhibitor="VS-4718", culture="in vivo"), knowledge)["chemotherapy"]
    other = advice(read(*told, inhibitor="defactinib", culture="in vivo"), knowledge)["chemotherapy"]
    assert blocker.cautions[0].startswith("VS-4718 blocks ABCB1, which carries paclitaxel and docetaxel")
    assert not any("defactinib blocks" in c for c in other.cautions)


def test_two_mechanisms_are_covered_by_two_partners_and_no_more(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    ready = [c for c in advice(found["multi_01"], knowledge).values() if c.status == "ready"]
    together = [c for c in ready if "fewest partners" in c.reason]
    assert {c.id for c in together} == {"dual_fak_pyk2", "her2_egfr_inhibitor"}
    assert [c.id for c in ready[:2]] == [c.id for c in together]


def test_the_smallest_cover_is_small_covers_most_and_breaks_ties_by_preference() -> None:
    offers = {"a": frozenset("x"), "b": frozenset("y"), "both": frozenset("xy"), "c": frozenset("z")}

    def named(id: str) -> tuple[int, ...]:
        return (0 if id == "b" else 1,)

    assert smallest_cover(frozenset("xy"), offers, named) == ("both",)
    assert smallest_cover(frozenset("y"), offers, named) == ("b",)
    assert smallest_cover(frozenset("xyz"), offers, named) == ("both", "c")
    assert len(smallest_cover(frozenset("xyz"), {k: v for k, v in offers.items() if k != "both"}, named)) == 2
    assert smallest_cover(frozenset("x"), {}, named) == ()


def test_a_partner_that_missed_its_target_was_never_tested(read: Read, knowledge: Knowledge) -> None:
    why = explain_no_synergy(
        read({"synergy": "additive", "with": "erlotinib"}, {"partner_on_target": "no"}, inhibitor="defactinib"),
        knowledge,
    )
    assert why is not None
    assert why.partner == "erlotinib"
    assert why.points[0].answer == "no"
    assert "never tested" in why.conclusion


def test_a_partner_that_spares_the_active_receptor_blocks_the_wrong_pathway(read: Read, knowledge: Knowledge) -> None:
    found = read(
        {"synergy": "additive", "with": "erlotinib"},
        {"partner_on_target": "yes"},
        {"dose_matrix": "yes"},
        {"synergy_model_named": "yes"},
        {"pMET_Y1234_1235": "increased"},
        inhibitor="defactinib",
    )
    why = explain_no_synergy(found, knowledge)
    assert why is not None
    assert [p.answer for p in why.points] == ["yes", "no", why.points[2].answer, "yes"]
    assert "MET" in why.conclusion
    assert "MET" in advice(found, knowledge)["her2_egfr_inhibitor"].reason


def test_a_single_dose_pair_could_not_have_shown_synergy(read: Read, knowledge: Knowledge) -> None:
    why = explain_no_synergy(
        read({"synergy": "additive", "with": "erlotinib"}, {"partner_on_target": "yes"}, {"dose_matrix": "no"}),
        knowledge,
    )
    assert why is not None
    assert "could not have shown synergy" in why.conclusion


def test_no_reasoning_about_synergy_where_none_was_missed(read: Read, knowledge: Knowledge) -> None:
    assert explain_no_synergy(read({"synergy": "synergistic", "with": "erlotinib"}), knowledge) is None
    assert explain_no_synergy(read({"pFAK_Y397": "unchanged"}), knowledge) is None


def test_the_model_of_a_matrix_fits_how_the_drugs_act_alone(read: Read, knowledge: Knowledge) -> None:
    mek, degrader = knowledge.combinations["mek_raf_inhibitor"], knowledge.combinations["fak_degrader"]

    def model(combination: object, *findings: dict[str, str]) -> str:
        found = read(*findings, inhibitor="defactinib")
        return design_for(combination, found.case, known_facts(found), knowledge).model  # type: ignore[arg-type]

    assert model(mek, {"growth_3d": "partly inhibited"}) == "Bliss"
    assert model(mek, {"growth_3d": "no effect"}) == "HSA"
    assert model(mek, {"growth_3d": "no effect", "on": "trametinib"}) == "HSA"
    assert model(degrader, {"growth_3d": "no effect"}) == "none"


def test_doses_of_a_matrix_lie_around_the_cellular_ec50(read: Read, knowledge: Knowledge) -> None:
    mek = knowledge.combinations["mek_raf_inhibitor"]
    known, unknown = read(inhibitor="defactinib"), read(inhibitor="FAK inhibitor")
    ec50 = knowledge.agents["defactinib"].cellular_ec50
    assert ec50 is not None
    assert f"{ec50 * 1000:g} nM" in design_for(mek, known.case, known_facts(known), knowledge).doses
    assert "by titration" in design_for(mek, unknown.case, known_facts(unknown), knowledge).doses
