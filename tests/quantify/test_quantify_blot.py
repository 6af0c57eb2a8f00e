from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx.errors import InputError
from fakdx.quantify import (
    BlotSettings,
    Lane,
    Thresholds,
    arrays_to_lanes,
    quantify_blot,
)

FOLDS = (0.30, 0.35, 0.40)


def blot(folds: tuple[float, ...] = FOLDS, load: float = 1.0, total: float = 1.0) -> list[Lane]:
    """One membrane a replicate; the treated lane is loaded `load` times and holds `total` times the FAK."""
    lanes = []
    for number, fold in enumerate(folds, 1):
        for condition, change, amount, protein in (("DMSO", 1.0, 1.0, 1.0), ("VS-6063", fold, load, total)):
            for analyte, signal in (
                ("pFAK_Y397", 800 * change * amount * protein),
                ("FAK", 1200 * amount * protein),
                ("GAPDH", 5000 * amount),
            ):
                name = str(number)
                lanes.append(
                    Lane(
                        analyte,
                        signal,
                        condition,
                        name,
                        f"m{name}",
                        condition,
                        is_vehicle=condition == "DMSO",
                    )
                )
    return lanes


@given(st.floats(0.2, 5), st.floats(0.2, 5))
def test_loading_cancels_and_phospho_is_over_total(load: float, total: float) -> None:
    lanes = blot(load=load, total=total)
    by_loading = quantify_blot(lanes, BlotSettings(("pFAK_Y397", "FAK"), loading="GAPDH")).comparisons
    by_total = quantify_blot(lanes, BlotSettings(("pFAK_Y397",), total={"pFAK_Y397": "FAK"})).comparisons
    assert by_loading[0].fold.value == pytest.approx(by_total[0].fold.value * total)
    assert by_loading[1].fold.value == pytest.approx(total)
    assert by_total[0].by_replicate == pytest.approx(dict(zip("123", FOLDS, strict=True)))


def test_total_on_its_own_membrane_is_divided_replicate_by_replicate() -> None:
    lanes = blot(load=2.0, total=0.5)
    apart = [replace(x, blot="t" + x.blot) if x.analyte == "FAK" else x for x in lanes]
    extra = [replace(x, blot="t" + x.blot) for x in lanes if x.analyte == "GAPDH"]
    settings = BlotSettings(("pFAK_Y397",), loading="GAPDH", total={"pFAK_Y397": "FAK"})
    assert quantify_blot([*apart, *extra], settings).comparisons[0].by_replicate == pytest.approx(
        dict(zip("123", FOLDS, strict=True))
    )


@given(st.permutations(range(18)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    lanes = blot()
    settings = BlotSettings(("pFAK_Y397",), loading="GAPDH")
    shuffled = quantify_blot([lanes[i] for i in order], settings).comparisons[0]
    assert shuffled.fold.value == pytest.approx(quantify_blot(lanes, settings).comparisons[0].fold.value)


def test_a_finding_states_fold_interval_and_n() -> None:
    result = quantify_blot(blot(), BlotSettings(("pFAK_Y397",), loading="GAPDH"))
    assert result.findings() == [
        {"pFAK_Y397": "decreased", "fold": 0.348, "ci": [0.243, 0.497], "n": 3, "versus": "vehicle"}
    ]


def test_lanes_of_one_experiment_are_one_replicate_and_inconclusive() -> None:
    lanes = [replace(x, replicate="1", blot="1", lane=f"{x.condition}{x.replicate}") for x in blot()]
    result = quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH"))
    assert result.comparisons[0].state == "inconclusive"
    assert result.comparisons[0].fold.n == 1
    assert any("3 lanes were averaged as technical" in warning for warning in result.warnings)
    assert "ci" not in result.findings()[0]


def test_parental_is_compared_under_the_same_treatment() -> None:
    lanes = []
    for name in "123":
        for line, level in (("par", 1.0), ("res", 3.0)):
            lanes.append(Lane("pHER2_Y1248", 100 * level, "none", name, name, line=line, is_vehicle=True))
            lanes.append(Lane("pHER2_Y1248", 90 * level * 1.1, "VS", name, name, line=line, dose_um=1))
    result = quantify_blot(lanes, BlotSettings(versus="parental", parental="par"))
    assert [c.fold.value for c in result.comparisons] == pytest.approx([3.0, 3.0])
    assert {c.line for c in result.comparisons} == {"res"}
    assert all(finding["versus"] == "parental" for finding in result.findings())


@pytest.mark.parametrize(
    ("where", "fold", "state"),
    [("DMSO", 0.35, "decreased"), ("DMSO", 1.0, "inconclusive"), ("VS-6063", 0.35, "inconclusive"),
     ("VS-6063", 3.0, "increased"), ("VS-6063", 1.0, "inconclusive")],
)  # fmt: skip
def test_saturation_withdraws_the_claims_it_could_have_made(where: str, fold: float, state: str) -> None:
    lanes = [
        replace(x, saturated=x.analyte == "pFAK_Y397" and x.condition == where)
        for x in blot((fold * 0.98, fold, fold * 1.02))
    ]
    result = quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH"))
    assert result.comparisons[0].state == state
    assert any("saturated" in warning for warning in result.warnings)


def test_a_saturated_loading_control_supports_nothing() -> None:
    lanes = [replace(x, saturated=x.analyte == "GAPDH") for x in blot()]
    assert quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH")).comparisons[0].state == "inconclusive"


def test_bands_outside_the_linear_range_and_uneven_loading_are_named() -> None:
    settings = BlotSettings(("pFAK_Y397",), loading="GAPDH", linear_range=(300, 4000))
    warnings = quantify_blot(blot(load=2.5), settings).warnings
    assert any("outside the linear range 300 to 4000" in warning for warning in warnings)
    assert any("GAPDH varies 2.5-fold" in warning for warning in warnings)


def test_a_band_below_background_asks_for_a_floor() -> None:
    lanes = [replace(x, signal=-20.0, row=9) if x.analyte == "pFAK_Y397" and not x.is_vehicle else x for x in blot()]
    with pytest.raises(InputError, match=r"arrays:9: pFAK_Y397 in VS-6063 has the signal -20.*--floor"):
        quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH"))
    floored = quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH", floor=50.0))
    assert floored.comparisons[0].state == "decreased"
    assert any("its fold is a bound" in warning for warning in floored.warnings)


def test_two_bands_at_the_floor_are_not_unchanged() -> None:
    lanes = [replace(x, signal=10.0) if x.analyte == "pFAK_Y397" else x for x in blot()]
    result = quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH", floor=50.0))
    assert result.comparisons[0].state == "inconclusive"


@pytest.mark.parametrize(
    ("change", "settings", "message"),
    [
        (lambda x: replace(x, is_vehicle=False), BlotSettings(), "no vehicle lane to compare with"),
        (lambda x: x, BlotSettings(("pAKT",)), "no analyte 'pAKT'; found: pFAK_Y397, FAK, GAPDH"),
        (lambda x: x, BlotSettings(versus="parental", parental="P"), "no parental line 'P'"),
        (lambda x: replace(x, signal=0.0), BlotSettings(), "all signals are zero or below"),
    ],
)
def test_what_cannot_be_compared_is_one_clear_line(
    change: Callable[[Lane], Lane], settings: BlotSettings, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        quantify_blot([change(lane) for lane in blot()], settings)


def test_a_replicate_without_its_vehicle_is_named() -> None:
    lanes = [x for x in blot() if not (x.replicate == "2" and x.is_vehicle)]
    with pytest.raises(InputError, match="replicate 2, blot m2: no DMSO lane of the same replicate"):
        quantify_blot(lanes, BlotSettings(("FAK",)))


def test_a_band_that_nothing_was_divided_out_of_is_raw() -> None:
    lanes = blot()
    assert all(f["raw"] for f in quantify_blot(lanes, BlotSettings(("pFAK_Y397",))).findings())
    assert "raw" not in quantify_blot(lanes, BlotSettings(("pFAK_Y397",), normalised=True)).findings()[0]
    divided = quantify_blot(lanes, BlotSettings(("pFAK_Y397", "GAPDH"), loading="GAPDH")).findings()
    assert [f.get("raw", False) for f in divided] == [False, True]


def test_treatments_and_lines_are_named_where_nothing_else_tells_them_apart() -> None:
    lanes = []
    for name in "123":
        for line in ("A", "B"):
            lanes.append(Lane("pERK", 100, "DMSO", name, name, line=line, is_vehicle=True))
            lanes += [
                Lane("pERK", 50, drug, name, name, line=line, dose_um=1, time_h=6)
                for drug in ("defactinib 1 uM 6 h", "defactinib + erlotinib 1 uM 6 h")
            ]
    found = quantify_blot(lanes, BlotSettings(normalised=True)).findings()
    assert [(f["in"], f["on"]) for f in found] == [
        ("A", "defactinib"),
        ("A", ["defactinib", "erlotinib"]),
        ("B", "defactinib"),
        ("B", ["defactinib", "erlotinib"]),
    ]


def test_a_missing_loading_band_is_named() -> None:
    lanes = [x for x in blot() if not (x.replicate == "2" and x.analyte == "GAPDH")]
    with pytest.raises(InputError, match="no GAPDH bands for pFAK_Y397 in DMSO, blot m2, replicate 2"):
        quantify_blot(lanes, BlotSettings(("pFAK_Y397",), loading="GAPDH"))


def test_thresholds_decide_the_word() -> None:
    lanes = arrays_to_lanes("pAKT", [1, 1, 1], [0.75, 0.77, 0.76])
    assert quantify_blot(lanes).comparisons[0].state == "unchanged"
    strict = BlotSettings(thresholds=Thresholds(decreased=0.8))
    assert quantify_blot(lanes, strict).comparisons[0].state == "decreased"
