"""The fast road and the one road end at the same place."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakdx import Case, Knowledge, diagnose, load_knowledge
from fakdx.batch.judge import Judge
from fakdx.batch.run import run_batch
from fakdx.differential.score import differential
from fakdx.differential.verdict import rule_on
from fakdx.explain.scenarios import recognise
from fakdx.inference import compiled
from fakdx.model.case import CaseData, Context
from fakdx.reading.quantities import Span
from tests.batch.random_cases import cases as random_cases
from tests.batch.random_cases import contexts, findings_that_fire
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def judge(knowledge: Knowledge) -> Judge:
    return Judge(knowledge)


def full(case: CaseData, knowledge: Knowledge) -> dict[str, object]:
    found = differential(case, knowledge, "matcher")
    return {
        "ranking": [(a.id, a.points, a.probability, a.band, a.corroborated) for a in found.assessments],
        "ruling": rule_on(found, knowledge),
        "scenarios": tuple(s.id for s in recognise(found, knowledge)),
        "derived": sorted(f.label for f in found.inference.derived),
        "counted": sorted((e.rule, e.points) for a in found.assessments for e in (*a.for_, *a.against) if e.counted),
    }


def quick(case: CaseData, judge: Judge) -> dict[str, object]:
    judged = judge.case(case)
    program = judge.marker.program
    return {
        "ranking": [(s.id, s.points, s.probability, s.band, s.corroborated) for s in judged.standings],
        "ruling": judged.ruling,
        "scenarios": program.recognised(judged.fired.mask),
        "derived": sorted(judged.fired.derived),
        "counted": sorted((program.rules[c.number].id, c.points) for c in judged.charges),
    }


def test_every_shipped_case_is_judged_alike(cases: dict[str, Case], knowledge: Knowledge, judge: Judge) -> None:
    assert {stem: quick(case, judge) for stem, case in cases.items()} == {
        stem: full(case, knowledge) for stem, case in cases.items()
    }


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_case_is_judged_alike(data: st.DataObject, judge: Judge) -> None:
    knowledge = load_knowledge()
    case = data.draw(random_cases(knowledge))

    assert quick(case, judge) == full(case, knowledge)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_remembered_from_one_context_is_not_taken_for_another(data: st.DataObject, judge: Judge) -> None:
    knowledge = load_knowledge()
    findings = data.draw(random_cases(knowledge)).findings
    first = data.draw(contexts(knowledge))
    others = data.draw(st.lists(contexts(knowledge), min_size=1, max_size=4))
    shifted = [replace(first, dose=c.dose, exposure=c.exposure) for c in others]

    for context in [first, *others, *shifted]:
        case = CaseData(context=context, findings=findings)
        assert quick(case, judge) == full(case, knowledge)


def test_findings_that_take_dose_and_time_from_the_context_follow_it_over_every_limit(
    knowledge: Knowledge, judge: Judge
) -> None:
    limited = {r.id for r in compiled(knowledge) if any(c.within for c in (*r.all, *r.any, *r.unless))}
    groups = findings_that_fire(knowledge, frozenset(limited))
    findings = {replace(f, at=None, dose=None) for group in groups for f in group}
    values = (0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 8.0, 12.0, 24.0, 48.0, 100.0)
    assert len(limited) > 5

    for one in sorted(findings, key=lambda f: f.label):
        for value in values:
            at = Span(value, value)
            case = CaseData(context=Context(inhibitor="defactinib", dose=at, exposure=at), findings=(one,))
            assert quick(case, judge) == full(case, knowledge)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_neither_order_nor_repetition_of_findings_matters(data: st.DataObject, judge: Judge) -> None:
    case = data.draw(random_cases(load_knowledge()))
    shuffled = data.draw(st.permutations([*case.findings, *case.findings[:2]]))

    assert quick(CaseData(context=case.context, findings=tuple(shuffled)), judge) == quick(case, judge)


def test_a_batch_of_the_shipped_cases_gives_the_verdicts_of_diagnose(tmp_path: Path, cases: dict[str, Case]) -> None:
    summary = run_batch(ROOT / "tests" / "cases" / "literature", tmp_path / "out.csv")

    with (tmp_path / "out.csv").open(newline="") as file:
        rows = {row["case"]: row for row in csv.DictReader(file)}
    assert summary.rows == len(rows) == len(list((ROOT / "tests" / "cases" / "literature").glob("*.yaml")))
    for stem, row in rows.items():
        diagnosis = diagnose(cases[stem])
        ranked = {a.id: a for a in diagnosis.differential}
        assert row["verdict"] == diagnosis.verdict.kind
        assert row["hypothesis"] in (*diagnosis.verdict.hypotheses, diagnosis.differential[0].id)
        assert float(row["probability"]) == round(ranked[row["hypothesis"]].probability, 6)
        assert row["band"] == ranked[row["hypothesis"]].band
        assert row["scenarios"].split(";") == ([s.id for s in diagnosis.reading.scenarios] or [""])
