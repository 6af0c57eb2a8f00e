"""The terminal page at the widths people have, without relying on colour."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.text import print_text, render_text


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(result: Result, knowledge: Knowledge, width: int) -> None:
    assert all(cell_len(line) <= width for line in render_text(result, knowledge, width, show_all=True).splitlines())


@pytest.mark.parametrize("width", [80, 100])
def test_no_word_is_lost_to_the_width(result: Result, knowledge: Knowledge, width: int) -> None:
    words = render_text(result, knowledge, width).split()
    for said in (
        "the combination does no better than lapatinib alone.",
        "Y397 came back while phospho-HER2 rose under the same dose.",
        "a third blot, quantified over total ERK.",
    ):
        assert set(said.split()) <= set(words)


def test_the_first_lines_say_what_it_is_and_how_sure(result: Result, knowledge: Knowledge) -> None:
    lines = render_text(result, knowledge, 100).splitlines()
    assert re.fullmatch(r"SkBr3 ignores defactinib +research use only", lines[0])
    assert re.fullmatch(r" +LIKELY +RTK trans-phosphorylation of FAK Y397 +94 %", lines[3])


def test_the_short_page_counts_what_it_leaves_out_and_all_shows_it(result: Result, knowledge: Knowledge) -> None:
    short, full = (render_text(result, knowledge, show_all=show) for show in (False, True))
    assert "… 1 more, less probable: --all" in short
    assert "Stromal STAT3 " not in short
    assert "Stromal STAT3 " in full
    assert "not counted: a stronger rule counts" in full
    assert "knowledge sha256" in full


def test_colour_changes_no_word(result: Result, knowledge: Knowledge) -> None:
    console = Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        width=100,
        legacy_windows=False,
        _environ={},
    )
    print_text(result, knowledge, console)
    coloured = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [x.rstrip() for x in plain.splitlines()] == render_text(result, knowledge, 100).splitlines()


def test_no_color_is_honoured(result: Result, knowledge: Knowledge) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100, _environ={"NO_COLOR": "1", "TERM": "xterm"})
    print_text(result, knowledge, console)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", console.file.getvalue())  # type: ignore[attr-defined]


def test_an_ascii_terminal_gets_ascii(result: Result, knowledge: Knowledge) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_text(result, knowledge, Console(file=file, width=100, _environ={}))
    file.seek(0)
    page = file.read()
    assert "###################." in page
    assert "Y397 stays (30 %): RTK trans-phosphorylation 94 % > 22 %" in page
