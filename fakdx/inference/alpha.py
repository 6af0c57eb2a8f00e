"""Which conditions a fact satisfies, all at once: the alpha network of a Rete, in bits.

Every distinct condition is one bit. A fact's name and state select the conditions it may meet; each field that these
test then strikes out, with one table look-up, those that its value does not satisfy. Conditions repeat the same plain
reading (the inhibitor, the model, normalised signal), so a handful of look-ups answers for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fakdx.model.rules import Condition, Fact
from fakdx.reading.quantities import Span

Words = tuple[str, Mapping[object, int], int]
"""A field, the conditions left by each value that some condition names, and those left by any other value or none."""
Spans = tuple[str, int, Sequence[tuple[Span, int]]]
"""A field, the conditions that ask for a range of it, and each range with its conditions."""
Test = tuple[int, Sequence[Words], Sequence[Spans]]


class Alpha:
    """The distinct conditions, numbered; read by any number of threads."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._bits: dict[tuple[object, ...], int] = {}
        self._by_state: dict[tuple[str, str], list[tuple[int, Condition]]] = {}
        self._tests: dict[tuple[str, str], Test] = {}
        distinct: list[Condition] = []
        for condition in conditions:
            key = _meaning(condition)
            if key not in self._bits:
                bit = self._bits[key] = 1 << len(self._bits)
                distinct.append(condition)
                for state in condition.states:
                    self._by_state.setdefault((condition.name, state), []).append((bit, condition))
        self.conditions = tuple(distinct)

    def bit(self, condition: Condition) -> int:
        """Equal conditions of different rules have the same bit."""
        return self._bits[_meaning(condition)]

    def bits(self, fact: Fact) -> int:
        """The conditions that admit the fact; variables are not compared."""
        key = fact.name, fact.state
        test = self._tests.get(key)
        if test is None:
            asked = self._by_state.get(key)
            if asked is None:
                return 0
            test = self._tests[key] = _test(asked)
        hits, words, spans = test
        values = fact.values
        for field, left, otherwise in words:
            hits &= left.get(values.get(field), otherwise)
            if not hits:
                return 0
        for field, asking, ranges in spans:
            if hits & asking:
                value = values.get(field)
                for span, conditions in ranges:
                    if hits & conditions and not (isinstance(value, Span) and span.holds(value)):
                        hits &= ~conditions
        return hits


def _meaning(condition: Condition) -> tuple[object, ...]:
    return condition.name, condition.states, condition.one_of, condition.within, condition.binds


def _test(asked: Sequence[tuple[int, Condition]]) -> Test:
    """What tells these conditions, of one name and state, apart."""
    all_ = sum(bit for bit, _ in asked)
    allowed: dict[str, list[tuple[int, frozenset[str]]]] = {}
    absent: dict[str, int] = {}
    ranges: dict[str, dict[Span, int]] = {}
    for bit, condition in asked:
        for field, words in condition.one_of:
            allowed.setdefault(field, []).append((bit, words))
        for field, span in condition.within:
            spans = ranges.setdefault(field, {})
            spans[span] = spans.get(span, 0) | bit
        for field, _ in condition.binds:
            absent[field] = absent.get(field, 0) | bit
    tests: list[Words] = []
    for field, pairs in allowed.items():
        otherwise = all_ & ~sum(bit for bit, _ in pairs)
        left: dict[object, int] = {}
        for bit, words in pairs:
            for word in words:
                left[word] = left.get(word, otherwise) | bit
        tests.append((field, left, otherwise))
    tests += [(field, {None: all_ & ~bits}, all_) for field, bits in absent.items()]
    return all_, tests, [(field, sum(spans.values()), tuple(spans.items())) for field, spans in ranges.items()]
