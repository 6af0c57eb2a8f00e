"""A result as a reader meets it: one view from which Markdown, HTML and text are all rendered, so that they agree.

Every string in a view is plain text, the user's words included. Making it inert is the work of each output.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import listed
from fakdx.model.result import Assessment, Result
from fakdx.report import words as say
from fakdx.report.advice import Combination, Recipe, Step, combinations, recipes, steps
from fakdx.report.inputs import (
    Concluded,
    Entered,
    Quantified,
    Situation,
    concluded,
    entered,
    quantified,
    situations,
)
from fakdx.report.pathway import Picture, picture_for
from fakdx.report.ranking import LEADERS, Ranked, explained, rank
from fakdx.report.references import (
    Bibliography,
    ConflictLine,
    PublishedNumber,
    SourceLine,
    conflicts_about,
    published_numbers,
)
from fakdx.report.timeline import Timeline, timeline_of
from fakdx.report.words import Words

FORMS = ("short", "long")
STEPS_FIRST_PAGE, PROTOCOLS_FOR, CONTROLS_SHOWN = 3, 3, 3


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to be careful about: what kind, what, and what settles it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """Everything a report can say, in the order in which it says it."""

    form: str
    title: str
    subject: tuple[str, ...]
    notes: tuple[str, ...]
    research_use: str
    badge: str
    kind: str
    headline: str
    percent: str
    reason: str
    onset: str
    hangs_on: tuple[str, ...]
    firmness: tuple[str, ...]
    leaders: tuple[Ranked, ...]
    next: tuple[Step, ...]
    stop: str
    ready: tuple[Combination, ...]
    deferred: tuple[Combination, ...]
    refused: tuple[Combination, ...]
    careful: tuple[Caution, ...]
    scale: str
    ranking: tuple[Ranked, ...]
    shown: tuple[Ranked, ...]
    """Hypotheses at least possible, with the leaders; the rest is `below`."""
    below: int
    explained: tuple[Ranked, ...]
    leading: tuple[Ranked, ...]
    """Those that the verdict names, else the first."""
    steps: tuple[Step, ...]
    recipes: tuple[Recipe, ...]
    situations: tuple[Situation, ...]
    timeline: Timeline | None
    picture: Picture | None
    entered: tuple[Entered, ...]
    filled_in: tuple[str, ...]
    concluded: tuple[Concluded, ...]
    quantified: tuple[Quantified, ...]
    published: tuple[PublishedNumber, ...]
    conflicts: tuple[ConflictLine, ...]
    sources: tuple[SourceLine, ...]
    provenance: tuple[tuple[str, str], ...]
    overlays: tuple[str, ...]


def view_of(result: Result, knowledge: Knowledge, form: str = "long") -> View:
    """Build the view. Raises InputError for a form that is neither `short` nor `long`."""
    if form not in FORMS:
        raise InputError(f"unknown form {form!r} of the report; expected {' or '.join(FORMS)}")
    words, bib = Words(knowledge), Bibliography(knowledge)
    case, verdict = result.reading.case, result.verdict
    ranking = rank(result, knowledge, words, bib)
    possible = knowledge.scoring.bands.possible
    shown = tuple(r for r in ranking if r.probability >= possible or r.rank <= LEADERS or r.id in verdict.hypotheses)
    first = next((a for a in result.differential if a.id in verdict.hypotheses), None)
    mixed = combinations(result, knowledge, words, bib)
    every_step = steps(result, knowledge, words)
    published = published_numbers(case, knowledge, words, bib)
    touched = [x for x in (case.context.inhibitor, case.context.cell_line) if x]
    return View(
        form=form,
        title=case.title or "Untitled case",
        subject=words.subject(case.context),
        notes=tuple(n for n in (*case.notes, case.context.note or "") if n),
        research_use=say.RESEARCH_USE,
        badge=_badge(result, first),
        kind=verdict.kind,
        headline=_without(_badge(result, first), verdict.headline),
        percent=words.percent(first.probability) if first and verdict.kind != "multiple_mechanisms" else "",
        reason=words.prose(verdict.reason),
        onset=verdict.onset,
        hangs_on=tuple(words.label(h) for h in verdict.hangs_on),
        firmness=tuple(_firmness(result, words)),
        leaders=ranking[:LEADERS],
        next=every_step[:STEPS_FIRST_PAGE],
        stop=result.stop,
        ready=tuple(c for c in mixed if c.status == "ready"),
        deferred=tuple(c for c in mixed if c.status == "deferred"),
        refused=tuple(c for c in mixed if c.status == "refused"),
        careful=tuple(_careful(result, words, possible)),
        scale=_scale(knowledge),
        ranking=ranking,
        shown=shown,
        below=len(ranking) - len(shown),
        explained=explained(ranking, verdict.hypotheses, possible),
        leading=tuple(r for r in ranking if r.id in verdict.hypotheses) or ranking[:1],
        steps=every_step,
        recipes=recipes(result.experiments[:PROTOCOLS_FOR], knowledge, bib),
        situations=situations(result.reading, words),
        timeline=timeline_of(case.findings, words),
        picture=picture_for(result, knowledge),
        entered=entered(case, words),
        filled_in=result.reading.filled_in,
        concluded=concluded(result.reading, words),
        quantified=quantified(case),
        published=published,
        conflicts=conflicts_about(touched, [r.id for r in ranking[:LEADERS]], knowledge, bib),
        sources=bib.lines(),
        provenance=_provenance(result),
        overlays=tuple(_overlay(o) for o in result.provenance.overlays),
    )


def _scale(knowledge: Knowledge) -> str:
    odds, most = knowledge.scoring.odds_of_very_strong, knowledge.scoring.points["very_strong"]
    return f"One block of a bar is one point; {most} points multiply the odds by {odds:g}."


def _badge(result: Result, first: Assessment | None) -> str:
    if result.verdict.kind == "mechanism" and first:
        return first.band
    return say.VERDICTS[result.verdict.kind]


def _without(badge: str, headline: str) -> str:
    """The headline without the words that the badge beside it says."""
    head, colon, rest = headline.partition(": ")
    return rest if colon and head.casefold().startswith(badge.casefold()) else headline


def _firmness(result: Result, words: Words) -> Iterator[str]:
    """How firm the verdict is, in sentences."""
    robust = result.robustness
    if robust.runs:
        yield (
            f"The same hypothesis leads in {say.share(robust.stability)} of {robust.runs} runs with the weights of "
            "the rules shaken."
        )
    if robust.fragile:
        yield f"It leans on {listed(words.label(f) for f in robust.fragile)}."
    yield f"{say.share(robust.sufficiency)} of what could bear on the leading hypotheses was looked at."
    yield from (words.prose(reason) for reason in robust.sufficiency_reasons)


def _careful(result: Result, words: Words, possible: float) -> Iterator[Caution]:
    for clash in result.reading.contradictions:
        reports = " / ".join(words.label(f) for f in clash.findings)
        yield Caution("Contradiction", f"{reports}. Neither is used. Settled by: {say.sentence(clash.settled_by)}")
    for finding in result.reading.unexplained:
        yield Caution("Unexplained", f"{words.label(finding)}: no leading hypothesis accounts for it.")
    yield from _unchecked(result, words, possible)
    for notice in dict.fromkeys((*result.reading.notices, *result.reading.case.notices)):
        yield Caution("Note", notice)


def _unchecked(result: Result, words: Words, possible: float) -> Iterator[Caution]:
    """Controls that were not run and would speak for a technical explanation that is still possible."""
    for assessment in result.differential:
        if assessment.kind == "artefact" and assessment.probability >= possible:
            controls = [m.observation for m in assessment.missing if m.points > 0 and words.is_check(m.would_be)]
            if controls:
                listed = "; ".join(list(dict.fromkeys(controls))[:CONTROLS_SHOWN])
                about = f"would bear on {assessment.short} ({words.percent(assessment.probability)})"
                yield Caution("Not checked", f"{listed}; {about}.")


def _provenance(result: Result) -> tuple[tuple[str, str], ...]:
    p = result.provenance
    return (
        ("fakdx", p.fakdx),
        ("knowledge", p.knowledge_version),
        ("knowledge sha256", p.knowledge_sha256),
        ("case sha256", p.case_sha256),
        *((f"option {name}", value) for name, value in p.options),
    )


def _overlay(overlay: tuple[str, str, str, str, str]) -> str:
    name, effect, kind, id, reason = overlay
    return f"{name}: {effect} {kind} {id}" + (f" ({reason})" if reason else "")
