"""The pathway picture that fits the differential, as Mermaid and as SVG, with the live bypass marked.

What is live is said in ways that survive a grey printout: a double line, a tag with the word ACTIVE, the caption.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fakdx.knowledge import Knowledge
from fakdx.model.entries import Arrow, Node, Pathway
from fakdx.model.result import Result
from fakdx.report.escape import mermaid_label, plain
from fakdx.report.pathway_svg import Edge, draw

LIVE = 0.5
"""Probability from which on the arrow of a hypothesis counts as live."""

_SHAPES = {
    "kinase": ("([", "])"),
    "receptor": ("[/", "/]"),
    "drug": ("{{", "}}"),
    "outcome": ("[[", "]]"),
    "stroma": ("[(", ")]"),
    "process": ("[", "]"),
    "step": ("[", "]"),
}
_LINKS = {"activates": "-->", "blocks": "--x", "bypass": "-.->", "then": "-->"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A pathway and the hypotheses whose arrows are live in it."""

    pathway: Pathway
    live: frozenset[str]

    @property
    def live_arrows(self) -> tuple[Arrow, ...]:
        return tuple(a for a in self.pathway.arrows if a.hypothesis in self.live)

    @property
    def caption(self) -> str:
        """The picture in words, for those who do not see it."""
        names = {n.id: n.label for n in self.pathway.nodes}
        routes = [f"{names.get(a.start, a.start)} to {names.get(a.end, a.end)}" for a in self.live_arrows]
        state = f"Active here: {'; '.join(routes)}." if routes else "No bypass in this picture reaches 50 %."
        return f"{self.pathway.caption.rstrip('.')}. {state}"

    def mermaid(self) -> str:
        """A flowchart; every label is quoted and every id is generated, so no text can change the picture."""
        ids = {node.id: f"n{i}" for i, node in enumerate(self.pathway.nodes, start=1)}
        lines = ["flowchart LR"]
        for node in self.pathway.nodes:
            left, right = _SHAPES[node.kind]
            lines.append(f"  {ids[node.id]}{left}{mermaid_label(node.label)}{right}")
        thick = []
        for i, arrow in enumerate(a for a in self.pathway.arrows if a.start in ids and a.end in ids):
            live = arrow.hypothesis in self.live
            label = " ".join(x for x in ("ACTIVE" if live else "", arrow.label) if x)
            link = "==>" if live else _LINKS[arrow.kind]
            said = f"|{mermaid_label(label)}|" if plain(label) else ""
            lines.append(f"  {ids[arrow.start]} {link}{said} {ids[arrow.end]}")
            if live:
                thick.append(str(i))
        if thick:
            lines.append(f"  linkStyle {','.join(thick)} stroke-width:5px")
        return "\n".join(lines)

    def svg(self) -> str:
        nodes: dict[str, Node] = {n.id: n for n in self.pathway.nodes}
        edges = [
            Edge(nodes[a.start], nodes[a.end], a.kind, a.label, a.hypothesis in self.live)
            for a in self.pathway.arrows
            if a.start in nodes and a.end in nodes
        ]
        return draw(self.pathway.nodes, edges, self.pathway.name, self.caption)


def picture_for(result: Result, knowledge: Knowledge) -> Picture | None:
    """The pathway that shows most of what is live and least besides, else the one with the leading hypotheses.

    None when no picture shows any of them.
    """
    live = frozenset(a.id for a in result.differential if a.probability >= LIVE)
    leaders = [a.id for a in result.differential[:3]]
    pathways: Collection[Pathway] = knowledge.table("pathways").values()
    best, best_score = None, (0, 0.0, 0)
    for pathway in pathways:
        shown = {a.hypothesis for a in pathway.arrows if a.hypothesis}
        first = sum(3 - i for i, id in enumerate(leaders) if id in shown)
        score = (len(shown & live), len(shown & live) / max(1, len(shown)), first)
        if score > best_score:
            best, best_score = pathway, score
    return Picture(best, live) if best else None
