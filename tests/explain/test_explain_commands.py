"""`explain`, `compare`, `whatif`, `diff` and `trace` on the command line."""

from __future__ import annotations

import json

import pytest

from fakdx.cli.main import main
from tests.conftest import ROOT

SKBR3 = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")
LATE = str(ROOT / "examples" / "late_onset_her2.yaml")
RTK = "rtk_transphosphorylation"

COMMANDS = {
    "explain": ["explain", SKBR3, RTK],
    "compare": ["compare", SKBR3, RTK, "pyk2_compensation"],
    "whatif": ["whatif", SKBR3, "pHER2_Y1248=unchanged", "--drop", "pAKT"],
    "diff": ["diff", SKBR3, LATE],
}
each_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@each_command
def test_text_fits_in_eighty_columns_without_colour(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    assert main(command) == 0

    captured = capsys.readouterr()
    assert captured.err == ""
    assert "\x1b" not in captured.out
    assert max(map(len, captured.out.splitlines())) <= 80


@each_command
def test_json_is_one_object_and_the_same_each_time(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for _ in range(2):
        assert main([*command, "--format", "json"]) == 0
        texts.append(capsys.readouterr().out)

    assert texts[0] == texts[1]
    assert isinstance(json.loads(texts[0]), dict)


@each_command
def test_markdown_begins_with_a_title_and_says_research_use(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--format", "markdown"]) == 0

    page = capsys.readouterr().out
    assert page.startswith("# ")
    assert "Research use only" in page


def test_explain_names_rule_finding_sentence_source_and_total(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert main(["explain", SKBR3, RTK, "--no-search"]) == 0

    page = capsys.readouterr().out
    step = next(line for line in page.splitlines() if "Rule y397_stays_while_receptor_is_active" in line)
    assert "Y397 stays on while a receptor that can phosphorylate it is active." in step
    assert "phospho-HER2" in step
    assert "Marlowe 2016" in step
    assert step.split()[:2] == ["+2", "+6"]
    for heading in ("What speaks against it", "Why it is not higher", "What is missing"):
        assert heading in page


def test_explain_prints_changes_that_whatif_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", SKBR3, RTK, "--format", "json"]) == 0
    change = json.loads(capsys.readouterr().out)["reversal"]["changes"][0]

    assert main(["whatif", SKBR3, *change["written"], "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["after"]["kind"] == change["verdict"]


def test_whatif_says_up_and_down_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", SKBR3, "antibody_fak_null_control=no"]) == 0

    page = capsys.readouterr().out
    assert "The verdict changes" in page
    assert "▲ up" in page
    assert "▼ down" in page


def test_diff_names_the_rules_that_moved_the_ranking(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", SKBR3, LATE, "--format", "json"]) == 0

    moves = json.loads(capsys.readouterr().out)["moves"]
    movers = [m for move in moves for m in move["movers"]]
    assert {m["what"] for m in movers} >= {"new", "gone"}


def test_trace_says_which_condition_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "y397_rises_above_control", SKBR3]) == 0
    assert "phospho-FAK Y397 is increased fails: it is unchanged (phospho-FAK Y397 unchanged" in capsys.readouterr().out

    assert main(["trace", "y397_rises_above_control", SKBR3, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["fired"] is False


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["explain", SKBR3, "pyk2_compensaton"], "did you mean pyk2_compensation"),
        (["explain", "nowhere.yaml", RTK], "nowhere.yaml: no such file"),
        (["explain", SKBR3, RTK, "--prior", "pyk2_compensation=2"], "expected a number between 0 and 1"),
        (["compare", SKBR3, RTK, "scafolding"], "did you mean scaffolding"),
        (["compare", SKBR3, RTK, RTK], "the same hypothesis"),
        (["compare", SKBR3, RTK, "scaffolding", "--prior", "nobody=0.2"], "unknown hypothesis 'nobody'"),
        (["whatif", SKBR3, "pHER2_Y1248=unchangd"], "did you mean unchanged"),
        (["whatif", SKBR3, "--drop", "pSTAT3"], "no such finding in the case"),
        (["whatif", SKBR3], "nothing to try"),
        (["diff", SKBR3, "nowhere.yaml"], "nowhere.yaml: no such file"),
        (["trace", "y397_rises_above_contro", SKBR3], "did you mean y397_rises_above_control"),
    ],
)
def test_a_mistake_gives_one_line_and_status_two(
    command: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert captured.err.startswith("fakdx: ")
    assert said in captured.err
