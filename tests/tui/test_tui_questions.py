"""The questionnaire as a user meets it: keys, clicks, what the screen says, the case that comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from fakdx import Case, Knowledge
from fakdx.interview.choose import agenda
from fakdx.interview.probe import probe_of
from fakdx.interview.session import Session
from fakdx.interview.store import Store
from fakdx.tui.ask import AskScreen
from fakdx.tui.states import StateList
from tests.conftest import ROOT
from tests.tui.sitting import NARROW, WIDE, sitting

EXAMPLE = ROOT / "examples" / "persistent_y397_skbr3.yaml"
both_sizes = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x45"])


@both_sizes
async def test_from_a_new_case_to_a_verdict(size: tuple[int, int], knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        assert "A new case" in user.screen
        await user.new_case(by_keys=True)
        await user.have("y397 unchanged, 6 h", "pHER2 up, 1.9x, n=3")

        assert "Possible: RTK trans-phosphorylation" in user.screen
        assert "QUESTION" in user.screen
        assert "Why I ask:" in user.screen

    case = user.case(knowledge)
    assert case.context.cell_line == "sk_br_3"
    assert [f.label for f in case.findings] == ["pFAK_Y397 unchanged (6 h)", "pHER2_Y1248 increased (1.9x, n=3)"]


async def test_the_form_says_what_is_known_of_the_line_and_what_it_does_not_understand(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.press("n", "tab", "tab")
        await user.type("defactinibb")
        await user.settle()
        assert "did you mean defactinib" in user.screen

        await user.press("f2")
        assert "Mend the field" in user.screen

        await user.press("backspace", "tab", "tab", "tab")
        await user.type("SKBR3")
        await user.settle()
        assert "ERBB2" in user.screen
        assert "did you mean" not in user.screen


async def test_a_situation_brings_its_usual_findings_first(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.press("n", "enter", "down", "down", "enter", "f2")

        assert "usual here" in user.screen
        await user.have("y397 unchanged")

    case = user.case(knowledge)
    assert case.notes[0].startswith("What brought me here: ")


@both_sizes
async def test_a_digit_shows_what_it_would_do_and_enter_answers(
    size: tuple[int, int], knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        await user.new_case()
        await user.have("y397 unchanged", "FAK unchanged")
        await user.press("slash")
        user.fill("query", "phospho-HER2")
        await user.press("enter")
        assert "Phospho-HER2 Y1248" in user.screen

        await user.press("3")
        assert "IF INCREASED" in user.screen
        assert "▲" in user.screen
        assert len(user.case(knowledge).findings) == 2

        await user.press("enter")
        assert "IF INCREASED" not in user.screen
        assert "was" in user.screen

    assert "pHER2_Y1248 increased" in user.labels(knowledge)


async def test_numbers_go_with_the_answer_and_a_wrong_one_is_said(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.type("3D")
        await user.press("enter", "3", "tab")
        await user.type("lots")
        await user.press("enter")
        assert "! fold: expected a ratio" in user.screen

        user.app.screen.query_one("#field-fold", Input).value = ""
        user.app.screen.query_one("#field-ic50", Input).focus()
        await user.type("> 10 uM")
        await user.press("enter")

    assert user.labels(knowledge) == ["growth_3d no effect (IC50 > 10 uM)"]


async def test_not_tested_and_not_known_are_one_key(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        await user.press("0")
        await user.press("d")

    untested = [f for f in user.case(knowledge).findings if not f.tested]
    assert len(untested) == 2
    assert untested[1].note == "not known"


async def test_one_key_says_that_a_whole_blot_was_not_run(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        await user.press("n")

    untested = {f.name for f in user.case(knowledge).findings if not f.tested}
    panels = {knowledge.observables[name].panel for name in untested}
    assert len(panels) == 1
    assert len(untested) > 1


async def test_back_brings_the_question_with_its_answer_and_forward_goes_on(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        first = user.app.screen.query_one("#ask").render()
        await user.press("1", "enter")
        second = user.app.screen.query_one("#ask").render()
        assert str(first) != str(second)

        await user.press("left")
        assert str(user.app.screen.query_one("#ask").render()) == str(first)
        assert "(•) 1" in user.screen
        await user.press("2", "enter")
        assert len(user.case(knowledge).findings) == 2

        await user.press("left", "right")
        assert str(user.app.screen.query_one("#ask").render()) != str(first)


async def test_undo_takes_an_answer_back(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged", "pHER2 up")
        await user.press("u")
        assert user.labels(knowledge) == ["pFAK_Y397 unchanged"]

        await user.press("U")
        assert len(user.labels(knowledge)) == 2


async def test_what_if_is_marked_and_not_saved(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        await user.press("w", "1", "enter")
        assert "WHAT IF" in user.screen
        assert "not saved" in user.screen
        assert len(user.labels(knowledge)) == 1

        await user.press("w")
        assert "WHAT IF" not in user.screen
        assert len(user.labels(knowledge)) == 1


@both_sizes
async def test_any_finding_can_be_edited_and_taken_back(
    size: tuple[int, int], knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        await user.new_case()
        await user.have("y397 unchanged, 6 h, n=3", "FAK unchanged")
        await user.press("k")
        listing = user.app.screen.query_one("#findings", OptionList)
        listing.highlighted = listing.get_option_index("f0")
        await user.press("enter")
        assert user.app.screen.query_one(StateList).chosen == "unchanged"
        assert user.app.screen.query_one("#field-n", Input).value == "3"
        await user.press("1", "enter")
        assert user.labels(knowledge) == ["pFAK_Y397 decreased (6 h, n=3)", "FAK unchanged"]

        await user.press("k")
        listing.highlighted = listing.get_option_index("f1")
        await user.press("x")

    assert user.labels(knowledge) == ["pFAK_Y397 decreased (6 h, n=3)"]


async def test_the_mouse_picks_and_answers(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        await user.pilot.click(StateList, offset=(3, 1))
        await user.settle()
        assert "(•) 2" in user.screen
        assert len(user.labels(knowledge)) == 1

        await user.pilot.click("#answer")
        await user.settle()

    assert len(user.labels(knowledge)) == 2


async def test_an_example_opens_and_is_left_as_it_is(knowledge: Knowledge, tmp_path: Path) -> None:
    before = EXAMPLE.read_bytes()

    async with sitting(knowledge, tmp_path, case=EXAMPLE) as user:
        assert "SkBr3 keeps Y397 on defactinib" in user.screen
        assert "Enough" in user.screen
        await user.press("0")

    assert EXAMPLE.read_bytes() == before
    assert len(user.case(knowledge).findings) == len(Case.from_yaml(EXAMPLE, knowledge).findings) + 1


async def test_a_session_that_was_killed_goes_on_where_it_stopped(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged", "pHER2 up")
        await user.press("0")
    before = user.labels(knowledge)

    async with sitting(knowledge, tmp_path) as user:
        assert "my case" in user.screen
        await user.press("down", "down", "enter")
        assert isinstance(user.app.screen, AskScreen)
        assert "Possible: RTK trans-phosphorylation" in user.screen
        await user.press("0")

    assert user.labels(knowledge)[: len(before)] == before


async def test_a_disk_that_takes_nothing_is_said(knowledge: Knowledge, tmp_path: Path) -> None:
    blocked = tmp_path / "sessions"
    blocked.write_text("", encoding="utf-8")

    async with sitting(knowledge, blocked) as user:
        await user.new_case()
        await user.have("y397 unchanged")

        assert "NOT SAVED" in user.screen
        assert isinstance(user.app.screen, AskScreen)
        assert len(user.app.screen.session.case.findings) == 1
        await user.press("q")
        assert isinstance(user.app.screen, AskScreen)


async def test_an_unreadable_session_is_named_on_the_first_screen(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "20260101-120000.yaml").write_text("findings: [", encoding="utf-8")

    async with sitting(knowledge, tmp_path) as user:
        assert "cannot be read" in user.screen
        assert "20260101-120000.yaml.unreadable-1" in user.screen.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("size", [(50, 24), (80, 12)], ids=["narrow", "flat"])
async def test_a_terminal_that_is_too_small_says_so(
    size: tuple[int, int], knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        assert "too small" in user.screen
        assert "A new case" not in user.screen


@both_sizes
async def test_the_keys_are_in_view(size: tuple[int, int], knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        await user.new_case()
        await user.have("y397 unchanged")

        for word in ("not tested", "don't know", "none run", "back", "undo", "results", "help", "what if", "save"):
            assert word in user.screen


async def test_help_opens_and_closes(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.press("question_mark")
        assert "never taken for a negative result" in user.screen
        await user.press("escape")
        assert "A new case" in user.screen


async def test_it_can_be_read_without_colour(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async with sitting(knowledge, tmp_path) as user:
        await user.new_case()
        await user.have("y397 unchanged")
        await user.press("slash")
        user.fill("query", "phospho-HER2")
        await user.press("enter", "3", "enter")

        assert user.app.no_color
        assert "▲ possible, was" in user.screen
        assert "possible" in user.screen


async def test_dark_and_light(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        dark = user.app.current_theme.dark
        await user.press("t")
        assert user.app.current_theme.dark is not dark


async def test_a_development_case_reaches_its_verdict_by_keys(
    knowledge: Knowledge, cases: dict[str, Case], tmp_path: Path
) -> None:
    """The findings of SEED-04, typed and then answered by number as they are asked."""
    wanted = cases["seed_04"]
    goal = Session(knowledge, wanted).standing().ruling
    path = tmp_path / "start.yaml"
    path.write_text(Session(knowledge, Case(wanted.title, wanted.context)).to_yaml(), encoding="utf-8")

    async with sitting(knowledge, tmp_path / "sessions", case=path) as user:
        screen = user.app.screen
        assert isinstance(screen, AskScreen)
        for _ in range(12):
            question = agenda(screen.session.case, knowledge, *screen.session.leanings()).first
            if screen.session.standing().ruling == goal or question is None:
                break
            answered = Session(knowledge, wanted).told(question.probe)
            if not answered:
                await user.press("0")
                continue
            states = screen.query_one(StateList)
            await user.press(str(states._states.index(answered[0].state) + 1), "enter")
        for finding in wanted.findings:
            if not screen.session.told(probe := probe_of(finding, wanted)):
                screen.put_on_table(probe, None)
                await user.press(str(screen.query_one(StateList)._states.index(finding.state) + 1), "enter")

        assert screen.session.standing().ruling == goal
        assert screen.session.case.findings


async def test_nothing_is_left_of_a_sitting_without_an_answer(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await user.press("n", "f2", "escape", "q")
        assert "A new case" in user.screen

    assert Store(tmp_path).sessions(knowledge) == ((), ())
