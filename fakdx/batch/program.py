"""The rules of a knowledge base as bit masks, for many cases.

Every distinct condition is one bit. What a case shows is one integer, and whether a rule holds is two or three
operations on integers. Rules with a shared variable (*the same* receptor) are tested in bits first, and only
where that passes does the counting matcher look at the facts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fakdx.differential.weights import Setting, out_of_scope
from fakdx.inference import compiled
from fakdx.inference.conditions import parse_condition
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.model.rules import CompiledRule, Condition, Fact, Scope
from fakdx.reading.quantities import Span


@dataclass(frozen=True, slots=True)
class MaskedRule:
    """A compiled rule and the bits of its conditions."""

    rule: CompiledRule
    needs: int
    any: int
    unless: int
    matcher: Matcher | None
    """Set where findings must share a variable; bits alone then say only that the rule may hold."""

    def may_hold(self, hits: int) -> bool:
        if hits & self.needs != self.needs or (self.any and not hits & self.any):
            return False
        return self.matcher is not None or not hits & self.unless


@dataclass(frozen=True, slots=True)
class Charge:
    """What an evidence rule counts."""

    number: int
    """Of the rule, in the order in which the differential adds."""
    hypothesis: int
    """Position of the hypothesis among the sorted ids."""
    group: int
    """One number for each hypothesis, group and direction; of a group only the strongest counts."""
    full: int
    """Signed points at full strength."""
    points: float
    """Signed points after discounts."""
    decisive: bool
    strength: tuple[float, bool]
    """What the strongest is chosen by."""

    def at(self, size: float, decisive: bool) -> Charge:
        """The same rule counting `size` points in its direction."""
        decisive = decisive and size == abs(self.full)
        points = size if self.full > 0 else -size
        return Charge(self.number, self.hypothesis, self.group, self.full, points, decisive, (size, decisive))


class Program:
    """Built once from a knowledge base and read by any number of threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._bits: dict[tuple[object, ...], int] = {}
        self.conditions: list[Condition] = []
        self._by_name: dict[str, list[tuple[int, Condition]]] = {}
        self.hypotheses = tuple(sorted(knowledge.hypotheses))
        position = {id: i for i, id in enumerate(self.hypotheses)}
        masked = {rule.id: self._mask(rule) for rule in compiled(knowledge)}
        derived = [m for m in masked.values() if m.rule.then.kind == "finding"]
        strata = sorted({m.rule.stratum for m in derived})
        self.derived = [tuple((m.needs, m) for m in derived if m.rule.stratum == stratum) for stratum in strata]
        self.evidence: list[MaskedRule] = []
        self.charges: list[Charge] = []
        self._scopes: list[Scope] = []
        groups: dict[tuple[int, str, bool], int] = {}
        for id in sorted(masked):
            rule = knowledge.rules[id]
            if rule.then.hypothesis in position and rule.then.strength is not None:
                hypothesis = position[rule.then.hypothesis]
                full = knowledge.scoring.points[rule.then.strength] * (1 if rule.then.for_ else -1)
                group = groups.setdefault((hypothesis, rule.group or rule.id, full > 0), len(groups))
                self.evidence.append(masked[id])
                size = float(abs(full))
                plain = Charge(len(self.charges), hypothesis, group, full, 0.0, False, (0.0, False))
                self.charges.append(plain.at(size, rule.decisive))
                self._scopes.append(rule.scope)
        self.scenarios = tuple(
            (self._all(parse_condition(written, knowledge) for written in group), s.id)
            for s in knowledge.scenarios.values()
            for group in s.recognised
        )
        self._watchers = self._watch()
        self._candidates: dict[int, frozenset[int]] = {}
        self._settings: dict[Setting, tuple[Charge, ...]] = {}
        self.spans = {
            field: tuple(sorted({s for c in self.conditions for f, s in c.within if f == field}, key=repr))
            for field in ("hours", "dose_um", "dose_ec50")
        }

    def bits(self, fact: Fact) -> int:
        """The conditions that a fact satisfies."""
        hits = 0
        for bit, condition in self._by_name.get(fact.name, ()):
            if condition.admits(fact):
                hits |= bit
        return hits

    def candidates(self, hits: int) -> frozenset[int]:
        """Evidence rules worth a look once these conditions are satisfied."""
        known = self._candidates.get(hits)
        if known is None:
            known = frozenset(n for bit, rules in self._watchers.items() if hits & bit for n in rules)
            self._candidates[hits] = known
        return known

    def scoped(self, setting: Setting) -> tuple[Charge, ...]:
        """What each evidence rule counts in a setting: outside its scope the stated discount applies."""
        if setting not in self._settings:
            outside = self.knowledge.scoring.discounts.out_of_scope
            self._settings[setting] = tuple(
                charge.at(abs(charge.full) * min(1.0, outside), charge.decisive)
                if out_of_scope(scope, setting)
                else charge
                for charge, scope in zip(self.charges, self._scopes, strict=True)
            )
        return self._settings[setting]

    def position(self, field: str, span: Span | None) -> tuple[bool, ...] | None:
        """Where a quantity lies among all that rules ask of it: quantities of one position are alike to them."""
        return None if span is None else tuple(asked.holds(span) for asked in self.spans[field])

    def recognised(self, hits: int) -> tuple[str, ...]:
        """Scenarios of which one group of conditions holds, in the order of the knowledge base."""
        return tuple(dict.fromkeys([id for group, id in self.scenarios if hits & group == group]))

    def bit_of(self, condition: Condition) -> int:
        key = (condition.name, condition.states, condition.one_of, condition.within, condition.binds)
        if key not in self._bits:
            self._bits[key] = 1 << len(self.conditions)
            self.conditions.append(condition)
            self._by_name.setdefault(condition.name, []).append((self._bits[key], condition))
        return self._bits[key]

    def _all(self, conditions: Iterable[Condition]) -> int:
        mask = 0
        for condition in conditions:
            mask |= self.bit_of(condition)
        return mask

    def _mask(self, rule: CompiledRule) -> MaskedRule:
        joins = any(c.binds for c in (*rule.all, *rule.any, *rule.unless))
        matcher = Matcher([rule]) if joins else None
        return MaskedRule(rule, self._all(rule.all), self._all(rule.any), self._all(rule.unless), matcher)

    def _watch(self) -> dict[int, list[int]]:
        """Each evidence rule under its rarest condition, or under every one of `any` when it has no other."""
        users: dict[int, int] = {}
        for m in self.evidence:
            for condition in m.rule.all:
                users[self.bit_of(condition)] = users.get(self.bit_of(condition), 0) + 1
        watchers: dict[int, list[int]] = {}
        for number, m in enumerate(self.evidence):
            all_ = [self.bit_of(c) for c in m.rule.all]
            watched = {min(all_, key=lambda b: (users[b], b))} if all_ else {self.bit_of(c) for c in m.rule.any}
            for bit in watched:
                watchers.setdefault(bit, []).append(number)
        return watchers
