"""Rules as written to rules as run: conditions parsed, strata assigned."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fakdx.errors import KnowledgeError, Problem
from fakdx.inference.conditions import parse_condition
from fakdx.knowledge import Knowledge
from fakdx.model.rules import CompiledRule, Conclusion, Condition, Rule


def compile_rules(knowledge: Knowledge) -> tuple[CompiledRule, ...]:
    """Every active rule, sorted by stratum and id. Raises KnowledgeError with every line that cannot be read."""
    problems: list[Problem] = []

    def complain(rule: Rule, path: tuple[str | int, ...], message: str) -> None:
        origin = knowledge.origins["rules", rule.id]
        problems.append(Problem(origin.file, origin.line(*path), f"rule {rule.id!r}: {message}", "condition"))

    compiled = [
        compile_rule(rule, knowledge, complain)
        for rule in (knowledge.rules[id] for id in sorted(knowledge.rules))
        if rule.status == "active"
    ]
    if problems:
        raise KnowledgeError(problems)
    return stratify(compiled)


Complain = Callable[[Rule, tuple[str | int, ...], str], None]


def compile_rule(rule: Rule, knowledge: Knowledge, complain: Complain) -> CompiledRule:
    """One rule, in stratum 0 for now."""

    def conditions(part: str, written: Iterable[object]) -> tuple[Condition, ...]:
        parsed = []
        for number, data in enumerate(written):
            try:
                parsed.append(parse_condition(data, knowledge))
            except ValueError as error:
                complain(rule, ("when", part, number), str(error))
        return tuple(parsed)

    then = rule.then
    if then.finding is not None:
        gene = then.gene[1:] if then.gene and then.gene.startswith("?") else None
        conclusion = Conclusion("finding", then.finding, then.state, gene)
    else:
        conclusion = Conclusion("for" if then.for_ else "against", then.hypothesis or "")
    return CompiledRule(
        rule.id,
        conditions("all", rule.when.all),
        conditions("any", rule.when.any),
        conditions("unless", rule.when.unless),
        conclusion,
    )


def stratify(rules: Iterable[CompiledRule]) -> tuple[CompiledRule, ...]:
    """Give each rule the stratum in which all it depends on is already derived.

    A finding must be complete before `unless` looks at it, and evidence comes after every derived finding.
    Raises KnowledgeError when derived findings depend on each other in a circle.
    """
    rules = list(rules)
    makers: dict[str, list[CompiledRule]] = {}
    for rule in rules:
        if rule.then.kind == "finding":
            makers.setdefault(rule.then.target, []).append(rule)
    level: dict[str, int] = {}

    def needs(rule: CompiledRule) -> set[str]:
        return {c.name for c in (*rule.all, *rule.any, *rule.unless) if c.name in makers}

    def depth(finding: str, path: tuple[str, ...]) -> int:
        if finding in path:
            raise KnowledgeError(Problem("rules", 0, "derived findings in a circle: " + " <- ".join((*path, finding))))
        if finding not in level:
            level[finding] = max(
                (1 + depth(n, (*path, finding)) for rule in makers[finding] for n in sorted(needs(rule))), default=0
            )
        return level[finding]

    for finding in sorted(makers):
        depth(finding, ())
    last = max(level.values(), default=-1) + 1
    placed = [
        CompiledRule(r.id, r.all, r.any, r.unless, r.then, level[r.then.target] if r.then.kind == "finding" else last)
        for r in rules
    ]
    return tuple(sorted(placed, key=lambda r: (r.stratum, r.id)))
