"""How many cases a second `batch` judges: `python -m benchmarks.throughput [--most N] [--cluster]`.

Tables of 30 columns, six findings a row, drawn at random: few rows are alike, so little is remembered from one to
the next. A screen in which lines and drugs repeat is faster; `--repeating` measures one.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from fakdx import load_knowledge
from fakdx.batch.pool import cores
from fakdx.batch.run import Options, run_batch
from fakdx.knowledge import Knowledge

COLUMNS = 30
FINDINGS = 6


def write_table(path: Path, rows: int, knowledge: Knowledge, columns: int = COLUMNS, findings: int = FINDINGS) -> None:
    """A random table, the same for the same arguments."""
    chance = random.Random(rows)
    observables = sorted(knowledge.observables)
    chance.shuffle(observables)
    chosen = [knowledge.observables[id] for id in observables[:columns]]
    states = [knowledge.scales[o.scale].states for o in chosen]
    lines = sorted(c.name for c in knowledge.cell_lines.values())
    drugs = sorted(a.name for a in knowledge.agents.values() if a.role == "fak_inhibitor")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["case", "inhibitor", "dose", "exposure", "cell_line", *(o.id for o in chosen)])
        for number in range(rows):
            cells = [""] * len(chosen)
            for place in chance.sample(range(len(chosen)), findings):
                cells[place] = chance.choice(states[place])
            dose, hours = chance.choice((0.03, 0.1, 0.3, 1, 3, 10)), chance.choice((1, 6, 24, 72))
            writer.writerow(
                [f"c{number}", chance.choice(drugs), f"{dose} uM", f"{hours} h", chance.choice(lines), *cells]
            )


class Memory:
    """The most that this process and its children held together, in MB, looked at ten times a second."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.most = max(self.most, sum(map(_resident, [os.getpid(), *_children(os.getpid())])))


def _children(pid: int) -> list[int]:
    try:
        found = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return found + [grandchild for child in found for grandchild in _children(child)]


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    except (OSError, IndexError):
        return 0.0


def run(rows: int, folder: Path, options: Options, repeating: bool) -> tuple[float, float, float]:
    """Seconds, CPU seconds and MB for so many cases."""
    table = folder / f"{rows}.csv"
    if not table.exists():
        write_table(table, rows, load_knowledge(), *((5, 5) if repeating else ()))
    before = os.times()
    start = time.perf_counter()
    with Memory() as memory:
        run_batch(table, folder / "out.csv", options)
    seconds = time.perf_counter() - start
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    return seconds, cpu, memory.most


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.throughput", description="Cases a second")
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--repeating", action="store_true", help="five columns, all filled: many rows are alike")
    parser.add_argument("--workers", type=int, default=cores())
    parser.add_argument("--cluster", metavar="ADDRESS")
    options = parser.parse_args(arguments)
    out(f"| cases | s | cases/s | CPU us a case | MB, {options.workers} workers and parent |")
    out("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        rows = 1_000
        while rows <= options.most:
            chosen = Options(workers=options.workers, cluster=options.cluster)
            seconds, cpu, megabytes = run(rows, Path(folder), chosen, options.repeating)
            out(f"| {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {cpu / rows * 1e6:.0f} | {megabytes:.0f} |")
            rows *= 10
    return 0


if __name__ == "__main__":
    sys.exit(main())
