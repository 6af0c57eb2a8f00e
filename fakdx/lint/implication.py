"""Whether one condition, or one rule, follows from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fakdx.knowledge import Knowledge
from fakdx.model.rules import CompiledRule, Condition


def implies(narrow: Condition, wide: Condition, knowledge: Knowledge) -> bool:
    """Whether every fact that satisfies `narrow` gives a fact that satisfies `wide`."""
    observable = knowledge.observables.get(narrow.name)
    if wide.name != narrow.name and (observable is None or wide.name not in observable.classes):
        return False
    if not narrow.states <= wide.states:
        return False
    said: Mapping[str, frozenset[str]] = dict(narrow.one_of)
    if observable is not None and observable.gene:
        said = {"gene": frozenset({observable.gene}), **said}
    if any(name not in said or not said[name] <= allowed for name, allowed in wide.one_of):
        return False
    spans = dict(narrow.within)
    if any(name not in spans or not span.holds(spans[name]) for name, span in wide.within):
        return False
    return set(wide.binds) <= set(narrow.binds)


def overlap(one: Condition, other: Condition) -> bool:
    """Whether one finding could satisfy both; ranges of time and dose are taken to overlap."""
    theirs = dict(other.one_of)
    return (
        one.name == other.name
        and bool(one.states & other.states)
        and all(allowed & theirs.get(name, allowed) for name, allowed in one.one_of)
    )


def covers(wide: CompiledRule, narrow: CompiledRule, knowledge: Knowledge) -> bool:
    """Whether `wide` fires whenever `narrow` does. False when it cannot be told from the conditions alone."""
    wide, narrow = canonical(wide), canonical(narrow)

    def follows(condition: Condition, given: Iterable[Condition]) -> bool:
        return any(implies(g, condition, knowledge) for g in given)

    if not all(follows(c, narrow.all) for c in wide.all):
        return False
    if wide.any and not any(follows(c, narrow.all) for c in wide.any):
        branches = narrow.any
        if not branches or not all(any(implies(b, c, knowledge) for c in wide.any) for b in branches):
            return False
    return all(any(implies(u, v, knowledge) for v in narrow.unless) for u in wide.unless)


def same(one: CompiledRule, other: CompiledRule) -> bool:
    """Whether two rules have the same conditions, whatever their order and the names of their variables."""
    return _key(canonical(one)) == _key(canonical(other))


def canonical(rule: CompiledRule) -> CompiledRule:
    """The rule with its variables named in the order of their first use."""
    names: dict[str, str] = {}

    def renamed(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(
            Condition(
                c.name, c.states, c.one_of, c.within,
                tuple((f, names.setdefault(v, f"v{len(names)}")) for f, v in c.binds), c.text,
            )
            for c in conditions
        )  # fmt: skip

    return CompiledRule(rule.id, renamed(rule.all), renamed(rule.any), renamed(rule.unless), rule.then, rule.stratum)


def _key(rule: CompiledRule) -> tuple[frozenset[object], ...]:
    return tuple(
        frozenset((c.name, c.states, c.one_of, c.within, c.binds) for c in part)
        for part in (rule.all, rule.any, rule.unless)
    )
