"""Which facts any case could ever produce, hence which conditions can never hold.

The engine itself makes the facts: contexts and treatments are enumerated from the knowledge base and handed
to it, so this page cannot drift from what cases really yield.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from fakdx.inference.facts import facts_of, finding_facts
from fakdx.knowledge import Knowledge
from fakdx.lint.material import Material
from fakdx.model.case import CaseData, Context, Finding, Genotype
from fakdx.model.rules import Condition, Fact
from fakdx.model.vocabulary import Observable
from fakdx.reading.quantities import Span

_STATUSES = ("mutant", "amplified", "overexpressed", "low", "null", "wild_type")
_TERMS = ("cancer_type", "host", "line", "response_lost")
_MEASURED = frozenset({"hours", "fold", "ic50", "dose_um", "dose_ec50"})
_TREATMENT = frozenset({"treatment", "with", "with_gene", "with_agent"})


class Possible:
    """What can be known at all under one knowledge base."""

    def __init__(self, material: Material) -> None:
        self.knowledge = material.knowledge
        self.material = material

    def why_never(self, condition: Condition) -> str | None:
        """Why no case can satisfy the condition; None when one can."""
        if condition.name in self.knowledge.derived:
            return self._derived(condition)
        if condition.name in self.knowledge.observables or condition.name in self.knowledge.classes:
            return self._observed(condition)
        return self._context(condition)

    def _derived(self, condition: Condition) -> str | None:
        makers = [r for r in self.material.makers.get(condition.name, ()) if r.then.state in condition.states]
        if not makers:
            return f"no rule concludes {condition.name} {' or '.join(sorted(condition.states))}"
        asked = {name for name, _ in (*condition.one_of, *condition.within, *condition.binds)}
        if extra := sorted(asked - {"gene"}):
            return f"a derived finding has no {_word(extra[0])}"
        if asked and not any(r.then.gene for r in makers):
            return f"{condition.name} is never about a gene; its rule names no gene under 'then'"
        return None

    def _context(self, condition: Condition) -> str | None:
        facts = [f for f in self.context_facts.get(condition.name, ()) if f.state in condition.states]
        if not facts:
            return f"no case can say that {condition.name} is {' or '.join(sorted(condition.states))}"
        for name in _fields(condition):
            if not any(name in f.values for f in facts):
                return f"{condition.name} has no {_word(name)}"
        loose = Condition(condition.name, condition.states, condition.one_of, (), condition.binds)
        if not any(loose.admits(f) for f in facts):
            wanted = ", ".join(f"{_word(n)} {' or '.join(sorted(a))}" for n, a in condition.one_of)
            return f"no {condition.name} {' or '.join(sorted(condition.states))} has {wanted}"
        return None

    def _observed(self, condition: Condition) -> str | None:
        observables = self.knowledge.observables
        members = [o for o in observables.values() if condition.name == o.id or condition.name in o.classes]
        reasons = [self._observable(o, condition) for o in members]
        return None if None in reasons else reasons[0] if reasons else f"nothing belongs to {condition.name}"

    def _observable(self, observable: Observable, condition: Condition) -> str | None:
        scale = self.knowledge.scales[observable.scale]
        if not condition.states & {*scale.states, "inconclusive"}:
            return f"{observable.id} is never {' or '.join(sorted(condition.states))}"
        wanted = dict(condition.one_of)
        for name in (*wanted, *(n for n, _ in condition.binds)):
            if name == "versus" and observable.shape == "check":
                return f"{observable.id} is a check and has no comparator"
        if observable.gene and observable.gene not in wanted.get("gene", {observable.gene}):
            return f"{observable.id} is about {observable.gene}, not {' or '.join(sorted(wanted['gene']))}"
        treatment = {n: a for n, a in wanted.items() if n in _TREATMENT}
        bound = {n for n, _ in condition.binds if n in _TREATMENT}
        if not any(
            all(row.get(n) in a for n, a in treatment.items()) and all(row.get(n, "-") != "-" for n in bound)
            for row in self.treatments
        ):
            words = ", ".join(f"{_word(n)} {' or '.join(sorted(a))}" for n, a in treatment.items())
            return f"no drug or tool gives {words}"
        return None

    @cached_property
    def treatments(self) -> tuple[Mapping[str, str], ...]:
        """Every treatment a finding can be about: its kind, and class, gene and id of what was added."""
        agents = sorted(self.knowledge.agents.values(), key=lambda a: a.id)
        inhibitor = next((a.id for a in agents if a.role == "fak_inhibitor" and not a.generic), None)
        context = Context(inhibitor=inhibitor)
        given: list[tuple[str, ...] | None] = [None, ()]
        given += [(a.id,) for a in agents]
        given += [tuple(sorted({inhibitor, a.id})) for a in agents if inhibitor is not None]
        observable = next(iter(self.knowledge.observables.values()), None)
        if observable is None:
            return ()
        rows = {
            tuple((n, v) for n, v in fact.values.items() if n in _TREATMENT and isinstance(v, str))
            for treatment in given
            for fact in finding_facts(
                Finding(observable.id, observable.shape, "inconclusive", treatment=treatment),
                context,
                self.knowledge,
            )
        }
        return tuple(dict(row) for row in sorted(rows))

    @cached_property
    def context_facts(self) -> Mapping[str, tuple[Fact, ...]]:
        found: dict[str, dict[object, Fact]] = {}
        for context in self._contexts():
            for fact in facts_of(CaseData(context=context), self.knowledge).facts:
                found.setdefault(fact.name, {})[fact.key] = fact
        return {name: tuple(facts.values()) for name, facts in found.items()}

    def _contexts(self) -> Iterator[Context]:
        knowledge: Knowledge = self.knowledge
        once = Span(1.0, 1.0)
        for id, agent in knowledge.agents.items():
            if agent.role in ("fak_inhibitor", "fak_degrader"):
                yield Context(inhibitor=id, dose=once, exposure=once)
            yield Context(partner=(id,))
        for id in knowledge.cell_lines:
            yield Context(cell_line=id)
        long = knowledge.scoring.thresholds.prolonged_from_h
        yield Context(exposure=Span(long, long), dose=once)
        for symbol in knowledge.table("genes"):
            yield Context(genotype=tuple(Genotype(symbol, status) for status in _STATUSES))
        for field in _TERMS:
            for term in knowledge.contexts[field].terms:
                yield _with_term(field, term.id)
        yield Context(culture=tuple(t.id for t in knowledge.contexts["culture"].terms))


def _with_term(field: str, term: str) -> Context:
    values: dict[str, str] = {field: term}
    return Context(
        cancer_type=values.get("cancer_type"),
        host=values.get("host"),
        line=values.get("line"),
        response_lost=values.get("response_lost"),
    )


def _fields(condition: Condition) -> list[str]:
    return [n for n, _ in (*condition.one_of, *condition.within, *condition.binds)]


_WORDS = {
    "hours": "time ('at')", "dose_um": "dose", "dose_ec50": "dose over EC50", "with": "class of drug",
    "with_gene": "drug target", "with_agent": "drug", "versus": "comparator",
}  # fmt: skip


def _word(field: str) -> str:
    return _WORDS.get(field, field)
