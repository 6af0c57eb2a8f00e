"""Spellings and the nearest known name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx.reading.names import did_you_mean, fold, nearest


@pytest.mark.parametrize("spelling", ["SK-BR-3", "SkBr3", "sk_br 3", "SKBR3"])
def test_spellings_of_one_name_fold_alike(spelling: str) -> None:
    assert fold(spelling) == "skbr3"


def test_greek_letters_are_spelled_out() -> None:
    assert fold("PDGFRβ") == fold("PDGFR-beta")


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text("abcdef", min_size=3, max_size=6), max_size=8), st.randoms())
def test_the_nearest_do_not_depend_on_the_order_of_the_known(known: list[str], chance: object) -> None:
    assert nearest("abcd", known) == nearest("abcd", sorted(known, reverse=True))


def test_a_suggestion_names_up_to_three() -> None:
    assert did_you_mean("defactinip", ["defactinib", "VS-4718"]) == "; did you mean defactinib?"
    assert did_you_mean("abcx", ["abca", "abcb"]) == "; did you mean abcb or abca?"
    assert did_you_mean("zzz", ["abc"]) == ""
