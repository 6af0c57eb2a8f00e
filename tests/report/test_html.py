"""The HTML page: alone, accessible, and the same content as the Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.html import render_html, stylesheet, to_html_fragment
from fakdx.report.markdown import render_markdown

VOID = {"meta", "br", "hr", "img", "link", "input", "rect", "line", "path", "polygon", "circle"}


class Page(HTMLParser):
    """Tags in order, with what is wrong about their nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_tags_are_nested_and_closed(result: Result, knowledge: Knowledge) -> None:
    for text in (
        render_html(result, knowledge),
        render_html(result, knowledge, "short"),
        to_html_fragment(result, knowledge),
    ):
        page = Page(text)
        assert (page.faults, page.open) == ([], [])


def test_the_page_asks_nothing_of_the_network(result: Result, knowledge: Knowledge) -> None:
    text = render_html(result, knowledge)
    page = Page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not re.search(r"@import|url\(", text)
    assert "default-src 'none'" in text
    assert all(href.startswith(("#", "https://")) for _, attrs in page.tags if (href := attrs.get("href")) is not None)


def test_the_page_says_its_language_and_fits_phone_paper_and_dark(result: Result, knowledge: Knowledge) -> None:
    page = Page(render_html(result, knowledge))
    assert ("html", {"lang": "en"}) in page.tags
    assert any(a.get("name") == "viewport" for _, a in page.tags)
    for query in ("prefers-color-scheme:dark", "print", "max-width:38rem"):
        assert f"@media ({query}" in stylesheet() or f"@media {query}" in stylesheet()


def test_headings_go_down_one_level_at_a_time_from_a_single_title(result: Result, knowledge: Knowledge) -> None:
    levels = [int(tag[1]) for tag, _ in Page(render_html(result, knowledge)).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_table_headers_name_their_direction_and_pictures_have_a_name(result: Result, knowledge: Knowledge) -> None:
    page = Page(render_html(result, knowledge))
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(pictures) == 2
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in pictures)


def test_links_inside_the_page_lead_somewhere(result: Result, knowledge: Knowledge) -> None:
    page = Page(render_html(result, knowledge))
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert {href[1:] for _, a in page.tags if (href := a.get("href") or "").startswith("#")} <= ids


def test_colours_of_text_reach_the_contrast_that_reading_needs() -> None:
    def luminance(colour: str) -> float:
        colour = "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for palette in re.findall(r"\.fakdx\{(--[^}]*)", stylesheet().replace("\n", "")):
        colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", palette))
        for ink in ("ink", "soft", "blue"):
            for ground in ("paper", "wash"):
                light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)


def test_html_and_markdown_say_the_same_things(result: Result, knowledge: Knowledge) -> None:
    words = re.sub(r"\s+", " ", " ".join(Page(render_html(result, knowledge)).words))
    source = render_markdown(result, knowledge).replace("\\", "")
    said = [e.because for a in result.differential for e in (*a.for_, *a.against)]
    said += [o.result for e in result.experiments for o in e.outcomes] + [e.purpose for e in result.experiments]
    said += [c.reason for c in result.combinations] + list(result.reading.notices) + list(result.reading.filled_in)
    for sentence in said:
        assert sentence in words
        assert sentence in source


def test_the_notebook_fragment_is_one_element_without_a_page_around_it(result: Result, knowledge: Knowledge) -> None:
    fragment = to_html_fragment(result, knowledge)
    assert fragment.startswith('<div class="fakdx"')
    assert not {tag for tag, _ in Page(fragment).tags} & {"html", "head", "body", "meta", "script"}
    rules = re.sub(r"@media[^{]*\{", "", stylesheet())
    selectors = [s for head in re.findall(r"([^{}]+)\{[^}]*\}", rules) for s in head.split(",")]
    assert all(s.strip().startswith(".fakdx") for s in selectors)
