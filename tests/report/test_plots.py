"""The numbers kept with a case are drawn in every report, and what is written in them stays text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fakdx import Case, Knowledge, diagnose, load_knowledge
from fakdx.errors import InputError
from fakdx.report.html import render_html
from fakdx.report.markdown import pictures_of, render_markdown
from fakdx.report.text import render_text
from fakdx.report.write import write_report
from tests.report.hostile_texts import HOSTILE
from tests.report.test_hostile_text import CONTROL, markdown_shape, tags


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load_knowledge()


def record(text: str) -> dict[str, Any]:
    """A record in which every free text is `text`; a file cannot hold half of a surrogate pair."""
    text = text.replace("\ud800", "")
    row = {"label": text, "value": 0.5, "low": 0.4, "points": [0.5], "n": 3, "word": text}
    series = {"name": text, "points": [[0.1, 1.0], [10.0, 0.9]], "mark": {"value": 10.0, "relation": ">"}}
    heat = {"title": text, "row_axis": text, "column_axis": text, "rows": [text], "columns": [text], "limit": 0.4}
    return {
        "command": text, "table": text, "sheet": text, "sha256": text, "settings": {"a": text, text: [text]},
        "warnings": [text], "results": [{}],
        "plots": [
            {"kind": "intervals", "title": text, "axis": text, "note": text, "rows": [row], "limits": [0.7, 1.4],
             "zones": [text, text, text]},
            {"kind": "chart", "title": text, "x": text, "y": text, "note": text, "series": [series], "x_log": True},
            {"kind": "heat map", **heat, "maps": [{"title": text, "values": [[0.1]]}], "note": text},
        ],
    }  # fmt: skip


def case(text: str, knowledge: Knowledge) -> Case:
    data = {"context": {"inhibitor": "defactinib"}, "findings": [{"pFAK_Y397": "decreased"}]}
    return Case.from_dict({**data, "quantified": [record(text)]}, knowledge)


def test_every_plot_is_in_the_page_in_the_terminal_and_beside_the_markdown(shipped: Knowledge, tmp_path: Path) -> None:
    result = diagnose(case("the words", shipped), shipped)
    page = render_html(result, shipped)
    numbers = page[page.index('<section id="numbers">') :].split("</section>")[0]
    assert numbers.count("<svg ") == 3
    assert "Mind:</strong> the words" in numbers
    write_report(tmp_path / "page.md", result, shipped)
    for number in (1, 2, 3):
        assert f"](page.numbers-1-{number}.svg)" in (tmp_path / "page.md").read_text()
        ElementTree.fromstring((tmp_path / f"page.numbers-1-{number}.svg").read_text())
    assert render_markdown(result, shipped).count("```text") == 3
    assert "> 10" not in render_text(result, shipped, plots=False)
    assert "Numbers  the words" in render_text(result, shipped)


def test_the_short_form_leaves_the_plots_out(shipped: Knowledge) -> None:
    result = diagnose(case("the words", shipped), shipped)
    assert 'id="numbers"' not in render_html(result, shipped, "short")
    assert "## Numbers" not in render_markdown(result, shipped, "short")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_in_the_numbers_stays_text(shipped: Knowledge, text: str) -> None:
    result, plain = (diagnose(case(words, shipped), shipped) for words in (text, "benign"))
    for pictures in ("", "page"):
        page = render_markdown(result, shipped, pictures=pictures)
        assert markdown_shape(page) == markdown_shape(render_markdown(plain, shipped, pictures=pictures))
        assert not CONTROL.search(page)
    html = render_html(result, shipped)
    assert tags(html).seen == tags(render_html(plain, shipped)).seen
    assert not CONTROL.search(html)
    for picture in pictures_of(result, shipped).values():
        names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
        assert names <= {"svg", "title", "desc", "rect", "line", "path", "polygon", "circle", "text"}
    assert not CONTROL.search(render_text(result, shipped, 80))


def test_a_case_from_before_there_were_plots_still_reports(shipped: Knowledge) -> None:
    old = {"command": "blot", "table": "old.csv", "sha256": "ab", "results": [{}], "warnings": []}
    result = diagnose(Case.from_dict({"findings": [{"pFAK_Y397": "decreased"}], "quantified": [old]}, shipped), shipped)
    assert "blot of old.csv" in render_html(result, shipped)
    assert re.search(r"blot of old\\?\.csv", render_markdown(result, shipped))


@pytest.mark.parametrize(
    ("mistake", "line", "said"),
    [
        ("- just text", 4, "expected the record of a table"),
        ("- {command: [1]}", 4, "command: expected text"),
        ("- command: blot\n    warnings: no", 5, "warnings: expected a list"),
        ("- command: blot\n    plots: {a: 1}", 5, "plots: expected a list"),
        ("- command: blot\n    plots:\n    - {kind: pie}", 6, "expected a mapping whose kind is one of"),
        ("- command: blot\n    plots:\n    - {kind: chrt}", 6, "did you mean chart?"),
        ("- plots:\n    - kind: intervals\n      title: t\n      axis: a\n      limits: [1, 2]\n"
         "      rows:\n      - {label: x,\n         value: high}", 11, "rows.0.value"),
        ("- plots:\n    - kind: intervals\n      title: t\n      axis: a\n      limits: [2, 1]\n      rows: []", 5,
         "limits go from low to high"),
        ("- plots:\n    - kind: chart\n      title: t\n      x: a\n      y: b\n      sries: []", 9,
         "has no field 'sries'; did you mean series?"),
    ],
)  # fmt: skip
def test_a_slip_in_the_numbers_of_a_case_has_its_line(shipped: Knowledge, mistake: str, line: int, said: str) -> None:
    with pytest.raises(InputError) as caught:
        Case.from_text(f"findings:\n- {{pFAK_Y397: decreased}}\nquantified:\n  {mistake}\n", shipped, "case.yaml")
    problem = next(p for p in caught.value.problems if said in p.message)
    assert (problem.file, problem.line) == ("case.yaml", line)


def test_numbers_do_not_change_what_is_diagnosed(shipped: Knowledge) -> None:
    with_numbers = diagnose(case("x", shipped), shipped)
    bare = Case.from_dict({"context": {"inhibitor": "defactinib"}, "findings": [{"pFAK_Y397": "decreased"}]}, shipped)
    assert diagnose(bare, shipped).to_json() == with_numbers.to_json()


def test_a_case_with_numbers_reads_back_equal(shipped: Knowledge) -> None:
    one = case("1e3 is a name, 'so' is \"this\"", shipped)
    again = Case.from_text(one.to_yaml(), shipped)
    assert (again.findings, list(again.quantified)) == (one.findings, list(one.quantified))
