"""Rules whose conditions share a variable: *the same* receptor seen active and seen inhibited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from fakdx.model.rules import CompiledRule, Condition, Fact

Admitted = Callable[[Condition], Sequence[Fact]]
"""The facts that a condition admits by itself."""
Groups = list[set[str]]


def joins(rule: CompiledRule) -> bool:
    """Whether any of its conditions names a variable."""
    return any(c.binds for c in (*rule.all, *rule.any, *rule.unless))


def join(rule: CompiledRule, admitted: Admitted) -> tuple[Groups, list[str]]:
    """The labels matched by each condition (none when the rule is silent), and the genes it is about, '' for none.

    One of `any` is tried at a time, and `unless` blocks only what agrees with it in every variable bound so far.
    """
    matched: Groups = [set() for _ in range(len(rule.all) + bool(rule.any))]
    genes: set[str] = set()
    for branch in rule.any or (None,):
        conditions = rule.all if branch is None else (*rule.all, branch)
        for bindings, facts in _matches(conditions, admitted, {}, ()):
            if any(_agrees(c, f, bindings) for c in rule.unless for f in admitted(c)):
                continue
            for group, fact in zip(matched, facts, strict=True):
                group.add(fact.label)
            genes.add(bindings.get(rule.then.gene or "", ""))
    return (matched if any(matched) else []), sorted(genes)


def _matches(
    conditions: Sequence[Condition], admitted: Admitted, bindings: dict[str, str], facts: tuple[Fact, ...]
) -> Iterator[tuple[dict[str, str], tuple[Fact, ...]]]:
    if not conditions:
        yield bindings, facts
        return
    first, *rest = conditions
    for fact in admitted(first):
        if _agrees(first, fact, bindings):
            bound = {variable: str(fact.values[field]) for field, variable in first.binds}
            yield from _matches(rest, admitted, {**bindings, **bound}, (*facts, fact))


def _agrees(condition: Condition, fact: Fact, bindings: dict[str, str]) -> bool:
    seen = dict(bindings)
    return all(
        seen.setdefault(variable, str(fact.values[field])) == fact.values[field] for field, variable in condition.binds
    )
