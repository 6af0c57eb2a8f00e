"""The page on tables says what the program does: its example runs, and its options and columns exist."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from fakdx import Case
from fakdx.cli.main import main
from fakdx.quantify.options import configure

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "quantify.md").read_text(encoding="utf-8")
TABLES = (ROOT / "examples" / "tables" / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for line in TABLES.splitlines() if line.startswith("fakdx quantify ")]


def test_the_example_in_python_runs_and_says_what_its_data_say(capsys: pytest.CaptureFixture[str]) -> None:
    code = PAGE.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(compile(code, "docs/quantify.md", "exec"), names)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("decreased 0.35")
    assert said[1].endswith("inhibited")
    assert said[2].startswith("> ")
    assert said[2].endswith("less sensitive")
    assert said[3:] == ["synergistic", "inhibited"]
    case = Case.from_text(str(names["case"]))
    assert [f.state for f in case.findings] == ["decreased"]
    assert str(names["picture"]).startswith("<svg ")


def test_every_option_on_the_page_exists() -> None:
    parser = argparse.ArgumentParser()
    configure(parser)
    choices = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction)).choices
    known = {option for sub in choices.values() for option in sub._option_string_actions}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known


def test_every_example_table_has_its_line_and_its_command() -> None:
    for path in (ROOT / "examples" / "tables").iterdir():
        if path.suffix != ".md":
            assert f"`{path.name}`" in TABLES
        if path.suffix != ".md" and not path.name.endswith(("_lanes.csv", "_layout.csv")):
            assert any(f" {path.name}" in command for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_example_tables_runs_as_it_stands(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / "examples" / "tables")
    assert main(shlex.split(command)[1:]) == 0
    assert "findings:" in capsys.readouterr().out
