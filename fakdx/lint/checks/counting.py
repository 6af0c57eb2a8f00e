"""Evidence that counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fakdx.differential.tally import derivations_of, resolve
from fakdx.lint.check import Remark, at, check
from fakdx.lint.implication import covers, overlap
from fakdx.lint.material import Material
from fakdx.model.rules import CompiledRule, Condition, Fact, Rule


@check("counted-twice", "warning")
def counted_twice(material: Material) -> Iterator[Remark]:
    """A rule rests on nothing but what rules of other groups already count for, or against, the same hypothesis.

    Groups add up, so one observation would count once for each of them. Told from the rule's own examples:
    every finding that fires it fires rules of other groups too. Give the rules one `group`, or let each look
    at a finding of its own.

    Bad:
        - {id: a, when: {all: [{growth: inhibited}]}, then: {for: h, ...}, group: response}
        - {id: b, when: {all: [{tumour_growth: inhibited}]}, then: {for: h, ...}, group: in_vivo}

    Good:
        - {id: a, when: {all: [{growth_3d: inhibited}]}, then: {for: h, ...}, group: response}
        - {id: b, when: {all: [{tumour_growth: inhibited}]}, then: {for: h, ...}, group: in_vivo}
    """
    for example in material.examples:
        if example.part != "fires" or example.rule not in material.compiled:
            continue
        rests = _rests(material, example.facts)
        mine = rests.get(example.rule, frozenset())
        rivals = {id: labels & mine for id, labels in rests.items() if _adds(material, example.rule, id)}
        if mine and mine <= frozenset().union(*rivals.values()):
            by = " and ".join(id for id, labels in rivals.items() if labels)
            message = f"{example.rule} adds nothing here that {by} of another group does not count already"
            yield at(material, "rules", example.rule, *example.path), message


def _rests(material: Material, facts: tuple[Fact, ...]) -> dict[str, frozenset[str]]:
    """The observed labels behind every rule that fires, derived findings followed to where they come from."""
    inference = material.matcher.run(facts)
    derivations = derivations_of(inference, material.knowledge)
    return {f.rule: frozenset(resolve(f.labels, derivations)[0]) for f in inference.firings}


def _adds(material: Material, one: str, other: str) -> bool:
    """Whether the points of two rules add up."""
    mine, theirs = material.active[one], material.active[other]
    return (
        mine.then.hypothesis is not None
        and (mine.then.for_, mine.then.against) == (theirs.then.for_, theirs.then.against)
        and (mine.group or one) != (theirs.group or other)
    )


@check("double-counted-study", "warning")
def double_counted_study(material: Material) -> Iterator[Remark]:
    """Two rules count one study twice: same hypothesis and direction, same observation, no common group.

    Several papers and pages that rest on one data set are one piece of evidence. Give the rules one `group`;
    only the strongest of a group counts. A rule that also needs another observation, and stands in the group
    of that one, only says how much more it counts in this setting; it counts nothing twice.

    Bad:
        - {id: a, when: {all: [{pRTK: increased}]}, sources: [{source: x, at: abstract}], ...}
        - {id: b, when: {all: [{pRTK: increased}, {line: resistant}]}, sources: [{source: x, at: Fig 1}], ...}

    Good:
        - {id: a, group: rtk_up, ...}
        - {id: b, group: rtk_up, ...}
    """
    by_target: dict[tuple[str, str], list[Rule]] = {}
    for id in material.compiled:
        rule = material.active[id]
        if rule.then.hypothesis is not None:
            by_target.setdefault((material.compiled[id].then.kind, rule.then.hypothesis), []).append(rule)
    for rules in by_target.values():
        for one, other in combinations(rules, 2):
            if one.group is not None and one.group == other.group:
                continue
            studies = _studies(material, one), _studies(material, other)
            if not all(studies) or not (studies[0] <= studies[1] or studies[1] <= studies[0]):
                continue
            shared = _same_look(material, one.id, other.id)
            if shared and not (_revises(material, one.id, shared) or _revises(material, other.id, shared)):
                study = ", ".join(sorted(studies[0] & studies[1]))
                message = f"{other.id} and {one.id} both count {study} for {shared.text}; give them one group"
                yield at(material, "rules", other.id), message


def _studies(material: Material, rule: Rule) -> frozenset[str]:
    known = [s for c in rule.sources if (s := material.knowledge.sources.get(c.source)) is not None]
    return frozenset(s.study_id for s in known if s.kind in ("primary", "review", "vendor"))


def _same_look(material: Material, one: str, other: str) -> Condition | None:
    """The observation that two rules share.

    A derived finding that both name among others is the setting of both; it is shared when one of them looks
    at nothing else.
    """
    looks = [_observations(material, material.compiled[id]) for id in (one, other)]
    for mine in looks[0]:
        for theirs in looks[1]:
            alone = mine.name not in material.knowledge.derived or min(map(len, looks)) == 1
            if alone and overlap(mine, theirs):
                return mine
    return None


def _revises(material: Material, id: str, shared: Condition) -> bool:
    """Whether a rule only says how much more another observation counts in the setting that it shares.

    Then its group holds a rule that looks at that other observation alone, and fires whenever this one does.
    """
    rule = material.active[id]
    return any(
        other.id != id
        and rule.group is not None
        and (other.group, other.then.for_, other.then.against) == (rule.group, rule.then.for_, rule.then.against)
        and covers(material.compiled[other.id], material.compiled[id], material.knowledge)
        and not any(overlap(shared, look) for look in _observations(material, material.compiled[other.id]))
        for other in material.active.values()
        if other.id in material.compiled
    )


def _observations(material: Material, rule: CompiledRule) -> list[Condition]:
    """The conditions about something observed; context is no observation."""
    knowledge = material.knowledge
    return [
        c
        for c in (*rule.all, *rule.any)
        if c.name in knowledge.observables or c.name in knowledge.classes or c.name in knowledge.derived
    ]
