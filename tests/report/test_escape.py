"""Escaping keeps every word and lets no mark act, wherever in a Markdown page the text stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fakdx.report.escape import Ready, finalize_markdown, markdown, mermaid_label, plain
from tests.report.hostile_texts import HOSTILE

PARSERS = (MarkdownIt("gfm-like", {"html": True, "linkify": True}), MarkdownIt("commonmark"))
PLACES = {
    "paragraph": "{}",
    "heading": "## {}",
    "list item": "- {}",
    "nested item": "1. one\n   - {}",
    "table cell": "| a | b |\n|---|---|\n| {} | x |",
    "bold": "**kind**: {}",
    "image text": "![{}](x.svg)",
    "after a colon": "Note: {}",
    "second line": "first\n{}",
}
tricky = st.text(alphabet=st.sampled_from("ab1 \n\t\\`*_{}[]()#+-.!|<>~$:@&/=^\"'wm;%,?"), max_size=40)


def words(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("inline", "image"):
            parts.append(words(token.children or []))
        elif token.type == "softbreak":
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def shape(tokens: list[Token]) -> list[str]:
    kept = []
    for token in tokens:
        if token.type == "inline":
            kept += shape(token.children or [])
        elif token.type not in ("text", "text_special"):
            kept.append(token.type)
            if token.type == "image":
                kept += shape(token.children or [])
    return kept


def check(text: str) -> None:
    for place, page in PLACES.items():
        for parser in PARSERS:
            found = parser.parse(page.format(markdown(text)))
            like = parser.parse(page.format("x" if plain(text) else ""))
            assert shape(found) == shape(like), place
            assert words(found) == words(parser.parse(page.format("\ue000"))).replace("\ue000", plain(text)), place


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    check(text)


@given(tricky.filter(lambda text: plain(text) != ""))
def test_any_mixture_of_marks_is_only_text(text: str) -> None:
    check(text)


@given(st.text(max_size=40))
def test_plain_is_one_line_that_every_encoding_takes(text: str) -> None:
    line = plain(text)
    line.encode()
    assert line == plain(line)
    assert "\n" not in line
    assert "\x1b" not in line


def test_words_of_the_bench_stay_readable_in_the_source() -> None:
    assert (
        markdown("pFAK_Y397 fell to 0.3x (n = 3), 1.5-2.4; p = 0.03")
        == "pFAK_Y397 fell to 0.3x (n = 3), 1.5-2.4; p = 0.03"
    )
    assert markdown("IC50 > 10 uM") == "IC50 \\> 10 uM"


def test_what_is_done_to_ready_text_makes_it_plain_again() -> None:
    ready = Ready("**bold**")
    assert finalize_markdown(ready) == "**bold**"
    assert finalize_markdown(ready + " *x*") == "\\*\\*bold\\*\\* \\*x\\*"
    assert finalize_markdown(ready.upper()) == "\\*\\*BOLD\\*\\*"


@given(st.text(max_size=40))
def test_a_mermaid_label_cannot_end_early(text: str) -> None:
    label = mermaid_label(text)
    assert label[0] == label[-1] == '"'
    assert not set(label[1:-1]) & set('"`<>[]{}|\\\n')
