"""What the checks look at: a loaded knowledge base with its rules and examples read once, mistakes kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from fakdx.case.parse import parse_fragment
from fakdx.errors import InputError, KnowledgeError, Problem
from fakdx.inference.compile import compile_rule, stratify
from fakdx.inference.conditions import parse_condition
from fakdx.inference.facts import facts_of
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.model.rules import CompiledRule, Condition, Fact, Rule
from fakdx.reading.yaml_lines import Document

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Example:
    """One of a rule's own examples, read."""

    rule: str
    part: Literal["fires", "silent"]
    number: int
    case: CaseData
    facts: tuple[Fact, ...]

    @property
    def path(self) -> Path:
        return "examples", self.part, self.number


@dataclass(frozen=True)
class Written:
    """A condition or fragment as written in an entry that is not a rule, and what it reads as."""

    kind: str
    id: str
    path: Path
    condition: Condition | None = None
    facts: tuple[Fact, ...] = ()
    case: CaseData | None = None


@dataclass(frozen=True, eq=False)
class Material:
    """A knowledge base under the eye of the checks. Everything is computed at most once."""

    knowledge: Knowledge
    unreadable: list[Problem] = field(default_factory=list)
    """Lines that could not be read, gathered while the properties below are computed."""
    scoring: tuple[Document, ...] = ()
    """The documents that hold the scale and the priors, the base's first."""

    @cached_property
    def active(self) -> Mapping[str, Rule]:
        """The rules that run, by id in order."""
        rules = self.knowledge.rules
        return {id: rules[id] for id in sorted(rules) if rules[id].status == "active"}

    @cached_property
    def compiled(self) -> Mapping[str, CompiledRule]:
        """Active rules all of whose conditions can be read."""
        found: dict[str, CompiledRule] = {}
        for id, rule in self.active.items():
            broken: list[Path] = []

            def complain(rule: Rule, path: Path, message: str, broken: list[Path] = broken) -> None:
                origin = self.knowledge.origins["rules", rule.id]
                broken.append(path)
                self.unreadable.append(
                    Problem(
                        origin.file,
                        origin.line(*path),
                        f"rule {rule.id!r}: {message}",
                        "unreadable-condition",
                    )
                )

            rule_as_run = compile_rule(rule, self.knowledge, complain)
            if not broken:
                found[id] = rule_as_run
        return found

    @cached_property
    def staged(self) -> tuple[CompiledRule, ...]:
        """The compiled rules in strata; in one stratum when derived findings go in a circle."""
        try:
            return stratify(self.compiled.values())
        except KnowledgeError:
            return tuple(self.compiled.values())

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.staged)

    @cached_property
    def makers(self) -> Mapping[str, tuple[CompiledRule, ...]]:
        """The rules that conclude each derived finding."""
        found: dict[str, list[CompiledRule]] = {}
        for rule in self.compiled.values():
            if rule.then.kind == "finding":
                found.setdefault(rule.then.target, []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    @cached_property
    def asked(self) -> Mapping[str, tuple[Condition, ...]]:
        """The conditions that any rule looks at, by the name they ask for."""
        found: dict[str, list[Condition]] = {}
        for rule in self.compiled.values():
            for condition in (*rule.all, *rule.any, *rule.unless):
                found.setdefault(condition.name, []).append(condition)
        return {name: tuple(conditions) for name, conditions in found.items()}

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every example of an active rule that can be read."""
        return tuple(self._examples())

    def _examples(self) -> Iterator[Example]:
        parts: tuple[Literal["fires", "silent"], ...] = ("fires", "silent")
        for id, rule in self.active.items():
            for part in parts:
                for number in range(len(getattr(rule.examples, part))):
                    case = self._fragment("rules", id, ("examples", part, number), "unreadable-finding")
                    if case is not None:
                        yield Example(id, part, number, case, facts_of(case, self.knowledge).facts)

    @cached_property
    def outcomes(self) -> Mapping[str, tuple[Written, ...]]:
        """The readable outcomes of every experiment, each with the facts it would add."""
        found: dict[str, tuple[Written, ...]] = {}
        for id, experiment in self.knowledge.experiments.items():
            written = []
            for number in range(len(experiment.outcomes)):
                path: Path = ("outcomes", number, "adds")
                case = self._fragment("experiments", id, path, "unreadable-finding")
                if case is not None:
                    facts = facts_of(case, self.knowledge).facts
                    written.append(Written("experiments", id, path, facts=facts, case=case))
            found[id] = tuple(written)
        return found

    @cached_property
    def conditions(self) -> tuple[Written, ...]:
        """Every readable condition outside the rules: scenarios, experiments, combinations."""
        return tuple(
            Written(kind, id, path, condition)
            for kind, id, path, data in self._written_conditions()
            if (condition := self._condition(kind, id, path, data)) is not None
        )

    def _written_conditions(self) -> Iterator[tuple[str, str, Path, Any]]:
        for id, scenario in self.knowledge.scenarios.items():
            for number, group in enumerate(scenario.recognised):
                for place, data in enumerate(group):
                    yield "scenarios", id, ("recognised", number, place), data
        for id, experiment in self.knowledge.experiments.items():
            for part in ("needs", "unless"):
                for number, data in enumerate(getattr(experiment, part)):
                    yield "experiments", id, (part, number), data
        for id, combination in self.knowledge.combinations.items():
            for part in ("requires", "refused_if"):
                for number, data in enumerate(getattr(combination, part)):
                    yield "combinations", id, (part, number), data

    def _condition(self, kind: str, id: str, path: Path, data: Any) -> Condition | None:
        try:
            return parse_condition(data, self.knowledge)
        except ValueError as error:
            origin = self.knowledge.origins[kind, id]
            message = f"{id}: {error}"
            self.unreadable.append(Problem(origin.file, origin.line(*path), message, "unreadable-condition"))
            return None

    def _fragment(self, kind: str, id: str, path: Path, code: str) -> CaseData | None:
        """A case fragment inside an entry, read from the text so that lines are exact."""
        origin = self.knowledge.origins[kind, id]
        data: Any = origin.document.data
        for part in (*origin.path, *path):
            data = data[part]
        try:
            return parse_fragment(data, origin.document, (*origin.path, *path), self.knowledge)
        except InputError as error:
            self.unreadable.extend(Problem(p.file, p.line, f"{id}: {p.message}", code) for p in error.problems)
            return None

    def scoring_place(self, path: Path) -> tuple[str, int]:
        """File and line of a part of the scale: the last document that has it."""
        for document in reversed(self.scoring):
            data = document.data
            for part in path:
                data = data.get(part) if isinstance(data, dict) else None
            if data is not None or document is self.scoring[0]:
                return document.file, document.line(path)
        return "scoring.yaml", 0

    def all_unreadable(self) -> tuple[Problem, ...]:
        """Every line that cannot be read, whichever check asks first."""
        _ = self.compiled, self.examples, self.outcomes, self.conditions
        return tuple(self.unreadable)
