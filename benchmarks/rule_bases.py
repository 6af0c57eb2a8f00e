"""Random rule bases and cases for the engines, the same for the same seed."""

from __future__ import annotations

import random

from fakdx.inference.compile import stratify
from fakdx.model.rules import CompiledRule, Conclusion, Condition, Fact
from fakdx.reading.quantities import Span

STATES = ("decreased", "unchanged", "increased", "inconclusive")
GENES = ("ERBB2", "EGFR", "MET", "IGF1R", "PDGFRB", "AXL")
HOURS = (1.0, 6.0, 24.0, 72.0)


def rule_base(rules: int, seed: int = 1, flat: bool = False) -> tuple[CompiledRule, ...]:
    """Rules of one to four conditions; a tenth each share a gene, exclude, ask for a time, or build on what is derived.

    `flat` leaves out shared genes and derived findings, which engines without working memory cannot express.
    """
    chance = random.Random(seed)
    names = _names(rules)
    derived = [f"derived{n}" for n in range(max(1, rules // 20))]
    made = []
    for number in range(rules):
        kind = chance.random()
        wanted = [_condition(chance, chance.choice(names)) for _ in range(chance.randint(1, 4))]
        unless: tuple[Condition, ...] = ()
        gene = None
        if kind < 0.1 and not flat:
            pair = chance.sample(names, 2)
            wanted = [_condition(chance, name, binds=(("gene", "g"),)) for name in pair]
            gene = "g"
        elif kind < 0.2:
            unless = (_condition(chance, chance.choice(names)),)
        elif kind < 0.3:
            wanted[0] = _condition(chance, wanted[0].name, within=(("hours", Span(chance.choice(HOURS), None)),))
        elif kind < 0.4 and not flat:
            wanted.append(Condition(chance.choice(derived), frozenset({"yes"})))
        then = Conclusion("for", f"hypothesis{number % 20}")
        if 0.4 <= kind < 0.5 and not flat:
            then = Conclusion("finding", chance.choice(derived), "yes", gene)
        made.append(CompiledRule(f"r{number:05d}", tuple(wanted), (), unless, then))
    return stratify(made)


def cases(count: int, findings: int, rules: int, seed: int = 2) -> list[tuple[Fact, ...]]:
    """Cases of so many findings, each about another observable."""
    chance = random.Random(seed)
    names = _names(rules)
    return [
        tuple(_fact(chance, name) for name in sorted(chance.sample(names, min(findings, len(names)))))
        for _ in range(count)
    ]


def _names(rules: int) -> list[str]:
    return [f"analyte{n:04d}" for n in range(max(60, rules // 2))]


def _fact(chance: random.Random, name: str) -> Fact:
    at = chance.choice(HOURS)
    return Fact(name, chance.choice(STATES), f"{name} at {at}", {"gene": chance.choice(GENES), "hours": Span(at, at)})


def _condition(
    chance: random.Random,
    name: str,
    within: tuple[tuple[str, Span], ...] = (),
    binds: tuple[tuple[str, str], ...] = (),
) -> Condition:
    return Condition(name, frozenset(chance.sample(STATES, chance.randint(1, 2))), (), within, binds)
