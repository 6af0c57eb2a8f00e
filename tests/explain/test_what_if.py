"""`whatif`: a case edited and diagnosed again."""

from __future__ import annotations

import pytest

from fakdx import Case, InputError, Knowledge
from fakdx.explain.edits import edit
from fakdx.explain.what_if import what_if

SKBR3 = "persistent_y397_skbr3"
LATE = "late_onset_her2"


def labels(case: Case) -> set[str]:
    return {f.label for f in case.findings}


def test_a_result_takes_the_place_of_what_was_reported_and_keeps_its_time(
    cases: dict[str, Case], knowledge: Knowledge
) -> None:
    done = edit(cases[SKBR3], ["pHER2_Y1248=unchanged"], [], knowledge)

    [(before, after)] = done.changed
    assert (before.state, after.state) == ("increased", "unchanged")
    assert (after.at, after.fold, after.ci) == (before.at, None, None)
    assert len(done.case.findings) == len(cases[SKBR3].findings)


def test_a_result_at_another_time_is_a_new_finding(cases: dict[str, Case], knowledge: Knowledge) -> None:
    done = edit(cases[SKBR3], ["pHER2_Y1248=unchanged, at=24 h"], [], knowledge)

    assert [f.label for f in done.added] == ["pHER2_Y1248 unchanged (1 d)"]
    assert done.changed == ()


def test_a_result_under_another_treatment_leaves_the_first_one_alone(
    cases: dict[str, Case], knowledge: Knowledge
) -> None:
    done = edit(cases[SKBR3], ["pFAK_Y397=decreased, with=lapatinib"], [], knowledge)

    assert [f.treatment for f in done.added] == [("defactinib", "lapatinib")]
    assert labels(done.case) > labels(cases[SKBR3])


def test_a_result_that_the_case_has_already_changes_nothing(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = what_if(cases[LATE], ["pFAK_Y397=decreased, with=lapatinib"], knowledge)

    assert (told.added, told.changed) == ((), ())
    assert all(m.change == 0 for m in told.moves)


def test_several_results_are_taken_together(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = what_if(cases[SKBR3], ["pHER2=unchanged", "pFAK_Y397=decreased"], knowledge)

    after = [now for _, now in told.changed]
    assert after == ["pHER2_Y1248 unchanged (6 h)", "pFAK_Y397 decreased (versus vehicle, 6 h)"]


def test_the_lead_is_lost_with_the_receptor(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = what_if(cases[SKBR3], ["pHER2=unchanged"], knowledge)

    move = next(m for m in told.moves if m.hypothesis == "rtk_transphosphorylation")
    assert told.verdict_changes
    assert move.after.probability < move.before.probability
    assert "y397_stays_while_receptor_is_active" in move.stopped


def test_the_context_can_be_tried_too(cases: dict[str, Case], knowledge: Knowledge) -> None:
    told = what_if(cases["ten_nanomolar_for_an_hour"], ["dose=1 uM", "exposure=6 h"], knowledge)

    assert told.context == ("dose: 1 uM", "exposure: 6 h")
    assert told.before.hypotheses == ("ineffective_inhibition",)
    assert told.after.hypotheses != told.before.hypotheses


@pytest.mark.parametrize(
    ("dropped", "count"),
    [
        ("HER2", 1),
        ("pFAK_Y397", 3),
        ("pFAK_Y397=decreased", 2),
        ("pFAK_Y397=decreased, with=lapatinib", 1),
        ("pFAK_Y397 unchanged (6 h)", 1),
        ("RTK array=increased, gene=MET", 0),
    ],
)
def test_findings_are_dropped_by_name_label_or_state(
    dropped: str, count: int, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    if not count:
        with pytest.raises(InputError, match=r"no such finding in the case; reported: pRTK_array"):
            what_if(cases[LATE], [], knowledge, drops=[dropped])
        return
    told = what_if(cases[LATE], [], knowledge, drops=[dropped])

    assert len(told.dropped) == count


def test_dropping_a_finding_is_as_if_it_had_not_been_reported(cases: dict[str, Case], knowledge: Knowledge) -> None:
    done = edit(cases[LATE], [], ["HER2"], knowledge)

    assert labels(cases[LATE]) - labels(done.case) == {f.label for f in done.dropped}


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("pHER9=increased", "unknown observation 'pHER9'"),
        ("pHER2_Y1248=sidewards", "pHER2_Y1248 has no state 'sidewards'"),
        ("pHER2_Y1248", "expected NAME=STATE"),
        ("pHER2_Y1248=unchanged, at=6", "at: expected a time"),
        ("pHER2_Y1248=unchanged, with=lapatinip", "did you mean lapatinib"),
        ("pHER2_Y1248=unchanged, at=6 h, at=7 h", "says 'at' twice"),
        ("dose=1 mg", "found the unit 'mg'"),
        ("inhibitor=defactinip", "did you mean defactinib"),
        ("", "expected NAME=STATE"),
    ],
)
def test_a_result_that_cannot_be_read_is_quoted_with_what_was_expected(
    result: str, message: str, cases: dict[str, Case], knowledge: Knowledge
) -> None:
    with pytest.raises(InputError) as raised:
        what_if(cases[SKBR3], [result], knowledge)

    [problem] = raised.value.problems
    assert message in problem.message


def test_nothing_to_try_is_said(cases: dict[str, Case], knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="nothing to try"):
        what_if(cases[SKBR3], [], knowledge)
