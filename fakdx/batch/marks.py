"""What contexts and findings show the rules, worked out once for each kind and remembered.

A table repeats itself: the same state in the same column, the same drug and line. A finding depends on its
context only through the inhibitor, the named arms, and where exposure and dose lie among the limits that rules
name, so a table of a million different doses still has few kinds of findings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fakdx.batch.program import Charge, Program
from fakdx.differential.weights import Setting, Weight, finding_weight, setting_of
from fakdx.inference.facts import context_facts, dose_over_ec50, finding_facts
from fakdx.inference.matcher import Hits
from fakdx.knowledge import Knowledge
from fakdx.model.case import INCONCLUSIVE, CaseData, Context, Finding

REMEMBERED = 50_000
"""Entries after which a memory is emptied: speed is lost, memory stays flat, no result changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A finding and what it shows: where that is the same in two contexts, they share the mark."""

    finding: Finding
    number: int
    subject: int
    """Findings of one subject must agree; 0 for those that cannot disagree."""
    shown: Hits
    weight: Weight


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A context, what it and the knowledge about its line and drug show, and what scopes leave of each rule."""

    context: Context
    number: int
    frame: int
    """Contexts of one frame are alike to their findings: same inhibitor, same side of every limit of dose and time."""
    shown: Hits
    charges: tuple[Charge | None, ...]
    """What each rule counts in this setting, by number."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What some fields of a context show by themselves."""

    shown: Hits
    setting: Setting


class Marker:
    """Makes and remembers marks and views; one for each worker."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.program = Program(knowledge)
        self._parts: dict[Context, _Part] = {}
        self._marks: dict[tuple[Finding, int], Mark] = {}
        self._frames: dict[tuple[object, ...], int] = {}
        self._alike: dict[tuple[object, ...], Mark] = {}
        self._subjects: dict[tuple[object, ...], int] = {}
        self._numbers = 0

    def view(self, context: Context) -> View:
        """What a context shows before any finding is looked at."""
        drug = Context(inhibitor=context.inhibitor, dose=context.dose, exposure=context.exposure)
        line = Context(cell_line=context.cell_line, cancer_type=context.cancer_type, genotype=context.genotype)
        rest = replace(context, inhibitor=None, dose=None, exposure=None, cell_line=None, cancer_type=None, genotype=())
        parts = [self._part(drug), self._part(line), self._part(rest)]
        setting = Setting(parts[1].setting.cancer_type, context.inhibitor, parts[2].setting.culture)
        shown = parts[0].shown.joined(part.shown for part in parts[1:])
        self._numbers += 1
        return View(context, self._numbers, self._frame(context), shown, self.program.scoped(setting))

    def _part(self, context: Context) -> _Part:
        """Fields that bear on each other are looked at together, the others apart: so few parts serve many contexts."""
        known = self._parts.get(context)
        if known is None:
            if len(self._parts) >= REMEMBERED:
                self._parts.clear()
            facts, _ = context_facts(context, self.knowledge)
            setting = setting_of(CaseData(context=context), facts)
            known = self._parts[context] = _Part(self.program.matcher.hits(facts), setting)
        return known

    def mark(self, finding: Finding, view: View) -> Mark:
        """What a finding shows in a context."""
        key = (finding, view.frame)
        known = self._marks.get(key)
        if known is None:
            if len(self._marks) >= REMEMBERED:
                self._marks.clear()
            known = self._marks[key] = self._mark(finding, view)
        return known

    def _mark(self, finding: Finding, view: View) -> Mark:
        facts = finding_facts(finding, view.context, self.knowledge) if finding.tested else ()
        shown = self.program.matcher.hits(facts)
        genes = [(bits, fact.values.get("gene"), fact.values.get("with_gene")) for bits, fact in shown.facts]
        alike = finding, *genes
        known = self._alike.get(alike)
        if known is None:
            if len(self._alike) >= REMEMBERED:
                self._alike.clear()
            self._numbers += 1
            weight = finding_weight(finding, self.knowledge.scoring)
            known = self._alike[alike] = Mark(finding, self._numbers, self._subject(finding), shown, weight)
        return known

    def _subject(self, finding: Finding) -> int:
        if not finding.tested or finding.state == INCONCLUSIVE:
            return 0
        return self._subjects.setdefault(finding.subject, len(self._subjects) + 1)

    def _frame(self, context: Context) -> int:
        multiple = None if context.dose is None else dose_over_ec50(context.dose, context, self.knowledge)
        frame = (
            context.inhibitor,
            self.program.position("hours", context.exposure),
            self.program.position("dose_um", context.dose),
            self.program.position("dose_ec50", multiple),
        )
        return self._frames.setdefault(frame, len(self._frames))
