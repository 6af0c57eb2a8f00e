"""Doses, times and ratios as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx.reading.quantities import Span, parse_dose, parse_fold, parse_time, say_hours, say_micromolar


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("6 h", Span(6, 6)),
        ("30 min", Span(0.5, 0.5)),
        ("2-24 h", Span(2, 24)),
        ("30 min - 2 h", Span(0.5, 2)),
        ("2 to 3 d", Span(48, 72)),
        ("5–8 weeks", Span(840, 1344)),
        ("> 72 h", Span(72, None, open_low=True)),
        (">= 1 d", Span(24, None)),
        ("≤ 1 h", Span(None, 1)),
        ("~ 6 h", Span(6, 6)),
        ("about 6 h", Span(6, 6)),
        ("weeks", Span(336, None)),
        ("1e-1 h", Span(0.1, 0.1)),
    ],
)
def test_times_become_hours(text: str, span: Span) -> None:
    assert parse_time(text) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1 uM", Span(1, 1)),
        ("1 µM", Span(1, 1)),
        ("1 μM", Span(1, 1)),
        ("100 nM", Span(0.1, 0.1)),
        ("1e3nM", Span(1, 1)),
        ("1e-3 uM", Span(0.001, 0.001)),
        ("1e-3-1e-2 uM", Span(0.001, 0.01)),
        ("500 nM - 2 uM", Span(0.5, 2)),
        ("<10 uM", Span(None, 10, open_high=True)),
        ("2 mM", Span(2000, 2000)),
    ],
)
def test_doses_become_micromolar(text: str, span: Span) -> None:
    read = parse_dose(text)

    assert (read.low, read.high) == (
        pytest.approx(span.low) if span.low is not None else None,
        pytest.approx(span.high) if span.high is not None else None,
    )
    assert (read.open_low, read.open_high) == (span.open_low, span.open_high)


@pytest.mark.parametrize(
    ("value", "span"), [(1.9, Span(1.9, 1.9)), ("5-10", Span(5, 10)), ("> 30", Span(30, None, True))]
)
def test_ratios_need_no_unit(value: float | str, span: Span) -> None:
    assert parse_fold(value) == span


@pytest.mark.parametrize(
    ("parse", "text", "said"),
    [
        (parse_time, "6", "without a unit (min, h, d, weeks)"),
        (parse_time, 6, "the bare number 6; add a unit"),
        (parse_time, "6 uM", "found the unit 'uM'"),
        (parse_dose, "1 mg", "found the unit 'mg'"),
        (parse_dose, "1 mg/ml", "found the unit 'mg/ml'"),
        (parse_dose, "10-1 uM", "lower end is above its upper end"),
        (parse_dose, "a lot", "expected a concentration"),
        (parse_dose, True, "found true"),
        (parse_dose, float("nan"), "found nan, which is beyond any number"),
        (parse_fold, float("inf"), "found inf"),
        (parse_fold, -1, "it is never negative"),
        (parse_fold, "-3 to 2", "it is never negative"),
        (parse_time, "", "expected a time"),
        (parse_dose, "-1 uM", "it is never negative"),
        (parse_time, "-2 h", "it is never negative"),
        (parse_dose, "1e999 uM", "beyond any number"),
    ],
)
def test_a_quantity_that_cannot_be_read_says_what_was_expected(parse: object, text: object, said: str) -> None:
    assert callable(parse)
    with pytest.raises(ValueError, match="expected") as raised:
        parse(text)

    assert said in str(raised.value)


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_a_value_error(text: str) -> None:
    for parse in (parse_time, parse_dose, parse_fold):
        with suppress(ValueError):
            span = parse(text)
            assert span.holds(span)


@pytest.mark.parametrize(
    ("said", "span"),
    [("30 min", Span(0.5, 0.5)), ("1 d", Span(24, 24)), ("8 weeks", Span(1344, 1344)), ("0 min", Span(0, 0))],
)
def test_times_are_said_in_the_unit_that_fits(said: str, span: Span) -> None:
    assert say_hours(span) == said


def test_doses_are_said_in_the_unit_that_fits() -> None:
    assert say_micromolar(Span(0.03, 0.1)) == "30-100 nM"
    assert say_micromolar(Span(10, None, open_low=True)) == "> 10 uM"


ENDS = st.sampled_from([None, 0.0, 1.0, 2.0, 3.0])
SPANS = st.builds(Span, ENDS, ENDS, st.booleans(), st.booleans()).filter(
    lambda s: s.low is None or s.high is None or s.low <= s.high
)


@given(SPANS, SPANS, SPANS)
def test_lying_inside_is_transitive(a: Span, b: Span, c: Span) -> None:
    if a.holds(b) and b.holds(c):
        assert a.holds(c)


@given(SPANS)
def test_the_unbounded_span_holds_everything(span: Span) -> None:
    assert Span(None, None).holds(span)
