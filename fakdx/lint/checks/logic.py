"""Rules that cannot work, or that do what another already does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fakdx.lint.check import Remark, at, check
from fakdx.lint.implication import covers, implies, same
from fakdx.lint.material import Material
from fakdx.lint.possible import Possible
from fakdx.model.rules import CompiledRule, Condition


@check("never-fires", "error")
def never_fires(material: Material) -> Iterator[Remark]:
    """A rule can never fire: no case can satisfy a condition, or its own `unless` always blocks it.

    The condition asks for a derived finding that no rule concludes, a gene the analyte is not about, a
    comparator of a yes/no check, a drug class that no agent has, or what the same rule forbids under
    `unless`.

    Bad:
        all: [{pFAK_Y397: increased, gene: MET}]

    Good:
        all: [{pRTK: increased, gene: MET}]
    """
    possible = Possible(material)
    for id, rule in material.compiled.items():
        for n, condition in enumerate(rule.all):
            if (why := possible.why_never(condition)) is not None:
                yield at(material, "rules", id, "when", "all", n), f"{id} can never fire: {why}"
        whys = [possible.why_never(c) for c in rule.any]
        if whys and all(whys):
            yield at(material, "rules", id, "when", "any"), f"{id} can never fire: {whys[0]}"
        for n, condition in enumerate(rule.unless):
            if any(implies(c, condition, material.knowledge) for c in rule.all):
                message = f"{id} can never fire: what it requires also blocks it ({condition.text})"
                yield at(material, "rules", id, "when", "unless", n), message


@check("idle-condition", "warning")
def idle_condition(material: Material) -> Iterator[Remark]:
    """A branch of `any`, or a line of `unless`, can never hold, so it does nothing.

    Usually a misspelt intention: the rule runs, but without the case the curator had in mind.

    Bad:
        unless: [{rtk_active: yes}]      # and no rule concludes rtk_active

    Good:
        unless: [{rtk_active: yes}]      # with a rule whose `then` is {finding: rtk_active}
    """
    possible = Possible(material)
    for id, rule in material.compiled.items():
        whys = [possible.why_never(c) for c in rule.any]
        parts = [("unless", n, possible.why_never(c)) for n, c in enumerate(rule.unless)]
        if not all(whys):
            parts += [("any", n, why) for n, why in enumerate(whys)]
        for part, n, why in parts:
            if why is not None:
                yield (
                    at(material, "rules", id, "when", part, n),
                    f"{id}: this line of '{part}' never holds: {why}",
                )


def _pairs(material: Material) -> Iterator[tuple[CompiledRule, CompiledRule]]:
    """Pairs of rules about the same thing, in order of id."""
    by_target: dict[str, list[CompiledRule]] = {}
    for rule in material.compiled.values():
        by_target.setdefault(rule.then.target, []).append(rule)
    for rules in by_target.values():
        yield from combinations(rules, 2)


@check("duplicate-rule", "error")
def duplicate_rule(material: Material) -> Iterator[Remark]:
    """Two rules have the same conditions and the same conclusion.

    One observation would count twice, or one of the two is dead weight.

    Bad:
        - {id: a, when: {all: [{pPYK2_Y402: increased}]}, then: {for: pyk2_compensation, ...}}
        - {id: b, when: {all: [{pPYK2_Y402: increased}]}, then: {for: pyk2_compensation, ...}}

    Good:
        - {id: a, when: {all: [{pPYK2_Y402: increased}]}, then: {for: pyk2_compensation, ...}}
    """
    for one, other in _pairs(material):
        if one.then.kind == other.then.kind and one.then.state == other.then.state and same(one, other):
            message = f"{other.id} has the conditions and the conclusion of {one.id}; keep one of them"
            yield at(material, "rules", other.id), message


@check("opposite-rules", "error")
def opposite_rules(material: Material) -> Iterator[Remark]:
    """Two rules have the same conditions and opposite conclusions.

    They cancel out at best. Sources that disagree belong in `knowledge/conflicts.yaml`, with one rule for the
    side that carries weight.

    Bad:
        - {id: a, when: {all: [{ERK5: increased}]}, then: {for: erk5_kras, ...}}
        - {id: b, when: {all: [{ERK5: increased}]}, then: {against: erk5_kras, ...}}

    Good:
        - {id: a, when: {all: [{ERK5: increased}]}, then: {for: erk5_kras, ...}}
        - {id: b, when: {all: [{ERK5: [unchanged, decreased]}]}, then: {against: erk5_kras, ...}}
    """
    for one, other in _pairs(material):
        if {one.then.kind, other.then.kind} == {"for", "against"} and same(one, other):
            yield (
                at(material, "rules", other.id),
                f"{other.id} concludes the opposite of {one.id} from the same conditions",
            )


@check("shadowed-rule", "warning")
def shadowed_rule(material: Material) -> Iterator[Remark]:
    """A rule never counts: whenever it fires, a rule of the same group that is at least as strong fires too.

    Within a group only the strongest counts, so the narrower rule should be the stronger one, or go. For
    derived findings a narrower rule adds nothing.

    Bad:
        - {id: a, group: g, when: {all: [{x: up}]}, then: {for: h, strength: strong}}
        - {id: b, group: g, when: {all: [{x: up}, {y: up}]}, then: {for: h, strength: moderate}}

    Good:
        - {id: a, group: g, when: {all: [{x: up}]}, then: {for: h, strength: moderate}}
        - {id: b, group: g, when: {all: [{x: up}, {y: up}]}, then: {for: h, strength: strong}}
    """
    for one, other in _pairs(material):
        if same(one, other):
            continue
        for wide, narrow in ((one, other), (other, one)):
            if covers(wide, narrow, material.knowledge) and _outweighs(material, wide, narrow):
                yield (
                    at(material, "rules", narrow.id),
                    f"{narrow.id} never counts: {wide.id} always fires with it",
                )
                break


def _outweighs(material: Material, wide: CompiledRule, narrow: CompiledRule) -> bool:
    if (wide.then.kind, wide.then.state) != (narrow.then.kind, narrow.then.state):
        return False
    if wide.then.kind == "finding":
        return narrow.then.gene is None or wide.then.gene is not None
    wider, narrower = material.active[wide.id], material.active[narrow.id]
    points = material.knowledge.scoring.points
    assert wider.then.strength is not None
    assert narrower.then.strength is not None
    unscoped = not (wider.scope.cancer_type or wider.scope.inhibitor or wider.scope.culture)
    return (
        wider.group is not None
        and wider.group == narrower.group
        and points.get(wider.then.strength, 0) >= points.get(narrower.then.strength, 0)
        and (unscoped or wider.scope == narrower.scope)
        and (wider.decisive or not narrower.decisive)
    )


@check("circular-derivation", "error")
def circular_derivation(material: Material) -> Iterator[Remark]:
    """Derived findings depend on each other in a circle, so no order of evaluation exists.

    Bad:
        - {id: a, when: {all: [{y: yes}]}, then: {finding: x}, ...}
        - {id: b, when: {all: [{x: yes}]}, then: {finding: y}, ...}

    Good:
        - {id: a, when: {all: [{pFAK_Y397: decreased}]}, then: {finding: x}, ...}
        - {id: b, when: {all: [{x: yes}]}, then: {finding: y}, ...}
    """
    needs = {
        name: sorted({c.name for r in rules for c in _conditions(r) if c.name in material.makers})
        for name, rules in material.makers.items()
    }
    reported: set[str] = set()
    for start in sorted(needs):
        circle = _circle(start, needs)
        if circle and not reported & set(circle):
            reported |= set(circle)
            rule = material.makers[start][0]
            path = " <- ".join((*circle, start))
            yield at(material, "rules", rule.id, "then", "finding"), f"derived findings in a circle: {path}"


def _circle(start: str, needs: dict[str, list[str]]) -> tuple[str, ...]:
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        for name in needs[path[-1]]:
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append((*path, name))
    return ()


def _conditions(rule: CompiledRule) -> tuple[Condition, ...]:
    return (*rule.all, *rule.any, *rule.unless)


@check("unbound-variable", "error")
def unbound_variable(material: Material) -> Iterator[Remark]:
    """A variable of `unless` or of `then` is not bound by `all`, or by every branch of `any`.

    Nothing ties it to the rest of the rule: in `unless` it would match any gene, in `then` none.

    Bad:
        {when: {all: [{pRTK: increased}], unless: [{genotype: "null", gene: "?rtk"}]}, ...}

    Good:
        {when: {all: [{pRTK: increased, gene: "?rtk"}], unless: [{genotype: "null", gene: "?rtk"}]}, ...}
    """
    for id, rule in material.compiled.items():
        branches = [{v for _, v in c.binds} for c in rule.any]
        bound = {v for c in rule.all for _, v in c.binds} | (set.intersection(*branches) if branches else set())
        for n, condition in enumerate(rule.unless):
            for _, variable in condition.binds:
                if variable not in bound:
                    message = f"{id}: ?{variable} is used under 'unless' and bound nowhere else"
                    yield at(material, "rules", id, "when", "unless", n), message
        if rule.then.gene is not None and rule.then.gene not in bound:
            message = f"{id}: ?{rule.then.gene} in 'then' is bound by no condition under 'all'"
            yield at(material, "rules", id, "then", "gene"), message


@check("lone-variable", "warning")
def lone_variable(material: Material) -> Iterator[Remark]:
    """A variable occurs once only, so it ties nothing together; it merely asks that the field be known.

    Bad:
        all: [{pRTK: increased, gene: "?rtk"}, {pAKT_S473: increased}]

    Good:
        all: [{pRTK: increased, gene: "?rtk"}, {genotype: amplified, gene: "?rtk"}]
    """
    for id, rule in material.compiled.items():
        used = [v for c in _conditions(rule) for _, v in c.binds]
        if rule.then.gene is not None:
            used.append(rule.then.gene)
        for part in ("all", "any"):
            for n, condition in enumerate(getattr(rule, part)):
                for _, variable in condition.binds:
                    if used.count(variable) == 1:
                        yield (
                            at(material, "rules", id, "when", part, n),
                            f"{id}: ?{variable} is used only here",
                        )
