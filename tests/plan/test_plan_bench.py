"""The bench plan and `fakdx plan`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fakdx import Case, Knowledge, diagnose
from fakdx.cli.main import main
from fakdx.differential.score import Differential
from fakdx.plan.bench import BenchPlan, bench_plan
from fakdx.plan.experiments import PREFERENCES
from fakdx.plan.panel import Budget, choose_panel
from fakdx.report.bench_plan import plan_to_markdown, plan_to_text

CASE = str(Path(__file__).parents[1] / "cases" / "multi" / "multi_01.yaml")


def plan_for(found: Differential, knowledge: Knowledge, start: date | None = None) -> BenchPlan:
    budget = Budget()
    panel = choose_panel(found, knowledge, PREFERENCES["balanced"], budget)
    return bench_plan(found, panel, budget, "Likely", (), knowledge, start)


def test_every_step_within_the_time_of_an_experiment_is_on_its_day(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    plan = plan_for(found["multi_01"], knowledge)
    tasks = {(day.number, task.do): task for day in plan.days for task in day.tasks}
    for planned in plan.experiments:
        protocol = knowledge.experiments[planned.id].protocol
        for step in knowledge.protocols[protocol].steps if protocol else ():
            if step.day - 1 <= planned.days:
                assert planned.number in tasks[step.day - 1, step.do].experiments


def test_days_follow_each_other_from_zero(found: dict[str, Differential], knowledge: Knowledge) -> None:
    numbers = [d.number for d in plan_for(found["multi_01"], knowledge).days]
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))


def test_experiments_on_shared_material_prepare_it_once(found: dict[str, Differential], knowledge: Knowledge) -> None:
    plan = plan_for(found["seed_18"], knowledge)
    shared = [e for e in plan.experiments if e.shares_with]
    once = [t for t in plan.days[0].tasks if t.do.startswith("Prepare once")]
    assert shared
    assert set(once[0].experiments) >= {shared[0].number, shared[0].shares_with}
    texts = [t.do for day in plan.days for t in day.tasks if not t.do.startswith("Judge")]
    assert len(texts) == len(set(texts))


def test_dates_appear_only_with_a_first_day(found: dict[str, Differential], knowledge: Knowledge) -> None:
    assert not any(d.date for d in plan_for(found["multi_01"], knowledge).days)
    dated = plan_for(found["multi_01"], knowledge, date(2025, 2, 27)).days
    assert dated[0].date == "2025-02-27 (Thu)"
    assert next(d.date for d in dated if d.number == 2) == "2025-03-01 (Sat)"


def test_looks_at_the_records_come_first_on_the_first_day(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    plan = plan_for(found["und_02"], knowledge)
    instant = [p.number for p in plan.experiments if knowledge.experiments[p.id].instant]
    assert instant
    assert plan.days[0].tasks[0].experiments == (instant[0],)


def test_a_phosphoprotein_is_probed_with_its_total_and_a_loading_control(
    found: dict[str, Differential], knowledge: Knowledge
) -> None:
    plan = plan_for(found["seed_18"], knowledge)
    probes = next(e for e in plan.experiments if e.id == "pfak_dose_time").probes
    assert {"phospho", "total", "loading"} <= {p.role for p in probes}


def test_no_experiment_ends_before_its_protocol_except_where_it_says_what_comes_later(knowledge: Knowledge) -> None:
    late = {
        e.id for e in knowledge.experiments.values()
        if e.protocol and not e.instant and max(s.day for s in knowledge.protocols[e.protocol].steps) - 1 > e.days
    }  # fmt: skip
    assert late <= {"resistant_vs_parental_omics"}


def test_what_a_user_typed_is_inert_in_markdown(knowledge: Knowledge) -> None:
    case = Case.from_dict({"title": "<b>*x*</b> [a](b)", "findings": [{"growth_3d": "no effect"}]}, knowledge)
    from fakdx.differential.score import differential

    plan = plan_for(differential(case, knowledge, "matcher"), knowledge)
    provenance = diagnose(case, knowledge, engine="matcher").provenance
    page = plan_to_markdown(plan, provenance)
    assert "<b>" not in page
    assert "[a](b)" not in page
    assert "- [ ] " in page
    assert "Research use only" in page
    assert "[ ]" in plan_to_text(plan, provenance)


def test_the_same_command_gives_the_same_plan(capsys: pytest.CaptureFixture[str]) -> None:
    pages = []
    for _ in range(2):
        assert main(["plan", CASE, "--days", "14", "--format", "markdown"]) == 0
        pages.append(capsys.readouterr().out)
    assert pages[0] == pages[1]
    assert "limit: 14 days" in pages[0]


def test_a_plan_as_json_says_what_it_came_from(capsys: pytest.CaptureFixture[str], knowledge: Knowledge) -> None:
    assert main(["plan", CASE, "--format", "json", "--start", "2025-03-03", "--cost", "medium"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == 1
    assert data["knowledge"]["sha256"] == knowledge.sha256
    assert data["budget"] == {"days": None, "cost": "medium"}
    assert all(e["cost"] != "high" for e in data["experiments"])
    assert data["days"][0]["date"] == "2025-03-03 (Mon)"


def test_a_plan_is_written_in_the_format_of_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, begins in (("plan.md", "# Bench plan"), ("plan.json", "{"), ("plan.txt", "Bench plan")):
        assert main(["plan", CASE, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--days", "soon"], "--days: expected a number of days"),
        (["--days", "-1"], "--days: expected a number of days"),
        (["--weight", "nan"], "--weight: expected a number"),
        (["--start", "tomorrow"], "--start: expected a day such as 2025-03-03"),
        (["-o", "plan.docx"], "expected a name that ends in"),
    ],
)
def test_a_mistake_gives_one_line(options: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", CASE, *options]) == 2
    problem = capsys.readouterr().err
    assert says in problem
    assert problem.count("\n") == 1


def test_nothing_affordable_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    sensitive = str(Path(CASE).parents[1] / "sensitive" / "sen_03.yaml")
    assert main(["plan", sensitive, "--cost", "none"]) == 0
    assert "nothing is worth running" in capsys.readouterr().out
