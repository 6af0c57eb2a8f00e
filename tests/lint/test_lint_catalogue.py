"""Entries as pages and in the terminal: complete, linked, escaped, the same every time."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console, RenderableType
from small_base import BASE, write_base

from fakdx.catalogue import pages, show
from fakdx.catalogue.checks_page import checks_page
from fakdx.catalogue.generated import stale, write
from fakdx.catalogue.markdown import escape
from fakdx.catalogue.sheets import BUILDERS, sheet_of
from fakdx.catalogue.terminal import clean, render
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.knowledge.kinds import BY_NAME
from fakdx.knowledge.load import read_layers
from fakdx.lint import CHECKS

DOCS = Path(__file__).parents[2] / "docs"
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) | `a` **b** \\e[31mred"


def knowledge_in(folder: Path) -> Knowledge:
    return read_layers([("", [folder / "knowledge", folder / "rules"])])


@pytest.fixture(scope="module")
def small() -> Knowledge:
    return knowledge_in(BASE)


def printed(renderable: RenderableType, width: int = 120) -> str:
    console = Console(width=width, force_terminal=True, color_system=None, file=io.StringIO())
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_every_kind_of_entry_has_a_sheet() -> None:
    assert set(BUILDERS) == set(BY_NAME)


def test_every_shipped_entry_renders_for_the_terminal() -> None:
    knowledge = load_knowledge()
    for kind in BUILDERS:
        for id in knowledge.table(kind):
            assert clean(id) in printed(render(sheet_of(kind, id, knowledge)))


def test_every_link_of_the_shipped_pages_leads_somewhere() -> None:
    tree = pages(load_knowledge())
    anchors = {path: set(re.findall(r'<a id="([^"]+)"></a>', text)) for path, text in tree.items()}
    links = [(path, target) for path, text in tree.items() for target in re.findall(r"(?<!\\)\]\(([^)]+)\)", text)]

    assert links
    for path, target in links:
        page, _, anchor = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(path), page)) if page else path
        assert file in tree, (path, target)
        assert not anchor or anchor in anchors[file], (path, target)


def test_a_hypothesis_page_shows_claims_rules_sources_and_conflicts(small: Knowledge) -> None:
    page = pages(small)["hypotheses/pyk2_compensation.md"]

    assert "PYK2 rises when FAK is lost." in page
    assert "[pyk2_up](../rules.md#pyk2_up) (strong, 4 points): PYK2 is up while FAK is off." in page
    assert "[pyk2_flat](../rules.md#pyk2_flat) (moderate, 2 points)" in page
    assert "[paper_a](../sources.md#paper_a), abstract" in page
    assert "[pyk2_dispute](../conflicts.md#pyk2_dispute)" in page


def test_pages_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import hashlib, sys; from pathlib import Path; from fakdx.knowledge.load import read_layers;"
        "from fakdx.catalogue import pages; base = Path(sys.argv[1]);"
        "tree = pages(read_layers([('', [base / 'knowledge', base / 'rules'])]));"
        "print(hashlib.sha256(repr(tree).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, str(BASE)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(DOCS.parent)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_what_an_entry_says_is_neither_markup_nor_control_code(tmp_path: Path) -> None:
    edit = {
        "file": "knowledge/hypotheses.yaml",
        "replace": "summary: PYK2 does the work of FAK.",
        "by": f'summary: "{HOSTILE}"',
    }
    knowledge = knowledge_in(write_base(tmp_path, [edit]))

    page = pages(knowledge)["hypotheses/pyk2_compensation.md"]
    shown = printed(show("pyk2_compensation", knowledge), width=200)

    assert "<script>" not in MarkdownIt("commonmark").render(page)
    assert 'href="javascript' not in MarkdownIt("commonmark").render(page)
    assert "\x1b" not in page
    assert "\x1b" not in shown
    assert "[x](javascript:alert(1)) | `a` **b**  [31mred" in shown


@given(st.text(max_size=40))
def test_escaped_text_reads_as_the_text_itself(text: str) -> None:
    plain = " ".join(clean(text).split())

    rendered = MarkdownIt("commonmark").render(escape(" ".join(text.split())))

    assert " ".join(html.unescape(re.sub(r"</?p>", "", rendered)).split()) == plain


def test_an_unverified_source_is_marked_wherever_it_is_cited(tmp_path: Path) -> None:
    edit = {
        "file": "knowledge/sources.yaml",
        "replace": "  url: https://example.org/a\n  read: abstract\n  checked: true",
        "by": "  read: recalled\n  checked: false",
    }
    knowledge = knowledge_in(write_base(tmp_path, [edit]))

    shown = printed(show("pyk2_up", knowledge))

    assert "paper_a, abstract [unverified] [recalled, not read]" in shown
    assert "**\\[unverified\\]**" in pages(knowledge)["hypotheses/pyk2_compensation.md"]


def test_the_catalogue_counts_every_kind(small: Knowledge) -> None:
    shown = printed(show(None, small))

    for kind in BUILDERS:
        assert re.search(rf"^{kind} +{len(small.table(kind))} ", shown, re.MULTILINE)


@pytest.mark.parametrize("name", ["cell_lines", "cell lines", "cell line"])
def test_a_kind_is_listed_under_any_of_its_names(name: str, small: Knowledge) -> None:
    assert "SkBr3" in printed(show(name, small))


@pytest.mark.parametrize("name", ["defactinib", "VS-6063", "vs6063"])
def test_an_entry_is_found_by_id_and_alias(name: str, small: Knowledge) -> None:
    assert "agent defactinib" in printed(show(name, small))


def test_an_unknown_name_gets_the_nearest_ones(small: Knowledge) -> None:
    with pytest.raises(InputError, match="nothing is called 'defactinb'; did you mean defactinib"):
        show("defactinb", small)
    with pytest.raises(InputError, match="unknown source 'paper_aa'; did you mean paper_a"):
        show(None, small, source="paper_aa")


def test_a_source_shows_what_rests_on_it_place_by_place(small: Knowledge) -> None:
    shown = printed(show(None, small, source="manual"))

    assert re.search(r"Q1: .*ineffective_inhibition.*old_stock", shown, re.DOTALL)
    assert "Table 1: no_effect" in shown


def test_the_page_of_the_checks_is_fresh() -> None:
    assert (DOCS / "checks.md").read_text(encoding="utf-8") == checks_page()


def test_the_page_of_the_checks_names_every_check() -> None:
    page = checks_page()

    assert [code for code in CHECKS if f"\n### {code}\n\n*{CHECKS[code].level}*\n" not in page] == []


def test_stale_pages_are_named_and_redrawn_and_left_overs_removed(tmp_path: Path, small: Knowledge) -> None:
    write(tmp_path, small)
    assert stale(tmp_path, small) == ()
    (tmp_path / "reference" / "agents.md").write_text("old", encoding="utf-8")
    (tmp_path / "reference" / "gone.md").write_text("left over", encoding="utf-8")

    assert stale(tmp_path, small) == ("reference/agents.md", "reference/gone.md")
    assert write(tmp_path, small) == ("reference/agents.md", "reference/gone.md")
    assert stale(tmp_path, small) == ()
    assert not (tmp_path / "reference" / "gone.md").exists()
