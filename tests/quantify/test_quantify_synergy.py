from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synergy.combination import HSA, ZIP, Bliss, Loewe

from fakdx.errors import InputError
from fakdx.quantify import ComboWell, SynergySettings, quantify_synergy
from fakdx.quantify.grids import read_grid
from fakdx.quantify.statistics import Interval, t_interval
from fakdx.quantify.synergy_models import combination_doses, excess, loewe_response, single_curve
from fakdx.quantify.synergy_result import ModelScore, SynergyResult
from fakdx.quantify.synergy_tables import ROLES, ComboColumns, matrix_table, read_combo
from fakdx.quantify.tables import Provenance, as_table

FIRST = (0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
SECOND = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def hill(dose: float, ic50: float, bottom: float, slope: float = 1.0) -> float:
    return bottom + (1 - bottom) / (1 + (dose / ic50) ** slope)


def surface(extra: float = 0.0, noise: float = 0.0, seed: int = 0) -> dict[tuple[float, float], float]:
    rng = np.random.default_rng(seed)
    found = {}
    for a in FIRST:
        for b in SECOND:
            value = hill(a, 0.8, 0.1) * hill(b, 0.15, 0.05, 1.3)
            value *= np.exp(-extra) if a and b else 1
            found[a, b] = 1.0 if a == b == 0 else float(value + rng.normal(0, noise))
    return found


def sham() -> dict[tuple[float, float], float]:
    return {(a, b): hill(a + b, 0.5, 0.0) for a in FIRST for b in FIRST}


def arrays(points: dict[tuple[float, float], float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return tuple(np.array(column) for column in zip(*((a, b, y) for (a, b), y in points.items()), strict=True))  # type: ignore[return-value]


def oracle(model: object, points: dict[tuple[float, float], float]) -> dict[tuple[float, float], float]:
    a, b, y = arrays(points)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(a, b, y)  # type: ignore[attr-defined]
    found = dict(zip(zip(a.tolist(), b.tolist(), strict=True), model.synergy, strict=True))  # type: ignore[attr-defined]
    return {doses: float(found[doses]) for doses in combination_doses(points)}


@pytest.mark.parametrize(("name", "model"), [("hsa", HSA), ("bliss", Bliss)])
@pytest.mark.parametrize("extra", [0.0, 0.4, -0.2])
def test_hsa_and_bliss_agree_with_the_synergy_package(name: str, model: Callable[[], object], extra: float) -> None:
    points = surface(extra, 0.02, 4)
    assert excess(points, name) == pytest.approx(oracle(model(), points), abs=1e-9)  # type: ignore[arg-type]


@pytest.mark.parametrize("extra", [0.0, 0.4])
def test_loewe_agrees_with_the_synergy_package(extra: float) -> None:
    points = surface(extra)
    ours, theirs = excess(points, "loewe"), oracle(Loewe(mode="delta_hsa"), points)
    assert max(abs(ours[d] - theirs[d]) for d in ours) < 0.02


@pytest.mark.parametrize("extra", [0.0, 0.4])
def test_zip_agrees_with_the_synergy_package(extra: float) -> None:
    points = surface(extra)
    ours, theirs = excess(points, "zip"), oracle(ZIP(), points)
    assert np.mean([abs(ours[d] - theirs[d]) for d in ours]) < 0.02
    assert np.mean(list(ours.values())) == pytest.approx(np.mean(list(theirs.values())), abs=0.02)


def test_a_drug_with_itself_is_additive_by_loewe_and_not_by_bliss() -> None:
    points = sham()
    assert max(abs(v) for v in excess(points, "loewe").values()) < 1e-3
    assert np.mean(list(excess(points, "bliss").values())) < -0.02


def test_independent_drugs_have_no_bliss_and_no_zip_excess() -> None:
    assert max(abs(v) for v in excess(surface(), "bliss").values()) < 1e-9
    assert max(abs(v) for v in excess(surface(), "zip").values()) < 0.01


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 10), st.floats(0.01, 10))
def test_loewe_reference_of_a_sham_is_the_curve_at_the_summed_dose(a: float, b: float) -> None:
    curve = single_curve(sham(), 0)
    assert loewe_response((a, b), curve, curve) == pytest.approx(curve.at(a + b), abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["hsa", "bliss"]))
def test_swapping_the_drugs_changes_nothing(seed: int, model: str) -> None:
    points = surface(0.1, 0.05, seed)
    swapped = excess({(b, a): y for (a, b), y in points.items()}, model)  # type: ignore[arg-type]
    assert {(b, a): v for (a, b), v in swapped.items()} == pytest.approx(excess(points, model))  # type: ignore[arg-type]


def wells(extra: float, n: int = 3, spread: float = 0.01) -> list[ComboWell]:
    found = []
    for number in range(n):
        for (a, b), y in surface(extra + (number - (n - 1) / 2) * spread, 0.015, number).items():
            found += [ComboWell(a, b, y, str(number)), ComboWell(a, b, y, str(number))]
    return found


@pytest.mark.parametrize(("extra", "state"), [(0.5, "synergistic"), (0.0, "additive"), (-0.4, "antagonistic")])
def test_the_verdict_by_bliss(extra: float, state: str) -> None:
    result = quantify_synergy(wells(extra), SynergySettings("defactinib", "erlotinib"))
    assert result.findings() == [
        {"synergy": state, "with": "erlotinib", "n": 3, "method": "Bliss"},
        {"dose_matrix": "yes"},
        {"synergy_model_named": "yes"},
    ]
    assert all(score.model in ("hsa", "bliss", "loewe", "zip") for score in result.scores)


def test_disagreement_between_models_is_said() -> None:
    result = quantify_synergy(wells(0.0))
    assert any("the models disagree (HSA: synergistic, Bliss: additive" in warning for warning in result.warnings)


def test_the_interval_is_the_t_interval_over_experiments_when_the_score_is_linear() -> None:
    single = {(1.0, 0.0): 0.7, (0.0, 1.0): 0.6}
    observed = [0.30, 0.36, 0.33]
    found = [ComboWell(a, b, y, str(k)) for k in range(3) for (a, b), y in single.items()]
    found += [ComboWell(1.0, 1.0, y, str(k)) for k, y in enumerate(observed)]
    score = quantify_synergy(found, SynergySettings(draws=4000)).deciding.score
    expected = t_interval([0.42 - y for y in observed], 0.95)
    assert score.value == pytest.approx(expected.value)
    assert score.high == pytest.approx(expected.high, abs=0.005)


def test_models_that_contradict_each_other_decide_nothing() -> None:
    up, down = Interval(0.1, 0.05, 0.15, 3), Interval(-0.1, -0.15, -0.05, 3)
    cells = {(1.0, 1.0): 0.1}
    scores = (ModelScore("bliss", up, cells, "synergistic"), ModelScore("loewe", down, cells, "antagonistic"))
    result = SynergyResult(scores, {}, 3, SynergySettings(), Provenance(), ())
    assert result.state == "inconclusive"
    assert SynergyResult(scores[:1], {}, 3, SynergySettings(), Provenance(), ()).state == "synergistic"


def test_one_experiment_is_undecidable() -> None:
    result = quantify_synergy(wells(0.6, n=1))
    assert result.state == "inconclusive"
    assert result.deciding.score.low is None


def test_the_seed_decides_the_interval_and_nothing_else_does() -> None:
    first = quantify_synergy(wells(0.3), SynergySettings(seed=7)).record()
    assert first == quantify_synergy(wells(0.3), SynergySettings(seed=7)).record()
    other = quantify_synergy(wells(0.3, spread=0.2), SynergySettings(seed=8)).record()
    assert first["results"][0]["mean_excess"]["low"] != other["results"][0]["mean_excess"]["low"]


def test_a_small_matrix_leaves_out_the_fitted_models() -> None:
    small = [w for w in wells(0.3) if w.dose1_um in (0, 0.1, 1) and w.dose2_um in (0, 0.03, 0.3)]
    result = quantify_synergy(small)
    assert [score.model for score in result.scores] == ["hsa", "bliss"]
    assert any("Loewe and ZIP were left out" in warning for warning in result.warnings)
    with pytest.raises(InputError, match="Loewe needs 4 doses"):
        quantify_synergy(small, SynergySettings(model="loewe"))


@pytest.mark.parametrize(
    ("keep", "message"),
    [
        (
            lambda w: not (w.dose1_um == 1 and w.dose2_um == 0),
            "drug 1 at 1 uM is combined but was not tested alone",
        ),
        (lambda w: w.dose1_um == 0 or w.dose2_um == 0, "no well holds both drugs"),
    ],
)
def test_an_incomplete_matrix_is_one_clear_line(keep: Callable[[ComboWell], bool], message: str) -> None:
    with pytest.raises(InputError, match=message):
        quantify_synergy([well for well in wells(0.0) if keep(well)])


MATRIX = "VS (uM) \\ ERL (nM),0,10,100\n0,100,90,50\n0.1,80,70,30\n1,40,30,10\n\n"


def test_matrix_blocks_become_replicates_with_names_and_units(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(MATRIX + MATRIX)
    table = matrix_table(read_grid(path))
    assert table is not None
    chosen = {"dose1": table.header[0], "dose2": table.header[1]}
    found, names, _ = read_combo(table, ComboColumns(chosen, "percent"))
    assert names == ("VS", "ERL")
    assert {w.replicate for w in found} == {"1", "2"}
    assert [w.response for w in found if (w.dose1_um, w.dose2_um) == (0.1, 0.1)] == pytest.approx([0.3, 0.3])


def test_raw_readings_need_vehicle_in_every_replicate(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("dose1 (uM),dose2 (uM),experiment,signal\n0,0,a,100\n1,1,a,30\n1,1,b,40\n")
    with pytest.raises(InputError, match=r"t\.csv:4: replicate b has no vehicle well"):
        read_combo(as_table(read_grid(path), ROLES), ComboColumns())
