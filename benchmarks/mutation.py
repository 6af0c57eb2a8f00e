"""Would anybody notice a broken rule? `python -m benchmarks.mutation [--cases DIR]... [--floor PERCENT]`.

Every active rule is broken in every small way (a condition dropped, a state or the direction turned round,
the strength changed, the rule deleted) and tried on the rules' own examples and on the rankings of the cases.
Prints what survives; exits 1 below the floor.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from fakdx.knowledge import load_knowledge
from fakdx.lint.coverage import read_cases
from fakdx.lint.mutation import run

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=Path, action="append", metavar="DIR", help="folders of case files")
    parser.add_argument("--floor", type=int, default=90, metavar="PERCENT", help="least share that must be caught")
    options = parser.parse_args(arguments)
    knowledge = load_knowledge()
    folders = options.cases or [ROOT / "tests" / "cases", ROOT / "examples"]
    cases = [case for folder in folders for case in read_cases(folder, knowledge)[0]]
    started = time.perf_counter()
    report = run(knowledge, cases)
    print("\n".join(report.lines()))
    print(f"{len(cases)} cases, {time.perf_counter() - started:.1f} s")
    return 0 if report.percent >= options.floor else 1


if __name__ == "__main__":
    sys.exit(main())
