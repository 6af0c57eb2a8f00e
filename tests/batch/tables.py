"""A table of any length for tests: the same rows for the same seed."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from fakdx.knowledge import Knowledge


def write_table(path: Path, rows: int, knowledge: Knowledge, seed: int = 1, columns: int = 30) -> Path:
    """Cases with a context and six findings each, drawn from the vocabulary."""
    chance = random.Random(seed)
    observables = sorted(knowledge.observables)
    chance.shuffle(observables)
    chosen = [knowledge.observables[id] for id in observables[:columns]]
    lines = sorted(c.name for c in knowledge.cell_lines.values())
    drugs = sorted(a.name for a in knowledge.agents.values() if a.role == "fak_inhibitor")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["case", "inhibitor", "dose", "exposure", "cell_line", *(o.id for o in chosen)])
        for number in range(rows):
            cells = [""] * len(chosen)
            for place in chance.sample(range(len(chosen)), 6):
                cells[place] = chance.choice(knowledge.scales[chosen[place].scale].states)
            dose = f"{chance.choice([0.03, 0.1, 0.3, 1, 3, 10])} uM"
            hours = f"{chance.choice([1, 6, 24, 72])} h"
            writer.writerow([f"c{number}", chance.choice(drugs), dose, hours, chance.choice(lines), *cells])
    return path
