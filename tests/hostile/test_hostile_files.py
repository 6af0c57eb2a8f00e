"""Files that never end, are no files, or are far larger inside than outside."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fakdx import InputError, Knowledge
from fakdx.batch.layout import read_layout
from fakdx.case import Case
from fakdx.case.reader import MOST_PROBLEMS
from fakdx.interview.store import Store
from fakdx.knowledge import cache
from fakdx.knowledge.locate import user_overlay
from fakdx.quantify.grids import read_grid
from fakdx.reading.files import read_regular
from fuzz import seeds
from tests.conftest import ROOT
from tests.hostile.console import fakdx, is_clean

EXAMPLE = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")
TABLE = str(ROOT / "examples" / "tables" / "blot_tidy.csv")
SPARSE = 1 << 30

READERS = {
    "diagnose": ("diagnose", "{}"),
    "template": ("diagnose", EXAMPLE, "--format", "markdown", "--template", "{}"),
    "batch": ("batch", "{}.csv", "-o", "{out}"),
    "batch of lines": ("batch", "{}.jsonl", "-o", "{out}"),
    "batch of columns": ("batch", "{}.parquet", "-o", "{out}"),
    "mapping": ("batch", TABLE, "-o", "{out}", "--mapping", "{}"),
    "quantify": ("quantify", "blot", "{}"),
    "prism": ("quantify", "dose-response", "{}.pzfx"),
    "lane map": ("quantify", "blot", TABLE, "--lanes", "{}"),
    "into": ("quantify", "blot", TABLE, "--into", "{}"),
}


@pytest.fixture(params=["pipe", "device", "sparse"])
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Something that must not be read to its end, under each name that the commands know."""
    for ending in ("", ".csv", ".jsonl", ".parquet", ".pzfx"):
        path = tmp_path / f"odd{ending}"
        if request.param == "pipe":
            os.mkfifo(path)
        elif request.param == "device":
            path.symlink_to("/dev/zero")
        else:
            with path.open("wb") as file:
                file.truncate(SPARSE)
    return tmp_path / "odd"


@pytest.mark.parametrize("reader", READERS)
def test_what_has_no_end_is_refused_at_once(reader: str, odd: Path, tmp_path: Path) -> None:
    arguments = [a.replace("{out}", str(tmp_path / "out.csv")).replace("{}", str(odd)) for a in READERS[reader]]

    ran = fakdx(*arguments)

    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_becomes_a_pipe_after_it_was_looked_at_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(InputError, match="not a regular file; expected a table"):
        read_regular(tmp_path / "pipe", 10, "a table")


def test_a_name_too_long_for_any_file_is_told_of_that_file() -> None:
    ran = fakdx("diagnose", "x" * 300 + ".yaml")

    assert ran.err.endswith("x.yaml: cannot be read: File name too long\n")


@pytest.mark.parametrize("name", ["device", "pipe.md"])
@pytest.mark.parametrize(
    "command", [("diagnose", EXAMPLE, "--format", "markdown", "-o"), ("quantify", "blot", TABLE, "--svg")]
)
def test_a_device_or_pipe_is_never_replaced_by_a_report(command: tuple[str, ...], name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)

    ran = fakdx(*command, str(tmp_path / name))

    assert ran.status == 2
    assert "not a regular file" in ran.err
    assert (tmp_path / name).is_fifo()


def test_a_link_laid_where_a_report_grows_is_not_followed(tmp_path: Path) -> None:
    from threading import get_ident

    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / f".report.json.{os.getpid()}-{get_ident()}.part").symlink_to(victim)

    assert fakdx("diagnose", EXAMPLE, "-o", str(tmp_path / "report.json")).status == 0

    assert victim.read_text() == "precious"
    assert not (tmp_path / "report.json").is_symlink()


def packed(sheet: str) -> bytes:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in seeds.workbook_parts().items():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else content)
    return book.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
CORNERS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="XFD{0}"><v>1</v></c></row>'
BOMBS = {
    "a sheet of 17 thousand million cells": CORNERS.format(1_048_576),
    "a sheet of 49 million cells": CORNERS.format(3_000),
    "a cell of 40 MB in 40 kB": '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 40_000_000 + "</t></is></c></row>",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_workbook_that_bursts_is_refused(bomb: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(packed(SHEET.format(bomb)))
    assert path.stat().st_size < 100_000

    with pytest.raises(InputError, match=r"the limit is|far larger than a table"):
        read_grid(path)


def test_text_in_a_workbook_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(packed(SHEET.format('<row r="1"><c r="B1" t="inlineStr"><is><t>µ é =1</t></is></c></row>')))

    assert read_grid(path).rows == ((None, "µ é =1"),)


@pytest.mark.parametrize(
    "inside", ["<a>" * 500_000, "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>", "<!-- <" + "!" * 100]
)
def test_a_prism_project_that_is_an_attack_is_refused(inside: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pzfx"
    path.write_text(f"<GraphPadPrismFile>{inside}", encoding="utf-8")

    ran = fakdx("quantify", "dose-response", str(path))

    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2


def test_a_cell_that_would_keep_patterns_busy_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "layout.csv"
    path.write_text("<>,1,2\nA," + "1" * 100_000 + "x,1\nB,1,1\n")

    with pytest.raises(InputError, match=r"layout\.csv:2: a cell of 100,001 characters; the limit is 1,000"):
        read_grid(path)


MISTAKES = {
    "fields of a context": "context:\n" + "".join(f"  inhibitr{n}: x\n" for n in range(20_000)),
    "qualifiers of a finding": "findings:\n  - pFAK_Y397: up\n" + "".join(f"    withh{n}: x\n" for n in range(20_000)),
    "partners": "context:\n  partner:\n" + "".join(f"    - lapatinob{n}\n" for n in range(20_000)),
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES)
def test_of_thousands_of_mistakes_the_first_are_told(text: str, knowledge: Knowledge) -> None:
    with pytest.raises(InputError) as caught:
        Case.from_text(text, knowledge)

    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert f"has {MOST_PROBLEMS} mistakes or more" in str(caught.value)


def test_thousands_of_unknown_columns_are_told_by_the_first(knowledge: Knowledge) -> None:
    with pytest.raises(InputError) as caught:
        read_layout([f"pFAK_Y39{n}" for n in range(20_000)], knowledge, "in.csv", {})

    assert len(caught.value.problems) == MOST_PROBLEMS + 1


def test_a_row_with_thousands_of_mistakes_is_one_bad_row(tmp_path: Path) -> None:
    finding = ", ".join(f'"withh{n}": 1' for n in range(2_000))
    bad = '{"findings": [{"pFAK_Y397": "up", ' + finding + "}]}"
    (tmp_path / "in.jsonl").write_text(f'{bad}\n{{"case": "good", "findings": [{{"pFAK_Y397": "decreased"}}]}}\n')

    ran = fakdx("batch", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl"))

    rows = (tmp_path / "out.jsonl").read_text().splitlines()
    assert ran.status == 1
    assert ["error" in row for row in rows] == [True, False]


@pytest.mark.parametrize("columns", ["0", "1", "-3", "99999999", "wide"])
def test_a_width_that_no_terminal_has_changes_no_report(columns: str) -> None:
    def run(environment: dict[str, str]) -> bytes:
        command = [sys.executable, "-m", "fakdx", "show", "pFAK_Y397"]
        clean = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
        return subprocess.run(command, cwd=ROOT, env={**clean, **environment}, capture_output=True, check=True).stdout

    assert run({"COLUMNS": columns}) == run({})


def test_an_output_that_knows_few_characters_gets_question_marks() -> None:
    command = [sys.executable, "-m", "fakdx", "show", "pFAK_Y397"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)

    assert ended.returncode == 0
    assert ended.stderr == b""
    assert b"?" in ended.stdout


def test_without_a_home_there_is_an_answer_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)

    assert fakdx("diagnose", EXAMPLE).status == 0
    assert cache.read_documents([Path(EXAMPLE)])


def test_a_questionnaire_without_a_home_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)

    with pytest.raises(InputError, match="set HOME or XDG_STATE_HOME"):
        Store()


def test_a_folder_of_the_users_own_must_be_a_full_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "here" / "fakdx" / "knowledge").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")

    assert user_overlay() is None
