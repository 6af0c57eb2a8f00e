"""What a fuzzer once found stays found: every kept input is taken or refused as documented."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from fuzz import seeds
from fuzz.targets import TARGETS, attempt
from tests.conftest import ROOT

FOUND = [(target, path) for target in sorted(TARGETS) for path in sorted((seeds.FOUND / target).glob("*"))]


@pytest.mark.parametrize(("target", "path"), FOUND, ids=[f"{t}-{p.name}" for t, p in FOUND])
def test_an_input_that_broke_something_does_so_no_more(target: str, path: Path, tmp_path: Path) -> None:
    attempt(TARGETS[target], path.read_bytes(), tmp_path)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_each_target_takes_what_it_starts_from_and_survives_its_ruins(target: str, tmp_path: Path) -> None:
    good = next(iter(TARGETS[target].seeds()))
    ruins = [b"", good[: len(good) // 2], good[::-1], good.replace(b"e", b"\xff"), b"\x00" + good]

    taken = [attempt(TARGETS[target], seed, tmp_path) for seed in islice(TARGETS[target].seeds(), 3)]
    for ruin in ruins:
        attempt(TARGETS[target], ruin, tmp_path)

    assert any(taken)


def test_every_kept_input_has_a_target() -> None:
    assert {p.name for p in seeds.FOUND.iterdir()} <= set(TARGETS)


def test_an_unknown_target_is_told_in_a_line() -> None:
    command = [sys.executable, "-m", "fuzz", "cases"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("no target 'cases'; known: case, ")
    assert ended.stderr.count("\n") == 1
