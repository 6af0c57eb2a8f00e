"""What the rules of a knowledge base count, in numbers, for many cases."""

from __future__ import annotations

from dataclasses import dataclass

from fakdx.differential.weights import Setting, out_of_scope
from fakdx.inference import compiled
from fakdx.inference.conditions import parse_condition
from fakdx.inference.matcher import Matcher
from fakdx.knowledge import Knowledge
from fakdx.model.rules import Rule
from fakdx.reading.quantities import Span


@dataclass(frozen=True, slots=True)
class Charge:
    """What an evidence rule counts."""

    number: int
    """Of the rule in the matcher; in this order the differential adds."""
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
        recognised = [
            (s.id, [parse_condition(written, knowledge) for written in group])
            for s in knowledge.scenarios.values()
            for group in s.recognised
        ]
        self.matcher = Matcher(compiled(knowledge), also=(c for _, conditions in recognised for c in conditions))
        self._scenarios = [(self.matcher.mask(conditions), id) for id, conditions in recognised]
        self.hypotheses = tuple(sorted(knowledge.hypotheses))
        self._position = {id: i for i, id in enumerate(self.hypotheses)}
        self._groups: dict[tuple[int, str, bool], int] = {}
        self.rules = tuple(knowledge.rules[masked.rule.id] for masked in self.matcher.rules)
        self.charges = tuple(self._charge(number, rule) for number, rule in enumerate(self.rules))
        self._settings: dict[Setting, tuple[Charge | None, ...]] = {}
        asked = [pair for condition in self.matcher.alpha.conditions for pair in condition.within]
        self.spans = {
            field: tuple(sorted({span for f, span in asked if f == field}, key=repr))
            for field in ("hours", "dose_um", "dose_ec50")
        }

    def scoped(self, setting: Setting) -> tuple[Charge | None, ...]:
        """What each rule counts in a setting, by number: outside its scope the stated discount applies."""
        if setting not in self._settings:
            outside = min(1.0, self.knowledge.scoring.discounts.out_of_scope)
            self._settings[setting] = tuple(
                charge.at(abs(charge.full) * outside, charge.decisive)
                if charge and out_of_scope(rule.scope, setting)
                else charge
                for charge, rule in zip(self.charges, self.rules, strict=True)
            )
        return self._settings[setting]

    def position(self, field: str, span: Span | None) -> tuple[bool, ...] | None:
        """Where a quantity lies among all that rules ask of it: quantities of one position are alike to them."""
        return None if span is None else tuple(asked.holds(span) for asked in self.spans[field])

    def recognised(self, mask: int) -> tuple[str, ...]:
        """Scenarios of which one group of conditions holds, in the order of the knowledge base."""
        return tuple(dict.fromkeys([id for group, id in self._scenarios if mask & group == group]))

    def _charge(self, number: int, rule: Rule) -> Charge | None:
        """None for a rule that derives a finding."""
        hypothesis = self._position.get(rule.then.hypothesis or "")
        if hypothesis is None or rule.then.strength is None:
            return None
        full = self.knowledge.scoring.points[rule.then.strength] * (1 if rule.then.for_ else -1)
        group = self._groups.setdefault((hypothesis, rule.group or rule.id, full > 0), len(self._groups))
        return Charge(number, hypothesis, group, full, 0.0, False, (0.0, False)).at(float(abs(full)), rule.decisive)
