"""How much of the rules a set of cases exercises: rules, conditions, and states of observations.

The rules' own examples are counted apart: they show that a rule can fire, not that a real case needs it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fakdx.case.parse import parse_case
from fakdx.errors import InputError, Problem
from fakdx.inference.facts import facts_of
from fakdx.knowledge import Knowledge
from fakdx.lint.material import Material
from fakdx.model.case import CaseData
from fakdx.model.rules import CompiledRule, Condition
from fakdx.reading.yaml_lines import read_yaml


@dataclass(frozen=True)
class Share:
    """How many of a kind of thing were reached, and which were not."""

    what: str
    total: int
    uncovered: tuple[str, ...]

    @property
    def covered(self) -> int:
        return self.total - len(self.uncovered)

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all of them. Nothing to cover counts as all."""
        return 100 * self.covered // self.total if self.total else 100

    def __str__(self) -> str:
        return f"{self.what}: {self.covered} of {self.total} ({self.percent} %)"


@dataclass(frozen=True)
class Tally:
    """One set of cases: rules that fired, conditions that held, states that were seen."""

    cases: int
    rules: Share
    conditions: Share
    states: Share

    @property
    def shares(self) -> tuple[Share, ...]:
        return self.rules, self.conditions, self.states


@dataclass(frozen=True)
class Coverage:
    """What the given cases cover, and what the rules' own examples cover."""

    by_cases: Tally
    by_examples: Tally

    def meets(self, threshold: int) -> bool:
        """Whether every share of the cases reaches the threshold in percent."""
        return all(share.percent >= threshold for share in self.by_cases.shares)

    def lines(self, *, listed: bool = True) -> list[str]:
        """The report, with what is uncovered when `listed`."""
        found = []
        for name, tally in (("cases", self.by_cases), ("the rules' own examples", self.by_examples)):
            found.append(f"by {tally.cases} {name}")
            for share in tally.shares:
                found.append(f"  {share}")
                if listed:
                    found += [f"    not: {item}" for item in share.uncovered]
        return found


def measure(knowledge: Knowledge, cases: Sequence[CaseData]) -> Coverage:
    """Run the cases, and the rules' examples, and see what they reach."""
    material = Material(knowledge)
    examples = [example.case for example in material.examples]
    return Coverage(_tally(material, cases), _tally(material, examples))


def describe(knowledge: Knowledge, folder: Path | None = None) -> str:
    """The report of `fakdx check --coverage`, over every case file below a folder."""
    cases, left_out = read_cases(folder, knowledge) if folder is not None else ([], [])
    lines = measure(knowledge, cases).lines()
    return "\n".join([*lines, *(f"left out: {problem}" for problem in left_out)])


def read_cases(folder: Path, knowledge: Knowledge) -> tuple[list[CaseData], list[Problem]]:
    """Every case file below a folder, in order of their names, and why the others are none.

    A YAML file without `findings` is taken for something else and passed over in silence. Raises InputError
    when there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(Problem(str(folder), 0, "no such folder"))
    cases: list[CaseData] = []
    left_out: list[Problem] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            document = read_yaml(path)
            if isinstance(document.data, dict) and "findings" in document.data:
                cases.append(parse_case(document, knowledge))
        except InputError as error:
            left_out.extend(error.problems)
    return cases, left_out


def _tally(material: Material, cases: Sequence[CaseData]) -> Tally:
    knowledge = material.knowledge
    fired: set[str] = set()
    held: set[Condition] = set()
    seen: set[tuple[str, str]] = set()
    for case in cases:
        facts = facts_of(case, knowledge).facts
        inference = material.matcher.run(facts)
        fired |= {f.rule for f in inference.firings}
        known = (*facts, *inference.derived)
        held |= {c for f in known for c in material.asked.get(f.name, ()) if c not in held and c.admits(f)}
        seen |= {(f.name, f.state) for f in known}
    conditions = [(rule, part, c) for rule in material.compiled.values() for part, c in _lines(rule)]
    return Tally(
        len(cases),
        _share("rules that fired", ((id, id) for id in material.compiled), fired),
        _share("conditions that held", ((f"{r.id}: {part}: {c.text}", c) for r, part, c in conditions), held),
        _share("states that were seen", ((f"{n} {s}", (n, s)) for n, s in _states(material)), seen),
    )


def _share(what: str, items: Iterable[tuple[str, Hashable]], reached: Iterable[Hashable]) -> Share:
    reached = set(reached)
    listed = list(items)
    return Share(what, len(listed), tuple(sorted(name for name, key in listed if key not in reached)))


def _lines(rule: CompiledRule) -> list[tuple[str, Condition]]:
    return [(part, c) for part in ("all", "any", "unless") for c in getattr(rule, part)]


def _states(material: Material) -> list[tuple[str, str]]:
    """The states that some rule asks for, of observations, of classes of them and of derived findings."""
    knowledge = material.knowledge
    named = {*knowledge.observables, *knowledge.classes, *knowledge.derived}
    return sorted(
        {(n, s) for n, conditions in material.asked.items() if n in named for c in conditions for s in c.states}
    )
