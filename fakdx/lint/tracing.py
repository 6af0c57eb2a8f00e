"""Why a rule did not fire on a case, condition by condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from fakdx.errors import InputError
from fakdx.inference import compiled, facts_of
from fakdx.inference.labels import finding_in_words
from fakdx.inference.matcher import Matcher
from fakdx.inference.phrases import said_in_words
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import named, observation_name, spelled_out
from fakdx.model.case import CaseData
from fakdx.model.rules import CompiledRule, Condition, Fact
from fakdx.reading.names import did_you_mean
from fakdx.reading.quantities import Span, say_fold, say_hours, say_micromolar

Part = Literal["all", "any", "unless"]
_FIELD_WORDS = {
    "hours": "time", "dose_um": "dose", "dose_ec50": "dose over EC50", "with": "drug class",
    "with_gene": "drug target", "with_agent": "drug",
}  # fmt: skip
_UNKNOWN = "nothing known about "


@dataclass(frozen=True)
class Step:
    """One condition on one case: what satisfied it, or why nothing did."""

    part: Part
    text: str
    labels: tuple[str, ...]
    """What satisfied the condition; empty when nothing did."""
    why: str
    """Why nothing satisfied it, or empty."""

    @property
    def fails(self) -> bool:
        """Whether this line keeps the rule from firing; one failing branch of `any` does not by itself."""
        return bool(self.labels) if self.part == "unless" else not self.labels

    def __str__(self) -> str:
        mark = "blocks" if self.part == "unless" and self.labels else "holds" if self.labels else "fails"
        if self.part == "unless" and not self.labels:
            mark = "free"
        shown = "; ".join(self.labels) if self.labels else self.why
        return f"{mark:<6} {self.part:<6} {self.text}" + (f": {shown}" if shown else "")


@dataclass(frozen=True)
class Trace:
    """A rule on a case. `note` says what the conditions one by one do not show."""

    rule: str
    fired: bool
    steps: tuple[Step, ...]
    note: str = ""

    @property
    def first_failure(self) -> str:
        """The reason in one clause; empty when the rule fired."""
        if self.fired:
            return ""
        for step in self.steps:
            if step.part == "all" and step.fails:
                return f"{step.text} fails: {step.why}"
        branches = [s for s in self.steps if s.part == "any"]
        if branches and all(s.fails for s in branches):
            return f"no branch of 'any' holds; {branches[0].text} fails: {branches[0].why}"
        for step in self.steps:
            if step.part == "unless" and step.fails and not self.note:
                return f"{step.text} blocks it ({'; '.join(step.labels)})"
        return self.note

    def __str__(self) -> str:
        head = f"{self.rule}: " + ("fires" if self.fired else f"does not fire: {self.first_failure}")
        return "\n".join([head, *(f"  {step}" for step in self.steps)])


def trace(rule_id: str, case: CaseData, knowledge: Knowledge) -> Trace:
    """How the rule fares on the case. Raises InputError for an unknown rule."""
    if rule_id not in knowledge.rules:
        raise InputError(f"unknown rule {rule_id!r}{did_you_mean(rule_id, knowledge.rules)}")
    rules = compiled(knowledge)
    rule = next((r for r in rules if r.id == rule_id), None)
    if rule is None:
        status = knowledge.rules[rule_id].status
        return Trace(rule_id, False, (), f"its status is {status}, so it never runs")
    base = facts_of(case, knowledge)
    disputed = {f.name: f"reported both ways, so neither is used ({f.label})" for g in base.contradictions for f in g}
    untested = {f.name: f"{f.name} was not tested" for f in case.findings if not f.tested}
    return explain(rule, base.facts, Matcher(rules), {**untested, **disputed})


def in_words(told: Trace, knowledge: Knowledge) -> Trace:
    """The same for a reader: names in place of ids, conditions and findings as reports say them."""
    steps = tuple(
        replace(
            step,
            text=said_in_words(step.text, knowledge),
            labels=tuple(finding_in_words(label, knowledge) for label in step.labels),
            why=_why_in_words(step.why, knowledge),
        )
        for step in told.steps
    )
    return replace(told, steps=steps)


def _why_in_words(why: str, knowledge: Knowledge) -> str:
    head, bracket, inside = why.partition(" (")
    if head == "not derived" or not head:
        return why
    if (name := head.removeprefix(_UNKNOWN)) != head:
        return _UNKNOWN + observation_name(name, knowledge)
    label = f" ({finding_in_words(inside.removesuffix(')'), knowledge)})" if bracket else ""
    return spelled_out(named(head, knowledge)) + label


def explain(rule: CompiledRule, facts: Sequence[Fact], matcher: Matcher, unused: dict[str, str] | None = None) -> Trace:
    """Trace over facts. `unused` tells, by name, why a finding of the case made no fact."""
    inference = matcher.run(facts)
    known = (*facts, *inference.derived)
    parts: tuple[tuple[Part, tuple[Condition, ...]], ...] = (
        ("all", rule.all), ("any", rule.any), ("unless", rule.unless),
    )  # fmt: skip
    steps = tuple(_step(part, c, known, matcher, unused or {}) for part, cs in parts for c in cs)
    fired = any(f.rule == rule.id for f in inference.firings)
    return Trace(rule.id, fired, steps, "" if fired else _note(rule, steps))


def _step(part: Part, condition: Condition, facts: Sequence[Fact], matcher: Matcher, unused: dict[str, str]) -> Step:
    labels = tuple(sorted({f.label for f in facts if condition.admits(f)}))
    return Step(part, condition.text, labels, "" if labels else _why(condition, facts, matcher, unused))


def _why(condition: Condition, facts: Sequence[Fact], matcher: Matcher, unused: dict[str, str]) -> str:
    near = [f for f in facts if f.name == condition.name]
    if near:
        misses = sorted((_misses(condition, f) for f in near), key=len)
        return misses[0][0]
    if condition.name in unused:
        return unused[condition.name]
    rules = (masked.rule for masked in matcher.rules)
    makers = sorted({r.id for r in rules if r.then.kind == "finding" and r.then.target == condition.name})
    if makers:
        return f"not derived (by {', '.join(makers)})"
    return _UNKNOWN + condition.name


def _misses(condition: Condition, fact: Fact) -> list[str]:
    """Everything in which the fact misses the condition; never empty for a fact that is not admitted."""
    found = []
    if fact.state not in condition.states:
        found.append(f"it is {fact.state} ({fact.label})")
    for name, allowed in condition.one_of:
        value = fact.values.get(name)
        if value not in allowed:
            said = f"{_word(name)} is {value}" if value is not None else f"no {_word(name)} given"
            found.append(f"{said}, asked for {' or '.join(sorted(allowed))} ({fact.label})")
    for name, span in condition.within:
        value = fact.values.get(name)
        if not isinstance(value, Span):
            found.append(f"no {_word(name)} given ({fact.label})")
        elif not span.holds(value):
            found.append(f"{_word(name)} is {_say(name, value)}, asked for {_say(name, span)} ({fact.label})")
    found += [f"no {_word(n)} given ({fact.label})" for n, _ in condition.binds if n not in fact.values]
    return found


def _note(rule: CompiledRule, steps: tuple[Step, ...]) -> str:
    held = all(s.labels for s in steps if s.part == "all")
    branches = [s for s in steps if s.part == "any"]
    variables = sorted({v for c in (*rule.all, *rule.any, *rule.unless) for _, v in c.binds})
    if not held or (branches and not any(s.labels for s in branches)) or not variables:
        return ""
    listed = ", ".join(f"?{v}" for v in variables)
    return f"each condition holds, but not of one and the same {listed}, or that one is blocked"


def _word(field: str) -> str:
    return _FIELD_WORDS.get(field, field)


def _say(field: str, span: Span) -> str:
    if field == "hours":
        return say_hours(span)
    return say_micromolar(span) if field in ("dose_um", "ic50") else say_fold(span)
