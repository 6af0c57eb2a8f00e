from __future__ import annotations

from collections.abc import Callable

import lmfit
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakdx.errors import InputError
from fakdx.quantify import DoseSettings, Well, fit_dose_response, quantify_dose_response
from fakdx.quantify.curves import Bounds, fit_curve, profile
from fakdx.quantify.growth_rate import gr_value
from fakdx.quantify.ic50 import Ic50, ic50_of, ratio

DOSES = np.array([0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])


def hill(dose: np.ndarray | float, ic50: float, bottom: float = 0.08, slope: float = 1.0) -> np.ndarray:
    return bottom + (1 - bottom) / (1 + (np.asarray(dose) / ic50) ** slope)


def points(ic50: float, seed: int = 0, sd: float = 0.05, n: int = 3) -> tuple[list[float], list[float], list[str]]:
    rng = np.random.default_rng(seed)
    doses = np.tile(DOSES, n)
    values = hill(doses, ic50) + rng.normal(0, sd, len(doses))
    return doses.tolist(), values.tolist(), np.repeat([str(i) for i in range(n)], len(DOSES)).tolist()


@pytest.mark.parametrize("ic50", [0.052, 0.4, 1.58])
@pytest.mark.parametrize(("seed", "n"), [(1, 3), (2, 3), (11, 1)])
def test_fit_and_profile_agree_with_lmfit(ic50: float, seed: int, n: int) -> None:
    doses, values, _ = points(ic50, seed, sd=0.05 if n > 1 else 0.01, n=n)
    bounds = Bounds()
    fit = fit_curve(doses, values, bounds)
    start = lmfit.Parameters()
    start.add("top", 1, min=bounds.top[0], max=bounds.top[1])
    start.add("bottom", 0.1, min=bounds.bottom[0], max=bounds.bottom[1])
    start.add("logc", np.log10(ic50), min=-4, max=4)
    start.add("hill", 1, min=bounds.hill[0], max=bounds.hill[1])
    x, y = np.log10(doses), np.array(values)

    def residual(p: lmfit.Parameters) -> np.ndarray:
        v = p.valuesdict()
        return v["bottom"] + (v["top"] - v["bottom"]) / (1 + 10 ** (v["hill"] * (x - v["logc"]))) - y

    mini = lmfit.Minimizer(residual, start)
    best = mini.minimize()
    assert fit.rss == pytest.approx(best.chisqr, rel=1e-4)
    assert np.log10(fit.c) == pytest.approx(best.params["logc"].value, abs=2e-3)
    limits = dict(lmfit.conf_interval(mini, best, p_names=["logc"], sigmas=[0.95]))["logc"]
    low, high = profile(fit, doses, values, "relative", 0.95)
    assert low is not None
    assert high is not None
    assert (np.log10(low), np.log10(high)) == pytest.approx((limits[0][1], limits[-1][1]), abs=0.02)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([1e-3, 1e3, 17.0]), st.sampled_from([0.05, 0.7, 2.0]))
def test_the_fit_does_not_depend_on_the_unit_of_the_dose(unit: float, ic50: float) -> None:
    doses, values, _ = points(ic50, 3)
    fit, scaled = fit_curve(doses, values), fit_curve([d * unit for d in doses], values)
    assert scaled.c == pytest.approx(fit.c * unit, rel=1e-3)
    assert scaled.hill == pytest.approx(fit.hill, rel=1e-3)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(21)))
def test_the_order_of_points_does_not_matter(order: list[int]) -> None:
    doses, values, _ = points(0.4, 5)
    fit, shuffled = fit_curve(doses, values), fit_curve([doses[i] for i in order], [values[i] for i in order])
    assert shuffled.c == pytest.approx(fit.c, rel=1e-3)


def test_absolute_and_relative_ic50_differ_when_the_plateau_is_high() -> None:
    doses = np.tile(np.geomspace(0.001, 100, 12), 3)
    values = hill(doses, 0.1, bottom=0.3) + np.tile([0.005, -0.005], 18)
    curve = fit_dose_response(doses.tolist(), values.tolist(), np.repeat(list("123"), 12).tolist())
    assert curve.relative.value == pytest.approx(0.1, rel=0.05)
    assert curve.absolute.value == pytest.approx(0.25, rel=0.05)


def test_an_insensitive_line_is_censored_and_not_extrapolated() -> None:
    curve = fit_dose_response(*points(60))
    assert curve.absolute.text == "> 10 uM"
    assert curve.absolute.high is None
    assert curve.state == "no effect"
    assert not curve.relative_is_determined


def test_a_crossing_beyond_the_highest_dose_is_no_ic50() -> None:
    curve = fit_dose_response(*points(20, sd=0.01))
    crossing = curve.fit.crossing()
    assert crossing is not None
    assert crossing > 10
    assert curve.absolute.text == "> 10 uM"


def test_one_experiment_without_a_crossing_takes_the_spread_between_them_away() -> None:
    found = ic50_of(1.0, lambda: (0.5, 2.0), {"1": 0.9, "2": None, "3": 1.1}, (0.01, 10), 0.95)
    assert (found.method, found.low, found.high, found.by_replicate) == ("profile", 0.5, 2.0, {})


def test_a_bottom_fixed_above_one_half_leaves_the_ic50_beyond_the_doses() -> None:
    high = DoseSettings(bounds=Bounds(bottom=(0.7, 0.7)))
    curve = fit_dose_response(*points(60), settings=high)
    assert (curve.absolute.relation, curve.absolute.low, curve.absolute.high) == (">", None, None)


def test_a_very_sensitive_line_is_censored_below() -> None:
    curve = fit_dose_response(*points(0.0008))
    assert curve.absolute.text == "< 10 nM"
    assert curve.absolute.low is None


def test_interval_is_over_experiments_from_two_on() -> None:
    curve = fit_dose_response(*points(0.4))
    assert curve.absolute.method == "replicates"
    assert set(curve.absolute.by_replicate) == {"0", "1", "2"}
    assert fit_dose_response(*points(0.4, n=2)).absolute.method == "replicates"
    assert fit_dose_response(*points(0.4, n=1)).absolute.method == "profile"


def test_two_experiments_give_a_wider_interval_than_three() -> None:
    three = fit_dose_response(*points(0.4)).absolute
    two = fit_dose_response(*points(0.4, n=2)).absolute
    assert two.high is not None
    assert three.high is not None
    assert two.high / two.value > three.high / three.value


def test_one_experiment_is_inconclusive_however_many_wells() -> None:
    doses, values, _ = points(0.4, n=6)
    curve = fit_dose_response(doses, values)
    assert curve.n == 1
    assert curve.state == "inconclusive"


def test_partial_inhibition_and_stimulation_are_told_from_no_effect() -> None:
    flat = np.tile(DOSES, 3)
    names = np.repeat(list("123"), 7).tolist()
    wobble = np.tile([0.01, -0.01, 0.005], 7)
    partly = fit_dose_response(flat.tolist(), (hill(flat, 0.1, bottom=0.65) + wobble).tolist(), names)
    more = fit_dose_response(flat.tolist(), (2 - hill(flat, 0.1, bottom=0.6) + wobble).tolist(), names)
    assert (partly.state, partly.absolute.text) == ("partly inhibited", "> 10 uM")
    assert more.state == "stimulated"


def wells(line: str, ic50: float, seed: int, *, n: int = 3, scale: float = 5e4) -> list[Well]:
    rng = np.random.default_rng(seed)
    found = []
    for name in map(str, range(n)):
        mine = ic50 * 10 ** rng.normal(0, 0.05)
        found += [Well(line, 0.0, scale * (1 + rng.normal(0, 0.03)), name) for _ in range(3)]
        for dose in DOSES:
            found += [Well(line, dose, scale * (float(hill(dose, mine)) + rng.normal(0, 0.03)), name) for _ in range(2)]
    return found


def test_a_shift_beyond_the_noise_floor_is_less_sensitive() -> None:
    result = quantify_dose_response(
        [*wells("par", 0.05, 1), *wells("res", 1.5, 2)], DoseSettings(parental="par", line="res")
    )
    shift = result.shifts[0]
    assert shift.relation == "="
    assert shift.method == "paired"
    assert shift.fold.low is not None
    assert shift.fold.high is not None
    assert shift.fold.low < 30 < shift.fold.high
    assert [next(iter(f.items())) for f in result.findings()] == [
        ("viability_2d", "inhibited"),
        ("viability_2d", "less sensitive"),
    ]


def test_a_shift_within_the_noise_floor_is_equal() -> None:
    result = quantify_dose_response([*wells("par", 0.2, 1), *wells("res", 0.25, 2)], DoseSettings(parental="par"))
    assert result.shifts[0].state == "equally sensitive"


def test_a_censored_resistant_line_gives_a_bound() -> None:
    result = quantify_dose_response([*wells("par", 0.05, 1), *wells("res", 500, 2)], DoseSettings(parental="par"))
    finding = result.findings()[1]
    assert result.shifts[0].relation == ">"
    assert result.shifts[0].state == "less sensitive"
    assert finding["fold"].startswith("> 1")
    assert "ci" not in finding


def test_two_censored_lines_cannot_be_compared() -> None:
    result = quantify_dose_response([*wells("par", 400, 1), *wells("res", 500, 2)], DoseSettings(parental="par"))
    assert result.shifts[0].state == "inconclusive"
    assert "fold" not in result.findings()[1]


def test_a_ratio_with_an_open_side_stays_open() -> None:
    base = Ic50("=", 0.1, 0.05, 0.2, "profile", {})
    test = Ic50("=", 2.0, 1.0, None, "profile", {})
    relation, fold, method = ratio(test, base, 2, 0.95)
    assert (relation, method, fold.high) == ("=", "profile", None)
    assert fold.low == pytest.approx(20 * np.exp(-np.hypot(np.log(2), np.log(2))))
    assert ratio(Ic50(">", 10, None, None, "profile", {}), base, 2, 0.95)[1].low is None


def test_growth_rates_compare_lines_that_divide_at_different_speed() -> None:
    found = []
    for line, doublings in (("fast", 3.0), ("slow", 1.2)):
        for name in "123":
            found += [Well(line, 0, 2000, name, role="time zero"), Well(line, 0, 2000 * 2**doublings, name)]
            for dose in DOSES:
                gr = float(hill(dose, 0.1, bottom=-0.2)) * (1 + 0.01 * int(name))
                found.append(Well(line, dose, 2000 * 2 ** (doublings * np.log2(gr + 1)), name))
    result = quantify_dose_response(found, DoseSettings(parental="fast"))
    fast, slow = result.curves
    assert slow.absolute.value > 3 * fast.absolute.value
    assert result.shifts[0].basis == "GR50"
    assert result.shifts[0].state == "equally sensitive"
    assert fast.growth_rate is not None
    assert fast.growth_rate.doublings == pytest.approx(3.0)


@given(st.floats(100, 1e6), st.floats(1.2, 20))
def test_gr_is_one_for_vehicle_and_zero_for_stasis(start: float, growth: float) -> None:
    assert gr_value(start * growth, start, start * growth) == pytest.approx(1)
    assert gr_value(start, start, start * growth) == pytest.approx(0, abs=1e-9)
    assert gr_value(start / 2, start, start * growth) < 0


def test_progress_ends_at_the_total() -> None:
    seen: list[tuple[int, int]] = []
    quantify_dose_response([*wells("a", 0.1, 1), *wells("b", 0.1, 2)], progress=lambda d, t: seen.append((d, t)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda w: [x for x in w if x.dose_um > 0], "no vehicle wells"),
        (lambda w: [Well(x.line, x.dose_um, 0.0, x.replicate) for x in w], "all responses are zero"),
        (lambda w: [x for x in w if x.dose_um in (0, 1.0)], "too few for a curve"),
        (lambda w: [x for x in w if x.dose_um == 0], "no treated well"),
    ],
)
def test_what_cannot_be_fitted_is_one_clear_line(change: Callable[[list[Well]], list[Well]], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        quantify_dose_response(change(wells("x", 0.1, 1)))
    assert "\n" not in str(caught.value)


def test_inhibition_given_as_viability_is_noticed() -> None:
    doses, values, names = points(0.3)
    with pytest.raises(InputError, match="is this inhibition"):
        fit_dose_response(doses, [1 - v for v in values], names)
    curve = fit_dose_response(doses, [1 - v for v in values], names, scale="inhibition_fraction")
    assert curve.absolute.value == pytest.approx(fit_dose_response(doses, values, names).absolute.value)


@pytest.mark.parametrize(
    ("factor", "scale", "message"),
    [(1, "percent", "fractions, not percent"), (100, "fraction", "percent, not fractions")],
)
def test_percent_and_fractions_are_told_apart(factor: float, scale: str, message: str) -> None:
    doses, values, names = points(0.3)
    with pytest.raises(InputError, match=message):
        fit_dose_response(doses, [v * factor for v in values], names, scale=scale)  # type: ignore[arg-type]


def test_nanomolar_read_as_micromolar_is_noticed() -> None:
    shifted = [Well(w.line, w.dose_um * 1000, w.response, w.replicate) for w in wells("x", 0.1, 1)]
    assert any("nM against uM" in warning for warning in quantify_dose_response(shifted).warnings)
