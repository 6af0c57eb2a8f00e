"""What every test may use: the shipped knowledge and the cases, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakdx import Case, Knowledge, load_knowledge

ROOT = Path(__file__).resolve().parents[1]
CASE_FILES = sorted((ROOT / "tests" / "cases").glob("*/*.yaml")) + sorted((ROOT / "examples").glob("*.yaml"))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def cases(knowledge: Knowledge) -> dict[str, Case]:
    """Every shipped case by file stem."""
    return {path.stem: Case.from_yaml(path, knowledge) for path in CASE_FILES}
