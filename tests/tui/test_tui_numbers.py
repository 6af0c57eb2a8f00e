"""A table of numbers loaded at the questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakdx import Knowledge, diagnose
from fakdx.report.text import render_text
from tests.tui.sitting import NARROW, WIDE, User, sitting

TABLES = Path(__file__).parents[2] / "examples" / "tables"


async def at_a_question(user: User) -> None:
    await user.new_case()
    await user.have("FAK unchanged")


async def load(user: User, table: Path, options: str = "") -> None:
    await user.press("l")
    user.fill("table-path", str(table))
    if options:
        user.fill("table-options", options)
    await user.press("enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_findings_of_a_table_and_its_record_are_saved_with_the_case(
    knowledge: Knowledge, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with sitting(knowledge, tmp_path, size) as user:
        await at_a_question(user)
        await load(user, TABLES / "blot_tidy.csv")
        assert "Take 4 findings into the case" in user.screen
        await user.press("enter")
        case = user.case(knowledge)
    found = [f for f in case.findings if f.name == "pFAK_Y397"]
    assert [f.state for f in found] == ["decreased", "decreased"]
    assert case.quantified[0]["table"] == "blot_tidy.csv"
    assert "Fold against vehicle" in render_text(diagnose(case, knowledge), knowledge)


async def test_one_key_takes_a_whole_table_back(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await at_a_question(user)
        before = user.case(knowledge)
        await load(user, TABLES / "blot_tidy.csv")
        await user.press("enter")
        await user.press("u")
        assert user.case(knowledge) == before


async def test_leaving_after_a_look_takes_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await at_a_question(user)
        before = user.case(knowledge)
        await load(user, TABLES / "blot_tidy.csv")
        await user.press("escape")
        assert user.case(knowledge) == before
        assert "Load a table" not in user.screen


@pytest.mark.parametrize(
    ("table", "options", "said"),
    [
        ("nothing.csv", "", "! nothing.csv: cannot be read"),
        ("blot_tidy.csv", "--loading GAPDHH", "no analyte 'GAPDHH'"),
        ("blot_tidy.csv", "--column signal=Signals", "did you mean 'signal'"),
        ("blot_tidy.csv", "--loadin", "! options: "),
        ("blot_tidy.csv", "--help", "`fakdx quantify blot --help` lists them"),
        ("blot_tidy.csv", "--name 'pFAK_Y397", "! options: no closing quotation"),
        ("blot_tidy.csv", "--into case.yaml", "here the findings go into this case"),
        ("blot_tidy.csv", "--name pHER2_Y1248=zzz", "(name it with --name zzz=NAME)"),
    ],
)
async def test_a_mistake_is_said_and_the_table_can_be_changed(
    knowledge: Knowledge, tmp_path: Path, table: str, options: str, said: str
) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await at_a_question(user)
        await load(user, TABLES / table, options)
        assert said in user.screen
        user.fill("table-path", str(TABLES / "blot_tidy.csv"))
        user.fill("table-options", "")
        await user.press("enter")
        assert "Take 4 findings into the case" in user.screen


async def test_what_was_read_is_forgotten_when_another_file_is_typed(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await at_a_question(user)
        await load(user, TABLES / "blot_tidy.csv")
        user.fill("table-path", "another.csv")
        await user.settle()
        assert "Take 4 findings" not in user.screen


async def test_a_question_that_asks_for_numbers_names_the_key(knowledge: Knowledge, tmp_path: Path) -> None:
    async with sitting(knowledge, tmp_path) as user:
        await at_a_question(user)
        await user.press("slash")
        user.fill("query", "soft agar")
        await user.press("enter")
        assert "l loads it (growth)" in user.screen
        await user.press("l")
        assert "growth" in user.screen
