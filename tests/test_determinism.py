"""Same case, same knowledge, same bytes."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from dataclasses import replace

import pytest

from fakdx import Case, Knowledge, diagnose
from tests.conftest import CASE_FILES, ROOT

DIGEST = """
import hashlib, sys
from fakdx import Case, diagnose
for path in sys.argv[1:]:
    d = diagnose(Case.from_yaml(path))
    print(hashlib.sha256((d.to_json() + d.to_markdown()).encode()).hexdigest())
"""


def digests(seed: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", DIGEST, *map(str, CASE_FILES)],
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_the_hash_seed_changes_no_byte() -> None:
    first, second, third = (digests(seed) for seed in ("0", "1", "4242"))

    assert len(first) == len(CASE_FILES)
    assert first == second == third


@pytest.mark.parametrize("stem", ["seed_04", "multi_04", "und_09", "art_16"])
def test_the_order_of_findings_changes_no_byte(stem: str, cases: dict[str, Case], knowledge: Knowledge) -> None:
    case = cases[stem]
    shuffled = list(case.findings)
    random.Random(7).shuffle(shuffled)

    before = diagnose(case, knowledge).to_dict()
    after = diagnose(Case.of(replace(case, findings=tuple(shuffled))), knowledge).to_dict()

    assert after == before


def test_the_knowledge_hash_is_of_the_files(knowledge: Knowledge) -> None:
    assert len(knowledge.sha256) == len(hashlib.sha256().hexdigest())
    assert int(knowledge.sha256, 16) > 0
