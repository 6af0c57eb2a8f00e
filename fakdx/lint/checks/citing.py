"""What claims and rules rest on: sources, places in them, studies behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fakdx.lint.check import Remark, at, check
from fakdx.lint.material import Material
from fakdx.lint.references import citations, cites_in, parts_of
from fakdx.model.base import Cite, Source
from fakdx.reading.names import did_you_mean

CITED_KINDS = (
    "scenarios",
    "experiments",
    "protocols",
    "combinations",
    "antibody_panels",
    "reference_numbers",
    "pathways",
)


@check("uncited-claim", "error")
def uncited_claim(material: Material) -> Iterator[Remark]:
    """A claim, cause or side of a conflict has no source.

    Bad:
        claims: [{says: FAK has a scaffolding role., cites: []}]

    Good:
        claims: [{says: FAK has a scaffolding role., cites: [{source: bc-resistance, at: Q4}]}]
    """
    for kind, table in material.knowledge.tables.items():
        for id, entry in table.items():
            for path, part in parts_of(entry):
                if path and getattr(part, "cites", None) == () and "says" in type(part).model_fields:
                    yield at(material, kind, id, *path), f"{id}: this claim has no source"


@check("uncited-entry", "warning")
def uncited_entry(material: Material) -> Iterator[Remark]:
    """A scenario, experiment, protocol, combination, panel, table or picture cites no source.

    Bad:
        - {id: co_ip, ..., cites: []}

    Good:
        - {id: co_ip, ..., cites: [{source: bc-resistance, at: Protocol 3}]}
    """
    for kind in CITED_KINDS:
        for id, entry in material.knowledge.table(kind).items():
            if not any(True for _ in cites_in(entry)):
                yield at(material, kind, id), f"{id} cites no source"


@check("claimless-hypothesis", "warning")
def claimless_hypothesis(material: Material) -> Iterator[Remark]:
    """A hypothesis or background fact carries no claim, so its page has no evidence to show.

    Bad:
        - {id: scaffolding, ..., claims: []}

    Good:
        - {id: scaffolding, ..., claims: [{says: ..., cites: [...]}]}
    """
    for kind in ("hypotheses", "background"):
        for id, entry in material.knowledge.table(kind).items():
            if not entry.claims:
                yield at(material, kind, id), f"{id} makes no claim"


@check("unknown-place", "error")
def unknown_place(material: Material) -> Iterator[Remark]:
    """A citation points at a place that its document does not have.

    Documents that the knowledge base was built from list their places. Several places may be given in one
    citation, separated by commas.

    Bad:
        sources: [{source: bc-acquired, at: Q9}]

    Good:
        sources: [{source: bc-acquired, at: "Q1, Table 2"}]
    """
    for kind, id, path, cite in citations(material.knowledge):
        source = material.knowledge.sources.get(cite.source)
        if source is not None and source.places:
            for place in places_of(cite, source):
                if place not in source.places:
                    near = did_you_mean(place, source.places)
                    message = f"{id}: {cite.source} has no place {place!r}{near}"
                    yield at(material, kind, id, *path, "at"), message


def places_of(cite: Cite, source: Source) -> tuple[str, ...]:
    """The places that one citation names."""
    if cite.at in source.places:
        return (cite.at,)
    return tuple(p for p in re.split(r"\s*[,;]\s*|\s+and\s+", cite.at) if p)


@check("uncited-place", "warning")
def uncited_place(material: Material) -> Iterator[Remark]:
    """A place that a document declares is cited by nothing: what it says may have been missed.

    Bad:
        - {id: bc-acquired, places: [Q1, Q2], ...}     # and nothing cites Q2

    Good:
        - {id: bc-acquired, places: [Q1, Q2], ...}     # and a scenario cites Q2
    """
    sources = material.knowledge.sources
    cited: dict[str, set[str]] = {}
    for _, _, _, cite in citations(material.knowledge):
        if cite.source in sources:
            cited.setdefault(cite.source, set()).update(places_of(cite, sources[cite.source]))
    for id, source in sources.items():
        for n, place in enumerate(source.places):
            if place not in cited.get(id, ()):
                yield at(material, "sources", id, "places", n), f"{id}: nothing cites {place!r}"
