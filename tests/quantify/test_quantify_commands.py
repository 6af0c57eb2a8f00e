from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Call = Callable[..., Any]
File = Callable[..., Path]
RUNS: dict[str, tuple[str, ...]] = {
    "blot_tidy.csv": ("blot", "--loading", "GAPDH", "--total", "pFAK_Y397=FAK"),
    "blot_decimal_comma.csv": ("blot", "--target", "pFAK", "--total", "pFAK=FAK",
                               "--column", "condition=Behandlung", "--column", "dose=Konzentration (µM)"),
    "imagej_gel_results.csv": ("blot", "--loading", "GAPDH", "--lanes", "imagej_gel_lanes.csv"),
    "image_studio.tsv": ("blot", "--lanes", "image_studio_lanes.csv", "--name", "800=pFAK_Y397",
                         "--name", "700=FAK", "--total", "pFAK_Y397=FAK"),
    "dose_response_long.csv": ("dose-response", "--parental", "parental"),
    "dose_response_insensitive.tsv": ("dose-response", "--readout", "growth_3d"),
    "dose_response.pzfx": ("dose-response", "--parental", "parental", "--biological", "subcolumn",
                           "--scale", "percent"),
    "plate_readings.csv": ("dose-response", "--layout", "plate_layout.csv", "--parental", "parental",
                           "--biological", "plate"),
    "growth_rate_counts.csv": ("dose-response", "--parental", "fast"),
    "time_course.csv": ("time-course", "--loading", "GAPDH"),
    "synergy_matrix.csv": ("synergy", "--scale", "percent"),
    "synergy_matrix_additive.csv": ("synergy", "--scale", "percent"),
    "xenograft.csv": ("growth",),
    "soft_agar.csv": ("growth",),
    "xenograft_wide.csv": ("growth",),
    "soft_agar_wide.csv": ("growth",),
}  # fmt: skip
MATRIX = [("dose_matrix", "yes"), ("synergy_model_named", "yes")]
EXPECTED: dict[str, list[tuple[str, str]]] = {
    "blot_tidy.csv": [("pFAK_Y397", "decreased"), ("pFAK_Y397", "decreased"), ("pHER2_Y1248", "unchanged"),
                      ("pHER2_Y1248", "increased")],
    "blot_decimal_comma.csv": [("pFAK", "decreased")],
    "imagej_gel_results.csv": [("pFAK_Y397", "decreased"), ("pFAK_Y397", "inconclusive")],
    "image_studio.tsv": [("pFAK_Y397", "decreased")],
    "dose_response_long.csv": [("viability_2d", "inhibited"), ("viability_2d", "less sensitive")],
    "dose_response_insensitive.tsv": [("growth_3d", "no effect")],
    "dose_response.pzfx": [("viability_2d", "inhibited"), ("viability_2d", "less sensitive")],
    "plate_readings.csv": [("viability_2d", "inhibited"), ("viability_2d", "less sensitive")],
    "growth_rate_counts.csv": [("viability_2d", "inhibited"), ("viability_2d", "equally sensitive")],
    "time_course.csv": [("pFAK_Y397", "decreased"), ("pFAK_Y397", "decreased"), ("pFAK_Y397", "unchanged"),
                        ("pERK", "decreased"), ("pERK", "decreased"), ("pERK", "increased")],
    "synergy_matrix.csv": [("synergy", "synergistic"), *MATRIX],
    "synergy_matrix_additive.csv": [("synergy", "additive"), *MATRIX],
    "xenograft.csv": [("tumour_growth", "inhibited")],
    "soft_agar.csv": [("soft_agar", "partly inhibited"), ("soft_agar", "inhibited")],
    "xenograft_wide.csv": [("tumour_growth", "inhibited")],
    "soft_agar_wide.csv": [("soft_agar", "partly inhibited"), ("soft_agar", "inhibited")],
}  # fmt: skip


def arguments(name: str, examples: Path) -> list[object]:
    first, *rest = RUNS[name]
    return [first, examples / name, *(examples / a if (examples / a).is_file() else a for a in rest)]


@pytest.mark.parametrize("name", RUNS)
def test_every_example_table_gives_its_findings(name: str, examples: Path, quantify: Call) -> None:
    outcome = quantify(*arguments(name, examples), "--format", "json")
    assert outcome.code == 0, outcome.err
    content = json.loads(outcome.out)
    assert [next(iter(f.items())) for f in content["findings"]] == EXPECTED[name]
    assert len(content["record"]["sha256"]) == 64
    assert content["record"]["table"] == name


def test_every_example_table_is_run(examples: Path) -> None:
    partners = {a for run in RUNS.values() for a in run}
    tables = {p.name for p in examples.iterdir() if p.suffix != ".md"}
    assert tables == set(RUNS) | (partners & tables)


@pytest.mark.parametrize("name", RUNS)
def test_every_plot_is_well_formed_and_the_same_twice(
    name: str, examples: Path, quantify: Call, tmp_path: Path
) -> None:
    for copy in ("a.svg", "b.svg"):
        assert quantify(*arguments(name, examples), "--svg", tmp_path / copy).code == 0
    text = (tmp_path / "a.svg").read_text()
    assert ET.fromstring(text).tag.endswith("svg")
    assert text == (tmp_path / "b.svg").read_text()


@pytest.mark.parametrize("name", RUNS)
def test_text_output_fits_the_terminal_and_says_what_it_is_for(name: str, examples: Path, quantify: Call) -> None:
    out = quantify(*arguments(name, examples)).out
    plot = out.split("\n\n", 1)[1].split("\n\nfindings:")[0]
    assert max(map(len, plot.splitlines())) <= 88
    assert out.rstrip().endswith("Research use only.")


def test_findings_and_numbers_go_into_the_case(examples: Path, quantify: Call, file: File) -> None:
    case = file("case.yaml", "title: x  # note\nfindings:\n  - {pAKT_S473: increased}\n")
    outcome = quantify(*arguments("blot_tidy.csv", examples), "--into", case)
    assert outcome.code == 0
    content = yaml.safe_load(case.read_text())
    assert len(content["findings"]) == 5
    assert content["quantified"][0]["table"] == "blot_tidy.csv"
    assert "# note" in case.read_text()
    before = case.read_bytes()
    again = quantify(*arguments("blot_tidy.csv", examples), "--into", case)
    assert "already holds this analysis" in again.err
    assert case.read_bytes() == before


def test_another_reading_of_the_same_table_is_another_analysis(examples: Path, quantify: Call, file: File) -> None:
    case = file("case.yaml", "title: x\n")
    quantify(*arguments("soft_agar.csv", examples), "--into", case)
    quantify(*arguments("soft_agar.csv", examples), "--into", case, "--threshold", "partly=0.6")
    assert len(yaml.safe_load(case.read_text())["quantified"]) == 2


def test_a_case_that_cannot_be_extended_leaves_every_file_alone(
    examples: Path, quantify: Call, file: File, tmp_path: Path
) -> None:
    case = file("case.yaml", "findings: [{a: decreased}]\n")
    outcome = quantify(*arguments("soft_agar.csv", examples), "--into", case, "--svg", tmp_path / "p.svg")
    assert outcome.code == 2
    assert outcome.err.startswith("fakdx: case.yaml:1: `findings` is a list in brackets")
    assert outcome.out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.yaml"]


def test_a_plot_that_cannot_be_written_leaves_the_case_alone(examples: Path, quantify: Call, file: File) -> None:
    case = file("case.yaml", "title: x\n")
    outcome = quantify(
        *arguments("soft_agar.csv", examples), "--into", case, "--svg", case.parent / "missing" / "p.svg"
    )
    assert outcome.code == 2
    assert "cannot be written" in outcome.err
    assert case.read_text() == "title: x\n"
    assert [p.name for p in case.parent.iterdir()] == ["case.yaml"]


@pytest.mark.parametrize(
    ("command", "text", "options", "message"),
    [
        (
            "blot",
            "condition,analyte,signal\nVS,a,1\n",
            (),
            "no vehicle lane to compare with; conditions found: VS",
        ),
        ("blot", "condition,analyte,signal\nDMSO,a,0\nVS,a,0\n", (), "no band is above its background"),
        (
            "blot",
            "condition,analyte,signal\nDMSO,a,=A1\n",
            (),
            "t.csv:2: column C (signal): holds the formula '=A1'",
        ),
        ("blot", "a,b\n1,2\n", (), "no header row"),
        ("blot", "condition,signal\nDMSO,1\n", (), "which analyte is this?"),
        ("blot", "condition,analyte,signal\nDMSO,a,1\nVS,a,2\n", ("--threshold", "x=1"), "no threshold 'x'"),
        (
            "blot",
            "condition,analyte,signal\nDMSO,a,1\nVS,a,2\n",
            ("--column", "signal"),
            "--column expects NAME=VALUE",
        ),
        ("blot", "condition,analyte,signal\nDMSO,a,1\nVS,a,2\n", ("--linear-range", "3", "1"), "low to high"),
        ("blot", "condition,analyte,signal\nDMSO,a,1\nVS,a,2\n", ("--threshold", "increased=inf"), "out of order"),
        ("dose-response", "dose (uM),luminescence\n1,5\n", (), "no vehicle wells (dose 0)"),
        ("dose-response", "dose,viability\n1,5\n", (), "t.csv:2: column A (dose): '1' has no unit"),
        ("dose-response", "dose (uM),viability\n1 nM,5\n", (), "contradicts the unit uM"),
        (
            "dose-response",
            "dose (uM),viability\n1,abc\n",
            (),
            "t.csv:2: column B (viability): expected a number",
        ),
        ("synergy", "dose1 (uM),dose2 (uM),viability\n0,1,50\n1,0,40\n", (), "no well holds both drugs"),
        ("time-course", "condition,analyte,signal\nDMSO,a,1\nVS,a,2\n", (), "has no time"),
        ("growth", "group,colonies\nVS,5\n", (), "no control arm; arms found: VS"),
        ("growth", "group,day,volume\nvehicle,0,5\n", (), "no column for animal"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(
    command: str, text: str, options: tuple[str, ...], message: str, quantify: Call, file: File
) -> None:
    outcome = quantify(command, file("t.csv", text), *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("fakdx: ")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_missing_table_is_one_line(quantify: Call, tmp_path: Path) -> None:
    outcome = quantify("blot", tmp_path / "no.csv")
    assert outcome.err.casefold().startswith("fakdx: no.csv: cannot be read: no such file")
    assert outcome.err.count("\n") == 1


def test_hostile_names_stay_text_in_the_plot(quantify: Call, file: File, tmp_path: Path) -> None:
    name = "<script>alert('x')</script>&amp;\u202e\x07"
    rows = "".join(f"{b},{c},{name},{s}\n" for b in "123" for c, s in (("DMSO", 100), ("VS", 50)))
    path = file("t.csv", "blot,condition,analyte,signal\n" + rows)
    assert quantify("blot", path, "--svg", tmp_path / "p.svg").code == 0
    text = (tmp_path / "p.svg").read_text()
    assert "<script" not in text
    assert "\u202e" not in text
    assert ET.fromstring(text) is not None


def test_names_from_a_table_cannot_drive_the_terminal(quantify: Call, file: File) -> None:
    rows = "".join(f"{b},{c},a\x1b[2J,{s}\n" for b in "123" for c, s in (("DMSO", 100), ("VS", 50)))
    outcome = quantify("blot", file("t.csv", "blot,condition,analyte,signal\n" + rows))
    assert outcome.code == 0
    assert "\x1b" not in outcome.out + outcome.err
    wrong = quantify("blot", file("u.csv", "condition,analyte,signal\n\x1b[2J,a,1\n"))
    assert (wrong.code, "\x1b" in wrong.err) == (2, False)


def test_a_workbook_gives_the_same_as_text(quantify: Call, file: File, workbook: Callable[..., Path]) -> None:
    rows: list[list[object]] = [["blot", "condition", "analyte", "signal"]]
    rows += [[b, c, "pFAK", s * b] for b in (1, 2, 3) for c, s in (("DMSO", 100.5), ("VS", 33.25))]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    book = workbook("t.xlsx", {"data": rows})
    first, second = (
        json.loads(quantify("blot", path, "--format", "json").out)["findings"] for path in (file("t.csv", text), book)
    )
    assert first == second


def test_importing_the_package_loads_no_numpy_and_no_workbook_reader() -> None:
    code = (
        "import fakdx.quantify, fakdx.quantify.commands, sys;"
        "print([m for m in ('numpy', 'scipy', 'python_calamine') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


@pytest.mark.parametrize(
    ("blocked", "name", "message"),
    [
        ("scipy", "dose_response_long.csv", "pip install 'fakdx[fit]'"),
        ("python_calamine", "t.xlsx", "fakdx[tables]"),
    ],
)
def test_a_missing_extra_is_one_line_that_names_it(
    blocked: str, name: str, message: str, examples: Path, quantify: Call, workbook: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = workbook(name, {"a": [["dose (uM)", "viability"], [1, 2]]}) if name.endswith("xlsx") else examples / name
    monkeypatch.setitem(sys.modules, blocked, None)
    monkeypatch.setitem(sys.modules, f"{blocked}.optimize", None)
    outcome = quantify("dose-response", path)
    assert outcome.code == 2
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize("name", ["blot_tidy.csv", "time_course.csv", "xenograft.csv", "soft_agar.csv"])
def test_folds_and_growth_need_no_numpy(
    name: str, examples: Path, quantify: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("numpy", "scipy", "scipy.optimize"):
        monkeypatch.setitem(sys.modules, module, None)
    assert quantify(*arguments(name, examples)).code == 0
