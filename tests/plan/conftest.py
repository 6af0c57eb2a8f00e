"""Diagnosed cases for the tests of planning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from fakdx import Case, Knowledge
from fakdx.differential.score import Differential, differential
from fakdx.plan.experiments import PREFERENCES, Assayed, assay, rank

Read = Callable[..., Differential]


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Read:
    """A case from context and findings, with its differential."""

    def build(*findings: Mapping[str, Any], **context: Any) -> Differential:
        case = Case.from_dict({"context": context, "findings": [dict(f) for f in findings]}, knowledge)
        return differential(case, knowledge, "matcher")

    return build


@pytest.fixture(scope="session")
def found(cases: dict[str, Case], knowledge: Knowledge) -> dict[str, Differential]:
    return {name: differential(case, knowledge, "matcher") for name, case in cases.items()}


@pytest.fixture(scope="session")
def ranked(found: dict[str, Differential], knowledge: Knowledge) -> dict[str, tuple[tuple[Assayed, float], ...]]:
    """Every shipped case with its ranking under the balanced preset."""
    return {name: rank(assay(one, knowledge), PREFERENCES["balanced"]) for name, one in found.items()}
