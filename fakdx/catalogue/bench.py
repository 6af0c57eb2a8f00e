"""Sheets of the bench: experiments, protocols, combinations, antibody panels, reference numbers, pictures."""

from __future__ import annotations

from fakdx.catalogue.links import named_by, observation
from fakdx.catalogue.sheet import Grid, Line, Mark, Piece, Ref, Section, Sheet, bullets, facts, listed
from fakdx.catalogue.wording import cite_line, claims_section, fragment, sources_section
from fakdx.inference.phrases import condition_in_words
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import spaced
from fakdx.model.entries import AntibodyPanel, Combination, Experiment, Pathway, Protocol, ReferenceNumbers


def experiment_sheet(entry: Experiment, knowledge: Knowledge) -> Sheet:
    """What to run, what it can show, and when to believe it."""
    shared = f" ({entry.shared_hands_on_h:g} h less when shared)" if entry.shared_hands_on_h else ""
    effort = "none: look it up" if entry.instant else f"{entry.hands_on_h:g} h hands-on{shared}, {entry.days:g} days"
    outcomes = Grid(
        ("outcome", "what it adds to the case"),
        tuple(((o.result,), (fragment(o.adds),)) for o in entry.outcomes),
    )
    return Sheet(
        "experiments",
        entry.id,
        entry.name,
        (entry.purpose,),
        facts(
            ("also called", ", ".join(entry.aliases)),
            ("measures", listed(observation(m, knowledge) for m in entry.measures)),
            ("effort", effort),
            ("cost", entry.cost),
            ("material", entry.material),
            ("shares", entry.shares),
            ("protocol", (Ref("protocols", entry.protocol),) if entry.protocol else ""),
            ("believe it when", entry.passes),
            ("only when", "; ".join(condition_in_words(n, knowledge) for n in entry.needs)),
            ("safety", entry.safety),
        ),
        (
            Section("Outcomes", (outcomes,)),
            bullets("Controls", entry.controls),
            bullets("Cautions", entry.cautions),
            sources_section(entry.cites, knowledge),
            named_by("experiments", entry.id, knowledge),
        ),
    )


def protocol_sheet(entry: Protocol, knowledge: Knowledge) -> Sheet:
    """The steps at the bench."""
    rows = tuple(
        ((str(n),), (str(step.day),), ("" if step.minutes is None else f"{step.minutes:g}",), (step.do,))
        for n, step in enumerate(entry.steps, start=1)
    )
    return Sheet(
        "protocols",
        entry.id,
        entry.name,
        (entry.purpose,),
        facts(("passes when", entry.pass_criterion), ("safety", entry.safety)),
        (
            bullets("Materials", entry.materials),
            Section("Steps", (Grid(("step", "day", "minutes", "do"), rows),)),
            bullets("Controls", entry.controls),
            bullets("Cautions", entry.cautions),
            sources_section(entry.cites, knowledge),
            named_by("protocols", entry.id, knowledge),
        ),
    )


def combination_sheet(entry: Combination, knowledge: Knowledge) -> Sheet:
    """What to add or swap, on what evidence, and what would show it wrong."""
    return Sheet(
        "combinations",
        entry.id,
        entry.name,
        (entry.rationale,),
        facts(
            ("against", listed(Ref("hypotheses", h) for h in entry.against)),
            ("agents to choose from", listed(Ref("agents", a) for a in entry.agents)),
            ("replaces the inhibitor", "yes" if entry.replaces_inhibitor else ""),
            ("evidence", spaced(entry.evidence)),
            ("obtained in", ", ".join(spaced(c) for c in entry.evidence_context)),
            ("comes after", listed(Ref("experiments", e) for e in entry.first)),
            ("falsified by", entry.falsified_by),
        ),
        (
            bullets("Arms", entry.arms),
            bullets("Requires", [condition_in_words(c, knowledge) for c in entry.requires]),
            bullets("Refused if", [condition_in_words(c, knowledge) for c in entry.refused_if]),
            bullets("Cautions", entry.cautions),
            claims_section(entry.claims, knowledge),
            named_by("combinations", entry.id, knowledge),
        ),
    )


def antibody_panel_sheet(entry: AntibodyPanel, knowledge: Knowledge) -> Sheet:
    """Antibodies that belong on one membrane."""
    rows = tuple(((observation(a.analyte, knowledge),), (a.role,), (a.note or "",)) for a in entry.antibodies)
    return Sheet(
        "antibody_panels",
        entry.id,
        entry.name,
        (),
        facts(),
        (Section("Antibodies", (Grid(("against", "role", "note"), rows),)), sources_section(entry.cites, knowledge)),
    )


def numbers_sheet(entry: ReferenceNumbers, knowledge: Knowledge) -> Sheet:
    """A published table, with what may be done with it."""
    marks: list[Piece] = [entry.what]
    if not entry.verified:
        marks += [" ", Mark("unverified")]
    if entry.illustrative:
        marks += [" ", Mark("illustrative, carries no weight")]
    rows: tuple[tuple[Line, ...], ...] = tuple(
        tuple(("" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell),) for cell in row)
        for row in entry.rows
    )
    return Sheet(
        "reference_numbers",
        entry.id,
        entry.title,
        tuple(marks),
        facts(("caveat", entry.caveat), ("source", cite_line(entry.cites, knowledge))),
        (Section("Numbers", (Grid(entry.columns, rows),)),),
    )


def pathway_sheet(entry: Pathway, knowledge: Knowledge) -> Sheet:
    """A picture in words: which node acts on which."""
    labels = {node.id: node.label for node in entry.nodes}
    arrows: list[Line] = []
    for arrow in entry.arrows:
        ends = [labels.get(end, end).replace("\n", " ") for end in (arrow.start, arrow.end)]
        line: list[Piece] = [f"{ends[0]} {_ARROWS[arrow.kind]} {ends[1]}", f" ({arrow.label})" if arrow.label else ""]
        if arrow.hypothesis:
            line += [", live when ", Ref("hypotheses", arrow.hypothesis)]
        arrows.append(tuple(line))
    return Sheet(
        "pathways",
        entry.id,
        entry.name,
        (entry.caption,),
        facts(),
        (bullets("Arrows", arrows), sources_section(entry.cites, knowledge)),
    )


_ARROWS = {"activates": "activates", "blocks": "blocks", "bypass": "bypasses to", "then": "leads to"}
