"""Answers to the questionnaire that are no answers: a word of advice, and the next question."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakdx import Knowledge
from fakdx.interview.plain import PlainInterview
from fakdx.interview.store import Store
from fakdx.reading.quantities import whole_number

FORM = 12
"""Empty lines that skip what is asked of the experiment."""
_LINES = st.text(
    st.characters(exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=20
) | st.sampled_from(
    [
        "²",
        "9" * 5_000,
        "-1",
        "1, n=²",
        "2, ci . .",
        "why",
        "back",
        "quit now",
        "pFAK_Y397 up, ci .. 1",
        "0",
        "?",
        "=",
        ",",
    ]
)


def sit(answers: str, knowledge: Knowledge, folder: Path) -> str:
    said = io.StringIO()
    assert PlainInterview(knowledge, None, io.StringIO(answers), said, Store(folder)).run() == 0
    return said.getvalue()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(_LINES, max_size=12))
def test_any_lines_are_answers_or_are_asked_again(lines: list[str], knowledge: Knowledge, tmp_path: Path) -> None:
    said = sit("\n".join(["²", *lines, *[""] * FORM, *lines, "quit", ""]), knowledge, tmp_path)

    assert all(line.isprintable() for line in said.split("\n"))


@pytest.mark.parametrize("answer", ["²", "9" * 5_000, "1, n=²", "1, ci . ."])
def test_digits_that_are_no_number_are_asked_again(answer: str, knowledge: Knowledge, tmp_path: Path) -> None:
    said = sit("\n" * FORM + f"{answer}\nquit\n", knowledge, tmp_path)

    assert "! " in said


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (" 7 ", 7), ("²", None), ("9" * 16, None), ("-1", None), ("", None)]
)
def test_a_count_is_a_few_digits(text: str, number: int | None) -> None:
    assert whole_number(text) == number
