"""The results: every tab, and the report that is saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, TabbedContent

from fakdx import Case, Knowledge, diagnose
from fakdx.tui.canvas import Canvas
from fakdx.tui.results import TABS
from tests.conftest import ROOT
from tests.tui.sitting import NARROW, WIDE, User, sitting

EXAMPLE = ROOT / "examples" / "persistent_y397_skbr3.yaml"
SAYS = {
    "verdict": ("LIKELY", "RTK trans-phosphorylation", "94 %"),
    "why": ("For", "Against", "Missing"),
    "next": ("What each result would mean", "Controls"),
    "combine": ("READY", "Falsified by"),
    "pathway": ("ACTIVE", "══▶", "FAK pY397"),
    "report": ("SkBr3 keeps Y397 on defactinib",),
    "knowledge": ("hypotheses", "Evidence"),
}


async def results(user: User) -> None:
    await user.settle()
    await user.press("r")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x45"])
async def test_every_tab_opens_with_its_number(
    size: tuple[int, int], knowledge: Knowledge, tmp_path: Path
) -> None:
    async with sitting(knowledge, tmp_path, size, EXAMPLE) as user:
        await results(user)
        for number, name in enumerate(TABS, 1):
            await user.press(str(number))
            assert user.app.screen.query_one("#results", TabbedContent).active == name
            if size == WIDE:
                for words in SAYS[name]:
                    assert words in user.screen, name


async def test_why_explains_any_hypothesis(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, case=EXAMPLE) as user:
        await results(user)
        await user.press("2")
        listing = user.app.screen.query_one("#why-list", OptionList)
        listing.highlighted = listing.get_option_index("scaffolding")
        await user.settle()

        assert knowledge.hypotheses["scaffolding"].name in user.screen
        assert "Why not likely" in user.screen


@pytest.mark.parametrize("ending", ["md", "html", "json", "txt"])
async def test_a_report_is_saved_in_the_format_of_its_name(
    ending: str, knowledge: Knowledge, tmp_path: Path
) -> None:
    path = tmp_path / f"report.{ending}"

    async with sitting(knowledge, tmp_path / "s", case=EXAMPLE) as user:
        await results(user)
        await user.press("s")
        user.app.screen.query_one("#report-path", Input).value = str(path)
        await user.press("enter")
        assert "Saved" in user.screen

    assert "SkBr3" in path.read_text(encoding="utf-8")


async def test_the_saved_report_is_that_of_the_command_line(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    async with sitting(knowledge, tmp_path / "s", case=EXAMPLE) as user:
        await results(user)
        await user.press("s")
        user.app.screen.query_one("#report-path", Input).value = str(path)
        await user.press("enter")

    expected = diagnose(Case.from_yaml(EXAMPLE, knowledge), knowledge).to_dict()
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(json.dumps(expected))


async def test_a_report_that_cannot_be_saved_is_said(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path / "s", case=EXAMPLE) as user:
        await results(user)
        await user.press("s")
        user.app.screen.query_one("#report-path", Input).value = str(tmp_path / "nowhere" / "r.html")
        await user.press("enter")

        assert "Not saved" in user.screen


async def test_copy_puts_the_report_on_the_clipboard(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, case=EXAMPLE) as user:
        await results(user)
        await user.press("c")

        assert user.app.clipboard.startswith("# SkBr3 keeps Y397")


async def test_the_knowledge_is_searched(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, case=EXAMPLE) as user:
        await results(user)
        await user.press("7")
        user.app.screen.query_one("#browse", Input).focus()
        await user.type("marlowe")
        await user.settle()

        assert "marlowe_2016" in user.screen


async def test_escape_goes_back_to_the_questions(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path, case=EXAMPLE) as user:
        await results(user)
        await user.press("escape")

        assert "WHAT YOU KNOW" in user.screen


def test_lines_join_where_they_meet() -> None:
    canvas = Canvas()
    canvas.across(1, 0, 4, False)
    canvas.down(2, 0, 2, False)

    assert canvas.text() == "  │\n──┼──\n  │"


def test_a_double_line_is_never_broken_by_a_single_one() -> None:
    canvas = Canvas()
    canvas.across(1, 0, 4, True)
    canvas.down(2, 0, 2, False)

    assert canvas.text().splitlines()[1] == "═════"


def test_the_picture_for_the_readme_is_drawn_and_fetches_nothing(tmp_path: Path) -> None:
    from fakdx.tui.picture import main

    path = tmp_path / "q.svg"

    assert main([str(path)]) == 0

    text = path.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "QUESTION" in text
    assert "@font-face" not in text
    assert "url(http" not in text
