"""experta and the bit masks give identical firings: each is the other's oracle."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings

from fakdx import Case, Knowledge
from fakdx.inference import facts_of, infer
from fakdx.inference.matcher import Matcher
from fakdx.inference.rete import ReteEngine
from fakdx.model.rules import CompiledRule, Fact
from tests.conftest import CASE_FILES, ROOT
from tests.laws import strategies as some


@given(rules=some.rule_bases(), first=some.fact_sets(), second=some.fact_sets())
@settings(max_examples=150, deadline=None)
def test_on_any_rules_and_facts(rules: tuple[CompiledRule, ...], first: list[Fact], second: list[Fact]) -> None:
    rete, matcher = ReteEngine(rules), Matcher(rules)

    for facts in (first, second, first):
        assert rete.run(facts) == matcher.run(facts)


@given(rules=some.rule_bases(), facts=some.fact_sets())
@settings(max_examples=50, deadline=None)
def test_the_order_of_facts_and_rules_changes_nothing(rules: tuple[CompiledRule, ...], facts: list[Fact]) -> None:
    expected = Matcher(rules).run(facts)

    assert Matcher(tuple(reversed(rules))).run(facts[::-1]) == expected
    assert ReteEngine(rules).run(facts[::-1]) == expected


@given(case=some.cases())
@settings(max_examples=80, deadline=None)
def test_on_any_case_of_the_shipped_vocabulary(case: Case) -> None:
    knowledge = some.shipped()
    facts = facts_of(case, knowledge).facts

    assert infer(knowledge, facts, "experta") == infer(knowledge, facts, "matcher")


@pytest.mark.parametrize("stem", [p.stem for p in CASE_FILES])
def test_on_the_shipped_cases(stem: str, cases: dict[str, Case], knowledge: Knowledge) -> None:
    facts = facts_of(cases[stem], knowledge).facts

    assert infer(knowledge, facts, "experta") == infer(knowledge, facts, "matcher")


def test_on_the_examples_of_every_rule(knowledge: Knowledge) -> None:
    for row in some.rule_examples():
        facts = facts_of(Case.from_dict({"findings": [row]}, knowledge), knowledge).facts

        assert infer(knowledge, facts, "experta") == infer(knowledge, facts, "matcher"), row


def test_one_engine_of_each_kind_serves_two_threads(cases: dict[str, Case], knowledge: Knowledge) -> None:
    facts = [facts_of(case, knowledge).facts for case in cases.values()]
    expected = [infer(knowledge, f, "matcher") for f in facts]

    with ThreadPoolExecutor(2) as pool:
        by_experta = list(pool.map(lambda f: infer(knowledge, f, "experta"), facts * 2))
        by_matcher = list(pool.map(lambda f: infer(knowledge, f, "matcher"), facts * 2))

    assert by_experta == expected * 2
    assert by_matcher == expected * 2


FIRINGS = """
import sys
from fakdx import Case, load_knowledge
from fakdx.inference import facts_of, infer
knowledge = load_knowledge()
for path in sys.argv[1:]:
    facts = facts_of(Case.from_yaml(path, knowledge), knowledge).facts
    for engine in ("experta", "matcher"):
        found = infer(knowledge, facts, engine)
        print(path, engine, found.firings, [f.key for f in found.derived])
"""


def test_the_hash_seed_changes_no_firing() -> None:
    def run(seed: str) -> str:
        command = [sys.executable, "-c", FIRINGS, *map(str, CASE_FILES)]
        environment = {"PYTHONHASHSEED": seed, "PATH": ""}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    assert run("0") == run("397")
