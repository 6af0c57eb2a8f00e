"""Whether rules and tables carry more weight than what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from fakdx.lint.check import Remark, at, check
from fakdx.lint.material import Material
from fakdx.lint.references import parts_of
from fakdx.model.base import Source
from fakdx.model.entries import Conflict, ReferenceNumbers, Strength

STRENGTHS: tuple[Strength, ...] = get_args(Strength)


def ceiling(source: Source) -> Strength:
    """The strongest evidence that a rule may take from this source alone."""
    if source.read in ("secondary", "recalled"):
        return "supporting"
    return "moderate" if source.kind in ("vendor", "expert") else "very_strong"


@check("strength-above-source", "error")
def strength_above_source(material: Material) -> Iterator[Remark]:
    """A rule is stronger than its best source allows.

    A source that was recalled, or read only through another publication, allows `supporting`; vendor pages
    and the judgement of curators allow `moderate`; what was read in text or abstract, and what follows from a
    definition, allows any strength.

    Bad:
        then: {for: h, strength: strong}
        sources: [{source: bc-acquired, at: Q1}]        # a vendor page

    Good:
        then: {for: h, strength: moderate}
        sources: [{source: bc-acquired, at: Q1}]
    """
    for id, rule in material.active.items():
        known = [s for c in rule.sources if (s := material.knowledge.sources.get(c.source)) is not None]
        if rule.then.strength is None or not known:
            continue
        best = max(known, key=lambda s: STRENGTHS.index(ceiling(s)))
        if STRENGTHS.index(rule.then.strength) > STRENGTHS.index(ceiling(best)):
            kind = "vendor page" if best.kind == "vendor" else f"source ({best.kind}, read: {best.read})"
            message = f"{id} is {rule.then.strength}; its best {kind} {best.id} allows {ceiling(best)} at most"
            yield at(material, "rules", id, "then", "strength"), message


@check("unverified-weight", "warning")
def unverified_weight(material: Material) -> Iterator[Remark]:
    """A rule carries more than `supporting` although the identifiers of none of its sources were verified.

    Bad:
        then: {for: h, strength: moderate}
        sources: [{source: recalled_paper, at: text}]   # checked: false

    Good:
        then: {for: h, strength: supporting}
        sources: [{source: recalled_paper, at: text}]
    """
    for id, rule in material.active.items():
        known = [s for c in rule.sources if (s := material.knowledge.sources.get(c.source)) is not None]
        if known and not any(s.checked for s in known) and rule.then.strength not in (None, "supporting"):
            names = ", ".join(sorted({s.id for s in known}))
            message = f"{id} is {rule.then.strength} on unverified sources only ({names})"
            yield at(material, "rules", id, "then", "strength"), message


@check("weightless-evidence", "warning")
def weightless_evidence(material: Material) -> Iterator[Remark]:
    """A rule rests only on places that the knowledge base itself calls illustrative.

    Illustrative tables and claims are shown and carry no weight.

    Bad:
        sources: [{source: bc-acquired, at: Table 1}]   # a table marked `illustrative: true`

    Good:
        sources: [{source: marlowe_2016, at: abstract}]
    """
    weightless = _weightless(material)
    for id, rule in material.active.items():
        places = [(c.source, c.at) for c in rule.sources]
        if rule.then.strength is not None and all(p in weightless for p in places):
            source, place = places[0]
            message = f"{id} rests on {source}, {place}, which {weightless[source, place]} calls illustrative"
            yield at(material, "rules", id, "sources"), message


def _weightless(material: Material) -> Mapping[tuple[str, str], str]:
    """The places that illustrative claims and tables cite, with the entry that says so."""
    found: dict[tuple[str, str], str] = {}
    for table in material.knowledge.tables.values():
        for id, entry in table.items():
            for _, part in parts_of(entry):
                if getattr(part, "illustrative", False):
                    found.update(((c.source, c.at), id) for c in getattr(part, "cites", ()))
    return found


@check("one-sided-conflict", "error")
def one_sided_conflict(material: Material) -> Iterator[Remark]:
    """A conflict shows fewer than two claims, so nobody disagrees.

    Bad:
        - {id: c, claims: [{says: A., ...}], ...}

    Good:
        - {id: c, claims: [{says: A., ...}, {says: Not A., ...}], ...}
    """
    for id, conflict in material.knowledge.table("conflicts").items():
        assert isinstance(conflict, Conflict)
        if len(conflict.claims) < 2:
            yield at(material, "conflicts", id, "claims"), f"{id} needs two claims that disagree"


@check("ragged-table", "error")
def ragged_table(material: Material) -> Iterator[Remark]:
    """A row of a reference table has more or fewer cells than the table has columns.

    Bad:
        {columns: [line, IC50], rows: [[SkBr3]]}

    Good:
        {columns: [line, IC50], rows: [[SkBr3, 12]]}
    """
    for id, table in material.knowledge.table("reference_numbers").items():
        assert isinstance(table, ReferenceNumbers)
        for n, row in enumerate(table.rows):
            if len(row) != len(table.columns):
                message = f"{id}: this row has {len(row)} cells, the table has {len(table.columns)} columns"
                yield at(material, "reference_numbers", id, "rows", n), message
