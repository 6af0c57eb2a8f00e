"""Nodes on a grid and arrows between them, drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fakdx.figures.canvas import ACCENT, INK, MUTED, PAPER, Point, Svg, wrapped
from fakdx.model.entries import Node

BOX_WIDTH, BOX_HEIGHT, STEP_X, STEP_Y, MARGIN = 138.0, 50.0, 232.0, 108.0, 24.0
_FILLS = {
    "kinase": "#e3eefb",
    "receptor": "#fdeccd",
    "drug": "#fbe3e0",
    "outcome": "#e4f3e4",
    "process": "#f2f4f6",
    "step": "#f2f4f6",
    "stroma": "#efe6f5",
}


@dataclass(frozen=True, slots=True)
class Edge:
    start: Node
    end: Node
    kind: str
    label: str
    live: bool


@dataclass(frozen=True, slots=True)
class _Route:
    """A quadratic curve from border to border; straight when `control` lies between the ends."""

    start: Point
    control: Point
    end: Point

    def at(self, t: float) -> Point:
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return (
            a * self.start[0] + b * self.control[0] + c * self.end[0],
            a * self.start[1] + b * self.control[1] + c * self.end[1],
        )


def draw(nodes: Sequence[Node], edges: Sequence[Edge], title: str, description: str) -> str:
    """The picture as SVG: arrows below, nodes above, a legend of the lines that occur at the bottom."""
    columns = 1 + max((n.column for n in nodes), default=0)
    rows = 1 + max((n.row for n in nodes), default=0)
    width = 2 * MARGIN + (columns - 1) * STEP_X + BOX_WIDTH
    height = 2 * MARGIN + (rows - 1) * STEP_Y + BOX_HEIGHT + 64
    svg = Svg(max(width, 560), height, title, description)
    routes = _routes(nodes, edges)
    for edge, route in zip(edges, routes, strict=True):
        _arrow(svg, edge, route)
    for node in nodes:
        _node(svg, node)
    for edge, route in zip(edges, routes, strict=True):
        _label(svg, edge, route)
    _legend(svg, edges, height - 26)
    return svg.render()


def _centre(node: Node) -> Point:
    return (MARGIN + BOX_WIDTH / 2 + node.column * STEP_X, MARGIN + BOX_HEIGHT / 2 + node.row * STEP_Y)


def _routes(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[_Route]:
    """Straight where the way is free, else bent to the side; a second arrow between two nodes bends as well."""
    routes: list[_Route] = []
    used: dict[frozenset[str], int] = {}
    for edge in edges:
        pair = frozenset((edge.start.id, edge.end.id))
        nth = used[pair] = used.get(pair, 0) + 1
        a, b = _centre(edge.start), _centre(edge.end)
        length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        others = [n for n in nodes if n.id not in pair]
        bends = (
            [0.0, *(sign * size for size in (70.0, 120.0, 180.0, 260.0) for sign in (1, -1))]
            if nth == 1
            else [44.0 * nth, -44.0 * nth]
        )
        free = next((s for s in bends if not any(_hits(_bent(a, b, s, length), n) for n in others)), bends[0])
        routes.append(_clipped(_bent(a, b, free, length), edge))
    return routes


def _bent(a: Point, b: Point, bend: float, length: float) -> _Route:
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    across = ((b[1] - a[1]) / length, -(b[0] - a[0]) / length)
    return _Route(a, (middle[0] + across[0] * bend * 2, middle[1] + across[1] * bend * 2), b)


def _hits(route: _Route, node: Node) -> bool:
    x, y = _centre(node)
    return any(
        abs(px - x) < BOX_WIDTH / 2 + 6 and abs(py - y) < BOX_HEIGHT / 2 + 6
        for px, py in (route.at(i / 40) for i in range(41))
    )


def _clipped(route: _Route, edge: Edge) -> _Route:
    """From the border of the first box to just outside the border of the second."""

    def outside(point: Point, node: Node, gap: float) -> bool:
        x, y = _centre(node)
        return abs(point[0] - x) > BOX_WIDTH / 2 + gap or abs(point[1] - y) > BOX_HEIGHT / 2 + gap

    steps = [i / 200 for i in range(201)]
    first = next((t for t in steps if outside(route.at(t), edge.start, 1)), 0.0)
    last = next((t for t in reversed(steps) if outside(route.at(t), edge.end, 5)), 1.0)
    start, end = route.at(first), route.at(last)
    middle = route.at((first + last) / 2)
    return _Route(start, (2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2), end)


def _arrow(svg: Svg, edge: Edge, route: _Route) -> None:
    colour = ACCENT if edge.live else MUTED if edge.kind == "bypass" else INK
    dash = "6 5" if edge.kind == "bypass" and not edge.live else ""
    svg.curve(route.start, route.control, route.end, colour, 7 if edge.live else 2, dash)
    if edge.live:
        svg.curve(route.start, route.control, route.end, PAPER, 3)
    before = route.at(0.9)
    angle = math.atan2(route.end[1] - before[1], route.end[0] - before[0])
    if edge.kind == "blocks":
        across = angle + math.pi / 2
        reach = 10 * math.cos(across), 10 * math.sin(across)
        x, y = route.end
        svg.line((x - reach[0], y - reach[1]), (x + reach[0], y + reach[1]), colour, 4)
    else:
        size = 19.0 if edge.live else 11.0
        wings = [(angle + math.pi + turn) for turn in (-0.42, 0.42)]
        corners = [
            route.end,
            *((route.end[0] + size * math.cos(w), route.end[1] + size * math.sin(w)) for w in wings),
        ]
        svg.polygon(corners, colour)


def _label(svg: Svg, edge: Edge, route: _Route) -> None:
    x, y = route.at(0.5 if edge.live else 0.38)
    lines = wrapped(edge.label, 15, 3) if edge.label.strip() else []
    top = y - 7 * len(lines) + (10 if edge.live else 0)
    if edge.live:
        svg.rect(x - 29, top - 21, 58, 17, ACCENT, rx=3)
        svg.text(x, top - 8.5, "ACTIVE", 11, anchor="middle", colour=PAPER, bold=True)
    for i, line in enumerate(lines):
        svg.text(x, top + 10 + 13 * i, line, 11, anchor="middle", colour=INK, halo=True)


def _node(svg: Svg, node: Node) -> None:
    x, y = _centre(node)
    left, top, right, bottom = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2, x + BOX_WIDTH / 2, y + BOX_HEIGHT / 2
    style: dict[str, str | float] = {"stroke": INK, "stroke_width": 1.4}
    if node.kind == "drug":
        corners = [
            (left + 14, top),
            (right - 14, top),
            (right, y),
            (right - 14, bottom),
            (left + 14, bottom),
            (left, y),
        ]
        svg.polygon(corners, _FILLS[node.kind], **style)
    elif node.kind == "receptor":
        corners = [(left + 12, top), (right, top), (right - 12, bottom), (left, bottom)]
        svg.polygon(corners, _FILLS[node.kind], **style)
    else:
        rounding = {"kinase": 24.0, "outcome": 4.0}.get(node.kind, 6.0)
        if node.kind == "stroma":
            style["stroke_dasharray"] = "2 3"
        svg.rect(left, top, BOX_WIDTH, BOX_HEIGHT, _FILLS[node.kind], rx=rounding, **style)
        if node.kind == "outcome":
            svg.rect(left + 4, top + 4, BOX_WIDTH - 8, BOX_HEIGHT - 8, "none", rx=2, stroke=INK, stroke_width=0.8)
    lines = wrapped(node.label, 15 if node.kind in ("receptor", "drug") else 18, 3)
    size = 13 if len(lines) < 3 else 11.5
    for i, line in enumerate(lines):
        svg.text(x, y + 4.5 + (i - (len(lines) - 1) / 2) * (size + 2), line, size, anchor="middle")


def _legend(svg: Svg, edges: Sequence[Edge], y: float) -> None:
    x = MARGIN
    entries = [
        ("activates", False, "activates", any(e.kind in ("activates", "then") and not e.live for e in edges)),
        ("blocks", False, "blocks", any(e.kind == "blocks" and not e.live for e in edges)),
        ("bypass", False, "bypass, not active here", any(e.kind == "bypass" and not e.live for e in edges)),
        ("bypass", True, "double line: active here", any(e.live for e in edges)),
    ]
    node = Node(id="n", label="n", column=0, row=0)
    for kind, live, words, occurs in entries:
        if occurs:
            _arrow(svg, Edge(node, node, kind, "", live), _Route((x, y), (x + 19, y), (x + 38, y)))
            svg.text(x + 48, y + 4, words, 11.5, colour=MUTED)
            x += 66 + 6.2 * len(words)
