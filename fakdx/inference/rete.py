"""The rules on experta. The only module that imports it; nothing of experta leaves it.

Five things need care. experta 1.9.4 imports `collections.Mapping`, gone since Python 3.10: it is lent for the
import. The import hides ImportErrors and installs a root log handler: the first is checked, the second undone.
Its agenda can leave a withdrawn activation in place, so that a rule whose `unless` has come true still fires:
`_ExactAgenda` removes by equality and orders by salience and rule, which also makes the order independent of
the hash seed. Building its network it rewrites each rule ten times over into a normal form that ours have from the
start: `_PlainMatcher` leaves that out. `NOT` is closed-world, which is what `unless` means here: only what is known
to hold blocks.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from fakdx.inference.matcher import derived_fact
from fakdx.model.rules import CompiledRule, Condition, Fact, Firing, Inference
from fakdx.reading.quantities import Span

FIELDS = (
    "gene", "treatment", "with", "with_gene", "with_agent", "arm", "versus", "signal", "extent", "method",
    "hours", "dose_um", "dose_ec50", "fold", "ic50",
)  # fmt: skip
_ABSENT = object()
"""In a field that a fact does not have: no text, so that no condition can ask for it."""


def _import_experta() -> Any:
    lent = not hasattr(collections, "Mapping")
    handlers, level = list(logging.root.handlers), logging.root.level
    if lent:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta
        from experta.abstract import Strategy
        from experta.matchers import ReteMatcher
    finally:
        if lent:
            del collections.Mapping  # type: ignore[attr-defined]
        logging.root.handlers[:] = handlers
        logging.root.setLevel(level)
    for name in ("KnowledgeEngine", "Fact", "Rule", "NOT", "MATCH", "AS", "P"):
        if not hasattr(experta, name):
            raise ImportError(f"experta is installed but incomplete: it lacks {name}; reinstall experta==1.9.4")
    return experta, Strategy, ReteMatcher


class ReteEngine:
    """The compiled rules as an experta engine; one live engine for each thread."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = tuple(rules)
        self._by_name: dict[str, list[Condition]] = {}
        for rule in self.rules:
            for condition in (*rule.all, *rule.any, *rule.unless):
                self._by_name.setdefault(condition.name, []).append(condition)
        self._experta, strategy, matcher = _import_experta()
        self._fact_classes: dict[str, Any] = {}
        self._engine_class = self._build(strategy, matcher)
        self._local = threading.local()

    def run(self, facts: Iterable[Fact]) -> Inference:
        """Declare the facts, run to the end, and collect what fired."""
        engine = getattr(self._local, "engine", None)
        self._local.engine = None  # an exception inside a rule would leave a running engine behind
        if engine is None:
            engine = self._engine_class()
        engine.fired = {}
        engine.derived = {}
        engine.reset()
        relevant = [f for f in facts if any(c.admits(f) for c in self._by_name.get(f.name, ()))]
        if relevant:
            engine.declare(*[self._declared(f) for f in relevant])
        engine.run()
        self._local.engine = engine
        firings = tuple(Firing(id, tuple(tuple(sorted(g)) for g in engine.fired[id])) for id in sorted(engine.fired))
        return Inference(firings, tuple(engine.derived[key] for key in sorted(engine.derived)))

    def _declared(self, fact: Fact) -> Any:
        values = {_safe(name): fact.values.get(name, _ABSENT) for name in FIELDS}
        return self._fact_class(fact.name)(state=fact.state, label=fact.label, **values)

    def _fact_class(self, name: str) -> Any:
        if name not in self._fact_classes:
            self._fact_classes[name] = type(f"Fact_{name}", (self._experta.Fact,), {})
        return self._fact_classes[name]

    def _build(self, strategy: Any, matcher: Any) -> Any:
        members: dict[str, Any] = {"__strategy__": _exact_agenda(strategy), "__matcher__": _plain_matcher(matcher)}
        for order, rule in enumerate(self.rules):
            # One experta rule for each branch of `any`: experta's OR does the same, less predictably.
            for branch, one in enumerate(rule.any or (None,)):
                conditions = rule.all if one is None else (*rule.all, one)
                patterns = [getattr(self._experta.AS, f"m{i}") << self._pattern(c) for i, c in enumerate(conditions)]
                patterns += [self._experta.NOT(self._pattern(c)) for c in rule.unless]
                name = f"rule_{order:05d}_{branch:03d}"
                members[name] = self._experta.Rule(*patterns, salience=-rule.stratum)(self._action(rule, name))
        return type("FakdxEngine", (self._experta.KnowledgeEngine,), members)

    def _pattern(self, condition: Condition) -> Any:
        tests: dict[str, Any] = {"state": self._experta.P(condition.states.__contains__)}
        for field, allowed in condition.one_of:
            tests[_safe(field)] = self._experta.P(_member(allowed))
        for field, span in condition.within:
            tests[_safe(field)] = self._experta.P(_inside(span))
        for field, variable in condition.binds:
            bound = getattr(self._experta.MATCH, f"v_{variable}")
            present = self._experta.P(_present)
            tests[_safe(field)] = tests[_safe(field)] & bound if _safe(field) in tests else present & bound
        return self._fact_class(condition.name)(**tests)

    def _action(self, rule: CompiledRule, name: str) -> Callable[..., None]:
        def fire(engine: Any, **matched: Any) -> None:
            groups = engine.fired.setdefault(rule.id, [set() for _ in range(len(rule.all) + bool(rule.any))])
            for number, group in enumerate(groups):
                group.add(matched[f"m{number}"]["label"])
            if rule.then.kind == "finding":
                gene = matched.get(f"v_{rule.then.gene}") if rule.then.gene else None
                fact = derived_fact(rule, gene)
                key = (fact.name, fact.state, fact.label)
                if key not in engine.derived:
                    engine.derived[key] = fact
                    engine.declare(self._declared(fact))

        fire.__name__ = name
        return fire


def _plain_matcher(matcher: Any) -> Any:
    class _PlainMatcher(matcher):  # type: ignore[misc]
        """Takes the rules as they are: each a conjunction of patterns, one or more, and then of negations."""

        @staticmethod
        def prepare_ruleset(engine: Any) -> set[Any]:
            return {rule.new_conditions(*rule) for rule in engine.get_rules()}

    return _PlainMatcher


def _exact_agenda(strategy: Any) -> Any:
    class _ExactAgenda(strategy):  # type: ignore[misc]
        """Removes withdrawn activations by equality; runs high salience first, then by rule name."""

        def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
            for activation in removed:
                activation.key = self._key(activation)
                agenda.activations = [a for a in agenda.activations if a != activation]
            for activation in added:
                activation.key = self._key(activation)
            agenda.activations.extend(added)
            agenda.activations.sort(key=lambda a: a.key)

        @staticmethod
        def _key(activation: Any) -> tuple[int, str, tuple[int, ...]]:
            ids = tuple(sorted((f["__factid__"] for f in activation.facts), reverse=True))
            return activation.rule.salience, activation.rule.__name__, ids

    return _ExactAgenda


def _safe(field: str) -> str:
    return "f_" + field


def _present(value: object) -> bool:
    return value is not _ABSENT


def _member(allowed: frozenset[str]) -> Callable[[object], bool]:
    return lambda value: value in allowed


def _inside(span: Span) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Span) and span.holds(value)
