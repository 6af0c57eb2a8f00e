"""Names and identifiers: of the right form, used once, and not missing where they help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fakdx.case.finding import QUALIFIERS
from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import OBSERVABLE_KINDS
from fakdx.lint.check import Remark, at, check
from fakdx.lint.material import Material
from fakdx.reading.names import did_you_mean, fold

FORMS = {
    "chembl": (r"CHEMBL\d{1,9}", "CHEMBL3137331"),
    "pubchem_cid": (r"\d{1,10}", "25117126"),
    "drugbank": (r"DB\d{5}", "DB12345"),
    "cas": (r"\d{2,7}-\d{2}-\d", "1073154-85-4"),
    "unii": (r"[A-Z0-9]{10}", "53O87HA2QU"),
    "inchikey": (r"[A-Z]{14}-[A-Z]{10}-[A-Z]", "FWLMVFUGMHIOAA-UHFFFAOYSA-N"),
    "iuphar": (r"\d{1,6}", "7939"),
}
"""Form and an example of each identifier a drug may carry."""


@check("identifier-form", "error")
def identifier_form(material: Material) -> Iterator[Remark]:
    """An identifier or address of a drug or source does not have the form of its kind.

    ChEMBL, PubChem, DrugBank, CAS (with its check digit), UNII and InChIKey are known; web addresses start
    with https:// or http://. DOI, PMID, PMCID, RRID and gene symbols are checked when the file is read.

    Bad:
        ids: {chembl: 3137331}

    Good:
        ids: {chembl: CHEMBL3137331}
    """
    for id, agent in material.knowledge.agents.items():
        for key, value in agent.ids.items():
            place = at(material, "agents", id, "ids", key)
            if key not in FORMS:
                near = did_you_mean(key, FORMS)
                yield place, f"{id}: unknown kind of identifier {key!r}{near} (known: {', '.join(FORMS)})"
                continue
            form, example = FORMS[key]
            if not re.fullmatch(form, str(value)):
                yield place, f"{id}: {key} is {value!r}; expected one like {example}"
            elif key == "cas" and not _cas_digit_fits(str(value)):
                yield place, f"{id}: the check digit of cas {value!r} does not fit; one digit is wrong"
    for id, source in material.knowledge.sources.items():
        if source.url is not None and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", source.url):
            yield at(material, "sources", id, "url"), f"{id}: url is {source.url!r}; expected https://..."
        if source.year is not None and not 1900 <= source.year <= 2100:
            yield at(material, "sources", id, "year"), f"{id}: year is {source.year}; expected four digits"


def _cas_digit_fits(cas: str) -> bool:
    digits = [int(c) for c in cas if c.isdigit()]
    return sum(n * d for n, d in enumerate(reversed(digits[:-1]), start=1)) % 10 == digits[-1]


@check("duplicate-source", "error")
def duplicate_source(material: Material) -> Iterator[Remark]:
    """Two sources have the same DOI, PMID or PMCID, so one paper is listed twice.

    Bad:
        - {id: marlowe_2016, pmid: "27638858", ...}
        - {id: marlowe_rtk, pmid: "27638858", ...}

    Good:
        - {id: marlowe_2016, pmid: "27638858", ...}
    """
    seen: dict[tuple[str, str], str] = {}
    for id, source in material.knowledge.sources.items():
        for field in ("doi", "pmid", "pmcid"):
            value = getattr(source, field)
            if value is not None:
                first = seen.setdefault((field, value.casefold()), id)
                if first != id:
                    yield at(material, "sources", id, field), f"{id} has the {field} of {first}"


@check("ambiguous-alias", "error")
def ambiguous_alias(material: Material) -> Iterator[Remark]:
    """Two entries claim the same name, or a name is also a qualifier of findings.

    Spellings are compared without case, spaces and hyphens. The reader of cases would silently take the
    first.

    Bad:
        - {id: PF_562271, aliases: [VS-6062], ...}
        - {id: VS_6062, aliases: [vs6062], ...}

    Good:
        - {id: PF_562271, aliases: [VS-6062], ...}
    """
    for named in _name_spaces(material.knowledge):
        yield from _claimed_twice(material, named)
    for kind in OBSERVABLE_KINDS:
        for id, entry in material.knowledge.table(kind).items():
            for n, name in enumerate(entry.aliases):
                if name in QUALIFIERS:
                    message = f"{id}: {name!r} is a qualifier of findings and cannot be a name"
                    yield at(material, kind, id, "aliases", n), message


class Named(NamedTuple):
    """One owner of names, and where it stands."""

    kind: str
    id: str
    path: tuple[str | int, ...]
    names: tuple[str, ...]


def _name_spaces(knowledge: Knowledge) -> Iterator[list[Named]]:
    """Groups of owners within which a name must be unique."""
    for kinds in (OBSERVABLE_KINDS, ("agents",), ("cell_lines",)):
        yield [Named(k, id, (), (id, e.name, *e.aliases)) for k in kinds for id, e in knowledge.table(k).items()]
    yield [Named("genes", id, (), (id, *gene.aliases)) for id, gene in knowledge.table("genes").items()]
    for id, field in knowledge.contexts.items():
        yield [Named("context", id, ("terms", n), (t.id, t.name, *t.aliases)) for n, t in enumerate(field.terms)]
    for id, scale in knowledge.scales.items():
        states = [Named("scales", id, ("states",), (s,)) for s in (*scale.states, "inconclusive", "not tested")]
        yield states + [Named("scales", id, ("synonyms", n), (s.word,)) for n, s in enumerate(scale.synonyms)]


def _claimed_twice(material: Material, named: Iterable[Named]) -> Iterator[Remark]:
    owners: dict[str, Named] = {}
    for one in named:
        for name in one.names:
            first = owners.setdefault(fold(name), one)
            if first is not one:
                part = (*one.path, "aliases") if one.kind == "context" else one.path or ("aliases",)
                other = first.id if first.id != one.id else repr(first.names[0])
                message = f"{one.id}: the name {name!r} already belongs to {other}"
                yield at(material, one.kind, one.id, *part), message


@check("line-without-rrid", "note")
def line_without_rrid(material: Material) -> Iterator[Remark]:
    """A cell line has no RRID, so it cannot be told from its namesakes and cross-contaminated stocks.

    Bad:
        - {id: SkBr3, name: SK-BR-3, ...}

    Good:
        - {id: SkBr3, name: SK-BR-3, rrid: CVCL_0033, ...}
    """
    for id, line in material.knowledge.cell_lines.items():
        if line.rrid is None:
            yield at(material, "cell_lines", id), f"{id} has no RRID"


@check("unchecked-identifier", "note")
def unchecked_identifier(material: Material) -> Iterator[Remark]:
    """An identifier is given that nobody has checked.

    Bad:
        {rrid: CVCL_0033, rrid_checked: false, ...}

    Good:
        {rrid: CVCL_0033, rrid_checked: true, ...}
    """
    for id, line in material.knowledge.cell_lines.items():
        if line.rrid is not None and not line.rrid_checked:
            yield at(material, "cell_lines", id, "rrid"), f"{id}: {line.rrid} was not checked"
    for id, agent in material.knowledge.agents.items():
        if agent.ids and not agent.ids_checked:
            yield at(material, "agents", id, "ids"), f"{id}: its identifiers were not checked"


@check("agent-without-class", "warning")
def agent_without_class(material: Material) -> Iterator[Remark]:
    """A drug or tool belongs to no class, so no rule about partner drugs can see it.

    Bad:
        - {id: lapatinib, role: partner, classes: [], ...}

    Good:
        - {id: lapatinib, role: partner, classes: [her2_inhibitor], ...}
    """
    for id, agent in material.knowledge.agents.items():
        if not agent.classes:
            yield at(material, "agents", id), f"{id} belongs to no class"


@check("class-without-name", "warning")
def class_without_name(material: Material) -> Iterator[Remark]:
    """An entry belongs to a class that `knowledge/classes.yaml` does not name, so reports print its id with blanks.

    Often the class is a misspelling of another, and the entry is missing from that one.

    Bad:
        classes: [growth_3d_lik]

    Good:
        classes: [growth_3d_like]
    """
    seen = set()
    for of, kind, id, n, name in _memberships(material.knowledge):
        known = [c.id for c in material.knowledge.named_classes.values() if c.of == of]
        if name not in known and (of, name) not in seen:
            seen.add((of, name))
            noun = "drugs" if of == "agents" else "observations"
            message = f"{id}: the class {name!r} of {noun} has no name in knowledge/classes.yaml"
            yield at(material, kind, id, "classes", n), message + did_you_mean(name, known)


@check("class-without-members", "warning")
def class_without_members(material: Material) -> Iterator[Remark]:
    """A class has a name and nothing belongs to it.

    Bad:
        - {id: mek_inhibitor, name: MEK inhibitor, of: agents}    # and no drug says classes: [mek_inhibitor]

    Good:
        - {id: mek_raf_inhibitor, name: MEK or RAF inhibitor, of: agents}
    """
    used = {"observables": material.knowledge.classes, "agents": material.knowledge.agent_classes}
    for id, named in material.knowledge.named_classes.items():
        if id not in used[named.of]:
            near = did_you_mean(id, sorted(used[named.of] - material.knowledge.named_classes.keys()))
            noun = "drug" if named.of == "agents" else "observation"
            yield at(material, "classes", id), f"no {noun} belongs to the class {id!r}{near}"


def _memberships(knowledge: Knowledge) -> Iterator[tuple[str, str, str, int, str]]:
    """`observables` or `agents`, the kind and id of a member, and the number and id of a class of it."""
    for of, kinds in (("observables", OBSERVABLE_KINDS), ("agents", ("agents",))):
        for kind in kinds:
            for id, member in knowledge.table(kind).items():
                yield from ((of, kind, id, n, name) for n, name in enumerate(member.classes))


@check("inhibitor-without-cellular-potency", "note")
def inhibitor_without_cellular_potency(material: Material) -> Iterator[Remark]:
    """No cellular potency is known for a FAK inhibitor, so doses of it cannot be called low or high.

    Enzyme values never stand in for cellular ones.

    Bad:
        potency: [{gene: PTK2, kind: enzyme, measure: IC50, value: 1.5, unit: nM}]

    Good:
        potency: [{gene: PTK2, kind: cellular, measure: IC50, value: 100, unit: nM, cites: [...]}]
    """
    for id, agent in material.knowledge.agents.items():
        if agent.role == "fak_inhibitor" and not agent.generic and agent.cellular_ec50 is None:
            yield at(material, "agents", id), f"{id} has no cellular potency for PTK2"
