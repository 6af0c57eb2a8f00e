"""What points at an entry: the rules, scenarios, experiments and conflicts that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from fakdx.catalogue.sheet import Line, Piece, Ref, Section, bullets
from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import BY_NAME, OBSERVABLE_KINDS
from fakdx.lint.checks.citing import places_of
from fakdx.lint.references import citations, references
from fakdx.model.rules import Rule

_KIND_OF_NOUN = {
    "gene": "genes", "hypothesis": "hypotheses", "experiment": "experiments", "protocol": "protocols",
    "agent": "agents", "panel": "panels", "scale": "scales", "cell line": "cell_lines", "rule": "rules",
    "derived finding": "derived",
}  # fmt: skip

Index = Mapping[tuple[str, str], tuple[tuple[str, str, str], ...]]
"""Kind and id of an entry, to kind, id and field of each entry that names it."""


@lru_cache(maxsize=4)
def pointing_at(knowledge: Knowledge) -> Index:
    """The index of all references, made once."""
    found: dict[tuple[str, str], dict[tuple[str, str, str], None]] = {}
    for kind, id, path, noun, name in references(knowledge):
        targets = [_KIND_OF_NOUN[noun]] if noun in _KIND_OF_NOUN else _kinds(noun, name, knowledge)
        for target in targets:
            found.setdefault((target, name), {})[kind, id, str(path[0])] = None
    for id, rule in knowledge.rules.items():
        for name in asked_by(rule):
            for kind in _kinds("observation", name, knowledge):
                found.setdefault((kind, name), {})["rules", id, "when"] = None
    return {key: tuple(rows) for key, rows in found.items()}


def _kinds(noun: str, name: str, knowledge: Knowledge) -> list[str]:
    kinds = (*OBSERVABLE_KINDS, "derived") if noun == "observation" else tuple(BY_NAME) if noun == "entry" else ()
    return [kind for kind in kinds if name in knowledge.table(kind)]


def observation(id: str, knowledge: Knowledge) -> Piece:
    """A link to an observation, or its bare name when it is none."""
    kind = next((k for k in OBSERVABLE_KINDS if id in knowledge.table(k)), None)
    return Ref(kind, id) if kind else id


def asked_by(rule: Rule) -> Iterator[str]:
    """The names that a rule's conditions begin with."""
    for data in (*rule.when.all, *rule.when.any, *rule.when.unless):
        yield from (str(key) for key in data)


def rules_about(hypothesis: str, knowledge: Knowledge) -> list[Rule]:
    """Rules for and against a hypothesis, the strongest first."""
    points = knowledge.scoring.points
    rules = [r for r in knowledge.rules.values() if r.then.hypothesis == hypothesis]
    return sorted(rules, key=lambda r: (-points.get(r.then.strength or "supporting", 0), r.id))


_FIELDS = {
    "when": "asked for by", "then": "concluded by", "causes": "a cause in", "check_first": "first check in",
    "against": "against it", "agents": "used in", "first": "comes before", "hypotheses": "discussed in",
    "hypothesis": "shown in", "arrows": "shown in", "entries": "discussed in", "measures": "measured by",
    "ask": "asked in", "protocol": "protocol of", "panel": "holds", "scale": "used by", "genes": "named by",
    "gene": "named by", "genotype": "genotype of", "antibodies": "antibody in", "values": "numbers in",
    "potency": "target of", "selective_for": "selects for", "consequences": "follows from", "scope": "scope of",
    "supersedes": "superseded by",
}  # fmt: skip


def named_by(kind: str, id: str, knowledge: Knowledge, skip: frozenset[str] = frozenset()) -> Section:
    """A section with every entry that names this one, by the way it does. `skip` leaves kinds out."""
    ways: dict[str, list[Ref]] = {}
    for other, name, field in pointing_at(knowledge).get((kind, id), ()):
        if other not in skip:
            ways.setdefault(_FIELDS.get(field, field), []).append(Ref(other, name))
    lines: list[Line] = []
    for way in sorted(ways):
        refs = sorted(set(ways[way]), key=lambda r: (r.kind, r.id))
        joined: list[str | Ref] = [f"{way}: "]
        for n, ref in enumerate(refs):
            joined += [", ", ref] if n else [ref]
        lines.append(tuple(joined))
    return bullets("Where it is used", lines)


@lru_cache(maxsize=4)
def resting_on(knowledge: Knowledge) -> Mapping[str, Mapping[str, tuple[Ref, ...]]]:
    """By source and place, the entries that cite it; places in the order the document declares, then by name."""
    found: dict[str, dict[str, dict[Ref, None]]] = {}
    for kind, id, _, cite in citations(knowledge):
        document = knowledge.sources.get(cite.source)
        for place in places_of(cite, document) if document and document.places else (cite.at,):
            found.setdefault(cite.source, {}).setdefault(place, {})[Ref(kind, id)] = None
    ordered = {}
    for source, places in found.items():
        known = knowledge.sources[source].places if source in knowledge.sources else ()
        rank = {place: n for n, place in enumerate(known)}
        keys = sorted(places, key=lambda p: (rank.get(p, len(rank)), p))
        ordered[source] = {p: tuple(sorted(places[p], key=lambda r: (r.kind, r.id))) for p in keys}
    return ordered
