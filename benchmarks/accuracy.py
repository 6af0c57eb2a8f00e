"""How often the answers agree with an expert's: `python -m benchmarks.accuracy [--case ID]... [--json]`.

The cases and the expert's answers lie in `tests/cases`. With so few of them a difference of a case or two is
no finding: the lines of the single cases matter more than the totals.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakdx import Case, diagnose, load_knowledge
from fakdx.knowledge import Knowledge
from fakdx.reading.yaml_lines import read_yaml

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
LIKELY = ("likely", "established")
ABSTAINING = ("insufficient_data", "contradictory")
NO_COMBINATION = frozenset({"none_defer", "none_needed"})
PROBABLE = 0.5
"""From here on a hypothesis that must not be likely counts as said."""
LOOKED_AT = 3
"""How many hypotheses, experiments and combinations count as given."""


@dataclass(frozen=True)
class Expected:
    """The expert's answer to one case; ids are those of the knowledge base."""

    id: str
    file: str
    tier: str
    top: str
    acceptable_top: tuple[str, ...]
    should_rank_in_top3: tuple[str, ...]
    must_not_be_likely: tuple[str, ...]
    must_not_lures: tuple[str, ...]
    expected_next_experiments: tuple[str, ...]
    expected_combinations: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What a diagnosis says, taken from its JSON; everything in its order of rank."""

    kind: str
    headline: str
    ranked: tuple[tuple[str, float], ...]
    """Hypotheses with their probabilities."""
    called: frozenset[str]
    """Hypotheses in the band likely or established."""
    experiments: tuple[str, ...]
    combinations: tuple[str, ...]
    """Ready or deferred ones; a refused combination is not proposed."""
    ready: frozenset[str]


@dataclass(frozen=True)
class Judgement:
    """One case measured: `passed` maps a measure to its outcome; a measure that does not apply is absent."""

    expected: Expected
    answer: Answer
    passed: Mapping[str, bool]

    @property
    def misses(self) -> tuple[str, ...]:
        return tuple(name for name, passed in self.passed.items() if not passed)


@dataclass(frozen=True)
class Tally:
    """How many of the cases that a measure applies to passed it."""

    passed: int
    of: int

    @property
    def rate(self) -> float | None:
        return self.passed / self.of if self.of else None


def load_expected(folder: Path = CASES) -> dict[str, Expected]:
    """The expert's answers by case id. Raises InputError where the file cannot be read."""
    found = {}
    for id, entry in read_yaml(folder / "expected.yaml").data.items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        found[id] = Expected(id=id, **values)
    return found


def read_answer(result: Mapping[str, Any]) -> Answer:
    """Take the JSON form of a diagnosis apart."""
    verdict, differential, combinations = result["verdict"], result["differential"], result["combinations"]
    kind = verdict["kind"]
    if kind in ABSTAINING:
        headline = "insufficient_data"
    elif kind in ("multiple_mechanisms", "none_sensitive"):
        headline = kind
    else:
        headline = next(iter(verdict["hypotheses"]), kind)
    return Answer(
        kind=kind,
        headline=headline,
        ranked=tuple((row["id"], row["probability"]) for row in differential),
        called=frozenset(row["id"] for row in differential if row["band"] in LIKELY),
        experiments=tuple(row["id"] for row in result["experiments"]),
        combinations=tuple(row["id"] for row in combinations if row["status"] != "refused"),
        ready=frozenset(row["id"] for row in combinations if row["status"] == "ready"),
    )


def judge(expected: Expected, answer: Answer, mechanisms: frozenset[str]) -> Judgement:
    """Apply every measure to one case. `mechanisms` are the ids of what counts as resistance."""
    first = answer.ranked[0][0] if answer.ranked else ""
    given = {id for id, _ in answer.ranked[:LOOKED_AT]} | {answer.headline}
    probable = {id for id, probability in answer.ranked if probability >= PROBABLE}
    said = probable | answer.called | {first, answer.headline}
    abstains = answer.headline == "insufficient_data"
    next_experiment = not set(expected.expected_next_experiments).isdisjoint(answer.experiments[:LOOKED_AT])
    passed = {
        "top-1": not {answer.headline, first}.isdisjoint(expected.acceptable_top),
        "top-3": given.issuperset(expected.should_rank_in_top3),
        "must-not": said.isdisjoint(expected.must_not_be_likely),
        "must-not lures": said.isdisjoint(expected.must_not_lures),
        "next experiment": next_experiment,
        "combination": _combination_hit(expected, answer),
    }
    if expected.tier == "underdetermined":
        passed["abstention"] = abstains and not answer.called and next_experiment
    if "insufficient_data" not in expected.acceptable_top:
        passed["no over-abstention"] = not abstains
    if expected.tier == "sensitive":
        alarms = mechanisms | {"multiple_mechanisms"}
        passed["no false alarm"] = alarms.isdisjoint(answer.called | {answer.headline})
    if set(expected.expected_combinations) == {"none_defer"}:
        passed["no premature combination"] = not answer.ready
    return Judgement(expected, answer, passed)


def _combination_hit(expected: Expected, answer: Answer) -> bool:
    if not answer.ready and not NO_COMBINATION.isdisjoint(expected.expected_combinations):
        return True
    return not set(expected.expected_combinations).isdisjoint(answer.combinations[:LOOKED_AT])


def measure(judgements: Iterable[Judgement]) -> dict[str, dict[str, Tally]]:
    """Tallies by tier and measure; the tier `all` holds every case."""
    counts: dict[str, dict[str, list[bool]]] = {}
    for judgement in judgements:
        for name, passed in judgement.passed.items():
            for tier in (judgement.expected.tier, "all"):
                counts.setdefault(tier, {}).setdefault(name, []).append(passed)
    last = sorted(counts, key=lambda tier: tier == "all")
    return {tier: {name: Tally(sum(seen), len(seen)) for name, seen in counts[tier].items()} for tier in last}


def run(knowledge: Knowledge, only: Sequence[str] = (), folder: Path = CASES) -> list[Judgement]:
    """Diagnose the cases (all, or those in `only`) and judge the answers. KeyError for an unknown id."""
    expected = load_expected(folder)
    mechanisms = frozenset(h.id for h in knowledge.hypotheses.values() if h.kind == "mechanism")
    judgements = []
    for id in only or expected:
        case = Case.from_yaml(folder / expected[id].file)
        answer = read_answer(diagnose(case, knowledge).to_dict())
        judgements.append(judge(expected[id], answer, mechanisms))
    return judgements


def as_table(tallies: Mapping[str, Mapping[str, Tally]]) -> str:
    """The tallies as a text table, a row for each measure and a column for each tier."""
    tiers = list(tallies)
    names = list(dict.fromkeys(name for row in tallies.values() for name in row))
    width = max(map(len, names), default=0)
    columns = [max(len(tier), 7) for tier in tiers]
    rows = [["", *tiers], *([name, *(_cell(tallies[tier].get(name)) for tier in tiers)] for name in names)]
    return "\n".join(
        " ".join([row[0].ljust(width), *(c.rjust(n) for c, n in zip(row[1:], columns, strict=True))])
        for row in rows
    )


def _cell(tally: Tally | None) -> str:
    return "-" if tally is None else f"{tally.passed}/{tally.of}"


def as_line(judgement: Judgement) -> str:
    """One case: the verdict, the first three hypotheses, and what was missed."""
    answer = judgement.answer
    ranked = ", ".join(f"{id} {probability:.2f}" for id, probability in answer.ranked[:LOOKED_AT])
    missed = "; missed: " + ", ".join(judgement.misses) if judgement.misses else ""
    return f"{judgement.expected.id:9} {answer.kind:20} {ranked}{missed}"


def as_json(judgements: Sequence[Judgement]) -> str:
    """Tallies and single cases as JSON."""
    cases = {
        j.expected.id: {
            "tier": j.expected.tier,
            "verdict": j.answer.kind,
            "ranked": [{"id": id, "probability": p} for id, p in j.answer.ranked[:LOOKED_AT]],
            "experiments": j.answer.experiments[:LOOKED_AT],
            "combinations": j.answer.combinations[:LOOKED_AT],
            "passed": dict(j.passed),
        }
        for j in judgements
    }
    measures = {
        tier: {name: {"passed": tally.passed, "of": tally.of} for name, tally in row.items()}
        for tier, row in measure(judgements).items()
    }
    return json.dumps({"measures": measures, "cases": cases}, indent=2)


def main(arguments: Sequence[str] | None = None, out: Callable[[str], object] = print) -> int:
    parser = argparse.ArgumentParser("benchmarks.accuracy", description="Answers against an expert's")
    parser.add_argument(
        "--case", action="append", default=[], metavar="ID", help="only this; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    known = load_expected()
    only = [id.upper().replace("_", "-") for id in options.case]
    if unknown := [id for id in only if id not in known]:
        parser.error(f"no case {unknown[0]!r}; known: {', '.join(known)}")
    judgements = run(load_knowledge(), only)
    if options.json:
        out(as_json(judgements))
    else:
        out(as_table(measure(judgements)))
        out("")
        for judgement in judgements:
            out(as_line(judgement))
    return 0


if __name__ == "__main__":
    sys.exit(main())
