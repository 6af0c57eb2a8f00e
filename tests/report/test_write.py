"""A report file is whole or not there, and a failure keeps what was there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.markdown import render_markdown
from fakdx.report.pdf import print_pdf
from fakdx.report.write import write_report, write_whole


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.md", "# SkBr3"),
        ("r.html", "<!DOCTYPE html>"),
        ("R.HTM", "<!DOCTYPE html>"),
        ("r.txt", "SkBr3"),
        ("r.json", "{"),
    ],
)
def test_the_ending_picks_the_format(
    result: Result, knowledge: Knowledge, tmp_path: Path, name: str, start: str
) -> None:
    write_report(tmp_path / name, result, knowledge)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_format_by_name_wins_over_the_ending(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    write_report(tmp_path / "report.out", result, knowledge, format="json")
    assert json.loads((tmp_path / "report.out").read_text(encoding="utf-8"))["schema"] == 1
    with pytest.raises(InputError, match="unknown format 'markdwn'; did you mean markdown"):
        write_report(tmp_path / "x.md", result, knowledge, format="markdwn")


def test_a_long_markdown_page_has_its_pictures_beside_it(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    write_report(tmp_path / "my report.md", result, knowledge)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "my report.md", "my report.pathway.svg", "my report.timeline.svg",
    ]  # fmt: skip
    assert "](my%20report.pathway.svg)" in (tmp_path / "my report.md").read_text(encoding="utf-8")


def test_a_page_without_files_beside_it_shows_none(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    assert ".svg" not in render_markdown(result, knowledge)
    write_report(tmp_path / "short.md", result, knowledge, "short")
    assert [p.name for p in tmp_path.iterdir()] == ["short.md"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("r.docx", "expected a name ending in .md, .html"),
        ("report", "found no ending"),
        ("r.markdown", "found the ending"),
    ],
)
def test_an_unknown_ending_is_one_line(
    result: Result, knowledge: Knowledge, tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        write_report(tmp_path / name, result, knowledge)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_template_keeps_the_old_report(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    report, template = tmp_path / "r.md", tmp_path / "mine.md"
    report.write_text("old", encoding="utf-8")
    template.write_text("{{ nothing }}", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.md:1: "):
        write_report(report, result, knowledge, template=template)
    assert report.read_text(encoding="utf-8") == "old"


def test_a_disk_that_fails_keeps_the_old_report_and_leaves_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "r.md"
    report.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fakdx.report.write.os.fsync", full)
    with pytest.raises(InputError, match=r"r\.md: cannot be written: No space left on device"):
        write_whole(report, b"new")
    assert report.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["r.md"]


def test_a_folder_that_is_not_there_is_one_line(result: Result, knowledge: Knowledge, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"r\.html: cannot be written: No such file or directory"):
        write_report(tmp_path / "none" / "r.html", result, knowledge)


def test_rewriting_keeps_the_mode_and_writes_through_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert (link.is_symlink(), real.read_bytes(), real.stat().st_mode & 0o777) == (True, b"new", 0o640)


def test_who_is_reading_the_old_report_reads_it_to_the_end(tmp_path: Path) -> None:
    report = tmp_path / "r.md"
    report.write_bytes(b"old")
    with report.open("rb") as reader:
        write_whole(report, b"new")
        assert reader.read() == b"old"
    assert report.read_bytes() == b"new"


def test_pdf_without_its_extra_names_the_extra(
    result: Result, knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(InputError, match=r"pip install 'fakdx\[pdf\]'"):
        write_report(tmp_path / "r.pdf", result, knowledge)
    assert list(tmp_path.iterdir()) == []


def test_printing_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Printer:
        def __init__(self, string: str, url_fetcher: object) -> None:
            self.page, self.fetch = string, url_fetcher

        def write_pdf(self, pdf_identifier: bytes) -> bytes:
            try:
                self.fetch("https://evil.example/x")  # type: ignore[operator]
            except ValueError as refusal:
                asked.append(str(refusal))
            return b"%PDF" + pdf_identifier

    monkeypatch.setitem(sys.modules, "weasyprint", type("weasyprint", (), {"HTML": Printer}))
    assert print_pdf("<p>x", "ab" * 40) == b"%PDF" + b"ab" * 16
    assert asked == ["a report fetches nothing: https://evil.example/x"]
