"""`diagnose`: the one road from a case to a diagnosis. Command line, questionnaire and API all take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fakdx.case.canonical import case_sha256
from fakdx.differential.priors import checked_priors
from fakdx.differential.robustness import hangs_on, robustness
from fakdx.differential.score import Differential, derivations_of, differential, resolve
from fakdx.differential.verdict import Ruling, rule_on, unexplained, verdict
from fakdx.errors import InputError
from fakdx.explain.near import missing_evidence
from fakdx.explain.scenarios import recognise
from fakdx.inference import EngineName
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.case import CaseData
from fakdx.model.result import Assessment, Contradiction, DerivedFinding, Provenance, Reading, Result
from fakdx.plan.advice import advise
from fakdx.plan.combinations import combine
from fakdx.plan.experiments import PREFERENCES, Assayed, assay, rank, stop_reason
from fakdx.plan.value import questions
from fakdx.reading.names import did_you_mean
from fakdx.report import json_form
from fakdx.version import __version__

EXPLAINED = 6
"""What is missing is worked out for this many leading hypotheses."""


@dataclass(frozen=True)
class Diagnosis(Result):
    """A result that can render itself. `result.differential[0].probability`, `result.to_markdown()`."""

    knowledge: Knowledge

    def to_dict(self) -> dict[str, Any]:
        """The stable machine-readable form."""
        return json_form.to_dict(self)

    def to_json(self) -> str:
        return json_form.to_json(self)

    def to_markdown(self, form: str = "long") -> str:
        """The report for a notebook; `form` is `short` or `long`."""
        from fakdx.report.markdown import render_markdown

        return render_markdown(self, self.knowledge, form)

    def to_html(self, form: str = "long") -> str:
        """The report as one self-contained page."""
        from fakdx.report.html import render_html

        return render_html(self, self.knowledge, form)

    def _repr_markdown_(self) -> str:
        return self.to_markdown("short")

    def _repr_html_(self) -> str:
        from fakdx.report.html import to_html_fragment

        return to_html_fragment(self, self.knowledge)

    def __str__(self) -> str:
        return self.verdict.headline


def diagnose(
    case: CaseData,
    knowledge: Knowledge | None = None,
    *,
    engine: EngineName = "experta",
    priors: Mapping[str, float] | None = None,
    prefer: str = "balanced",
) -> Diagnosis:
    """Rank the hypotheses for a case, say what the verdict is, what to run next and what to combine.

    `priors` maps hypothesis ids to probabilities between 0 and 1; `prefer` is `balanced`, `fast`, `cheap` or
    `decisive`. Raises InputError for an unknown hypothesis or preference. The same case and knowledge give the
    same result, whatever the order of the findings.
    """
    base = knowledge or load_knowledge()
    priors = checked_priors(priors, base)
    if prefer not in PREFERENCES:
        raise InputError(f"unknown preference {prefer!r}{did_you_mean(prefer, PREFERENCES)}")
    found = differential(case, base, engine, priors)
    ruling = rule_on(found, base)
    needed = hangs_on(found, ruling, base, priors)
    assayed = assay(found, base, priors)
    ranked = rank(assayed, PREFERENCES[prefer])
    experiments = advise(found, ranked)
    return Diagnosis(
        reading=_reading(found, ruling, ranked, base),
        verdict=verdict(found, ruling, needed, base),
        differential=_with_missing(found, base),
        robustness=robustness(found, ruling, needed, base),
        experiments=experiments,
        stop=stop_reason(case, assayed, ruling),
        combinations=combine(found, ruling, tuple(e.id for e in experiments), base),
        provenance=_provenance(case, base, priors, prefer, engine),
        knowledge=base,
    )


def _with_missing(found: Differential, knowledge: Knowledge) -> tuple[Assessment, ...]:
    return tuple(
        replace(a, missing=missing_evidence(found, a.id, knowledge)) if number < EXPLAINED else a
        for number, a in enumerate(found.assessments)
    )


def _reading(
    found: Differential, ruling: Ruling, ranked: tuple[tuple[Assayed, float], ...], knowledge: Knowledge
) -> Reading:
    return Reading(
        case=found.case,
        filled_in=found.base.filled_in,
        derived=_derived(found, knowledge),
        contradictions=tuple(
            Contradiction(tuple(sorted(f.label for f in group)), _settled_by(group[0].name, ranked, knowledge))
            for group in found.base.contradictions
        ),
        unexplained=unexplained(found, ruling),
        scenarios=recognise(found, knowledge),
        notices=found.case.notices,
    )


def _settled_by(observable: str, ranked: tuple[tuple[Assayed, float], ...], knowledge: Knowledge) -> str:
    """The best experiment that puts this readout to the test, else a repeat."""
    testing = (a.experiment for a, _ in ranked if questions(a.experiment, observable, knowledge) >= 1)
    name = knowledge.observables[observable].name
    return next((e.name for e in testing), f"repeat {name} with a second method and loading controls")


def _derived(found: Differential, knowledge: Knowledge) -> tuple[DerivedFinding, ...]:
    derivations = derivations_of(found.inference, knowledge)
    findings = []
    for fact in found.inference.derived:
        entry = knowledge.derived[fact.name]
        for firing in derivations[fact.label][:1]:
            observed, _ = resolve(firing.labels, derivations)
            because = knowledge.rules[firing.rule].because
            findings.append(DerivedFinding(fact.label, entry.name, entry.means, firing.rule, observed, because))
    return tuple(findings)


def _provenance(
    case: CaseData, knowledge: Knowledge, priors: Mapping[str, float], prefer: str, engine: str
) -> Provenance:
    options = [("prefer", prefer), ("engine", engine)]
    options += [(f"prior {id}", f"{value:g}") for id, value in sorted(priors.items())]
    return Provenance(
        fakdx=__version__,
        knowledge_version=knowledge.version,
        knowledge_sha256=knowledge.sha256,
        case_sha256=case_sha256(case),
        overlays=tuple((o.overlay, o.effect, o.kind, o.id, o.reason) for o in knowledge.overlays),
        options=tuple(options),
    )
