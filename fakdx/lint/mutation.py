"""Break the rules one small step at a time and see whether anything notices.

A mutant is caught by an example, when a rule no longer fires where its own examples say it must (or no longer
stays silent); by a case, when the ranking of a given case is no longer the one it was; or, last, by the
ranking that one of the rules' own examples gives when it is taken for a case. Compiled rules are mutated, not
files, and only what a mutant can change is computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from fakdx.differential.score import assess
from fakdx.inference.facts import FactBase, facts_of
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.lint.material import Material
from fakdx.model.case import CaseData
from fakdx.model.entries import Strength
from fakdx.model.rules import CompiledRule, Conclusion, Condition, Fact, Firing, Inference, Rule

Operator = Literal["drop condition", "flip state", "flip direction", "change strength", "delete rule"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
_STRENGTHS: tuple[Strength, ...] = get_args(Strength)
_OPPOSITE = {"decreased": "increased", "increased": "decreased"}


@dataclass(frozen=True)
class Mutant:
    """One broken rule. `compiled` is None when the rule is gone; `strength` is set when only that changed."""

    rule: str
    operator: Operator
    what: str
    compiled: CompiledRule | None
    strength: Strength | None = None
    path: tuple[str | int, ...] = ()
    """Where in the rule it is broken."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.operator}" + (f": {self.what}" if self.what else "")


@dataclass(frozen=True)
class Report:
    """What became of the mutants."""

    by_examples: tuple[Mutant, ...]
    by_cases: tuple[Mutant, ...]
    """Caught by the ranking of a given case, and by no example."""
    by_example_rankings: tuple[Mutant, ...]
    """Caught by nothing but the ranking of an example."""
    survivors: tuple[Mutant, ...]

    @property
    def total(self) -> int:
        return len(self.caught) + len(self.survivors)

    @property
    def caught(self) -> tuple[Mutant, ...]:
        return (*self.by_examples, *self.by_cases, *self.by_example_rankings)

    @property
    def percent(self) -> int:
        """Share caught, rounded down."""
        return 100 * len(self.caught) // self.total if self.total else 100

    def lines(self) -> list[str]:
        """The report: totals, a line for each operator, and every survivor."""
        found = [
            f"{len(self.caught)} of {self.total} mutants caught ({self.percent} %)",
            f"  by the rules' own examples: {len(self.by_examples)}",
            f"  only by the ranking of a case: {len(self.by_cases)}",
            f"  only by the ranking of an example: {len(self.by_example_rankings)}",
        ]
        for operator in OPERATORS:
            killed = sum(m.operator == operator for m in self.caught)
            alive = sum(m.operator == operator for m in self.survivors)
            found.append(f"  {operator}: {killed} of {killed + alive}")
        return found + [f"  survives: {mutant}" for mutant in self.survivors]


def mutants(knowledge: Knowledge) -> Iterator[Mutant]:
    """Every mutant of every active rule, in order of the rules."""
    material = Material(knowledge)
    for rule in material.staged:
        yield from broken_conditions(rule)
        yield from _broken_conclusion(rule, material.active[rule.id])
        yield Mutant(rule.id, "delete rule", "", None)


def broken_conditions(rule: CompiledRule) -> Iterator[Mutant]:
    """The rule with one line left out, or turned round."""
    for part in ("all", "any", "unless"):
        conditions: tuple[Condition, ...] = getattr(rule, part)
        for n, condition in enumerate(conditions):
            what, path = f"{part}: {condition.text}", ("when", part, n)
            rest = (*conditions[:n], *conditions[n + 1 :])
            dropped = _with(rule, part, rest)
            if dropped.all or dropped.any:
                yield Mutant(rule.id, "drop condition", what, dropped, path=path)
            directed = condition.states & set(_OPPOSITE)
            if len(directed) == 1:
                (state,) = directed
                states = condition.states - directed | {_OPPOSITE[state]}
                flipped = _with(rule, part, (*conditions[:n], replace(condition, states=states), *conditions[n + 1 :]))
                yield Mutant(rule.id, "flip state", what, flipped, path=path)


def _with(rule: CompiledRule, part: str, conditions: tuple[Condition, ...]) -> CompiledRule:
    parts = {"all": rule.all, "any": rule.any, "unless": rule.unless, part: conditions}
    return replace(rule, all=parts["all"], any=parts["any"], unless=parts["unless"])


def _broken_conclusion(rule: CompiledRule, written: Rule) -> Iterator[Mutant]:
    if rule.then.kind == "finding":
        return
    kind: Literal["for", "against"] = "against" if rule.then.kind == "for" else "for"
    yield Mutant(
        rule.id,
        "flip direction",
        f"{kind} {rule.then.target}",
        replace(rule, then=Conclusion(kind, rule.then.target)),
    )
    assert written.then.strength is not None
    rank = _STRENGTHS.index(written.then.strength)
    for other in _STRENGTHS[max(rank - 1, 0) : rank + 2]:
        if other != written.then.strength:
            yield Mutant(rule.id, "change strength", f"{written.then.strength} to {other}", rule, other)


Ranking = tuple[tuple[str, str, int], ...]
"""Every hypothesis in order, with the word for its probability and the probability in whole percent."""


@dataclass(frozen=True)
class _Known:
    """A case with all that follows from it under the unbroken rules."""

    case: CaseData
    base: FactBase
    inference: Inference
    facts: tuple[Fact, ...]
    """Facts and derived findings."""
    firings: dict[str, Firing]
    owner: str = ""
    """The rule whose example it is; empty for a given case."""
    fires: bool = False


def run(knowledge: Knowledge, cases: Sequence[CaseData]) -> Report:
    """Make every mutant and try it on the rules' own examples and on the rankings of cases and examples."""
    bench = _Bench(Material(knowledge), cases)
    fates: tuple[list[Mutant], ...] = ([], [], [], [])
    for mutant in mutants(knowledge):
        fates[bench.fate(mutant)].append(mutant)
    return Report(*(tuple(fate) for fate in fates))


class _Bench:
    """Examples and cases with their results under the unbroken rules, against which mutants are held."""

    def __init__(self, material: Material, cases: Sequence[CaseData]) -> None:
        self.material = material
        self.knowledge = material.knowledge
        self.examples = [self._known(e.case, e.rule, e.part == "fires") for e in material.examples]
        self.cases = self._ranked([self._known(case) for case in cases])
        self.small_cases = self._ranked([e for e in self.examples if e.fires])

    def fate(self, mutant: Mutant) -> int:
        """0 caught by an example, 1 by a case's ranking, 2 by an example's ranking, 3 not at all."""
        if self.caught_by_example(mutant):
            return 0
        if self.changes_a_ranking(mutant, self.cases):
            return 1
        return 2 if self.changes_a_ranking(mutant, self.small_cases) else 3

    def caught_by_example(self, mutant: Mutant) -> bool:
        """Whether any example no longer does what it says."""
        if mutant.strength is not None or mutant.operator == "flip direction":
            return False
        derives = self.material.compiled[mutant.rule].then.kind == "finding"
        for known in self.examples:
            if known.owner == mutant.rule:
                if self._fires(mutant, known) != known.fires:
                    return True
            elif derives and self._changed(mutant, known):
                firings = {f.rule for f in self._again(mutant, known).firings}
                if (known.owner in firings) != known.fires:
                    return True
        return False

    def changes_a_ranking(self, mutant: Mutant, ranked: Sequence[tuple[_Known, Ranking]]) -> bool:
        """Whether the ranking of any of these changes."""
        knowledge = _broken_knowledge(self.knowledge, mutant)
        concluded = mutant.strength is not None or mutant.operator == "flip direction"
        for known, ranking in ranked:
            if concluded:
                inference = known.inference if mutant.rule in known.firings else None
            else:
                inference = self._again(mutant, known) if self._changed(mutant, known) else None
            if inference is not None and self._ranking(known, inference, knowledge) != ranking:
                return True
        return False

    def _ranked(self, known: Sequence[_Known]) -> list[tuple[_Known, Ranking]]:
        return [(k, self._ranking(k, k.inference, self.knowledge)) for k in known]

    def _known(self, case: CaseData, owner: str = "", fires: bool = False) -> _Known:
        base = facts_of(case, self.knowledge)
        inference = self.material.matcher.run(base.facts)
        firings = {f.rule: f for f in inference.firings}
        return _Known(case, base, inference, (*base.facts, *inference.derived), firings, owner, fires)

    def _ranking(self, known: _Known, inference: Inference, knowledge: Knowledge) -> Ranking:
        assessed = assess(known.case, known.base, inference, knowledge, {})
        return tuple((a.id, a.band, round(100 * a.probability)) for a in assessed)

    def _alone(self, mutant: Mutant, known: _Known) -> Inference:
        """The broken rule by itself on all that is known; exact, since it never feeds itself."""
        rules = [] if mutant.compiled is None else [mutant.compiled]
        return Matcher(rules).run(known.facts)

    def _fires(self, mutant: Mutant, known: _Known) -> bool:
        return bool(self._alone(mutant, known).firings)

    def _changed(self, mutant: Mutant, known: _Known) -> bool:
        """Whether the broken rule does anything else here than the whole one: fires, matches or concludes."""
        alone = self._alone(mutant, known)
        before = known.firings.get(mutant.rule)
        if alone.firings != ((before,) if before is not None else ()):
            return True
        return not set(alone.derived) <= set(known.inference.derived)

    def _again(self, mutant: Mutant, known: _Known) -> Inference:
        """All rules with the broken one, from the facts up."""
        rules = [mutant.compiled if r.id == mutant.rule else r for r in self.material.staged]
        return Matcher(r for r in rules if r is not None).run(known.base.facts)


def _broken_knowledge(knowledge: Knowledge, mutant: Mutant) -> Knowledge:
    """The knowledge with the conclusion of one rule changed; scoring reads direction and strength from it."""
    rule = knowledge.rules[mutant.rule]
    if mutant.strength is not None:
        then = rule.then.model_copy(update={"strength": mutant.strength})
    elif mutant.operator == "flip direction":
        then = rule.then.model_copy(update={"for_": rule.then.against, "against": rule.then.for_})
    else:
        return knowledge
    rules = {**knowledge.rules, rule.id: rule.model_copy(update={"then": then})}
    return replace(knowledge, tables={**knowledge.tables, "rules": rules})
