"""Sentences that the report prints, and the files that rules stand in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from fakdx.lint.check import Remark, at, check
from fakdx.lint.material import Material

SENTENCES = {
    "rules": ("because",), "hypotheses": ("summary",), "analytes": ("means",), "readouts": ("means",),
    "checks": ("means",), "derived": ("means",), "experiments": ("purpose", "passes"),
    "protocols": ("purpose",),
    "combinations": ("rationale", "falsified_by"), "conflicts": ("resolution",), "pathways": ("caption",),
}  # fmt: skip
LIMITS = {"because": 400, "summary": 900, "explains": 160, "short": 40}
"""Characters that still fit where the text is printed."""


@check("unfinished-sentence", "warning")
def unfinished_sentence(material: Material) -> Iterator[Remark]:
    """A text that the report prints as a sentence does not end like one.

    Bad:
        because: Y397 is up under the drug

    Good:
        because: Y397 is up under the drug.
    """
    for kind, fields in SENTENCES.items():
        for id, entry in material.knowledge.table(kind).items():
            for field in fields:
                text = getattr(entry, field).rstrip("\n")
                if not text.endswith((".", "?", "!", ".)", '."')):
                    message = f"{id}: '{field}' is printed as a sentence and should end with a full stop"
                    yield at(material, kind, id, field), message
    for kind in ("hypotheses", "combinations", "background", "conflicts"):
        for id, entry in material.knowledge.table(kind).items():
            for n, claim in enumerate(entry.claims):
                if not claim.says.rstrip("\n").endswith((".", "?", "!", ".)", '."')):
                    message = f"{id}: a claim is printed as a sentence and should end with a full stop"
                    yield at(material, kind, id, "claims", n, "says"), message


@check("text-too-long", "warning")
def text_too_long(material: Material) -> Iterator[Remark]:
    """A text is longer than the place where it is printed.

    A rule's `because` is one sentence of up to 400 characters; a hypothesis' `short` fits a column (40),
    its `explains` a clause (160) and its `summary` a paragraph (900).

    Bad:
        short: receptor tyrosine kinase trans-phosphorylation of FAK

    Good:
        short: RTK trans-phosphorylation
    """
    for kind, fields in (("rules", ("because",)), ("hypotheses", ("short", "explains", "summary"))):
        for id, entry in material.knowledge.table(kind).items():
            for field in fields:
                length = len(getattr(entry, field))
                if length > LIMITS[field]:
                    message = f"{id}: '{field}' has {length} characters; {LIMITS[field]} fit"
                    yield at(material, kind, id, field), message


@check("wrong-file", "error")
def wrong_file(material: Material) -> Iterator[Remark]:
    """A rule stands in a file that is named for something else.

    `rules/<hypothesis>.yaml` holds the rules for and against that hypothesis, and nothing else;
    `rules/derived.yaml` holds the rules that conclude derived findings. A lab's overlay may name its files freely.

    Bad:
        # rules/scaffolding.yaml
        - {id: pyk2_up, then: {for: pyk2_compensation, ...}, ...}

    Good:
        # rules/pyk2_compensation.yaml
        - {id: pyk2_up, then: {for: pyk2_compensation, ...}, ...}
    """
    free = {effect.id for effect in material.knowledge.overlays if effect.kind == "rules"}
    for id, rule in material.knowledge.rules.items():
        if id in free:
            continue
        file = PurePath(material.knowledge.origins["rules", id].file)
        belongs = "derived" if rule.then.finding is not None else rule.then.hypothesis
        if file.parent.name == "rules" and file.stem != belongs:
            about = rule.then.finding or rule.then.hypothesis
            yield (
                at(material, "rules", id, "then"),
                f"{id} concludes about {about}; it belongs in rules/{belongs}.yaml",
            )


@check("superseded-still-active", "error")
def superseded_still_active(material: Material) -> Iterator[Remark]:
    """A rule supersedes another that is still active, so both count.

    Bad:
        - {id: old, status: active, ...}
        - {id: new, supersedes: old, ...}

    Good:
        - {id: old, status: deprecated, ...}
        - {id: new, supersedes: old, ...}
    """
    for id, rule in material.active.items():
        old = rule.supersedes
        if old == id or old in material.active:
            yield at(material, "rules", id, "supersedes"), f"{id} supersedes {old}, which is still active"


@check("deprecated-still-used", "warning")
def deprecated_still_used(material: Material) -> Iterator[Remark]:
    """A condition asks for what only deprecated or draft rules conclude, or a conflict names one of them.

    Rules that are not active never run, so what they concluded is never known.

    Bad:
        - {id: a, status: deprecated, then: {finding: y397_rebound}, ...}
        - {id: b, when: {all: [{y397_rebound: yes}]}, ...}

    Good:
        - {id: a, status: active, then: {finding: y397_rebound}, ...}
        - {id: b, when: {all: [{y397_rebound: yes}]}, ...}
    """
    idle = {id: r for id, r in material.knowledge.rules.items() if r.status != "active"}
    lost = {r.then.finding: r for r in idle.values() if r.then.finding and r.then.finding not in material.makers}
    for id, compiled in material.compiled.items():
        for part in ("all", "any", "unless"):
            for n, condition in enumerate(getattr(compiled, part)):
                if (maker := lost.get(condition.name)) is not None:
                    message = f"{id}: only {maker.id}, which is {maker.status}, concludes {condition.name}"
                    yield at(material, "rules", id, "when", part, n), message
    for id, conflict in material.knowledge.table("conflicts").items():
        for n, name in enumerate(conflict.entries):
            if name in idle and idle[name].status == "deprecated":
                yield at(material, "conflicts", id, "entries", n), f"{id} names {name}, which is deprecated"


@check("draft-rule", "note")
def draft_rule(material: Material) -> Iterator[Remark]:
    """A rule is a draft; it does not run.

    Bad:
        {id: a, status: draft, ...}

    Good:
        {id: a, status: active, ...}
    """
    for id, rule in material.knowledge.rules.items():
        if rule.status == "draft":
            yield at(material, "rules", id, "status"), f"{id} is a draft and does not run"


@check("unplaced-node", "error")
def unplaced_node(material: Material) -> Iterator[Remark]:
    """Two nodes of a picture have one id or stand in the same cell of the grid.

    Bad:
        nodes: [{id: fak, column: 0, row: 0, ...}, {id: src, column: 0, row: 0, ...}]

    Good:
        nodes: [{id: fak, column: 0, row: 0, ...}, {id: src, column: 1, row: 0, ...}]
    """
    for id, pathway in material.knowledge.table("pathways").items():
        seen: dict[object, str] = {}
        for n, node in enumerate(pathway.nodes):
            for key in (node.id, (node.column, node.row)):
                first = seen.setdefault(key, node.id)
                if first != node.id or (key == node.id and n != [x.id for x in pathway.nodes].index(node.id)):
                    message = f"{id}: node {node.id} collides with {first}"
                    yield at(material, "pathways", id, "nodes", n), message
