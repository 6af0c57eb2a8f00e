"""The contracts of the command line: streams and exit status."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from fakdx import Knowledge
from fakdx.case.schema import case_schema
from fakdx.cli.main import COMMANDS, main
from fakdx.reading.yaml_lines import read_yaml
from fakdx.report.json_schema import result_schema
from tests.conftest import CASE_FILES, ROOT

EXAMPLE = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")


def test_diagnose_prints_the_headline_to_stdout_and_nothing_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", EXAMPLE]) == 0

    captured = capsys.readouterr()
    assert "RTK trans-phosphorylation" in captured.out
    assert "research use only" in captured.out.lower()
    assert captured.err == ""


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda p: p.stem)
def test_json_validates_against_the_published_schema(
    path: Path, capsys: pytest.CaptureFixture[str], knowledge: Knowledge
) -> None:
    assert main(["diagnose", str(path), "--format", "json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, result_schema(knowledge))


def test_every_shipped_case_fits_the_published_case_schema(knowledge: Knowledge) -> None:
    validator = jsonschema.Draft202012Validator(case_schema(knowledge))

    assert {p.stem: [e.message for e in validator.iter_errors(read_yaml(p).data)] for p in CASE_FILES} == {
        p.stem: [] for p in CASE_FILES
    }


def test_the_case_schema_refuses_a_state_no_scale_has(knowledge: Knowledge) -> None:
    validator = jsonschema.Draft202012Validator(case_schema(knowledge))

    assert not validator.is_valid({"findings": [{"pFAK_Y397": "sideways"}]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("findings:\n  - {pFAK_Y397: sideways}\n", ["2", "pFAK_Y397 has no state 'sideways'", "unchanged"]),
        ("findings:\n  - {pFAK_Y937: decreased}\n", ["2", "unknown observation 'pFAK_Y937'", "pFAK_Y397"]),
        ("context: {inhibitor: defactinip}\n", ["1", "unknown inhibitor 'defactinip'", "defactinib"]),
        ("context: {dose: 1 mg}\n", ["1", "dose", "nM, uM, mM"]),
        ("findings:\n  - {pFAK_Y397: 3}\n", ["2", "expected a word"]),
        ("findings:\n  - {pFAK_Y397: decreased, fold: .nan}\n", ["2", "fold", "nan"]),
        ("just a sentence\n", ["is not a case"]),
        ("findings: [\n", ["not valid YAML"]),
        ("[" * 10_000_000, ["limit"]),
        ("[" * 1000, ["nested deeper"]),
    ],
)
def test_bad_input_gets_lines_that_say_where_and_what(
    text: str, expected: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)

    assert main(["diagnose", str(path)]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("fakdx: ")
    assert all(part in captured.err for part in expected)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    findings = "findings:\n  - {pFAK_Y397: sideways}\n  - {nonsense: up}\n"
    path.write_text("context: {dose: 1 mg, inhibitor: nope}\n" + findings)

    assert main(["diagnose", str(path)]) == 2

    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 4
    assert [line.split(":")[2] for line in lines] == ["1", "1", "3", "4"]


def test_a_missing_file_is_named_with_its_nearest_neighbour(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", str(ROOT / "examples" / "persistent_y397_skbr.yaml")]) == 2

    assert "persistent_y397_skbr3.yaml" in capsys.readouterr().err


def test_an_empty_case_is_a_case_without_enough_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("")

    assert main(["diagnose", str(path), "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["verdict"]["kind"] == "insufficient_data"


def test_a_prior_that_is_no_probability_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", EXAMPLE, "--prior", "pyk2_compensation=3"]) == 2
    assert main(["diagnose", EXAMPLE, "--prior", "pyk2=0.3"]) == 2

    assert "pyk2_compensation" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])

    assert stopped.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize("what", ["case", "result", "knowledge"])
def test_the_schemas_are_schemas(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", what]) == 0

    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))
