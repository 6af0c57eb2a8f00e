"""Numbers and phrases of the view, which every format shows alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.result import Result
from fakdx.report.bars import FULL, SIDE, contribution_bar, probability_bar
from fakdx.report.view import view_of
from fakdx.report.words import Words, percent, points, sentence
from tests.report.worked_example import RESULT, RTK, assessment, make_knowledge, scoring

SCORING = scoring()


@given(st.floats(0.005, 0.9949))
def test_a_percentage_never_crosses_into_another_band(probability: float) -> None:
    shown = int(percent(probability, SCORING).removesuffix(" %"))
    assert SCORING.band(shown / 100) == SCORING.band(probability)
    assert abs(shown / 100 - probability) < 0.01


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.0004, "< 0.1 %"),
        (0.003, "< 1 %"),
        (0.94, "94 %"),
        (0.8999, "89 %"),
        (0.0999, "9 %"),
        (0.9999, "> 99 %"),
    ],
)
def test_percentages_at_the_edges(probability: float, shown: str) -> None:
    assert percent(probability, SCORING) == shown


@pytest.mark.parametrize(("value", "shown"), [(4.0, "+4"), (-0.5, "−0.5"), (0.0, "0"), (0.375, "+0.375")])
def test_points_carry_their_sign(value: float, shown: str) -> None:
    assert points(value) == shown


@given(st.floats(-20, 20))
def test_a_contribution_bar_has_one_block_a_point_on_the_side_of_its_sign(value: float) -> None:
    against, axis, for_ = contribution_bar(value).partition("│")
    assert (axis, len(against), len(for_)) == ("│", SIDE, SIDE)
    filled, empty = (against, for_) if value < 0 else (for_, against)
    assert filled.count(FULL) == min(SIDE, int(abs(value) * 2 + 0.5) // 2)
    assert FULL not in empty


@given(st.floats(0, 1), st.integers(1, 40))
def test_a_probability_bar_keeps_its_width(probability: float, width: int) -> None:
    bar = probability_bar(probability, width)
    assert len(bar) == width
    assert abs(bar.count(FULL) - probability * width) <= 0.5


def test_contributions_shown_add_up_to_the_points_shown(result: Result, knowledge: Knowledge) -> None:
    for h in view_of(result, knowledge).ranking:
        shown = [float(p.replace("−", "-")) for p in (*h.for_points, *h.against_points)]
        assert sum(shown) == float(h.points.replace("−", "-"))


def test_the_strongest_evidence_comes_first_and_what_is_not_counted_last(result: Result, knowledge: Knowledge) -> None:
    assert [(c.points, c.counted) for c in view_of(result, knowledge).ranking[0].for_] == [
        ("+4", True), ("+2", True), ("+1", True), ("0", False),
    ]  # fmt: skip


def test_the_headline_does_not_repeat_the_badge(result: Result, knowledge: Knowledge) -> None:
    said = replace(result, verdict=replace(result.verdict, headline="Likely: RTK trans-phosphorylation"))
    view = view_of(said, knowledge)
    assert (view.badge, view.headline) == ("likely", "RTK trans-phosphorylation")


def test_a_verdict_without_a_leader_shows_no_percentage(result: Result, knowledge: Knowledge) -> None:
    verdict = replace(result.verdict, kind="insufficient_data", hypotheses=(), headline="The data do not decide")
    view = view_of(replace(result, verdict=verdict), knowledge)
    assert (view.badge, view.percent) == ("insufficient data", "")
    assert view.leading[0].id == RTK


def test_a_contradiction_names_both_reports_and_what_settles_it(result: Result, knowledge: Knowledge) -> None:
    (contradiction,) = (c for c in view_of(result, knowledge).careful if c.kind == "Contradiction")
    assert "pERK increased (6 h) / pERK decreased (6 h)" in contradiction.text
    assert "third blot" in contradiction.text


def test_only_technical_checks_are_listed_as_not_checked(result: Result, knowledge: Knowledge) -> None:
    unchecked = [c.text for c in view_of(result, knowledge).careful if c.kind == "Not checked"]
    assert unchecked == ["Y397 antibody on FAK-null lysate; would bear on Ineffective inhibition (21 %)."]


def test_conditions_are_said_with_the_names_of_what_was_looked_at(result: Result, knowledge: Knowledge) -> None:
    by_id = {h.id: h for h in view_of(result, knowledge).ranking}
    assert by_id[RTK].missing[0].observation == "phospho-FAK Y397 is decreased (with RTK inhibitor)"
    assert by_id["ineffective_inhibition"].missing[0].observation == "Y397 antibody on FAK-null lysate: no"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            "pFAK_Y397 is unchanged or increased (versus any, extent plain or strong)",
            "phospho-FAK Y397 is unchanged or increased",
        ),
        (
            "pHER2_Y1248 is increased (in fak_null) or receptor_driven is yes",
            "phospho-HER2 Y1248 is increased (in FAK null) or receptor driven: yes",
        ),
        (
            "pHER2_Y1248 is increased (versus parental or sensitive_line, on any) or pFAK_Y397 is decreased",
            "phospho-HER2 Y1248 is increased (versus parental or sensitive line) or phospho-FAK Y397 is decreased",
        ),
    ],
)  # fmt: skip
def test_a_condition_keeps_what_restricts_it_and_drops_what_does_not(
    condition: str, said: str, knowledge: Knowledge
) -> None:
    assert Words(knowledge).condition(condition) == said


def test_hypotheses_that_are_not_possible_are_counted_and_not_shown(knowledge: Knowledge) -> None:
    extra = tuple(assessment("stat3_stromal", -4.0) for _ in range(5))
    view = view_of(replace(RESULT, differential=(*RESULT.differential, *extra)), knowledge)
    assert (len(view.ranking), len(view.shown), view.below) == (9, 3, 6)


def test_an_unknown_form_is_one_clear_line(result: Result, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="unknown form 'medium' of the report; expected short or long"):
        view_of(result, knowledge, "medium")


def test_a_case_without_anything_still_makes_a_page() -> None:
    reading = replace(RESULT.reading, case=type(RESULT.reading.case)(), derived=(), contradictions=(), unexplained=(),
                      scenarios=(), notices=(), filled_in=())  # fmt: skip
    empty = replace(RESULT, reading=reading, experiments=(), combinations=(), differential=())
    view = view_of(empty, make_knowledge())
    assert (view.title, view.subject, view.leaders, view.timeline) == ("Untitled case", (), (), None)


@pytest.mark.parametrize(("text", "said"), [("a", "a."), ("a.", "a."), ("a?", "a?"), ("", "")])
def test_sentences_end_once(text: str, said: str) -> None:
    assert sentence(text) == said


def test_a_name_with_brackets_of_its_own_keeps_what_follows_it() -> None:
    said = Words(load_knowledge()).condition("synergy is synergistic (with any) or growth_rate_corrected is no")

    assert said == (
        "interaction of inhibitor and partner (dose matrix) is synergistic or "
        "response was corrected for growth rate (GR): no"
    )
