"""The pathway as a picture of characters: boxes on a grid, lines between them, the live bypass double and named.

Live arrows are drawn `═` and listed as ACTIVE, the others `─`: shape and word, never colour alone.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from fakdx.model.entries import Arrow, Node
from fakdx.report.escape import plain
from fakdx.report.pathway import Picture
from fakdx.tui.canvas import Canvas

ROOMY, DENSE = 3, 2
"""Lines of characters for each row of boxes; the second one holds the boxes."""
MANY_ROWS = 6
MARGIN = 3
"""Columns that a channel between boxes has besides its tracks."""


def draw(picture: Picture) -> RenderableType:
    """Name, the live routes in words, the drawing, and what its lines mean."""
    names = {n.id: n.label for n in picture.pathway.nodes}
    parts: list[RenderableType] = [Text(plain(picture.pathway.name), style="bold")]
    for arrow in picture.live_arrows:
        label = f"  ({arrow.label})" if arrow.label else ""
        parts.append(Text(f" ACTIVE  {names[arrow.start]} ══▶ {names[arrow.end]}{label}", style="bold"))
    parts += [
        Text(""),
        Text(_Drawing(picture).text(), no_wrap=True),
        Text(""),
        Text(plain(picture.caption)),
        Text("═▶ ╣box╠ active here    ─▶ activates    ─┤ blocks    arrow keys scroll a wide picture", style="dim"),
    ]
    return Group(*parts)


class _Drawing:
    """Places boxes in columns and leads each arrow through the channel before its end."""

    def __init__(self, picture: Picture) -> None:
        self._nodes = {n.id: n for n in picture.pathway.nodes}
        self._live = set(picture.live_arrows)
        self._arrows = sorted(picture.pathway.arrows, key=lambda a: a in self._live)
        self._taken = {(n.column, n.row) for n in picture.pathway.nodes}
        self._pitch = DENSE if max(n.row for n in picture.pathway.nodes) >= MANY_ROWS else ROOMY
        self._columns = max(n.column for n in picture.pathway.nodes) + 1
        self._tracks: list[dict[tuple[str, bool], int]] = [{} for _ in range(self._columns + 1)]
        for arrow in self._arrows:
            for gap in self._gaps(arrow):
                tracks = self._tracks[gap]
                tracks.setdefault((arrow.end, arrow in self._live), len(tracks))
        self._lefts, self._widths = self._places()

    def text(self) -> str:
        canvas = Canvas()
        for arrow in self._arrows:
            self._lead(canvas, arrow)
        touched = {id for a in self._live for id in (a.start, a.end)}
        for node in self._nodes.values():
            canvas.write(self._line(node), self._lefts[node.column], self._boxed(node, node.id in touched))
        return canvas.text()

    def _gaps(self, arrow: Arrow) -> list[int]:
        """Channels that an arrow turns in; channel c lies before column c."""
        start, end = self._nodes[arrow.start], self._nodes[arrow.end]
        if end.column > start.column:
            return sorted({start.column + 1, end.column})
        return sorted({start.column + 1, end.column + 1})

    def _places(self) -> tuple[list[int], list[int]]:
        lefts, widths, x = [], [], 0
        for column in range(self._columns):
            x += len(self._tracks[column]) + (MARGIN if column else 0)
            labels = [len(n.label) for n in self._nodes.values() if n.column == column]
            lefts.append(x)
            widths.append(max(labels, default=0) + 4)
            x += widths[-1]
        return lefts, widths

    def _track(self, gap: int, arrow: Arrow) -> int:
        """Where in a channel an arrow turns."""
        number = self._tracks[gap][arrow.end, arrow in self._live]
        before = self._lefts[gap - 1] + self._widths[gap - 1] if gap else 0
        return before + 1 + number

    def _line(self, node: Node) -> int:
        return node.row * self._pitch + 1

    def _right(self, node: Node) -> int:
        """The first place behind a box."""
        return self._lefts[node.column] + len(node.label) + 4

    def _lead(self, canvas: Canvas, arrow: Arrow) -> None:
        start, end = self._nodes[arrow.start], self._nodes[arrow.end]
        live, y0, y1 = arrow in self._live, self._line(start), self._line(end)
        first = self._track(start.column + 1, arrow)
        canvas.across(y0, self._right(start), first, live)
        if end.column > start.column:
            lane = self._lane(start, end, y0, y1)
            canvas.down(first, y0, lane, live)
            last = self._track(end.column, arrow)
            canvas.across(lane, first, last, live)
            canvas.down(last, lane, y1, live)
            canvas.across(y1, last, self._lefts[end.column] - 1, live)
            canvas.head(y1, self._lefts[end.column] - 1, "┤" if arrow.kind == "blocks" else "▶")
            return
        last = self._track(end.column + 1, arrow)
        lane = y0 if last == first else y1 + (1 if y1 < y0 else -1)
        canvas.down(first, y0, lane, live)
        canvas.across(lane, last, first, live)
        canvas.down(last, lane, y1, live)
        canvas.across(y1, self._right(end), last, live)
        canvas.head(y1, self._right(end), "├" if arrow.kind == "blocks" else "◀")

    def _lane(self, start: Node, end: Node, y0: int, y1: int) -> int:
        """The line on which an arrow passes the columns between: a free row, else between two rows."""
        between = range(start.column + 1, end.column)
        for node, y in ((end, y1), (start, y0)):
            if not any((c, node.row) in self._taken for c in between):
                return y
        return y1 - 1 if y0 <= y1 else y1 + 1

    def _boxed(self, node: Node, live: bool) -> str:
        return f"╣ {node.label} ╠" if live else f"[ {node.label} ]"


