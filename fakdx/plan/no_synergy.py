"""A partner that added nothing: was it on target, was it the right one, is one enough, was the test sound?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fakdx.differential.outlook import known_facts
from fakdx.differential.score import Differential
from fakdx.differential.verdict import LEADING, LIKELY
from fakdx.knowledge import Knowledge
from fakdx.model.result import Assessment
from fakdx.model.rules import Fact
from fakdx.plan.prospects import active_receptors

FAILED = "partner_failed"
Answer = Literal["yes", "no", "not known"]


@dataclass(frozen=True, slots=True)
class Point:
    """One question about a combination that added nothing: the answer, the findings behind it, what to run."""

    question: str
    answer: Answer
    because: tuple[str, ...]
    experiment: str | None
    """What would answer it, where the case does not."""


@dataclass(frozen=True, slots=True)
class NoSynergy:
    """Why a combination may have shown nothing, in the order in which to ask."""

    partner: str
    points: tuple[Point, ...]
    conclusion: str


def explain_no_synergy(found: Differential, knowledge: Knowledge) -> NoSynergy | None:
    """None unless the case reports a partner that added nothing."""
    facts = known_facts(found)
    if not any(f.name == FAILED for f in facts):
        return None
    partners = sorted({str(f.values["with_agent"]) for f in facts if f.name == "given_partner"})
    sound, on_target = _sound(facts), _on_target(facts)
    right, one_enough = _right_pathway(found, facts, knowledge), _one_enough(found, knowledge)
    names = " and ".join(knowledge.agents[p].name for p in partners) or "the partner"
    return NoSynergy(names, (on_target, right, one_enough, sound), _conclusion(on_target, right, one_enough, sound))


def _seen(facts: tuple[Fact, ...], state: str, *names: str) -> tuple[str, ...]:
    """Labels of these checks where they were answered so."""
    return tuple(sorted({f.label for f in facts if f.name in names and f.state == state}))


def _on_target(facts: tuple[Fact, ...]) -> Point:
    question = "Did the partner hit its own target?"
    if no := _seen(facts, "no", "partner_on_target"):
        return Point(question, "no", no, "synergy_matrix")
    if yes := _seen(facts, "yes", "partner_on_target"):
        return Point(question, "yes", yes, None)
    return Point(question, "not known", (), "check_partner_record")


def _right_pathway(found: Differential, facts: tuple[Fact, ...], knowledge: Knowledge) -> Point:
    question = "Does its target carry the resistance?"
    blocked = {str(f.values.get("with_gene")) for f in facts if f.name == "given_partner"}
    receptors = active_receptors(facts)
    missed = sorted(receptors - blocked)
    if receptors and not receptors & blocked:
        because = [f"{gene} is the active receptor, and the partner spares it" for gene in missed]
        return Point(question, "no", tuple(because), "rtk_inhibitor_test")
    if elsewhere := _seen(facts, "yes", "omics_points_elsewhere"):
        return Point(question, "no", elsewhere, None)
    if receptors & blocked:
        because = [f"{gene} is active, and the partner blocks it" for gene in sorted(receptors & blocked)]
        return Point(question, "yes", tuple(because), None)
    aimed = [a for a in _carried(found) if blocked & set(knowledge.hypotheses[a.id].genes)]
    if aimed:
        return Point(question, "yes", tuple(f"{a.short} is {a.band}" for a in aimed), None)
    others = [f"{a.short} is {a.band}" for a in _carried(found)]
    return Point(question, "no" if others else "not known", tuple(others), "resistant_vs_parental_omics")


def _one_enough(found: Differential, knowledge: Knowledge) -> Point:
    question = "Is one partner enough?"
    several = [a for a in _carried(found) if a.band in LIKELY]
    roots = [a for a in several if not any(a.id in knowledge.hypotheses[b.id].consequences for b in several)]
    if len(roots) > 1:
        return Point(question, "no", tuple(f"{a.short} is {a.band}" for a in roots), None)
    answer: Answer = "yes" if roots else "not known"
    because = tuple(f"{a.short} is the only likely mechanism" for a in roots)
    return Point(question, answer, because, None if roots else "resistant_vs_parental_omics")


def _carried(found: Differential) -> Iterable[Assessment]:
    return [a for a in found.assessments if a.kind == "mechanism" and a.probability >= LEADING]


def _sound(facts: tuple[Fact, ...]) -> Point:
    question = "Could the test have shown synergy?"
    if weak := _seen(facts, "no", "dose_matrix", "synergy_model_named"):
        return Point(question, "no", weak, "synergy_matrix")
    matrix, model = _seen(facts, "yes", "dose_matrix"), _seen(facts, "yes", "synergy_model_named")
    if matrix and model:
        return Point(question, "yes", matrix + model, None)
    return Point(question, "not known", matrix + model, "check_partner_record")


def _conclusion(on_target: Point, right: Point, one_enough: Point, sound: Point) -> str:
    if on_target.answer == "no":
        return "The partner missed its own target, so the combination was never tested."
    if sound.answer == "no":
        return "The test could not have shown synergy; repeat it as a full matrix before judging the partner."
    if right.answer == "no":
        return "The partner blocks a pathway that does not carry the resistance: " + "; ".join(right.because) + "."
    if one_enough.answer == "no":
        several = "; ".join(one_enough.because)
        return f"Several mechanisms are at work, and one partner leaves the others running: {several}."
    if on_target.answer == "not known" or sound.answer == "not known":
        return "Look up first whether the partner was on target, and how the combination was tested."
    return "Partner and test look right; the mechanism itself is in doubt, so look without a guess beforehand."
