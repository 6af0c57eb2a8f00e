"""The development cases are answered as a careful expert would; the held-out ones measure the same elsewhere."""

from __future__ import annotations

import pytest

from benchmarks.accuracy import Tally, load_expected, measure, run
from fakdx import Knowledge


@pytest.fixture(scope="module")
def tallies(knowledge: Knowledge) -> dict[str, Tally]:
    return measure(run(knowledge))["all"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("top-1", 0.95),
        ("top-3", 0.95),
        ("must-not", 1.0),
        ("no over-abstention", 1.0),
        ("abstention", 1.0),
        ("no false alarm", 1.0),
        ("no premature combination", 1.0),
        ("next experiment", 0.95),
        ("combination", 0.95),
    ],
)
def test_the_development_cases_reach_the_target(name: str, target: float, tallies: dict[str, Tally]) -> None:
    assert tallies[name].passed >= target * tallies[name].of


def test_every_development_case_has_an_expected_answer() -> None:
    assert len(load_expected()) == 34
