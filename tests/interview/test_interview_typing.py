"""Looking a finding up, and typing it whole."""

from __future__ import annotations

import pytest

from fakdx import Case, Knowledge
from fakdx.errors import InputError
from fakdx.interview.find import find
from fakdx.interview.setting import filled_in, problems_of, read_form
from fakdx.interview.typed import looks_typed, read_typed
from fakdx.model.case import CaseData, Context

CONTEXT = Context(inhibitor="defactinib")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("y397", "pFAK_Y397"), ("her2", "pHER2_Y1248"), ("ERBB2", "HER2"), ("no synergy", "synergy"),
        ("siRNA growth", "growth_3d|on=fak_sirna"), ("matrigel", "growth_3d"), ("mycoplasm", "mycoplasma_free"),
        ("y397 RTK inhibitor", "pFAK_Y397|with=rtk_inhibitor"),
    ],
)  # fmt: skip
def test_a_finding_is_found_by_any_of_its_names(query: str, found: str, knowledge: Knowledge) -> None:
    assert found in [hit.probe.id for hit in find(query, Case(), knowledge)[:6]]


def test_the_plain_reading_comes_first(knowledge: Knowledge) -> None:
    assert find("y397", Case(), knowledge)[0].probe.id == "pFAK_Y397"


def test_a_misspelt_name_finds_the_nearest(knowledge: Knowledge) -> None:
    assert "mycoplasma_free" in [hit.probe.id for hit in find("mikoplasma free", Case(), knowledge)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("y397 unchanged", "pFAK_Y397 unchanged"),
        ("pHER2 is up, 1.9x, n=3, 6 h", "pHER2_Y1248 increased (6 h, 1.9x, n=3)"),
        ("pFAK_Y397: lost, in MDA-MB-231", "pFAK_Y397 decreased, complete (in mda_mb_231)"),
        ("Y397 decreased, with lapatinib, partial", "pFAK_Y397 decreased, partial (on defactinib + lapatinib)"),
        ("3D growth resistant, IC50 > 10 uM", "growth_3d no effect (IC50 > 10 uM)"),
        ("no synergy, with lapatinib", "synergy additive (on defactinib + lapatinib)"),
        ("equal_loading yes", "equal_loading yes"),
        ("HER2 increased, vs parental, 6 fold", "HER2 increased (versus parental, 6x)"),
        ("pPYK2 not tested", "pPYK2_Y402 not tested"),
    ],
)
def test_a_typed_line_is_the_finding_it_says(line: str, label: str, knowledge: Knowledge) -> None:
    assert looks_typed(line, knowledge)
    assert read_typed(line, CONTEXT, knowledge).label == label


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("y398 unchanged", "did you mean"),
        ("pHER2 purple", "expected one of decreased, unchanged, increased"),
        ("pHER2 up, 1.9 parsec", "1.9 parsec"),
        ("pHER2 up, fold many", "expected a ratio"),
        ("pHER2 up, with lapatinob", "did you mean lapatinib"),
        ("", "names nothing"),
    ],
)
def test_a_line_that_is_not_understood_says_which_part(line: str, said: str, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match=said):
        read_typed(line, CONTEXT, knowledge)


def test_the_form_fills_in_what_is_known_of_the_line(knowledge: Knowledge) -> None:
    case = read_form("t", {"inhibitor": "VS-6063", "cell_line": "SKBR3", "dose": "1 uM"}, Case(), knowledge)

    assert case.context.inhibitor == "defactinib"
    assert any("ERBB2" in line for line in filled_in(case.context, knowledge))


def test_a_mistake_in_the_form_is_put_to_its_field(knowledge: Knowledge) -> None:
    with pytest.raises(InputError) as caught:
        read_form("", {"inhibitor": "defactinibb", "dose": "1"}, Case(), knowledge)

    problems = problems_of(caught.value)
    assert "did you mean defactinib" in problems["inhibitor"]
    assert "unit" in problems["dose"]


def test_the_form_keeps_what_it_does_not_ask(knowledge: Knowledge) -> None:
    case = CaseData(context=Context(note="serum 10 %", arms=(("HEY", "sensitive_control"),)))

    again = read_form("t", {"dose": "1 uM"}, case, knowledge)

    assert again.context.note == "serum 10 %"
    assert again.context.arms == case.context.arms
