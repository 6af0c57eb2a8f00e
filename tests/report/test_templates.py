"""A user's own template: strict about names, told where a mistake is, unable to let text loose or read elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.html import render_html
from fakdx.report.markdown import render_markdown
from tests.report.hostile_texts import result_of


def written(folder: Path, text: str, name: str = "mine.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_template_gets_the_view(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    template = written(tmp_path, "{% for h in report.leaders %}\n{{ h.short }}: {{ h.percent }}\n{% endfor %}\n")
    page = render_markdown(result, knowledge, template=template)
    assert page.splitlines()[0] == "RTK trans-phosphorylation: 94 %"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# x\n{{ report.headlin }}", 2, "view has no 'headlin'; did you mean headline"),
        ("{{ reports.headline }}", 1, "unknown name 'reports'; did you mean report?"),
        ("# x\n\n{% for h in report.ranking %}", 3, "Unexpected end of template"),
        ("{{ report.title | nicely }}", 1, "No filter named 'nicely'"),
        ("a\nb\n{{ 1 / 0 }}", 3, "division by zero"),
        ("a\n{{ report.title.__class__ }}", 2, "access to attribute '__class__' of 'str' object is unsafe"),
        ("a\n{% include 'other.md' %}", 2, "no template 'other.md'"),
        ("a\n{% include '../secret.md' %}", 2, "no template '../secret.md'"),
        ("{{ report.title | safe }}", 1, "No filter named 'safe'"),
        ("{{ range(10 ** 9) }}", 1, "Range too big"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    result: Result, knowledge: Knowledge, tmp_path: Path, text: str, line: int, message: str
) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    for render in (render_markdown, render_html):
        with pytest.raises(InputError) as caught:
            render(result, knowledge, template=written(folder, text))
        (problem,) = caught.value.problems
        assert (problem.file, problem.line) == (str(folder / "mine.md"), line)
        assert message in problem.message
        assert "\n" not in str(problem)


def test_a_mistake_in_an_included_neighbour_is_told_there(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    written(tmp_path, "one\n{{ report.nothing }}\n", "part.md")
    with pytest.raises(InputError) as caught:
        render_markdown(result, knowledge, template=written(tmp_path, "{% include 'part.md' %}"))
    assert str(caught.value).startswith(f"{tmp_path / 'part.md'}:2: ")


def test_a_link_out_of_the_folder_is_not_followed(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "inside.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(InputError, match=r"no template 'inside\.md'"):
        render_markdown(result, knowledge, template=written(folder, "{% include 'inside.md' %}"))


def test_a_missing_or_unreadable_template_is_one_line(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        render_markdown(result, knowledge, template=tmp_path / "none.md")
    with pytest.raises(InputError, match="is a folder"):
        render_markdown(result, knowledge, template=tmp_path)
    (tmp_path / "latin.md").write_bytes(b"\xff\xfe\xe9")
    with pytest.raises(InputError, match="not UTF-8"):
        render_markdown(result, knowledge, template=tmp_path / "latin.md")


@pytest.mark.parametrize(
    "text",
    [
        "{{ report.title }}",
        "{{ '**' ~ report.title ~ '**' }}",
        "{% set x %}{{ report.title }}{% endset %}{{ x ~ report.title }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(report.title) }}",
        "{% autoescape false %}{{ report.title }}{% endautoescape %}",
        "{{ [report.title, report.title]|join('<br>') }}",
    ],
)
def test_no_template_lets_a_title_act(knowledge: Knowledge, tmp_path: Path, text: str) -> None:
    hostile = result_of("<b>*x*</b> [y](z)")
    for render in (render_markdown, render_html):
        page = render(hostile, knowledge, template=written(tmp_path, text))
        assert "<b>" not in page.replace("\\<b\\>", "")
        if render is render_markdown:
            assert "[y](z)" not in page.replace("\\[", "(")


def test_a_macro_may_hold_markup_of_its_own(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    template = written(tmp_path, "{% macro strong(x) %}**{{ x }}**{% endmacro %}{{ strong(report.badge) }}")
    assert render_markdown(result, knowledge, template=template) == "**likely**"
