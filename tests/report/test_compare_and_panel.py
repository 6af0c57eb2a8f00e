"""Two results side by side, and many on one page."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.compare import compare, comparison_markdown, comparison_text
from fakdx.report.panel import panel_html, panel_markdown, panel_of, panel_svg
from tests.report.worked_example import HER2, PRIOR, RESULT, RTK_ASSESSED, scoring


@pytest.fixture
def earlier() -> Result:
    """The case before the HER2 blot."""
    rest = tuple(e for e in RTK_ASSESSED.for_ if e.rule != "y397_stays_rtk_up")
    p = scoring().probability(PRIOR, 3.0)
    weaker = replace(RTK_ASSESSED, for_=rest, points=3.0, probability=p, band="possible")
    case = replace(RESULT.reading.case, findings=tuple(f for f in RESULT.reading.case.findings if f != HER2))
    return replace(
        RESULT,
        reading=replace(RESULT.reading, case=case, derived=()),
        differential=(weaker, *RESULT.differential[1:]),
        verdict=replace(RESULT.verdict, kind="insufficient_data", hypotheses=(), headline="The data do not decide"),
    )


def test_the_rules_named_account_for_the_whole_move(earlier: Result, result: Result, knowledge: Knowledge) -> None:
    for first, second in ((earlier, result), (result, earlier)):
        (move,) = compare(first, second, knowledge).moves
        before, after = first.differential[0].points, second.differential[0].points
        assert sum(m.value for m in move.movers) == after - before


def test_what_came_and_what_it_did_is_said(earlier: Result, result: Result, knowledge: Knowledge) -> None:
    diff = compare(earlier, result, knowledge)
    assert diff.added == ("phospho-HER2 Y1248 increased (6 h, 1.9x, n=3)",)
    assert (diff.removed, diff.concluded, diff.verdict_changed, diff.unmoved) == (
        (),
        ("Y397 rebound",),
        True,
        3,
    )
    (move,) = diff.moves
    assert (move.before, move.after, move.ranks) == ("44 %", "94 %", "1")
    assert move.id == earlier.differential[0].id
    assert (move.probability_before, move.probability_after) == tuple(
        r.differential[0].probability for r in (earlier, result)
    )
    assert [(m.what, m.rule) for m in move.movers] == [("new", "y397_stays_rtk_up")]
    back = compare(result, earlier, knowledge)
    assert (back.removed, back.moves[0].movers[0].what) == (diff.added, "gone")


def test_both_forms_of_the_comparison_say_it(earlier: Result, result: Result, knowledge: Knowledge) -> None:
    for page in (
        comparison_markdown(earlier, result, knowledge),
        comparison_text(earlier, result, knowledge),
    ):
        assert "verdict changes" in page
        assert "Y397 came back while phospho-HER2 rose under the same dose." in page
        assert re.search(r"44 %.*94 %", page)


def test_a_result_does_not_differ_from_itself(result: Result, knowledge: Knowledge) -> None:
    diff = compare(result, result, knowledge)
    assert (diff.moves, diff.added, diff.warnings, diff.verdict_changed) == ((), (), (), False)
    assert "Nothing." in comparison_markdown(result, result, knowledge)


def test_other_knowledge_is_warned_of(result: Result, knowledge: Knowledge) -> None:
    other = replace(result, provenance=replace(result.provenance, knowledge_sha256="0"))
    assert any("different knowledge" in w for w in compare(result, other, knowledge).warnings)


def test_a_hypothesis_that_is_new_in_the_ranking_is_shown_as_such(result: Result, knowledge: Knowledge) -> None:
    fewer = replace(result, differential=result.differential[1:])
    move = next(m for m in compare(fewer, result, knowledge).moves if m.short == "RTK trans-phosphorylation")
    assert (move.before, move.after, move.ranks) == ("–", "94 %", "– → 1")
    assert (move.id, move.probability_before) == (result.differential[0].id, None)


def test_the_panel_marks_what_each_verdict_names(earlier: Result, result: Result, knowledge: Knowledge) -> None:
    rows = [("late", result), ("early", earlier)]
    panel = panel_of(rows, knowledge)
    assert panel.columns[0] == "RTK trans-phosphorylation"
    assert [[c.leads for c in row.cells] for row in panel.rows] == [[True, False, False, False], [False] * 4]
    page = panel_markdown(rows, knowledge)
    assert "| late | leading mechanism | ▸ **94 %** | 27 % | 21 % | 8 % |" in page
    assert "| early | insufficient data | 44 % |" in page
    assert "▸ 94 %" in panel_html(rows, knowledge)


def test_columns_left_out_are_counted(result: Result, knowledge: Knowledge) -> None:
    panel = panel_of([("a", result)], knowledge, columns=2)
    assert (len(panel.columns), panel.left_out) == (2, 2)


def test_the_heat_map_writes_every_number(earlier: Result, result: Result, knowledge: Knowledge) -> None:
    panel = panel_of([("late", result), ("early", earlier)], knowledge)
    texts = [e.text for e in ElementTree.fromstring(panel_svg(panel)).iter("{http://www.w3.org/2000/svg}text")]
    assert [t for t in texts if t and t.endswith("%")] == [c.percent for row in panel.rows for c in row.cells]


def test_an_empty_panel_is_a_page_all_the_same(knowledge: Knowledge) -> None:
    assert "# Panel of 0 cases" in panel_markdown([], knowledge)
