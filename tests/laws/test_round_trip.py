"""A case written to a file reads back as the same case."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakdx import Case, Knowledge
from fakdx.case.canonical import case_sha256
from fakdx.reading.quantities import (
    Span,
    exact_fold,
    exact_hours,
    exact_micromolar,
    parse_dose,
    parse_fold,
    parse_time,
)
from tests.conftest import CASE_FILES
from tests.laws import strategies as some


@settings(max_examples=200, deadline=None)
@given(case=some.cases())
def test_of_any_case(case: Case) -> None:
    written = case.to_yaml()
    again = Case.from_text(written, some.shipped())

    assert again == case
    assert case_sha256(again) == case_sha256(case)
    assert again.to_yaml() == written


@pytest.mark.parametrize("stem", [p.stem for p in CASE_FILES])
def test_of_the_shipped_cases(stem: str, cases: dict[str, Case], knowledge: Knowledge) -> None:
    assert Case.from_text(cases[stem].to_yaml(), knowledge) == cases[stem]


SIZES = st.floats(0, 1e9, allow_subnormal=False)


KINDS = st.sampled_from(["one", "range", ">", ">=", "<", "<="])


@given(ends=st.lists(SIZES, min_size=2, max_size=2).map(sorted), kind=KINDS)
def test_of_any_quantity(ends: list[float], kind: str) -> None:
    low, high = ends
    span = {
        "one": Span(low, low),
        "range": Span(low, high),
        ">": Span(low, None, open_low=True),
        ">=": Span(low, None),
        "<": Span(None, high, open_high=True),
        "<=": Span(None, high),
    }[kind]

    assert parse_time(exact_hours(span)) == span
    assert parse_dose(exact_micromolar(span)) == span
    assert parse_fold(exact_fold(span)) == span
