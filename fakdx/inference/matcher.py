"""The same rules as experta in bit masks, for search over hypothetical results and for many cases.

What facts show is one integer, a bit for each distinct condition they satisfy, and whether a rule holds is two or
three operations on integers. Each rule is watched under its rarest condition, so work grows with the facts and what
they touch, not with the number of rules. Which findings a rule matched is worked out when asked.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from fakdx.inference.alpha import Alpha
from fakdx.inference.joins import join, joins
from fakdx.model.rules import CompiledRule, Condition, Fact, Firing, Inference

_BY_RULE = attrgetter("rule")


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What some facts show: worked out once, joined with others as often as wanted. Belongs to one matcher."""

    mask: int
    """The conditions satisfied."""
    facts: tuple[tuple[int, Fact], ...]
    """The facts that satisfy any, each with its own conditions."""
    makers: frozenset[int]
    """Rules that may now derive a finding, by number."""
    candidates: frozenset[int]
    """Evidence rules that may now hold."""

    def joined(self, others: Iterable[Hits]) -> Hits:
        """What these and others show together."""
        parts = (self, *others)
        mask = 0
        for part in parts:
            mask |= part.mask
        return Hits(
            mask,
            tuple(fact for part in parts for fact in part.facts),
            frozenset().union(*(part.makers for part in parts)),
            frozenset().union(*(part.candidates for part in parts)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class MaskedRule:
    """A rule and the bits of its conditions."""

    rule: CompiledRule
    needs: int
    any: int
    unless: int
    joins: bool
    """Findings must share a variable; bits alone then say only that the rule may hold."""


class Matcher:
    """Built once from compiled rules; remembers only what facts about genes derive, so threads may share it."""

    def __init__(self, rules: Iterable[CompiledRule], also: Iterable[Condition] = ()) -> None:
        """`also` are conditions to number that no rule asks for."""
        ordered = sorted(rules, key=lambda r: (r.then.kind != "finding", r.stratum, r.id))
        self.alpha = Alpha([*(c for r in ordered for c in (*r.all, *r.any, *r.unless)), *also])
        self.rules = tuple(self._masked(rule) for rule in ordered)
        self._evidence_from = sum(r.then.kind == "finding" for r in ordered)
        self._watchers = self._watch()
        self._watched = sum(self._watchers)
        self._conclusions: dict[tuple[int, str | None], tuple[Fact, Hits]] = {}

    def run(self, facts: Iterable[Fact]) -> Inference:
        """Fire every rule that holds, derived findings first."""
        return self.fire((self.hits(facts),)).inference()

    def hits(self, facts: Iterable[Fact]) -> Hits:
        """What facts show; worth keeping where the same facts come again."""
        mask = 0
        met = []
        for fact in facts:
            if bits := self.alpha.bits(fact):
                mask |= bits
                met.append((bits, fact))
        return Hits(mask, tuple(met), *self._worth_a_look(mask))

    def fire(self, parts: Iterable[Hits]) -> Fired:
        """The rules that hold on what all the parts show together."""
        return Fired(self, parts)

    def concluded(self, number: int, gene: str | None) -> tuple[Fact, Hits]:
        """The fact that a rule derives, about one gene or none, and what it shows."""
        key = number, gene
        if key not in self._conclusions:
            fact = derived_fact(self.rules[number].rule, gene)
            self._conclusions[key] = fact, self.hits((fact,))
        return self._conclusions[key]

    def mask(self, conditions: Iterable[Condition]) -> int:
        """The bits of these conditions."""
        mask = 0
        for condition in conditions:
            mask |= self.alpha.bit(condition)
        return mask

    def _masked(self, rule: CompiledRule) -> MaskedRule:
        return MaskedRule(rule, self.mask(rule.all), self.mask(rule.any), self.mask(rule.unless), joins(rule))

    def _watch(self) -> dict[int, tuple[list[int], list[int]]]:
        """Makers and evidence rules under their rarest condition, or under each of `any` where they have no other."""
        users: dict[int, int] = {}
        needed = [[self.alpha.bit(c) for c in masked.rule.all] for masked in self.rules]
        for bits in needed:
            for bit in bits:
                users[bit] = users.get(bit, 0) + 1
        watchers: dict[int, tuple[list[int], list[int]]] = {}
        for number, bits in enumerate(needed):
            rarest = {min(bits, key=lambda b: (users[b], b))} if bits else set()
            for bit in rarest or {self.alpha.bit(c) for c in self.rules[number].rule.any}:
                watchers.setdefault(bit, ([], []))[number >= self._evidence_from].append(number)
        return watchers

    def _worth_a_look(self, mask: int) -> tuple[frozenset[int], frozenset[int]]:
        makers: list[int] = []
        candidates: list[int] = []
        mask &= self._watched
        while mask:
            bit = mask & -mask
            mask ^= bit
            own, others = self._watchers[bit]
            makers += own
            candidates += others
        return frozenset(makers), frozenset(candidates)


class Fired:
    """The rules that hold, by number in the order of their ids, and the findings derived on the way, by label."""

    def __init__(self, matcher: Matcher, parts: Iterable[Hits]) -> None:
        self._matcher = matcher
        self._parts = list(parts)
        self._matched: dict[int, list[set[str]]] = {}
        self.derived: dict[str, Fact] = {}
        self.makers: list[int] = []
        mask = 0
        makers: set[int] = set()
        candidates: set[int] = set()
        for part in self._parts:
            mask |= part.mask
            makers |= part.makers
            candidates |= part.candidates
        rules = matcher.rules
        agenda = sorted(makers)
        for number in agenda:  # what a maker derives is of use only to makers with higher numbers, and to evidence
            masked = rules[number]
            if mask & masked.needs != masked.needs or (masked.any and not mask & masked.any):
                continue
            for gene in self._genes(number) if masked.joins else () if mask & masked.unless else (None,):
                if not self.makers or self.makers[-1] != number:
                    self.makers.append(number)
                fact, shown = matcher.concluded(number, gene)
                if fact.label not in self.derived:
                    self.derived[fact.label] = fact
                    self._parts.append(shown)
                    mask |= shown.mask
                    candidates |= shown.candidates
                    for other in shown.makers - makers:
                        makers.add(other)
                        insort(agenda, other)
        self.mask = mask
        self.evidence: list[int] = []
        for number in sorted(candidates):
            masked = rules[number]
            if mask & masked.needs != masked.needs or (masked.any and not mask & masked.any):
                continue
            if self._genes(number) if masked.joins else not mask & masked.unless:
                self.evidence.append(number)

    def inference(self) -> Inference:
        """All of it, as experta gives it."""
        rules, groups = self._matcher.rules, self._groups
        firings = [Firing(rules[n].rule.id, partial(groups, n)) for n in (*self.makers, *self.evidence)]
        firings.sort(key=_BY_RULE)
        derived = sorted(self.derived.values(), key=lambda f: (f.name, f.state, f.label))
        return Inference(tuple(firings), tuple(derived))

    def firing(self, number: int) -> Firing:
        """A rule that holds, with what it matched."""
        return Firing(self._matcher.rules[number].rule.id, partial(self._groups, number))

    def resting_on(self, bits: int) -> int:
        """`bits`, and those of the derived findings that rest on them."""
        for number in self.makers:
            masked = self._matcher.rules[number]
            if bits & (masked.needs | masked.any):
                for fact in self.derived.values():
                    if (fact.name, fact.state) == (masked.rule.then.target, masked.rule.then.state):
                        bits |= self._matcher.alpha.bits(fact)
        return bits

    def _groups(self, number: int) -> tuple[tuple[str, ...], ...]:
        rule = self._matcher.rules[number].rule
        if number in self._matched:
            return tuple(tuple(sorted(group)) for group in self._matched[number])
        bit = self._matcher.alpha.bit
        groups = [self._labels(bit(condition)) for condition in rule.all]
        if rule.any:
            groups.append(self._labels(self._matcher.rules[number].any))
        return tuple(groups)

    def _labels(self, bits: int) -> tuple[str, ...]:
        return tuple(sorted({fact.label for fact in self._showing(bits)}))

    def _genes(self, number: int) -> Sequence[str]:
        """The genes that a rule with variables is about, '' for none in particular; empty when it is silent."""
        matched, genes = join(self._matcher.rules[number].rule, lambda c: self._showing(self._matcher.alpha.bit(c)))
        self._matched[number] = matched
        return genes

    def _showing(self, bits: int) -> list[Fact]:
        return [f for part in self._parts if part.mask & bits for hit, f in part.facts if hit & bits]


def derived_fact(rule: CompiledRule, gene: str | None) -> Fact:
    """The fact that a derived-finding rule concludes, about one gene or none."""
    then = rule.then
    label = f"{then.target}[{gene}]" if gene else then.target
    if then.state != "yes":
        label += f" {then.state}"
    return Fact(then.target, then.state, label, {"gene": gene} if gene else {})
