"""What the case would look like after a result that is not in yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from fakdx.case.parse import parse_fragment
from fakdx.differential.score import Differential
from fakdx.inference.conditions import parse_condition
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding
from fakdx.model.rules import Condition, Fact
from fakdx.reading.yaml_lines import Document

_NOWHERE = Document("<knowledge>", None, {})


def with_findings(case: CaseData, adds: Iterable[Finding]) -> CaseData:
    """The case with findings added; what was known of the same subjects gives way."""
    new = tuple(adds)
    subjects = {f.subject for f in new}
    kept = tuple(f for f in case.findings if f.subject not in subjects)
    return replace(case, findings=(*kept, *new))


def outcome_findings(knowledge: Knowledge, adds: Sequence[Mapping[str, Any]], context: Context) -> tuple[Finding, ...]:
    """The findings of an experiment's outcome, read with the inhibitor of the case."""
    rows = _parsed(knowledge, tuple(_freeze(row) for row in adds))
    inhibitor = context.inhibitor
    if inhibitor is None:
        return rows
    return tuple(
        f
        if f.treatment is None
        else replace(
            f, treatment=tuple(sorted(inhibitor if a == "fak_inhibitor_unspecified" else a for a in f.treatment))
        )
        for f in rows
    )


@lru_cache(maxsize=4096)
def _parsed(knowledge: Knowledge, adds: tuple[Any, ...]) -> tuple[Finding, ...]:
    return parse_fragment([dict(row) for row in adds], _NOWHERE, (), knowledge).findings


@lru_cache(maxsize=4096)
def _condition(knowledge: Knowledge, written: tuple[Any, ...]) -> Condition:
    return parse_condition(dict(written), knowledge)


def _freeze(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in row.items())


def holds(condition: Mapping[str, Any], facts: Iterable[Fact], knowledge: Knowledge) -> tuple[str, ...]:
    """Labels of the facts that satisfy a condition as written in the knowledge base; empty when none does."""
    parsed = _condition(knowledge, _freeze(condition))
    return tuple(sorted({f.label for f in facts if parsed.admits(f)}))


def known_facts(found: Differential) -> tuple[Fact, ...]:
    """Everything known of a case: reported, filled in and derived."""
    return (*found.base.facts, *found.inference.derived)
