"""What `untested-condition` offers to add does what it promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_base import write_base

from fakdx.errors import Problem
from fakdx.lint import check_folder

STALE, PYK2 = "rules/ineffective_inhibition.yaml", "rules/pyk2_compensation.yaml"
THINNED = {
    "a line of all": (
        PYK2,
        "    silent: [[{pPYK2_Y402: increased}], [{pFAK_Y397: decreased}]]",
        "    silent: [[{pPYK2_Y402: increased}]]",
        "silent",
        "[{pFAK_Y397: decreased}, {pPYK2_Y402: decreased}]",
    ),
    "a derived line of all": (
        PYK2,
        "    silent: [[{pPYK2_Y402: increased}], [{pFAK_Y397: decreased}]]",
        "    silent: [[{pFAK_Y397: decreased}]]",
        "silent",
        "[{pFAK_Y397: unchanged}, {pPYK2_Y402: increased}]",
    ),
    "a branch of any": (
        STALE,
        "    fires: [[{stock_fresh: no}], [{pRTK: increased, gene: MET}]]",
        "    fires: [[{stock_fresh: no}]]",
        "fires",
        "[{pRTK: increased, gene: MET}]",
    ),
    "a line of unless": (
        STALE,
        "    silent: [[{pFAK_Y397: unchanged}], [{pFAK_Y397: decreased}, {growth_3d: no effect}]]",
        "    silent: [[{pFAK_Y397: unchanged}]]",
        "silent",
        "[{pFAK_Y397: decreased}, {growth_3d: no effect}]",
    ),
}


def untested(folder: Path) -> list[Problem]:
    return [p for p in check_folder(folder) if p.code == "untested-condition"]


@pytest.mark.parametrize("what", THINNED)
def test_the_suggestion_is_the_example_that_was_missing(what: str, tmp_path: Path) -> None:
    file, full, thin, part, example = THINNED[what]
    (problem,) = untested(write_base(tmp_path, [{"file": file, "replace": full, "by": thin}]))

    assert problem.message.endswith(f"; under '{part}' add {example}")


@pytest.mark.parametrize("what", THINNED)
def test_adding_the_suggestion_leaves_nothing_untested(what: str, tmp_path: Path) -> None:
    file, full, thin, *_ = THINNED[what]
    (problem,) = untested(write_base(tmp_path / "before", [{"file": file, "replace": full, "by": thin}]))
    advice = re.fullmatch(r".*; under '(fires|silent)' add (.*)", problem.message)
    assert advice is not None
    widened = re.sub(rf"{advice[1]}: \[", f"{advice[1]}: [{advice[2]}, ", thin)

    after = write_base(tmp_path / "after", [{"file": file, "replace": full, "by": widened}])

    assert untested(after) == []
    assert [p for p in check_folder(after) if p.level == "error"] == []
