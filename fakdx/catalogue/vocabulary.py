"""Sheets of the vocabulary: observations, drugs, cell lines, sources, scales, panels, genes, context."""

from __future__ import annotations

from fakdx.catalogue.links import named_by, observation, resting_on
from fakdx.catalogue.sheet import Bullets, Grid, Line, Mark, Piece, Ref, Section, Sheet, Url, bullets, facts, listed
from fakdx.catalogue.wording import cite_line, concentration, source_marks, sources_section
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import spaced
from fakdx.model.base import Source
from fakdx.model.vocabulary import Agent, CellLine, ContextField, Gene, Observable, Panel, Potency, Scale


def observable_sheet(entry: Observable, knowledge: Knowledge) -> Sheet:
    """An analyte, readout or check: how to say it and what it tells."""
    kind = next(k for k in ("analytes", "readouts", "checks") if entry.id in knowledge.table(k))
    scale = knowledge.scales.get(entry.scale)
    return Sheet(
        kind,
        entry.id,
        entry.name,
        (entry.means,),
        facts(
            ("also called", ", ".join(entry.aliases)),
            ("kind of finding", entry.shape),
            ("states", ", ".join(scale.states) if scale else entry.scale),
            ("gene", (Ref("genes", entry.gene),) if entry.gene else ""),
            ("site", entry.site),
            ("classes", listed(Ref("classes", c) for c in entry.classes)),
            ("panel", (Ref("panels", entry.panel),)),
            ("question", entry.ask),
        ),
        (_asking(entry, knowledge), named_by(kind, entry.id, knowledge, frozenset({"rules"}))),
    )


def _asking(entry: Observable, knowledge: Knowledge) -> Section:
    names = {entry.id, *entry.classes}
    rules = [
        Ref("rules", id)
        for id, rule in sorted(knowledge.rules.items())
        if any(names & set(c) for c in (*rule.when.all, *rule.when.any, *rule.when.unless))
    ]
    return bullets("Rules that ask for it", [listed(rules)] if rules else [])


def agent_sheet(entry: Agent, knowledge: Knowledge) -> Sheet:
    """A drug or genetic tool."""
    rows = tuple(_potency_row(p, knowledge) for p in entry.potency)
    ids: list[Piece] = [", ".join(f"{k} {v}" for k, v in entry.ids.items())]
    if entry.ids and not entry.ids_checked:
        ids += [" ", Mark("unverified")]
    needs = ", ".join(f"{n.gene} {spaced(n.status)}" for n in entry.selective_for)
    return Sheet(
        "agents",
        entry.id,
        entry.name,
        (entry.note or "",),
        facts(
            ("also called", ", ".join(entry.aliases)),
            ("role", spaced(entry.role)),
            ("classes", listed(Ref("classes", c) for c in entry.classes)),
            ("targets", listed(Ref("genes", g) for g in entry.genes)),
            ("PYK2", entry.pyk2),
            ("chemotype", entry.chemotype),
            ("fits genotype", entry.genotype_fit),
            ("selective for", needs),
            ("off-targets", entry.off_targets),
            ("identifiers", tuple(ids)),
        ),
        (
            Section("Potency", (Grid(("gene", "kind", "value", "source", "note"), rows),)),
            sources_section(entry.cites, knowledge),
            named_by("agents", entry.id, knowledge),
        ),
    )


def _potency_row(potency: Potency, knowledge: Knowledge) -> tuple[Line, ...]:
    value: list[Piece] = [concentration(potency)]
    if not potency.checked:
        value += [" ", Mark("unverified")]
    cites = cite_line(potency.cites, knowledge)
    return (potency.gene,), (potency.kind,), tuple(value), cites, (potency.note or "",)


def cell_line_sheet(entry: CellLine, knowledge: Knowledge) -> Sheet:
    """A cell line or model."""
    rows: list[tuple[Line, ...]] = []
    for fact in entry.genotype:
        status: list[Piece] = [spaced(fact.status)]
        if not fact.checked:
            status += [" ", Mark("unverified")]
        rows.append(((Ref("genes", fact.gene),), tuple(status), (fact.detail or "",), cite_line(fact.cites, knowledge)))
    rrid: list[Piece] = [entry.rrid or ""]
    if entry.rrid and not entry.rrid_checked:
        rrid += [" ", Mark("unverified")]
    return Sheet(
        "cell_lines",
        entry.id,
        entry.name,
        (entry.note or "",),
        facts(
            ("also called", ", ".join(entry.aliases)),
            ("RRID", tuple(rrid)),
            ("species", "" if entry.species == "human" else entry.species),
            ("cancer type", spaced(entry.cancer_type)),
            ("RTK status", "" if entry.rtk_status == "unknown" else entry.rtk_status),
            ("FAK inhibitor", entry.faki_reference),
        ),
        (
            Section("Genotype", (Grid(("gene", "status", "detail", "source"), tuple(rows)),)),
            sources_section(entry.cites, knowledge),
            named_by("cell_lines", entry.id, knowledge),
        ),
    )


def source_sheet(entry: Source, knowledge: Knowledge) -> Sheet:
    """A citation, and all that rests on it, place by place."""
    places = resting_on(knowledge).get(entry.id, {})
    items: list[Line] = [(f"{place}: ", *listed(refs)) for place, refs in places.items()]
    silent = [place for place in entry.places if place not in places]
    marks = source_marks(entry)
    lead: list[Piece] = [entry.citation]
    for mark in marks:
        lead += [" ", mark]
    return Sheet(
        "sources",
        entry.id,
        entry.title or entry.citation,
        tuple(lead),
        facts(
            ("kind", entry.kind),
            ("year", None if entry.year is None else str(entry.year)),
            ("DOI", (Url(f"https://doi.org/{entry.doi}"),) if entry.doi else ""),
            ("PMID", (Url(f"https://pubmed.ncbi.nlm.nih.gov/{entry.pmid}/"),) if entry.pmid else ""),
            ("PMCID", entry.pmcid),
            ("address", (Url(entry.url),) if entry.url else ""),
            ("what was read", entry.read),
            ("study", entry.study if entry.study not in (None, entry.id) else ""),
            ("note", entry.note),
        ),
        (
            Section("What rests on it", (Bullets(tuple((item,) for item in items)),)),
            bullets("Places that nothing cites", silent),
        ),
    )


def scale_sheet(entry: Scale, knowledge: Knowledge) -> Sheet:
    """The states of one kind of observation, and the words for them."""
    rows: tuple[tuple[Line, ...], ...] = tuple(((s.word,), (s.state,), (s.extent or "",)) for s in entry.synonyms)
    return Sheet(
        "scales",
        entry.id,
        entry.id,
        (),
        facts(("states", ", ".join((*entry.states, "inconclusive", "not tested")))),
        (
            Section("Other words", (Grid(("word", "state", "extent"), rows),)),
            named_by("scales", entry.id, knowledge),
        ),
    )


def panel_sheet(entry: Panel, knowledge: Knowledge) -> Sheet:
    """What is asked together."""
    members = [observation(o.id, knowledge) for o in knowledge.observables.values() if o.panel == entry.id]
    return Sheet(
        "panels",
        entry.id,
        entry.name,
        (),
        facts(("effort", spaced(entry.effort)), ("holds", listed(members))),
        (),
    )


def gene_sheet(entry: Gene, knowledge: Knowledge) -> Sheet:
    """A gene symbol and who names it."""
    return Sheet(
        "genes",
        entry.symbol,
        entry.symbol,
        (),
        facts(("also called", ", ".join(entry.aliases)), ("receptor tyrosine kinase", "yes" if entry.rtk else "")),
        (named_by("genes", entry.symbol, knowledge),),
    )


def context_sheet(entry: ContextField, knowledge: Knowledge) -> Sheet:
    """A field of the context with its closed list."""
    rows: tuple[tuple[Line, ...], ...] = tuple(((t.id,), (t.name,), (", ".join(t.aliases),)) for t in entry.terms)
    grid = Grid(("value", "meaning", "also called"), rows)
    return Sheet(
        "context",
        entry.id,
        entry.name,
        (entry.ask,),
        facts(),
        (Section("Values", (grid,)), named_by("context", entry.id, knowledge)),
    )
