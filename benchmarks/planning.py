"""How long planning takes: `python -m benchmarks.planning [--rounds N] [--json]`.

Every experiment that makes sense for a case, with every outcome: matched, scored and judged. The target is a median
of 50 ms over the development cases on one core. The first round pays for reading the outcomes once per context.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.accuracy import CASES, load_expected
from fakdx import Case, load_knowledge
from fakdx.differential.score import differential
from fakdx.plan.experiments import PREFERENCES, assay, rank

TARGET_MS = 50.0


def measure(rounds: int) -> dict[str, float]:
    """Milliseconds per case: the median of the first round and of the others, the slowest, and outcomes per case."""
    knowledge = load_knowledge()
    cases = [Case.from_yaml(CASES / e.file, knowledge) for e in load_expected().values()]
    found = [differential(case, knowledge, "matcher") for case in cases]
    first: list[float] = []
    later: list[float] = []
    outcomes: list[int] = []
    for number in range(rounds):
        for one in found:
            start = time.perf_counter()
            assayed = assay(one, knowledge)
            rank(assayed, PREFERENCES["balanced"])
            (later if number else first).append((time.perf_counter() - start) * 1e3)
            outcomes.append(sum(len(a.prospects) for a in assayed))
    later = later or first
    return {
        "median_ms": statistics.median(later),
        "slowest_ms": max(later),
        "first_median_ms": statistics.median(first),
        "outcomes": statistics.median(outcomes),
    }


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.planning", description="Time to look ahead over every outcome")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    found = measure(max(1, options.rounds))
    if options.json:
        out(json.dumps(found, indent=2))
    else:
        out(f"every experiment x every outcome ({found['outcomes']:.0f} outcomes a case)")
        out(f"median {found['median_ms']:.1f} ms, target {TARGET_MS:.0f} ms")
        out(f"slowest case {found['slowest_ms']:.1f} ms, first round {found['first_median_ms']:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
