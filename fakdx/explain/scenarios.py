"""Which documented situations the findings match."""

from __future__ import annotations

from fakdx.differential.score import Differential
from fakdx.inference.conditions import parse_condition
from fakdx.knowledge import Knowledge
from fakdx.model.entries import Scenario
from fakdx.model.result import ScenarioMatch
from fakdx.model.rules import Fact


def recognise(found: Differential, knowledge: Knowledge) -> tuple[ScenarioMatch, ...]:
    """Scenarios of which one group of conditions holds, in the order of the knowledge base."""
    facts = (*found.base.facts, *found.inference.derived)
    matches = []
    for scenario in knowledge.scenarios.values():
        matched = _matched(scenario, facts, knowledge)
        if matched:
            causes = tuple((c.hypothesis, c.says, c.do) for c in scenario.causes)
            matches.append(ScenarioMatch(scenario.id, scenario.name, matched, causes, scenario.check_first))
    return tuple(matches)


def _matched(scenario: Scenario, facts: tuple[Fact, ...], knowledge: Knowledge) -> tuple[str, ...]:
    for group in scenario.recognised:
        labels: set[str] = set()
        for written in group:
            condition = parse_condition(written, knowledge)
            hits = {f.label for f in facts if condition.admits(f)}
            if not hits:
                break
            labels |= hits
        else:
            return tuple(sorted(labels))
    return ()
