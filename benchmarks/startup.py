"""How long it takes to be there: `python -m benchmarks.startup [--runs N]`.

Whole processes, from the start of the interpreter to its end; medians, and the most memory that one held.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")
WARM = {
    "python alone": ["-c", "pass"],
    "import fakdx": ["-c", "import fakdx"],
    "from fakdx import Case, diagnose": ["-c", "from fakdx import Case, diagnose"],
    "load_knowledge()": ["-c", "import fakdx; fakdx.load_knowledge()"],
    "fakdx --help": ["-m", "fakdx", "--help"],
    "fakdx diagnose": ["-m", "fakdx", "diagnose", EXAMPLE],
    "fakdx diagnose --format json": ["-m", "fakdx", "diagnose", EXAMPLE, "--format", "json"],
}


def measure(arguments: Sequence[str], runs: int, environment: Mapping[str, str]) -> tuple[float, float, float]:
    """Median seconds of a whole process, median CPU seconds, and the largest resident set in MB."""
    seconds, cpu = [], []
    for _ in range(runs):
        before, start = os.times(), time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=dict(environment), stdout=subprocess.DEVNULL, check=True
        )
        seconds.append(time.perf_counter() - start)
        after = os.times()
        cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(seconds), statistics.median(cpu), peak(arguments, environment)


def peak(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Megabytes that one process held at most."""
    code = (
        "import resource, subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return float(ended.stdout) / scale


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.startup", description="Start-up times and memory")
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        rows = {"fakdx diagnose, nothing in the cache": _first(environment, runs)}
        rows.update({name: measure(command, runs, environment) for name, command in WARM.items()})
    out("| command | s | CPU s | MB |")
    out("|---|---|---|---|")
    for name, (seconds, cpu, megabytes) in rows.items():
        out(f"| `{name}` | {seconds:.2f} | {cpu:.2f} | {megabytes:.0f} |")
    return 0


def _first(environment: Mapping[str, str], runs: int) -> tuple[float, float, float]:
    """The same command with an empty cache each time."""
    command, seen = WARM["fakdx diagnose"], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as empty:
            seen.append(measure(command, 1, {**environment, "XDG_CACHE_HOME": empty}))
    seconds, cpu, megabytes = zip(*seen, strict=True)
    return statistics.median(seconds), statistics.median(cpu), max(megabytes)


if __name__ == "__main__":
    sys.exit(main())
