"""Many threads, one answer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from fakdx import Case, Knowledge, diagnose

THREADS = 8


def test_eight_threads_give_what_one_gives(cases: dict[str, Case], knowledge: Knowledge) -> None:
    stems = sorted(cases)[:: len(cases) // 4]
    alone = {stem: diagnose(cases[stem], knowledge).to_json() for stem in stems}
    together = threading.Barrier(THREADS)

    def all_cases(turn: int) -> dict[str, str]:
        together.wait()
        order = stems[turn % len(stems) :] + stems[: turn % len(stems)]
        return {stem: diagnose(cases[stem], knowledge).to_json() for stem in order}

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(all_cases, range(THREADS)))

    assert answers == [alone] * THREADS
