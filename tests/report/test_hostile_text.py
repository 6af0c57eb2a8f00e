"""Nothing that a user, a lab's overlay or a file name says changes the structure of any output."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console

from fakdx.report.compare import comparison_markdown, comparison_text
from fakdx.report.html import render_html, to_html_fragment
from fakdx.report.markdown import pictures_of, render_markdown
from fakdx.report.panel import panel_html, panel_markdown
from fakdx.report.text import print_text, render_text
from tests.report.hostile_texts import BENIGN, HOSTILE, knowledge_of, result_of

GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def markdown_shape(text: str) -> list[tuple[str, str]]:
    """Every token but the words: headings, rows, links and their targets."""
    shape: list[tuple[str, str]] = []

    def walk(tokens: list[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                walk(token.children or [])
            elif token.type not in ("text", "text_special"):
                shape.append((token.type, str(token.attrGet("href") or token.attrGet("src") or token.tag)))

    walk(GITHUB.parse(text))
    return shape


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(re.sub(r"<svg .*?</svg>", "", page, flags=re.S))
    return parser


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_keeps_its_structure(text: str) -> None:
    benign = render_markdown(result_of(BENIGN), knowledge_of(BENIGN), pictures="page")
    page = render_markdown(result_of(text), knowledge_of(text), pictures="page")
    assert markdown_shape(page) == markdown_shape(benign)
    assert not CONTROL.search(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_mermaid_keeps_its_lines_and_quotes_every_label(text: str) -> None:
    page = render_markdown(result_of(text), knowledge_of(text))
    chart = page.split("```mermaid\n")[1].split("\n```")[0].splitlines()
    assert chart[0] == "flowchart LR"
    edge = re.compile(r"  n\d+ (-->|--x|-\.->|==>)(\|\"[^\"\n]*\"\|)? n\d+")
    node = re.compile(r"  n\d+[\[({/]+\"[^\"\n`<>\[\]{}|]*\"[\])}/]+")
    assert all(edge.fullmatch(x) or node.fullmatch(x) or x.startswith("  linkStyle ") for x in chart[1:])


@pytest.mark.parametrize("text", HOSTILE)
def test_html_keeps_its_tags_and_links(text: str) -> None:
    benign = tags(render_html(result_of(BENIGN), knowledge_of(BENIGN)))
    page = render_html(result_of(text), knowledge_of(text))
    found = tags(page)
    assert found.seen == benign.seen
    assert found.links == benign.links
    assert not CONTROL.search(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_pictures_are_well_formed_and_hold_only_shapes(text: str) -> None:
    for picture in pictures_of(result_of(text), knowledge_of(text)).values():
        root = ElementTree.fromstring(picture)
        names = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
        assert names <= {"svg", "title", "desc", "rect", "line", "path", "polygon", "circle", "text"}
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not any(name.startswith("on") or "href" in name for name in attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_terminal_text_carries_no_control_sequence(text: str) -> None:
    knowledge = knowledge_of(text)
    assert not CONTROL.search(render_text(result_of(text), knowledge, 80, show_all=True))
    console = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=100, _environ={})
    print_text(result_of(text), knowledge, console, show_all=True)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b]8" not in written
    assert not CONTROL.search(re.sub(r"\x1b\[[0-9;]*m", "", written))


@pytest.mark.parametrize("text", HOSTILE)
def test_comparison_and_panel_are_as_inert_as_the_report(text: str) -> None:
    knowledge, result = knowledge_of(text), result_of(text)
    other = result_of(BENIGN)
    plain_knowledge = knowledge_of(BENIGN)
    compared = comparison_markdown(other, result, knowledge)
    assert markdown_shape(compared) == markdown_shape(comparison_markdown(result_of("other"), other, plain_knowledge))
    assert not CONTROL.search(comparison_text(other, result, knowledge))
    rows = panel_markdown([(text, result)], knowledge)
    assert markdown_shape(rows) == markdown_shape(panel_markdown([(BENIGN, other)], plain_knowledge))
    page, benign = panel_html([(text, result)], knowledge), panel_html([(BENIGN, other)], plain_knowledge)
    assert tags(page).seen == tags(benign).seen


@pytest.mark.parametrize("text", HOSTILE)
def test_notebook_fragment_is_as_inert_as_the_page(text: str) -> None:
    found = tags(to_html_fragment(result_of(text), knowledge_of(text)))
    assert found.seen == tags(to_html_fragment(result_of(BENIGN), knowledge_of(BENIGN))).seen
    assert found.links == []
