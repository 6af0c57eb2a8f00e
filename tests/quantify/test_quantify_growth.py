from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fakdx.errors import InputError
from fakdx.quantify import Colonies, GrowthSettings, Tumour, ellipsoid, quantify_colonies, quantify_tumours
from fakdx.quantify.grids import read_grid
from fakdx.quantify.growth_tables import ROLES, read_tumours
from fakdx.quantify.tables import as_table

AGAR = GrowthSettings("soft_agar")


def tumours(rate: float, n: int = 8, days: tuple[int, ...] = (0, 7, 14, 21), sd: float = 0.01) -> list[Tumour]:
    rng = np.random.default_rng(3)
    found = []
    for arm, speed in (("vehicle", 0.12), ("defactinib", rate)):
        for number in range(n):
            mine = speed + rng.normal(0, sd)
            found += [Tumour(f"{arm[0]}{number}", arm, day, 100 * float(np.exp(mine * day))) for day in days]
    return found


@pytest.mark.parametrize(
    ("rate", "state"),
    [(0.04, "inhibited"), (0.10, "partly inhibited"), (0.12, "no effect"), (0.15, "stimulated")],
)
def test_tumour_growth_against_the_control_arm(rate: float, state: str) -> None:
    result = quantify_tumours(tumours(rate, sd=0.004), GrowthSettings())
    assert result.arms[0].state == state
    assert result.findings()[0]["versus"] == "vehicle"
    assert result.arms[0].fold.value == pytest.approx(np.exp((rate - 0.12) * 21), rel=0.25)


def test_animals_that_left_early_do_not_move_the_day_without_a_word() -> None:
    early = [t for t in tumours(0.04) if not (t.animal == "v0" and t.day > 14)]
    result = quantify_tumours(early, GrowthSettings())
    assert "day 14" in result.measure
    assert any("volumes go on to day 21" in warning for warning in result.warnings)
    chosen = quantify_tumours(early, GrowthSettings(day=21))
    assert any("1 animals have no volume on day 21" in warning for warning in chosen.warnings)
    assert chosen.arms[0].fold.n == 7


def test_a_tumour_that_is_gone_counts_as_the_smallest_volume() -> None:
    gone = [Tumour(t.animal, t.arm, t.day, 0.0) if t.animal == "d1" and t.day == 21 else t for t in tumours(0.04)]
    result = quantify_tumours(gone, GrowthSettings())
    assert any("1 tumours are gone" in warning for warning in result.warnings)
    assert result.arms[0].state == "inhibited"


def test_calliper_readings_give_the_ellipsoid_in_either_order() -> None:
    assert ellipsoid(10, 6) == ellipsoid(6, 10) == 180


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: [x for x in t if x.arm != "vehicle"], "no control arm; arms found: defactinib"),
        (lambda t: [*t, t[0]], "animal v0 of vehicle is measured twice on day 0"),
        (lambda t: [Tumour(x.animal, x.arm, x.day, 0.0) for x in t], "all volumes are zero"),
        (lambda t: [x for x in t if x.day == 0], "two days"),
        (lambda t: [x for x in t if x.arm == "vehicle"], "no arm besides 'vehicle'"),
        (lambda t: [Tumour(x.animal, x.arm, x.day, -x.volume) for x in t], "cannot be negative"),
    ],
)
def test_volumes_that_cannot_be_compared_are_one_clear_line(
    change: Callable[[list[Tumour]], list[Tumour]], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        quantify_tumours(change(tumours(0.05)), GrowthSettings())


def test_one_animal_is_inconclusive() -> None:
    assert quantify_tumours(tumours(0.02, n=1), GrowthSettings()).arms[0].state == "inconclusive"


def test_lengths_in_centimetres_are_millimetres_when_the_header_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("mouse,group,day,length (cm),width (cm)\nM1,vehicle,0,1.0,0.6\n")
    found, _ = read_tumours(as_table(read_grid(path), ROLES), {})
    assert found[0].volume == pytest.approx(180)


def colonies(folds: tuple[float, ...], wells: int = 3) -> list[Colonies]:
    found = []
    for number, fold in enumerate(folds):
        found += [Colonies("DMSO", 100 + 10 * number, str(number)) for _ in range(wells)]
        found += [Colonies("defactinib", (100 + 10 * number) * fold, str(number)) for _ in range(wells)]
    return found


@pytest.mark.parametrize(
    ("folds", "state"),
    [
        ((0.3, 0.35, 0.28), "inhibited"),
        ((0.68, 0.7, 0.72), "partly inhibited"),
        ((0.97, 1.02, 1.0), "no effect"),
        ((0.3,), "inconclusive"),
    ],
)
def test_soft_agar_words(folds: tuple[float, ...], state: str) -> None:
    result = quantify_colonies(colonies(folds), AGAR)
    assert result.findings()[0]["soft_agar"] == state
    assert result.arms[0].fold.n == len(folds)


def test_no_colony_at_all_is_a_fold_and_not_a_crash() -> None:
    result = quantify_colonies(colonies((0.0, 0.0, 0.01)), AGAR)
    assert result.arms[0].state == "inhibited"
    assert any("half a colony was added" in warning for warning in result.warnings)


def test_an_experiment_without_control_is_named() -> None:
    with pytest.raises(InputError, match="defactinib, replicate 9: no 'DMSO' in this replicate"):
        quantify_colonies([*colonies((0.3, 0.3)), Colonies("defactinib", 30, "9")], AGAR)
