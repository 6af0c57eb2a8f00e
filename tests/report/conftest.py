"""The worked example as fixtures."""

from __future__ import annotations

import pytest

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from tests.report.worked_example import RESULT, make_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return make_knowledge()


@pytest.fixture(scope="session")
def result() -> Result:
    return RESULT
