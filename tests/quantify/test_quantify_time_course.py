from __future__ import annotations

from dataclasses import replace

import pytest

from fakdx.errors import InputError
from fakdx.quantify import (
    Lane,
    quantify_time_course,
)


def course(levels: dict[float, tuple[float, float, float]], vehicle: bool = True) -> list[Lane]:
    lanes = []
    for time, folds in levels.items():
        for name, fold in zip("123", folds, strict=True):
            lanes.append(Lane("pFAK_Y397", 1000 * fold, "VS", name, name, dose_um=1, time_h=time))
            if vehicle:
                lanes.append(Lane("pFAK_Y397", 1000, "DMSO", name, name, time_h=time, is_vehicle=True))
    return lanes


DOWN, BACK, LOW = (0.2, 0.22, 0.25), (0.85, 0.9, 0.95), (0.3, 0.28, 0.35)


@pytest.mark.parametrize(
    ("levels", "pattern", "drop", "rebound"),
    [
        ({1.0: DOWN, 4.0: LOW, 24.0: BACK}, "rebound", 1.0, 24.0),
        ({1.0: DOWN, 4.0: LOW, 24.0: LOW}, "sustained drop", 1.0, None),
        ({1.0: BACK, 4.0: BACK}, "unchanged", None, None),
        ({1.0: BACK, 4.0: (2.1, 2.0, 2.3)}, "rise", None, None),
        ({1.0: DOWN, 24.0: (0.2, 0.9, 1.5)}, "drop, then inconclusive", 1.0, None),
    ],
)
def test_patterns_of_time(
    levels: dict[float, tuple[float, float, float]], pattern: str, drop: float | None, rebound: float | None
) -> None:
    found = quantify_time_course(course(levels)).courses[0]
    assert (found.pattern, found.drop_h, found.rebound_h) == (pattern, drop, rebound)


def test_without_vehicle_time_zero_is_the_comparator() -> None:
    result = quantify_time_course(course({0.0: (1, 1, 1), 1.0: DOWN, 24.0: BACK}, vehicle=False))
    assert result.courses[0].pattern == "rebound"
    assert {finding["versus"] for finding in result.findings()} == {"baseline"}
    assert [finding["at"] for finding in result.findings()] == ["1 h", "24 h"]


def test_a_course_needs_times() -> None:
    lanes = [replace(lane, time_h=None) for lane in course({1.0: DOWN, 2.0: DOWN})]
    with pytest.raises(InputError, match="has no time"):
        quantify_time_course(lanes)
