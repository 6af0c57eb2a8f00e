"""The same compiled rules on other engines, each behind `run(facts) -> (rules that fired, derived findings)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from fakdx.inference.matcher import Hits, Matcher
from fakdx.inference.rete import FIELDS, ReteEngine
from fakdx.model.rules import CompiledRule, Condition, Fact
from fakdx.reading.quantities import Span

Answer = tuple[frozenset[str], frozenset[str]]
Run = Callable[[Sequence[Fact]], Answer]


def ours(engine: Matcher | ReteEngine) -> Run:
    """Our engines can also say which findings each condition matched; like the peers, they are not asked to."""

    def run(facts: Sequence[Fact]) -> Answer:
        inference = engine.run(facts)
        return frozenset(f.rule for f in inference.firings), frozenset(f.label for f in inference.derived)

    return run


class PreparedMatcher:
    """Our matcher as search uses it: which conditions a finding meets is worked out when the finding first comes up."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self._matcher = Matcher(rules)
        self._known: dict[int, tuple[Fact, Hits]] = {}

    def answer(self, facts: Sequence[Fact]) -> Answer:
        shown = []
        for fact in facts:
            known = self._known.get(id(fact))
            if known is None:
                known = self._known[id(fact)] = fact, self._matcher.hits([fact])
            shown.append(known[1])
        inference = self._matcher.fire(shown).inference()
        return frozenset(f.rule for f in inference.firings), frozenset(f.label for f in inference.derived)


class StockExperta(ReteEngine):
    """experta as its manual has it: its own agenda, facts declared one by one."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        super().__init__(rules)
        from experta.matchers import ReteMatcher
        from experta.strategies import DepthStrategy

        stock = {"__strategy__": DepthStrategy, "__matcher__": ReteMatcher}
        self._engine_class = type("Stock", (self._engine_class,), stock)
        self._engine: Any = self._engine_class()

    def answer(self, facts: Sequence[Fact]) -> Answer:
        engine = self._engine
        engine.fired, engine.derived = {}, {}
        engine.reset()
        for fact in facts:
            engine.declare(self._declared(fact))
        engine.run()
        return frozenset(engine.fired), frozenset(f.label for f in engine.derived.values())


class Clips:
    """CLIPS 6.4 through clipspy. Facts are built with the C library's own builder: clipspy's wrapper leaks each one."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        import clips
        from clips._clips import ffi, lib

        self.rules = tuple(rules)
        self._lib, self._ffi = lib, ffi
        self.environment = clips.Environment()
        self.environment.build("(defglobal ?*fired* = (create$) ?*derived* = (create$))")
        self._known = {c.name for r in self.rules for c in (*r.all, *r.any, *r.unless)}
        self._known |= {r.then.target for r in self.rules if r.then.kind == "finding"}
        for name in sorted(self._known):
            self.environment.build(f"(deftemplate {name} (slot state) (slot label) {self._slots()})")
        for number, rule in enumerate(self.rules):
            for branch, one in enumerate(rule.any or (None,)):
                self.environment.build(self._rule(number, branch, rule, one))
        self._env = self.environment._env
        self._builder = lib.CreateFactBuilder(self._env, sorted(self._known)[0].encode())
        self._value = ffi.new("CLIPSValue *")

    def answer(self, facts: Sequence[Fact]) -> Answer:
        self.environment.reset()
        for fact in facts:
            self.declare(fact)
        self.environment.run()
        return self.fired()

    def __del__(self) -> None:
        self._lib.FBDispose(self._builder)

    def what_if(self, fact: Fact) -> None:
        """One more fact, what follows, and the fact taken back; what was derived from it stays."""
        asserted = self.declare(fact)
        self.environment.run()
        if asserted is not None:
            self._lib.Retract(asserted)

    def fired(self) -> Answer:
        numbers = self.environment.eval("?*fired*")
        labels = self.environment.eval("?*derived*")
        return frozenset(self.rules[n].id for n in numbers), frozenset(labels)

    def declare(self, fact: Fact) -> Any:
        if fact.name not in self._known:
            return None
        lib, builder = self._lib, self._builder
        lib.FBSetDeftemplate(builder, fact.name.encode())
        self._put(b"state", fact.state)
        self._put(b"label", fact.label)
        for field, value in fact.values.items():
            if isinstance(value, Span):
                self._put(field.encode() + b"_low", -1e300 if value.low is None else value.low)
                self._put(field.encode() + b"_high", 1e300 if value.high is None else value.high)
            self._put(field.encode(), "given" if isinstance(value, Span) else value)
        return lib.FBAssert(builder)

    def _put(self, slot: bytes, value: str | float) -> None:
        if isinstance(value, str):
            self._value.lexemeValue = self._lib.CreateString(self._env, value.encode())
        else:
            self._value.floatValue = self._lib.CreateFloat(self._env, value)
        self._lib.FBPutSlot(self._builder, slot, self._value)

    @staticmethod
    def _slots() -> str:
        spans = "".join(f"(slot {f}_low (default -1e301)) (slot {f}_high (default 1e301))" for f in FIELDS)
        return "".join(f'(slot {f} (default "-"))' for f in FIELDS) + spans

    def _rule(self, number: int, branch: int, rule: CompiledRule, one: Condition | None) -> str:
        patterns = [self._pattern(c, f"{number}x{i}") for i, c in enumerate([*rule.all, *([one] if one else [])])]
        patterns += [f"(not {self._pattern(c, f'{number}n{i}')})" for i, c in enumerate(rule.unless)]
        actions = [f"(bind ?*fired* (create$ ?*fired* {number}))"]
        then = rule.then
        if then.kind == "finding":
            tail = "" if then.state == "yes" else f" {then.state}"
            label = f'(str-cat "{then.target}[" ?v{then.gene} "]{tail}")' if then.gene else f'"{then.target}{tail}"'
            gene = f"(gene ?v{then.gene})" if then.gene else ""
            actions.append(f'(assert ({then.target} (state "{then.state}") (label {label}) {gene}))')
            actions.append(f"(bind ?*derived* (create$ ?*derived* {label}))")
        head = f"r{number}b{branch} (declare (salience {-rule.stratum}))"
        return f"(defrule {head} {' '.join(patterns)} => {' '.join(actions)})"

    @staticmethod
    def _pattern(condition: Condition, unique: str) -> str:
        def among(words: Iterable[str]) -> str:
            return "|".join(f'"{word}"' for word in sorted(words))

        parts = [f"(state {among(condition.states)})"]
        binds = dict(condition.binds)
        for field, allowed in condition.one_of:
            variable = f"?v{binds.pop(field)}&" if field in binds else ""
            parts.append(f"({field} {variable}{among(allowed)})")
        parts += [f'({field} ?v{variable}&~"-")' for field, variable in binds.items()]
        for number, (field, span) in enumerate(condition.within):
            parts.append(f'({field} "given")')
            if span.low is not None:
                sign = ">" if span.open_low else ">="
                parts.append(f"({field}_low ?l{unique}w{number}&:({sign} ?l{unique}w{number} {span.low}))")
            if span.high is not None:
                sign = "<" if span.open_high else "<="
                parts.append(f"({field}_high ?h{unique}w{number}&:({sign} ?h{unique}w{number} {span.high}))")
        return f"({condition.name} {' '.join(parts)})"


class RuleEngine:
    """rule-engine: each rule an expression over one value per name. No shared variables, nothing derived."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        import rule_engine

        rules = tuple(rules)
        names = {c.name for r in rules for c in (*r.all, *r.unless)}
        # A missing name would make the engine look for similar ones, which takes a hundred times longer.
        self._nothing = dict.fromkeys([*names, *(f"{name}_hours" for name in names)])
        self._rules = [(r.id, rule_engine.Rule(self._expression(r))) for r in rules]

    def answer(self, facts: Sequence[Fact]) -> Answer:
        case = {**self._nothing, **flat_case(facts)}
        return frozenset(id for id, rule in self._rules if rule.matches(case)), frozenset()

    def _expression(self, rule: CompiledRule) -> str:
        parts = [self._one(c) for c in rule.all] + [f"not {self._one(c)}" for c in rule.unless]
        return " and ".join(parts)

    @staticmethod
    def _one(condition: Condition) -> str:
        tests = ["(" + " or ".join(f'{condition.name} == "{s}"' for s in sorted(condition.states)) + ")"]
        for field, span in condition.within:
            tests.append(f"{condition.name}_{field} != null and {condition.name}_{field} >= {span.low}")
        return "(" + " and ".join(tests) + ")"


class BusinessRules:
    """business-rules: each rule a tree of named variables. No shared variables, nothing derived."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        from business_rules.engine import check_conditions_recursively
        from business_rules.variables import BaseVariables, numeric_rule_variable, string_rule_variable

        self.rules = tuple(rules)
        self._check = check_conditions_recursively
        members: dict[str, Any] = {"__init__": lambda own, case: setattr(own, "case", case)}
        for name in {c.name for r in self.rules for c in (*r.all, *r.unless)}:
            members[name] = string_rule_variable()(_reader(name, "not done"))
            members[f"{name}_hours"] = numeric_rule_variable()(_reader(f"{name}_hours", -1.0))
        self._variables = type("Variables", (BaseVariables,), members)
        self._wanted = [
            (r.id, {"all": [self._one(c) for c in r.all]}, [self._one(c) for c in r.unless]) for r in self.rules
        ]

    def answer(self, facts: Sequence[Fact]) -> Answer:
        variables = self._variables(flat_case(facts))
        fired = [
            id
            for id, wanted, unless in self._wanted
            if self._check(wanted, variables) and not any(self._check(u, variables) for u in unless)
        ]
        return frozenset(fired), frozenset()

    @staticmethod
    def _one(condition: Condition) -> dict[str, Any]:
        states = [{"name": condition.name, "operator": "equal_to", "value": s} for s in sorted(condition.states)]
        tests: list[dict[str, Any]] = [{"any": states}]
        for field, span in condition.within:
            tests.append(
                {"name": f"{condition.name}_{field}", "operator": "greater_than_or_equal_to", "value": span.low}
            )
        return {"all": tests}


def _reader(name: str, missing: object) -> Callable[[Any], object]:
    def read(variables: Any) -> object:
        return variables.case.get(name, missing)

    read.__name__ = name
    return read


def flat_case(facts: Sequence[Fact]) -> dict[str, object]:
    """One value per name, and its time."""
    case: dict[str, object] = {}
    for fact in facts:
        case[fact.name] = fact.state
        if isinstance(at := fact.values.get("hours"), Span):
            case[f"{fact.name}_hours"] = at.low
    return case
