"""Rules as a curator writes them, and as the engines run them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field, model_validator

from fakdx.model.base import Cite, Entry, Id, Status, Text
from fakdx.model.entries import Case, Strength
from fakdx.reading.quantities import Span


class When(Entry):
    """`all` must hold, one of `any` must hold, nothing of `unless` may be known to hold."""

    all: tuple[Case, ...] = ()
    any: tuple[Case, ...] = ()
    unless: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> When:
        if not self.all and not self.any:
            raise ValueError("needs at least one condition under 'all' or 'any'")
        return self


class Then(Entry):
    """Exactly one of: evidence for or against a hypothesis, or a derived finding."""

    for_: Id | None = Field(None, alias="for")
    against: Id | None = None
    finding: Id | None = None
    state: Text = "yes"
    gene: str | None = None
    """A variable of the rule (`?rtk`) that the derived finding is about."""
    strength: Strength | None = None

    @model_validator(mode="after")
    def _one(self) -> Then:
        if sum(x is not None for x in (self.for_, self.against, self.finding)) != 1:
            raise ValueError("needs exactly one of 'for', 'against' and 'finding'")
        if (self.strength is None) != (self.finding is not None):
            raise ValueError("needs a 'strength' with 'for' and 'against', and none with 'finding'")
        return self

    @property
    def hypothesis(self) -> str | None:
        return self.for_ or self.against


class Scope(Entry):
    """Where the evidence was obtained. Outside it a rule still counts, for less, and says so."""

    cancer_type: tuple[Id, ...] = ()
    inhibitor: tuple[Id, ...] = ()
    culture: tuple[str, ...] = ()


class Examples(Entry):
    """Case fragments: `{context: {...}, findings: [...]}` or just a list of findings."""

    fires: tuple[Case | tuple[Case, ...], ...] = Field(min_length=1)
    silent: tuple[Case | tuple[Case, ...], ...] = Field(min_length=1)


class Rule(Entry):
    id: Id
    when: When
    then: Then
    because: Text
    sources: tuple[Cite, ...] = Field(min_length=1)
    group: Id | None = None
    """Rules about one observation share a group; per hypothesis only the strongest of a group counts."""
    decisive: bool = False
    """One such experiment corroborates on its own: a rescue, a depletion, a co-IP with the matched inhibitor."""
    scope: Scope = Scope()
    status: Status = "active"
    supersedes: str | None = None
    examples: Examples


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about the case, flat enough for an engine to match.

    `label` is the finding (or context entry) it comes from; several facts may share it, one for each class
    of its observable and each target of its partner drug. `values` maps fields to words or to `Span`s.
    """

    name: str
    state: str
    label: str
    values: Mapping[str, str | Span] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        return self.name, self.state, self.label, tuple(sorted((k, str(v)) for k, v in self.values.items()))


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a rule: a name, its states, and what its fields must be."""

    name: str
    states: frozenset[str]
    one_of: tuple[tuple[str, frozenset[str]], ...] = ()
    within: tuple[tuple[str, Span], ...] = ()
    binds: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def admits(self, fact: Fact) -> bool:
        """Whether the fact satisfies it, variables aside. A missing field satisfies nothing."""
        if fact.name != self.name or fact.state not in self.states:
            return False
        values = fact.values
        for name, allowed in self.one_of:
            if values.get(name) not in allowed:
                return False
        for name, span in self.within:
            value = values.get(name)
            if not isinstance(value, Span) or not span.holds(value):
                return False
        return all(name in values for name, _ in self.binds)


@dataclass(frozen=True, slots=True)
class Conclusion:
    kind: Literal["for", "against", "finding"]
    target: str
    state: str = "yes"
    gene: str | None = None


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """What an engine needs of a rule. Rules of a lower stratum run first."""

    id: str
    all: tuple[Condition, ...]
    any: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    then: Conclusion
    stratum: int = 0


Groups = tuple[tuple[str, ...], ...]


class Firing:
    """A rule that fired, and for each condition of `all` (then, in one group, `any`) the labels it matched.

    All matches are taken together: a rule fires once, however many findings satisfy it. What it matched may be given as
    a function, called when first asked: search runs the rules many times and looks at few firings closely.
    """

    __slots__ = ("_matched", "rule")

    def __init__(self, rule: str, matched: Groups | Callable[[], Groups]) -> None:
        self.rule = rule
        self._matched = matched

    @property
    def matched(self) -> Groups:
        """The labels matched, sorted, a group for each condition."""
        if callable(self._matched):
            self._matched = self._matched()
        return self._matched

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything it matched, sorted."""
        return tuple(sorted({label for group in self.matched for label in group}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Firing) and (self.rule, self.matched) == (other.rule, other.matched)

    def __hash__(self) -> int:
        return hash(self.rule)

    def __repr__(self) -> str:
        return f"Firing({self.rule!r}, {self.matched!r})"


@dataclass(frozen=True, slots=True)
class Inference:
    """What an engine concludes: firings sorted by rule, and the facts it derived."""

    firings: tuple[Firing, ...]
    derived: tuple[Fact, ...]


RawMapping = Mapping[str, Any]
