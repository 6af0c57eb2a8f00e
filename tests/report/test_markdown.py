"""The Markdown page: what stands on the first page, what follows the rule, and that it never changes by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.markdown import render_markdown

HEADINGS = re.compile(r"^#{1,2} (.*)$", re.M)


def test_the_first_page_can_be_read_alone(result: Result, knowledge: Knowledge) -> None:
    page = render_markdown(result, knowledge, "short")
    assert HEADINGS.findall(page) == ["SkBr3 ignores defactinib", "Do next", "Combine", "Careful"]
    assert "**LIKELY (94 %): RTK trans-phosphorylation of FAK Y397**" in page
    assert "Hangs on: phospho-HER2 Y1248 increased (6 h, 1.9x, n=3)." in page
    assert "Y397 stays (30 %): RTK trans-phosphorylation 94 % → 22 %" in page
    assert "Research use only" in page


def test_the_long_form_is_the_short_one_and_more_after_a_rule(result: Result, knowledge: Knowledge) -> None:
    first, rest = render_markdown(result, knowledge).split("\n---\n")
    assert first.strip() == render_markdown(result, knowledge, "short").strip()
    assert HEADINGS.findall(rest) == [
        "How firm this is", "The ranking", "Pathway: RTK bypass of FAK kinase inhibition", "Evidence", "Over time",
        "Experiments", "Combinations in detail", "Protocols", "Findings", "Published numbers", "Where sources disagree",
        "Sources", "To reproduce",
    ]  # fmt: skip


def test_every_reason_has_its_bar_its_sentence_and_its_source(result: Result, knowledge: Knowledge) -> None:
    page = render_markdown(result, knowledge)
    assert "| +4 | ░░░░░░░░│████░░░░ | Y397 came back while phospho-HER2 rose under the same dose. |" in page
    assert "| −0.5 | ░░░░░░░▐│░░░░░░░░ | The dose is 38 times the cellular EC50. |" in page
    assert "[1, Figure 2] (rule y397_stays_rtk_up)" in page
    assert "not counted: a stronger rule counts" in page


def test_every_number_in_brackets_is_a_source_of_the_list(result: Result, knowledge: Knowledge) -> None:
    page = render_markdown(result, knowledge)
    cited = {int(n) for n in re.findall(r" \[(\d+),", page)}
    listed = [int(n) for n in re.findall(r"^(\d+)\. ", page.split("## Sources")[1], re.M)]
    assert listed == list(range(1, len(listed) + 1))
    assert cited == set(listed)


def test_sources_link_to_their_identifiers_and_say_what_was_read(result: Result, knowledge: Knowledge) -> None:
    page = render_markdown(result, knowledge)
    assert "(https://doi.org/10.1158/1535-7163.MCT-16-0366)" in page
    assert "[PMC5136315](https://pmc.ncbi.nlm.nih.gov/articles/PMC5136315/) (abstract read)" in page


def test_tables_have_as_many_cells_in_each_row_as_in_the_header(result: Result, knowledge: Knowledge) -> None:
    tokens = MarkdownIt("gfm-like").parse(render_markdown(result, knowledge))
    cells = columns = 0
    for token in tokens:
        if token.type == "tr_open":
            cells = 0
        elif token.type in ("th_open", "td_open"):
            cells += 1
        elif token.type == "thead_close":
            columns = cells
        elif token.type == "tr_close" and columns:
            assert cells <= columns
        elif token.type == "table_close":
            columns = 0
    assert sum(t.type == "table_open" for t in tokens) == 11


def test_what_must_be_the_same_to_reproduce_it_is_said(result: Result, knowledge: Knowledge) -> None:
    block = render_markdown(result, knowledge).split("## To reproduce")[1]
    assert "| knowledge sha256 | " + "ab" * 32 in block
    assert "| case sha256 | " + "cd" * 32 in block
    assert "| option prior stat3_stromal | 0.08 |" in block
    assert "| overlay | lab: replaced rules akt_up (our antibody) |" in block


def test_an_experiment_that_changes_nothing_says_so(result: Result, knowledge: Knowledge) -> None:
    first = result.experiments[0]
    idle = replace(first, outcomes=(replace(first.outcomes[0], then=()),))
    page = render_markdown(replace(result, experiments=(idle,)), knowledge, "short")
    assert "Y397 falls (70 %): moves little" in page


def test_a_reason_to_stop_is_told(result: Result, knowledge: Knowledge) -> None:
    stopped = replace(result, experiments=(), stop="No affordable experiment would change the verdict.")
    assert "No affordable experiment would change the verdict." in render_markdown(stopped, knowledge, "short")


def test_the_same_result_gives_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "import hashlib;"
        "from tests.report.worked_example import RESULT, make_knowledge;"
        "from fakdx.report.markdown import render_markdown; from fakdx.report.html import render_html;"
        "from fakdx.report.text import render_text; k = make_knowledge();"
        "pages = render_markdown(RESULT, k) + render_html(RESULT, k) + render_text(RESULT, k, show_all=True);"
        "print(hashlib.sha256(pages.encode()).hexdigest())"
    )
    here = Path(__file__).parent
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parents[1])},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }  # fmt: skip
    assert len(digests) == 1
