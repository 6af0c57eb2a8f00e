from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from fakdx.errors import InputError
from fakdx.quantify.folds import paired_folds
from fakdx.quantify.statistics import Interval, student_quantile, t_interval, welch_interval
from fakdx.quantify.thresholds import Thresholds, change, growth_effect, interaction, sensitivity

values = st.lists(st.floats(0.01, 100), min_size=2, max_size=8)


@given(st.floats(0.5, 0.999), st.floats(1, 200))
def test_student_quantile_agrees_with_scipy(confidence: float, df: float) -> None:
    assert student_quantile(confidence, df) == pytest.approx(stats.t.ppf((1 + confidence) / 2, df), rel=1e-6)


@given(values)
def test_t_interval_agrees_with_scipy(sample: list[float]) -> None:
    interval = t_interval(sample, 0.95)
    if len(set(sample)) > 1:
        low, high = stats.t.interval(0.95, len(sample) - 1, interval.value, stats.sem(sample))
        assert interval.low == pytest.approx(low, rel=1e-6, abs=1e-9)
        assert interval.high == pytest.approx(high, rel=1e-6, abs=1e-9)


def test_welch_interval_agrees_with_scipy() -> None:
    first, second = [1.0, 1.2, 0.9, 1.1], [2.0, 2.6, 1.4]
    expected = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
    interval = welch_interval(first, second, 0.95)
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), rel=1e-5)


def test_one_replicate_has_no_interval() -> None:
    assert t_interval([3.0], 0.95) == Interval(3.0, None, None, 1)


def test_more_lanes_of_one_replicate_do_not_raise_n() -> None:
    base = {("1", "a"): [1.0, 1.1, 0.9], ("2", "b"): [1.0] * 5}
    test = {("1", "a"): [0.5] * 6, ("2", "b"): [0.4]}
    assert paired_folds(base, test).interval(0.95).n == 2


@given(values, st.floats(0.1, 10))
def test_a_fold_does_not_depend_on_the_unit_of_the_signal(signals: list[float], factor: float) -> None:
    base = {(str(i), "m"): [1.0 + 0.1 * i] for i in range(len(signals))}
    test = {(str(i), "m"): [value] for i, value in enumerate(signals)}
    scaled = [{unit: [v * factor for v in found] for unit, found in side.items()} for side in (base, test)]
    assert paired_folds(*scaled).interval(0.95).value == pytest.approx(paired_folds(base, test).interval(0.95).value)


def test_two_membranes_of_one_replicate_are_averaged_on_the_log_scale() -> None:
    base = {("1", "a"): [1.0], ("1", "b"): [2.0]}
    test = {("1", "a"): [0.5], ("1", "b"): [4.0]}
    assert paired_folds(base, test).by_replicate == {"1": pytest.approx(1.0)}


@pytest.mark.parametrize(
    ("fold", "state"),
    [
        (Interval(0.4, 0.3, 0.6, 3), "decreased"),
        (Interval(0.4, 0.1, 1.2, 3), "inconclusive"),
        (Interval(0.9, 0.8, 0.97, 3), "unchanged"),
        (Interval(1.0, 0.5, 2.0, 3), "inconclusive"),
        (Interval(2.0, 1.2, 3.0, 3), "increased"),
        (Interval(0.4, None, None, 1), "inconclusive"),
        (Interval(0.75, 0.6, 0.9, 3), "inconclusive"),
    ],
)
def test_a_change_is_claimed_only_when_the_interval_supports_it(fold: Interval, state: str) -> None:
    assert change(fold, Thresholds()) == state


@pytest.mark.parametrize(
    ("fold", "state"),
    [
        (Interval(0.3, 0.2, 0.45, 5), "inhibited"),
        (Interval(0.7, 0.6, 0.82, 5), "partly inhibited"),
        (Interval(1.0, 0.9, 1.1, 5), "no effect"),
        (Interval(1.6, 1.3, 2.0, 5), "stimulated"),
        (Interval(0.9, 0.4, 2.0, 5), "inconclusive"),
    ],
)
def test_growth_words(fold: Interval, state: str) -> None:
    assert growth_effect(fold, Thresholds()) == state


def test_a_shift_within_the_noise_floor_is_no_resistance() -> None:
    limits = Thresholds(noise_fold=3)
    assert sensitivity(Interval(2.5, 1.8, 3.4, 4), limits) == "inconclusive"
    assert sensitivity(Interval(2.0, 1.5, 2.7, 4), limits) == "equally sensitive"
    assert sensitivity(Interval(8.0, 3.0, 20.0, 4), limits) == "less sensitive"
    assert sensitivity(Interval(0.1, 0.05, 0.3, 4), limits) == "more sensitive"


def test_an_excess_that_may_be_nothing_is_inconclusive() -> None:
    assert interaction(Interval(0.08, -0.01, 0.17, 3), Thresholds()) == "inconclusive"
    assert interaction(Interval(0.08, 0.02, 0.14, 3), Thresholds()) == "synergistic"
    assert interaction(Interval(0.01, -0.02, 0.04, 3), Thresholds()) == "additive"
    assert interaction(Interval(-0.1, -0.15, -0.05, 3), Thresholds()) == "antagonistic"


@given(st.floats(0.05, 20), st.floats(1.01, 10))
def test_no_interval_is_both_changed_and_unchanged_under_its_mirror(value: float, width: float) -> None:
    """A fold and its inverse get mirrored words when the limits are symmetric."""
    limits = Thresholds(decreased=0.5, increased=2.0)
    mirror = {"decreased": "increased", "increased": "decreased"}
    word = change(Interval(value, value / width, value * width, 3), limits)
    inverse = change(Interval(1 / value, 1 / (value * width), width / value, 3), limits)
    edge = any(math.isclose(v, limit) for v in (value, value / width, value * width) for limit in (0.5, 1, 2))
    assert edge or inverse == mirror.get(word, word)


def test_thresholds_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="out of order"):
        Thresholds(decreased=1.2)
