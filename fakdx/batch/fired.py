"""The rules that hold for one case, found in bits; the findings behind them worked out only when asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from fakdx.batch.marks import Mark, Marker, View
from fakdx.batch.program import MaskedRule
from fakdx.differential.tally import Derivations, resolve
from fakdx.model.rules import Fact, Firing


class Fired:
    """`hits` are the conditions that hold, `evidence` the numbers of the evidence rules that do, in order."""

    def __init__(self, marker: Marker, view: View, marks: Sequence[Mark]) -> None:
        self._marker = marker
        self._view = view
        self._marks = marks
        self.derived: dict[str, Fact] = {}
        self._makers: list[MaskedRule] = []
        hits = view.hits
        candidates = set(view.candidates)
        for mark in marks:
            hits |= mark.hits
            candidates |= mark.candidates
        for stratum in marker.program.derived:
            new = 0
            for needs, masked in stratum:
                if hits & needs == needs and masked.may_hold(hits):
                    for bits, watched, fact in self._concluded(masked):
                        new |= bits
                        candidates |= watched
                        self.derived[fact.label] = fact
            hits |= new
        self.hits = hits
        rules = marker.program.evidence
        self.evidence: list[int] = []
        for number in sorted(candidates):
            masked = rules[number]
            needs, any_ = masked.needs, masked.any
            if hits & needs != needs or (any_ and not hits & any_):
                continue
            if (not hits & masked.unless) if masked.matcher is None else self._agree(masked):
                self.evidence.append(number)

    def touched(self, bits: int) -> int:
        """`bits`, and those of the derived findings that rest on them."""
        for masked in self._makers:
            if bits & (masked.needs | masked.any):
                for fact in self.derived.values():
                    if (fact.name, fact.state) == (masked.rule.then.target, masked.rule.then.state):
                        bits |= self._marker.program.bits(fact)
        return bits

    def observed(self, numbers: Iterable[int]) -> frozenset[str]:
        """Labels of the observed findings that the evidence rules of these numbers rest on."""
        rules = self._marker.program.evidence
        labels: set[str] = set()
        for number in numbers:
            labels.update(resolve(self.firing(rules[number]).labels, self.derivations)[0])
        return frozenset(labels)

    def firing(self, masked: MaskedRule) -> Firing:
        """The firing as the matcher gives it: the labels that each condition matched."""
        rule = masked.rule
        if masked.matcher is not None:
            return masked.matcher.run(self._touching(masked)).firings[0]
        bit_of = self._marker.program.bit_of
        groups = [self._labels(bit_of(condition)) for condition in rule.all]
        if rule.any:
            groups.append(self._labels(masked.any))
        return Firing(rule.id, tuple(groups))

    @cached_property
    def derivations(self) -> Derivations:
        """The label of each derived finding, and the firings that concluded it."""
        makers: dict[tuple[str, str], list[Firing]] = {}
        for masked in sorted(self._makers, key=lambda m: m.rule.id):
            makers.setdefault((masked.rule.then.target, masked.rule.then.state), []).append(self.firing(masked))
        return {label: makers[fact.name, fact.state] for label, fact in self.derived.items()}

    @cached_property
    def facts(self) -> tuple[tuple[int, Fact], ...]:
        """Every fact that any rule asks about, with the conditions it satisfies."""
        derived = tuple((self._marker.program.bits(fact), fact) for fact in self.derived.values())
        return (*self._view.facts, *(f for mark in self._marks for f in mark.facts), *derived)

    def _concluded(self, masked: MaskedRule) -> list[tuple[int, frozenset[int], Fact]]:
        genes: Sequence[str | None] = (None,)
        if masked.matcher is not None:
            inference = masked.matcher.run(self._touching(masked))
            if not inference.firings:
                return []
            genes = [f.values.get("gene") for f in inference.derived]  # type: ignore[misc]
        self._makers.append(masked)
        return [self._marker.conclusion(masked, gene) for gene in genes]

    def _agree(self, masked: MaskedRule) -> bool:
        assert masked.matcher is not None
        return bool(masked.matcher.run(self._touching(masked)).firings)

    def _touching(self, masked: MaskedRule) -> list[Fact]:
        """Facts that the conditions of a rule are about, among all known so far."""
        asked = masked.needs | masked.any | masked.unless
        known = [f for bits, f in self._view.facts if bits & asked]
        known += [f for mark in self._marks if mark.hits & asked for bits, f in mark.facts if bits & asked]
        return known + [f for f in self.derived.values() if self._marker.program.bits(f) & asked]

    def _labels(self, bits: int) -> tuple[str, ...]:
        return tuple(sorted({fact.label for hit, fact in self.facts if hit & bits}))
