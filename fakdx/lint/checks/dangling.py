"""Names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fakdx.lint.check import Check, Place, Remark, at, check
from fakdx.lint.material import Material
from fakdx.lint.references import citations, known_names, references
from fakdx.model.case import INCONCLUSIVE, NOT_TESTED
from fakdx.model.entries import Pathway
from fakdx.reading.names import did_you_mean, fold

READ_FIELDS = ("comparator", "arm", "cancer_type", "culture", "host", "line", "response_lost")
"""The closed lists that the reader of case files needs."""


def _dangling(material: Material, nouns: tuple[str, ...]) -> Iterator[Remark]:
    for kind, id, path, noun, name in references(material.knowledge):
        if noun in nouns and name not in (known := known_names(noun, material.knowledge)):
            yield at(material, kind, id, *path), f"{id}: no {noun} {name!r}{did_you_mean(name, known)}"


def _names(
    code: str, nouns: tuple[str, ...], title: str, *, bad: str, good: str, why: str = "", first: bool = False
) -> Check:
    """The check that every name of these kinds leads to an entry."""
    paragraphs = [title, *([why] if why else []), f"Bad:\n    {bad}", f"Good:\n    {good}"]
    return Check(code, "error", "\n\n".join(paragraphs), partial(_dangling, nouns=nouns), first)


@check("unknown-source", "error")
def unknown_source(material: Material) -> Iterator[Remark]:
    """A claim, rule or number cites a source that `knowledge/sources.yaml` does not have.

    A reader could not look it up, and the evidence would rest on nothing.

    Bad:
        sources: [{source: marlow_2016, at: abstract}]

    Good:
        sources: [{source: marlowe_2016, at: abstract}]
    """
    known = material.knowledge.sources
    for kind, id, path, cite in citations(material.knowledge):
        if cite.source not in known:
            message = f"{id}: no source {cite.source!r}{did_you_mean(cite.source, known)}"
            yield at(material, kind, id, *path, "source"), message


@check("unknown-gene", "error")
def unknown_gene(material: Material) -> Iterator[Remark]:
    """An entry names a gene that `knowledge/genes.yaml` does not have.

    Genes are HGNC symbols, so that findings, genotypes and drug targets meet; an alias belongs to its gene.

    Bad:
        genes: [HER2]

    Good:
        genes: [ERBB2]
    """
    by_alias = {fold(a): symbol for symbol, gene in material.knowledge.table("genes").items() for a in gene.aliases}
    for kind, id, path, noun, name in references(material.knowledge):
        if noun == "gene" and name not in (known := material.knowledge.table("genes")):
            symbol = by_alias.get(fold(name))
            near = f"; its HGNC symbol is {symbol}" if symbol else did_you_mean(name, known)
            yield at(material, kind, id, *path), f"{id}: no gene {name!r}{near}"


unknown_observation = _names(
    "unknown-observation",
    ("observation",),
    "A scenario, experiment or panel names an analyte, readout or check that does not exist.",
    bad="measures: [pFAK_Y379]",
    good="measures: [pFAK_Y397]",
)

unknown_hypothesis = _names(
    "unknown-hypothesis",
    ("hypothesis",),
    "A rule, scenario, combination, picture or prior names a hypothesis that does not exist.",
    bad="then: {for: pyk2_compensating, strength: strong}",
    good="then: {for: pyk2_compensation, strength: strong}",
    why="A rule for it would never show on a ranking.",
)

unknown_experiment = _names(
    "unknown-experiment",
    ("experiment",),
    "A scenario or combination sends the reader to an experiment that does not exist.",
    bad="check_first: [pfak_dose]",
    good="check_first: [pfak_dose_time]",
)

unknown_protocol = _names(
    "unknown-protocol",
    ("protocol",),
    "An experiment refers to a protocol that does not exist.",
    bad="protocol: western",
    good="protocol: western_blot",
)

unknown_agent = _names(
    "unknown-agent",
    ("agent",),
    "A combination, rule or reference table names a drug or tool that `knowledge/agents.yaml` does not have.",
    bad="agents: [lapatinb]",
    good="agents: [lapatinib]",
)

unknown_panel = _names(
    "unknown-panel",
    ("panel",),
    "An observation belongs to a panel that does not exist, so the questionnaire would never ask for it.",
    bad="panel: fak_blots",
    good="panel: fak_blot",
)

unknown_scale = _names(
    "unknown-scale",
    ("scale",),
    "An observation uses a scale that does not exist: no finding about it could be read.",
    bad="scale: levels",
    good="scale: level",
    why="The checks that read conditions and findings wait until this is mended.",
    first=True,
)

unknown_term = _names(
    "unknown-term",
    ("cancer type", "culture"),
    "A cell line, combination or scope names a cancer type or culture that `knowledge/context.yaml` lacks.",
    bad="cancer_type: pancreas",
    good="cancer_type: pancreatic",
)


@check("unknown-entry", "error")
def unknown_entry(material: Material) -> Iterator[Remark]:
    """A conflict, rule, reference table or picture names an entry that does not exist.

    This covers the entries of a conflict, cell lines, derived findings, the rule that another supersedes, and
    the nodes at the ends of an arrow.

    Bad:
        entries: [rtk_y397_up_typo]

    Good:
        entries: [rtk_y397_up]
    """
    yield from _dangling(material, ("entry", "cell line", "derived finding", "rule"))
    for id, pathway in material.knowledge.table("pathways").items():
        assert isinstance(pathway, Pathway)
        nodes = [node.id for node in pathway.nodes]
        for n, arrow in enumerate(pathway.arrows):
            for end, name in (("start", arrow.start), ("end", arrow.end)):
                if name not in nodes:
                    message = f"{id}: no node {name!r} in this picture{did_you_mean(name, nodes)}"
                    yield at(material, "pathways", id, "arrows", n, end), message


@check("unknown-state", "error")
def unknown_state(material: Material) -> Iterator[Remark]:
    """A synonym stands for a state that its scale lacks, or a rule concludes a state its finding lacks.

    Bad:
        - {id: level, states: [decreased, increased], synonyms: [{word: same, state: unchanged}]}

    Good:
        - {id: level, states: [decreased, unchanged, increased], synonyms: [{word: same, state: unchanged}]}
    """
    for id, scale in material.knowledge.scales.items():
        for n, synonym in enumerate(scale.synonyms):
            if synonym.state not in (*scale.states, INCONCLUSIVE, NOT_TESTED):
                near = did_you_mean(synonym.state, scale.states)
                yield (
                    at(material, "scales", id, "synonyms", n, "state"),
                    f"{id}: {synonym.word!r} stands for {synonym.state!r}, no state of this scale{near}",
                )
    for id, rule in material.knowledge.rules.items():
        derived = material.knowledge.derived.get(rule.then.finding or "")
        if derived is not None and rule.then.state not in derived.states:
            listed = ", ".join(derived.states)
            message = f"{id}: {derived.id} has no state {rule.then.state!r} (it has: {listed})"
            yield at(material, "rules", id, "then", "state"), message


@check("missing-list", "error", first=True)
def missing_list(material: Material) -> Iterator[Remark]:
    """`knowledge/context.yaml` lacks a closed list that the reader of case files needs.

    Needed: comparator, arm, cancer_type, culture, host, line and response_lost. The checks that read
    conditions and findings wait until this is mended.

    Bad:
        - {id: culture, ...}        # and nothing else

    Good:
        - {id: culture, ...}
        - {id: comparator, ...}     # and the others
    """
    contexts = material.knowledge.contexts
    for field in READ_FIELDS:
        if field not in contexts:
            file = next(
                (o.file for (kind, _), o in material.knowledge.origins.items() if kind == "context"),
                "context.yaml",
            )
            yield Place(file, 0), f"the closed list {field!r} is missing{did_you_mean(field, contexts)}"
