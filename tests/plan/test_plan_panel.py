"""The best set under a budget."""

from __future__ import annotations

import pytest

from fakdx import Knowledge
from fakdx.differential.score import Differential
from fakdx.plan.experiments import COST_STEPS, PREFERENCES, assay
from fakdx.plan.panel import BENCH_HOURS_A_DAY, MOST, Budget, Panel, choose_panel

FEW = ("seed_01", "multi_01", "und_02", "art_05", "sen_01", "lit_24")


def panel(found: Differential, knowledge: Knowledge, budget: Budget) -> Panel:
    return choose_panel(found, knowledge, PREFERENCES["balanced"], budget)


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("budget", [Budget(), Budget(7, "medium"), Budget(3, "low"), Budget(0, "none")])
def test_a_panel_keeps_to_its_budget(
    name: str, budget: Budget, found: dict[str, Differential], knowledge: Knowledge
) -> None:
    chosen = panel(found[name], knowledge, budget).chosen
    experiments = [c.assayed.experiment for c in chosen]
    assert len({e.id for e in experiments}) == len(experiments)
    assert sum(not e.instant for e in experiments) <= MOST
    for e in experiments:
        assert COST_STEPS[e.cost] <= COST_STEPS[budget.cost]
        assert budget.days is None or e.days <= budget.days
    if budget.days:
        assert sum(c.hands_on_h for c in chosen) <= BENCH_HOURS_A_DAY * budget.days


def test_shared_material_is_paid_once(found: dict[str, Differential], knowledge: Knowledge) -> None:
    cases = (found[name] for name in ("seed_18", "multi_01", "und_02"))
    sharing = [c for one in cases for c in panel(one, knowledge, Budget()).chosen if c.shares_with]
    assert sharing
    for chosen in sharing:
        e, partner = chosen.assayed.experiment, knowledge.experiments[chosen.shares_with or ""]
        assert e.shares == partner.shares
        assert chosen.hands_on_h == e.hands_on_h - e.shared_hands_on_h


def test_two_ways_of_asking_the_same_are_worth_less_than_their_sum(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    one = found["seed_01"]
    alone = {a.experiment.id: a.worth for a in assay(one, knowledge)}
    chosen = panel(one, knowledge, Budget()).chosen
    assert len(chosen) > 1
    assert sum(c.worth for c in chosen) <= sum(alone[c.assayed.experiment.id] for c in chosen) + 1e-9


def test_a_panel_has_the_single_best_experiment_or_better(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    preference = PREFERENCES["balanced"]
    for name in FEW:
        best = max(a.value(preference) for a in assay(found[name], knowledge))
        chosen = panel(found[name], knowledge, Budget()).chosen
        assert sum(c.worth for c in chosen) >= best - 1e-9


def test_nothing_to_spend_leaves_the_looks_at_the_records(found: dict[str, Differential], knowledge: Knowledge) -> None:
    chosen = panel(found["und_02"], knowledge, Budget(0, "none")).chosen
    assert chosen
    assert all(c.assayed.experiment.instant for c in chosen)


def test_the_same_case_gives_the_same_panel(found: dict[str, Differential], knowledge: Knowledge) -> None:
    first, second = (panel(found["multi_01"], knowledge, Budget()) for _ in range(2))
    assert [c.assayed.experiment.id for c in first.chosen] == [c.assayed.experiment.id for c in second.chosen]
    assert first.complete == second.complete


def test_enough_within_a_budget_is_about_what_the_budget_allows(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    assert not panel(found["und_02"], knowledge, Budget()).enough
    assert panel(found["sen_03"], knowledge, Budget(0, "none")).enough
