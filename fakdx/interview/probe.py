"""A probe: one observable in one reading, the thing a question is about.

The plain reading is the inhibitor alone, in the model, against vehicle. Other readings carry the qualifiers of a
case file (`with`, `on`, `in`, `versus`, `at`, `raw`), so that an answer is the line one would have written there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fakdx.case.parse import parse_findings
from fakdx.inference.conditions import LINE_STATES
from fakdx.inference.facts import treatment_category
from fakdx.knowledge import Knowledge
from fakdx.model.case import DRUG_EFFECT, INCONCLUSIVE, NOT_TESTED, CaseData, Context, Finding
from fakdx.reading.quantities import Span, parse_time, whole_number
from fakdx.reading.yaml_lines import Document

NOT_KNOWN = "not known"
"""Note of a finding that was asked about and that nobody present could answer."""
_ANSWER = Document("<answer>", None, {})
_TREATED = frozenset({"decreased", "unchanged", "increased"})
_CHECKED_STATES = (INCONCLUSIVE, NOT_TESTED)
LINES = frozenset({"parental", "sensitive_line", "earlier_run", "other_lines", "inhibitor_alone", "stroma_poor_areas"})


@dataclass(frozen=True, slots=True)
class Probe:
    """What is asked about: an observable and the qualifiers of this reading, as a case file writes them.

    `window` narrows the times at which a finding answers it, in hours.
    """

    observable: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    window: Span | None = None

    @property
    def id(self) -> str:
        return "|".join([self.observable, *(f"{k}={v}" for k, v in self.qualifiers)])

    @property
    def plain(self) -> bool:
        return not self.qualifiers

    def of(self, key: str) -> str | None:
        """The value of one qualifier."""
        return dict(self.qualifiers).get(key)


def item_of(probe: Probe, state: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as a case file would hold it. Details win over the probe's own qualifiers; empty ones drop out."""
    given = {k: v for k, v in details.items() if v not in ("", None, [], ())}
    own = {k: v for k, v in probe.qualifiers if k not in given}
    if {"with", "on"} <= {*own, *given}:
        own = {k: v for k, v in own.items() if k not in ("with", "on")}
    return {probe.observable: state, **{k: _written(k, v) for k, v in {**own, **given}.items()}}


def _written(key: str, value: Any) -> Any:
    """Text as typed to what the reader of case files takes: several drugs are a list, counts are numbers."""
    if not isinstance(value, str):
        return value
    if key in ("with", "on"):
        drugs = [d.strip() for d in re.split(r",|\s\+\s", value) if d.strip()]
        return drugs if len(drugs) > 1 else value
    if key == "n" and (count := whole_number(value)) is not None:
        return count
    return value == "true" if key == "raw" else value


def finding_of(
    probe: Probe, state: str, details: Mapping[str, Any], context: Context, knowledge: Knowledge
) -> Finding:
    """The answer as a finding. Raises InputError that names the detail and what was expected of it."""
    return parse_findings([item_of(probe, state, details)], _ANSWER, knowledge, context)[0]


def supposed(probe: Probe, state: str, context: Context, knowledge: Knowledge) -> Finding:
    """The finding that this state would make, without details: what search looks ahead with."""
    bare = Context(inhibitor=context.inhibitor, cell_line=context.cell_line, arms=context.arms)
    return _supposed(probe, state, bare, knowledge)


@lru_cache(maxsize=8192)
def _supposed(probe: Probe, state: str, context: Context, knowledge: Knowledge) -> Finding:
    return finding_of(probe, state, {}, context, knowledge)


def states_of(probe: Probe, knowledge: Knowledge) -> tuple[str, ...]:
    """The states one can choose, without `inconclusive` and `not tested`.

    A comparison with another line is answered by less, equally or more sensitive; an amount without treatment by
    low, normal or high; a treated one by a change.
    """
    scale = knowledge.scales[knowledge.observables[probe.observable].scale]
    states = scale.states
    if scale.id == "effect":
        wanted = LINE_STATES if probe.of("versus") in LINES else frozenset(states) - LINE_STATES
        return tuple(s for s in states if s in wanted)
    if scale.id == "abundance":
        untreated = probe.of("on") == "none" and probe.of("versus") is None
        return tuple(s for s in states if (s not in _TREATED) == untreated)
    return states


def all_states(probe: Probe, knowledge: Knowledge) -> tuple[str, ...]:
    """The states one can choose and the two that always apply."""
    return (*states_of(probe, knowledge), *_CHECKED_STATES)


def answers(finding: Finding, probe: Probe, context: Context, knowledge: Knowledge) -> bool:
    """Whether a finding (tested or not) tells what the probe asks."""
    if finding.name != probe.observable:
        return False
    asked = supposed(probe, all_states(probe, knowledge)[0], context, knowledge)
    if (finding.arm, finding.raw) != (asked.arm, asked.raw) or (asked.gene and finding.gene != asked.gene):
        return False
    if _comparison(finding.versus) != _comparison(asked.versus):
        return False
    if not _same_treatment(finding.treatment, asked.treatment, context, knowledge):
        return False
    when = finding.at or context.exposure
    return probe.window is None or (when is not None and probe.window.holds(when))


def _comparison(versus: str | None) -> str:
    return "treatment" if versus is None or versus in DRUG_EFFECT else versus


def _same_treatment(
    told: tuple[str, ...] | None, asked: tuple[str, ...] | None, context: Context, knowledge: Knowledge
) -> bool:
    if told == asked:
        return True
    mine, theirs = _treatment(told, context, knowledge), _treatment(asked, context, knowledge)
    return mine[0] == theirs[0] and theirs[1] <= mine[1]


def _treatment(
    treatment: tuple[str, ...] | None, context: Context, knowledge: Knowledge
) -> tuple[str, frozenset[str]]:
    """Kind of treatment, and the classes of what was given besides the inhibitor."""
    if treatment is None:
        return "inhibitor", frozenset()
    agents = [knowledge.agents[a] for a in treatment]
    classes = frozenset(c for a in agents if a.role == "partner" or "pyk2_blockade" in a.classes for c in a.classes)
    return treatment_category(agents, context), classes - {"fak_inhibitor"}


def probe_of(finding: Finding, case: CaseData) -> Probe:
    """The probe that a finding answers, for editing it: its own qualifiers, numbers left to the details."""
    from fakdx.case.write import finding_fields

    fields = finding_fields(finding, case.context)
    keys = ("gene", "versus", "with", "on", "in", "at", "raw")
    kept = [(k, _text(fields[k])) for k in keys if k in fields]
    return Probe(finding.name, tuple(kept), finding.at)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def window(text: str) -> Span:
    """Hours of a time window such as `<= 2 h`."""
    return parse_time(text)
