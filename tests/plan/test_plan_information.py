"""Outcome probabilities and expected information."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from fakdx.plan.information import EVENLY, entropy, expected_gain, forecast, outcome_probabilities, with_lapse

chances = st.floats(0.001, 0.999)


@st.composite
def outlooks(draw: st.DrawFn) -> tuple[list[float], list[list[float]]]:
    hypotheses = draw(st.integers(1, 5))
    rows = [draw(st.lists(chances, min_size=hypotheses, max_size=hypotheses)) for _ in range(draw(st.integers(2, 4)))]
    return draw(st.lists(chances, min_size=hypotheses, max_size=hypotheses)), rows


def misfit(p: tuple[float, ...] | list[float], now: list[float], after: list[list[float]]) -> float:
    mixed = [sum(w * row[h] for w, row in zip(p, after, strict=True)) for h in range(len(now))]
    return sum((m - n) ** 2 for m, n in zip(mixed, now, strict=True))


@given(outlooks())
def test_outcome_probabilities_are_probabilities(outlook: tuple[list[float], list[list[float]]]) -> None:
    p = outcome_probabilities(*outlook)
    assert all(one >= 0 for one in p)
    assert math.isclose(sum(p), 1)


@given(outlooks(), st.randoms(use_true_random=False))
def test_no_other_weights_bring_the_expected_posterior_closer_to_today(
    outlook: tuple[list[float], list[list[float]]], random: object
) -> None:
    now, after = outlook
    best = misfit(outcome_probabilities(now, after), now, after)
    for _ in range(20):
        raw = [random.random() + 1e-9 for _ in after]  # type: ignore[attr-defined]
        other = [x / sum(raw) for x in raw]
        assert best <= misfit(other, now, after) + 1e-6


@given(st.lists(chances, min_size=2, max_size=4), st.floats(0.0, 1.0))
def test_two_outcomes_that_average_to_today_get_the_weights_that_do_so(row: list[float], weight: float) -> None:
    other = [1 - x for x in row]
    if max(abs(a - b) for a, b in zip(row, other, strict=True)) < 0.05:
        return
    now = [weight * a + (1 - weight) * b for a, b in zip(row, other, strict=True)]
    assert math.isclose(outcome_probabilities(now, [row, other])[0], weight, abs_tol=1e-4)


def test_outcomes_that_change_nothing_stay_equally_likely() -> None:
    assert outcome_probabilities([0.3, 0.6], [[0.3, 0.6], [0.3, 0.6], [0.3, 0.6]]) == (1 / 3, 1 / 3, 1 / 3)


@given(outlooks())
def test_a_forecast_calls_no_outcome_impossible(outlook: tuple[list[float], list[list[float]]]) -> None:
    now, after = outlook
    p = forecast(now, after, EVENLY)
    assert min(p) > 0
    assert math.isclose(sum(p), 1)


def test_outcomes_that_hardly_differ_are_forecast_about_evenly_and_others_as_the_rules_imply() -> None:
    alike = forecast([0.98], [[0.98], [0.985]], EVENLY)
    apart = forecast([0.3], [[0.1], [0.9]], EVENLY)
    assert abs(alike[0] - alike[1]) < 0.05
    assert math.isclose(apart[1], 0.25, abs_tol=0.03)


@given(outlooks())
def test_expected_gain_is_never_below_zero_nor_above_the_doubt_there_is(
    outlook: tuple[list[float], list[list[float]]],
) -> None:
    now, after = outlook
    gain = expected_gain(now, after, outcome_probabilities(now, after))
    assert 0 <= gain <= entropy(now) + 1e-9


def test_certainty_leaves_no_doubt_and_even_odds_leave_most() -> None:
    assert entropy([1.0, 0.2]) == 0
    assert entropy([0.5]) == 1
    assert entropy([0.5]) > entropy([0.9]) > entropy([0.999])


def test_a_lapse_makes_the_impossible_possible_and_keeps_the_sum() -> None:
    lapsed = with_lapse((1.0, 0.0), 0.2)
    assert lapsed == (0.9, 0.1)
    assert with_lapse((0.5, 0.5), 0.0) == (0.5, 0.5)
